// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { CallScreen } from "../../src/ui/call-screen";
import { FakeDevices } from "../fakes/devices";
import { settle } from "./drawing";
import { digest, FakeCall, tile } from "./fakes";
import { CELL, PAGE } from "./homes";
import { pretendBrowser, show } from "./screen";

beforeEach(() => {
  pretendBrowser();
  localStorage.clear();
});

const open = (call: FakeCall) => show(<CallScreen call={call} home={PAGE} />);
const CHOICE = ["Move the call here", "Join a second time", "Move without camera or microphone"];
const PLAIN = ["Join meeting", "Join without camera or microphone"];

describe("somebody who is in the meeting already", () => {
  it("chooses between moving the call and joining a second time", async () => {
    const screen = await open(new FakeCall(digest({ here: 1, present: 2 })));
    for (const name of CHOICE) expect(screen.has("button", name)).toBe(true);
    for (const name of PLAIN) expect(screen.has("button", name)).toBe(false);
    expect(screen.words).toContain("You are in this meeting already");
    expect(screen.words).toContain("without sound");
    expect(screen.has("alert")).toBe(false);
  });

  it.each([
    ["Move the call here", { media: true, ifHere: "move" }],
    ["Join a second time", { media: true, ifHere: "join" }],
    ["Move without camera or microphone", { media: false, ifHere: "move" }],
  ] as const)("%s", async (name, asked) => {
    const call = new FakeCall(digest({ here: 1 }));
    const screen = await open(call);
    await screen.fill("Your name", "Ada");
    await screen.click(name);
    expect(call.joins).toEqual([{ name: "Ada", ...asked }]);
    const busy = name === "Join a second time" ? name : "Move the call here";
    for (const one of CHOICE.slice(0, 2))
      expect(screen.get("button", one).getAttribute("aria-busy")).toBe(one === busy ? "true" : null);
    await screen.click("Move the call here");
    await screen.click("Join a second time");
    expect(call.joins).toHaveLength(1);
  });

  it("chooses by a button only: Enter in a field decides nothing, and says what there is to choose", async () => {
    const call = new FakeCall(digest({ here: 1 }));
    const screen = await open(call);
    await screen.submit();
    expect(call.joins).toEqual([]);
    expect(document.activeElement?.textContent).toContain("You are in this meeting already");
  });

  it("joins without devices where none can work", async () => {
    pretendBrowser({ webrtc: false });
    const call = new FakeCall(digest({ here: 1 }));
    const screen = await open(call);
    expect(screen.has("button", "Move without camera or microphone")).toBe(false);
    await screen.click("Move the call here");
    expect(call.joins).toEqual([{ name: "", media: false, ifHere: "move" }]);
  });

  it("is asked when the other tab came in meanwhile: the button under the pointer is another one then", async () => {
    const call = new FakeCall();
    const screen = await open(call);
    const join = screen.get("button", "Join meeting");
    await screen.click("Join meeting");
    await settle(() => call.change({ phase: "idle", elsewhere: true }));
    expect(screen.has("button", "Join meeting")).toBe(false);
    expect(join.isConnected).toBe(false);
    expect(document.activeElement?.textContent).toContain("You are in this meeting already");
    expect(call.joins).toHaveLength(1);
  });

  it("still has the choice when there is no room for a second time", async () => {
    const call = new FakeCall(digest({ here: 5 }));
    const screen = await open(call);
    await screen.click("Join a second time");
    await settle(() => call.change({ phase: "idle", problem: { code: "too_many_seats", message: "" } }));
    expect(screen.get("alert").textContent).toContain("too many times");
    expect(screen.has("button", "Move the call here")).toBe(true);
  });

  it("can go on without devices while the browser asks for them", async () => {
    const call = new FakeCall(digest({ here: 1 }), new FakeDevices({ asking: true }));
    const screen = await open(call);
    await settle(() => call.change({ phase: "joining", elsewhere: true }));
    await screen.click("Move without camera or microphone");
    expect(call.joins).toEqual([{ name: "", media: false, ifHere: "move" }]);
  });
});

describe("coming back to the window", () => {
  const comeBack = () => settle(() => window.dispatchEvent(new Event("focus")));

  it("asks the server afresh: the other tab may have left or come", async () => {
    const call = new FakeCall(digest({ here: 1 }));
    const screen = await open(call);
    call.answer = digest({ here: 0 });
    await comeBack();
    expect(screen.has("button", "Join meeting")).toBe(true);
    call.answer = digest({ here: 1 });
    await settle(() => document.dispatchEvent(new Event("visibilitychange")));
    expect(screen.has("button", "Move the call here")).toBe(true);
  });

  it("asks once at a time, and nothing after the screen is gone", async () => {
    const call = new FakeCall();
    await open(call);
    const before = call.asked.length;
    await settle(() => {
      window.dispatchEvent(new Event("focus"));
      document.dispatchEvent(new Event("visibilitychange"));
    });
    expect(call.asked).toHaveLength(before + 1);
    await settle(() => call.enter([tile("Ada", { you: true })]));
    await comeBack();
    expect(call.asked).toHaveLength(before + 1);
  });

  it("asks nothing while joining: the answer would be about the time before", async () => {
    const call = new FakeCall();
    const screen = await open(call);
    await screen.submit();
    const before = call.asked.length;
    await comeBack();
    expect(call.asked).toHaveLength(before);
    await settle(() => call.change({ phase: "idle" }));
    await comeBack();
    expect(call.asked).toHaveLength(before + 1);
  });

  it.each(["server_unreachable", "server_busy"])("leaves a form that works alone at %s", async (code) => {
    const call = new FakeCall(digest({ here: 1 }));
    const screen = await open(call);
    call.answer = { code, message: "" };
    await comeBack();
    expect(screen.has("alert")).toBe(false);
    expect(screen.has("button", "Move the call here")).toBe(true);
    call.answer = { code: "meeting_ended", message: "" };
    await comeBack();
    expect(screen.get("alert").textContent).toContain("has ended");
  });

  it("asks nothing for a saved notebook that nobody has turned to", async () => {
    const call = new FakeCall();
    await show(<CallScreen call={call} home={CELL} />);
    await comeBack();
    expect(call.asked).toEqual([]);
  });
});

describe("after the call was moved", () => {
  it("offers to move it back, as the person was here", async () => {
    const call = new FakeCall();
    call.enter([tile("Ada", { you: true })]);
    const screen = await open(call);
    await settle(() => call.finish("moved"));
    expect(screen.get("heading").textContent).toContain("another of your tabs");
    await screen.click("Move the call here");
    expect(call.joins).toEqual([{ name: "Ada", media: true, ifHere: "move" }]);
  });

  it("or to rejoin, which asks what shall become of the other tab", async () => {
    const call = new FakeCall();
    call.finish("moved");
    const screen = await open(call);
    await screen.click("Rejoin meeting");
    expect(call.joins).toEqual([{ name: "", media: true }]);
  });

  it("gives the focus to the choice that rejoining led to, in the view where that was clicked", async () => {
    const call = new FakeCall();
    call.finish("moved");
    const screen = await open(call);
    await open(call);
    await screen.click("Rejoin meeting");
    await settle(() => call.change({ phase: "idle", elsewhere: true }));
    expect(screen.root.contains(document.activeElement)).toBe(true);
    expect(document.activeElement?.textContent).toContain("You are in this meeting already");
  });

  it("does not say that it was moved when it goes on elsewhere, and offers to move it", async () => {
    const call = new FakeCall();
    call.finish("elsewhere");
    const screen = await open(call);
    expect(screen.words).not.toContain("was moved");
    expect(screen.words).toContain("lost for too long");
    expect(screen.has("button", "Rejoin meeting")).toBe(true);
    await screen.click("Move the call here");
    expect(call.joins).toEqual([{ name: "", media: true, ifHere: "move" }]);
  });

  it.each(["left", "lost"] as const)("%s has nothing to move back", async (over) => {
    const call = new FakeCall();
    call.finish(over);
    expect((await open(call)).has("button", "Move the call here")).toBe(false);
  });
});

it("tells screen readers nothing of somebody who moves", async () => {
  const call = new FakeCall();
  call.enter([tile("Ada", { you: true }), tile("Grace")]);
  const screen = await open(call);
  await settle(() =>
    call.enter([tile("Ada", { you: true }), tile("Grace", { id: "id-grace-2" }), tile("Alan")]),
  );
  expect(screen.words).toContain("Alan joined");
  expect(screen.words).not.toMatch(/Grace (joined|left)/);
});
