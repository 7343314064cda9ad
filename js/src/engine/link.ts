/** How a connection is doing, and when to repair it. Pure; times are in milliseconds. */

import type { Link } from "./model";

export interface LinkState {
  readonly link: Link;
  /** When it became so, or when the last repair was tried. */
  readonly since: number;
  /** Repairs tried since it last worked. */
  readonly tries: number;
  readonly worked: boolean;
}

/** A short interruption heals itself; a connection that gave up does not. */
const PATIENCE: Readonly<Record<Link, number | null>> = {
  waiting: 8000,
  connecting: 8000,
  interrupted: 2000,
  failed: 0,
  connected: null,
};
const AGAIN = { first: 4000, most: 15_000 };
/** The polite side is patient for longer, so that seldom both repair at once. */
const MANNERS = 1000;

export const newLink = (now: number): LinkState => ({ link: "waiting", since: now, tries: 0, worked: false });

/** The state after RTCPeerConnection's `connectionState` has become `state`. */
export function follow(before: LinkState, state: RTCPeerConnectionState, now: number): LinkState {
  const link = linkOf(state, before.worked);
  if (link === before.link) return before;
  if (link === "connected") return { link, since: now, tries: 0, worked: true };
  return { ...before, link, since: now };
}

export const repaired = (before: LinkState, now: number): LinkState => ({
  ...before,
  since: now,
  tries: before.tries + 1,
});

/** When the next repair is due; null while none is needed. */
export function repairAt({ link, since, tries }: LinkState, polite: boolean): number | null {
  const patience = PATIENCE[link];
  if (patience === null) return null;
  const wait = tries === 0 ? patience : Math.min(AGAIN.most, AGAIN.first * 2 ** (tries - 1));
  return since + wait + (polite ? MANNERS : 0);
}

function linkOf(state: RTCPeerConnectionState, worked: boolean): Link {
  switch (state) {
    case "connected":
      return "connected";
    case "failed":
      return "failed";
    case "disconnected":
      return "interrupted";
    case "connecting":
      return worked ? "interrupted" : "connecting";
    case "new":
    case "closed":
      return "waiting";
  }
}
