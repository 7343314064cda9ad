import { beforeEach, describe, expect, it } from "vitest";
import { id, person } from "../fakes/people";
import { settle } from "./clock";
import { FakeAudio } from "./fake-media";
import { MEETING } from "./make";
import { devicesSaid, inside, last, OTHER, ROOT } from "./stand";

beforeEach(() => {
  FakeAudio.refuses = false;
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
