import { untroubled } from "./grades";
import type { CallState } from "./model";
import { FREE } from "./moderation";
import { emptyRoom } from "./room-model";
import { UNSHARED } from "./screen";

/** A call that nobody here takes part in. */
export const IDLE: CallState = {
  phase: "idle",
  connection: "connecting",
  meeting: null,
  you: null,
  role: emptyRoom.role,
  tiles: [],
  screens: [],
  own: untroubled,
  screen: UNSHARED,
  problem: null,
  video: { limit: 0, allowed: true },
  muffled: false,
  elsewhere: false,
  outage: null,
  over: null,
  stays: [],
  chat: emptyRoom.chat,
  reactions: [],
  waiting: emptyRoom.waiting,
  voice: FREE,
};
