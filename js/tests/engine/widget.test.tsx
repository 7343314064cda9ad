// @vitest-environment happy-dom
import type { AnyModel } from "@anywidget/types";
import { beforeEach, expect, it, vi } from "vitest";
import type { CallState } from "../../src/engine/model";
import { settle } from "../ui/drawing";
import { digest, FakeCall, MEETING_ID, tile } from "../ui/fakes";
import { goTo, pretendBrowser } from "../ui/screen";

const registry = vi.hoisted(() => ({ attach: vi.fn() }));
vi.mock("../../src/engine/registry", () => registry);
const { default: widget } = await import("../../src/widget");

beforeEach(() => {
  pretendBrowser();
  document.body.replaceChildren();
});

/** A view of this model's; returns what says something to it as the kernel. */
async function view(call: FakeCall, traits: Record<string, unknown> = {}, more: object = {}) {
  const hearing = new Set<(message: unknown) => void>();
  const all: Record<string, unknown> = { meeting_id: MEETING_ID, title: "", created_at: 0, ...traits };
  const model = {
    get: (name: string) => all[name] ?? "",
    send: () => undefined,
    on: (_: string, handler: (message: unknown) => void) => hearing.add(handler),
    off: () => undefined,
  };
  registry.attach.mockReset().mockReturnValue({ call, close: () => undefined });
  const el = document.body.appendChild(document.createElement("div"));
  const props = { model: model as unknown as AnyModel, el, signal: new AbortController().signal, ...more };
  await settle(() => widget.render(props as unknown as Parameters<typeof widget.render>[0]));
  return (message: unknown) =>
    settle(() => {
      for (const handler of hearing) handler(message);
    });
}

it.each([
  ["idle", []],
  ["joining", ["leave"]],
] as [CallState["phase"], string[]][])("the kernel's leave in phase %s asks for %j", async (phase, asked) => {
  const call = new FakeCall();
  call.change({ phase });
  const say = await view(call);
  await say({ type: "leave" });
  expect(call.asked.filter((one) => one === "leave")).toEqual(asked);
});

it.each([
  ["https://hub.example.org/lab", "https://hub.example.org/meet/", "https://hub.example.org/meet/"],
  ["vscode-webview://abc/index.html", "http://127.0.0.1:8888/meet/", "https://public.example/meet/"],
])("links on %s begin with the right root", async (page, root, links) => {
  goTo(page);
  const traits = { base_url: "http://127.0.0.1:8888/", public_url: "https://public.example/meet/" };
  await view(new FakeCall(), traits);
  expect(registry.attach.mock.calls).toEqual([[{ root, home: root, links }, MEETING_ID]]);
});

it("who asked for it is told the title as soon as the server has told it, until the view is gone", async () => {
  const call = new FakeCall(digest({ title: "Office hours" }));
  const [gone, titles] = [new AbortController(), new Set<string>()];
  await view(call, {}, { signal: gone.signal, titled: (title: string) => titles.add(title) });
  expect([...titles]).toEqual([]);
  await settle(() => call.preview());
  expect([...titles]).toEqual(["Office hours"]);
  await settle(() => call.enter([tile("Ada", { you: true })]));
  expect([...titles]).toEqual(["Office hours", "Linear algebra, office hours"]);
  titles.clear();
  await settle(() => gone.abort());
  await settle(() => call.bring({}));
  expect([...titles]).toEqual([]);
});
