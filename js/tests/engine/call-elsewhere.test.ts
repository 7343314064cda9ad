import { beforeEach, describe, expect, it } from "vitest";
import { problem } from "../../src/engine/api";
import { FakeDevices } from "../fakes/devices";
import { id, person } from "../fakes/people";
import { settle } from "./clock";
import { FakeAudio } from "./fake-media";
import { SECRET, welcome } from "./make";
import { devicesSaid, inside, last, names, request, set } from "./stand";

beforeEach(() => {
  FakeAudio.refuses = false;
});

/** Somebody who joined on the choice `ifHere`, up to the welcome. */
const chosen = (ifHere: "move" | "join") => inside([person("grace")], {}, { ...request, ifHere });

describe("a person who is in the meeting already", () => {
  it("is known from the digest, and afresh with every one", async () => {
    const { call, api } = set();
    const known: boolean[] = [];
    for (api.here of [0, 2, 0]) {
      await call.preview();
      known.push(call.state.elsewhere);
    }
    expect(known).toEqual([false, true, false]);
  });

  it("is asked when a join turns out to be a second one, and no problem is shown", async () => {
    const { call, api, devices } = set();
    api.refuses = ({ if_here }) => (if_here === "ask" ? problem("already_here") : null);
    await call.join(request);
    expect(call.state).toMatchObject({ phase: "idle", elsewhere: true, problem: null });
    expect(devices.state.live.camera).toBe(true);
  });

  it("is asked also when another tab came in between the admission and the hello", async () => {
    const { call, api, network, clock } = set();
    const joining = call.join(request);
    await settle();
    network.last.accept();
    api.refuses = () => problem("already_here");
    network.last.say({ type: "refused", code: "already_here", message: "Here." });
    network.last.hangUp(4401);
    await clock.pass(0);
    await joining;
    expect(call.state).toMatchObject({ phase: "idle", elsewhere: true, problem: null });
  });

  it("moves the call: as it is, with sound and microphone", async () => {
    const all = await chosen("move");
    expect(all.api.asked).toEqual([{ name: "ada", kind: "browser", if_here: "move" }]);
    expect(devicesSaid(all.network.last)).toEqual({ microphone: true, camera: true });
    expect(all.call.state).toMatchObject({ phase: "in", elsewhere: false, muffled: false });
  });

  it("joins a second time: no microphone, no sound, so that nothing howls", async () => {
    const all = await chosen("join");
    expect(all.api.asked).toEqual([{ name: "ada", kind: "browser", if_here: "join" }]);
    expect(devicesSaid(all.network.last)).toEqual({ microphone: false, camera: true });
    expect(all.call.state.muffled).toBe(true);
    all.call.hear();
    expect(all.call.state.muffled).toBe(false);
  });

  it("keeps the choice, and gets the microphone back, when there is no room for a second time", async () => {
    const { call, api, devices } = set();
    api.refuses = () => problem("too_many_seats");
    await call.join({ ...request, ifHere: "join" });
    expect(call.state).toMatchObject({
      phase: "idle",
      elsewhere: true,
      problem: { code: "too_many_seats" },
    });
    expect(devices.state.wanted.microphone).toBe(true);
  });
});

describe("what comes late or goes wrong", () => {
  it("lets in a second time where no camera works, and says so in the call", async () => {
    const devices = new FakeDevices();
    devices.trouble = { kind: "none", device: "camera" };
    const { call, network } = await inside([], {}, { ...request, ifHere: "join" }, devices);
    expect(call.state).toMatchObject({ phase: "in", muffled: true });
    expect(devicesSaid(network.last)).toEqual({ microphone: false, camera: false });
    expect(devices.state.problem).toEqual({ kind: "none", device: "camera" });
    call.leave();
    expect(devices.state.wanted.microphone).toBe(true);
  });

  it.each(["before", "during"])("takes no answer from %s the join for one about the call", async (when) => {
    const { call, api, network } = set();
    api.here = 1;
    const late = await api.digest();
    let answer = () => {};
    api.digest = () => new Promise((resolve) => (answer = () => resolve(late)));
    const asking = when === "before" ? call.preview() : null;
    const joining = call.join(request);
    const asked = asking ?? call.preview();
    await settle();
    network.last.accept();
    network.last.say(welcome("ada"));
    await joining;
    answer();
    await asked;
    expect(call.state).toMatchObject({ phase: "in", elsewhere: false });
  });

  it("changes no choice under the pointer of somebody who is joining", async () => {
    const { call, api } = set();
    api.here = 1;
    void call.join(request);
    await call.preview();
    expect(call.state).toMatchObject({ phase: "joining", elsewhere: false });
    call.leave();
  });
});

describe("a call that was moved away", () => {
  it("ends here, releases the devices, and can be moved back with the token of the stay that ended", async () => {
    const all = await inside([person("grace")]);
    all.network.last.say({ type: "refused", code: "moved", message: "Moved." });
    all.network.last.hangUp(4409);
    expect(all.call.state).toMatchObject({ phase: "over", over: "moved", problem: null });
    expect(all.devices.state.live).toEqual({ camera: false, microphone: false });
    expect(all.rtc.made.every(({ closed }) => closed)).toBe(true);
    expect(all.clock.pending).toBe(0);
    void all.call.join({ ...request, ifHere: "move" });
    await settle();
    expect(last(all.api.asked)).toMatchObject({ if_here: "move", resume: SECRET });
    all.network.last.accept();
    all.network.last.say(welcome("ada2"));
    await settle();
    expect(all.call.state).toMatchObject({ phase: "in", you: id("ada2") });
  });

  it("does not come back by itself when the server gave this tab up meanwhile", async () => {
    const all = await chosen("move");
    all.api.refuses = ({ if_here }) => (if_here === "ask" ? problem("already_here") : null);
    all.network.last.hangUp(4401);
    await all.clock.pass(0);
    expect(all.call.state).toMatchObject({ phase: "over", over: "elsewhere", problem: null });
    expect(all.devices.state.live.camera).toBe(false);
  });

  it("but a second time is taken up again beside the first, as quiet as it was", async () => {
    const all = await chosen("join");
    all.network.last.hangUp(4401);
    await all.clock.pass(0);
    expect(last(all.api.asked)).toMatchObject({ if_here: "join", resume: SECRET });
    all.network.last.accept();
    all.network.last.say(welcome("ada2"));
    await settle();
    expect(all.call.state).toMatchObject({ phase: "in", muffled: true });
  });
});

describe("somebody else who moves", () => {
  it("keeps the tile's place, and nobody's tile jumps on the way", async () => {
    const all = await inside([person("grace"), person("alan"), person("grace2"), person("bob")]);
    const seen: string[][] = [];
    all.call.subscribe(() => seen.push(names(all)));
    const before = names(all);
    for (const [seq, name] of [
      [2, "grace"],
      [3, "grace2"],
    ] as const)
      all.network.last.say({ type: "left", seq, id: id(name), reason: "moved" });
    all.network.last.say({ type: "joined", seq: 4, participant: person("grace3") });
    const after = ["ada", "grace3", "alan", "bob"];
    expect(seen.every((shown) => [before.join(), after.join()].includes(shown.join()))).toBe(true);
    expect(names(all)).toEqual(after);
    all.call.leave();
    expect(all.call.state.stays.map(({ name }) => name)).toContain("grace3");
  });

  it("is met by the connection that the newcomer offers; the old ones are closed", async () => {
    const all = await inside([person("grace")]);
    await settle();
    all.network.last.say({ type: "left", seq: 2, id: id("grace"), reason: "moved" });
    expect(all.rtc.made.map(({ closed }) => closed)).toEqual([true]);
    all.network.last.say({ type: "joined", seq: 3, participant: person("grace2") });
    await settle();
    expect(all.rtc.made.map(({ closed }) => closed)).toEqual([true, false]);
    all.network.last.say({ type: "joined", seq: 4, participant: person("alan") });
    expect(names(all)).toEqual(["ada", "grace2", "alan"]);
  });

  it("is gone like anybody else who leaves for another reason", async () => {
    const all = await inside([person("grace"), person("alan")]);
    all.network.last.say({ type: "left", seq: 2, id: id("grace"), reason: "left" });
    expect(names(all)).toEqual(["ada", "alan"]);
  });
});
