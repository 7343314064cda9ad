// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  forgetInvite,
  goToLogin,
  loginAddress,
  meetingIn,
  takeInvite,
  wantedPage,
} from "../../src/ui/page/address";
import { Page, type Place } from "../../src/ui/page/page";
import { settle } from "./drawing";
import { digest, FakeCall, FakeServer, MEETING_ID, tile } from "./fakes";
import { goTo, pretendBrowser, type Screen, show } from "./screen";

const ROOT = "https://hub.example.org/user/ada/meet/";
const SECRET = "S".repeat(43);
const LOGIN = "/user/ada/login";

function at(path: string): void {
  goTo(ROOT + path);
}

interface Opened {
  readonly screen: Screen;
  readonly call: FakeCall;
  readonly closed: () => number;
}

async function open(
  start: Partial<Place>,
  server = new FakeServer(),
  call = new FakeCall(),
): Promise<Opened> {
  let closed = 0;
  const close = () => {
    closed += 1;
  };
  const place = { meetingId: "", credentials: {}, ...start };
  const attach = () => ({ call, close });
  const screen = await show(<Page root={ROOT} server={server} attach={attach} start={place} />);
  await settle();
  return { screen, call, closed: () => closed };
}

beforeEach(() => {
  pretendBrowser();
  sessionStorage.clear();
  localStorage.clear();
  at("");
});

describe("address", () => {
  it.each([
    ["/user/ada/meet/", ""],
    ["/user/ada/meet/abc", "abc"],
    ["/user/ada/meet/abc/", "abc"],
    ["/user/ada/meet/%3Cscript%3E", "%3Cscript%3E"],
  ])("%s holds %s", (path, id) => expect(meetingIn(path, ROOT)).toBe(id));

  it("takes the invite out of the address bar and keeps it for a reload of this tab", () => {
    at(`${MEETING_ID}?x=1#invite=${SECRET}`);
    expect(takeInvite(MEETING_ID)).toBe(SECRET);
    expect(location.href).toBe(`${ROOT}${MEETING_ID}?x=1`);
    expect(takeInvite(MEETING_ID)).toBe(SECRET);
    expect(takeInvite("another-meeting")).toBeNull();
    forgetInvite(MEETING_ID);
    expect(takeInvite(MEETING_ID)).toBeNull();
  });

  it("clears a fragment that is no invite, too, and takes nothing from it", () => {
    at(`${MEETING_ID}#invite=<script>`);
    expect(takeInvite(MEETING_ID)).toBeNull();
    expect(location.hash).toBe("");
  });

  it("goes to this origin's login and comes back to the path", () => {
    at(`${MEETING_ID}?x=1`);
    const address = new URL(loginAddress(LOGIN) ?? "");
    expect(address.pathname).toBe(LOGIN);
    expect(address.searchParams.get("next")).toBe(`/user/ada/meet/${MEETING_ID}?x=1`);
    expect(loginAddress("https://evil.example/login")).toBeNull();
    expect(loginAddress("//evil.example/login")).toBeNull();
  });
});

describe("a login that led nowhere", () => {
  it("leads back to where this tab was, if that was a page of ours", () => {
    expect(wantedPage(ROOT)).toBe(ROOT);
    at(MEETING_ID);
    const gone = vi.spyOn(location, "replace").mockImplementation(() => {});
    goToLogin("https://hub.example.org/hub/login");
    expect(gone).toHaveBeenCalledWith("https://hub.example.org/hub/login");
    expect(wantedPage(ROOT)).toBe(`/user/ada/meet/${MEETING_ID}`);
    sessionStorage.setItem("notebook-meet.wanted", "//evil.example/");
    expect(wantedPage(ROOT)).toBe(ROOT);
  });

  it("is told in words, with a button to log in, and does not go there by itself", async () => {
    const server = new FakeServer();
    server.identity = { name: "", logged_in: false, login_url: LOGIN, public_url: null };
    const gone = vi.spyOn(location, "replace").mockImplementation(() => {});
    gone.mockClear();
    const { screen } = await open({ meetingId: MEETING_ID, problem: "login_failed" }, server);
    expect(screen.get("alert").textContent).toContain("allow cookies");
    expect(gone).not.toHaveBeenCalled();
    await screen.click("Log in");
    expect(gone).toHaveBeenCalledOnce();
  });
});

describe("page without a meeting", () => {
  it("creates one, and its creator comes as host with the passcode", async () => {
    const server = new FakeServer();
    const { screen, call } = await open({}, server);
    await screen.fill("Meeting title", " Seminar ");
    await screen.fill("Passcode (optional)", "fourier");
    await screen.submit();
    expect(server.created).toEqual([{ title: "Seminar", passcode: "fourier" }]);
    expect(location.href).toBe(ROOT + MEETING_ID);
    expect(call.brought).toEqual([{ hostKey: "h".repeat(43), passcode: "fourier" }]);
    expect(screen.has("button", "Join meeting")).toBe(true);
  });

  it.each([
    ["", /title/],
    ["   ", /title/],
    ["x".repeat(10_000), /too long.*200/],
  ])("refuses a bad title with a sentence, without asking the server", async (title, words) => {
    const server = new FakeServer();
    const { screen } = await open({}, server);
    await screen.fill("Meeting title", title);
    await screen.submit();
    expect(screen.get("alert").textContent).toMatch(words);
    expect(server.created).toEqual([]);
  });

  it("says why the server refused", async () => {
    const server = new FakeServer();
    server.refusal = { code: "storage_full", message: "" };
    const { screen } = await open({}, server);
    await screen.fill("Meeting title", "Seminar");
    await screen.submit();
    expect(screen.get("alert").textContent).toContain("disk is full");
    expect(screen.get("button", "Create meeting").getAttribute("aria-busy")).toBeNull();
  });
});

describe("page of a meeting", () => {
  it("shows its prejoin screen, and its title before and in the call", async () => {
    document.title = "";
    const call = new FakeCall(digest({ title: "As it was announced" }));
    const { screen } = await open({ meetingId: MEETING_ID }, new FakeServer(), call);
    expect(screen.has("button", "Join meeting")).toBe(true);
    expect(document.title).toContain("As it was announced");
    await settle(() => call.enter([tile("Ada", { you: true })]));
    expect(document.title).toContain("Linear algebra");
  });

  it("lets go of the call when it goes to another screen", async () => {
    const call = new FakeCall({ code: "meeting_ended", message: "" });
    const { screen, closed } = await open({ meetingId: MEETING_ID }, new FakeServer(), call);
    await screen.click("Create a new meeting");
    expect(closed()).toBe(1);
    expect(location.href).toBe(ROOT);
    expect(screen.has("button", "Create meeting")).toBe(true);
  });

  it("says that a malformed link is none, and asks nobody about it", async () => {
    const { screen, call } = await open({ meetingId: "%3Cscript%3E" });
    expect(screen.get("alert").textContent).toContain("not a meeting link");
    expect(call.asked).toEqual([]);
  });

  it("says that the server does not answer, and tries again", async () => {
    const server = new FakeServer();
    const me = server.identity;
    server.identity = { code: "server_unreachable", message: "" };
    const { screen } = await open({ meetingId: MEETING_ID }, server);
    expect(screen.get("alert").textContent).toContain("does not answer");
    server.identity = me;
    await screen.click("Try again");
    await settle();
    expect(screen.has("button", "Join meeting")).toBe(true);
  });
});

describe("someone without a login", () => {
  const anonymous = () => {
    const server = new FakeServer();
    server.identity = { name: "", logged_in: false, login_url: LOGIN, public_url: null };
    return server;
  };

  it.each(["", MEETING_ID, "not-a-meeting"])(
    "is sent to it from %s and learns nothing",
    async (meetingId) => {
      at(meetingId);
      const replace = vi.spyOn(location, "replace").mockImplementation(() => undefined);
      const { screen, call } = await open({ meetingId }, anonymous());
      expect(replace).toHaveBeenCalledTimes(1);
      expect(new URL(String(replace.mock.calls[0]?.[0])).pathname).toBe(LOGIN);
      expect(call.asked).toEqual([]);
      expect(screen.has("heading")).toBe(false);
    },
  );

  it("goes the guest's way with an invite", async () => {
    const replace = vi.spyOn(location, "replace").mockImplementation(() => undefined);
    const { screen, call } = await open(
      { meetingId: MEETING_ID, credentials: { invite: SECRET } },
      anonymous(),
    );
    expect(replace).not.toHaveBeenCalled();
    expect(call.brought).toEqual([{ invite: SECRET }]);
    expect(screen.has("button", "Join meeting")).toBe(true);
    expect(screen.root.outerHTML).not.toContain(SECRET);
  });

  it("is told of a bad invite, and offered nothing that needs a login", async () => {
    const call = new FakeCall({ code: "invite_revoked", message: "" });
    const { screen } = await open(
      { meetingId: MEETING_ID, credentials: { invite: SECRET } },
      anonymous(),
      call,
    );
    expect(screen.get("alert").textContent).toContain("revoked");
    expect(screen.has("button", "Create a new meeting")).toBe(false);
  });

  it("can log in instead of using a bad invite, which is not brought again", async () => {
    at(`${MEETING_ID}#invite=${SECRET}`);
    const invite = takeInvite(MEETING_ID) ?? "";
    const replace = vi.spyOn(location, "replace").mockImplementation(() => undefined);
    const call = new FakeCall({ code: "invite_expired", message: "" });
    const start = { meetingId: MEETING_ID, credentials: { invite } };
    const { screen } = await open(start, anonymous(), call);
    expect(takeInvite(MEETING_ID)).toBeNull();
    expect(call.brought).toEqual([{ invite }, { invite: "" }]);
    expect(replace).not.toHaveBeenCalled();
    await screen.click("Log in");
    expect(new URL(String(replace.mock.calls[0]?.[0])).pathname).toBe(LOGIN);
  });

  it("brings an invite no more that was revoked during the call", async () => {
    sessionStorage.setItem(`notebook-meet.invite.${MEETING_ID}`, SECRET);
    const start = { meetingId: MEETING_ID, credentials: { invite: SECRET } };
    const { call } = await open(start, anonymous());
    await settle(() => call.finish("removed", [], { problem: { code: "invite_revoked", message: "" } }));
    expect(takeInvite(MEETING_ID)).toBeNull();
  });
});
