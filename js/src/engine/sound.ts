/** Plays everybody's sound. Elements outside the document go on when a tile is scrolled away, collapsed or redrawn. */

export interface SoundOptions {
  readonly element: () => HTMLAudioElement;
  readonly stream: (tracks: readonly MediaStreamTrack[]) => MediaStream;
  /** Plays nothing before `hear()`. */
  readonly silent: boolean;
  /** `muffled` is another. */
  readonly changed: () => void;
}

interface Playing {
  readonly track: MediaStreamTrack;
  readonly element: HTMLAudioElement;
}

export class Sound {
  /** True while nothing plays before a click. */
  muffled: boolean;
  readonly #options: SoundOptions;
  readonly #tracks = new Map<string, MediaStreamTrack>();
  readonly #playing = new Map<string, Playing>();
  #unheard: ReadonlySet<string> = new Set();
  #silent: boolean;
  #speaker = "";

  constructor(options: SoundOptions) {
    this.#options = options;
    this.#silent = options.silent;
    this.muffled = options.silent;
  }

  /** Plays the sound of `stream` as that of `id`; null stops it. */
  play(id: string, stream: MediaStream | null): void {
    const [track] = stream?.getAudioTracks() ?? [];
    if (track) this.#tracks.set(id, track);
    else this.#tracks.delete(id);
    this.#update(id);
  }

  /** Nobody of these is heard, whatever comes from them; everybody else is. */
  hush(ids: ReadonlySet<string>): void {
    const concerned = new Set([...this.#unheard, ...ids]);
    this.#unheard = ids;
    for (const id of concerned) this.#update(id);
  }

  /** A click allows what was refused or held back. */
  hear(): void {
    this.#silent = false;
    this.#muffle(false);
    for (const { element } of this.#playing.values()) void this.#start(element);
  }

  /** Plays through this device; "" is the browser's default. */
  through(speaker: string): void {
    if (speaker === this.#speaker) return;
    this.#speaker = speaker;
    for (const { element } of this.#playing.values()) void this.#route(element);
  }

  close(): void {
    for (const id of [...this.#playing.keys()]) this.#stop(id);
    this.#tracks.clear();
    this.#muffle(false);
  }

  #update(id: string): void {
    const track = this.#unheard.has(id) ? undefined : this.#tracks.get(id);
    if (this.#playing.get(id)?.track === track) return;
    this.#stop(id);
    if (track) this.#play(id, track);
  }

  #play(id: string, track: MediaStreamTrack): void {
    const element = this.#options.element();
    this.#playing.set(id, { track, element });
    element.srcObject = this.#options.stream([track]);
    void this.#route(element);
    if (!this.#silent) void this.#start(element);
  }

  #stop(id: string): void {
    const playing = this.#playing.get(id);
    if (!playing) return;
    this.#playing.delete(id);
    playing.element.pause();
    playing.element.srcObject = null;
  }

  async #start(element: HTMLAudioElement): Promise<void> {
    try {
      await element.play();
    } catch (refused) {
      // Any other reason is a source that was replaced meanwhile, and its successor plays.
      if (refused instanceof Error && refused.name === "NotAllowedError") this.#muffle(true);
    }
  }

  /** Not every browser can choose a speaker, and a remembered one can be gone: then it is the default one. */
  async #route(element: HTMLAudioElement): Promise<void> {
    await element.setSinkId?.(this.#speaker).catch(() => undefined);
  }

  #muffle(muffled: boolean): void {
    if (muffled === this.muffled) return;
    this.muffled = muffled;
    this.#options.changed();
  }
}
