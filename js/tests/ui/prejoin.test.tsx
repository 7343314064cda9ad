// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import type { DeviceProblem } from "../../src/engine/model";
import { errors } from "../../src/protocol/constants.gen";
import { CallScreen } from "../../src/ui/call-screen";
import type { Home } from "../../src/ui/home";
import { problemWords } from "../../src/ui/text";
import { digest, FakeCall, FakeDevices, LINK, MEETING_ID, tile } from "./fakes";
import { CELL, PAGE } from "./homes";
import { pretendBrowser, type Screen, settle, show } from "./screen";

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
    const screen = await open(new FakeCall(digest(), devices));
    const labels = (name: string) =>
      [...screen.get("combobox", name).querySelectorAll("option")].map((one) => one.textContent);
    expect(labels("Camera")).toEqual(["System default", "Front", "Camera 2"]);
    expect(labels("Microphone")).toEqual(["System default"]);
    await screen.choose("Camera", "b");
    expect(devices.state.chosen.camera).toBe("b");
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

describe("device problems", () => {
  const words: Record<DeviceProblem, RegExp> = {
    insecure: /https/,
    policy: /not available in this window/,
    denied: /blocked/,
    busy: /in use by another program/,
    none: /found/,
    unplugged: /unplugged/,
    unsupported: /WebRTC/,
    unknown: /could not be started/,
  };
  const kinds = Object.keys(words) as DeviceProblem[];

  it.each(kinds)("%s has words of its own, and a cure", async (kind) => {
    const alerts = new Set<string>();
    for (const device of ["camera", "microphone", "both"] as const) {
      const call = new FakeCall(digest(), new FakeDevices({ problem: { kind, device } }));
      const screen = await open(call);
      const alert = screen.get("alert").textContent ?? "";
      alerts.add(alert);
      expect(alert).toMatch(words[kind]);
      for (const other of kinds.filter((one) => one !== kind)) expect(alert).not.toMatch(words[other]);
      expect(screen.has("button", "Join without camera or microphone")).toBe(true);
    }
    const anyDevice = ["insecure", "policy", "unsupported"].includes(kind);
    expect(alerts.size).toBe(anyDevice ? 1 : 3);
  });

  it("can be tried again", async () => {
    const devices = new FakeDevices({ problem: { kind: "denied", device: "both" } });
    const screen = await open(new FakeCall(digest(), devices));
    await screen.click("Try again");
    expect(devices.captures).toBe(1);
    expect(screen.has("alert")).toBe(false);
  });
});

describe("where media cannot work", () => {
  it("an insecure page explains https and leads to a browser, before any click", async () => {
    pretendBrowser({ secure: false });
    const call = new FakeCall();
    const screen = await open(call);
    expect(screen.get("alert").textContent).toMatch(/https.*localhost/s);
    const link = screen.get("button", "Open in browser") as HTMLAnchorElement;
    expect([link.getAttribute("href"), link.target]).toEqual([LINK, "_blank"]);
    expect((screen.get("textbox", "Address of the meeting") as HTMLInputElement).value).toBe(LINK);
    expect(screen.has("button", "Join meeting")).toBe(false);
    expect(screen.has("button", "Show preview")).toBe(false);
    await screen.submit();
    expect(call.joins).toEqual([{ name: "", media: false }]);
    expect(call.devices.captures).toBe(0);
  });

  it("leads to the public https address if the administrator set one", async () => {
    pretendBrowser({ secure: false });
    const call = new FakeCall();
    Object.defineProperty(call, "link", { value: `http://10.0.0.7:8888/meet/${MEETING_ID}` });
    const screen = await open(call, { ...PAGE, publicUrl: "https://meet.example.org/" });
    const link = screen.get("button", "Open in browser");
    expect(link.getAttribute("href")).toBe(`https://meet.example.org/${MEETING_ID}`);
  });

  it("leads to localhost where only that can help: at the server's own computer", async () => {
    pretendBrowser({ secure: false });
    const call = new FakeCall();
    Object.defineProperty(call, "link", { value: `http://my-laptop:8888/x/meet/${MEETING_ID}` });
    const screen = await open(call);
    const link = screen.get("button", "Open in browser");
    expect(link.getAttribute("href")).toBe(`http://localhost:8888/x/meet/${MEETING_ID}`);
  });

  it("a browser without WebRTC is told so", async () => {
    pretendBrowser({ webrtc: false });
    const screen = await open(new FakeCall());
    expect(screen.get("alert").textContent).toContain("This browser cannot make calls");
  });
});

describe("what the server says", () => {
  const codes = Object.keys(errors);

  it.each(codes)("%s becomes a sentence without a program's inside", async (code) => {
    const screen = await open(new FakeCall({ code, message: "RAW" }));
    const alert = screen.get("alert").textContent ?? "";
    expect(alert).toMatch(/^[A-Z].{12,}\.$/s);
    expect(alert).not.toMatch(/RAW|undefined|null|\[object|Traceback/);
  });

  it("distinguishes all of them", () => {
    const sentences = codes.map((code) => problemWords({ code, message: "" }));
    expect(new Set(sentences).size).toBe(codes.length);
  });

  it("repeats an unknown code's own message, and has words even without", () => {
    expect(problemWords({ code: "brand_new", message: "A new reason." })).toBe("A new reason.");
    expect(problemWords({ code: "constructor", message: "" })).toBe(errors.internal);
  });

  it.each(["meeting_not_found", "meeting_ended", "bad_id"])(
    "%s offers a new meeting on the page",
    async (code) => {
      let asked = 0;
      const home = { ...PAGE, createNew: () => (asked += 1) };
      const screen = await open(new FakeCall({ code, message: "" }), home);
      expect(screen.has("textbox", "Your name")).toBe(false);
      await screen.click("Create a new meeting");
      expect(asked).toBe(1);
    },
  );

  it("says in a cell how to make a new one", async () => {
    const screen = await open(new FakeCall({ code: "meeting_ended", message: "" }), { ...CELL, eager: true });
    expect(screen.get("alert").textContent).toContain("Meeting.create");
    expect(screen.has("button", "Create a new meeting")).toBe(false);
  });

  it("leads to the server that the kernel uses, when this page's does not know its meeting", async () => {
    const kernelAddress = `http://127.0.0.1:9999/meet/${MEETING_ID}`;
    const unknown = new FakeCall({ code: "meeting_not_found", message: "" });
    const screen = await open(unknown, { ...CELL, eager: true, kernelAddress });
    expect(screen.get("alert").textContent).toContain("belongs to another server");
    expect(screen.get("button", "Open in browser").getAttribute("href")).toBe(kernelAddress);
  });

  it("asks again after a server that did not answer", async () => {
    const call = new FakeCall({ code: "server_unreachable", message: "" });
    const screen = await open(call);
    call.answer = digest();
    await screen.click("Try again");
    expect(screen.has("alert")).toBe(false);
    expect(screen.get("heading").textContent).toBe("Linear algebra, office hours");
  });

  it("takes an ended digest for what it is", async () => {
    const screen = await open(new FakeCall(digest({ ended: true })));
    expect(screen.get("alert").textContent).toContain("has ended");
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
