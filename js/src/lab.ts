/**
 * Root of our part of JupyterLab. `labextension/static/remoteEntry.js`, which JupyterLab loads, fetches this from the
 * server, and hands over the modules that JupyterLab shares and what stands in its page.
 */

import { findRoot, serviceRoot } from "./engine/root";
import { labModules, type Plugin, type Shared } from "./lab/jupyterlab";
import { plugin } from "./lab/plugin";

/** What we read of JupyterLab's page. */
export interface PageOptions {
  /** The path of the hub's service; "" where meetings live in this server. */
  readonly notebookMeetService: string;
  /** The hub's address on a hub with subdomains; "" or missing elsewhere. */
  readonly hubHost?: string;
}

export async function plugins(shared: Shared, page: PageOptions): Promise<readonly Plugin[]> {
  const { notebookMeetService, hubHost = "" } = page;
  const roots = { root: findRoot(window, ""), service: serviceRoot(window, notebookMeetService), hubHost };
  return [plugin(await labModules(shared), roots)];
}
