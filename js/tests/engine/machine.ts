/** A browser with devices, as a test wants them. */
import type { DevicesPort, Remembered } from "../../src/engine/devices";
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
  getSettings() {
    return {};
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
export function machine(
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
        .map((kind) => {
          const asked = kind === "video" ? wish.video : wish.audio;
          return new FakeTrack(kind, (asked ? asked.deviceId?.exact : "") || "default");
        });
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
  return { media, port, tracks, wishes, hold, release: () => open(), saved: () => saved };
}

export const live = (tracks: FakeTrack[]) =>
  tracks.filter((track) => track.readyState === "live").map((track) => track.kind);
