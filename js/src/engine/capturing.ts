/** One captured track: tells when it ends by itself, and when it runs but nothing comes from it. */

import type { Processing } from "./devices-model";
import type { Source } from "./media-request";
import type { Timers } from "./timers";

/** A camera may take a while to warm up. */
const FIRST_PICTURE = 6000;
/** A pause that nobody has to be told of, such as the system's switching of a device. */
const PAUSE = 2500;

/** Calls `seen` once a picture has come out of this camera, until the returned function is called. */
export type Watch = (camera: MediaStreamTrack, seen: () => void) => () => void;

export interface CapturingOptions {
  readonly source: Source;
  readonly track: MediaStreamTrack;
  /** The choice that it was captured by; "" for the browser's default. */
  readonly from: string;
  readonly processing: Processing;
  readonly timers: Timers;
  readonly watch: Watch;
  /** It ended, and not by `stop`. */
  readonly ended: () => void;
  /** `silent` is another. */
  readonly changed: () => void;
}

export class Capturing {
  readonly track: MediaStreamTrack;
  readonly from: string;
  processing: Processing;
  /** Whether nothing has come for so long that the person should know. */
  silent = false;
  readonly #options: CapturingOptions;
  readonly #heard = new AbortController();
  #blind: boolean;
  #cancel: (() => void) | null = null;
  #forget = () => {};

  constructor(options: CapturingOptions) {
    const { source, track, from, processing, watch, ended } = options;
    this.track = track;
    this.from = from;
    this.processing = processing;
    this.#options = options;
    this.#blind = source === "camera";
    const { signal } = this.#heard;
    track.addEventListener("ended", ended, { signal });
    track.addEventListener("mute", () => this.#weigh(PAUSE), { signal });
    track.addEventListener("unmute", () => this.#weigh(PAUSE), { signal });
    if (source === "camera") this.#forget = watch(track, () => this.#seen());
    this.#weigh(FIRST_PICTURE);
  }

  stop(): void {
    this.#heard.abort();
    this.#cancel?.();
    this.#forget();
    this.track.stop();
  }

  #seen(): void {
    this.#blind = false;
    this.#weigh(PAUSE);
  }

  /** Browsers mute a track from which nothing comes; not all do so before its first picture. */
  #weigh(patience: number): void {
    const nothing = this.track.muted || this.#blind;
    if (!nothing) {
      this.#cancel?.();
      this.#cancel = null;
      this.#say(false);
    } else if (!this.#cancel && !this.silent)
      this.#cancel = this.#options.timers.after(patience, () => this.#say(true));
  }

  #say(silent: boolean): void {
    if (silent === this.silent) return;
    this.silent = silent;
    if (silent) this.#cancel = null;
    this.#options.changed();
  }
}
