// @vitest-environment happy-dom
import type { AnyModel } from "@anywidget/types";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { settle } from "./drawing";
import { CREATED_AT, FakeCall, MEETING_ID, tile } from "./fakes";
import { goTo, pretendBrowser, Screen } from "./screen";

const registry = vi.hoisted(() => ({ attach: vi.fn() }));
vi.mock("../../src/engine/registry", () => registry);
const { default: widget } = await import("../../src/widget");

type Handler = (message: unknown) => void;

/** A model as anywidget hands it to a view. */
class FakeModel {
  readonly sent: unknown[] = [];
  readonly handlers = new Set<Handler>();
  gone = false;
  readonly #traits: Record<string, unknown>;
  constructor(traits: Record<string, unknown> = {}) {
    this.#traits = {
      meeting_id: MEETING_ID,
      title: "Office hours",
      created_at: CREATED_AT,
      base_url: "http://127.0.0.1:8888/user/ada/",
      public_url: "",
      display_name: "Ada",
      ...traits,
    };
  }
  get = (name: string) => this.#traits[name];
  send = (message: unknown) => {
    if (this.gone) throw new Error("Comm is closed");
    this.sent.push(message);
  };
  on = (_event: string, handler: Handler) => void this.handlers.add(handler);
  off = (_event: string, handler: Handler) => void this.handlers.delete(handler);
  /** A custom message from the kernel. */
  say = (message: unknown) =>
    settle(() => {
      for (const handler of this.handlers) handler(message);
    });
}

interface Shown {
  readonly screen: Screen;
  readonly call: FakeCall;
  readonly abort: AbortController;
  readonly close: ReturnType<typeof vi.fn>;
}

async function renderView(model: FakeModel, call = new FakeCall()): Promise<Shown> {
  const abort = new AbortController();
  const close = vi.fn();
  registry.attach.mockReturnValue({ call, close });
  const el = document.body.appendChild(document.createElement("div"));
  const props = { model: model as unknown as AnyModel, el, signal: abort.signal };
  await settle(() => widget.render(props as unknown as Parameters<typeof widget.render>[0]));
  return { screen: new Screen(el), call, abort, close };
}

beforeEach(() => {
  pretendBrowser();
  registry.attach.mockReset();
  document.body.replaceChildren();
  document.body.removeAttribute("data-base-url");
  goTo("https://hub.example.org/user/ada/lab");
});

describe("widget", () => {
  it("draws from the traits alone: no kernel, no request, no capture", async () => {
    const model = new FakeModel();
    model.gone = true;
    const { screen, call } = await renderView(model);
    expect(screen.get("heading").textContent).toBe("Office hours");
    expect((screen.get("textbox", "Your name") as HTMLInputElement).value).toBe("Ada");
    expect(screen.has("button", "Join meeting")).toBe(true);
    expect([call.asked, call.joins, call.devices.captures]).toEqual([[], [], 0]);
  });

  it("uses the page's own server, and tells the kernel the page's origin", async () => {
    document.body.setAttribute("data-base-url", "/user/ada/");
    const model = new FakeModel({ base_url: "http://127.0.0.1:9999/other/" });
    await renderView(model);
    const root = "https://hub.example.org/user/ada/meet/";
    expect(registry.attach).toHaveBeenCalledWith({ root, home: root, links: root }, MEETING_ID);
    expect(model.sent).toEqual([
      { type: "credentials" },
      { type: "origin", origin: "https://hub.example.org" },
    ]);
  });

  it.each([
    ["/services/meet/", "https://hub.example.org/services/meet/"],
    ["https://hub.example/services/meet/", "https://hub.example/services/meet/"],
    ["//evil.example/", "https://hub.example.org//evil.example/"],
  ])("on a hub with a service at %s asks its own server, and meets at the service", async (service, home) => {
    document.body.setAttribute("data-base-url", "/user/ada/");
    await renderView(new FakeModel({ service }));
    const root = "https://hub.example.org/user/ada/meet/";
    expect(registry.attach).toHaveBeenCalledWith({ root, home, links: home }, MEETING_ID);
  });

  it("tells no origin on a page that is not Jupyter's", async () => {
    const model = new FakeModel();
    await renderView(model);
    expect(model.sent).toEqual([{ type: "credentials" }]);
  });

  it("brings what the kernel knows, whenever it says so, and nothing else of the message", async () => {
    const model = new FakeModel();
    const { call, screen } = await renderView(model);
    await model.say({ type: "credentials", host_key: "k", passcode: "canary", invite: 7, extra: 1 });
    expect(call.brought).toEqual([{ hostKey: "k", passcode: "canary" }]);
    expect(call.asked).toEqual(["preview"]);
    expect(screen.root.outerHTML).not.toContain("canary");
    await model.say({ type: "credentials", passcode: "canary" });
    expect(call.asked).toEqual(["preview"]);
  });

  it("brings the secrets of invites that were made in Python", async () => {
    const model = new FakeModel();
    const { call } = await renderView(model);
    await model.say({ type: "credentials", invites: { i1: "secret" } });
    await model.say({ type: "credentials", invites: { i1: 7 } });
    expect(call.brought).toEqual([{ invites: { i1: "secret" } }, {}]);
  });

  it("leaves when Python says so", async () => {
    const model = new FakeModel();
    const { call } = await renderView(model);
    await settle(() => call.enter([tile("Ada", { you: true })]));
    await model.say({ type: "leave" });
    expect(call.asked).toContain("leave");
  });

  it.each([null, 3, "leave", {}, { type: "unknown" }, [{ type: "leave" }]])(
    "ignores a message that it does not know: %j",
    async (message) => {
      const model = new FakeModel();
      const { call } = await renderView(model);
      await model.say(message);
      expect([call.asked, call.brought]).toEqual([[], []]);
    },
  );

  it("lets go of everything when the view goes", async () => {
    const model = new FakeModel();
    const { screen, call, abort, close } = await renderView(model);
    expect(call.listeners).toBeGreaterThan(0);
    await settle(() => abort.abort());
    expect(close).toHaveBeenCalledTimes(1);
    expect(model.handlers.size).toBe(0);
    expect(call.listeners).toBe(0);
    expect(screen.words).toBe("");
  });

  it("says that a broken model leads nowhere", async () => {
    const { screen } = await renderView(new FakeModel({ meeting_id: "" }));
    expect(screen.has("alert")).toBe(true);
    expect(registry.attach).not.toHaveBeenCalled();
  });
});
