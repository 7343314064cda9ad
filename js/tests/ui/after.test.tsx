// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import type { Over } from "../../src/engine/model";
import { CallScreen } from "../../src/ui/call-screen";
import { settle } from "./drawing";
import { FakeCall, tile } from "./fakes";
import { CELL, PAGE } from "./homes";
import { pretendBrowser, show } from "./screen";

beforeEach(() => {
  pretendBrowser();
  localStorage.clear();
});

describe("after the call", () => {
  it("says who was there and for how long", async () => {
    const call = new FakeCall();
    const screen = await show(<CallScreen call={call} home={CELL} />);
    const stays = [
      { name: "Ada", seconds: 3900 },
      { name: "Grace", seconds: 1260 },
      { name: "Grace", seconds: 42 },
    ];
    await settle(() => call.finish("left", stays));
    const rows = [...screen.get("list", "Who was there").children].map((row) => row.textContent);
    expect(rows).toEqual(["Ada1 hr 5 min", "Grace21 min", "Grace42 sec"]);
    expect(screen.get("status", "Connection").textContent).toBe("Ended");
  });

  const cases: [Over, RegExp, boolean][] = [
    ["left", /You left/, true],
    ["ended", /has ended/, false],
    ["removed", /removed/, false],
    ["moved", /moved to another of your tabs/, true],
    ["elsewhere", /You are in this meeting in another tab/, true],
    ["lost", /connection was lost/, true],
  ];
  it.each(cases)("%s has its words; coming back is possible: %s", async (over, words, back) => {
    const call = new FakeCall();
    call.finish(over);
    const screen = await show(<CallScreen call={call} home={PAGE} />);
    expect(screen.get("heading").textContent).toMatch(words);
    expect(screen.has("button", "Rejoin meeting")).toBe(back);
  });

  it("tells a revoked invite from a removal", async () => {
    const call = new FakeCall();
    call.finish("removed", [], { problem: { code: "invite_revoked", message: "" } });
    const screen = await show(<CallScreen call={call} home={PAGE} />);
    expect(screen.get("heading").textContent).toContain("revoked");
  });

  it("blames the network for a lost call only when the server was silent", async () => {
    const lost = async (code: string) => {
      const call = new FakeCall();
      call.finish("lost", [], { problem: { code, message: "" } });
      return (await show(<CallScreen call={call} home={PAGE} />)).words;
    };
    expect(await lost("server_unreachable")).toContain("Check your network");
    const refused = await lost("meeting_full");
    expect(refused).toContain("This meeting is full.");
    expect(refused).not.toContain("network");
  });

  it("rejoins as before, without the passcode", async () => {
    const call = new FakeCall();
    const screen = await show(<CallScreen call={call} home={CELL} />);
    await settle(() => call.change({ problem: { code: "passcode_required", message: "" } }));
    await screen.fill("Your name", "Ada");
    await screen.fill("Passcode", "fourier");
    await screen.click("Join without camera or microphone");
    await settle(() => call.enter([tile("Ada", { you: true })]));
    await screen.click("Leave meeting");
    await screen.click("Rejoin meeting");
    expect(call.joins.at(-1)).toEqual({ name: "Ada", media: false });
  });

  it("rejoins from another view under the name that the call showed", async () => {
    const call = new FakeCall();
    call.enter([tile("Ada", { you: true })]);
    const screen = await show(<CallScreen call={call} home={CELL} />);
    await screen.click("Leave meeting");
    await screen.click("Rejoin meeting");
    expect(call.joins).toEqual([{ name: "Ada", media: true }]);
  });
});
