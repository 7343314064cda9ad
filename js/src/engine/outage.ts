/** How long the server has not listened, as far as a person cares. */

import type { Connection } from "./model";
import type { Timers } from "./timers";

/** Until then it is a hiccup, and nothing need be done; milliseconds. */
const SHORT = 10_000;

export class Outage {
  readonly #timers: Timers;
  readonly #changed: () => void;
  #cancel: (() => void) | null = null;
  #long = false;

  /** `changed` is called when a short outage has become a long one. */
  constructor(timers: Timers, changed: () => void) {
    this.#timers = timers;
    this.#changed = changed;
  }

  /** The server does not listen, now or still. What to call that. */
  notice(): Connection {
    this.#cancel ??= this.#timers.after(SHORT, () => {
      this.#long = true;
      this.#changed();
    });
    return this.#long ? "unreachable" : "reconnecting";
  }

  end(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#long = false;
  }
}
