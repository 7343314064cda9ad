// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import type { Chat, Line } from "../../src/engine/talk-model";
import { CallScreen } from "../../src/ui/call-screen";
import { id } from "../fakes/people";
import { settle } from "./drawing";
import { CREATED_AT, FakeCall, line, tile } from "./fakes";
import { CELL } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

const ADA = tile("Ada", { you: true });
const GRACE = tile("Grace");
const chat = (...lines: Line[]): Chat => ({ lines, pending: [] });

async function open(
  change: Parameters<FakeCall["enter"]>[1] = {},
): Promise<{ call: FakeCall; screen: Screen }> {
  const call = new FakeCall();
  call.enter([ADA, GRACE], change);
  const screen = await show(<CallScreen call={call} home={CELL} />);
  return { call, screen };
}

const unread = (screen: Screen) => screen.get("button", "Chat").getAttribute("aria-description");
const live = (screen: Screen) => screen.root.querySelector("[aria-live]")?.textContent;

beforeEach(() => pretendBrowser());

describe("chat panel", () => {
  it("opens with its toggle, with c, and closes with both and with Escape", async () => {
    const { screen } = await open();
    const toggle = screen.get("button", "Chat");
    expect(toggle.getAttribute("aria-pressed")).toBe("false");
    await screen.click("Chat");
    expect(screen.has("log", "Messages")).toBe(true);
    expect(toggle.getAttribute("aria-pressed")).toBe("true");
    await screen.click("Chat");
    expect(screen.has("log")).toBe(false);
    await screen.press(screen.get("region"), "c");
    expect(screen.has("log")).toBe(true);
    await screen.press(screen.get("complementary", "Chat"), "Escape");
    expect(screen.has("log")).toBe(false);
    expect(screen.root.contains(document.activeElement)).toBe(true);
  });

  it("shows who wrote what, and to whom", async () => {
    const { screen } = await open({
      chat: chat(
        line(1, "Grace", "hello"),
        line(2, "Grace", "psst", { to: id("Ada"), to_name: "Ada" }),
        line(3, "Ada", "yes", { own: true, to: id("Grace"), to_name: "Grace" }),
      ),
    });
    await screen.click("Chat");
    const log = screen.get("log", "Messages");
    const lines = [...log.querySelectorAll(".nbmeet-line")].map((one) => one.textContent);
    expect(lines[0]).toMatch(/Grace.*hello/);
    expect(lines[1]).toMatch(/Grace.*only to you.*psst/);
    expect(lines[2]).toMatch(/You.*Grace only.*yes/);
  });

  it("puts lines of one person that follow each other under one name", async () => {
    const { screen } = await open({
      chat: chat(
        line(1, "Grace", "one"),
        line(2, "Grace", "two"),
        line(3, "Grace", "later", { at: CREATED_AT + 999 }),
        line(4, "Alan", "three"),
      ),
    });
    await screen.click("Chat");
    const named = [...screen.get("log").querySelectorAll(".nbmeet-line")].map(
      (one) => one.querySelector("strong")?.textContent,
    );
    expect(named).toEqual(["Grace", undefined, "Grace", "Alan"]);
  });

  it("shows text as text, makes links of addresses, and code that can be copied", async () => {
    const text = "<b>x</b> https://a.example/y `z` ```\nprint(1)\n```";
    const { screen } = await open({ chat: chat(line(1, "Grace", text)) });
    await screen.click("Chat");
    const log = screen.get("log");
    expect(log.textContent).toContain("<b>x</b>");
    expect(log.querySelector("b")).toBeNull();
    const link = screen.get("link", "https://a.example/y");
    expect(link.getAttribute("rel")).toBe("noopener noreferrer");
    expect(link.getAttribute("target")).toBe("_blank");
    expect(log.querySelector("pre")?.textContent).toBe("print(1)");
    expect(screen.has("button", "Copy code")).toBe(true);
  });

  it("sends with Enter and with the button, and empties the box", async () => {
    const { call, screen } = await open();
    await screen.click("Chat");
    expect(screen.get("button", "Send").getAttribute("aria-disabled")).toBe("true");
    await screen.fill("Message", "hello");
    await screen.press(screen.get("textbox", "Message"), "Enter", { shiftKey: true });
    expect(call.asked).toEqual([]);
    await screen.press(screen.get("textbox", "Message"), "Enter");
    expect(call.asked).toEqual(["write all: hello"]);
    expect((screen.get("textbox", "Message") as HTMLTextAreaElement).value).toBe("");
    await screen.fill("Message", "  ");
    await screen.submit();
    expect(call.asked).toHaveLength(1);
    await screen.choose("To", id("Grace"));
    await screen.fill("Message", "psst");
    await screen.submit();
    expect(call.asked[1]).toBe(`write ${id("Grace")}: psst`);
  });

  it("never sends to everybody what was meant for one who has left", async () => {
    const { call, screen } = await open();
    await screen.click("Chat");
    await screen.choose("To", id("Grace"));
    await screen.fill("Message", "psst");
    await settle(() => call.change({ tiles: [ADA, tile("Alan")] }));
    expect(screen.get("alert").textContent).toContain("Grace has left");
    await screen.submit();
    expect(call.asked).toEqual([]);
    await screen.choose("To", id("Alan"));
    await screen.submit();
    expect(call.asked).toEqual([`write ${id("Alan")}: psst`]);
  });

  it("keeps what is written while it is closed, and refuses what is too long", async () => {
    const { call, screen } = await open();
    await screen.click("Chat");
    await screen.fill("Message", "x".repeat(4001));
    expect(screen.get("alert").textContent).toContain("4000");
    await screen.submit();
    await screen.click("Chat");
    await screen.click("Chat");
    expect((screen.get("textbox", "Message") as HTMLTextAreaElement).value).toHaveLength(4001);
    await screen.fill("Message", "😀".repeat(4000));
    expect(screen.has("alert")).toBe(false);
    await screen.submit();
    expect(call.asked).toHaveLength(1);
  });

  it("says what is on its way, and what did not get through", async () => {
    const { call, screen } = await open();
    await screen.click("Chat");
    const each = { text: "hello", to: null };
    await settle(() =>
      call.change({
        chat: {
          lines: [],
          pending: [
            { ...each, n: 1, failed: null },
            { ...each, n: 2, failed: { code: "bad_recipient", message: "" } },
            { ...each, n: -1, failed: "uncertain" },
          ],
        },
      }),
    );
    const said = [...screen.get("log").querySelectorAll(".nbmeet-pending")].map((one) => one.textContent);
    expect(said[0]).toContain("Sending");
    expect(said[1]).toContain("not in this meeting");
    expect(said[2]).toContain("may have got this");
    const [, again] = screen.all("button", "Send again");
    await settle(() => again?.click());
    expect(call.asked).toEqual(["again -1"]);
  });

  it("lets observers read only", async () => {
    const { screen } = await open({ role: "observer", chat: chat(line(1, "Grace", "hello")) });
    await screen.click("Chat");
    expect(screen.get("log").textContent).toContain("hello");
    expect(screen.has("textbox", "Message")).toBe(false);
    expect(screen.has("button", "Raise hand")).toBe(false);
  });
});

describe("unread messages", () => {
  it("are those of others since one joined and last looked", async () => {
    const before = line(1, "Grace", "history", { at: CREATED_AT - 5 });
    const { call, screen } = await open({ chat: chat(before) });
    expect(unread(screen)).toBeNull();
    const two = line(2, "Grace", "new");
    const own = line(3, "Ada", "mine", { own: true });
    await settle(() => call.change({ chat: chat(before, two, own) }));
    expect(unread(screen)).toBe("1 unread message");
    await screen.click("Chat");
    expect(unread(screen)).toBeNull();
    await screen.click("Chat");
    expect(unread(screen)).toBeNull();
    await settle(() =>
      call.change({ chat: chat(before, two, own, line(4, "Alan", "x"), line(5, "Alan", "y")) }),
    );
    expect(unread(screen)).toBe("2 unread messages");
  });

  it("are announced while the chat is closed", async () => {
    const { call, screen } = await open();
    await settle(() => call.change({ chat: chat(line(1, "Grace", "x"), line(2, "Grace", "y")) }));
    expect(live(screen)).toBe("Message from Grace");
    await screen.click("Chat");
    await settle(() =>
      call.change({ chat: chat(line(1, "Grace", "x"), line(2, "Grace", "y"), line(3, "Alan", "z")) }),
    );
    expect(live(screen)).toBe("Message from Grace");
  });
});
