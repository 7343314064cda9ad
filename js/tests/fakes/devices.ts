import { FRESH, type Processing, type Rung } from "../../src/engine/devices-model";
import type { DeviceKind, DeviceState, Devices } from "../../src/engine/model";
import { Source } from "./source";

type Live = DeviceState["live"];

const QUIET: DeviceState = {
  ...FRESH,
  live: { camera: false, microphone: false },
  asking: false,
  problem: null,
  devices: { camera: [], microphone: [], speaker: [] },
  speaker: "",
  routable: true,
  stream: null,
};

/** Devices of which the browser asks nobody: what is captured is there at once, or `trouble` is. */
export class FakeDevices extends Source<DeviceState> implements Devices {
  /** How often a browser would have asked the person. */
  captures = 0;
  /** Why nothing can be captured. */
  trouble: DeviceState["problem"] = null;
  /** What the person's next visit begins with. */
  #remembered: DeviceState["wanted"];
  readonly #film: (live: Live) => MediaStream | null;

  /** `film` makes the stream of what is live. */
  constructor(state: Partial<DeviceState> = {}, film: (live: Live) => MediaStream | null = () => null) {
    super({ ...QUIET, ...state });
    this.#remembered = this.state.wanted;
    this.#film = film;
  }
  async start(): Promise<void> {
    this.#capture(this.state.wanted);
  }
  async setCamera(on: boolean, capture = false): Promise<void> {
    this.#want("camera", on, capture);
  }
  async setMicrophone(on: boolean, capture = false): Promise<void> {
    this.#want("microphone", on, capture);
  }
  async choose(kind: DeviceKind, id: string): Promise<void> {
    this.change({ chosen: { ...this.state.chosen, [kind]: id } });
  }
  async process(change: Partial<Processing>): Promise<void> {
    this.change({ processing: { ...this.state.processing, ...change } });
  }
  /** Whoever watches the level now; a test says what they hear. */
  readonly ears = new Set<(level: number) => void>();
  listen(heard: (level: number) => void): () => void {
    this.ears.add(heard);
    return () => this.ears.delete(heard);
  }
  /** How the tones that were asked for end. */
  readonly tones: ((rung: Rung) => void)[] = [];
  ring(): Promise<Rung> {
    return new Promise((resolve) => this.tones.push(resolve));
  }
  release(source: keyof Live): void {
    this.change({ wanted: { ...this.state.wanted, [source]: false } });
    this.#live({ ...this.state.live, [source]: false });
  }
  stop(): void {
    this.change({ wanted: this.#remembered });
    this.#live({ camera: false, microphone: false });
  }
  #want(source: keyof Live, on: boolean, capture: boolean): void {
    const { wanted, live } = this.state;
    this.#remembered = { ...this.#remembered, [source]: on };
    this.change({ wanted: { ...wanted, [source]: on } });
    if (!on) this.#live({ ...live, [source]: false });
    else if (capture || live.camera || live.microphone) this.#capture({ ...live, [source]: true });
  }
  #capture(live: Live): void {
    this.captures += 1;
    if (this.trouble) this.change({ problem: this.trouble });
    else this.#live(live, { problem: null });
  }
  #live(live: Live, more: Partial<DeviceState> = {}): void {
    this.change({ ...more, live, stream: this.#film(live) });
  }
}
