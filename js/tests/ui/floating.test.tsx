// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { CallScreen } from "../../src/ui/call-screen";
import { FakeDevices } from "../fakes/devices";
import { id } from "../fakes/people";
import { settle } from "./drawing";
import { digest, FakeCall, LINK, tile } from "./fakes";
import { CELL, PAGE } from "./homes";
import { measure } from "./observers";
import { pretendBrowser, Screen, show } from "./screen";

const TILES = [tile("Ada", { you: true }), tile("Grace", { camera: false }), tile("Alan")];
const FLOATING = "Floating view of the meeting: Linear algebra, office hours";

function inCall() {
  const devices = new FakeDevices({ live: { camera: true, microphone: true } });
  const call = new FakeCall(digest(), devices);
  call.enter(TILES, { role: "host" });
  return call;
}

async function open(home = CELL) {
  const observers = measure({ width: 784, height: 340 });
  const call = inCall();
  const screen = await show(<CallScreen call={call} home={home} />);
  return { call, screen, observers, body: new Screen(document.body) };
}

beforeEach(() => {
  pretendBrowser();
  localStorage.clear();
});

describe("the floating view", () => {
  it("stays in the page while the cell is scrolled away, and goes when it is back", async () => {
    const { screen, observers, body } = await open();
    expect(body.has("complementary", FLOATING)).toBe(false);
    await settle(() => observers.scroll(false));
    const floating = body.get("complementary", FLOATING);
    expect(screen.root.contains(floating)).toBe(false);
    expect(floating.textContent).toContain("Alan");
    await settle(() => observers.scroll(true));
    expect(body.has("complementary", FLOATING)).toBe(false);
  });

  it("shows who speaks, and tells the call that this one is seen", async () => {
    const { call, observers, body } = await open();
    await settle(() => observers.scroll(false));
    const told: string[] = [];
    call.seen.show = (_, sights) => told.push(...sights.map((sight) => sight.id));
    await settle(() => call.voices.change({ speaking: [id("Grace")], spoken: [id("Grace")] }));
    expect(body.get("complementary", FLOATING).textContent).toContain("Grace");
    expect(told).toEqual([id("Grace")]);
  });

  it("switches the microphone, and leads back", async () => {
    const { call, screen, observers, body } = await open();
    const region = screen.get("region");
    const scrolled = vi.spyOn(region, "scrollIntoView");
    await settle(() => observers.scroll(false));
    const floating = new Screen(body.get("complementary", FLOATING));
    expect(floating.get("button", "Microphone").getAttribute("aria-pressed")).toBe("true");
    await floating.click("Microphone");
    expect(call.asked).toEqual(["microphone false"]);
    expect(floating.get("button", "Microphone").getAttribute("aria-pressed")).toBe("false");
    await floating.click("Back to the meeting");
    expect(scrolled).toHaveBeenCalledOnce();
    expect(document.activeElement).toBe(region);
  });

  it("has no microphone for observers", async () => {
    const { call, observers, body } = await open();
    call.enter(TILES, { role: "observer" });
    await settle(() => observers.scroll(false));
    const floating = new Screen(body.get("complementary", FLOATING));
    expect(floating.has("button", "Microphone")).toBe(false);
    expect(floating.has("button", "Back to the meeting")).toBe(true);
  });

  it("leads back to a notebook behind another tab, as a click on its tab does", async () => {
    const { screen, observers, body } = await open();
    const tab = document.body.appendChild(document.createElement("li"));
    tab.id = "tab-of-the-notebook";
    screen.root.setAttribute("role", "tabpanel");
    screen.root.setAttribute("aria-labelledby", tab.id);
    const pressed: string[] = [];
    for (const kind of ["pointerdown", "pointerup"])
      document.addEventListener(kind, (event) => pressed.push(`${kind} ${(event.target as Element).id}`));
    await settle(() => observers.scroll(false));
    await body.click("Back to the meeting");
    expect(pressed).toEqual([]);
    screen.root.classList.add("lm-mod-hidden");
    await body.click("Back to the meeting");
    expect(pressed).toEqual([`pointerdown ${tab.id}`, `pointerup ${tab.id}`]);
    tab.remove();
  });

  it("is one though two cells show the call, and ends with it", async () => {
    const { call, observers, body } = await open();
    await show(<CallScreen call={call} home={CELL} />);
    await settle(() => observers.scroll(false));
    expect(body.all("complementary", FLOATING)).toHaveLength(1);
    await settle(() => call.leave());
    expect(body.has("complementary", FLOATING)).toBe(false);
    expect(document.querySelector(".nbmeet-float")).toBeNull();
  });

  it("is not for the stand-alone page, which shows nothing else", async () => {
    const { observers, body } = await open(PAGE);
    await settle(() => observers.scroll(false));
    expect(body.has("complementary", FLOATING)).toBe(false);
  });
});

describe("a window of its own", () => {
  it("is opened at the meeting's link, from cells only; the call stays until it is moved there", async () => {
    const { call, screen } = await open();
    const opened = vi.fn((_address: string) => ({ opener: {} }));
    vi.stubGlobal("open", opened);
    await screen.click("Open in own window");
    expect(opened.mock.calls[0]?.[0]).toBe(LINK);
    expect(call.state.phase).toBe("in");
    expect((await open(PAGE)).screen.has("button", "Open in own window")).toBe(false);
  });

  it("is opened by a link where windows are refused", async () => {
    const { screen } = await open();
    vi.stubGlobal("open", () => null);
    const followed: string[] = [];
    document.body.addEventListener("click", (event) => {
      if (event.target instanceof HTMLAnchorElement) followed.push(event.target.href);
      event.preventDefault();
    });
    await screen.click("Open in own window");
    expect(followed).toEqual([LINK]);
    expect(document.body.querySelector("body > a")).toBeNull();
  });
});
