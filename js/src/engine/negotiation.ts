/**
 * Who offers and who gives way between two peers, as a pure function (docs/protocol.md section 5).
 *
 * The caller carries out the effects in order, to completion, before it hands in the next event; an effect with a
 * result hands that in first. So no state is needed for what is under way. Two peers only ever negotiate to connect
 * and to restart ICE: devices and toggles never do.
 */

import type { Candidate, Description, Signal } from "../protocol/types.gen";

export interface Negotiation {
  /** Gives way when both offer at once. */
  readonly polite: boolean;
  /** Number of our latest signal. */
  readonly sent: number;
  /** Number of the newest signal of the other side. */
  readonly received: number;
  /** Number of the other side's latest description that we applied. */
  readonly seen: number;
  /** Number under which our open offer was sent last; 0 when none is open. */
  readonly offer: number;
  /** Whether a description was ever set, so that a new offer means to restart. */
  readonly begun: boolean;
  /** Whether the other side's latest description was ignored; its candidates are then ignored, too. */
  readonly ignoring: boolean;
}

export type NegotiationEvent =
  /** Connect, or repair what does not work. */
  | { readonly type: "offer" }
  /** The server has forgotten what it had not delivered. */
  | { readonly type: "forgotten" }
  | { readonly type: "received"; readonly signal: Signal }
  | { readonly type: "gathered"; readonly candidates: readonly Candidate[] }
  /** Results of effects. `number` is the one that the effect named. */
  | { readonly type: "offered"; readonly sdp: string }
  | { readonly type: "answered"; readonly sdp: string; readonly number: number }
  | { readonly type: "accepted"; readonly number: number }
  /** An effect failed; nothing of it can be relied on. */
  | { readonly type: "failed" };

export type NegotiationEffect =
  /** Make an offer and set it; then `offered`. */
  | { readonly type: "offer"; readonly restart: boolean }
  /** Read the offer that is set, with all candidates it has by now; then `offered`. */
  | { readonly type: "repeat" }
  /** Set the remote offer, rolling an own one back, make an answer and set it; then `answered`. */
  | { readonly type: "answer"; readonly sdp: string; readonly number: number }
  /** Set the remote answer; then `accepted`. */
  | { readonly type: "accept"; readonly sdp: string; readonly number: number }
  | { readonly type: "add"; readonly candidates: readonly Candidate[] }
  /** Take back whatever is half done. */
  | { readonly type: "rollback" }
  | { readonly type: "send"; readonly signal: Signal };

export type Step = readonly [Negotiation, readonly NegotiationEffect[]];

/** How far the numbering with one participant has come; it outlives the connection. */
export type Numbers = Pick<Negotiation, "sent" | "received">;

/** A connection of which nothing has been said yet. */
export function fresh(polite: boolean, numbers: Numbers = { sent: 0, received: 0 }): Negotiation {
  return { polite, ...numbers, seen: 0, offer: 0, begun: false, ignoring: false };
}

/** What follows from one event. */
export function negotiate(state: Negotiation, event: NegotiationEvent): Step {
  switch (event.type) {
    case "offer":
      return [state, [state.offer ? { type: "repeat" } : { type: "offer", restart: state.begun }]];
    case "forgotten":
      return [state, state.offer ? [{ type: "repeat" }] : []];
    case "received":
      return receive(state, event.signal);
    case "gathered":
      return send(state, { candidates: [...event.candidates] });
    case "offered":
      return send({ ...state, offer: state.sent + 1, begun: true }, description("offer", event.sdp));
    case "answered":
      return send({ ...applied(state, event.number), offer: 0 }, description("answer", event.sdp));
    case "accepted":
      return [{ ...applied(state, event.number), offer: 0 }, []];
    case "failed":
      return [{ ...state, offer: 0 }, [{ type: "rollback" }]];
  }
}

const description = (type: "offer" | "answer", sdp: string) => ({
  description: { type, sdp },
  candidates: [],
});

const applied = (state: Negotiation, number: number): Negotiation => ({
  ...state,
  seen: number,
  begun: true,
});

function send(state: Negotiation, content: Omit<Signal, "number" | "seen">): Step {
  const sent = state.sent + 1;
  return [{ ...state, sent }, [{ type: "send", signal: { number: sent, seen: state.seen, ...content } }]];
}

function receive(before: Negotiation, signal: Signal): Step {
  if (signal.number <= before.received) return [before, []];
  const state = { ...before, received: signal.number };
  const [after, effects] = signal.description ? describe(state, signal, signal.description) : [state, []];
  const candidates = signal.candidates ?? [];
  if (after.ignoring || candidates.length === 0) return [after, effects];
  return [after, [...effects, { type: "add", candidates }]];
}

function describe(state: Negotiation, signal: Signal, { type, sdp }: Description): Step {
  const { number } = signal;
  if (type === "offer") {
    if (ignores(state, signal)) return [{ ...state, ignoring: true }, []];
    return [{ ...state, ignoring: false }, [{ type: "answer", sdp: decided(state, sdp), number }]];
  }
  // An answer says in `seen` which offer it answers; another than the open one is of no use any more.
  if (state.offer === 0 || signal.seen !== state.offer) return [{ ...state, ignoring: true }, []];
  return [{ ...state, ignoring: false }, [{ type: "accept", sdp, number }]];
}

/**
 * Until they have agreed on something, the polite peer begins the DTLS handshake, whoever offers. Each side could choose otherwise
 * (RFC 8842 section 5.3): the one whose answer was lost goes by its own choice, the other chooses again, and roles that
 * contradict each other leave a connection in no state that it comes out of.
 */
function decided({ seen, polite }: Negotiation, sdp: string): string {
  return seen > 0 ? sdp : sdp.replaceAll("a=setup:actpass", `a=setup:${polite ? "passive" : "active"}`);
}

/**
 * An impolite peer ignores an offer that collides with its own, unless the other side has applied that one: then
 * the answer was voided by the offer on its way here, and the own offer has nothing to wait for.
 */
function ignores(state: Negotiation, signal: Signal): boolean {
  return !state.polite && state.offer !== 0 && signal.seen < state.offer;
}
