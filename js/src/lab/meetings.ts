/** What a person can start in JupyterLab: a new meeting, or going to one that exists. */

import type { Problem } from "../engine/model";
import { type Goal, type Roots, readLink } from "./address";
import type { Bundle } from "./bundle";
import type { LabModules } from "./jupyterlab";
import type { Panels } from "./panels";
import type { Shown } from "./stand-in";
import type { Words } from "./words";

interface Needs {
  readonly lab: LabModules;
  readonly panels: Panels;
  readonly roots: Roots;
  readonly words: Words;
  readonly fetchBundle: () => Promise<Bundle>;
}

export class LabMeetings {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Asks for a title, makes the meeting, and shows it to its host. */
  async create(): Promise<void> {
    const { words, roots } = this.#needs;
    const title = await this.#ask(words.newMeeting, words.title, words.create);
    if (title === null) return;
    if (title === "") return this.#complain(words.newMeeting, words.titleMissing);
    await this.#with(words.newMeeting, async (bundle, service) => {
      const { meeting, host_key: hostKey } = await bundle.server(roots.root).create({ title });
      const { id: meetingId, created_at: createdAt } = meeting;
      this.#show(bundle, {
        meetingId,
        title: meeting.title,
        createdAt,
        service,
        secrets: { host_key: hostKey },
      });
    });
  }

  /** Asks for a link, and shows the meeting. */
  async join(): Promise<void> {
    const { words } = this.#needs;
    const pasted = await this.#ask(words.joinMeeting, words.link, words.go);
    if (pasted === null) return;
    await this.#with(words.joinMeeting, async (bundle, service) => {
      const goal = readLink(pasted, { ...this.#needs.roots, service });
      if (typeof goal === "string") throw { code: goal, message: "" } satisfies Problem;
      this.#go(bundle, service, goal);
    });
  }

  /** Shows the meeting that the page's address names. */
  async open(meetingId: string): Promise<void> {
    await this.#with(this.#needs.words.joinMeeting, async (bundle, service) =>
      this.#go(bundle, service, { meetingId }),
    );
  }

  /** What was typed, without blanks around it; null when the person thought better of it. */
  async #ask(title: string, label: string, okLabel: string): Promise<string | null> {
    const { value } = await this.#needs.lab.InputDialog.getText({ title, label, okLabel });
    return value?.trim() ?? null;
  }

  #go(bundle: Bundle, service: string | null, { meetingId, invite }: Goal): void {
    const secrets: Shown["secrets"] = invite ? { invite } : {};
    this.#show(bundle, { meetingId, title: "", createdAt: null, service, secrets });
  }

  #show(bundle: Bundle, shown: Shown): void {
    const { panels, roots } = this.#needs;
    panels.show(shown, (shown.service ?? roots.root) + shown.meetingId, bundle);
  }

  /** Does something with the bundle and the root of the hub's service, if there is one; what goes wrong is told in words. */
  async #with(
    heading: string,
    act: (bundle: Bundle, service: string | null) => Promise<void>,
  ): Promise<void> {
    const { words, fetchBundle } = this.#needs;
    let bundle: Bundle;
    try {
      bundle = await fetchBundle();
    } catch {
      return this.#complain(heading, words.noAnswer); // the server has gone, or the login
    }
    try {
      bundle.speak(words.language);
      await act(bundle, await this.#service(bundle));
    } catch (reason) {
      await this.#complain(heading, bundle.problemWords(reason as Problem)); // api.ts: rejects with a Problem
    }
  }

  /** The service's root: on a hub with subdomains only the service knows its host. */
  async #service(bundle: Bundle): Promise<string | null> {
    const { roots } = this.#needs;
    if (roots.service === null || !roots.hubHost) return roots.service;
    return (await bundle.server(roots.root).me()).public_url ?? roots.service;
  }

  #complain(heading: string, sentence: string): Promise<void> {
    return this.#needs.lab.showErrorMessage(heading, sentence);
  }
}
