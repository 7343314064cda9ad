// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { CallScreen } from "../../src/ui/call-screen";
import type { Home } from "../../src/ui/home";
import { FakeDevices } from "../fakes/devices";
import { settle } from "./drawing";
import { digest, FakeCall, tile } from "./fakes";
import { CELL, PAGE } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

function open(call: FakeCall, home: Home = PAGE): Promise<Screen> {
  return show(<CallScreen call={call} home={home} />);
}

beforeEach(() => {
  pretendBrowser();
  localStorage.clear();
});

describe("prejoin", () => {
  it("has every control by its name and captures nothing when drawn", async () => {
    const call = new FakeCall();
    const screen = await open(call);
    expect(screen.get("heading").textContent).toBe("Linear algebra, office hours");
    for (const name of ["Camera", "Microphone", "Speaker"]) expect(screen.get("combobox", name)).toBeTruthy();
    for (const name of ["Camera on", "Microphone on"])
      expect(screen.get("button", name).getAttribute("aria-pressed")).toBe("true");
    for (const name of ["Show preview", "Join meeting", "Join without camera or microphone"])
      expect(screen.get("button", name)).toBeTruthy();
    expect(screen.get("textbox", "Your name")).toBeTruthy();
    expect(screen.has("textbox", "Passcode")).toBe(false);
    expect(screen.has("alert")).toBe(false);
    expect(call.devices.captures).toBe(0);
    expect(navigator.mediaDevices.getUserMedia).not.toHaveBeenCalled();
    expect(call.joins).toEqual([]);
  });

  it("toggles what will be on without capturing, and shows the preview on a click", async () => {
    const call = new FakeCall();
    const screen = await open(call);
    for (const name of ["Camera on", "Camera on", "Microphone on", "Microphone on"]) await screen.click(name);
    await screen.click("Microphone on");
    expect(screen.get("button", "Microphone on").getAttribute("aria-pressed")).toBe("false");
    expect(call.devices.captures).toBe(0);
    await screen.click("Show preview");
    expect(call.devices.captures).toBe(1);
    expect(call.devices.state.live).toEqual({ camera: true, microphone: false });
    expect(screen.has("button", "Show preview")).toBe(false);
  });

  it("switches the camera on for a preview that was asked for", async () => {
    const call = new FakeCall(digest(), new FakeDevices({ wanted: { camera: false, microphone: false } }));
    const screen = await open(call);
    await screen.click("Show preview");
    expect(call.devices.state.live.camera).toBe(true);
  });

  it("joins with the typed name, and proposes it next time", async () => {
    const call = new FakeCall();
    const screen = await open(call);
    await screen.fill("Your name", " Ada ");
    await screen.click("Join meeting");
    await screen.submit();
    expect(call.joins).toEqual([{ name: "Ada", media: true }]);
    expect(screen.get("button", "Join meeting").getAttribute("aria-busy")).toBe("true");
    expect(screen.get("status", "Connection").textContent).toBe("Connecting");
    const next = await open(new FakeCall());
    expect((next.get("textbox", "Your name") as HTMLInputElement).value).toBe("Ada");
  });

  it("joins without devices", async () => {
    const call = new FakeCall(digest({ name: "ada" }));
    const screen = await open(call);
    await screen.click("Join without camera or microphone");
    expect(call.joins).toEqual([{ name: "", media: false }]);
  });

  it("only suggests the server's name: it may come while one types", async () => {
    const screen = await open(new FakeCall(digest({ name: "ada" })));
    const field = screen.get("textbox", "Your name") as HTMLInputElement;
    expect([field.value, field.placeholder]).toEqual(["", "ada"]);
  });

  it("keeps a name that an invite fixes, and says that one is a guest", async () => {
    localStorage.setItem("notebook-meet.name", "Mallory");
    const call = new FakeCall(digest({ name: "Carol", name_fixed: true, guest: true }));
    const screen = await open(call, { ...PAGE, name: "Eve" });
    const box = screen.get("textbox", "Your name") as HTMLInputElement;
    expect([box.value, box.readOnly]).toEqual(["Carol", true]);
    expect(screen.words).toContain("guest");
  });

  it("shows markup in a title and a name as text", async () => {
    const payload = '<img src=x onerror="window.canary=1">';
    const call = new FakeCall(digest({ title: payload, name: payload }));
    const screen = await open(call);
    expect(screen.get("heading").textContent).toBe(payload);
    expect(screen.root.querySelector("img")).toBeNull();
  });
});

describe("passcode", () => {
  it("is asked for only if needed and not known already", async () => {
    const needed = digest({ needs_passcode: true });
    expect((await open(new FakeCall(needed))).has("textbox", "Passcode")).toBe(true);
    const known = new FakeCall(needed);
    known.passcode = "fourier";
    expect((await open(known)).has("textbox", "Passcode")).toBe(false);
  });

  it("is sent with the join, refused in words, and never stands in the page's markup", async () => {
    const call = new FakeCall(digest({ needs_passcode: true }));
    const screen = await open(call);
    await screen.fill("Passcode", "wrong-canary");
    await screen.submit();
    expect(call.joins).toEqual([{ name: "", media: true, passcode: "wrong-canary" }]);
    expect(screen.root.outerHTML).not.toContain("canary");
    expect(JSON.stringify({ ...localStorage })).not.toContain("canary");
    await settle(() => call.change({ phase: "idle", problem: { code: "passcode_mismatch", message: "" } }));
    expect(screen.get("alert").textContent).toContain("passcode is not right");
    expect(screen.get("textbox", "Passcode").getAttribute("aria-invalid")).toBe("true");
  });

  it("appears when the server asks for it only at the join", async () => {
    const call = new FakeCall();
    const screen = await open(call);
    await settle(() => call.change({ problem: { code: "passcode_required", message: "" } }));
    expect(screen.has("textbox", "Passcode")).toBe(true);
    await settle(() => call.change({ phase: "joining", problem: null }));
    expect(screen.has("textbox", "Passcode")).toBe(true);
  });

  it("says how long to wait after too many tries", async () => {
    const call = new FakeCall(digest({ needs_passcode: true }));
    const screen = await open(call);
    await settle(() => call.change({ problem: { code: "throttled", message: "", retryAfter: 7.2 } }));
    expect(screen.get("alert").textContent).toContain("Try in 8 seconds.");
  });
});

describe("a saved notebook", () => {
  it("shows title, time and a way in, and asks nobody before the person turns to it", async () => {
    const call = new FakeCall();
    const screen = await open(call, CELL);
    expect(screen.get("heading").textContent).toBe("Office hours");
    expect(screen.words).toMatch(/Created .*20\d\d/);
    expect(screen.has("button", "Join meeting")).toBe(true);
    expect(call.asked).toEqual([]);
    await settle(() =>
      screen.get("textbox", "Your name").dispatchEvent(new FocusEvent("focusin", { bubbles: true })),
    );
    expect(call.asked).toEqual(["preview"]);
  });

  it("asks the server once the kernel has answered", async () => {
    const call = new FakeCall();
    await open(call, { ...CELL, eager: true });
    expect(call.asked).toEqual(["preview"]);
  });

  it("shows the call at once when another view is in it", async () => {
    const call = new FakeCall();
    call.enter([tile("Ada", { you: true })]);
    const screen = await open(call, CELL);
    expect(screen.has("figure", "Ada (you)")).toBe(true);
    expect(call.asked).toEqual([]);
  });
});
