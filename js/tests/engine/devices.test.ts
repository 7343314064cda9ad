import { describe, expect, it, vi } from "vitest";
import { createDevices, type DevicesPort, type Remembered } from "../../src/engine/devices";
import type { Surroundings } from "../../src/engine/media-request";

class FakeTrack extends EventTarget {
  enabled = true;
  readyState: "live" | "ended" = "live";
  readonly kind: "audio" | "video";
  readonly id: string;
  constructor(kind: "audio" | "video", id: string) {
    super();
    this.kind = kind;
    this.id = id;
  }
  stop() {
    this.readyState = "ended";
  }
  unplug() {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

class FakeStream {
  readonly tracks: FakeTrack[];
  constructor(tracks: FakeTrack[]) {
    this.tracks = tracks;
  }
  getTracks = () => this.tracks;
  getVideoTracks = () => this.tracks.filter((track) => track.kind === "video");
  getAudioTracks = () => this.tracks.filter((track) => track.kind === "audio");
}

type Wish = {
  video: false | { deviceId?: { exact: string } };
  audio: false | { deviceId?: { exact: string } };
};

/** A browser with these devices; `refuse` decides what each request is refused with. */
function machine(
  refuse: (wish: Wish) => string | null = () => null,
  around: Partial<Surroundings> = {},
  remembered: Remembered | null = null,
) {
  const tracks: FakeTrack[] = [];
  const wishes: Wish[] = [];
  let saved = remembered;
  let open = () => {};
  let gate: Promise<void> | null = null;
  const media = Object.assign(new EventTarget(), {
    getUserMedia: async (wish: Wish) => {
      wishes.push(wish);
      if (gate) await gate;
      const name = refuse(wish);
      if (name) throw new DOMException("refused", name);
      const made = [wish.video && "video", wish.audio && "audio"]
        .filter((kind): kind is "audio" | "video" => !!kind)
        .map((kind) => new FakeTrack(kind, `${kind}-${tracks.length}`));
      tracks.push(...made);
      return new FakeStream(made);
    },
    enumerateDevices: async () => [
      { kind: "videoinput", deviceId: "cam-1", label: "Camera 1" },
      { kind: "audioinput", deviceId: "mic-1", label: "Microphone 1" },
      { kind: "audiooutput", deviceId: "out-1", label: "Speaker 1" },
      { kind: "videoinput", deviceId: "", label: "" },
    ],
  });
  const port = {
    media,
    around: { secure: true, webview: false, allows: () => true, blocks: async () => false, ...around },
    recall: () => saved,
    remember: (what: Remembered) => {
      saved = what;
    },
    stream: (of: FakeTrack[]) => new FakeStream(of),
  } as unknown as DevicesPort;
  const hold = () => {
    gate = new Promise((resolve) => {
      open = resolve;
    });
  };
  return { port, tracks, wishes, hold, release: () => open(), saved: () => saved };
}

const live = (tracks: FakeTrack[]) =>
  tracks.filter((track) => track.readyState === "live").map((track) => track.kind);

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
    release();
    await started;
    expect(tracks).toHaveLength(2);
    expect(live(tracks)).toEqual([]);
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
    await devices.setCamera(false);
    await devices.choose("speaker", "out-1");
    expect(saved()).toEqual({
      wanted: { camera: false, microphone: true },
      chosen: { camera: "", microphone: "", speaker: "out-1" },
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
