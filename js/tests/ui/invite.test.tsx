// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Residence, Role } from "../../src/protocol/types.gen";
import { CallScreen } from "../../src/ui/call-screen";
import { distinctNames } from "../../src/ui/invite/invite-row";
import { settle } from "./drawing";
import { FakeCall, invite, LINK, MEETING_ID, tile } from "./fakes";
import { CELL } from "./homes";
import { pretendBrowser, type Screen, show } from "./screen";

async function openPanel(role: Role, call = new FakeCall()): Promise<Screen> {
  call.enter([tile("Ada", { you: true }), tile("Grace")], { role });
  const screen = await show(<CallScreen call={call} home={CELL} />);
  await screen.click("Invite");
  await settle();
  return screen;
}

function clipboard(writeText: ((words: string) => Promise<void>) | null): void {
  const value = writeText && { writeText };
  Object.defineProperty(navigator, "clipboard", { value: value ?? undefined, configurable: true });
}

beforeEach(() => {
  pretendBrowser();
  clipboard(null);
});

describe("invite panel", () => {
  it("shows the link to copy and to scan", async () => {
    const screen = await openPanel("attendee");
    const box = screen.get("textbox", "Meeting link") as HTMLInputElement;
    expect([box.value, box.readOnly]).toEqual([LINK, true]);
    expect(screen.get("img", "QR code of the meeting link").querySelector("path")).toBeTruthy();
    expect(screen.has("button", "Copy link")).toBe(true);
  });

  it.each([
    ["attendee", false],
    ["observer", false],
    ["presenter", true],
    ["host", true],
  ] as const)("lets %s invite guests: %s", async (role, may) => {
    const screen = await openPanel(role);
    expect(screen.has("button", "Create invite")).toBe(may);
    expect(screen.has("list", "Invites")).toBe(may);
  });

  it("gives away no role above one's own", async () => {
    const screen = await openPanel("presenter");
    const roles = [...screen.get("combobox", "Role").querySelectorAll("option")].map((one) => one.value);
    expect(roles).toEqual(["attendee", "presenter", "observer"]);
  });

  it("makes, copies and revokes an invite, whose secret never stands in the page", async () => {
    const copied: string[] = [];
    clipboard(async (words) => void copied.push(words));
    const call = new FakeCall();
    const screen = await openPanel("host", call);
    await screen.choose("Role", "presenter");
    await screen.choose("Expires", "3600");
    await screen.fill("Guest name (optional)", "Carol");
    await screen.submit();
    expect(call.created).toEqual([{ role: "presenter", name: "Carol", expiresIn: 3600, uses: 1 }]);
    await screen.click("Copy invite Carol");
    expect(copied).toEqual([call.inviteLink("invite-1")]);
    expect(copied[0]).toContain("#invite=");
    expect(screen.root.outerHTML).not.toContain("#invite=");
    await screen.click("Revoke invite Carol");
    expect(call.asked).toContain("revoke invite-1");
    expect(screen.has("button", "Revoke invite Carol")).toBe(false);
  });

  it("lists invites of other pages without a link to copy", async () => {
    const call = new FakeCall();
    call.invites = [invite("i1", "Grace")];
    const screen = await openPanel("host", call);
    expect(screen.has("button", "Revoke invite Grace")).toBe(true);
    expect(screen.has("button", "Copy invite Grace")).toBe(false);
  });

  it("tells invites of one name apart", () => {
    const names = distinctNames([invite("3", ""), invite("2", "Grace"), invite("1", "")]);
    expect(names).toEqual(["Anyone 2", "Grace", "Anyone"]);
  });

  it("says why an invite could not be made", async () => {
    const call = new FakeCall();
    call.refusal = { code: "too_many_invites", message: "" };
    const screen = await openPanel("host", call);
    await screen.submit();
    expect(screen.get("alert").textContent).toContain("too many open invites");
  });

  it("closes on Escape and gives the focus back", async () => {
    const screen = await openPanel("attendee");
    await screen.press(screen.get("textbox", "Meeting link"), "Escape");
    expect(screen.has("textbox", "Meeting link")).toBe(false);
    expect(document.activeElement).toBe(screen.get("button", "Invite"));
  });
});

describe("where the meeting lives", () => {
  const LAB = "/hub/user-redirect/meet/lab/";
  const at = async (residence?: Residence): Promise<Screen> => {
    const call = new FakeCall();
    call.residence = residence;
    return openPanel("host", call);
  };

  it.each([
    [undefined, "log in to this server", "without login and passcode"],
    [{ kind: "server", guests: true }, "log in to this server", "without login and passcode"],
    [{ kind: "server", guests: false }, "log in to this server", "Guests without a login are not let in"],
    [{ kind: "hub", guests: true, lab: LAB }, "everybody on this JupyterHub", "without login and passcode"],
    [
      { kind: "hub", guests: false, lab: LAB },
      "everybody on this JupyterHub",
      "Guests without a login are not",
    ],
    [{ kind: "users_server", guests: true }, "one person's own server", "without login and passcode"],
  ] as const)("%o: says whom link and invites let in", async (residence, link, invites) => {
    const screen = await at(residence);
    expect(screen.words).toContain(link);
    expect(screen.words).toContain(invites);
  });

  it("says that others need an invite where the link alone is for few, unless that opens nothing either", async () => {
    const others = "Everybody else needs an invite";
    expect((await at({ kind: "users_server", guests: true })).words).toContain(others);
    expect((await at({ kind: "users_server", guests: false })).words).not.toContain(others);
    expect((await at({ kind: "hub", guests: true, lab: LAB })).words).not.toContain(others);
  });

  it("offers the link for people with notebooks on a hub only", async () => {
    const screen = await at({ kind: "hub", guests: false, lab: LAB });
    const box = screen.get("textbox", "Link for JupyterLab") as HTMLInputElement;
    expect(box.value).toBe(`https://hub.example.org${LAB}${MEETING_ID}`);
    expect(screen.has("button", "Copy link for JupyterLab")).toBe(true);
    for (const residence of [undefined, { kind: "users_server", guests: true } as const])
      expect((await at(residence)).has("textbox", "Link for JupyterLab")).toBe(false);
  });
});

describe("passcode", () => {
  it("is shown to a host who knows it, on a click, as text only", async () => {
    const call = new FakeCall();
    call.passcode = "canary-42";
    const screen = await openPanel("host", call);
    expect(screen.words).not.toContain("canary-42");
    await screen.click("Show passcode");
    expect(screen.words).toContain("canary-42");
    for (const element of screen.root.querySelectorAll("*"))
      for (const { value } of element.attributes) expect(value).not.toContain("canary-42");
    await screen.click("Show passcode");
    expect(screen.words).not.toContain("canary-42");
  });

  it("is not offered to others, nor where it is unknown", async () => {
    const call = new FakeCall();
    call.passcode = "canary-42";
    expect((await openPanel("presenter", call)).has("button", "Show passcode")).toBe(false);
    expect((await openPanel("host")).has("button", "Show passcode")).toBe(false);
  });
});

describe("copying", () => {
  it("uses the old command where there is no clipboard", async () => {
    const command = vi.fn(() => true);
    document.execCommand = command;
    const screen = await openPanel("attendee");
    await screen.click("Copy link");
    expect(command).toHaveBeenCalledWith("copy");
    expect(screen.words).toContain("Copied");
    expect(screen.root.querySelector("textarea")).toBeNull();
  });

  it("selects the text and names the keys where nothing works", async () => {
    document.execCommand = () => false;
    clipboard(() => Promise.reject(new DOMException("no", "NotAllowedError")));
    const screen = await openPanel("host");
    await screen.click("Copy link");
    expect(screen.words).toContain("Ctrl+C");
    expect(document.activeElement).toBe(screen.get("textbox", "Meeting link"));
  });

  it("shows an invite's link only when it cannot be copied otherwise", async () => {
    document.execCommand = () => false;
    const call = new FakeCall();
    const screen = await openPanel("host", call);
    await screen.fill("Guest name (optional)", "Carol");
    await screen.submit();
    expect(screen.has("textbox", "Invite link")).toBe(false);
    await screen.click("Copy invite Carol");
    const box = screen.get("textbox", "Invite link") as HTMLInputElement;
    expect(box.value).toBe(call.inviteLink("invite-1"));
    expect(document.activeElement).toBe(box);
    expect(box.selectionEnd).toBe(box.value.length);
    await settle(() => box.blur());
    await screen.click("Copy invite Carol");
    expect(document.activeElement).toBe(box);
    expect(screen.root.outerHTML).not.toContain("#invite=");
  });
});
