/** As much of JupyterLab as we use: it brings its own modules, and we build against none of its packages. */

export interface LabWidget {
  id: string;
  readonly title: { label: string; caption: string; closable: boolean };
  readonly node: HTMLElement;
  readonly isDisposed: boolean;
  readonly disposed: { connect(slot: () => void): unknown };
}

export interface LabPanel extends LabWidget {
  readonly toolbar: { hide(): void };
}

interface Command {
  readonly label: string;
  readonly caption: string;
  readonly icon: unknown;
  readonly execute: () => Promise<void>;
}

export interface LabApp {
  readonly restored: Promise<unknown>;
  readonly commands: { addCommand(id: string, command: Command): unknown };
  readonly shell: { add(widget: LabWidget, area: "main"): unknown; activateById(id: string): void };
}

interface Question {
  readonly title: string;
  readonly label: string;
  readonly okLabel: string;
}

/** What we take from JupyterLab's modules. */
export interface LabModules {
  readonly Widget: new (options: { node: HTMLElement }) => LabWidget;
  readonly MainAreaWidget: new (options: { content: LabWidget }) => LabPanel;
  readonly InputDialog: { getText(question: Question): Promise<{ readonly value: string | null }> };
  readonly showErrorMessage: (title: string, message: string) => Promise<void>;
  readonly LabIcon: new (options: { name: string; svgstr: string }) => unknown;
  readonly ILauncher: unknown;
  readonly ICommandPalette: unknown;
}

export interface Launcher {
  add(item: { readonly command: string; readonly category: string; readonly rank: number }): unknown;
}

export interface Palette {
  addItem(item: { readonly command: string; readonly category: string }): unknown;
}

/** JupyterLab's plugin: `requires` and `optional` name tokens, and `activate` gets what they stand for. */
export interface Plugin {
  readonly id: string;
  readonly autoStart: true;
  readonly optional: readonly unknown[];
  readonly activate: (app: LabApp, launcher: Launcher | null, palette: Palette | null) => void;
}

/** Webpack's share scope: for each package its versions. */
export type Shared = Readonly<
  Record<
    string,
    Readonly<Record<string, { readonly get: () => Promise<() => unknown>; readonly loaded?: unknown }>>
  >
>;

/** JupyterLab's own copy of what we use. */
export async function labModules(shared: Shared): Promise<LabModules> {
  const names = [
    "@jupyterlab/apputils",
    "@jupyterlab/launcher",
    "@jupyterlab/ui-components",
    "@lumino/widgets",
  ];
  const modules = await Promise.all(names.map((name) => own(shared, name)));
  return Object.assign({}, ...modules) as LabModules;
}

/** The version that runs already: its tokens are those under which JupyterLab knows its services. */
async function own(shared: Shared, name: string): Promise<object> {
  const versions = Object.values(shared[name] ?? {});
  const version = versions.find(({ loaded }) => loaded) ?? versions[0];
  if (!version) throw new Error(`JupyterLab has no ${name}`);
  return (await version.get())() as object;
}
