import { expect, it } from "vitest";
import { diagnostics } from "../../src/engine/diagnostics";
import { FakeDevices } from "../fakes/devices";
import { quality } from "../fakes/quality";
import { FakeCall, tile } from "../ui/fakes";

const PLACE = { agent: "A browser 1.0", secure: true, at: 1_795_000_000 };
const SECRETS = ["Secret name", "Secret label", "secret-id", "secret-chosen", "Secret title", "secret-track"];

function track() {
  const settings = {
    deviceId: "secret-id",
    groupId: "secret-id",
    width: 640,
    height: 360,
    echoCancellation: true,
  };
  return {
    kind: "video",
    id: "secret-track",
    label: "Secret label",
    enabled: true,
    muted: false,
    readyState: "live",
    getSettings: () => settings,
  };
}

function everything() {
  const listed = [
    { id: "secret-id", label: "Secret label" },
    { id: "secret-chosen", label: "Secret label" },
  ];
  const devices = new FakeDevices({
    devices: { camera: listed, microphone: listed, speaker: [] },
    chosen: { camera: "secret-chosen", microphone: "", speaker: "secret-id" },
    labels: { camera: "Secret label", microphone: "", speaker: "Secret label" },
    live: { camera: true, microphone: false },
    problem: { kind: "silent", device: "camera" },
    stream: { getTracks: () => [track()] } as unknown as MediaStream,
  });
  const good = quality("good");
  const received = [{ track: "secret-track", width: 320, height: 180, frameRate: 24 }];
  const call = new FakeCall(undefined, devices);
  call.enter([
    tile("Secret name", { you: true, id: "secret-id" }),
    tile("Secret name too", {
      id: "secret-id",
      link: "interrupted",
      quality: { ...good, figures: { ...good.figures, received } },
    }),
  ]);
  call.change({
    meeting: call.state.meeting && { ...call.state.meeting, id: "secret-id", title: "Secret title" },
    problem: { code: "video_full", message: "Secret name" },
  });
  return { call, devices };
}

it("tells what helps", () => {
  const { call, devices } = everything();
  const report = JSON.parse(diagnostics(call.state, devices.state, PLACE));
  expect(report).toMatchObject({
    at: "2026-11-18T11:06:40.000Z",
    browser: { agent: "A browser 1.0", secure: true },
    call: { phase: "in", connection: "connected", problem: "video_full" },
    devices: {
      live: { camera: true, microphone: false },
      problem: { kind: "silent", device: "camera" },
      camera: { found: 2, chosen: 2 },
      microphone: { found: 2, chosen: "default" },
      speaker: { found: 0, chosen: "gone" },
      tracks: [{ kind: "video", state: "live", width: 640, height: 360, echoCancellation: true }],
    },
    peers: [{ number: 1, link: "interrupted", quality: { grade: "good", received: [{ width: 320 }] } }],
  });
});

it("tells nobody's name, and nothing that finds a person, a device or a meeting", () => {
  const { call, devices } = everything();
  const report = diagnostics(call.state, devices.state, PLACE);
  expect(SECRETS.filter((secret) => report.includes(secret))).toEqual([]);
});
