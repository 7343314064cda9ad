import { beforeEach, describe, expect, it } from "vitest";
import { type Api, problem } from "../../src/engine/api";
import { MeetingCall } from "../../src/engine/call";
import type { Keepsake } from "../../src/engine/keepsake";
import type { DeviceState, Devices, JoinRequest, Problem } from "../../src/engine/model";
import type { Participant, RequestAdmission, Welcome } from "../../src/protocol/types.gen";
import { Clock, settle } from "./clock";
import { FakeAudio, FakeNetwork, type FakeSocket, fakeRtc, stream, track } from "./fakes";
import { id, MEETING, person, SECRET, welcome } from "./make";

const ROOT = "https://hub.example/meet/";
const OTHER = SECRET.replaceAll("s", "o");

/** Devices that grant whatever `grants` says. */
class FakeDevices implements Devices {
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

  stop() {
    this.stopped += 1;
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

function set() {
  const network = new FakeNetwork();
  const clock = new Clock();
  const rtc = fakeRtc();
  const devices = new FakeDevices();
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
type Set = ReturnType<typeof set>;

const request: JoinRequest = { name: "ada", media: true };

/** Joins, up to the welcome. */
async function inside(others: Participant[] = [], more: Partial<Welcome> = {}, join = request): Promise<Set> {
  const all = set();
  const joining = all.call.join(join);
  await settle();
  all.network.last.accept();
  all.network.last.say(welcome("ada", others, more));
  await joining;
  return all;
}

const last = <T>(items: T[]): T | undefined => items.at(-1);
const names = ({ call }: Set) => call.state.tiles.map(({ participant }) => participant.name);
const devicesSaid = (socket: FakeSocket) =>
  last(socket.of("state").map(({ microphone, camera }) => ({ microphone, camera })));

beforeEach(() => {
  FakeAudio.refuses = false;
});

describe("joining", () => {
  it("captures, is admitted, says hello, and is in", async () => {
    const all = await inside([person("grace")]);
    expect(all.api.asked).toEqual([{ name: "ada", kind: "browser" }]);
    expect(all.network.last.sent[0]).toEqual({ type: "hello", admission: SECRET });
    expect(all.call.state).toMatchObject({
      phase: "in",
      connection: "connected",
      you: id("ada"),
      problem: null,
    });
    expect(names(all)).toEqual(["ada", "grace"]);
    expect(devicesSaid(all.network.last)).toEqual({ microphone: true, camera: true });
  });

  it("captures nothing when no media is wanted", async () => {
    const all = await inside([], {}, { name: "ada", media: false });
    expect(all.devices.state.live).toEqual({ camera: false, microphone: false });
    expect(devicesSaid(all.network.last)).toEqual({ microphone: false, camera: false });
  });

  it("stops before anything is sent when no device works", async () => {
    const { call, devices, api } = set();
    devices.grants = false;
    await call.join(request);
    expect(call.state).toMatchObject({ phase: "idle", problem: null });
    expect(api.asked).toEqual([]);
  });

  it("says why it was refused, and can be tried again", async () => {
    const { call, api } = set();
    api.refuses = () => problem("passcode_mismatch");
    await call.join({ ...request, passcode: "wrong" });
    expect(call.state).toMatchObject({ phase: "idle", problem: { code: "passcode_mismatch" } });
    expect(call.passcode).toBeNull();
    expect(api.asked).toHaveLength(1);
  });

  it("keeps the passcode that let the person in", async () => {
    const all = await inside([], {}, { ...request, passcode: "tulip" });
    expect(all.call.passcode).toBe("tulip");
    expect(all.api.asked[0]).toMatchObject({ passcode: "tulip" });
  });

  it("uses what the kernel brought, and does without what proves stale", async () => {
    const { call, api } = set();
    call.bring({ hostKey: OTHER, passcode: "old", invite: OTHER });
    api.refuses = ({ host_key, passcode }) =>
      host_key ? problem("host_key_invalid") : passcode ? problem("passcode_mismatch") : null;
    void call.join(request);
    await settle();
    expect(api.asked).toEqual([
      { name: "ada", kind: "browser", invite: OTHER, host_key: OTHER, passcode: "old" },
      { name: "ada", kind: "browser", invite: OTHER, passcode: "old" },
      { name: "ada", kind: "browser", invite: OTHER },
    ]);
  });

  it("gives up after 15 s without a welcome", async () => {
    const { call, clock } = set();
    void call.join(request);
    await clock.pass(15_000);
    expect(call.state).toMatchObject({ phase: "idle", problem: { code: "server_unreachable" } });
    expect(clock.pending).toBe(0);
  });

  it("can be left before it is done, and releases the devices", async () => {
    const { call, devices, network, clock } = set();
    void call.join(request);
    await settle();
    call.leave();
    expect(call.state.phase).toBe("idle");
    expect(devices.state.live.camera).toBe(false);
    expect(network.last.closedWith).toBe(1000);
    expect(clock.pending).toBe(0);
  });

  it("can be left while the browser asks for devices", async () => {
    const { call, devices, api } = set();
    let answer = () => {};
    devices.start = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const joining = call.join(request);
    call.leave();
    answer();
    await joining;
    expect(call.state.phase).toBe("idle");
    expect(api.asked).toEqual([]);
  });

  it("happens once however often it is asked for", async () => {
    const { call, api } = set();
    void call.join(request);
    void call.join(request);
    await settle();
    expect(api.asked).toHaveLength(1);
  });
});

describe("in the call", () => {
  it("tells the others what the devices do, and only changes", async () => {
    const all = await inside();
    const before = all.network.last.of("state").length;
    await all.call.setMicrophone(false);
    expect(devicesSaid(all.network.last)).toEqual({ microphone: false, camera: true });
    await all.call.setMicrophone(false);
    expect(all.network.last.of("state")).toHaveLength(before + 1);
  });

  it("connects to everyone, and plays their sound", async () => {
    const all = await inside([person("grace")]);
    await settle();
    const offer = all.network.last.of("ticket")[0];
    expect(offer).toMatchObject({ to: id("grace"), signal: { number: 1, description: { type: "offer" } } });
    const { ufrag, ...rest } = JSON.parse(offer?.signal.description?.sdp ?? "");
    const sdp = JSON.stringify({ ...rest, type: "answer", ufrag: `not ${ufrag}` });
    const signal = { number: 1, seen: 1, description: { type: "answer" as const, sdp }, candidates: [] };
    all.network.last.say({ type: "ticket", seq: 2, from: id("grace"), signal });
    await settle();
    all.rtc.made[0]?.become("connected");
    expect(all.call.state.tiles[1]).toMatchObject({ link: "connected", you: false });
    expect(all.call.state.tiles[1]?.stream?.getTracks()).toHaveLength(2);
    expect(all.audio.map(({ playing }) => playing)).toEqual([true]);
    all.network.last.say({ type: "left", seq: 3, id: id("grace"), reason: "left" });
    expect(all.rtc.made[0]?.closed).toBe(true);
    expect(all.audio.map(({ playing }) => playing)).toEqual([false]);
  });

  it("knows the link of an invite that was made elsewhere", async () => {
    const { call } = await inside();
    expect(call.inviteLink("i1")).toBeNull();
    call.bring({ invites: { i1: OTHER } });
    expect(call.inviteLink("i1")).toBe(`${call.link}#invite=${OTHER}`);
  });

  it("claims a host key that comes late", async () => {
    const all = await inside();
    all.call.bring({ hostKey: OTHER });
    expect(all.network.last.of("claim")).toEqual([expect.objectContaining({ host_key: OTHER })]);
    all.network.last.say({ type: "updated", seq: 2, participant: person("ada", { role: "host" }) });
    expect(all.call.state.role).toBe("host");
    all.call.bring({ hostKey: OTHER });
    expect(all.network.last.of("claim")).toHaveLength(1);
  });

  it("starts with the camera off, and says why, when enough are on", async () => {
    const filming = ["a", "b", "c", "d"].map((name) => person(name, { camera: true }));
    const all = await inside(filming, { video: { limit: 4, allowed: false } });
    await settle();
    expect(all.devices.state.live).toEqual({ camera: false, microphone: true });
    expect(all.call.state.problem?.code).toBe("video_full");
    expect(all.call.state.video).toEqual({ limit: 4, allowed: false });
    all.call.dismiss();
    expect(all.call.state.problem).toBeNull();
    await all.call.setCamera(true);
    expect(all.devices.state.live.camera).toBe(false);
    expect(all.call.state.problem?.code).toBe("video_full");
  });

  it("switches the camera off when the server has no room for it", async () => {
    const all = await inside();
    const n = last(all.network.last.of("state"))?.n ?? 0;
    all.network.last.say({ type: "error", seq: 2, code: "video_full", message: "Enough.", re: n });
    await settle();
    expect(all.devices.state.live.camera).toBe(false);
    expect(all.call.state.problem).toEqual({ code: "video_full", message: "Enough." });
    expect(devicesSaid(all.network.last)).toEqual({ microphone: true, camera: false });
  });

  it("ends the meeting for everyone, or says why not", async () => {
    const refused = await inside();
    const no = refused.call.end();
    const { n = 0 } = last(refused.network.last.of("end")) ?? {};
    refused.network.last.say({ type: "error", seq: 2, code: "not_allowed", message: "No.", re: n });
    await expect(no).rejects.toEqual({ code: "not_allowed", message: "No." });
    expect(refused.call.state.phase).toBe("in");
    const all = await inside();
    const yes = all.call.end();
    all.network.last.say({ type: "ended", seq: 2 });
    await yes;
    expect(all.call.state).toMatchObject({ phase: "over", over: "ended", problem: null });
  });

  it("says when sound is refused, until a click", async () => {
    FakeAudio.refuses = true;
    const all = await inside([person("grace")]);
    await settle();
    const { sdp = "" } = all.network.last.of("ticket")[0]?.signal.description ?? {};
    const answer = { ...JSON.parse(sdp), type: "answer" };
    const description = { type: "answer" as const, sdp: JSON.stringify(answer) };
    const signal = { number: 1, seen: 1, description, candidates: [] };
    all.network.last.say({ type: "ticket", seq: 2, from: id("grace"), signal });
    await settle();
    expect(all.call.state.muffled).toBe(true);
    FakeAudio.refuses = false;
    all.call.hear();
    await settle();
    expect(all.call.state.muffled).toBe(false);
    expect(all.audio.map(({ playing }) => playing)).toEqual([true]);
  });

  it("keeps the links of the invites that it made", async () => {
    const { call } = await inside();
    const { link } = await call.createInvite({ role: "attendee", name: "", expiresIn: 60, uses: 1 });
    expect(link).toBe(`${ROOT}${MEETING}#invite=${OTHER}`);
    expect(call.inviteLink("i".repeat(16))).toBe(link);
    await call.revokeInvite("i".repeat(16));
    expect(call.inviteLink("i".repeat(16))).toBeNull();
  });
});

describe("a lost connection", () => {
  it("is resumed, and what was said meanwhile is said then", async () => {
    const all = await inside();
    all.network.last.hangUp(1006);
    expect(all.call.state.connection).toBe("reconnecting");
    await all.call.setCamera(false);
    await all.clock.pass(300);
    all.network.last.accept();
    expect(all.network.last.sent[0]).toEqual({ type: "resume", token: SECRET, seq: 1, epoch: "first" });
    all.network.last.say({ type: "resumed", ack: 1 });
    expect(all.call.state.connection).toBe("connected");
    const numbers = all.network.last.of("state").map(({ n }) => n);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(devicesSaid(all.network.last)).toEqual({ microphone: true, camera: false });
  });

  it("leads to a new admission when the server gave the participation up, without the passcode", async () => {
    const all = await inside([], {}, { ...request, passcode: "tulip" });
    all.network.last.hangUp(1006);
    await all.clock.pass(300);
    all.network.last.accept();
    all.network.last.say({ type: "refused", code: "resume_refused", message: "Join again." });
    all.network.last.hangUp(4401);
    await all.clock.pass(0);
    expect(last(all.api.asked)).toEqual({ name: "ada", kind: "browser", resume: SECRET });
    all.network.last.accept();
    expect(all.network.last.sent[0]).toEqual({ type: "hello", admission: SECRET });
    all.network.last.say(welcome("ada2", [person("grace")]));
    expect(all.call.state).toMatchObject({ phase: "in", connection: "connected", you: id("ada2") });
  });

  it("goes on trying while the server cannot be reached, and not when it says no", async () => {
    const all = await inside();
    all.api.refuses = () => problem("server_unreachable");
    all.network.last.hangUp(4401);
    await all.clock.pass(30_000);
    expect(all.call.state).toMatchObject({ phase: "in", connection: "reconnecting" });
    const tries = all.api.asked.length;
    expect(tries).toBeGreaterThan(3);
    expect(tries).toBeLessThan(12);
    all.api.refuses = () => problem("meeting_full");
    await all.clock.pass(10_000);
    expect(all.call.state).toMatchObject({ phase: "over", over: "lost", problem: { code: "meeting_full" } });
  });
});

describe("the end", () => {
  it("by leaving: says so, and releases everything at once", async () => {
    const all = await inside([person("grace")]);
    await all.clock.pass(4000);
    all.network.last.say({ type: "pong", ack: 0 });
    all.call.leave();
    expect(last(all.network.last.sent)).toMatchObject({ type: "leave" });
    expect(all.network.last.closedWith).toBe(1000);
    expect(all.rtc.made.every(({ closed }) => closed)).toBe(true);
    expect(all.devices.state.live).toEqual({ camera: false, microphone: false });
    expect(all.call.state).toMatchObject({ phase: "over", over: "left", connection: "ended", tiles: [] });
    expect(all.call.state.stays).toEqual([
      { name: "grace", seconds: 4 },
      { name: "ada", seconds: 4 },
    ]);
    expect(all.clock.pending).toBe(0);
  });

  it.each([
    [4403, "removed", "removed"],
    [4409, "moved", null],
    [4410, "ended", null],
    [4400, "lost", "bad_message"],
  ] as const)("by close code %i: %s", async (code, over, reason) => {
    const all = await inside();
    all.network.last.hangUp(code);
    expect(all.call.state).toMatchObject({ phase: "over", over });
    expect(all.call.state.problem?.code ?? null).toBe(reason);
    expect(all.devices.state.live.camera).toBe(false);
    expect(all.clock.pending).toBe(0);
  });

  it("leaves the way open to join again, as someone who was there", async () => {
    const all = await inside();
    all.call.leave();
    void all.call.join(request);
    await settle();
    expect(last(all.api.asked)).toMatchObject({ resume: SECRET });
    all.network.last.accept();
    all.network.last.say(welcome("ada3"));
    await settle();
    expect(all.call.state).toMatchObject({ phase: "in", you: id("ada3"), over: null });
  });

  it("forgets the token of a meeting that is over", async () => {
    const all = await inside();
    all.network.last.say({ type: "ended", seq: 2 });
    expect(all.keepsake.recall()).toBeNull();
  });
});

describe("the preview", () => {
  it("is the digest, or what an invite or an earlier stay allows", async () => {
    const { call, api, keepsake } = set();
    await call.preview();
    call.bring({ invite: OTHER });
    await call.preview();
    keepsake.keep(SECRET);
    await call.preview();
    expect(api.previews).toEqual(["digest", { invite: OTHER }, { invite: OTHER, resume: SECRET }]);
  });
});
