// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { CallScreen } from "../../src/ui/call-screen";
import { id } from "../fakes/people";
import { settle } from "./drawing";
import { FakeCall, tile } from "./fakes";
import { CELL } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

const ADA = tile("Ada", { you: true, role: "host" });

async function open(
  others = [tile("Grace")],
  role: "host" | "attendee" = "host",
): Promise<{ call: FakeCall; screen: Screen }> {
  const call = new FakeCall();
  call.enter([{ ...ADA, participant: { ...ADA.participant, role } }, ...others], { role });
  return { call, screen: await show(<CallScreen call={call} home={CELL} />) };
}

const rows = (screen: Screen) =>
  [...screen.get("list", "Participants").children].map((one) => one.textContent ?? "");

beforeEach(() => pretendBrowser());

describe("people panel", () => {
  it("lists everybody with role and devices, raised hands first in the order raised", async () => {
    const { screen } = await open([
      tile("Grace", { hand: 5, microphone: false }),
      tile("Alan", { role: "presenter" }),
      tile("Carol", { hand: 2, guest: true, camera: false }),
    ]);
    await screen.click("People");
    const [carol, grace, ada, alan] = rows(screen);
    expect(carol).toMatch(/^Carol.*Guest.*Next.*microphone on.*camera off/);
    expect(grace).toMatch(/^Grace.*No\. 2.*microphone off/);
    expect(ada).toMatch(/^Ada \(you\).*Host/);
    expect(alan).toMatch(/^Alan.*Presenter/);
  });

  it("lets hosts take down hands, others' and their own, and nobody else", async () => {
    const raised = [tile("Grace", { hand: 5 })];
    const { call, screen } = await open(raised);
    await screen.click("People");
    expect(screen.has("button", "Lower hand of Ada")).toBe(false);
    await screen.click("Lower hand of Grace");
    const up = { ...ADA, participant: { ...ADA.participant, hand: 7 } };
    await settle(() => call.change({ tiles: [up, ...raised] }));
    await screen.click("Lower hand of Ada");
    expect(call.asked).toEqual([`lower ${id("Grace")}`, "hand false"]);
    const other = await open(raised, "attendee");
    await other.screen.click("People");
    expect(other.screen.has("button", "Lower hand of Grace")).toBe(false);
  });

  it("is one of the panels, of which one is open at a time", async () => {
    const { screen } = await open();
    await screen.click("People");
    await screen.click("Chat");
    expect(screen.has("list", "Participants")).toBe(false);
    expect(screen.has("log", "Messages")).toBe(true);
    await screen.click("Invite");
    expect(screen.has("log", "Messages")).toBe(false);
  });
});

describe("hands and reactions", () => {
  it("the own hand goes up and down by its toggle and by h", async () => {
    const { call, screen } = await open();
    await screen.click("Raise hand");
    const up = { ...ADA, participant: { ...ADA.participant, hand: 1 } };
    await settle(() => call.change({ tiles: [up] }));
    expect(screen.get("button", "Raise hand").getAttribute("aria-pressed")).toBe("true");
    await screen.press(screen.get("region"), "h");
    expect(call.asked).toEqual(["hand true", "hand false"]);
  });

  it("hands are shown on the tiles with their turn, and announced", async () => {
    const { call, screen } = await open();
    const one = tile("Grace", { hand: 9 });
    await settle(() => call.change({ tiles: [ADA, one, tile("Alan", { hand: 4 })] }));
    expect(screen.get("figure", "Grace").textContent).toContain("2hand raised");
    expect(screen.root.querySelector("[aria-live]")?.textContent).toContain("Grace raised a hand");
  });

  it("reactions are chosen by name, shown on the tile, and announced", async () => {
    const { call, screen } = await open();
    await screen.click("React");
    await screen.click("Applause");
    expect(call.asked).toEqual(["react clap"]);
    expect(screen.has("button", "Applause")).toBe(false);
    const shown = { key: "k", from: id("Grace"), reaction: "heart", until: 0 } as const;
    await settle(() => call.change({ reactions: [shown] }));
    expect(screen.get("figure", "Grace").textContent).toContain("❤️");
    expect(screen.get("figure", "Ada (you)").textContent).not.toContain("❤️");
    expect(screen.root.querySelector("[aria-live]")?.textContent).toBe("Grace: Heart");
  });
});
