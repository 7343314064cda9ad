/**
 * The meeting as one participation knows it: who is there, what was said and not yet acknowledged. Pure: one event
 * in, the next state and what to do about it out (docs/protocol.md section 4). Times are in milliseconds.
 */

import { limits } from "../protocol/constants.gen";
import type {
  ClientMessage,
  IceServer,
  MeetingInfo,
  Participant,
  Role,
  ServerMessage,
  Signal,
  Welcome,
} from "../protocol/types.gen";
import { type Attendance, attend } from "./attendance";
import { acknowledge, emptyOutbox, type Outbox, put, type Said } from "./outbox";

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
}

export type RoomEvent =
  | { readonly type: "heard"; readonly message: ServerMessage; readonly now: number }
  | { readonly type: "say"; readonly said: Said }
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
  | { readonly type: "signal"; readonly from: string; readonly signal: Signal }
  /** The server listens; `fresh` when this is a new participation. */
  | { readonly type: "listening"; readonly fresh: boolean }
  /** Numbered message `n` was refused. */
  | { readonly type: "failed"; readonly n: number; readonly code: string; readonly message: string }
  | { readonly type: "ended" }
  /** Hand in the time again then. */
  | { readonly type: "wake"; readonly at: number };

type Step = readonly [Room, readonly RoomEffect[]];

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
};

/** How long someone whom a restarted server does not know yet is still shown. */
const RETURN = limits.RECONNECT_SECONDS * 1000;

/** What follows from one event. */
export function enter(room: Room, event: RoomEvent): Step {
  switch (event.type) {
    case "heard":
      return isOld(room, event.message) ? [room, []] : hear(room, event.message, event.now);
    case "say":
      return say(room, event.said);
    case "lost":
      return [{ ...room, open: false }, []];
    case "time":
      return expire(room, event.now);
  }
}

/** Whether there is room for one more camera beside those of the others. */
export function cameraFits(room: Room): boolean {
  const others = room.people.filter(({ participant }) => participant.camera && participant.id !== room.you);
  return others.length < room.cameras;
}

/** A welcome begins the counting anew; anything else with a number that was handled is a repetition. */
function isOld(room: Room, message: ServerMessage): boolean {
  return "seq" in message && message.type !== "welcome" && message.seq <= room.seq;
}

function hear(before: Room, message: ServerMessage, now: number): Step {
  const room = "seq" in message ? { ...before, seq: message.seq } : before;
  switch (message.type) {
    case "welcome":
      return welcome(room, message, now);
    case "resumed":
      return resend({ ...room, open: true, outbox: acknowledge(room.outbox, message.ack) }, false);
    case "pong":
      return [{ ...room, outbox: acknowledge(room.outbox, message.ack) }, []];
    case "joined":
      return succeed(room, message.participant, now);
    case "updated":
      return upsert(room, message.participant, now);
    case "left":
      return message.reason === "moved" ? vacate(room, message.id) : remove(room, [message.id], now);
    case "ticket":
      return [room, [{ type: "signal", from: message.from, signal: message.signal }]];
    case "meeting":
      return [{ ...room, meeting: message.meeting }, []];
    case "error":
      return [room, [{ type: "failed", n: message.re, code: message.code, message: message.message }]];
    case "ended":
      return [room, [{ type: "ended" }]];
    case "refused":
    case "going_away":
      return [room, []]; // the socket's business (signal.ts)
  }
}

function say(room: Room, said: Said): Step {
  const [outbox, message] = put(room.outbox, said);
  return [{ ...room, outbox }, room.open ? [{ type: "transmit", message }] : []];
}

/** The server listens again: once more, in order, what it may not have handled. */
function resend(room: Room, fresh: boolean): Step {
  const again = room.outbox.waiting.map((message) => ({ type: "transmit", message }) as const);
  return [room, [{ type: "listening", fresh }, ...again]];
}

function welcome(before: Room, message: Welcome, now: number): Step {
  const fresh = before.you !== message.you;
  const present = message.participants.map((participant): Person => ({ participant, missing: null }));
  // After a restart who is not in the roster may be on the way back; media to them goes on.
  const restarted = !fresh && before.epoch !== message.epoch;
  const missing = restarted ? before.people.filter(({ participant }) => !has(present, participant.id)) : [];
  const people = [...present, ...missing.map((person) => ({ ...person, missing: person.missing ?? now }))];
  const room: Room = {
    ...before,
    open: true,
    you: message.you,
    role: message.role,
    meeting: message.meeting,
    epoch: message.epoch,
    token: message.resume,
    iceServers: message.ice_servers,
    cameras: message.video.limit,
    outbox: fresh ? emptyOutbox : acknowledge(before.outbox, message.ack),
    people: people.map(asMissing),
    moving: [],
    attendance: attend(
      before.attendance,
      people.map(({ participant }) => participant),
      now,
    ),
  };
  const [, sending] = resend(room, fresh);
  const wake = missing.length > 0 ? [{ type: "wake", at: now + RETURN } as const] : [];
  return [room, [...sending, ...acquaint(before, room, fresh), ...wake]];
}

/** Connections after a welcome: who is gone, who is new to me (the newcomer offers), who may have missed signals. */
function acquaint(before: Room, room: Room, fresh: boolean): RoomEffect[] {
  const known = fresh ? [] : before.people;
  const parted = before.people.filter(({ participant }) => fresh || !has(room.people, participant.id));
  const here = room.people.filter((person) => canMeet(room, person) && person.missing === null);
  return [
    ...parted.map(({ participant: { id } }) => ({ type: "part", id }) as const),
    ...here.map(
      ({ participant: { id } }): RoomEffect =>
        has(known, id) ? { type: "forgotten", id } : { type: "meet", id, offer: true },
    ),
  ];
}

const has = (people: readonly Person[], id: string) =>
  people.some(({ participant }) => participant.id === id);

const canMeet = (room: Room, { participant: { id, kind } }: Person) => kind === "browser" && id !== room.you;

const asMissing = (person: Person): Person =>
  person.missing === null
    ? person
    : { ...person, participant: { ...person.participant, presence: "reconnecting" } };

function upsert(before: Room, participant: Participant, now: number): Step {
  const known = before.people.find((person) => person.participant.id === participant.id);
  const person: Person = { participant, missing: null };
  const people = known
    ? before.people.map((each) => (each === known ? person : each))
    : [...before.people, person];
  const room: Room = {
    ...before,
    people,
    role: participant.id === before.you ? participant.role : before.role,
    attendance: attend(
      before.attendance,
      people.map((each) => each.participant),
      now,
    ),
  };
  if (!canMeet(room, person)) return [room, []];
  const { id } = participant;
  if (!known) return [room, [{ type: "meet", id, offer: false }]];
  return [room, known.missing === null ? [] : [{ type: "forgotten", id }]];
}

/** A call was moved: nothing comes from here any more. The tile waits for the next message, so that none jumps. */
function vacate(room: Room, id: string): Step {
  if (!has(room.people, id)) return [room, []];
  return [{ ...room, moving: [...room.moving, id] }, [{ type: "part", id }]];
}

/** Someone new, who takes the place of those that moved. */
function succeed(before: Room, participant: Participant, now: number): Step {
  const { moving } = before;
  const at = before.people.findIndex((person) => moving.includes(person.participant.id));
  if (at < 0) return upsert(before, participant, now);
  const staying = before.people.filter((person) => !moving.includes(person.participant.id));
  const [room, effects] = upsert({ ...before, people: staying, moving: [] }, participant, now);
  const others = room.people.filter((person) => person.participant.id !== participant.id);
  const own = room.people.filter((person) => person.participant.id === participant.id);
  return [{ ...room, people: [...others.slice(0, at), ...own, ...others.slice(at)] }, effects];
}

function remove(before: Room, ids: readonly string[], now: number): Step {
  const gone = before.people.filter(({ participant }) => ids.includes(participant.id));
  if (gone.length === 0) return [before, []];
  const people = before.people.filter((person) => !gone.includes(person));
  const attendance = attend(
    before.attendance,
    people.map(({ participant }) => participant),
    now,
  );
  return [
    { ...before, people, attendance },
    gone.map(({ participant }) => ({ type: "part", id: participant.id })),
  ];
}

/** Who has not come back after a restart is gone after a while. */
function expire(room: Room, now: number): Step {
  const late = room.people.filter(({ missing }) => missing !== null && now - missing >= RETURN);
  return remove(
    room,
    late.map(({ participant }) => participant.id),
    now,
  );
}
