import { describe, expect, it, vi } from "vitest";
import { createDevices } from "../../src/engine/devices";
import { FRESH } from "../../src/engine/devices-model";
import { settle } from "./clock";
import { live, machine } from "./machine";

describe("devices", () => {
  it("capture nothing until they are told to", async () => {
    const { port, wishes } = machine();
    const devices = createDevices(port);
    await devices.setCamera(false);
    await devices.setCamera(true);
    await devices.setMicrophone(true);
    expect(wishes).toEqual([]);
    expect(devices.state.live).toEqual({ camera: false, microphone: false });
  });

  it("ask the person once for both", async () => {
    const { port, wishes, tracks } = machine();
    const devices = createDevices(port);
    await devices.start();
    expect(wishes).toHaveLength(1);
    expect(live(tracks)).toEqual(["video", "audio"]);
    expect(devices.state).toMatchObject({
      live: { camera: true, microphone: true },
      asking: false,
      problem: null,
    });
    expect(devices.state.devices.camera).toEqual([{ id: "cam-1", label: "Camera 1" }]);
  });

  it.each([
    ["denied", "NotAllowedError", {}],
    ["policy", "NotAllowedError", { allows: () => false }],
    ["policy", "NotAllowedError", { webview: true }],
    ["policy", "SecurityError", {}],
    ["none", "NotFoundError", {}],
    ["busy", "NotReadableError", {}],
    ["busy", "AbortError", {}],
    ["unknown", "SomethingNew", {}],
  ])("say %s for %s", async (kind, name, around) => {
    const devices = createDevices(machine(() => name, around).port);
    await devices.start();
    expect(devices.state.problem).toEqual({ kind, device: "both" });
    expect(devices.state.stream).toBeNull();
  });

  it("say insecure where the page has no mediaDevices", async () => {
    const { port } = machine(undefined, { secure: false });
    const devices = createDevices({ ...port, media: undefined });
    await devices.start();
    expect(devices.state.problem).toEqual({ kind: "insecure", device: "both" });
  });

  it("use the microphone when only the camera fails, and say which", async () => {
    const { port, tracks } = machine(({ video }) => (video ? "NotReadableError" : null));
    const devices = createDevices(port);
    await devices.start();
    expect(live(tracks)).toEqual(["audio"]);
    expect(devices.state.problem).toEqual({ kind: "busy", device: "camera" });
  });

  it("ask a person who says no only once", async () => {
    const { port, wishes } = machine(() => "NotAllowedError");
    const devices = createDevices(port);
    await devices.start();
    expect(wishes).toHaveLength(1);
    expect(devices.state.problem).toEqual({ kind: "denied", device: "both" });
  });

  it("use the microphone when the browser's settings block only the camera", async () => {
    const { port, tracks } = machine(({ video }) => (video ? "NotAllowedError" : null), {
      blocks: async (source) => source === "camera",
    });
    const devices = createDevices(port);
    await devices.start();
    expect(live(tracks)).toEqual(["audio"]);
    expect(devices.state.problem).toEqual({ kind: "denied", device: "camera" });
  });

  it("use the microphone when the page around forbids only the camera", async () => {
    const { port, tracks, wishes } = machine(({ video }) => (video ? "NotAllowedError" : null), {
      allows: (source) => source !== "camera",
    });
    const devices = createDevices(port);
    await devices.start();
    expect(live(tracks)).toEqual(["audio"]);
    expect(wishes).toHaveLength(2);
    expect(devices.state.problem).toEqual({ kind: "policy", device: "camera" });
  });

  it.each([
    ["policy", false],
    ["unknown", true],
  ] as const)("say %s where the browser leaves out the camera and says nothing", async (kind, allowed) => {
    const { media, port, tracks, wishes } = machine(undefined, {
      allows: (source) => allowed || source !== "camera",
    });
    const ask = media.getUserMedia;
    media.getUserMedia = (wish) => ask({ ...wish, video: false });
    const devices = createDevices(port);
    await devices.start();
    expect(live(tracks)).toEqual(["audio"]);
    expect(wishes).toHaveLength(1);
    expect(devices.state.problem).toEqual({ kind, device: "camera" });
    expect(devices.state.live).toEqual({ camera: false, microphone: true });
  });

  it("are asked for once where a program around the page refuses them", async () => {
    const { port, wishes } = machine(() => "NotAllowedError", { webview: true });
    await createDevices(port).start();
    expect(wishes).toHaveLength(1);
  });

  it("fall back to the default when the chosen device is gone", async () => {
    const chosen = { camera: "old", microphone: "", speaker: "" };
    const remembered = { wanted: { camera: true, microphone: false }, chosen };
    const { port, wishes, tracks } = machine(
      ({ video }) => (JSON.stringify(video).includes("deviceId") ? "OverconstrainedError" : null),
      {},
      remembered,
    );
    await createDevices(port).start();
    expect(wishes).toHaveLength(2);
    expect(live(tracks)).toEqual(["video"]);
  });

  it("release the camera when it is switched off, and silence the microphone", async () => {
    const { port, tracks } = machine();
    const devices = createDevices(port);
    await devices.start();
    await devices.setCamera(false);
    await devices.setMicrophone(false);
    expect(live(tracks)).toEqual(["audio"]);
    expect(tracks.find((track) => track.kind === "audio")?.enabled).toBe(false);
    expect(devices.state.live).toEqual({ camera: false, microphone: false });
    await devices.setMicrophone(true);
    expect(devices.state.live.microphone).toBe(true);
  });

  it("ask nothing any more once stopped", async () => {
    const { port, wishes } = machine();
    const devices = createDevices(port);
    const started = devices.start();
    devices.stop();
    await started;
    expect(wishes).toEqual([]);
    expect(devices.state.asking).toBe(false);
  });

  it("stop at once, also what is answered later", async () => {
    const { port, tracks, wishes, hold, release } = machine();
    const devices = createDevices(port);
    hold();
    const started = devices.start();
    await vi.waitFor(() => expect(wishes).toHaveLength(1));
    devices.stop();
    await started;
    release();
    await vi.waitFor(() => expect(tracks).toHaveLength(2));
    await vi.waitFor(() => expect(live(tracks)).toEqual([]));
    expect(devices.state).toMatchObject({ live: { camera: false, microphone: false }, asking: false });
  });

  it("ask one thing after the other, and lose nothing of what is asked in between", async () => {
    const { port, tracks, wishes, hold, release } = machine();
    const devices = createDevices(port);
    hold();
    const asked = [devices.setCamera(true, true), devices.setMicrophone(true), devices.start()];
    expect(devices.state.asking).toBe(true);
    release();
    await Promise.all(asked);
    expect(wishes.map(({ video, audio }) => [!!video, !!audio])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(live(tracks)).toEqual(["video", "audio"]);
    expect(devices.state.asking).toBe(false);
  });

  it("have no problem when nothing is wanted", async () => {
    const { port } = machine(() => "NotAllowedError");
    const devices = createDevices(port);
    await devices.start();
    await devices.setCamera(false);
    await devices.setMicrophone(false);
    await devices.start();
    expect(devices.state).toMatchObject({ problem: null, asking: false });
  });

  it("release a camera that was switched off while the browser asked", async () => {
    const { port, tracks, wishes, hold, release } = machine();
    const devices = createDevices(port);
    hold();
    const started = devices.start();
    await vi.waitFor(() => expect(wishes).toHaveLength(1));
    await devices.setCamera(false);
    release();
    await started;
    expect(live(tracks)).toEqual(["audio"]);
  });

  it("notice a device that is unplugged", async () => {
    const { port, tracks } = machine();
    const devices = createDevices(port);
    await devices.start();
    tracks.find((track) => track.kind === "video")?.unplug();
    expect(devices.state.problem).toEqual({ kind: "unplugged", device: "camera" });
    expect(devices.state.live).toEqual({ camera: false, microphone: true });
  });

  it("remember what was wanted and chosen", async () => {
    const { port, saved } = machine();
    const devices = createDevices(port);
    await settle();
    await devices.setCamera(false);
    await devices.choose("speaker", "out-1");
    expect(saved()).toEqual({
      wanted: { camera: false, microphone: true },
      chosen: { camera: "", microphone: "", speaker: "out-1" },
      labels: { camera: "", microphone: "", speaker: "Speaker 1" },
      processing: FRESH.processing,
    });
    expect(createDevices(port).state.wanted.camera).toBe(false);
  });

  it("change a device without losing the other, and give a new stream for it", async () => {
    const { port, tracks, wishes } = machine();
    const devices = createDevices(port);
    await devices.start();
    const before = devices.state.stream;
    await devices.choose("camera", "cam-1");
    expect(wishes[1]).toMatchObject({ video: { deviceId: { exact: "cam-1" } }, audio: false });
    expect(live(tracks)).toEqual(["audio", "video"]);
    expect(devices.state.stream).not.toBe(before);
  });
});
