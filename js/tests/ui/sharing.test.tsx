// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import type { CallState } from "../../src/engine/model";
import { UNSHARED } from "../../src/engine/screen";
import { CallScreen } from "../../src/ui/call-screen";
import { settle } from "./drawing";
import { FakeCall, tile } from "./fakes";
import { CELL } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

const ADA = tile("Ada", { you: true, role: "presenter" });
const GRACE = tile("Grace");
const shared = (name: string, you = false) => tile(name, { you, source: "screen", screen: true });
const SHARING: Partial<CallState> = {
  screen: { ...UNSHARED, stream: new MediaStream() },
  screens: [shared("Ada", true)],
};

async function open(change: Partial<CallState> = {}): Promise<{ call: FakeCall; screen: Screen }> {
  const call = new FakeCall();
  call.enter([ADA, GRACE], { role: "presenter", ...change });
  return { call, screen: await show(<CallScreen call={call} home={CELL} />) };
}

beforeEach(() => pretendBrowser());

describe("the button", () => {
  it("is there for hosts and presenters, and shares", async () => {
    const { call, screen } = await open();
    expect(screen.get("button", "Share screen").getAttribute("aria-pressed")).toBe("false");
    await screen.click("Share screen");
    expect(call.asked).toEqual(["share screen"]);
    call.change({ role: "host" });
    await settle();
    screen.get("button", "Share screen");
  });

  it.each(["attendee", "observer"] as const)("is not there for an %s", async (role) => {
    const { screen } = await open({ role });
    expect(screen.has("button", "Share screen")).toBe(false);
  });

  it("is not there where the browser cannot share", async () => {
    const { call, screen } = await open({ role: "attendee" });
    call.screen.offered = false;
    call.change({ role: "presenter" });
    await settle();
    expect(screen.has("button", "Share screen")).toBe(false);
  });

  it("is pressed while the screen is shared, and then stops it", async () => {
    const { call, screen } = await open(SHARING);
    expect(screen.get("button", "Share screen").getAttribute("aria-pressed")).toBe("true");
    await screen.click("Share screen");
    expect(call.asked).toEqual(["stop screen"]);
  });
});

describe("who shares", () => {
  it("is told so all the time, can stop there, and does not lose the keyboard's place", async () => {
    const { call, screen } = await open(SHARING);
    expect(screen.root.textContent).toContain("You are sharing your screen");
    await screen.click("Stop sharing");
    expect(call.asked).toEqual(["stop screen"]);
    expect(document.activeElement).toBe(screen.get("region", "Meeting: Linear algebra, office hours"));
    call.change({ screen: UNSHARED, screens: [] });
    await settle();
    expect(screen.root.textContent).not.toContain("You are sharing your screen");
    expect(screen.has("button", "Stop sharing")).toBe(false);
    expect(screen.root.textContent).toContain("You stopped sharing your screen");
  });

  it("sees the own screen in a tile of its own, not mirrored", async () => {
    const { screen } = await open(SHARING);
    const video = screen.get("figure", "Ada's screen (you)").querySelector("video");
    expect([video?.muted, video?.className]).toEqual([true, "nbmeet-video"]);
  });
});

describe("a shared screen", () => {
  it("has a tile beside its owner's face, and counts as nobody", async () => {
    const { screen } = await open({ screens: [shared("Grace")] });
    for (const name of ["Ada (you)", "Grace", "Grace's screen"]) screen.get("figure", name);
    expect(screen.root.textContent).toContain("2 people");
    await screen.click("People");
    expect(screen.get("list", "Participants").querySelectorAll("li")).toHaveLength(2);
  });

  it("is announced when it comes and when it goes", async () => {
    const { call, screen } = await open();
    call.change({ screens: [shared("Grace")] });
    await settle();
    expect(screen.root.textContent).toContain("Grace shares a screen");
    call.change({ screens: [] });
    await settle();
    expect(screen.root.textContent).toContain("Grace stopped sharing");
  });

  it("goes without a word when its owner leaves: that is the news", async () => {
    const { call, screen } = await open({ screens: [shared("Grace")] });
    call.change({ tiles: [ADA], screens: [] });
    await settle();
    expect(screen.root.textContent).toContain("Grace left");
    expect(screen.root.textContent).not.toContain("stopped sharing");
  });

  it.each([
    ["policy", "Screens cannot be shared from this window."],
    ["system", "The operating system does not let the browser see the screen."],
    ["none", "There is no screen or window that can be shared."],
    ["unknown", "The screen could not be shared."],
  ] as const)("that is refused (%s) says why, until that is read", async (problem, words) => {
    const { call, screen } = await open({ screen: { ...UNSHARED, problem } });
    expect(screen.root.textContent).toContain(words);
    await screen.click("Dismiss");
    expect(call.asked).toEqual(["dismiss screen"]);
  });
});
