/** Asking to be let in while the devices start: the two take about as long, and neither needs the other. */

import { limits } from "../protocol/constants.gen";
import type { Timers } from "./timers";

/** One that waited for the devices for half its life is asked for again: the socket takes its time, too. Milliseconds. */
const FRESH = (limits.ADMISSION_SECONDS * 1000) / 2;

/**
 * Asks now. The first to come for the answer gets that one, if it is fresh; everyone else's is asked for when they come.
 *
 * An admission that nobody comes for costs nothing: it lapses.
 */
export function ahead(ask: () => Promise<string>, timers: Timers): () => Promise<string> {
  const askedAt = timers.now();
  let early: Promise<string> | null = ask();
  early.catch(() => undefined); // told to whoever comes for it
  return () => {
    const answer = early;
    early = null;
    return answer !== null && timers.now() - askedAt < FRESH ? answer : ask();
  };
}
