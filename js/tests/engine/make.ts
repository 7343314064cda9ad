/** Messages for tests, whole and valid, with only what matters written out. */
import type { Participant, Welcome } from "../../src/protocol/types.gen";
import { id, person } from "../fakes/people";

export const SECRET = "s".repeat(43);
export const MEETING = "m".repeat(22);

export const welcome = (you: string, others: Participant[] = [], more: Partial<Welcome> = {}): Welcome => ({
  type: "welcome",
  seq: 1,
  you: id(you),
  epoch: "first",
  resume: SECRET,
  ack: 0,
  role: "attendee",
  meeting: {
    id: MEETING,
    title: "Stand-up",
    has_passcode: false,
    created_at: 0,
    locked: false,
    waiting_room: false,
  },
  participants: [...others, person(you)],
  ice_servers: [],
  video: { limit: 4, allowed: true },
  ...more,
});
