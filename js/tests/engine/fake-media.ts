/** Tracks, streams and audio elements, as far as the engine uses them. */

export class FakeTrack extends EventTarget {
  enabled = true;
  readyState: "live" | "ended" = "live";
  readonly kind: "audio" | "video";
  readonly id: string;
  static #count = 0;

  constructor(kind: "audio" | "video") {
    super();
    FakeTrack.#count += 1;
    this.kind = kind;
    this.id = `${kind}${FakeTrack.#count}`;
  }

  stop(): void {
    this.readyState = "ended";
  }

  getSettings() {
    return this.kind === "video" ? { width: 640, height: 360 } : {};
  }
}

export const track = (kind: "audio" | "video") => new FakeTrack(kind) as unknown as MediaStreamTrack;

export const stream = (tracks: readonly MediaStreamTrack[]) =>
  ({
    getTracks: () => [...tracks],
    getAudioTracks: () => tracks.filter(({ kind }) => kind === "audio"),
    getVideoTracks: () => tracks.filter(({ kind }) => kind === "video"),
  }) as unknown as MediaStream;

export class FakeAudio {
  srcObject: MediaStream | null = null;
  sink = "";
  playing = false;
  /** Whether the browser refuses to play without a click. */
  static refuses = false;

  async play() {
    if (FakeAudio.refuses) throw Object.assign(new Error("no"), { name: "NotAllowedError" });
    this.playing = true;
  }

  pause() {
    this.playing = false;
  }

  async setSinkId(id: string) {
    if (id === "gone") throw new Error("NotFoundError");
    this.sink = id;
  }
}
