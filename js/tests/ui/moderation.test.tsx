// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import type { CallState, Tile } from "../../src/engine/model";
import { CallScreen } from "../../src/ui/call-screen";
import { id } from "../fakes/people";
import { settle } from "./drawing";
import { digest, FakeCall, tile } from "./fakes";
import { CELL, PAGE } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

const others = () => [tile("Grace"), tile("Alan", { role: "presenter" }), tile("Henri", { role: "host" })];

async function open(
  role: CallState["role"] = "host",
  more: Partial<CallState> = {},
  people: readonly Tile[] = others(),
): Promise<{ call: FakeCall; screen: Screen }> {
  const call = new FakeCall();
  call.enter([tile("Ada", { you: true, role }), ...people], { role, ...more });
  const screen = await show(<CallScreen call={call} home={CELL} />);
  await screen.click("People");
  return { call, screen };
}

/** The names of the buttons about one person. */
const about = (screen: Screen, name: string) =>
  [...screen.get("list", "Participants").querySelectorAll("button")]
    .map((button) => button.getAttribute("aria-label") ?? "")
    .filter((label) => label.endsWith(` ${name}`));

const live = (screen: Screen) => screen.root.querySelector(".nbmeet-unseen[aria-live]")?.textContent ?? "";

const withMeeting = (call: FakeCall, change: object) => {
  const { meeting } = call.state;
  call.change({ meeting: meeting && { ...meeting, ...change } });
};

beforeEach(() => pretendBrowser());

describe("who may do what", () => {
  it("hosts may everything but act on themselves and rule over other hosts", async () => {
    const { screen } = await open();
    expect(about(screen, "Grace")).toEqual([
      "Mute Grace",
      "Hold Grace",
      "Make presenter Grace",
      "Hand over to Grace",
      "Remove Grace",
    ]);
    expect(about(screen, "Alan")).toContain("Make attendee Alan");
    expect(about(screen, "Alan")).not.toContain("Make presenter Alan");
    expect([about(screen, "Henri"), about(screen, "Ada")]).toEqual([["Mute Henri"], []]);
    expect(screen.has("button", "Mute everyone")).toBe(true);
    expect(screen.get("button", "Lock meeting").getAttribute("aria-pressed")).toBe("false");
  });

  it("presenters mute", async () => {
    const { screen } = await open("presenter");
    expect([about(screen, "Grace"), about(screen, "Alan")]).toEqual([["Mute Grace"], ["Mute Alan"]]);
    expect(about(screen, "Henri")).toEqual([]);
    expect(screen.has("button", "Mute everyone")).toBe(true);
    expect(screen.has("button", "Lock meeting")).toBe(false);
  });

  it.each(["attendee", "observer"] as const)("%ss nothing", async (role) => {
    const { screen } = await open(role);
    expect(about(screen, "Grace")).toEqual([]);
    expect(screen.has("button", "Mute everyone")).toBe(false);
  });

  it("both roles are offered to an observer", async () => {
    const { screen } = await open("host", {}, [tile("Olga", { role: "observer" })]);
    expect(about(screen, "Olga")).toEqual(
      expect.arrayContaining(["Make presenter Olga", "Make attendee Olga"]),
    );
  });
});

describe("a host", () => {
  it("asks by one click each", async () => {
    const { call, screen } = await open();
    const grace = id("Grace");
    for (const name of [
      "Mute Grace",
      "Hold Grace",
      "Make presenter Grace",
      "Make attendee Alan",
      "Hand over to Grace",
    ])
      await screen.click(name);
    await screen.click("Mute everyone");
    await screen.click("Lock meeting");
    expect(call.asked).toEqual([
      `mute ${grace}`,
      `hold ${grace} true`,
      `role ${grace} presenter`,
      `role ${id("Alan")} attendee`,
      `hand over ${grace}`,
      "mute all",
      "lock true",
    ]);
  });

  it("sees what is so, and can take it back", async () => {
    const { call, screen } = await open("host", {}, [tile("Grace", { silence: "held" })]);
    await settle(() => withMeeting(call, { locked: true }));
    const hold = screen.get("button", "Hold Grace");
    expect(hold.getAttribute("aria-pressed")).toBe("true");
    expect(screen.get("list", "Participants").textContent).toContain("held off");
    expect(screen.get("button", "Lock meeting").getAttribute("aria-pressed")).toBe("true");
    expect(screen.words).toContain("Nobody new can come in.");
    await screen.click("Hold Grace");
    await screen.click("Lock meeting");
    expect(call.asked).toEqual([`hold ${id("Grace")} false`, "lock false"]);
  });

  it("is asked once more before somebody is removed", async () => {
    const { call, screen } = await open();
    await screen.click("Remove Grace");
    const dialog = screen.get("alertdialog");
    expect(dialog.textContent).toContain("Remove Grace from the meeting?");
    expect(document.activeElement).toBe(screen.get("button", "Cancel"));
    await screen.press(screen.get("button", "Cancel"), "Escape");
    expect(screen.has("alertdialog")).toBe(false);
    expect(screen.has("list", "Participants")).toBe(true);
    expect(document.activeElement).toBe(screen.get("button", "Remove Grace"));
    await screen.click("Remove Grace");
    await screen.click("Cancel");
    expect(call.asked).toEqual([]);
    await screen.click("Remove Grace");
    await screen.click("Remove");
    expect(call.asked).toEqual([`remove ${id("Grace")}`]);
  });
});

describe("the keyboard's place", () => {
  it("goes to the row that follows when a row vanishes, at last to the heading", async () => {
    const { call, screen } = await open("host", {}, [tile("Grace"), tile("Alan")]);
    screen.get("button", "Remove Grace").focus();
    const [ada, , alan] = call.state.tiles;
    if (!ada || !alan) throw new Error("nobody is here");
    await settle(() => call.change({ tiles: [ada, alan] }));
    expect(document.activeElement).toBe(screen.get("button", "Mute Alan"));
    await settle(() => call.change({ tiles: [ada] }));
    expect(document.activeElement).toBe(screen.get("heading", "People"));
  });

  it("stays when the order changes, and is taken from nowhere else", async () => {
    const { call, screen } = await open("host", {}, [tile("Grace"), tile("Alan")]);
    screen.get("button", "Mute Grace").focus();
    const raised = call.state.tiles.map((one) =>
      one.participant.name === "Alan" ? { ...one, participant: { ...one.participant, hand: 1 } } : one,
    );
    await settle(() => call.change({ tiles: raised }));
    expect(document.activeElement).toBe(screen.get("button", "Mute Grace"));
    screen.get("button", "Leave meeting").focus();
    await settle(() => call.change({ tiles: raised.slice(0, 1) }));
    expect(document.activeElement).toBe(screen.get("button", "Leave meeting"));
  });
});

describe("the person whom it concerns", () => {
  it.each([
    ["muted", "You can switch your microphone on again."],
    ["held", "The host keeps your microphone off for now."],
    ["released", "You can switch your microphone on again."],
  ] as const)("is told: %s", async (told, words) => {
    const call = new FakeCall();
    call.enter([tile("Ada", { you: true })], { voice: { silence: "muted", told } });
    const screen = await show(<CallScreen call={call} home={CELL} />);
    expect(screen.get("alert").textContent).toContain(words);
    await screen.click("Dismiss");
    expect(screen.has("alert")).toBe(false);
    expect(document.activeElement).toBe(screen.get("region"));
    await settle(() => call.change({ voice: { silence: "none", told: null } }));
    await settle(() => call.change({ voice: { silence: "muted", told } }));
    expect(screen.has("alert")).toBe(true);
  });

  it("reads once why a held microphone does not go on", async () => {
    const call = new FakeCall();
    const voice = { silence: "held", told: "held" } as const;
    call.enter([tile("Ada", { you: true })], { voice, problem: { code: "held", message: "" } });
    const screen = await show(<CallScreen call={call} home={CELL} />);
    expect(screen.all("alert")).toHaveLength(1);
    expect(screen.get("button", "Microphone").textContent).toContain("keeps your microphone off");
  });

  it("sees that the meeting is locked, and may not come back once removed", async () => {
    const { call, screen } = await open("attendee");
    expect(screen.words).not.toContain("Locked");
    await settle(() => withMeeting(call, { locked: true }));
    expect(screen.words).toContain("Locked");
    await settle(() => call.finish("removed"));
    expect(screen.words).toContain("You were removed from this meeting.");
    expect(screen.has("button", "Rejoin meeting")).toBe(false);
  });
});

const DECIDED: Readonly<Record<string, "muted" | "held">> = { Grace: "muted", Alan: "held" };

it("decisions are announced to everybody", async () => {
  const { call, screen } = await open("attendee", {}, [tile("Grace"), tile("Alan")]);
  const silenced = call.state.tiles.map((one) => {
    const silence = DECIDED[one.participant.name] ?? ("none" as const);
    return { ...one, participant: { ...one.participant, silence } };
  });
  await settle(() => call.change({ tiles: silenced }));
  expect(live(screen)).toBe("Grace was muted. The microphone of Alan is held off");
  await settle(() => withMeeting(call, { locked: true }));
  expect(live(screen)).toBe("The meeting is locked");
  await settle(() => call.change({ role: "presenter" }));
  expect(live(screen)).toBe("You are a presenter now");
});

it("a locked meeting is told before the click, and by the refusal alone after it", async () => {
  const call = new FakeCall(digest({ locked: true }));
  const screen = await show(<CallScreen call={call} home={PAGE} />);
  expect(screen.get("alert").textContent).toContain("This meeting is locked.");
  await settle(() => call.change({ problem: { code: "meeting_locked", message: "" } }));
  expect(screen.all("alert")).toHaveLength(1);
});
