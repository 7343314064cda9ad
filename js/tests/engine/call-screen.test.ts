import { describe, expect, it } from "vitest";
import { UNSHARED } from "../../src/engine/screen";
import type { Participant } from "../../src/protocol/types.gen";
import { id, person } from "../fakes/people";
import { settle } from "./clock";
import { endedByBrowser, live } from "./display";
import { inside, last, type Set as Stand } from "./stand";

const HOST = { role: "host" } as const;
const screensSaid = ({ network }: Stand) => network.last.of("state").map(({ screen }) => screen);
const screens = ({ call }: Stand) => call.state.screens.map(({ participant }) => participant.name);

/** Grace says something of herself. */
function grace(all: Stand, seq: number, change: Partial<Participant>): void {
  all.network.last.say({
    type: "updated",
    seq,
    participant: person("grace", { role: "presenter", ...change }),
  });
}

/** In the meeting, connected with Grace. */
async function withGrace(others: Participant[] = [person("grace", { role: "presenter" })]): Promise<Stand> {
  const all = await inside(others, HOST);
  await settle();
  const offer = last(all.network.last.of("ticket"));
  const { ufrag, ...rest } = JSON.parse(offer?.signal.description?.sdp ?? "");
  const sdp = JSON.stringify({ ...rest, type: "answer", ufrag: `not ${ufrag}` });
  const signal = { number: 1, seen: 1, description: { type: "answer" as const, sdp }, candidates: [] };
  all.network.last.say({ type: "ticket", seq: 2, from: id("grace"), signal });
  await settle();
  return all;
}

describe("sharing one's screen", () => {
  it("tells everybody, sends it beside the face, and negotiates nothing", async () => {
    const all = await withGrace();
    const before = all.network.last.of("ticket").length;
    const [microphone, camera] = all.rtc.made[0]?.sending ?? [];
    await all.call.screen.share();
    await settle();
    const [picture, sound] = all.screens.shared;
    expect(all.rtc.made[0]?.sending).toEqual([microphone, camera, picture?.id, sound?.id]);
    expect(screensSaid(all)).toEqual([false, true]);
    expect(screens(all)).toEqual(["ada"]);
    const own = { you: true, source: "screen", stream: all.call.state.screen.stream };
    expect(all.call.state.screens[0]).toMatchObject(own);
    expect(all.call.state.tiles.map(({ source }) => source)).toEqual(["camera", "camera"]);
    all.call.screen.stop();
    await settle();
    expect(all.rtc.made[0]?.sending).toEqual([microphone, camera, null, null]);
    expect(screensSaid(all)).toEqual([false, true, false]);
    expect(screens(all)).toEqual([]);
    expect(all.network.last.of("ticket")).toHaveLength(before);
  });

  it("ends with the browser's own bar, and touches no device", async () => {
    const all = await withGrace();
    await all.call.screen.share();
    endedByBrowser(all.screens.shared[0]);
    expect(last(screensSaid(all))).toBe(false);
    expect(all.devices.state.live).toEqual({ camera: true, microphone: true });
  });

  it("goes on for who comes later, and through a lost connection", async () => {
    const all = await inside([], HOST);
    await all.call.screen.share();
    all.network.last.say({ type: "joined", seq: 2, participant: person("zoe") });
    await settle();
    all.network.last.hangUp(1006);
    await all.clock.pass(1000);
    all.network.last.accept();
    all.network.last.say({ type: "resumed", ack: 9 });
    expect(last(screensSaid(all))).toBe(true);
    expect(live(all.screens.shared)).toEqual(["video", "audio"]);
  });

  it("ends with the call", async () => {
    const all = await inside([], HOST);
    await all.call.screen.share();
    all.call.leave();
    expect(live(all.screens.shared)).toEqual([]);
    expect(all.call.state.screen.stream).toBeNull();
  });

  it("ends when the meeting ends", async () => {
    const all = await inside([], HOST);
    await all.call.screen.share();
    all.network.last.say({ type: "ended", seq: 2 });
    expect(live(all.screens.shared)).toEqual([]);
    expect(all.call.state.screen.stream).toBeNull();
  });

  it("ends when the role does not allow it any more, and so does the browser's question", async () => {
    const all = await inside([], HOST);
    await all.call.screen.share();
    all.network.last.say({ type: "updated", seq: 2, participant: person("ada", { role: "attendee" }) });
    expect(live(all.screens.shared)).toEqual([]);
    expect(all.call.state.screen.stream).toBeNull();
    expect(last(screensSaid(all))).toBe(false);
    expect(all.devices.state.live).toEqual({ camera: true, microphone: true });
  });

  it("ends when the server refuses it, and face and voice go on", async () => {
    const all = await inside([], HOST);
    await all.call.screen.share();
    const n = last(all.network.last.of("state"))?.n ?? 0;
    all.network.last.say({ type: "error", seq: 2, code: "not_allowed", message: "No.", re: n });
    expect(live(all.screens.shared)).toEqual([]);
    expect(all.call.state.problem).toEqual({ code: "not_allowed", message: "No." });
    expect(all.devices.state.live).toEqual({ camera: true, microphone: true });
  });

  it("of somebody who was made an attendee meanwhile is refused, and face and voice go on", async () => {
    const all = await inside([], HOST);
    await all.call.screen.share();
    const n = last(all.network.last.of("state"))?.n ?? 0;
    all.network.last.say({ type: "updated", seq: 2, participant: person("ada", { role: "attendee" }) });
    all.network.last.say({ type: "error", seq: 3, code: "not_allowed", message: "No.", re: n });
    expect(all.devices.state.live).toEqual({ camera: true, microphone: true });
    expect(screensSaid(all)).toEqual([false, true, false]);
  });

  it("of an attendee does not even begin", async () => {
    const all = await inside([]);
    await all.call.screen.share();
    expect(all.screens.wishes).toEqual([]);
    expect(all.call.state.screen).toEqual(UNSHARED);
    expect(screensSaid(all)).not.toContain(true);
  });
});

describe("somebody else's screen", () => {
  it("is shown and heard while its owner says so, and no longer", async () => {
    const all = await withGrace();
    expect(screens(all)).toEqual([]);
    expect(all.audio.map(({ playing }) => playing)).toEqual([true]);
    grace(all, 3, { screen: true });
    expect(screens(all)).toEqual(["grace"]);
    const screen = all.call.state.screens[0]?.stream;
    expect(screen?.getTracks().map(({ kind }) => kind)).toEqual(["video", "audio"]);
    expect(screen).not.toBe(all.call.state.tiles[1]?.stream);
    expect(all.audio.map(({ playing }) => playing)).toEqual([true, true]);
    grace(all, 4, { screen: false });
    expect(screens(all)).toEqual([]);
    expect(all.audio.map(({ playing }) => playing)).toEqual([true, false]);
  });

  it.each(["muted", "held"] as const)("of somebody who is %s is seen, and not heard", async (silence) => {
    const all = await withGrace();
    grace(all, 3, { screen: true });
    grace(all, 4, { screen: true, silence });
    expect(screens(all)).toEqual(["grace"]);
    expect(all.audio.map(({ playing }) => playing)).toEqual([false, false]);
    grace(all, 5, { screen: true, silence: "none" });
    expect(all.audio.map(({ playing }) => playing)).toEqual([false, false, true, true]);
  });

  it("is heard no more when its owner is gone", async () => {
    const all = await withGrace();
    grace(all, 3, { screen: true });
    all.network.last.say({ type: "left", seq: 4, id: id("grace"), reason: "left" });
    expect(all.audio.map(({ playing }) => playing)).toEqual([false, false]);
  });

  it("is on stage for who comes later, and beside another one", async () => {
    const two = ["grace", "alan"].map((name) => person(name, { role: "presenter", screen: true }));
    const all = await inside(two);
    expect(screens(all)).toEqual(["grace", "alan"]);
  });
});
