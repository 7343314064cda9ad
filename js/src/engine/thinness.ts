/**
 * Whether the way to somebody bears little more than the sound, so that the picture is no more than a sign of life. Pure.
 *
 * Where little is sent the browser never finds out that the way has grown: its estimate stays below about one and a half
 * times of what goes out (Google congestion control, draft-ietf-rmcat-gcc-02 section 5.5). So after a while more is sent
 * to see what happens, and each time that the way turns out to be thin it takes twice as long until the next try.
 */

import type { Figures } from "./figures";

/** bit/s. */
const THIN = 120_000;
/** So much is enough for certain: leaving at the same width would sway. */
const WIDE = 2 * THIN;
/** Looks in a row after which a way is thin, or wide again. */
const LOOKS = { thin: 2, wide: 3 };
/** Looks until more is tried. */
const PATIENCE = { first: 8, most: 60 };
/** The estimate stands so far above what is sent because little is sent. */
const ROOM = 1.35;
/** Percent. */
const LOSS = 3;

export interface Thinness {
  readonly thin: boolean;
  /** Looks in a row that said otherwise. */
  readonly times: number;
  /** Looks since it became as it is. */
  readonly since: number;
  /** Looks until more is tried, the next time that it is thin. */
  readonly patience: number;
}

export const notThin: Thinness = { thin: false, times: 0, since: 0, patience: PATIENCE.first };

/** How it is after one more look. */
export function thinness(before: Thinness, figures: Figures): Thinness {
  return before.thin ? whileThin(before, figures) : whileWide(before, figures);
}

function whileWide(before: Thinness, { available }: Figures): Thinness {
  const since = before.since + 1;
  const times = counted(before.times, available, (width) => width <= THIN);
  if (times >= LOOKS.thin) return { ...before, thin: true, times: 0, since: 0 };
  return { ...before, times, since, patience: since >= PATIENCE.most ? PATIENCE.first : before.patience };
}

function whileThin(before: Thinness, figures: Figures): Thinness {
  const since = before.since + 1;
  const times = counted(before.times, figures.available, (width) => width > WIDE);
  if (times >= LOOKS.wide) return notThin;
  if (since < before.patience || !hasRoom(figures)) return { ...before, times, since };
  return { thin: false, times: 0, since: 0, patience: Math.min(PATIENCE.most, 2 * before.patience) };
}

/** The browser leaves the width out now and then, which says neither. */
function counted(times: number, width: number | null, otherwise: (width: number) => boolean): number {
  return width === null ? times : otherwise(width) ? times + 1 : 0;
}

const hasRoom = ({ available, up, lostThere }: Figures) =>
  (available === null || up === null || available >= ROOM * up) && (lostThere ?? 0) < LOSS;
