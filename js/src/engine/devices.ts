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

/** Devices that listen to the browser until they are given up. */
export interface OpenDevices extends Devices {
  /** Stops, and listens no more. */
  close(): void;
}

/** Devices over `port`. Nothing is captured before a method that a click caused asks for it. */
export function createDevices(port: DevicesPort): OpenDevices {
  return new OwnDevices(port);
}

class OwnDevices implements OpenDevices {
  state: DeviceState;
  readonly #port: DevicesPort;
  readonly #listeners = new Set<() => void>();
  readonly #changed = () => void this.#list();
  #remembered: Remembered;
  #tracks: Captured = {};
  /** The choice that each was captured for. */
  #captured: Partial<Record<Source, string>> = {};
  /**
   * One request at a time: each asks only for what is missing when its turn comes. A stop begins a new mailbox: what
   * is answered after it is thrown away, and a question that is never answered holds nothing up.
   */
  #requests = new Mailbox();
  #waiting = 0;
  /** Those who wait for requests that a stop gives up. */
  #givingUp = new Set<() => void>();

  constructor(port: DevicesPort) {
    this.#port = port;
    this.#remembered = port.recall() ?? FRESH;
    this.state = {
      ...this.#remembered,
      live: { camera: false, microphone: false },
      asking: false,
      problem: null,
      devices: { camera: [], microphone: [], speaker: [] },
      stream: null,
    };
    port.media?.addEventListener("devicechange", this.#changed);
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
    if (!on) this.#drop("camera", null);
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
    const chosen = { ...this.state.chosen, [kind]: id };
    this.#show({ chosen });
    this.#remember({ chosen });
    if (kind === "speaker" || !this.#anything()) return;
    if (this.state.wanted[kind]) await this.#capture([kind]);
    else this.#drop(kind, this.state.problem); // a silenced microphone: switched on, it is the one chosen now
  }

  release(source: Source): void {
    this.#show({ wanted: { ...this.state.wanted, [source]: false } });
    this.#drop(source, null);
  }

  stop(): void {
    this.#requests = new Mailbox();
    this.#waiting = 0;
    for (const track of Object.values(this.#tracks)) track.stop();
    this.#tracks = {};
    this.#show({ wanted: this.#remembered.wanted, asking: false, problem: null });
    for (const giveUp of this.#givingUp) giveUp();
    this.#givingUp.clear();
  }

  close(): void {
    this.stop();
    this.#port.media?.removeEventListener("devicechange", this.#changed);
  }

  async #capture(sources: readonly Source[]): Promise<void> {
    const requests = this.#requests;
    this.#waiting += 1;
    this.#show({ asking: true, problem: null });
    await new Promise<void>((resolve) => {
      this.#givingUp.add(resolve);
      const done = requests.post(async () => {
        if (requests !== this.#requests) return;
        this.#waiting -= 1;
        await this.#request(sources);
        this.#givingUp.delete(resolve);
      });
      void done.then(resolve);
    });
  }

  async #request(sources: readonly Source[]): Promise<void> {
    const requests = this.#requests;
    const { chosen, wanted } = this.state;
    const missing = sources.filter((source) => wanted[source] && !this.#isCurrent(source));
    // The old device goes first: some cameras cannot be opened twice.
    for (const source of missing) this.#drop(source, null);
    const { media, around } = this.#port;
    const { tracks, problem } = await capture(media, missing, chosen, around);
    if (requests !== this.#requests) {
      for (const track of Object.values(tracks)) track.stop();
      return;
    }
    for (const source of missing) this.#put(source, tracks[source], chosen[source]);
    this.#show({ asking: this.#waiting > 0, problem });
    await this.#list(); // labels are known only after the person has said yes
  }

  /** Whether it is captured, and from the device that is chosen now. */
  #isCurrent(source: Source): boolean {
    return !!this.#tracks[source] && this.#captured[source] === this.state.chosen[source];
  }

  #put(source: Source, track: MediaStreamTrack | undefined, chosen: string): void {
    if (!track) return;
    if (!this.state.wanted[source] && source === "camera") {
      track.stop(); // switched off while the browser was asking
      return;
    }
    track.enabled = this.state.wanted[source];
    track.addEventListener("ended", () => this.#unplugged(source, track));
    this.#tracks[source] = track;
    this.#captured[source] = chosen;
  }

  #unplugged(source: Source, track: MediaStreamTrack): void {
    if (this.#tracks[source] !== track) return;
    delete this.#tracks[source];
    this.#show({ problem: { kind: "unplugged", device: source } });
  }

  #drop(source: Source, problem: DeviceState["problem"]): void {
    this.#tracks[source]?.stop();
    delete this.#tracks[source];
    this.#show({ problem });
  }

  #anything(): boolean {
    return this.state.asking || Object.keys(this.#tracks).length > 0;
  }

  #want(change: Partial<DeviceState["wanted"]>): void {
    this.#show({ wanted: { ...this.state.wanted, ...change } });
    this.#remember({ wanted: { ...this.#remembered.wanted, ...change } });
  }

  #remember(change: Partial<Remembered>): void {
    this.#remembered = { ...this.#remembered, ...change };
    this.#port.remember(this.#remembered);
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
