/** Reading the page's own address, and the addresses it leads to (docs/protocol.md section 1). */

const MEETING_ID = /^[A-Za-z0-9_-]{22}$/;
const INVITE = /^#invite=([A-Za-z0-9_-]{43})$/;

/** What stands behind the root: "" for the page without a meeting. */
export function meetingIn(pathname: string, root: string): string {
  const base = new URL(root).pathname;
  const rest = pathname.startsWith(base) ? pathname.slice(base.length) : pathname.split("/").at(-1);
  return (rest ?? "").replace(/\/+$/, "");
}

export function isMeetingId(id: string): boolean {
  return MEETING_ID.test(id);
}

/** The secret in an invite link's fragment. */
export function inviteIn(hash: string): string | undefined {
  return INVITE.exec(hash)?.[1];
}

/**
 * Takes an invite's secret out of the address bar, before anything is requested, so that it stays out of history,
 * referrers and screenshots. It is kept for this tab, for a reload.
 */
export function takeInvite(meetingId: string): string | null {
  const key = inviteKey(meetingId);
  const arrived = inviteIn(location.hash);
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
  try {
    if (arrived) sessionStorage.setItem(key, arrived);
    return sessionStorage.getItem(key);
  } catch {
    return arrived ?? null; // storage is switched off: the invite lasts until the page is reloaded
  }
}

/** A refused invite is not brought again by the next reload: it would stand in the way of a login. */
export function forgetInvite(meetingId: string): void {
  try {
    sessionStorage.removeItem(inviteKey(meetingId));
  } catch {
    return; // storage is switched off: nothing was kept
  }
}

function inviteKey(meetingId: string): string {
  return `notebook-meet.invite.${meetingId}`;
}

const WANTED = "notebook-meet.wanted";

/** Where this tab was when it went to the login; the root if nobody knows. For a login that led nowhere. */
export function wantedPage(root: string): string {
  try {
    const wanted = sessionStorage.getItem(WANTED) ?? "";
    return wanted.startsWith(new URL(root).pathname) ? wanted : root;
  } catch {
    return root; // storage is switched off
  }
}

/** Leaves for the login, and remembers from where. */
export function goToLogin(address: string): void {
  try {
    sessionStorage.setItem(WANTED, location.pathname + location.search);
  } catch {
    // Storage is switched off: a login that leads nowhere then ends at the root.
  }
  location.replace(address);
}

/** Where an anonymous person logs in, to come back here afterwards; null if the server named another site. */
export function loginAddress(loginUrl: string): string | null {
  const address = new URL(loginUrl, location.origin);
  if (address.origin !== location.origin) return null;
  address.searchParams.set("next", location.pathname + location.search);
  return address.href;
}
