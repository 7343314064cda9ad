/** A browser with devices, as a test wants them. */
import type { DevicesPort } from "../../src/engine/devices";
import { FRESH, type Remembered, type Rung } from "../../src/engine/devices-model";
import type { Surroundings } from "../../src/engine/media-request";
import { Clock, settle } from "./clock";

export class FakeTrack extends EventTarget {
  enabled = true;
  readyState: "live" | "ended" = "live";
  muted = false;
  readonly kind: "audio" | "video";
  /** Of the device. */
  readonly id: string;
  settings: Record<string, unknown>;
  /** What happens when a running track is told to be another. */
  obeys: "yes" | "refuses" | "pretends" = "yes";
  constructor(kind: "audio" | "video", id: string, settings: Record<string, unknown> = {}) {
    super();
    this.kind = kind;
    this.id = id;
    this.settings = settings;
  }
  get label() {
    return `Label of ${this.id}`;
  }
  getSettings() {
    return this.settings;
  }
  async applyConstraints(wish: Record<string, unknown>) {
    if (this.obeys === "refuses") throw new DOMException("refused", "OverconstrainedError");
    if (this.obeys === "yes") this.settings = { ...this.settings, ...wish };
  }
  mute(muted: boolean) {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? "mute" : "unmute"));
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

export interface Listed {
  readonly kind: MediaDeviceKind;
  readonly deviceId: string;
  readonly label: string;
}

const PLUGGED: readonly Listed[] = [
  { kind: "videoinput", deviceId: "cam-1", label: "Camera 1" },
  { kind: "audioinput", deviceId: "mic-1", label: "Microphone 1" },
  { kind: "audiooutput", deviceId: "out-1", label: "Speaker 1" },
  { kind: "videoinput", deviceId: "", label: "" },
];

type Wish = {
  video: false | { deviceId?: { exact: string } };
  audio: false | { deviceId?: { exact: string } };
};

/** A browser with these devices; `refuse` decides what each request is refused with. */
export function machine(
  refuse: (wish: Wish) => string | null = () => null,
  around: Partial<Surroundings> = {},
  remembered: Partial<Remembered> = {},
) {
  const clock = new Clock();
  /** Cameras whose picture was waited for, each with what tells that one came. */
  const watched = new Map<FakeTrack, () => void>();
  /** Microphones that are listened to. */
  const tapped = new Map<FakeTrack, (level: number) => void>();
  const rung: string[] = [];
  const plugged = [...PLUGGED];
  const tracks: FakeTrack[] = [];
  const wishes: Wish[] = [];
  let saved: Remembered = { ...FRESH, ...remembered };
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
          const { deviceId, ...settings } = asked || {};
          return new FakeTrack(kind, deviceId?.exact || "default", settings);
        });
      tracks.push(...made);
      return new FakeStream(made);
    },
    enumerateDevices: async () => [...plugged],
  });
  const port = {
    media,
    around: {
      secure: true,
      webview: false,
      allows: () => true,
      blocks: async () => false,
      grants: async () => true,
      ...around,
    },
    timers: clock,
    recall: () => saved,
    remember: (what: Remembered) => {
      saved = what;
    },
    stream: (of: FakeTrack[]) => new FakeStream(of),
    watch: (camera: FakeTrack, seen: () => void) => {
      watched.set(camera, seen);
      return () => watched.delete(camera);
    },
    tap: (microphone: FakeTrack, heard: (level: number) => void) => {
      tapped.set(microphone, heard);
      return () => tapped.delete(microphone);
    },
    routable: true,
    ring: async (speaker: string): Promise<Rung> => {
      rung.push(speaker);
      return "chosen";
    },
  } as unknown as DevicesPort;
  const hold = () => {
    gate = new Promise((resolve) => {
      open = resolve;
    });
  };
  /** The list of devices becomes another one. */
  const plug = async (change: (list: Listed[]) => Listed[]) => {
    plugged.splice(0, plugged.length, ...change([...plugged]));
    media.dispatchEvent(new Event("devicechange"));
    await settle();
  };
  const saying = { clock, watched, tapped, rung, plug };
  return { media, port, tracks, wishes, hold, release: () => open(), saved: () => saved, ...saying };
}

export const live = (tracks: FakeTrack[]) =>
  tracks.filter((track) => track.readyState === "live").map((track) => track.kind);
