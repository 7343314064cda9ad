/** How good a connection is, as one word that does not flap. Pure: figures in, grades out. */

import type { Figures, Limit } from "./figures";

export type Grade = "good" | "weak" | "poor";

/** A grade, and how often in a row something else was seen. */
export interface Grading {
  readonly grade: Grade;
  readonly toward: Grade;
  readonly times: number;
}

/** What is going on with the person's own connection, whoever is at the other end. */
export interface Own {
  readonly upload: Grade;
  readonly download: Grade;
  /** The computer cannot keep up with encoding. */
  readonly busy: boolean;
}

/** What a grade is made of; the factor makes every threshold that much stricter. */
export type Measure = (factor: number) => Grade;

const ORDER: readonly Grade[] = ["good", "weak", "poor"];
const rank = (grade: Grade) => ORDER.indexOf(grade);
const worst = (grades: readonly Grade[]): Grade => ORDER[Math.max(0, ...grades.map(rank))] ?? "good";

/** Where weak begins, and poor. Losses in percent, round trips in milliseconds, ways as shares of what would be sent. */
const LOST = [3, 10] as const;
const TRIP = [300, 800] as const;
const WAY = [0.65, 0.25] as const;
/** What goes out fills the way from this share of it on. */
const FULL = 0.7;

/** A grade is given up for a better one only when it is better by this. */
const CLEARLY = 0.7;

export const ungraded: Grading = { grade: "good", toward: "good", times: 0 };
export const untroubled: Own = { upload: "good", download: "good", busy: false };

/**
 * The grade after one more look: worse after `fall` looks in a row that are, better after `rise` that are clearly so.
 */
export function grade(before: Grading, measure: Measure, fall: number, rise: number): Grading {
  const now = measure(1);
  const toward = rank(now) >= rank(before.grade) ? now : measure(CLEARLY);
  if (toward === before.grade) return { grade: before.grade, toward, times: 0 };
  const worse = rank(toward) > rank(before.grade);
  // On the way down any look that is worse counts, whether weak or poor: the last one says how much.
  const onTheWay = before.times > 0 && rank(before.toward) > rank(before.grade) === worse;
  const times = onTheWay ? before.times + 1 : 1;
  return times >= (worse ? fall : rise)
    ? { grade: toward, toward, times: 0 }
    : { grade: before.grade, toward, times };
}

function above(value: number | null, [weak, poor]: readonly [number, number], factor: number): Grade {
  if (value === null) return "good";
  return value >= poor * factor ? "poor" : value >= weak * factor ? "weak" : "good";
}

/** How well the other side is seen and heard. */
export function incoming({ lost, roundTrip }: Figures): Measure {
  return (factor) => worst([above(lost, LOST, factor), above(roundTrip, TRIP, factor)]);
}

/** How much of what the others send gets here; a long way is nobody's slow download. */
export function arriving({ lost }: Figures): Measure {
  return (factor) => above(lost, LOST, factor);
}

/**
 * How well the other side sees and hears this one. On a thin way next to nothing but the sound is sent: then nothing is
 * held back any more, and nothing full.
 */
export function outgoing(figures: Figures, need: number, thin: boolean): Measure {
  if (thin) return () => "poor";
  return (factor) => worst([above(figures.lostThere, LOST, factor), narrow(figures, need, factor)]);
}

/**
 * How far below `need` (bit/s) the way is. Only one that holds the picture back, or that is full, is narrow: where little
 * is to be sent, the browser does not find out how wide the way is. Full ones count, since browsers also blame the
 * processor when both hold a picture back, and nothing where only frames are left out.
 */
function narrow({ sent, available, up }: Figures, need: number, factor: number): Grade {
  const full = available !== null && up !== null && up >= FULL * available;
  if (!full && !sent.some(({ limited }) => limited === "bandwidth")) return "good";
  if (available === null) return "weak";
  const [weak, poor] = WAY;
  const share = available / need;
  return share <= poor / factor ? "poor" : share <= weak / factor ? "weak" : "good";
}

/** One person's trouble is at that person's end; that of more than half of all is at this one. */
export function most(measures: readonly Measure[]): Measure {
  return (factor) => {
    const ranks = measures.map((measure) => rank(measure(factor))).sort((a, b) => a - b);
    return ORDER[ranks[Math.floor((ranks.length - 1) / 2)] ?? 0] ?? "good";
  };
}

/** Whether `limit` holds back what is sent. */
export function heldBack({ sent }: Figures, limit: Limit): Measure {
  return () => (sent.some(({ limited }) => limited === limit) ? "weak" : "good");
}
