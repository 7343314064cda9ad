/** What a welcome means to who comes in, and to who comes back (docs/protocol.md section 4). Pure. */

import { limits } from "../protocol/constants.gen";
import type { Welcome } from "../protocol/types.gen";
import { attend } from "./attendance";
import { forsaken } from "./chat";
import { acknowledge, emptyOutbox, put } from "./outbox";
import type { Person, Room, RoomEffect, Step } from "./room-model";
import { canMeet, has, remove } from "./roster";

/** How long someone whom a restarted server does not know yet is still shown, in milliseconds. */
const RETURN = limits.RECONNECT_SECONDS * 1000;

/** The server listens again: once more, in order, what it may not have handled. */
export function resend(room: Room, fresh: boolean): Step {
  const again = room.outbox.waiting.map((message) => ({ type: "transmit", message }) as const);
  return [room, [{ type: "listening", fresh }, ...again]];
}

export function welcome(before: Room, message: Welcome, now: number): Step {
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
    chat: fresh ? forsaken(before.chat) : before.chat,
    moving: [],
    waits: false,
    waiting: [], // who waits follows
    attendance: attend(
      before.attendance,
      people.map(({ participant }) => participant),
      now,
    ),
  };
  const up = restarted && before.people.some(({ participant: { id, hand } }) => id === room.you && hand > 0);
  const raised = up ? raiseAgain(room) : room;
  const [, sending] = resend(raised, fresh);
  const wake = missing.length > 0 ? [{ type: "wake", at: now + RETURN } as const] : [];
  return [raised, [...sending, ...acquaint(before, raised, fresh), ...wake]];
}

/** A restarted server does not know whose hand was up. */
function raiseAgain(room: Room): Room {
  if (room.outbox.waiting.some(({ type }) => type === "hand")) return room;
  return { ...room, outbox: put(room.outbox, { type: "hand", raised: true })[0] };
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

const asMissing = (person: Person): Person =>
  person.missing === null
    ? person
    : { ...person, participant: { ...person.participant, presence: "reconnecting" } };

/** Who has not come back after a restart is gone after a while. */
export function expire(room: Room, now: number): Step {
  const late = room.people.filter(({ missing }) => missing !== null && now - missing >= RETURN);
  return remove(
    room,
    late.map(({ participant }) => participant.id),
    now,
  );
}
