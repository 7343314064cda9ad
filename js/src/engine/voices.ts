/** Listens to how loud everybody is, and says who speaks. Reads what the browser counts anyway; decodes nothing itself. */

import { type Levels, listen, silence, speaking } from "./levels";
import type { Timers } from "./timers";

export interface Speakers {
  /** The participants who speak now, oneself among them. */
  readonly speaking: readonly string[];
  /** Of the others: who has the word or had it last, and who had it before. */
  readonly spoken: readonly string[];
}

/** Both ways of the sound between this page and one other. */
export interface Line {
  readonly receiver: Pick<RTCRtpReceiver, "getSynchronizationSources">;
  readonly sender: Pick<RTCRtpSender, "getStats">;
}

/** What there is to listen to. */
export interface Heard {
  readonly you: string | null;
  /** Everybody in the call, and whether they may be heard: their microphone is on. */
  readonly people: ReadonlyMap<string, boolean>;
  readonly lines: ReadonlyMap<string, Line>;
}

/** Milliseconds between two looks. */
export const EVERY = 200;
const NOBODY: Speakers = { speaking: [], spoken: [] };

export class Voices {
  state: Speakers = NOBODY;
  readonly #timers: Timers;
  readonly #listeners = new Set<() => void>();
  /** When the last sound of each came: what is silent sends nothing, and its last level stays. */
  readonly #last = new Map<string, number>();
  #levels: Levels = silence;
  #cancel: (() => void) | null = null;
  #own = 0;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Listens from now on. */
  start(heard: () => Heard): void {
    this.stop();
    this.#cancel = this.#timers.after(EVERY, () => this.#look(heard));
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#levels = silence;
    this.#own = 0;
    this.#last.clear();
    this.#tell(NOBODY);
  }

  #look(heard: () => Heard): void {
    this.#cancel = this.#timers.after(EVERY, () => this.#look(heard));
    const { you, people, lines } = heard();
    const samples = new Map<string, number>();
    for (const [id, open] of people) {
      const level = id === you ? this.#own : this.#loudness(id, lines.get(id));
      samples.set(id, open ? level : 0);
    }
    const speaks = you !== null && people.get(you) === true;
    void this.#hearOwn(speaks ? [...lines.values()][0] : undefined);
    this.#levels = listen(this.#levels, samples, you, this.#timers.now());
    this.#tell({ speaking: speaking(this.#levels), spoken: this.#levels.spoken });
  }

  #loudness(id: string, line: Line | undefined): number {
    const [source] = line?.receiver.getSynchronizationSources() ?? [];
    if (!source || source.timestamp === this.#last.get(id)) return 0;
    this.#last.set(id, source.timestamp);
    return source.audioLevel ?? 0;
  }

  /** The own voice is known where it is sent from: by the next look. */
  async #hearOwn(line: Line | undefined): Promise<void> {
    // A connection that is closed meanwhile has nothing to tell, and the next look takes another.
    const report = await line?.sender.getStats().catch(() => undefined);
    const levels = [...(report?.values() ?? [])].map(({ audioLevel }) => audioLevel);
    if (this.#cancel) this.#own = levels.find((level) => typeof level === "number") ?? 0;
  }

  #tell(next: Speakers): void {
    const { speaking: now, spoken } = this.state;
    if (same(now, next.speaking) && same(spoken, next.spoken)) return;
    this.state = next;
    for (const listener of [...this.#listeners]) listener();
  }
}

const same = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((each, at) => each === others[at]);
