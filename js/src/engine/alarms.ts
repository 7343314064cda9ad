/** Moments at which something has to be looked at again. */

import type { Timers } from "./timers";

export class Alarms {
  readonly #timers: Timers;
  readonly #ring: (now: number) => void;
  readonly #set = new Set<() => void>();

  /** `ring` is called at each moment, with the time in milliseconds. */
  constructor(timers: Timers, ring: (now: number) => void) {
    this.#timers = timers;
    this.#ring = ring;
  }

  /** Rings then. What is due at that moment is due when it rings, also where the timer comes a little early. */
  at(moment: number): void {
    const cancel = this.#timers.after(moment - this.#timers.now(), () => {
      this.#set.delete(cancel);
      this.#ring(Math.max(moment, this.#timers.now()));
    });
    this.#set.add(cancel);
  }

  /** Rings no more. */
  stop(): void {
    for (const cancel of this.#set) cancel();
    this.#set.clear();
  }
}
