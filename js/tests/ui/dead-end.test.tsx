// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Digest } from "../../src/protocol/types.gen";
import { CallScreen } from "../../src/ui/call-screen";
import { settle } from "./drawing";
import { digest, FakeCall } from "./fakes";
import { PAGE } from "./homes";
import { pretendBrowser, show } from "./screen";

beforeEach(() => {
  pretendBrowser();
  localStorage.clear();
});

describe("a camera that was on before joining proved impossible", () => {
  it.each(["meeting_ended", "removed", "invite_used_up", "not_allowed"])("goes off at %s", async (code) => {
    const call = new FakeCall();
    const screen = await show(<CallScreen call={call} home={PAGE} />);
    await screen.click("Show preview");
    expect(call.devices.state.live.camera).toBe(true);
    await settle(() => call.change({ phase: "idle", problem: { code, message: "" } }));
    expect(screen.has("textbox", "Your name")).toBe(false);
    expect(call.devices.state.live).toEqual({ camera: false, microphone: false });
  });

  it("goes off when the server's answer comes late", async () => {
    let answer: (found: Digest) => void = () => undefined;
    const call = new FakeCall();
    call.preview = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const screen = await show(<CallScreen call={call} home={PAGE} />);
    await screen.click("Show preview");
    await settle(() => answer(digest({ ended: true })));
    expect(screen.get("alert").textContent).toContain("has ended");
    expect(call.devices.state.live.camera).toBe(false);
  });

  it("stays on when only the passcode was wrong", async () => {
    const call = new FakeCall(digest({ needs_passcode: true }));
    const screen = await show(<CallScreen call={call} home={PAGE} />);
    await screen.click("Show preview");
    await settle(() => call.change({ phase: "idle", problem: { code: "passcode_mismatch", message: "" } }));
    expect(call.devices.state.live.camera).toBe(true);
  });
});

describe("an invite where guests are not let in", () => {
  it("says so, leads to the login, and is kept for afterwards", async () => {
    const home = { ...PAGE, logIn: vi.fn(), forgetInvite: vi.fn() };
    const call = new FakeCall({ code: "guests_refused", message: "" });
    const screen = await show(<CallScreen call={call} home={home} />);
    await settle();
    expect(screen.get("alert").textContent).toContain("your invite counts then, too");
    await screen.click("Log in");
    expect(home.logIn).toHaveBeenCalledOnce();
    expect(home.forgetInvite).not.toHaveBeenCalled();
  });
});
