// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { CallScreen } from "../../src/ui/call-screen";
import type { Home } from "../../src/ui/home";
import { FakeCall, LINK, MEETING_ID } from "./fakes";
import { PAGE } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

function open(call: FakeCall, home: Home = PAGE): Promise<Screen> {
  return show(<CallScreen call={call} home={home} />);
}

describe("where media cannot work", () => {
  it("an insecure page explains https and leads to a browser, before any click", async () => {
    pretendBrowser({ secure: false });
    const call = new FakeCall();
    const screen = await open(call);
    expect(screen.get("alert").textContent).toMatch(/https.*localhost/s);
    const link = screen.get("button", "Open in browser") as HTMLAnchorElement;
    expect([link.getAttribute("href"), link.target]).toEqual([LINK, "_blank"]);
    expect((screen.get("textbox", "Address of the meeting") as HTMLInputElement).value).toBe(LINK);
    expect(screen.has("button", "Join meeting")).toBe(false);
    expect(screen.has("button", "Show preview")).toBe(false);
    await screen.submit();
    expect(call.joins).toEqual([{ name: "", media: false }]);
    expect(call.devices.captures).toBe(0);
  });

  it("leads to the public https address if the administrator set one", async () => {
    pretendBrowser({ secure: false });
    const call = new FakeCall();
    Object.defineProperty(call, "link", { value: `http://10.0.0.7:8888/meet/${MEETING_ID}` });
    const screen = await open(call, { ...PAGE, publicUrl: "https://meet.example.org/" });
    const link = screen.get("button", "Open in browser");
    expect(link.getAttribute("href")).toBe(`https://meet.example.org/${MEETING_ID}`);
  });

  it("leads to localhost where only that can help: at the server's own computer", async () => {
    pretendBrowser({ secure: false });
    const call = new FakeCall();
    Object.defineProperty(call, "link", { value: `http://my-laptop:8888/x/meet/${MEETING_ID}` });
    const screen = await open(call);
    const link = screen.get("button", "Open in browser");
    expect(link.getAttribute("href")).toBe(`http://localhost:8888/x/meet/${MEETING_ID}`);
  });

  it("a browser without WebRTC is told so", async () => {
    pretendBrowser({ webrtc: false });
    const screen = await open(new FakeCall());
    expect(screen.get("alert").textContent).toContain("This browser cannot make calls");
  });
});
