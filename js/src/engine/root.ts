/** Where the server is, as a page or a cell can know it, and what its links look like (docs/protocol.md section 1). */

import type { Residence } from "../protocol/types.gen";

/** What this module reads of a page. */
export interface PagePlace {
  readonly document: Pick<Document, "getElementById" | "body">;
  readonly location: Pick<Location, "origin" | "protocol">;
}

/** The base URL that a Jupyter page names: a path that ends in a slash, or null on a page that is not Jupyter's. */
export function jupyterBase({ document }: PagePlace): string | null {
  const config = document.getElementById("jupyter-config-data")?.textContent;
  if (config) {
    const base = baseUrlIn(config);
    if (base) return withSlash(base);
  }
  const classic = document.body?.getAttribute("data-base-url");
  return classic ? withSlash(decodeURIComponent(classic)) : null;
}

/**
 * The application's root: an absolute URL that ends in a slash.
 *
 * A Jupyter page's own base counts first. Elsewhere the kernel's hint says how the kernel reaches its server; on a
 * web page only its path is of use, and in a webview, which has no server of its own, the whole of it.
 */
export function findRoot(place: PagePlace, hint: string): string {
  const base = jupyterBase(place);
  const web = isWeb(place.location);
  // Joined as text: a path that begins with two slashes must not become another host.
  const here = (path: string) => new URL(`${place.location.origin}${path}meet/`).href;
  if (base !== null) return here(base);
  if (!URL.canParse(hint)) return web ? here("/") : "";
  return web ? here(new URL(hint).pathname) : new URL("meet/", hint).href;
}

/**
 * The root of a hub's meeting service, as the kernel names it: a path on the page's own host, or an address on a hub
 * with subdomains. Null where the meeting lives in the notebook's own server.
 */
export function serviceRoot({ location }: Pick<PagePlace, "location">, service: string): string | null {
  if (URL.canParse(service)) return new URL(service).href;
  // Joined as text: a path that begins with two slashes must not become another host.
  return service.startsWith("/") && isWeb(location) ? new URL(`${location.origin}${service}`).href : null;
}

/**
 * The root that links begin with. On a web page it is the page's own; a webview has none that others could open, and
 * takes the one that the administrator has set (`publicRoot`; "" if none).
 */
export function linkRoot(
  { location }: Pick<PagePlace, "location">,
  root: string,
  publicRoot: string,
): string {
  return isWeb(location) ? root : publicRoot || root;
}

/** The link of a meeting; `root` is that of links. */
export function linkFor(root: string, meetingId: string): string {
  return root + meetingId;
}

/** The link of an invite. Its secret stands in the fragment, which no server ever sees. */
export function inviteLinkFor(link: string, secret: string): string {
  return `${link}#invite=${secret}`;
}

/**
 * The form of a meeting's link that opens it in the recipient's own JupyterLab, or null where there is none. It holds no
 * secret: an invite's fragment would be lost on the way through a login.
 */
export function labLinkFor(link: string, { lab }: Residence): string | null {
  if (!lab) return null;
  const id = link.slice(link.lastIndexOf("/") + 1);
  return new URL(lab + id, link).href;
}

const isWeb = ({ protocol }: PagePlace["location"]) => /^https?:$/.test(protocol);

function baseUrlIn(config: string): string | null {
  try {
    const value: unknown = JSON.parse(config);
    if (typeof value !== "object" || value === null || !("baseUrl" in value)) return null;
    const { baseUrl } = value as { baseUrl: unknown };
    return typeof baseUrl === "string" ? baseUrl : null;
  } catch {
    return null; // another application's element of that name
  }
}

function withSlash(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}
