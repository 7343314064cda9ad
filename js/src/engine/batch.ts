/** Collects candidates for a moment, so that many share a ticket. */

import { limits } from "../protocol/constants.gen";
import type { Candidate } from "../protocol/types.gen";
import type { Timers } from "./timers";

const WAIT = limits.CANDIDATE_BATCH_SECONDS * 1000;

export class Batch {
  #candidates: Candidate[] = [];
  #cancel: (() => void) | null = null;
  readonly #timers: Timers;
  readonly #flushed: (candidates: readonly Candidate[]) => void;

  /** `flushed` gets at most as many as a ticket holds, at most 20 ms after the first of them came. */
  constructor(timers: Timers, flushed: (candidates: readonly Candidate[]) => void) {
    this.#timers = timers;
    this.#flushed = flushed;
  }

  add(candidate: Candidate): void {
    this.#candidates.push(candidate);
    if (this.#candidates.length >= limits.CANDIDATES) this.#flush();
    else this.#cancel ??= this.#timers.after(WAIT, () => this.#flush());
  }

  /** Forgets what waits: a description that leaves now carries it. */
  clear(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#candidates = [];
  }

  #flush(): void {
    const candidates = this.#candidates;
    this.clear();
    this.#flushed(candidates);
  }
}
