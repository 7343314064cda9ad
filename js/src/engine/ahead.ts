/** Asking to be let in while the devices start: the two take about as long, and neither needs the other. */

import type { Timers } from "./timers";

/** An admission lives for 30 s; one that waited for longer than this for the devices is asked for again. Milliseconds. */
const FRESH = 15_000;

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
