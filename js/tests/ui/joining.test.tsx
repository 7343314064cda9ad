// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { CallScreen } from "../../src/ui/call-screen";
import { settle } from "./drawing";
import { digest, FakeCall } from "./fakes";
import { PAGE } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

const WITHOUT = "Join without camera or microphone";

function open(call: FakeCall): Promise<Screen> {
  return show(<CallScreen call={call} home={PAGE} />);
}

beforeEach(() => {
  pretendBrowser();
  localStorage.clear();
});

describe("while joining", () => {
  it("one can go on without devices as long as the browser asks for them", async () => {
    const call = new FakeCall();
    const screen = await open(call);
    await screen.submit();
    await settle(() => call.devices.change({ asking: true }));
    await screen.click(WITHOUT);
    expect(call.joins.map(({ media }) => media)).toEqual([true, false]);
    await settle(() => call.devices.change({ asking: false }));
    expect(screen.get("button", WITHOUT).getAttribute("aria-disabled")).toBe("true");
    await screen.click(WITHOUT);
    expect(call.joins).toHaveLength(2);
  });

  it.each(["Your name", "Passcode"])("%s keeps the focus, and cannot be changed", async (name) => {
    const call = new FakeCall(digest({ needs_passcode: true }));
    const screen = await open(call);
    const field = screen.get("textbox", name) as HTMLInputElement;
    field.focus();
    await screen.submit();
    expect([document.activeElement, field.disabled, field.readOnly]).toEqual([field, false, true]);
    await screen.submit();
    expect(call.joins).toHaveLength(1);
  });

  it("the button that was pressed keeps the focus", async () => {
    const screen = await open(new FakeCall());
    const button = screen.get("button", WITHOUT) as HTMLButtonElement;
    button.focus();
    await screen.click(WITHOUT);
    expect([document.activeElement, button.disabled]).toEqual([button, false]);
  });
});

describe("an observer", () => {
  it("is offered no camera and no microphone, and joins without", async () => {
    const call = new FakeCall(digest({ role: "observer" }));
    const screen = await open(call);
    for (const name of ["Camera", "Microphone"]) expect(screen.has("combobox", name)).toBe(false);
    for (const name of ["Camera on", "Microphone on", "Show preview", "Join meeting"])
      expect(screen.has("button", name)).toBe(false);
    expect(screen.has("combobox", "Speaker")).toBe(true);
    expect(screen.words).toContain("observer");
    await screen.submit();
    expect(call.joins).toEqual([{ name: "", media: false }]);
  });
});

describe("a refused passcode", () => {
  it.each(["passcode_required", "passcode_mismatch"])("%s: its field gets the focus", async (code) => {
    const call = new FakeCall();
    const screen = await open(call);
    const other = await open(call);
    for (const _ of ["first", "second"]) {
      await settle(() => screen.get("button", "Join meeting").focus());
      await screen.submit();
      await settle(() => call.change({ phase: "idle", problem: { code, message: "" } }));
      expect(document.activeElement).toBe(screen.get("textbox", "Passcode"));
    }
    expect(other.has("textbox", "Passcode")).toBe(true);
  });
});
