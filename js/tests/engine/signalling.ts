/**
 * A model of RTCPeerConnection's signalling (W3C WebRTC 1.0 section 4.4, JSEP RFC 9429), as far as two peers can
 * go wrong: states, implicit and explicit rollback, which transceivers belong to which m-line, ICE credentials.
 * Plain data, so that a search can copy it. Operations throw where a browser rejects.
 */

/** What the lines of two peers carry at last. */
const KINDS = ["audio", "video", "video", "audio"];

/** The transceivers that the peer goes by, in its order. */
const used = (pc: Signalling) => pc.transceivers.filter(({ stopped }) => !stopped);

export interface Transceiver {
  kind: "audio" | "video";
  mid: string | null;
  sends: boolean;
  stopped: boolean;
  /** The pending offer that gave it its mid; a rollback takes it away. */
  by: string | null;
}

interface Line {
  kind: "audio" | "video";
  mid: string;
}

/** In the DTLS handshake. */
type Role = "active" | "passive";
const against = (role: Role): Role => (role === "active" ? "passive" : "active");

export interface Sdp {
  id: string;
  type: "offer" | "answer";
  answers: string | null;
  ufrag: string;
  /** Who begins the DTLS handshake, as the line of a real description says it. */
  setup: `a=setup:${"actpass" | Role}`;
  lines: Line[];
  /** What had been gathered when the description was read. */
  candidates: string[];
}

export interface Signalling {
  name: string;
  made: number;
  state: "stable" | "have-local-offer" | "have-remote-offer";
  transceivers: Transceiver[];
  created: Sdp | null;
  pendingLocal: Sdp | null;
  pendingRemote: Sdp | null;
  local: Sdp | null;
  remote: Sdp | null;
  /** Once agreed on, it stays (RFC 8842 section 5.5): the handshake may have begun. */
  role: Role | null;
  /** An answer that contradicts it leaves the connection in no usable state. */
  broken: boolean;
  gathered: string[];
  /** Candidates of the other side that were added, beside those in its descriptions. */
  added: string[];
}

export const signalling = (name: string): Signalling => ({
  name,
  made: 0,
  state: "stable",
  transceivers: [],
  created: null,
  pendingLocal: null,
  pendingRemote: null,
  local: null,
  remote: null,
  role: null,
  broken: false,
  gathered: [],
  added: [],
});

export function addTransceiver(pc: Signalling, kind: "audio" | "video"): void {
  pc.transceivers.push({ kind, mid: null, sends: true, stopped: false, by: null });
}

export function createOffer(pc: Signalling, iceRestart: boolean): Sdp {
  alive(pc);
  const lines: Line[] = (pc.local?.lines ?? []).map((line) => ({ ...line }));
  for (const { kind, mid, stopped } of pc.transceivers)
    if (mid === null && !stopped) lines.push({ kind, mid: String(lines.length) });
  const ufrag = pc.local && !iceRestart ? pc.local.ufrag : `${pc.name}${pc.made}`;
  pc.created = {
    id: next(pc),
    type: "offer",
    answers: null,
    ufrag,
    setup: "a=setup:actpass",
    lines,
    candidates: [],
  };
  return pc.created;
}

export function setLocalOffer(pc: Signalling, offer: Sdp): void {
  if (pc.created?.id !== offer.id) throw new Error("InvalidModificationError: not the last offer created");
  if (pc.state === "have-remote-offer") throw new Error("InvalidStateError: setLocal(offer)");
  for (const line of offer.lines) {
    const own = pc.transceivers.find(({ mid }) => mid === line.mid);
    const free =
      own ?? pc.transceivers.find((one) => one.mid === null && !one.stopped && one.kind === line.kind);
    if (!free) throw new Error("InvalidModificationError: no transceiver for an m-line");
    if (free.mid === null) Object.assign(free, { mid: line.mid, by: offer.id });
  }
  pc.state = "have-local-offer";
  pc.pendingLocal = offer;
}

export function rollback(pc: Signalling): void {
  if (pc.state === "stable") throw new Error("InvalidStateError: rollback in stable");
  const undone = (pc.pendingLocal ?? pc.pendingRemote)?.id;
  pc.transceivers = pc.transceivers.filter(({ by, sends }) => by !== undone || sends);
  for (const one of pc.transceivers) if (one.by === undone) Object.assign(one, { mid: null, by: null });
  Object.assign(pc, { state: "stable", pendingLocal: null, pendingRemote: null, created: null });
}

export function setRemoteOffer(pc: Signalling, offer: Sdp): void {
  alive(pc);
  if (pc.state === "have-local-offer") rollback(pc);
  if (offer.lines.length < (pc.remote?.lines.length ?? 0))
    throw new Error("InvalidAccessError: m-lines went away");
  for (const { kind, mid } of offer.lines)
    if (!pc.transceivers.some((one) => one.mid === mid))
      pc.transceivers.push({ kind, mid, sends: false, stopped: false, by: offer.id });
  pc.created = null;
  pc.state = "have-remote-offer";
  pc.pendingRemote = offer;
}

export function setLocalAnswer(pc: Signalling): Sdp {
  const offer = pc.pendingRemote;
  if (pc.state !== "have-remote-offer" || !offer) throw new Error("InvalidStateError: setLocal(answer)");
  // New credentials exactly if the offer brings new ones (RFC 9429 section 5.3.1).
  const again = pc.local && pc.remote && pc.remote.ufrag === offer.ufrag;
  const ufrag = again && pc.local ? pc.local.ufrag : `${pc.name}${pc.made}`;
  pc.role ??= offer.setup === "a=setup:active" ? "passive" : "active";
  const answer: Sdp = {
    id: next(pc),
    type: "answer",
    answers: offer.id,
    ufrag,
    setup: `a=setup:${pc.role}`,
    lines: offer.lines,
    candidates: [],
  };
  settle(pc, answer, offer);
  return answer;
}

export function setRemoteAnswer(pc: Signalling, answer: Sdp): void {
  const offer = pc.pendingLocal;
  if (pc.state !== "have-local-offer" || !offer) throw new Error("InvalidStateError: setRemote(answer)");
  const role = against(answer.setup === "a=setup:active" ? "active" : "passive");
  pc.broken = pc.role !== null && pc.role !== role;
  alive(pc);
  pc.role = role;
  if (answer.lines.length !== offer.lines.length) throw new Error("InvalidAccessError: m-lines differ");
  settle(pc, offer, answer);
}

function settle(pc: Signalling, local: Sdp, remote: Sdp): void {
  for (const one of pc.transceivers) one.by = null;
  Object.assign(pc, {
    state: "stable",
    local,
    remote,
    pendingLocal: null,
    pendingRemote: null,
    created: null,
  });
}

function alive({ broken }: Signalling): void {
  if (broken) throw new Error("InvalidAccessError: session error: the DTLS role cannot change");
}

const next = (pc: Signalling): string => {
  pc.made += 1;
  return `${pc.name}#${pc.made}`;
};

/** A candidate names the credentials it was gathered with, as `usernameFragment` does. */
export function gather(pc: Signalling): string {
  const candidate = `${(pc.pendingLocal ?? pc.local)?.ufrag}/${pc.gathered.length}`;
  pc.gathered.push(candidate);
  return candidate;
}

/** `pc.localDescription`: with the candidates gathered so far. */
export function localDescription(pc: Signalling): Sdp {
  const set = pc.pendingLocal ?? pc.local;
  if (!set) throw new Error("no local description");
  return { ...set, candidates: pc.gathered.filter((each) => each.startsWith(`${set.ufrag}/`)) };
}

/** Refused without the matching remote description; the adapter takes that for an answer, too. */
export function addCandidate(pc: Signalling, candidate: string): void {
  const set = pc.pendingRemote ?? pc.remote;
  if (set && candidate.startsWith(`${set.ufrag}/`)) pc.added.push(candidate);
}

/** Whether `one` knows every candidate that `other` gathered for the connection they have. */
export function knowsAll(one: Signalling, other: Signalling): boolean {
  const known = new Set([...(one.remote?.candidates ?? []), ...one.added]);
  const of = `${other.local?.ufrag}/`;
  return other.gathered.filter((each) => each.startsWith(of)).every((each) => known.has(each));
}

/** Whether media can flow both ways: each side uses the other's credentials, and has the lines that it should have. */
export function connected(a: Signalling, b: Signalling): boolean {
  const both = (check: (one: Signalling, other: Signalling) => boolean) => check(a, b) && check(b, a);
  return both(
    (one, other) =>
      one.state === "stable" &&
      one.remote !== null &&
      one.remote.ufrag === other.local?.ufrag &&
      one.local?.lines.map(({ kind }) => kind).join() === KINDS.join() &&
      used(one).length === KINDS.length &&
      used(one).every(({ kind, sends }, index) => kind === KINDS[index] && sends),
  );
}
