// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { CallScreen } from "../../src/ui/call-screen";
import { settle } from "./drawing";
import { FakeCall, tile } from "./fakes";
import { CELL } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

function host(): FakeCall {
  const call = new FakeCall();
  call.enter([tile("Ada", { you: true }), tile("Grace")], { role: "host" });
  return call;
}

function open(call: FakeCall): Promise<Screen> {
  return show(<CallScreen call={call} home={CELL} />);
}

function inDialog(screen: Screen, words: string): HTMLButtonElement {
  const buttons = [...screen.get("alertdialog").querySelectorAll("button")];
  const found = buttons.find((one) => one.textContent === words);
  if (!found) throw new Error(`no button ${words} in the dialog`);
  return found;
}

beforeEach(() => pretendBrowser());

describe("ending a meeting", () => {
  it("is closed, not torn away, by Cancel: then the browser restores the focus", async () => {
    const screen = await open(host());
    await screen.click("End meeting for everyone");
    const dialog = screen.get("alertdialog") as HTMLDialogElement;
    await settle(() => inDialog(screen, "Cancel").click());
    expect([dialog.open, screen.has("alertdialog")]).toEqual([false, false]);
  });

  it("keeps its Escape from the panel behind it", async () => {
    const screen = await open(host());
    await screen.click("Invite");
    await screen.click("End meeting for everyone");
    await screen.press(inDialog(screen, "Cancel"), "Escape");
    expect(screen.has("textbox", "Meeting link")).toBe(true);
  });

  it("cannot be confirmed while the connection is away: Cancel could not take it back", async () => {
    const call = host();
    const screen = await open(call);
    await screen.click("End meeting for everyone");
    await settle(() => call.change({ connection: "reconnecting" }));
    await settle(() => inDialog(screen, "End meeting for everyone").click());
    expect(call.asked).toEqual([]);
    expect(screen.get("alertdialog").textContent).toContain("as soon as the connection is back");
    await settle(() => call.change({ connection: "connected" }));
    await settle(() => inDialog(screen, "End meeting for everyone").click());
    expect(call.asked).toEqual(["end"]);
  });
});

describe("the More menu", () => {
  const opened = async () => {
    const screen = await open(host());
    await screen.click("More");
    const more = screen.get("button", "More");
    const isOpen = () => more.getAttribute("aria-expanded") === "true";
    expect(isOpen()).toBe(true);
    return { screen, more, isOpen, item: screen.get("button", "End meeting for everyone") };
  };

  it("comes after its button, and closes on Escape, which closes nothing else", async () => {
    const { screen, more, isOpen, item } = await opened();
    expect(more.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    await screen.click("Invite");
    await screen.click("More");
    item.focus();
    await screen.press(item, "Escape");
    expect([isOpen(), document.activeElement]).toEqual([false, more]);
    expect(screen.has("textbox", "Meeting link")).toBe(true);
  });

  it("closes when the focus goes elsewhere, not within", async () => {
    const { screen, more, isOpen, item } = await opened();
    more.focus();
    await settle(() => item.focus());
    expect(isOpen()).toBe(true);
    await settle(() => screen.get("button", "Leave meeting").focus());
    expect(isOpen()).toBe(false);
  });
});
