// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { errors } from "../../src/protocol/constants.gen";
import { CallScreen } from "../../src/ui/call-screen";
import type { Home } from "../../src/ui/home";
import { problemWords } from "../../src/ui/text";
import { digest, FakeCall, MEETING_ID } from "./fakes";
import { CELL, PAGE } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

function open(call: FakeCall, home: Home = PAGE): Promise<Screen> {
  return show(<CallScreen call={call} home={home} />);
}

beforeEach(() => pretendBrowser());

describe("what the server says", () => {
  const codes = Object.keys(errors);

  it.each(codes)("%s becomes a sentence without a program's inside", async (code) => {
    const screen = await open(new FakeCall({ code, message: "RAW" }));
    const alert = screen.get("alert").textContent ?? "";
    expect(alert).toMatch(/^[A-Z].{12,}\.$/s);
    expect(alert).not.toMatch(/RAW|undefined|null|\[object|Traceback/);
  });

  it("distinguishes all of them", () => {
    const sentences = codes.map((code) => problemWords({ code, message: "" }));
    expect(new Set(sentences).size).toBe(codes.length);
  });

  it("repeats an unknown code's own message, and has words even without", () => {
    expect(problemWords({ code: "brand_new", message: "A new reason." })).toBe("A new reason.");
    expect(problemWords({ code: "constructor", message: "" })).toBe(errors.internal);
  });

  it.each(["meeting_not_found", "meeting_ended", "bad_id"])(
    "%s offers a new meeting on the page",
    async (code) => {
      let asked = 0;
      const home = { ...PAGE, createNew: () => (asked += 1) };
      const screen = await open(new FakeCall({ code, message: "" }), home);
      expect(screen.has("textbox", "Your name")).toBe(false);
      await screen.click("Create a new meeting");
      expect(asked).toBe(1);
    },
  );

  it("says in a cell how to make a new one", async () => {
    const screen = await open(new FakeCall({ code: "meeting_ended", message: "" }), { ...CELL, eager: true });
    expect(screen.get("alert").textContent).toContain("Meeting.create");
    expect(screen.has("button", "Create a new meeting")).toBe(false);
  });

  it("leads to the server that the kernel uses, when this page's does not know its meeting", async () => {
    const kernelAddress = `http://127.0.0.1:9999/meet/${MEETING_ID}`;
    const unknown = new FakeCall({ code: "meeting_not_found", message: "" });
    const screen = await open(unknown, { ...CELL, eager: true, kernelAddress });
    expect(screen.get("alert").textContent).toContain("belongs to another server");
    expect(screen.get("button", "Open in browser").getAttribute("href")).toBe(kernelAddress);
  });

  it("asks again after a server that did not answer", async () => {
    const call = new FakeCall({ code: "server_unreachable", message: "" });
    const screen = await open(call);
    call.answer = digest();
    await screen.click("Try again");
    expect(screen.has("alert")).toBe(false);
    expect(screen.get("heading").textContent).toBe("Linear algebra, office hours");
  });

  it("takes an ended digest for what it is", async () => {
    const screen = await open(new FakeCall(digest({ ended: true })));
    expect(screen.get("alert").textContent).toContain("has ended");
  });
});
