import { describe, expect, it } from "vitest";
import { createDevices } from "../../src/engine/devices";
import { FRESH, recalled } from "../../src/engine/devices-model";
import { loudness } from "../../src/engine/listen";
import { live, machine } from "./machine";

const microphone = (all: ReturnType<typeof machine>) => {
  const track = all.tracks.filter(({ kind }) => kind === "audio").at(-1);
  if (!track) throw new Error("no microphone was captured");
  return track;
};

describe("what the browser does to the own sound", () => {
  it("is asked for as it was chosen, and remembered", async () => {
    const all = machine();
    const devices = createDevices(all.port);
    await devices.process({ noiseSuppression: false });
    expect(all.wishes).toEqual([]);
    await devices.start();
    const processing = { ...FRESH.processing, noiseSuppression: false };
    expect(all.wishes[0]?.audio).toEqual(processing);
    expect(createDevices(all.port).state.processing).toEqual(processing);
  });

  it("is another on the running track, without capturing anew", async () => {
    const all = machine();
    const devices = createDevices(all.port);
    await devices.start();
    const { stream } = devices.state;
    await devices.process({ echoCancellation: false });
    expect(microphone(all).settings).toEqual({ ...FRESH.processing, echoCancellation: false });
    expect(all.wishes).toHaveLength(1);
    expect(devices.state.stream).toBe(stream);
  });

  it.each(["refuses", "pretends"] as const)("is captured anew where the browser %s", async (obeys) => {
    const all = machine();
    const devices = createDevices(all.port);
    await devices.start();
    const before = microphone(all);
    before.obeys = obeys;
    await devices.process({ autoGainControl: false });
    expect(before.readyState).toBe("ended");
    expect(microphone(all).settings).toEqual({ ...FRESH.processing, autoGainControl: false });
    expect(live(all.tracks)).toEqual(["video", "audio"]);
    expect(devices.state).toMatchObject({ problem: null, live: { camera: true, microphone: true } });
  });

  it("of a silenced microphone is another when it is switched on again", async () => {
    const all = machine();
    const devices = createDevices(all.port);
    await devices.start();
    await devices.setMicrophone(false);
    await devices.process({ autoGainControl: false });
    expect(all.wishes).toHaveLength(1);
    await devices.setMicrophone(true);
    expect(microphone(all)).toMatchObject({ enabled: true, settings: { autoGainControl: false } });
  });
});

describe("what is remembered", () => {
  it.each([null, 7, "x", [], {}, { wanted: null, chosen: [] }, { labels: { camera: 1 } }])(
    "is the first visit's where %j is stored",
    (stored) => expect(recalled(stored)).toEqual(FRESH),
  );

  it("is kept from what an older version wrote", () => {
    const old = {
      wanted: { camera: false, microphone: true },
      chosen: { camera: "c", microphone: "", speaker: "" },
    };
    expect(recalled(JSON.parse(JSON.stringify(old)))).toEqual({ ...FRESH, ...old });
  });
});

describe("the level", () => {
  it("is that of the own microphone as long as somebody looks", async () => {
    const all = machine();
    const devices = createDevices(all.port);
    const levels: number[] = [];
    const stop = devices.listen((level) => levels.push(level));
    await devices.start();
    all.tapped.get(microphone(all))?.(0.5);
    all.tapped.get(microphone(all))?.(0);
    expect(levels).toEqual([0.5, 0.38]);
    stop();
    expect(all.tapped.size).toBe(0);
  });

  it("follows the microphone to another one, and ends with it", async () => {
    const all = machine();
    const devices = createDevices(all.port);
    await devices.start();
    const levels: number[] = [];
    devices.listen((level) => levels.push(level));
    const first = microphone(all);
    await devices.choose("microphone", "mic-1");
    expect([all.tapped.has(first), all.tapped.has(microphone(all))]).toEqual([false, true]);
    await devices.setMicrophone(false);
    expect(all.tapped.size).toBe(0);
    expect(levels.at(-1)).toBe(0);
  });

  it.each([
    [0, 0],
    [0.0001, 0],
    [0.01, 0.39],
    [0.1, 0.78],
    [1, 1],
  ])("of samples of %d is %d", (amplitude, level) => {
    expect(loudness(new Float32Array(64).fill(amplitude))).toBeCloseTo(level, 2);
  });
});

it("the tone goes to the speaker that is in use", async () => {
  const all = machine(undefined, {}, { chosen: { camera: "", microphone: "", speaker: "out-1" } });
  const devices = createDevices(all.port);
  expect(await devices.ring()).toBe("chosen");
  expect(all.rung).toEqual(["out-1"]);
});
