// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import type { DeviceProblem } from "../../src/engine/model";
import { CallScreen } from "../../src/ui/call-screen";
import { FakeDevices } from "../fakes/devices";
import { digest, FakeCall } from "./fakes";
import { PAGE } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

function open(devices: FakeDevices): Promise<Screen> {
  return show(<CallScreen call={new FakeCall(digest(), devices)} home={PAGE} />);
}

beforeEach(() => pretendBrowser());

it("offers each device once and chooses it", async () => {
  const devices = new FakeDevices({
    devices: {
      camera: [
        { id: "a", label: "Front" },
        { id: "b", label: "" },
      ],
      microphone: [{ id: "default", label: "Default" }],
      speaker: [],
    },
  });
  const screen = await open(devices);
  const labels = (name: string) =>
    [...screen.get("combobox", name).querySelectorAll("option")].map((one) => one.textContent);
  expect(labels("Camera")).toEqual(["System default", "Front", "Camera 2"]);
  expect(labels("Microphone")).toEqual(["System default"]);
  await screen.choose("Camera", "b");
  expect(devices.state.chosen.camera).toBe("b");
});

describe("device problems", () => {
  const words: Record<DeviceProblem, RegExp> = {
    insecure: /https/,
    policy: /not available in this window/,
    denied: /blocked/,
    busy: /in use by another program/,
    none: /found/,
    unplugged: /unplugged\..*choose another one, then try again/,
    replaced: /Another one is in use|Others are in use/,
    silent: /deliver/,
    unsupported: /WebRTC/,
    unknown: /could not be started/,
  };
  const kinds = Object.keys(words) as DeviceProblem[];

  it.each(kinds)("%s has words of its own, and a cure", async (kind) => {
    const alerts = new Set<string>();
    for (const device of ["camera", "microphone", "both"] as const) {
      const screen = await open(new FakeDevices({ problem: { kind, device } }));
      const alert = screen.get("alert").textContent ?? "";
      alerts.add(alert);
      expect(alert).toMatch(words[kind]);
      for (const other of kinds.filter((one) => one !== kind)) expect(alert).not.toMatch(words[other]);
      expect(screen.has("button", "Join without camera or microphone")).toBe(true);
    }
    const anyDevice = ["insecure", "unsupported"].includes(kind);
    expect(alerts.size).toBe(anyDevice ? 1 : 3);
  });

  it("can be tried again", async () => {
    const devices = new FakeDevices({ problem: { kind: "denied", device: "both" } });
    const screen = await open(devices);
    await screen.click("Try again");
    expect(devices.captures).toBe(1);
    expect(screen.has("alert")).toBe(false);
  });
});
