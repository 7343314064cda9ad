/** The panels of JupyterLab that show meetings: one for each. */

import type { Bundle } from "./bundle";
import type { LabApp, LabModules, LabPanel } from "./jupyterlab";
import { type Shown, StandIn } from "./stand-in";

export class Panels {
  readonly #app: LabApp;
  readonly #lab: LabModules;
  readonly #open = new Map<string, LabPanel>();

  constructor(app: LabApp, lab: LabModules) {
    this.#app = app;
    this.#lab = lab;
  }

  /** Shows the meeting, and joins nothing. One that is open already comes to the front. */
  show(shown: Shown, label: string, bundle: Bundle): void {
    const panel = this.#open.get(shown.meetingId) ?? this.#make(shown, label, bundle);
    this.#app.shell.activateById(panel.id);
  }

  #make(shown: Shown, label: string, bundle: Bundle): LabPanel {
    const { Widget, MainAreaWidget } = this.#lab;
    const el = document.createElement("div");
    el.className = "nbmeet-lab-panel";
    const content = new Widget({ node: el });
    content.title.label = label;
    content.title.closable = true;
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
    bundle.default.render({ model: new StandIn(shown), el, signal: gone.signal });
    return panel;
  }
}
