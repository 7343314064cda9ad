/** Root of the notebook cell: an anywidget module (docs/reference/widget.md). */

import type { AnyModel, RenderProps } from "@anywidget/types";
import { render as draw } from "preact";
import type { CallState, Credentials, View } from "./engine/model";
import { attach } from "./engine/registry";
import { findRoot, jupyterBase, linkRoot, serviceRoot } from "./engine/root";
import { Cell } from "./ui/cell";
import type { Home } from "./ui/home";
import { Translated } from "./ui/parts/language";

/** The traits of docs/reference/widget.md that a view reads. */
interface Traits {
  meeting_id: string;
  title: string;
  /** Null where it is not known: in a panel of JupyterLab. */
  created_at: number | null;
  base_url: string;
  public_url: string;
  service: string;
  display_name: string;
}
type Model = AnyModel<Traits>;

interface Props extends RenderProps<Traits> {
  /** A panel of JupyterLab: is told the meeting's title, whenever the server has told it. */
  readonly titled?: (title: string) => void;
}

const PRESENT: ReadonlySet<CallState["phase"]> = new Set(["joining", "waiting", "in"]);

/** Nothing here waits for the kernel or the server, and nothing is joined or captured. */
function render({ model, el, signal, titled }: Props): void {
  const meetingId = model.get("meeting_id");
  const view = meetingId ? attachTo(model, meetingId) : null;
  const root = el.appendChild(document.createElement("div"));
  root.className = "nbmeet-root nbmeet-cell";
  const show = (eager: boolean) =>
    draw(
      <Translated root={root} around={document.documentElement.lang}>
        {() => <Cell call={view?.call ?? null} home={cellHome(model, eager)} />}
      </Translated>,
      root,
    );
  const hear = (message: unknown) => {
    const heard = understand(message);
    // Not the prejoin screen: its preview is the person's own.
    const present = view !== null && PRESENT.has(view.call.state.phase);
    if (heard === "leave" && present) view?.call.leave();
    if (heard === "leave" || heard === null) return;
    view?.call.bring(heard);
    show(true); // a living kernel made or joined the meeting just now: the server may be asked about it
  };
  model.on("msg:custom", hear);
  if (view && titled) follow(view.call, titled, signal);
  show(false);
  tell(model, { type: "credentials" });
  if (jupyterBase(window) !== null) tell(model, { type: "origin", origin: location.origin });
  signal.addEventListener("abort", () => {
    model.off("msg:custom", hear);
    draw(null, root);
    view?.close();
  });
}

function attachTo(model: Model, meetingId: string): View {
  const root = findRoot(window, model.get("base_url"));
  // A model from before there were services has no such trait.
  const home = serviceRoot(window, model.get("service") ?? "") ?? root;
  return attach({ root, home, links: linkRoot(window, home, model.get("public_url")) }, meetingId);
}

/** Tells the title as soon as it is known, and until the view is gone. */
function follow(call: View["call"], titled: (title: string) => void, signal: AbortSignal): void {
  const look = () => {
    if (call.title) titled(call.title);
  };
  signal.addEventListener("abort", call.subscribe(look));
  look();
}

/** Sends to the kernel, if there is one. No answer is ever waited for. */
function tell(model: Model, message: object): void {
  try {
    model.send(message);
  } catch {
    return; // a saved model without a kernel: what it would have answered is not needed to join
  }
}

function understand(message: unknown): Credentials | "leave" | null {
  if (typeof message !== "object" || message === null) return null;
  const { type, host_key, passcode, invite, invites } = message as Record<string, unknown>;
  if (type === "leave") return "leave";
  if (type !== "credentials") return null;
  return {
    ...(typeof host_key === "string" && { hostKey: host_key }),
    ...(typeof passcode === "string" && { passcode }),
    ...(typeof invite === "string" && { invite }),
    ...(isSecrets(invites) && { invites }),
  };
}

function isSecrets(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((one) => typeof one === "string")
  );
}

function cellHome(model: Model, eager: boolean): Home {
  return {
    kind: "cell",
    title: model.get("title"),
    createdAt: model.get("created_at"),
    name: model.get("display_name"),
    publicUrl: model.get("public_url"),
    meetingId: model.get("meeting_id"),
    kernelAddress: model.get("base_url") && `${model.get("base_url")}meet/${model.get("meeting_id")}`,
    eager,
    createNew: null,
    logIn: null,
  };
}

// What a panel of JupyterLab needs beside the view (lab/bundle.ts): one bundle serves both.
export { server } from "./engine/api";
export { problemWords, speak } from "./ui/text";

export default { render };
