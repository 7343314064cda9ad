/** Promises about numbered messages that the server answers only when it refuses them. */

import type { Problem } from "./model";

interface Promised {
  readonly resolve: () => void;
  readonly reject: (problem: Problem) => void;
}

export class Promises {
  readonly #open = new Map<number, Promised>();

  /** About message `n`. */
  make(n: number): Promise<void> {
    return new Promise((resolve, reject) => this.#open.set(n, { resolve, reject }));
  }

  /** Message `n` was refused; whether that was a promise. */
  reject(n: number, reason: Problem): boolean {
    const promised = this.#open.get(n);
    this.#open.delete(n);
    promised?.reject(reason);
    return promised !== undefined;
  }

  /** Nothing comes any more: all that is open was kept, or broken for this reason. */
  settle(reason: Problem | null): void {
    for (const { resolve, reject } of this.#open.values()) reason === null ? resolve() : reject(reason);
  }
}
