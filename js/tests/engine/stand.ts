/** A call on fakes, and how a test brings it into the meeting. */
import type { Api } from "../../src/engine/api";
import { MeetingCall } from "../../src/engine/call";
import type { Keepsake } from "../../src/engine/keepsake";
import type { Devices, JoinRequest, Problem } from "../../src/engine/model";
import type { Participant, RequestAdmission, Welcome } from "../../src/protocol/types.gen";
import { FakeDevices } from "../fakes/devices";
import { Clock, settle } from "./clock";
import { display } from "./display";
import { fakeRtc } from "./fake-connection";
import { FakeAudio, stream, track } from "./fake-media";
import { FakeNetwork, type FakeSocket } from "./fake-network";
import { MEETING, SECRET, welcome } from "./make";

export const ROOT = "https://hub.example/meet/";
export const OTHER = SECRET.replaceAll("s", "o");

/** Devices of which each that is live gives a track. */
function filming(): FakeDevices {
  return new FakeDevices({}, ({ camera, microphone }) => {
    const tracks = [...(microphone ? [track("audio")] : []), ...(camera ? [track("video")] : [])];
    return tracks.length > 0 ? stream(tracks) : null;
  });
}

/** A server's REST side that lets everyone in, unless `refuses` says otherwise. */
class FakeApi {
  readonly asked: RequestAdmission[] = [];
  readonly previews: unknown[] = [];
  /** How often a login was shown. */
  introduced = 0;
  /** How often the caller is in already. */
  here = 0;
  refuses: (request: RequestAdmission) => Problem | null = () => null;

  async admit(_meeting: string, request: RequestAdmission) {
    this.asked.push(request);
    const reason = this.refuses(request);
    if (reason) throw reason;
    return { admission: SECRET, expires_in: 30, role: "attendee", name: request.name, guest: false };
  }

  async me() {
    this.introduced += 1;
    throw { code: "hub_unreachable", message: "" };
  }

  async digest() {
    this.previews.push("digest");
    return { here: this.here };
  }

  async preview(_meeting: string, right: unknown) {
    this.previews.push(right);
    return { here: this.here };
  }

  async createInvite() {
    return { invite: { id: "i".repeat(16) }, secret: OTHER };
  }

  async revokeInvite() {}
}

export function set(devices: Devices = filming()) {
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
  const screens = display();
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
      screen: screens.port,
    },
    keepsake,
  });
  return { network, clock, rtc, devices, api, keepsake, call, audio, screens };
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
