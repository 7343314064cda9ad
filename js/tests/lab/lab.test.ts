// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { plugins } from "../../src/lab";
import type { Bundle, ViewProps } from "../../src/lab/bundle";
import { fetchBundle } from "../../src/lab/bundle";
import type { LabApp } from "../../src/lab/jupyterlab";
import type { StandIn } from "../../src/lab/stand-in";

vi.mock("../../src/lab/bundle", () => ({ fetchBundle: vi.fn() }));

const ID = "Q7zVb1mXc3Nf8aKp0tYw2g";
const KEY = "h".repeat(43);

class FakeWidget {
  id = "";
  isDisposed = false;
  readonly title = { label: "", caption: "", closable: false };
  readonly node: HTMLElement;
  readonly toolbar = { hide: () => undefined };
  readonly #slots: (() => void)[] = [];
  readonly disposed = { connect: (slot: () => void) => this.#slots.push(slot) };
  constructor(options: { node?: HTMLElement; content?: FakeWidget }) {
    this.node = options.node ?? (options.content as FakeWidget).node;
    if (options.content) this.title = options.content.title;
  }
  close(): void {
    this.isDisposed = true;
    for (const slot of this.#slots) slot();
  }
}

/** A JupyterLab that answers every question with `typed`. */
class FakeLab {
  typed: string | null = null;
  readonly questions: string[] = [];
  readonly errors: string[] = [];
  readonly commands = new Map<string, { label: string; execute: () => Promise<void> }>();
  readonly offered: string[] = [];
  readonly panels: FakeWidget[] = [];
  readonly fronts: string[] = [];
  readonly app = {
    restored: Promise.resolve(),
    commands: {
      addCommand: (id: string, command: { label: string; execute: () => Promise<void> }) =>
        this.commands.set(id, command),
    },
    shell: {
      add: (panel: FakeWidget) => this.panels.push(panel),
      activateById: (id: string) => this.fronts.push(id),
    },
  };
  readonly #launcher = {
    add: ({ command }: { command: string }) => this.offered.push(`launcher ${command}`),
  };
  readonly #palette = {
    addItem: ({ command }: { command: string }) => this.offered.push(`palette ${command}`),
  };

  async start(service = "", hubHost = ""): Promise<void> {
    const old = { get: () => Promise.reject(new Error("not JupyterLab's own copy")) };
    const of = (module: object) => ({ "0.1.0": old, "4.0.0": { loaded: 1, get: async () => () => module } });
    const shared = {
      "@jupyterlab/apputils": of({
        ICommandPalette: "palette",
        MainAreaWidget: FakeWidget,
        InputDialog: {
          getText: async ({ title }: { title: string }) => {
            this.questions.push(title);
            return { value: this.typed };
          },
        },
        showErrorMessage: async (heading: string, sentence: string) =>
          void this.errors.push(`${heading}: ${sentence}`),
      }),
      "@jupyterlab/launcher": of({ ILauncher: "launcher" }),
      "@jupyterlab/ui-components": of({ LabIcon: class {} }),
      "@lumino/widgets": of({ Widget: FakeWidget }),
    };
    const services: Record<string, unknown> = { launcher: this.#launcher, palette: this.#palette };
    for (const { optional, activate } of await plugins(shared, { notebookMeetService: service, hubHost })) {
      const [launcher, palette] = optional.map((token) => services[token as string]);
      activate(this.app as unknown as LabApp, launcher as never, palette as never);
    }
    await this.app.restored;
  }

  async run(command: string, typed: string | null): Promise<void> {
    this.typed = typed;
    await this.commands.get(command)?.execute();
  }
}

const created: string[] = [];
const rendered: ViewProps[] = [];
let refusal: { code: string } | null = null;
const bundle = {
  default: { render: (props: ViewProps) => void rendered.push(props) },
  server: (root: string) => ({
    me: async () => ({ public_url: "https://services.hub.example/services/meet/" }),
    create: async ({ title }: { title: string }) => {
      if (refusal) throw refusal;
      created.push(`${title} at ${root}`);
      return { meeting: { id: ID, title, created_at: 5 }, host_key: KEY };
    },
  }),
  problemWords: ({ code }: { code: string }) => `sentence of ${code}`,
  speak: vi.fn(),
} as unknown as Bundle;

/** What a view hears when it asks for credentials. */
function credentials(model: StandIn): unknown {
  let heard: unknown;
  const hear = (message: unknown) => {
    heard = message;
  };
  model.on("msg:custom", hear);
  model.send({ type: "credentials" });
  model.off("msg:custom", hear);
  return heard;
}

beforeEach(() => {
  vi.mocked(fetchBundle).mockReset().mockResolvedValue(bundle);
  created.length = rendered.length = 0;
  refusal = null;
  history.replaceState(null, "", "/lab");
  const config = document.createElement("script");
  config.id = "jupyter-config-data";
  config.type = "application/json";
  config.textContent = '{"baseUrl": "/user/ada/"}';
  document.body.replaceChildren(config);
});

const ROOT = `${location.origin}/user/ada/meet/`;

describe("in JupyterLab", () => {
  it("a meeting can be started and joined from launcher and palette; nothing more is fetched before", async () => {
    const lab = new FakeLab();
    await lab.start();
    expect([...lab.commands.values()].map(({ label }) => label)).toEqual(["New meeting", "Join meeting…"]);
    const ids = [...lab.commands.keys()];
    expect(lab.offered.toSorted()).toEqual(
      ids.flatMap((id) => [`launcher ${id}`, `palette ${id}`]).toSorted(),
    );
    expect(fetchBundle).not.toHaveBeenCalled();
  });

  it("a new meeting's panel makes the person its host", async () => {
    const lab = new FakeLab();
    await lab.start("/services/meet/");
    await lab.run("notebook-meet:new", "  Office hours ");
    expect(created).toEqual([`Office hours at ${ROOT}`]);
    expect(lab.panels.map(({ title }) => title)).toEqual([
      { label: "Office hours", caption: "Meeting: Office hours", closable: true },
    ]);
    const [{ model } = {} as ViewProps] = rendered;
    expect([model.get("meeting_id"), model.get("service"), model.get("created_at")]).toEqual([
      ID,
      `${location.origin}/services/meet/`,
      5,
    ]);
    expect(credentials(model)).toEqual({ type: "credentials", host_key: KEY });
  });

  it("on a hub with subdomains the service is asked for its host", async () => {
    const lab = new FakeLab();
    await lab.start("/services/meet/", "https://hub.example");
    const there = "https://services.hub.example/services/meet/";
    await lab.run("notebook-meet:join", `${there}${ID}`);
    expect([rendered[0]?.model.get("service"), lab.errors]).toEqual([there, []]);
  });

  it("a pasted invite is brought along, in memory only", async () => {
    const lab = new FakeLab();
    await lab.start();
    await lab.run("notebook-meet:join", `${ROOT}${ID}#invite=${KEY}`);
    const [{ model, el } = {} as ViewProps] = rendered;
    expect(credentials(model)).toEqual({ type: "credentials", invite: KEY });
    const shown = el.outerHTML + document.documentElement.outerHTML + JSON.stringify(lab.panels[0]?.title);
    expect(shown + location.href).not.toContain(KEY);
  });

  it("the meeting in the page's address is shown once JupyterLab stands", async () => {
    history.replaceState(null, "", `/lab?notebook-meet=${ID}`);
    const lab = new FakeLab();
    await lab.start();
    await vi.waitFor(() => expect(lab.panels).toHaveLength(1));
    expect(rendered[0]?.model.get("meeting_id")).toBe(ID);
  });

  it("the tab says which meeting it is: by its link, and by its title once that is known", async () => {
    const lab = new FakeLab();
    await lab.start("/services/meet/");
    await lab.run("notebook-meet:join", ID);
    const link = `${location.origin}/services/meet/${ID}`;
    expect(lab.panels[0]?.title).toEqual({ label: "Meeting", caption: link, closable: true });
    rendered[0]?.titled("Seminar");
    expect(lab.panels[0]?.title).toEqual({ label: "Seminar", caption: "Meeting: Seminar", closable: true });
  });

  it("a meeting has one panel, which leaves it when it is closed", async () => {
    const lab = new FakeLab();
    await lab.start();
    await lab.run("notebook-meet:join", ID);
    await lab.run("notebook-meet:join", ID);
    expect([lab.panels.length, lab.fronts.length]).toEqual([1, 2]);
    expect(rendered[0]?.signal.aborted).toBe(false);
    lab.panels[0]?.close();
    expect(rendered[0]?.signal.aborted).toBe(true);
    await lab.run("notebook-meet:join", ID);
    expect(lab.panels).toHaveLength(2);
  });

  it.each([
    ["notebook-meet:new", "", "New meeting: Give the meeting a title"],
    ["notebook-meet:join", "hello", "Join meeting…: sentence of bad_id"],
    ["notebook-meet:join", `https://other.example/meet/${ID}`, "Join meeting…: sentence of wrong_server"],
  ])("%s with %o says what is wrong", async (command, typed, said) => {
    const lab = new FakeLab();
    await lab.start();
    await lab.run(command, typed);
    expect(lab.errors).toEqual([expect.stringContaining(said)]);
    expect(lab.panels).toEqual([]);
  });

  it("says what the server refused, and that it does not answer", async () => {
    const lab = new FakeLab();
    await lab.start();
    refusal = { code: "hub_not_allowed" };
    await lab.run("notebook-meet:new", "x");
    vi.mocked(fetchBundle).mockRejectedValue(new TypeError("Failed to fetch"));
    await lab.run("notebook-meet:join", ID);
    expect(lab.errors).toEqual([
      "New meeting: sentence of hub_not_allowed",
      expect.stringContaining("The Jupyter server does not answer"),
    ]);
  });

  it("a question that was cancelled does nothing", async () => {
    const lab = new FakeLab();
    await lab.start();
    await lab.run("notebook-meet:new", null);
    await lab.run("notebook-meet:join", null);
    expect([lab.questions.length, created, lab.panels, lab.errors]).toEqual([2, [], [], []]);
  });
});
