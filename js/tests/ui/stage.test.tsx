// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { CallScreen } from "../../src/ui/call-screen";
import { Stage } from "../../src/ui/meeting/stage";
import { id } from "../fakes/people";
import { settle } from "./drawing";
import { FakeCall, tile } from "./fakes";
import { CELL } from "./homes";
import { measure } from "./observers";
import { pretendBrowser, type Screen, show } from "./screen";

const ADA = tile("Ada", { you: true });
const crowd = (count: number) => [ADA, ...Array.from({ length: count - 1 }, (_, at) => tile(`P${at + 1}`))];

async function open(tiles = crowd(3), size = { width: 784, height: 340 }) {
  const call = new FakeCall();
  call.enter(tiles);
  const told: string[][] = [];
  call.seen.show = (_, sights) =>
    told.push(sights.map((one) => `${one.id.replaceAll("_", "")} ${one.width}`));
  const observers = measure(size);
  const draw = () => <Stage call={call} state={call.state} selfHidden={false} alone={null} />;
  const screen = await show(draw());
  return { call, screen, told, observers };
}

const names = (screen: Screen) => screen.all("figure").map((one) => one.getAttribute("aria-label"));
const width = (screen: Screen, name: string) => Number.parseFloat(screen.get("figure", name).style.width);

beforeEach(() => {
  pretendBrowser();
  localStorage.clear();
});

describe("stage", () => {
  it("shows a pinned tile large until it is unpinned, and one at a time", async () => {
    const { screen } = await open();
    expect(width(screen, "P1")).toBe(width(screen, "P2"));
    await screen.click("Pin P1");
    expect(width(screen, "P1")).toBeGreaterThan(2 * width(screen, "P2"));
    expect(screen.get("button", "Pin P1").getAttribute("aria-pressed")).toBe("true");
    await screen.click("Pin Ada (you)");
    expect(width(screen, "Ada (you)")).toBeGreaterThan(2 * width(screen, "P1"));
    await screen.click("Pin Ada (you)");
    expect(width(screen, "Ada (you)")).toBe(width(screen, "P1"));
  });

  it("keeps every video where it is in the document when the plan changes", async () => {
    const { screen } = await open();
    const before = screen.all("figure").map((one) => one.querySelector("video"));
    await screen.click("Pin P2");
    expect(screen.all("figure").map((one) => one.querySelector("video"))).toEqual(before);
  });

  it("has pages only for more tiles than fit", async () => {
    expect((await open(crowd(25))).screen.has("button", "Next tiles")).toBe(false);
    const { screen } = await open(crowd(25), { width: 302, height: 224 });
    expect(names(screen).slice(0, 2)).toEqual(["Ada (you)", "P1"]);
    await screen.click("Next tiles");
    expect(names(screen)).not.toContain("P1");
    await screen.click("Previous tiles");
    expect(names(screen)).toContain("P1");
    await screen.click("Previous tiles");
    expect(names(screen)).toContain("P24");
  });

  it("keeps raised hands in sight on every page", async () => {
    const tiles = [...crowd(20), tile("Zoe", { hand: 1 })];
    const { screen } = await open(tiles, { width: 302, height: 224 });
    expect(names(screen)).toContain("Zoe");
    await screen.click("Next tiles");
    expect(names(screen)).toContain("Zoe");
  });

  it("tells whom it shows and how large, and nothing of what is out of sight", async () => {
    const { screen, told, observers } = await open();
    expect(told.at(-1)).toEqual(["P1 295", "P2 295"]);
    await screen.click("Pin P1");
    expect(Number(told.at(-1)?.[0]?.split(" ")[1])).toBeGreaterThan(500);
    await settle(() => observers.scroll(false));
    expect(told.at(-1)).toEqual([]);
    await settle(() => observers.scroll(true));
    expect(told.at(-1)).toHaveLength(2);
  });

  it("tells nothing of those on other pages", async () => {
    const { told } = await open(crowd(25), { width: 302, height: 224 });
    expect(told.at(-1)?.length).toBeLessThan(10);
    expect(told.at(-1)?.join()).not.toContain(id("P20").replaceAll("_", ""));
  });
});

describe("who speaks", () => {
  const outlined = (screen: Screen) =>
    screen
      .all("figure")
      .filter((one) => one.classList.contains("nbmeet-speaking"))
      .map((one) => one.getAttribute("aria-label"));

  it("is outlined, oneself too", async () => {
    const { call, screen } = await open();
    expect(outlined(screen)).toEqual([]);
    await settle(() => call.voices.change({ speaking: [id("Ada"), id("P2")], spoken: [id("P2")] }));
    expect(outlined(screen)).toEqual(["Ada (you)", "P2"]);
    await settle(() => call.voices.change({ speaking: [] }));
    expect(outlined(screen)).toEqual([]);
  });

  it("stays in sight on every page, and moves nobody", async () => {
    const { call, screen } = await open(crowd(20), { width: 302, height: 224 });
    const before = names(screen);
    await settle(() => call.voices.change({ spoken: [id("P15"), id("P14")] }));
    expect(names(screen)).toEqual([...before.slice(0, -1), "P15"]);
    await screen.click("Next tiles");
    expect(names(screen)).toContain("P15");
  });
});

describe("the self view", () => {
  it("is hidden for this person alone, and remembered", async () => {
    const call = new FakeCall();
    call.enter(crowd(3), { role: "host" });
    const screen = await show(<CallScreen call={call} home={CELL} />);
    await screen.click("Hide self view");
    expect(names(screen)).toEqual(["P1", "P2"]);
    expect(call.asked).toEqual([]);
    const later = await show(<CallScreen call={call} home={CELL} />);
    expect(names(later)).toEqual(["P1", "P2"]);
    await later.click("Show self view");
    expect(names(later)).toEqual(["Ada (you)", "P1", "P2"]);
  });
});

describe("the spotlight", () => {
  const spotlit = (call: FakeCall, name: string | null) =>
    settle(() => {
      const { meeting } = call.state;
      if (meeting) call.change({ meeting: { ...meeting, spotlight: name && id(name) } });
    });

  it("shows whom the host has chosen large to everybody, but not to who has pinned another", async () => {
    const call = new FakeCall();
    call.enter(crowd(3), { role: "attendee" });
    measure({ width: 784, height: 340 });
    const screen = await show(<CallScreen call={call} home={CELL} />);
    expect(screen.has("button", "Spotlight P2")).toBe(false);
    await spotlit(call, "P2");
    expect(width(screen, "P2")).toBeGreaterThan(2 * width(screen, "P1"));
    await screen.click("Pin P1");
    expect(width(screen, "P1")).toBeGreaterThan(2 * width(screen, "P2"));
    await screen.click("Pin P1");
    await spotlit(call, null);
    expect(width(screen, "P2")).toBe(width(screen, "P1"));
  });

  it("is turned on and off by hosts", async () => {
    const call = new FakeCall();
    call.enter(crowd(3), { role: "host" });
    const screen = await show(<CallScreen call={call} home={CELL} />);
    await screen.click("Spotlight P2");
    await spotlit(call, "P2");
    expect(screen.get("button", "Spotlight P2").getAttribute("aria-pressed")).toBe("true");
    await screen.click("Spotlight P2");
    expect(call.asked).toEqual([`spotlight ${id("P2")}`, "spotlight null"]);
  });
});
