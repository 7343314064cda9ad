/** Messages and people for tests, whole and valid, with only what matters written out. */
import type { Participant, Welcome } from "../../src/protocol/types.gen";

/** A participant id that begins with `name`. */
export const id = (name: string) => name.padEnd(16, "_");
export const SECRET = "s".repeat(43);
export const MEETING = "m".repeat(22);

export const person = (name: string, more: Partial<Participant> = {}): Participant => ({
  id: id(name),
  name,
  role: "attendee",
  kind: "browser",
  guest: false,
  presence: "here",
  microphone: false,
  camera: false,
  joined_at: 0,
  ...more,
});

export const welcome = (you: string, others: Participant[] = [], more: Partial<Welcome> = {}): Welcome => ({
  type: "welcome",
  seq: 1,
  you: id(you),
  epoch: "first",
  resume: SECRET,
  ack: 0,
  role: "attendee",
  meeting: { id: MEETING, title: "Stand-up", has_passcode: false, created_at: 0 },
  participants: [...others, person(you)],
  ice_servers: [],
  video: { limit: 4, allowed: true },
  ...more,
});
