/** The person's camera, microphone and speaker: what is wanted, what is captured, what went wrong. */

import { Captures, SOURCES } from "./captures";
import type { Watch } from "./capturing";
import { listed } from "./devices-list";
import {
  type Found,
  has,
  NONE_FOUND,
  type Processing,
  type Remembered,
  type Rung,
  reachable,
  real,
  recognise,
} from "./devices-model";
import { listenTo, type Tap } from "./listen";
import type { Source, Surroundings } from "./media-request";
import type { DeviceKind, DeviceProblem, DeviceState, Devices } from "./model";
import type { Timers } from "./timers";

/** What the devices need of the browser. */
export interface DevicesPort {
  readonly media: MediaDevices | undefined;
  readonly around: Surroundings;
  readonly timers: Timers;
  readonly recall: () => Remembered;
  readonly remember: (what: Remembered) => void;
  readonly stream: (tracks: MediaStreamTrack[]) => MediaStream;
  readonly watch: Watch;
  readonly tap: Tap;
  /** Whether a page may choose the speaker here. */
  readonly routable: boolean;
  /** Plays a tone through this speaker; "" is the browser's default. Never rejects. */
  readonly ring: (speaker: string) => Promise<Rung>;
}

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
  readonly #captures: Captures;
  readonly #listeners = new Set<() => void>();
  readonly #changed = () => void this.#list();
  #remembered: Remembered;
  /** Labels of what ended by itself, and is captured again as soon as there is something to capture. */
  readonly #lost = new Map<Source, string>();

  constructor(port: DevicesPort) {
    this.#port = port;
    this.#remembered = port.recall();
    this.state = {
      ...this.#remembered,
      live: { camera: false, microphone: false },
      asking: false,
      problem: null,
      devices: NONE_FOUND,
      speaker: this.#remembered.chosen.speaker,
      routable: port.routable,
      stream: null,
    };
    this.#captures = new Captures({
      ...port,
      wish: () => this.state,
      changed: () => this.#show({}),
      ended: (source, label) => void this.#ended(source, label),
      silent: (source, silent) => this.#silent(source, silent),
    });
    port.media?.addEventListener("devicechange", this.#changed);
    void this.#list();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start(): Promise<void> {
    await this.#capture(SOURCES);
  }

  async setCamera(on: boolean, capturing = false): Promise<void> {
    this.#want({ camera: on });
    // A camera that is off is released, so that its light goes out.
    if (!on) this.#drop("camera", null);
    else if (capturing || this.#captures.any) await this.#capture(["camera"]);
  }

  async setMicrophone(on: boolean, capturing = false): Promise<void> {
    this.#want({ microphone: on });
    const held = this.#captures.get("microphone");
    if (held && !(on && held.silent)) {
      // Kept and silenced: switching it on again is instant and asks nothing.
      held.track.enabled = on;
      this.#show({});
    } else if (on && (capturing || this.#captures.any)) await this.#capture(["microphone"]);
  }

  async choose(kind: DeviceKind, id: string): Promise<void> {
    const chosen = { ...this.state.chosen, [kind]: id };
    const labels = { ...this.state.labels, [kind]: "" };
    this.#choose(recognise({ chosen, labels }, this.state.devices));
    if (kind !== "speaker") await this.#again(kind);
  }

  async process(change: Partial<Processing>): Promise<void> {
    const processing = { ...this.state.processing, ...change };
    this.#show({ processing });
    this.#remember({ processing });
    if (this.#captures.get("microphone")) await this.#again("microphone");
  }

  listen(heard: (level: number) => void): () => void {
    return listenTo(this, this.#port.tap, heard);
  }

  ring(): Promise<Rung> {
    return this.#port.ring(this.state.speaker);
  }

  release(source: Source): void {
    this.#show({ wanted: { ...this.state.wanted, [source]: false } });
    this.#drop(source, null);
  }

  stop(): void {
    this.#lost.clear();
    this.#captures.stop();
    this.#show({ wanted: this.#remembered.wanted, problem: null });
  }

  close(): void {
    this.stop();
    this.#port.media?.removeEventListener("devicechange", this.#changed);
  }

  /** Captures what is wanted otherwise than it is captured. A silenced microphone: when it is switched on again. */
  async #again(source: Source): Promise<void> {
    if (!this.#captures.any) return;
    if (this.state.wanted[source]) await this.#capture([source]);
    else this.#drop(source, this.state.problem);
  }

  async #capture(sources: readonly Source[]): Promise<void> {
    const answer = this.#captures.request(sources);
    for (const source of sources) this.#lost.delete(source);
    this.#show({ problem: null });
    const problem = await answer;
    if (problem === undefined) return;
    this.#show({ problem });
    await this.#list(); // labels are known only after the person has said yes
  }

  #silent(source: Source, silent: boolean): void {
    const { problem, wanted } = this.state;
    if (silent && wanted[source]) this.#say("silent", source);
    else if (problem?.kind === "silent" && problem.device === source) this.#show({ problem: null });
  }

  /** It was unplugged, or the person has taken the permission back in the browser. */
  async #ended(source: Source, label: string): Promise<void> {
    if (!this.state.wanted[source]) {
      this.#show({});
      return;
    }
    this.#lost.set(source, label);
    this.#say("unplugged", source);
    if (!(await this.#port.around.blocks(source))) await this.#list();
    else if (this.#lost.delete(source)) this.#say("denied", source);
  }

  async #list(): Promise<void> {
    const { media } = this.#port;
    if (!media) return;
    const devices = await listed(media);
    const before = this.state;
    this.#show({ devices });
    this.#choose(recognise(this.state, devices));
    this.#compareSpeaker(before);
    await this.#mend(before.devices);
  }

  /** Sound goes to the system's default while the chosen speaker is away: the person should know why. */
  #compareSpeaker(before: DeviceState): void {
    const { speaker, chosen, problem } = this.state;
    if (before.speaker !== "" && speaker === "" && chosen.speaker !== "") this.#say("replaced", "speaker");
    else if (speaker === chosen.speaker && problem?.device === "speaker") this.#show({ problem: null });
  }

  /** Takes another device in place of a lost one, and the chosen one when it is back. Asks the person nothing. */
  async #mend(before: Found): Promise<void> {
    for (const source of SOURCES) {
      const possible = real(this.state.devices, source).length > 0;
      if (!this.#isBack(source, before) && !(this.#lost.has(source) && possible)) continue;
      if (!(await this.#port.around.grants(source))) continue;
      const lost = this.#lost.get(source);
      if (lost === undefined) await this.#again(source);
      else await this.#replace(source, lost);
    }
  }

  async #replace(source: Source, lost: string): Promise<void> {
    await this.#capture([source]);
    const held = this.#captures.get(source);
    if (held && held.track.label !== lost) this.#say("replaced", source);
    if (held || !this.state.wanted[source]) return;
    this.#lost.set(source, lost); // the next change of devices may help
    this.#say("unplugged", source);
  }

  /** Whether the chosen device is there again, while another one runs in its place. */
  #isBack(source: Source, before: Found): boolean {
    const { chosen, devices } = this.state;
    const held = this.#captures.get(source);
    const id = chosen[source];
    if (!held || id === "" || held.from === id) return false;
    return has(devices, source, id) && !has(before, source, id);
  }

  #say(kind: DeviceProblem, device: DeviceKind): void {
    this.#show({ problem: { kind, device } });
  }

  #drop(source: Source, problem: DeviceState["problem"]): void {
    this.#lost.delete(source);
    this.#captures.drop(source);
    this.#show({ problem });
  }

  #want(change: Partial<DeviceState["wanted"]>): void {
    this.#show({ wanted: { ...this.state.wanted, ...change } });
    this.#remember({ wanted: { ...this.#remembered.wanted, ...change } });
  }

  #choose(choice: Pick<Remembered, "chosen" | "labels">): void {
    this.#show({ ...choice, speaker: reachable(choice.chosen.speaker, this.state.devices) });
    const { chosen, labels } = this.#remembered;
    if (JSON.stringify(choice) !== JSON.stringify({ chosen, labels })) this.#remember(choice);
  }

  #remember(change: Partial<Remembered>): void {
    this.#remembered = { ...this.#remembered, ...change };
    this.#port.remember(this.#remembered);
  }

  #show(change: Partial<DeviceState>): void {
    const captures = this.#captures;
    const { tracks } = captures;
    const shown = this.state.stream?.getTracks() ?? [];
    const same = tracks.length === shown.length && tracks.every((track) => shown.includes(track));
    this.state = {
      ...this.state,
      ...change,
      live: { camera: captures.live("camera"), microphone: captures.live("microphone") },
      asking: captures.asking,
      stream: same ? this.state.stream : tracks.length > 0 ? this.#port.stream(tracks) : null,
    };
    for (const listener of this.#listeners) listener();
  }
}
