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

  /** Rings then. */
  at(moment: number): void {
    const cancel = this.#timers.after(moment - this.#timers.now(), () => {
      this.#set.delete(cancel);
      this.#ring(this.#timers.now());
    });
    this.#set.add(cancel);
  }

  /** Rings no more. */
  stop(): void {
    for (const cancel of this.#set) cancel();
    this.#set.clear();
  }
}
