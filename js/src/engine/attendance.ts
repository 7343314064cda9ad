/** Who was there while I was, and for how long; for the screen after the call. Pure; times are in milliseconds. */

import type { Participant } from "../protocol/types.gen";
import type { Stay } from "./model";

interface Visit {
  readonly id: string;
  readonly name: string;
  readonly from: number;
  readonly until: number | null;
}

export type Attendance = readonly Visit[];

/** Makes the open visits those of `present`: who is new comes in now, who is missing goes now. */
export function attend(visits: Attendance, present: readonly Participant[], now: number): Attendance {
  const here = new Map(present.map(({ id, name }) => [id, name]));
  const known = visits.map((visit) =>
    visit.until === null && !here.has(visit.id) ? { ...visit, until: now } : visit,
  );
  const open = new Set(known.filter(({ until }) => until === null).map(({ id }) => id));
  const fresh = [...here].filter(([id]) => !open.has(id));
  return [...known, ...fresh.map(([id, name]) => ({ id, name, from: now, until: null }))];
}

/**
 * One entry per name, in the order they came. Someone who came back under another id has the sum, and who was there
 * in two tabs at once was there once; so, for want of anything that tells them apart, have two people of one name.
 */
export function stays(visits: Attendance, now: number): readonly Stay[] {
  const counted = new Map<string, { readonly seconds: number; readonly until: number }>();
  // Visits stand in the order they began, so each can overlap only what has been counted.
  for (const { name, from, until } of visits) {
    const before = counted.get(name) ?? { seconds: 0, until: from };
    const end = Math.max(before.until, until ?? now);
    const added = end - Math.max(before.until, from);
    counted.set(name, { seconds: before.seconds + added / 1000, until: end });
  }
  return [...counted].map(([name, { seconds }]) => ({ name, seconds }));
}
