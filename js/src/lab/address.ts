/** What addresses say: the meeting that JupyterLab was opened with, and links that people paste. Pure. */

import { inviteIn, isMeetingId } from "../ui/page/address";

/** How the hub's address ends behind which a meeting's id opens that meeting in JupyterLab. */
const OTHER_FORM = "/hub/user-redirect/meet/lab/";

/** Where meetings of this JupyterLab live; absolute, with a slash at the end. */
export interface Roots {
  /** Of the application that answers this page's calls. */
  readonly root: string;
  /** Of the hub's service, or null where the meetings live in this server. */
  readonly service: string | null;
  /** The hub's address where it has a host of its own; "" elsewhere. */
  readonly hubHost: string;
}

/** A meeting to go to. */
export interface Goal {
  readonly meetingId: string;
  readonly invite?: string;
}

/** The meeting that `<root>lab/<id>` has brought here. */
export function meetingInSearch(search: string): string | null {
  const id = new URLSearchParams(search).get("notebook-meet") ?? "";
  return isMeetingId(id) ? id : null;
}

/** A pasted link, invite link or id; else the code of what is wrong with it. */
export function readLink(pasted: string, roots: Roots): Goal | "bad_id" | "wrong_server" {
  const words = pasted.trim();
  if (isMeetingId(words)) return { meetingId: words };
  if (!URL.canParse(words)) return "bad_id";
  const { origin, pathname, hash } = new URL(words);
  const cut = pathname.lastIndexOf("/") + 1;
  const meetingId = pathname.slice(cut);
  if (!isMeetingId(meetingId)) return "bad_id";
  const home = pathname.slice(0, cut);
  if (home.endsWith(OTHER_FORM) && origin === (roots.hubHost || new URL(roots.root).origin))
    return { meetingId };
  if (![roots.root, roots.service].includes(origin + home)) return "wrong_server";
  const invite = inviteIn(hash);
  return { meetingId, ...(invite && { invite }) };
}
