/** What one participation knows of the meeting, and what can happen to it (docs/protocol.md section 4). */

import type {
  ClientMessage,
  IceServer,
  MeetingInfo,
  Participant,
  Role,
  ServerMessage,
  Signal,
} from "../protocol/types.gen";
import type { Attendance } from "./attendance";
import { emptyChat } from "./chat";
import type { Knocker } from "./moderation-model";
import { emptyOutbox, type Outbox, type Said } from "./outbox";
import type { Chat, Shown } from "./talk-model";

/** Someone in the roster. */
export interface Person {
  readonly participant: Participant;
  /** When a restarted server did not know this person any more; null while all is well. */
  readonly missing: number | null;
}

export interface Room {
  /** Whether the server listens now. */
  readonly open: boolean;
  readonly you: string | null;
  readonly role: Role;
  readonly meeting: MeetingInfo | null;
  readonly epoch: string;
  /** Continues this participation. */
  readonly token: string | null;
  readonly iceServers: readonly IceServer[];
  /** How many cameras the mesh carries. */
  readonly cameras: number;
  /** The highest sequence number handled. */
  readonly seq: number;
  readonly outbox: Outbox;
  /** In the order they joined. */
  readonly people: readonly Person[];
  /** Of these, whose call was moved: the next to join is the same person, and takes their place. */
  readonly moving: readonly string[];
  readonly attendance: Attendance;
  readonly chat: Chat;
  /** What people show just now. */
  readonly reactions: readonly Shown[];
  /** This person waits to be let in. */
  readonly waits: boolean;
  /** Who waits, the earliest first, as far as this person's role is told of it. */
  readonly waiting: readonly Knocker[];
}

export type RoomEvent =
  | { readonly type: "heard"; readonly message: ServerMessage; readonly now: number }
  | { readonly type: "say"; readonly said: Said }
  /** A chat message that did not get through is sent once more. */
  | { readonly type: "again"; readonly n: number }
  /** The socket is gone. */
  | { readonly type: "lost" }
  | { readonly type: "time"; readonly now: number };

export type RoomEffect =
  | { readonly type: "transmit"; readonly message: ClientMessage }
  /** Connect to someone; `offer` says who begins. */
  | { readonly type: "meet"; readonly id: string; readonly offer: boolean }
  | { readonly type: "part"; readonly id: string }
  /** The server may have forgotten signals to and from this person. */
  | { readonly type: "forgotten"; readonly id: string }
  /** All connections use the servers of the room from now on. */
  | { readonly type: "servers" }
  | { readonly type: "signal"; readonly from: string; readonly signal: Signal }
  /** The server listens; `fresh` when this is a new participation. */
  | { readonly type: "listening"; readonly fresh: boolean }
  /** Numbered message `n` was refused; `of` is its type, where that is still known. */
  | {
      readonly type: "failed";
      readonly n: number;
      readonly of: Said["type"] | null;
      readonly code: string;
      readonly message: string;
    }
  /** Nobody is let in before a host or presenter says so. */
  | { readonly type: "waiting" }
  | { readonly type: "ended" }
  /** Hand in the time again then. */
  | { readonly type: "wake"; readonly at: number };

export type Step = readonly [Room, readonly RoomEffect[]];

export const emptyRoom: Room = {
  open: false,
  you: null,
  role: "observer",
  meeting: null,
  epoch: "",
  token: null,
  iceServers: [],
  cameras: 0,
  seq: 0,
  outbox: emptyOutbox,
  people: [],
  moving: [],
  attendance: [],
  chat: emptyChat,
  reactions: [],
  waits: false,
  waiting: [],
};
