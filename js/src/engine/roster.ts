/** Who is in the room: how it changes as people come, change and go. Pure. */

import type { Participant } from "../protocol/types.gen";
import { attend } from "./attendance";
import type { Person, Room, Step } from "./room-model";

export const has = (people: readonly Person[], id: string) =>
  people.some(({ participant }) => participant.id === id);

export const canMeet = (room: Room, { participant: { id, kind } }: Person) =>
  kind === "browser" && id !== room.you;

export function upsert(before: Room, participant: Participant, now: number): Step {
  const known = before.people.find((person) => person.participant.id === participant.id);
  const person: Person = { participant, missing: null };
  const people = known
    ? before.people.map((each) => (each === known ? person : each))
    : [...before.people, person];
  const role = participant.id === before.you ? participant.role : before.role;
  const room: Room = {
    ...before,
    people,
    role,
    waiting: role === "host" || role === "presenter" ? before.waiting : [],
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
export function vacate(room: Room, id: string): Step {
  if (!has(room.people, id)) return [room, []];
  return [{ ...room, moving: [...room.moving, id] }, [{ type: "part", id }]];
}

/** Someone new, who takes the place of those that moved. */
export function succeed(before: Room, participant: Participant, now: number): Step {
  const { moving } = before;
  const at = before.people.findIndex((person) => moving.includes(person.participant.id));
  if (at < 0) return upsert(before, participant, now);
  const staying = before.people.filter((person) => !moving.includes(person.participant.id));
  const [room, effects] = upsert({ ...before, people: staying, moving: [] }, participant, now);
  const others = room.people.filter((person) => person.participant.id !== participant.id);
  const own = room.people.filter((person) => person.participant.id === participant.id);
  return [{ ...room, people: [...others.slice(0, at), ...own, ...others.slice(at)] }, effects];
}

export function remove(before: Room, ids: readonly string[], now: number): Step {
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
