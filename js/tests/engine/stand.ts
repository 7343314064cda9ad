/** A call on fakes, and how a test brings it into the meeting. */
import type { Api } from "../../src/engine/api";
import { MeetingCall } from "../../src/engine/call";
import type { Keepsake } from "../../src/engine/keepsake";
import type { DeviceState, Devices, JoinRequest, Problem } from "../../src/engine/model";
import type { Participant, RequestAdmission, Welcome } from "../../src/protocol/types.gen";
import { Clock, settle } from "./clock";
import { FakeAudio, FakeNetwork, type FakeSocket, fakeRtc, stream, track } from "./fakes";
import { MEETING, SECRET, welcome } from "./make";

export const ROOT = "https://hub.example/meet/";
export const OTHER = SECRET.replaceAll("s", "o");

/** Devices that grant whatever `grants` says. */
export class FakeDevices implements Devices {
  state: DeviceState = {
    wanted: { camera: true, microphone: true },
    live: { camera: false, microphone: false },
    asking: false,
    problem: null,
    devices: { camera: [], microphone: [], speaker: [] },
    chosen: { camera: "", microphone: "", speaker: "" },
    stream: null,
  };
  grants = true;
  stopped = 0;
  #listeners = new Set<() => void>();

  subscribe(listener: () => void) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start() {
    if (this.grants) this.#live(this.state.wanted);
    else this.#show({ problem: { kind: "denied", device: "both" } });
  }

  async setCamera(on: boolean) {
    this.#live({ ...this.state.live, camera: on });
  }

  async setMicrophone(on: boolean) {
    this.#live({ ...this.state.live, microphone: on });
  }

  async choose() {}

  release(source: "camera" | "microphone") {
    this.state = { ...this.state, wanted: { ...this.state.wanted, [source]: false } };
    this.#live({ ...this.state.live, [source]: false });
  }

  stop() {
    this.stopped += 1;
    this.state = { ...this.state, wanted: { camera: true, microphone: true } };
    this.#live({ camera: false, microphone: false });
  }

  #live(live: DeviceState["live"]) {
    const tracks = [...(live.microphone ? [track("audio")] : []), ...(live.camera ? [track("video")] : [])];
    this.#show({ live, stream: tracks.length > 0 ? stream(tracks) : null });
  }

  #show(change: Partial<DeviceState>) {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** A server's REST side that lets everyone in, unless `refuses` says otherwise. */
class FakeApi {
  readonly asked: RequestAdmission[] = [];
  readonly previews: unknown[] = [];
  refuses: (request: RequestAdmission) => Problem | null = () => null;

  async admit(_meeting: string, request: RequestAdmission) {
    this.asked.push(request);
    const reason = this.refuses(request);
    if (reason) throw reason;
    return { admission: SECRET, expires_in: 30, role: "attendee", name: request.name, guest: false };
  }

  async digest() {
    this.previews.push("digest");
  }

  async preview(_meeting: string, right: unknown) {
    this.previews.push(right);
  }

  async createInvite() {
    return { invite: { id: "i".repeat(16) }, secret: OTHER };
  }

  async revokeInvite() {}
}

export function set(devices: Devices = new FakeDevices()) {
  const network = new FakeNetwork();
  const clock = new Clock();
  const rtc = fakeRtc();
  const api = new FakeApi();
  let kept: string | null = null;
  const keepsake: Keepsake = {
    recall: () => kept,
    keep: (token) => {
      kept = token;
    },
  };
  const audio: FakeAudio[] = [];
  const call = new MeetingCall({
    root: ROOT,
    link: ROOT + MEETING,
    meetingId: MEETING,
    api: api as unknown as Api,
    devices,
    browser: {
      rtc,
      network,
      timers: clock,
      audio: () => {
        const element = new FakeAudio();
        audio.push(element);
        return element as unknown as HTMLAudioElement;
      },
    },
    keepsake,
  });
  return { network, clock, rtc, devices, api, keepsake, call, audio };
}
export type Set = ReturnType<typeof set>;

export const request: JoinRequest = { name: "ada", media: true };

/** Joins, up to the welcome. */
export async function inside(
  others: Participant[] = [],
  more: Partial<Welcome> = {},
  join = request,
  devices?: Devices,
): Promise<Set> {
  const all = set(devices);
  const joining = all.call.join(join);
  await settle();
  all.network.last.accept();
  all.network.last.say(welcome("ada", others, more));
  await joining;
  return all;
}

export const last = <T>(items: T[]): T | undefined => items.at(-1);
export const names = ({ call }: Set) => call.state.tiles.map(({ participant }) => participant.name);
export const devicesSaid = (socket: FakeSocket) =>
  last(socket.of("state").map(({ microphone, camera }) => ({ microphone, camera })));
