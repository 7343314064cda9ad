// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import type { CallState } from "../../src/engine/model";
import { CallScreen } from "../../src/ui/call-screen";
import { FakeDevices } from "../fakes/devices";
import { settle } from "./drawing";
import { CREATED_AT, digest, FakeCall, tile } from "./fakes";
import { CELL, PAGE } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

const knocker = (name: string, guest = false) => ({ id: `w-${name}`, name, guest, since: CREATED_AT });

async function open(change: Partial<CallState> = {}): Promise<{ call: FakeCall; screen: Screen }> {
  const call = new FakeCall();
  const role = change.role ?? "host";
  call.enter([tile("Ada", { you: true, role }), tile("Grace")], { role, ...change });
  return { call, screen: await show(<CallScreen call={call} home={CELL} />) };
}
const live = (screen: Screen) => screen.root.querySelector(".nbmeet-unseen[aria-live]")?.textContent ?? "";

beforeEach(() => pretendBrowser());

describe("before the call", () => {
  it("one asks to join where one would have to wait", async () => {
    const call = new FakeCall(digest({ waits: true }));
    const screen = await show(<CallScreen call={call} home={PAGE} />);
    expect(screen.has("button", "Join meeting")).toBe(false);
    expect(screen.has("button", "Ask to join without camera or microphone")).toBe(true);
    await screen.submit();
    expect(call.joins).toHaveLength(1);
  });

  it("waits with the own preview, says so, and can be cancelled", async () => {
    const devices = new FakeDevices({ live: { camera: true, microphone: true } });
    const call = new FakeCall(digest({ waits: true }), devices);
    const screen = await show(<CallScreen call={call} home={PAGE} />);
    await screen.fill("Your name", "Grace");
    screen.get("button", "Ask to join").focus();
    await screen.click("Ask to join");
    await settle(() => call.change({ phase: "waiting", connection: "connected" }));
    expect(document.activeElement).toBe(screen.get("heading", "Waiting to be let in"));
    expect(screen.words).toContain("The host has been told that you are waiting.");
    expect(screen.root.querySelector("video")).not.toBeNull();
    expect(screen.has("textbox", "Your name")).toBe(false);
    screen.get("button", "Cancel").focus();
    call.leave = () => call.change({ phase: "idle" });
    await screen.click("Cancel");
    expect((screen.get("textbox", "Your name") as HTMLInputElement).value).toBe("Grace");
    expect(document.activeElement).toBe(screen.get("heading", "Linear algebra, office hours"));
  });

  it("is told when nobody lets one in, and may ask again", async () => {
    const call = new FakeCall(digest({ waits: true }));
    const screen = await show(<CallScreen call={call} home={PAGE} />);
    await settle(() => call.change({ phase: "waiting" }));
    await settle(() => call.change({ phase: "idle", problem: { code: "denied", message: "" } }));
    expect(screen.get("alert").textContent).not.toBe("");
    expect(screen.has("button", "Ask to join")).toBe(true);
  });

  it("goes straight into the call", async () => {
    const call = new FakeCall(digest({ waits: true }));
    const screen = await show(<CallScreen call={call} home={PAGE} />);
    await settle(() => call.change({ phase: "waiting" }));
    await settle(() => call.enter([tile("Grace", { you: true })]));
    expect(screen.has("figure", "Grace (you)")).toBe(true);
  });
});

describe("in the call", () => {
  it("hosts and presenters are told, find who waits, and decide", async () => {
    const { call, screen } = await open({ role: "presenter" });
    await settle(() => call.change({ waiting: [knocker("Alan")] }));
    expect(screen.get("alert").textContent).toContain("Alan waits to be let in.");
    expect(screen.get("button", "People").getAttribute("aria-description")).toBe("1 person waiting");
    await screen.click("Show who is waiting");
    expect(screen.has("alert")).toBe(false);
    expect(document.activeElement).toBe(screen.get("heading", "People"));
    expect(screen.get("list", "Waiting").textContent).toContain("Alan");
    await screen.click("Admit Alan");
    await screen.click("Deny Alan");
    expect(call.asked).toEqual(["admit w-Alan", "deny w-Alan"]);
  });

  it("a dismissed notice comes back with the next one", async () => {
    const { call, screen } = await open({ waiting: [knocker("Alan")] });
    await screen.click("Dismiss");
    expect(screen.has("alert")).toBe(false);
    await settle(() => call.change({ waiting: [knocker("Alan"), knocker("Carol")] }));
    expect(screen.get("alert").textContent).toContain("2 people wait to be let in.");
    await settle(() => call.change({ waiting: [] }));
    expect(screen.has("alert")).toBe(false);
  });

  it("a knock is announced where the notice is not shown", async () => {
    const { call, screen } = await open();
    await screen.click("People");
    expect(screen.has("list", "Waiting")).toBe(false);
    await settle(() => call.change({ waiting: [knocker("Alan", true)] }));
    expect(live(screen)).toBe("Alan waits to be let in.");
    expect(screen.get("list", "Waiting").textContent).toContain("Guest");
  });

  it("the focus stays near when someone was admitted", async () => {
    const { call, screen } = await open({ waiting: [knocker("Alan"), knocker("Carol")] });
    await screen.click("People");
    screen.get("button", "Admit Alan").focus();
    await settle(() => call.change({ waiting: [knocker("Carol")] }));
    expect(document.activeElement).toBe(screen.get("button", "Admit Carol"));
    await settle(() => call.change({ waiting: [] }));
    expect(screen.root.contains(document.activeElement)).toBe(true);
  });

  it("only hosts open and close the waiting room", async () => {
    const { call, screen } = await open();
    await screen.click("People");
    const toggle = () => screen.get("button", "Waiting room").getAttribute("aria-pressed");
    expect(toggle()).toBe("false");
    await screen.click("Waiting room");
    const { meeting } = call.state;
    await settle(() => call.change({ meeting: meeting && { ...meeting, waiting_room: true } }));
    expect(toggle()).toBe("true");
    expect(screen.words).toContain("Who comes now waits until somebody admits them.");
    await screen.click("Waiting room");
    expect(call.asked).toEqual(["waiting room true", "waiting room false"]);
    await settle(() => call.change({ role: "presenter" }));
    expect(screen.has("button", "Waiting room")).toBe(false);
  });
});
