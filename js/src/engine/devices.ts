/** The person's camera, microphone and speaker: what is wanted, what is captured, what went wrong. */

import { Mailbox } from "./mailbox";
import { type Captured, capture, type Source, type Surroundings } from "./media-request";
import type { DeviceKind, DeviceState, Devices } from "./model";

/** What is remembered between visits of one origin. */
export interface Remembered {
  readonly wanted: DeviceState["wanted"];
  readonly chosen: DeviceState["chosen"];
}

/** What the devices need of the browser. */
export interface DevicesPort {
  readonly media: MediaDevices | undefined;
  readonly around: Surroundings;
  readonly recall: () => Remembered | null;
  readonly remember: (what: Remembered) => void;
  readonly stream: (tracks: MediaStreamTrack[]) => MediaStream;
}

const KINDS: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  videoinput: "camera",
  audioinput: "microphone",
  audiooutput: "speaker",
};
const FRESH: Remembered = {
  wanted: { camera: true, microphone: true },
  chosen: { camera: "", microphone: "", speaker: "" },
};

/** Devices over `port`. Nothing is captured before a method that a click caused asks for it. */
export function createDevices(port: DevicesPort): Devices {
  return new OwnDevices(port);
}

class OwnDevices implements Devices {
  state: DeviceState;
  readonly #port: DevicesPort;
  readonly #listeners = new Set<() => void>();
  #tracks: Captured = {};
  /** One request at a time: each asks only for what is missing when its turn comes. */
  readonly #requests = new Mailbox();
  #waiting = 0;
  /** Counts stops: a capture that is answered after one is thrown away. */
  #stops = 0;

  constructor(port: DevicesPort) {
    this.#port = port;
    this.state = {
      ...(port.recall() ?? FRESH),
      live: { camera: false, microphone: false },
      asking: false,
      problem: null,
      devices: { camera: [], microphone: [], speaker: [] },
      stream: null,
    };
    port.media?.addEventListener("devicechange", () => void this.#list());
    void this.#list();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start(): Promise<void> {
    await this.#capture(["camera", "microphone"]);
  }

  async setCamera(on: boolean, capturing = false): Promise<void> {
    this.#want({ camera: on });
    // A camera that is off is released, so that its light goes out.
    if (!on) this.#release("camera");
    else if (capturing || this.#anything()) await this.#capture(["camera"]);
  }

  async setMicrophone(on: boolean, capturing = false): Promise<void> {
    this.#want({ microphone: on });
    const track = this.#tracks.microphone;
    if (track) {
      // Kept and silenced: switching it on again is instant and asks nothing.
      track.enabled = on;
      this.#show({});
    } else if (on && (capturing || this.#anything())) await this.#capture(["microphone"]);
  }

  async choose(kind: DeviceKind, id: string): Promise<void> {
    this.#change({ chosen: { ...this.state.chosen, [kind]: id } });
    if (kind === "speaker" || !this.state.wanted[kind]) return;
    // The old device goes first: some cameras cannot be opened twice.
    this.#tracks[kind]?.stop();
    delete this.#tracks[kind];
    await this.#capture([kind]);
  }

  stop(): void {
    this.#stops += 1;
    for (const track of Object.values(this.#tracks)) track.stop();
    this.#tracks = {};
    this.#show({ asking: false, problem: null });
  }

  async #capture(sources: readonly Source[]): Promise<void> {
    const stops = this.#stops;
    this.#waiting += 1;
    this.#show({ asking: true, problem: null });
    await this.#requests.post(async () => {
      this.#waiting -= 1;
      if (stops === this.#stops) await this.#request(sources);
    });
  }

  async #request(sources: readonly Source[]): Promise<void> {
    const stops = this.#stops;
    const missing = sources.filter((source) => this.state.wanted[source] && !this.#tracks[source]);
    const { media, around } = this.#port;
    const { tracks, problem } = await capture(media, missing, this.state.chosen, around);
    if (stops !== this.#stops) {
      for (const track of Object.values(tracks)) track.stop();
      return;
    }
    for (const source of missing) this.#put(source, tracks[source]);
    this.#show({ asking: this.#waiting > 0, problem });
    await this.#list(); // labels are known only after the person has said yes
  }

  #put(source: Source, track: MediaStreamTrack | undefined): void {
    this.#tracks[source]?.stop();
    delete this.#tracks[source];
    if (!track) return;
    if (!this.state.wanted[source] && source === "camera") {
      track.stop(); // switched off while the browser was asking
      return;
    }
    track.enabled = this.state.wanted[source];
    track.addEventListener("ended", () => this.#unplugged(source, track));
    this.#tracks[source] = track;
  }

  #unplugged(source: Source, track: MediaStreamTrack): void {
    if (this.#tracks[source] !== track) return;
    delete this.#tracks[source];
    this.#show({ problem: { kind: "unplugged", device: source } });
  }

  #release(source: Source): void {
    this.#tracks[source]?.stop();
    delete this.#tracks[source];
    this.#show({ problem: null });
  }

  #anything(): boolean {
    return this.state.asking || Object.keys(this.#tracks).length > 0;
  }

  #want(change: Partial<DeviceState["wanted"]>): void {
    this.#change({ wanted: { ...this.state.wanted, ...change } });
  }

  #change(change: Partial<Remembered>): void {
    this.#show(change);
    this.#port.remember({ wanted: this.state.wanted, chosen: this.state.chosen });
  }

  #show(change: Partial<DeviceState>): void {
    const tracks = Object.values(this.#tracks);
    const same =
      tracks.length === (this.state.stream?.getTracks().length ?? 0) &&
      tracks.every((track) => this.state.stream?.getTracks().includes(track));
    this.state = {
      ...this.state,
      ...change,
      live: { camera: !!this.#tracks.camera, microphone: !!this.#tracks.microphone?.enabled },
      stream: same ? this.state.stream : tracks.length > 0 ? this.#port.stream(tracks) : null,
    };
    for (const listener of this.#listeners) listener();
  }

  async #list(): Promise<void> {
    const { media } = this.#port;
    if (!media) return;
    const found: Record<DeviceKind, { id: string; label: string }[]> = {
      camera: [],
      microphone: [],
      speaker: [],
    };
    for (const { kind, deviceId, label } of await media.enumerateDevices().catch(() => []))
      if (deviceId) found[KINDS[kind]].push({ id: deviceId, label });
    this.#show({ devices: found });
  }
}
