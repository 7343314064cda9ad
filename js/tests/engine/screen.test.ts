import { describe, expect, it } from "vitest";
import { OwnScreen, screenProblem, UNSHARED } from "../../src/engine/screen";
import { settle } from "./clock";
import { display, endedByBrowser, live } from "./display";

function own() {
  const browser = display();
  const seen: unknown[] = [];
  const screen: OwnScreen = new OwnScreen(browser.port, () => seen.push(screen.state));
  return { ...browser, browser, screen, seen };
}

describe("the own screen", () => {
  it("is asked for with system audio, without this call's own voices, and with the page itself on offer", async () => {
    const { screen, wishes } = own();
    await screen.share();
    expect(wishes).toHaveLength(1);
    expect(wishes[0]).toMatchObject({
      video: { width: { max: 1920 }, height: { max: 1080 } },
      audio: { restrictOwnAudio: true },
      systemAudio: "include",
      selfBrowserSurface: "include",
    });
  });

  it("is shared, and favours sharpness", async () => {
    const { screen, shared } = own();
    await screen.share();
    expect(screen.state).toMatchObject({ asking: false, problem: null });
    expect(screen.state.stream?.getTracks()).toEqual(shared);
    const hints = shared.map((each) => (each as unknown as MediaStreamTrack).contentHint);
    expect(hints).toEqual(["detail", "music"]);
  });

  it("is asked for once at a time", async () => {
    const { screen, wishes } = own();
    const [one, other] = [screen.share(), screen.share()];
    expect(screen.state.asking).toBe(true);
    await Promise.all([one, other]);
    await screen.share();
    expect(wishes).toHaveLength(1);
  });

  it("stops on command, and can be shared again", async () => {
    const { screen, shared } = own();
    await screen.share();
    screen.stop();
    expect(screen.state).toEqual(UNSHARED);
    expect(live(shared)).toEqual([]);
    await screen.share();
    expect(live(shared)).toEqual(["video", "audio"]);
  });

  it("stops, with its sound, when the browser's bar ends the picture", async () => {
    const { screen, shared } = own();
    await screen.share();
    endedByBrowser(shared[0]);
    expect(screen.state).toEqual(UNSHARED);
    expect(live(shared)).toEqual([]);
  });

  it("goes on without sound when only that ends", async () => {
    const { screen, shared } = own();
    await screen.share();
    endedByBrowser(shared[1]);
    expect(screen.state.stream).not.toBeNull();
  });

  it("is not shared when the answer comes after the end", async () => {
    const { browser, screen, shared } = own();
    let answer = () => {};
    browser.answer = () =>
      new Promise((resolve) => {
        answer = () => resolve(browser.screen());
      });
    const sharing = screen.share();
    screen.stop();
    expect(screen.state).toEqual(UNSHARED);
    answer();
    await sharing;
    expect(screen.state).toEqual(UNSHARED);
    expect(live(shared)).toEqual([]);
  });

  it("says nothing about a refusal after the end", async () => {
    const { browser, screen } = own();
    let refuse = () => {};
    browser.answer = () =>
      new Promise((_, reject) => {
        refuse = () => reject(new DOMException("", "AbortError"));
      });
    void screen.share();
    screen.stop();
    refuse();
    await settle();
    expect(screen.state).toEqual(UNSHARED);
  });

  it("is no trouble when the person closes the question", async () => {
    const { browser, screen } = own();
    browser.answer = async () => {
      throw new DOMException("Permission denied", "NotAllowedError");
    };
    await screen.share();
    expect(screen.state).toEqual(UNSHARED);
  });

  it("says what forbids it, until that has been read", async () => {
    const { browser, screen } = own();
    browser.allowed = false;
    browser.answer = async () => {
      throw new DOMException("Access to the feature is disallowed", "NotAllowedError");
    };
    await screen.share();
    expect(screen.state).toEqual({ ...UNSHARED, problem: "policy" });
    screen.dismiss();
    expect(screen.state).toEqual(UNSHARED);
  });

  it("is not offered by a browser that cannot", async () => {
    const screen = new OwnScreen({ ask: null, allows: () => true }, () => {});
    expect(screen.offered).toBe(false);
    await screen.share();
    expect(screen.state).toEqual(UNSHARED);
  });
});

describe("a refusal", () => {
  it.each([
    ["NotAllowedError", "Permission denied", true, null],
    ["NotAllowedError", "Permission denied by system", true, "system"],
    ["NotAllowedError", "", false, "policy"],
    ["SecurityError", "", true, "policy"],
    ["NotFoundError", "", true, "none"],
    ["NotReadableError", "", true, "none"],
    ["InvalidStateError", "", true, "unknown"],
    ["AbortError", "", true, "unknown"],
  ] as const)("by %s (%s)", (name, message, allowed, problem) => {
    expect(screenProblem(new DOMException(message, name), allowed)).toBe(problem);
  });
});
