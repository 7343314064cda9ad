// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { CallScreen } from "../../src/ui/call-screen";
import { FakeDevices } from "../fakes/devices";
import { settle } from "./drawing";
import { digest, FakeCall, tile } from "./fakes";
import { CELL } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

const ON = { camera: true, microphone: true };
const ADA = tile("Ada", { you: true });

function inCall(change: Parameters<FakeCall["enter"]>[1] = {}, others = [tile("Grace")]): FakeCall {
  const call = new FakeCall(digest(), new FakeDevices({ live: ON }));
  call.enter([ADA, ...others], change);
  return call;
}

function open(call: FakeCall): Promise<Screen> {
  return show(<CallScreen call={call} home={CELL} />);
}

beforeEach(() => pretendBrowser());

describe("meeting", () => {
  it("is a region named by its title, with one figure and video per person", async () => {
    const screen = await open(inCall({}, [tile("Grace"), tile("Carol", { guest: true })]));
    const region = screen.get("region", "Meeting: Linear algebra, office hours");
    expect(region.contains(screen.get("toolbar", "Meeting controls"))).toBe(true);
    for (const name of ["Ada (you)", "Grace", "Carol"])
      expect(screen.get("figure", name).querySelectorAll("video")).toHaveLength(1);
    expect(screen.get("figure", "Carol").textContent).toContain("Guest");
    expect(screen.get("figure", "Grace").textContent).not.toContain("Guest");
  });

  it("mutes every video and mirrors only one's own", async () => {
    const screen = await open(inCall());
    const video = (name: string) => screen.get("figure", name).querySelector("video");
    expect([video("Ada (you)")?.muted, video("Grace")?.muted]).toEqual([true, true]);
    expect(video("Ada (you)")?.className).toContain("nbmeet-mirrored");
    expect(video("Grace")?.className).not.toContain("nbmeet-mirrored");
  });

  it.each([
    ["connecting", "Connecting"],
    ["connected", "Connected"],
    ["reconnecting", "Reconnecting"],
    ["unreachable", "The server does not answer"],
  ] as const)("says that it is %s", async (connection, words) => {
    const screen = await open(inCall({ connection }));
    expect(screen.get("status", "Connection").textContent).toBe(words);
  });

  it("says in words whose connection is in trouble, and who has no microphone on", async () => {
    const screen = await open(
      inCall({}, [
        tile("Grace", { presence: "reconnecting" }),
        tile("Alan", { link: "failed", microphone: false }),
        tile("Bob"),
      ]),
    );
    expect(screen.get("figure", "Grace").textContent).toContain("Reconnecting");
    expect(screen.get("figure", "Alan").textContent).toMatch(/No connection.*microphone off/s);
    expect(screen.get("figure", "Bob").textContent).not.toMatch(/connection|off/i);
  });

  it("announces who comes and goes", async () => {
    const call = inCall();
    const screen = await open(call);
    const live = () =>
      [...screen.root.querySelectorAll("[aria-live]")].map((one) => one.textContent).join("");
    expect(live()).toBe("");
    await settle(() => call.change({ tiles: [ADA, tile("Grace"), tile("Alan")] }));
    expect(live()).toContain("Alan joined");
    await settle(() => call.change({ tiles: [ADA, tile("Alan")] }));
    expect(live()).toContain("Grace left");
  });

  it("tells who is alone what to do", async () => {
    const call = inCall({}, []);
    const screen = await open(call);
    expect(screen.words).toContain("You're the first here.");
    expect(screen.has("img", "QR code of the meeting link")).toBe(true);
    await settle(() => call.change({ tiles: [ADA, tile("Grace")] }));
    expect(screen.words).not.toContain("first here");
  });

  it("gives the focus to the meeting only in the view that joined", async () => {
    const call = new FakeCall();
    const used = await open(call);
    const other = await open(call);
    await used.fill("Your name", "Ada");
    await used.submit();
    await settle(() => used.get("button", "Join meeting").click());
    await settle(() => call.enter([ADA]));
    expect(document.activeElement).toBe(used.get("region"));
    expect(other.has("region")).toBe(true);
  });
});

describe("toolbar", () => {
  it("has every control by its name; ending is for hosts", async () => {
    const call = inCall();
    const screen = await open(call);
    for (const name of ["Microphone", "Camera"])
      expect(screen.get("button", name).getAttribute("aria-pressed")).toBe("true");
    expect(screen.has("button", "Invite")).toBe(true);
    expect(screen.has("button", "Leave meeting")).toBe(true);
    expect(screen.has("button", "Click to hear")).toBe(false);
    expect(screen.has("button", "End meeting for everyone")).toBe(false);
    await settle(() => call.change({ role: "host" }));
    expect(screen.has("button", "End meeting for everyone")).toBe(true);
  });

  it("shows full screen only where it works", async () => {
    Object.defineProperty(document, "fullscreenEnabled", { value: false, configurable: true });
    expect((await open(inCall())).has("button", "Full screen")).toBe(false);
    Object.defineProperty(document, "fullscreenEnabled", { value: true, configurable: true });
    expect((await open(inCall())).has("button", "Full screen")).toBe(true);
  });

  it("switches microphone and camera", async () => {
    const call = inCall();
    const screen = await open(call);
    await screen.click("Microphone");
    await screen.click("Camera");
    expect(call.asked).toEqual(["microphone false", "camera false"]);
    expect(screen.get("button", "Microphone").getAttribute("aria-pressed")).toBe("false");
    await screen.click("Camera");
    expect(call.asked.at(-1)).toBe("camera true");
  });

  it("shows a device that is wanted but does not run as off", async () => {
    const call = inCall();
    call.devices.change({ live: { camera: false, microphone: true } });
    const screen = await open(call);
    expect(screen.get("button", "Camera").getAttribute("aria-pressed")).toBe("false");
  });

  it("leaves", async () => {
    const call = inCall();
    const screen = await open(call);
    await screen.click("Leave meeting");
    expect(call.asked).toEqual(["leave"]);
  });

  it("plays the sound after a click when the browser refused it", async () => {
    const call = inCall({ muffled: true });
    const screen = await open(call);
    await screen.click("Click to hear");
    expect(call.asked).toEqual(["hear"]);
    expect(screen.has("button", "Click to hear")).toBe(false);
  });

  it("keeps the keyboard's place when the button for the sound goes, and takes it from nowhere else", async () => {
    const call = inCall({ muffled: true });
    const screen = await open(call);
    screen.get("button", "Click to hear").focus();
    await screen.click("Click to hear");
    expect(document.activeElement).toBe(screen.get("button", "Microphone"));
    await settle(() => call.change({ muffled: true }));
    screen.get("button", "Camera").focus();
    await settle(() => call.change({ muffled: false }));
    expect(document.activeElement).toBe(screen.get("button", "Camera"));
  });

  it("asks once more before it ends the meeting", async () => {
    const call = inCall({ role: "host" });
    const screen = await open(call);
    await screen.click("End meeting for everyone");
    expect(call.asked).toEqual([]);
    const dialog = screen.get("alertdialog");
    expect(dialog.textContent).toContain("1 other person");
    await settle(() =>
      [...dialog.querySelectorAll("button")].find((one) => one.textContent === "Cancel")?.click(),
    );
    expect(screen.has("alertdialog")).toBe(false);
    await screen.click("End meeting for everyone");
    await settle(() =>
      screen.get("alertdialog").querySelector<HTMLElement>(".nbmeet-button-danger")?.click(),
    );
    expect(call.asked).toEqual(["end"]);
    expect(screen.words).toContain("This meeting has ended.");
  });

  it("says why the meeting could not be ended", async () => {
    const call = inCall({ role: "host" });
    call.refusal = { code: "storage_unavailable", message: "" };
    const screen = await open(call);
    await screen.click("End meeting for everyone");
    await settle(() =>
      screen.get("alertdialog").querySelector<HTMLElement>(".nbmeet-button-danger")?.click(),
    );
    expect(screen.get("alert").textContent).toContain("database");
  });
});

describe("keys", () => {
  it("m and v switch devices while the focus is in the meeting", async () => {
    const call = inCall();
    const screen = await open(call);
    await screen.press(screen.get("region"), "m");
    await screen.press(screen.get("region"), "V");
    expect(call.asked).toEqual(["microphone false", "camera false"]);
  });

  it("m and v, like the buttons, are not for observers, who send nothing", async () => {
    const call = inCall({ role: "observer" });
    const screen = await open(call);
    expect(["Microphone", "Camera"].filter((name) => screen.has("button", name))).toEqual([]);
    await screen.press(screen.get("region"), "m");
    await screen.press(screen.get("region"), "v");
    expect(call.asked).toEqual([]);
  });

  it("do nothing on a control, in a text field, with a modifier, or elsewhere", async () => {
    const call = inCall();
    const screen = await open(call);
    await screen.press(screen.get("button", "Invite"), "m");
    await screen.press(screen.get("region"), "m", { ctrlKey: true });
    await screen.press(document.body, "m");
    await screen.click("Invite");
    await screen.press(screen.get("textbox", "Meeting link"), "v");
    expect(call.asked).toEqual([]);
  });

  it("keeps single keys from the notebook and leaves the others to it", async () => {
    const screen = await open(inCall());
    const card = screen.root.firstElementChild as HTMLElement;
    const reached: string[] = [];
    let suppressed = false;
    const lumino = () => {
      suppressed = card.hasAttribute("data-lm-suppress-shortcuts");
    };
    const classic = (event: KeyboardEvent) => reached.push(event.key);
    document.addEventListener("keydown", lumino, true);
    document.addEventListener("keydown", classic);
    await screen.press(screen.get("region"), "m");
    expect([suppressed, reached]).toEqual([true, []]);
    await screen.press(screen.get("region"), "s", { ctrlKey: true });
    expect([suppressed, reached]).toEqual([false, ["s"]]);
    document.removeEventListener("keydown", lumino, true);
    document.removeEventListener("keydown", classic);
  });
});
