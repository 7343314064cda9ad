/** What `widget.js` offers beside the cell's view. It is fetched when the first meeting is opened, not with JupyterLab. */

import type { Problem, Server } from "../engine/model";
import type { Language } from "../ui/text/languages";
import type { StandIn } from "./stand-in";

/** What `widget.js` draws a view from. */
export interface ViewProps {
  readonly model: StandIn;
  readonly el: HTMLElement;
  readonly signal: AbortSignal;
  /** Is told the meeting's title, whenever the server has told it. */
  readonly titled: (title: string) => void;
}

export interface Bundle {
  readonly default: { render(props: ViewProps): void };
  readonly server: (root: string) => Server;
  readonly problemWords: (problem: Problem) => string;
  readonly speak: (language: Language) => void;
}

/** Fetches the bundle and its style sheet from our own server. Rejects when that does not answer. */
export async function fetchBundle(root: string): Promise<Bundle> {
  const bundle = (await import(`${root}static/widget.js`)) as Bundle;
  const href = `${root}static/meet.css`;
  if (!document.head.querySelector(`link[href="${CSS.escape(href)}"]`)) {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = href;
    document.head.append(style);
  }
  return bundle;
}
