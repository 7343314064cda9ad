/** Time that passes only when a test says so. */
import type { Timers } from "../../src/engine/timers";

interface Timer {
  at: number;
  run: () => void;
}

export class Clock implements Timers {
  #now = 0;
  #timers: Timer[] = [];

  now = () => this.#now;

  after = (ms: number, run: () => void) => {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  };

  /** How many are set. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Time passes without anything of it being noticed here, as in a page that is asleep. */
  sleep(ms: number): void {
    this.#now += ms;
  }

  /** Lets time pass; after each timer everything that it set going asynchronously comes to its end. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((each) => each !== due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets every promise that can settle do so. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
