// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { DeviceState } from "../../src/engine/model";
import { CallScreen } from "../../src/ui/call-screen";
import { FakeDevices } from "../fakes/devices";
import { settle } from "./drawing";
import { digest, FakeCall, tile } from "./fakes";
import { PAGE } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

beforeEach(() => pretendBrowser());

const LISTED = {
  camera: [{ id: "c1", label: "Front" }],
  microphone: [{ id: "m1", label: "Headset" }],
  speaker: [{ id: "s1", label: "Headset" }],
};

async function opened(
  state: Partial<DeviceState> = {},
  role: "attendee" | "observer" = "attendee",
): Promise<{ screen: Screen; devices: FakeDevices; call: FakeCall }> {
  const devices = new FakeDevices({ devices: LISTED, ...state });
  const call = new FakeCall(digest(), devices);
  call.enter([tile("Ada", { you: true })], { role });
  const screen = await show(<CallScreen call={call} home={PAGE} />);
  await screen.click("Settings");
  return { screen, devices, call };
}

describe("the panel", () => {
  it("opens and closes with its button, and with Escape", async () => {
    const { screen } = await opened();
    expect(screen.has("complementary", "Settings")).toBe(true);
    await screen.click("Settings");
    expect(screen.has("complementary", "Settings")).toBe(false);
    await screen.click("Settings");
    await screen.press(screen.get("combobox", "Camera"), "Escape");
    expect(screen.has("complementary", "Settings")).toBe(false);
    expect(document.activeElement).toBe(screen.get("button", "Settings"));
  });

  it("chooses devices", async () => {
    const { screen, devices } = await opened();
    await screen.choose("Camera", "c1");
    await screen.choose("Microphone", "m1");
    await screen.choose("Speaker", "s1");
    expect(devices.state.chosen).toEqual({ camera: "c1", microphone: "m1", speaker: "s1" });
  });

  it("says that a chosen device is not connected", async () => {
    const { screen } = await opened({
      chosen: { camera: "", microphone: "gone", speaker: "" },
      labels: { camera: "", microphone: "USB microphone", speaker: "" },
    });
    const words = [...screen.get("combobox", "Microphone").querySelectorAll("option")].map(
      (one) => one.textContent,
    );
    expect(words).toEqual(["System default", "USB microphone (not connected)", "Headset"]);
  });

  it("offers an observer a speaker and nothing else", async () => {
    const { screen } = await opened({}, "observer");
    expect(screen.has("combobox", "Speaker")).toBe(true);
    expect(screen.has("button", "Test speaker")).toBe(true);
    for (const name of ["Camera", "Microphone"]) expect(screen.has("combobox", name)).toBe(false);
    expect(screen.has("button", "Noise suppression")).toBe(false);
  });
});

it.each([
  ["Noise suppression", "noiseSuppression"],
  ["Echo cancellation", "echoCancellation"],
  ["Automatic volume", "autoGainControl"],
] as const)("%s is a toggle", async (name, field) => {
  const { screen, devices } = await opened();
  const toggle = screen.get("button", name);
  expect(toggle.getAttribute("aria-pressed")).toBe("true");
  await screen.click(name);
  expect(devices.state.processing[field]).toBe(false);
  expect(toggle.getAttribute("aria-pressed")).toBe("false");
});

describe("the speaker's test", () => {
  it.each([
    ["chosen", /choose another speaker\./],
    ["default", /system's settings/],
    ["failed", /could not be used/],
  ] as const)("says that it plays, and then what to do: %s", async (rung, words) => {
    const { screen, devices } = await opened();
    await screen.click("Test speaker");
    expect(screen.words).toContain("Playing…");
    await screen.click("Test speaker");
    expect(devices.tones).toHaveLength(1);
    await settle(() => devices.tones[0]?.(rung));
    expect(screen.words).not.toContain("Playing…");
    expect(screen.words).toMatch(words);
  });

  it("says nothing of a speaker that is not the chosen one any more", async () => {
    const { screen, devices } = await opened();
    await screen.click("Test speaker");
    await settle(() => devices.change({ speaker: "s1" }));
    expect(screen.words).not.toContain("Playing…");
    await settle(() => devices.tones[0]?.("failed"));
    expect(screen.words).not.toMatch(/could not be used/);
  });

  it.each([true, false])("says where the browser cannot choose a speaker: %s", async (routable) => {
    const { screen } = await opened({ routable });
    expect(screen.words.includes("system's default speaker")).toBe(!routable);
  });
});

describe("the level meter", () => {
  const RUNNING = { live: { camera: false, microphone: true } };
  const level = (screen: Screen) => screen.get("meter", "Microphone level").getAttribute("aria-valuenow");

  it("shows how loud the running microphone is", async () => {
    const { screen, devices } = await opened(RUNNING);
    for (const tell of devices.ears) tell(0.42);
    expect(level(screen)).toBe("42");
  });

  it("is not there, and measures nothing, while the microphone is off or the panel closed", async () => {
    const { screen, devices } = await opened();
    expect([screen.has("meter"), devices.ears.size]).toEqual([false, 0]);
    await settle(() => devices.change(RUNNING));
    expect([screen.has("meter"), devices.ears.size]).toEqual([true, 1]);
    await screen.click("Settings");
    expect([screen.has("meter"), devices.ears.size]).toEqual([false, 0]);
  });

  it("moves seldom for people who ask for less motion", async () => {
    const time = vi.spyOn(performance, "now").mockReturnValue(0);
    vi.spyOn(globalThis, "matchMedia").mockReturnValue({ matches: true } as MediaQueryList);
    const { screen, devices } = await opened(RUNNING);
    const tell = (value: number) => [...devices.ears].map((ear) => ear(value));
    tell(0.1);
    time.mockReturnValue(100);
    tell(0.9);
    expect(level(screen)).toBe("10");
    time.mockReturnValue(600);
    tell(0.8);
    expect(level(screen)).toBe("80");
    vi.restoreAllMocks();
  });

  it("is there before the call, too, once the microphone runs", async () => {
    const devices = new FakeDevices({ devices: LISTED });
    const screen = await show(<CallScreen call={new FakeCall(digest(), devices)} home={PAGE} />);
    expect(screen.has("meter")).toBe(false);
    await settle(() => devices.change(RUNNING));
    expect(screen.has("meter", "Microphone level")).toBe(true);
  });
});

describe("the diagnostics", () => {
  const clipboard = (writeText: (words: string) => Promise<void>) =>
    Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });

  it("are copied as JSON", async () => {
    const copied: string[] = [];
    clipboard(async (words) => void copied.push(words));
    const { screen } = await opened();
    await screen.click("Copy diagnostics");
    expect(JSON.parse(copied[0] ?? "")).toMatchObject({
      call: { phase: "in" },
      devices: { camera: { found: 1 } },
    });
  });

  it("are shown where copying is refused", async () => {
    clipboard(async () => {
      throw new DOMException("No.", "NotAllowedError");
    });
    const { screen } = await opened();
    await screen.click("Copy diagnostics");
    const shown = screen.get("textbox", "Diagnostics") as HTMLTextAreaElement;
    expect(JSON.parse(shown.value)).toMatchObject({ call: { phase: "in" } });
  });
});

it("a device that was replaced is told of without a button that would do nothing", async () => {
  const { screen } = await opened({ problem: { kind: "replaced", device: "microphone" } });
  expect(screen.get("alert").textContent).toContain("Another one is in use now");
  expect(screen.has("button", "Try again")).toBe(false);
});
