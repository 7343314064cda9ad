/** The captured camera and microphone, and the requests for them: one at a time, each for what is missing by then. */

import { Capturing, type Watch } from "./capturing";
import type { Processing } from "./devices-model";
import { Mailbox } from "./mailbox";
import { capture, type Source, type Surroundings, type Wish } from "./media-request";
import type { DeviceState } from "./model";
import { processed } from "./processed";
import type { Timers } from "./timers";

type Problem = DeviceState["problem"];

export interface CapturesOptions {
  readonly media: MediaDevices | undefined;
  readonly around: Surroundings;
  readonly timers: Timers;
  readonly watch: Watch;
  /** What the person wants now. */
  readonly wish: () => Wish & Pick<DeviceState, "wanted">;
  /** Something that can be seen is another. */
  readonly changed: () => void;
  /** It ended by itself; it is captured no more. */
  readonly ended: (source: Source, label: string) => void;
  /** Nothing comes from it, or something does again. */
  readonly silent: (source: Source, silent: boolean) => void;
}

export const SOURCES: readonly Source[] = ["camera", "microphone"];

export class Captures {
  readonly #options: CapturesOptions;
  #held: Partial<Record<Source, Capturing>> = {};
  /** One is captured in place of another just now: for the others nothing is switched off meanwhile. */
  readonly #exchanging = new Set<Source>();
  /** A stop begins a new mailbox: what is answered after it is thrown away, and a question that is never answered holds nothing up. */
  #requests = new Mailbox();
  #unanswered = 0;
  /** Those who wait for requests that a stop gives up. */
  readonly #givingUp = new Set<() => void>();

  constructor(options: CapturesOptions) {
    this.#options = options;
  }

  /** Whether the browser has a question to answer. */
  get asking(): boolean {
    return this.#unanswered > 0;
  }

  /** Whether anything is captured, or asked for. */
  get any(): boolean {
    return this.asking || Object.keys(this.#held).length > 0;
  }

  get tracks(): MediaStreamTrack[] {
    return Object.values(this.#held).map(({ track }) => track);
  }

  get(source: Source): Capturing | undefined {
    return this.#held[source];
  }

  /** Whether the others get something from it, but for the moment of an exchange. */
  live(source: Source): boolean {
    const exchanged = this.#exchanging.has(source) && this.#options.wish().wanted[source];
    return exchanged || this.#held[source]?.track.enabled === true;
  }

  /** Captures what is wanted of these and missing. Resolves to what went wrong; to undefined when a stop came before. */
  request(sources: readonly Source[]): Promise<Problem | undefined> {
    const requests = this.#requests;
    this.#unanswered += 1;
    return new Promise((resolve) => {
      const giveUp = () => resolve(undefined);
      this.#givingUp.add(giveUp);
      void requests.post(async () => {
        if (requests !== this.#requests) return;
        const problem = await this.#answer(sources, requests);
        this.#givingUp.delete(giveUp);
        resolve(problem);
      });
    });
  }

  /** Releases it at once. */
  drop(source: Source): void {
    this.#held[source]?.stop();
    delete this.#held[source];
  }

  /** Releases all at once, and gives up what the browser still asks. */
  stop(): void {
    this.#requests = new Mailbox();
    this.#unanswered = 0;
    this.#exchanging.clear();
    for (const source of SOURCES) this.drop(source);
    for (const giveUp of this.#givingUp) giveUp();
    this.#givingUp.clear();
  }

  async #answer(sources: readonly Source[], requests: Mailbox): Promise<Problem | undefined> {
    const missing = await this.#missing(sources);
    if (requests !== this.#requests) return undefined;
    const { chosen, processing } = this.#options.wish();
    // The old device goes first: some cameras cannot be opened twice.
    for (const source of missing) this.#exchange(source);
    const { media, around } = this.#options;
    const { tracks, problem, fallen = [] } = await capture(media, missing, { chosen, processing }, around);
    if (requests !== this.#requests) {
      for (const track of Object.values(tracks)) track.stop();
      return undefined;
    }
    this.#unanswered -= 1;
    for (const source of missing) {
      this.#exchanging.delete(source);
      const from = fallen.includes(source) ? "" : chosen[source];
      this.#put(source, tracks[source], from, processing);
    }
    this.#options.changed();
    return problem;
  }

  async #missing(sources: readonly Source[]): Promise<Source[]> {
    const wanted = (source: Source) => this.#options.wish().wanted[source];
    const fits = await Promise.all(sources.map((source) => wanted(source) && this.#isCurrent(source)));
    return sources.filter((source, index) => wanted(source) && !fits[index]);
  }

  /** Whether it is captured as it is wanted now: it works, and is the chosen device, with the chosen processing. */
  async #isCurrent(source: Source): Promise<boolean> {
    const held = this.#held[source];
    const { chosen, processing } = this.#options.wish();
    if (!held || held.silent || held.from !== chosen[source]) return false;
    if (source === "microphone" && held.processing !== processing) {
      if (!(await processed(held.track, processing))) return false;
      held.processing = processing;
    }
    return this.#held[source] === held;
  }

  #exchange(source: Source): void {
    if (this.live(source)) this.#exchanging.add(source);
    this.drop(source);
    this.#options.changed();
  }

  #put(source: Source, track: MediaStreamTrack | undefined, from: string, processing: Processing): void {
    if (!track) return;
    const wanted = this.#options.wish().wanted[source];
    if (!wanted && source === "camera") {
      track.stop(); // switched off while the browser was asking
      return;
    }
    track.enabled = wanted;
    const { timers, watch, silent } = this.#options;
    const held = new Capturing({
      source,
      track,
      from,
      processing,
      timers,
      watch,
      ended: () => this.#ended(source, held),
      changed: () => silent(source, held.silent),
    });
    this.#held[source] = held;
  }

  #ended(source: Source, held: Capturing): void {
    if (this.#held[source] !== held) return;
    this.drop(source);
    this.#options.ended(source, held.track.label);
  }
}
