import { beforeEach, describe, expect, it } from "vitest";
import { FREE, heed, mustFallSilent, unheard } from "../../src/engine/moderation";
import { enter } from "../../src/engine/room";
import { emptyRoom } from "../../src/engine/room-model";
import type { Participant } from "../../src/protocol/types.gen";
import { id, person } from "../fakes/people";
import { settle } from "./clock";
import { FakeAudio } from "./fake-media";
import { welcome } from "./make";
import { type Set as All, devicesSaid, inside, last, set } from "./stand";

let seq = 1;
const updated = (all: All, name: string, change: Partial<Participant>) => {
  seq += 1;
  all.network.last.say({ type: "updated", seq, participant: person(name, change) });
};

/** In with Grace, whose sound comes. */
async function hearing(): Promise<All> {
  const all = await inside([person("grace")]);
  await settle();
  const { sdp = "" } = all.network.last.of("ticket")[0]?.signal.description ?? {};
  const { ufrag, ...rest } = JSON.parse(sdp);
  const answer = JSON.stringify({ ...rest, type: "answer", ufrag: `not ${ufrag}` });
  const description = { type: "answer" as const, sdp: answer };
  seq += 1;
  const signal = { number: 1, seen: 1, description, candidates: [] };
  all.network.last.say({ type: "ticket", seq, from: id("grace"), signal });
  await settle();
  all.rtc.made[0]?.become("connected");
  return all;
}
const playing = ({ audio }: All) => audio.filter((element) => element.playing).length;

beforeEach(() => {
  seq = 1;
  FakeAudio.refuses = false;
});

describe("what others hear", () => {
  it.each(["muted", "held"] as const)(
    "who is %s is not played, whatever their page sends",
    async (silence) => {
      const all = await hearing();
      expect(playing(all)).toBe(1);
      // The microphone is said to be on: a page that does not obey.
      updated(all, "grace", { microphone: true, silence });
      expect(playing(all)).toBe(0);
      updated(all, "grace", { microphone: true });
      expect(playing(all)).toBe(1);
    },
  );

  it("stays away over a click that allows sound, and over a new welcome", async () => {
    const all = await hearing();
    updated(all, "grace", { silence: "held" });
    all.call.hear();
    expect(playing(all)).toBe(0);
    const [room] = enter(emptyRoom, {
      type: "heard",
      message: welcome("ada", [person("grace", { silence: "held" }), person("alan")]),
      now: 0,
    });
    expect(unheard(room)).toEqual(new Set([id("grace")]));
  });

  it("is over at once for who was removed", async () => {
    const all = await hearing();
    all.network.last.say({ type: "left", seq: 9, id: id("grace"), reason: "removed" });
    expect(all.rtc.made[0]?.closed).toBe(true);
    expect(playing(all)).toBe(0);
    expect(all.call.state.tiles).toHaveLength(1);
  });
});

describe("the muted person's own page", () => {
  it("switches the microphone off, keeps it off, and says so; it may go on again", async () => {
    const all = await inside();
    updated(all, "ada", { microphone: false, silence: "muted" });
    await settle();
    expect(all.devices.state).toMatchObject({ live: { microphone: false }, wanted: { microphone: false } });
    expect(devicesSaid(all.network.last)).toEqual({ microphone: false, camera: true });
    expect(all.call.state.voice).toEqual({ silence: "muted", told: "muted" });
    await all.call.setMicrophone(true);
    expect(all.devices.state.live.microphone).toBe(true);
    expect(devicesSaid(all.network.last)).toEqual({ microphone: true, camera: true });
    updated(all, "ada", { microphone: true, silence: "none" });
    expect(all.call.state.voice).toEqual(FREE);
    expect(all.devices.state.live.microphone).toBe(true);
  });

  it("begins its next visit with what the person wants", async () => {
    const all = await inside();
    updated(all, "ada", { silence: "muted" });
    all.call.leave();
    expect(all.devices.state.wanted.microphone).toBe(true);
  });

  it("explains why a held microphone does not go on, until it may", async () => {
    const all = await inside();
    updated(all, "ada", { microphone: false, silence: "held" });
    await all.call.setMicrophone(true);
    expect(all.devices.state.live.microphone).toBe(false);
    expect(all.call.state.problem?.code).toBe("held");
    // Some other way to start the devices, such as a repair.
    await all.devices.setMicrophone(true, true);
    expect(all.devices.state.live).toEqual({ microphone: false, camera: true });
    updated(all, "ada", { silence: "none" });
    expect(all.call.state).toMatchObject({ problem: null, voice: { told: "released" } });
    await all.call.setMicrophone(true);
    expect(all.devices.state.live.microphone).toBe(true);
    expect(all.call.state.voice).toEqual(FREE);
  });

  it("gives way when only the server knows that it is held", async () => {
    const all = await inside();
    const n = last(all.network.last.of("state"))?.n ?? 0;
    all.network.last.say({ type: "error", seq: 2, code: "held", message: "Held.", re: n });
    await settle();
    expect(all.devices.state.live).toEqual({ microphone: false, camera: true });
    expect(all.call.state.problem?.code).toBe("held");
  });

  it("has nothing to tell when the microphone was off", () => {
    expect(heed(FREE, "muted", false)).toEqual({ silence: "muted", told: null });
    expect(heed(FREE, "held", false).told).toBe("held");
    expect(mustFallSilent({ silence: "muted", told: null }, "muted")).toBe(false);
  });

  it("is over for good when the person was removed", async () => {
    const all = await inside();
    all.network.last.say({ type: "refused", code: "removed", message: "Out." });
    all.network.last.hangUp(4403);
    expect(all.call.state).toMatchObject({ phase: "over", over: "removed" });
    expect(all.devices.state.live).toEqual({ microphone: false, camera: false });
    expect(all.keepsake.recall()).toBeNull();
  });
});

describe("commands", () => {
  it("go out numbered, in the order asked", async () => {
    const all = await inside([person("grace")], { role: "host" });
    const grace = id("grace");
    const before = all.network.last.sent.length;
    const { moderation } = all.call;
    moderation.mute(grace);
    moderation.muteAll();
    moderation.hold(grace, true);
    moderation.setRole(grace, "presenter");
    moderation.lock(true);
    moderation.remove(grace);
    moderation.handOver(grace);
    expect(all.network.last.sent.slice(before).map((said) => ({ ...said, n: undefined }))).toEqual([
      { type: "mute", id: grace, n: undefined },
      { type: "mute_all", n: undefined },
      { type: "hold", id: grace, on: true, n: undefined },
      { type: "role", id: grace, role: "presenter", n: undefined },
      { type: "lock", on: true, n: undefined },
      { type: "remove", id: grace, n: undefined },
      { type: "hand_over", id: grace, n: undefined },
    ]);
  });

  it("that come too late are told in words, and touch no device", async () => {
    const all = await inside([person("grace")], { role: "host" });
    all.call.moderation.mute(id("grace"));
    const n = last(all.network.last.of("mute"))?.n ?? 0;
    for (const code of ["bad_recipient", "not_allowed"]) {
      seq += 1;
      all.network.last.say({ type: "error", seq, code, message: "No.", re: n });
      expect(all.call.state.problem).toEqual({ code, message: "No." });
    }
    expect(all.devices.state.live).toEqual({ microphone: true, camera: true });
  });

  it("go nowhere before the call", async () => {
    const { call } = set();
    expect(() => call.moderation.muteAll()).not.toThrow();
  });
});
