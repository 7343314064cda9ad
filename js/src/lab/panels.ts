/** The panels of JupyterLab that show meetings: one for each. */

import type { Bundle } from "./bundle";
import type { LabApp, LabModules, LabPanel } from "./jupyterlab";
import { type Shown, StandIn } from "./stand-in";
import type { Words } from "./words";

export class Panels {
  readonly #app: LabApp;
  readonly #lab: LabModules;
  readonly #words: Words;
  readonly #open = new Map<string, LabPanel>();

  constructor(app: LabApp, lab: LabModules, words: Words) {
    this.#app = app;
    this.#lab = lab;
    this.#words = words;
  }

  /** Shows the meeting, and joins nothing. One that is open already comes to the front. */
  show(shown: Shown, link: string, bundle: Bundle): void {
    const panel = this.#open.get(shown.meetingId) ?? this.#make(shown, link, bundle);
    this.#app.shell.activateById(panel.id);
  }

  #make(shown: Shown, link: string, bundle: Bundle): LabPanel {
    const { Widget, MainAreaWidget } = this.#lab;
    const el = document.createElement("div");
    el.className = "nbmeet-lab-panel";
    const content = new Widget({ node: el });
    // Until the title is known, the link tells which meeting it is.
    Object.assign(content.title, { label: this.#words.meeting, caption: link, closable: true });
    const titled = (title: string) => {
      Object.assign(content.title, { label: title, caption: this.#words.panelOf(title) });
    };
    if (shown.title) titled(shown.title);
    const panel = new MainAreaWidget({ content });
    panel.id = `notebook-meet-${shown.meetingId}`;
    panel.toolbar.hide();
    const gone = new AbortController();
    panel.disposed.connect(() => {
      this.#open.delete(shown.meetingId);
      gone.abort();
    });
    this.#open.set(shown.meetingId, panel);
    this.#app.shell.add(panel, "main");
    bundle.default.render({ model: new StandIn(shown), el, signal: gone.signal, titled });
    return panel;
  }
}
