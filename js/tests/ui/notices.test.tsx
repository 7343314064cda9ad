// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { problem } from "../../src/engine/api";
import { CallScreen } from "../../src/ui/call-screen";
import { FakeDevices } from "../fakes/devices";
import { settle } from "./drawing";
import { digest, FakeCall, tile } from "./fakes";
import { CELL } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

function inCall(change: Parameters<FakeCall["enter"]>[1] = {}): FakeCall {
  const call = new FakeCall(digest(), new FakeDevices({ live: { camera: true, microphone: true } }));
  call.enter([tile("Ada", { you: true }), tile("Grace")], change);
  return call;
}

function open(call: FakeCall): Promise<Screen> {
  return show(<CallScreen call={call} home={CELL} />);
}

beforeEach(() => pretendBrowser());

const SILENT = { connection: "unreachable", outage: problem("server_unreachable") } as const;
const BACK = { connection: "connected", outage: null } as const;

describe("an outage", () => {
  it("says what is going on, and what to do, when the server does not answer", async () => {
    const call = inCall({ connection: "reconnecting" });
    const screen = await open(call);
    expect(screen.has("alert")).toBe(false);
    await settle(() => call.change(SILENT));
    expect(screen.get("alert").textContent).toMatch(/does not answer.*keeps trying.*Check your network/);
    await settle(() => call.change(BACK));
    expect(screen.has("alert")).toBe(false);
  });

  it.each([
    ["storage_full", /disk is full/],
    ["storage_unavailable", /database/],
    ["server_busy", /busy/],
  ] as const)("says %s when that is what the server answers", async (code, words) => {
    const screen = await open(inCall({ connection: "reconnecting", outage: problem(code) }));
    const alert = screen.get("alert").textContent;
    expect(alert).toMatch(words);
    expect(alert).toContain("keeps trying");
    expect(screen.words).not.toMatch(/does not answer|Check your network/);
  });

  it("frees the stage when it is dismissed; the strip goes on saying it, and the next one is news", async () => {
    const call = inCall(SILENT);
    const screen = await open(call);
    await screen.click("Dismiss");
    expect(screen.has("alert")).toBe(false);
    expect(screen.get("status", "Connection").textContent).toBe("The server does not answer");
    await settle(() => call.change({ outage: problem("server_busy") }));
    expect(screen.has("alert")).toBe(false);
    await settle(() => call.change(BACK));
    await settle(() => call.change(SILENT));
    expect(screen.has("alert")).toBe(true);
  });
});

it.each([
  ["an outage", SILENT, null],
  ["a problem", { problem: problem("video_full") }, null],
  ["a device's trouble", {}, { kind: "busy", device: "camera" }],
] as const)("gives the focus to the meeting when %s is dismissed", async (_, change, trouble) => {
  const call = inCall(change);
  call.devices.change({ problem: trouble });
  const screen = await open(call);
  screen.get("button", "Dismiss").focus();
  await screen.click("Dismiss");
  expect(screen.has("alert")).toBe(false);
  expect(document.activeElement).toBe(screen.get("region"));
});

describe("notices", () => {
  it("says that the mesh has no room for another camera only to those who asked for it", async () => {
    const call = inCall({ video: { limit: 4, allowed: false } });
    call.devices.change({ live: { camera: false, microphone: true } });
    const screen = await open(call);
    expect(screen.has("alert")).toBe(false);
    await settle(() => call.change({ problem: { code: "video_full", message: "" } }));
    expect(screen.get("alert").textContent).toContain("camera on already");
    await screen.click("Dismiss");
    expect(screen.has("alert")).toBe(false);
  });

  it("tries only the device again that failed", async () => {
    const call = inCall();
    call.devices.change({ live: { camera: false, microphone: false } });
    const screen = await open(call);
    for (const device of ["microphone", "camera"] as const) {
      await settle(() => call.devices.change({ problem: { kind: "busy", device } }));
      await screen.click("Try again");
    }
    expect(call.asked).toEqual(["microphone true", "camera true"]);
  });

  it("can be dismissed", async () => {
    const call = inCall({ problem: { code: "not_allowed", message: "" } });
    const screen = await open(call);
    expect(screen.get("alert").textContent).toContain("role");
    await screen.click("Dismiss");
    expect(call.asked).toEqual(["dismiss"]);
    expect(screen.has("alert")).toBe(false);
  });

  it("shows a device that went away, until it is back or dismissed", async () => {
    const call = inCall();
    const screen = await open(call);
    const unplugged = () =>
      settle(() => call.devices.change({ problem: { kind: "unplugged", device: "camera" } }));
    await unplugged();
    expect(screen.get("alert").textContent).toContain("Camera was unplugged");
    await screen.click("Dismiss");
    expect(screen.has("alert")).toBe(false);
    await unplugged();
    expect(screen.has("alert")).toBe(true);
  });
});
