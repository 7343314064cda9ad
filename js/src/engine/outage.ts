/** How long the server has not let this page in again, and why, as far as a person cares. */

import { problem } from "./api";
import type { Connection, Problem } from "./model";
import type { Timers } from "./timers";

/** Until then it is a hiccup, and nothing need be done; milliseconds. */
const SHORT = 10_000;
/** What is the matter as long as the server itself says nothing. */
export const SILENT: Problem = problem("server_unreachable");

export class Outage {
  readonly #timers: Timers;
  readonly #changed: () => void;
  #cancel: (() => void) | null = null;
  #long = false;
  #reason = SILENT;

  /** `changed` is called when a short outage has become a long one. */
  constructor(timers: Timers, changed: () => void) {
    this.#timers = timers;
    this.#changed = changed;
  }

  /** What the person should know; null while it is a hiccup. */
  get problem(): Problem | null {
    return this.#long ? this.#reason : null;
  }

  /** It begins or goes on; `reason` is the latest one, if there is a new one. What to call that. */
  notice(reason = this.#reason): Connection {
    this.#reason = reason;
    this.#cancel ??= this.#timers.after(SHORT, () => {
      this.#long = true;
      this.#changed();
    });
    return this.problem?.code === SILENT.code ? "unreachable" : "reconnecting";
  }

  end(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#long = false;
    this.#reason = SILENT;
  }
}
