// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import "../../labextension/static/remoteEntry.js";

interface Container {
  init(shared: object): void;
  get(module: string): Promise<() => { default: readonly unknown[] }>;
}
const { _JUPYTERLAB: containers } = window as unknown as { _JUPYTERLAB: Record<string, Container> };

function open(page: object): Promise<readonly unknown[]> {
  const config = document.createElement("script");
  config.id = "jupyter-config-data";
  config.type = "application/json";
  config.textContent = JSON.stringify(page);
  document.body.replaceChildren(config);
  const container = containers["notebook-meet"] as Container;
  container.init({});
  return container.get("./extension").then((factory) => factory().default);
}

describe("what JupyterLab loads", () => {
  it.each([
    ["on a server without notebook-meet", { baseUrl: "/user/ada/" }],
    ["in Notebook 7", { baseUrl: "/user/ada/", notebookMeetService: "", notebookPage: "notebooks" }],
  ])("is nothing %s", async (_where, page) => {
    expect(await open(page)).toEqual([]);
  });

  it("fetches the rest from the server's own bundle", async () => {
    const page = { baseUrl: "/user/ada/", notebookMeetService: "/services/meet/" };
    await expect(open(page)).rejects.toThrow("/user/ada/meet/static/lab.js");
  });
});
