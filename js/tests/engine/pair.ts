/**
 * Two peers, the server between them, and everything that can happen, one small step at a time. The peers carry out
 * effects as the adapter (peer.ts) does: a mailbox, one event at a time, with a gap before and inside each operation
 * in which the world goes on.
 */

import { LINES } from "../../src/engine/lines";
import {
  fresh,
  type Negotiation,
  type NegotiationEffect,
  type NegotiationEvent,
  negotiate,
} from "../../src/engine/negotiation";
import type { Signal } from "../../src/protocol/types.gen";
import * as model from "./signalling";

interface Side {
  negotiation: Negotiation;
  pc: model.Signalling;
  mailbox: NegotiationEvent[];
  /** Effects still to be carried out, before the mailbox is looked at again. */
  todo: NegotiationEffect[];
  /** An offer that was created and not yet set. */
  created: model.Sdp | null;
  /** What the server keeps for this side. */
  kept: Signal[];
  /** Whether this side's socket is lost. */
  cut: boolean;
}

export type Name = "a" | "b";
export type World = Record<Name, Side> & { crashed: boolean };
export type Move = `${"run" | "deliver" | "cut" | "mend" | "offer" | "gather"} ${Name}` | "crash";

const NAMES = ["a", "b"] as const;
const other = (name: Name): Name => (name === "a" ? "b" : "a");

const side = (name: Name): Side => ({
  negotiation: fresh(name === "a"),
  pc: model.signalling(name),
  mailbox: [],
  todo: [],
  created: null,
  kept: [],
  cut: false,
});

export const world = (...offering: Name[]): World => {
  const start: World = { a: side("a"), b: side("b"), crashed: false };
  for (const name of offering) start[name].mailbox.push({ type: "offer" });
  return start;
};

/** Every move that means something now. */
export function moves(now: World): Move[] {
  const possible = NAMES.flatMap((name): Move[] => {
    const { mailbox, todo, kept, cut, pc } = now[name];
    return [
      ...(mailbox.length + todo.length > 0 ? [`run ${name}` as const] : []),
      ...(kept.length > 0 && !cut ? [`deliver ${name}` as const] : []),
      cut ? `mend ${name}` : `cut ${name}`,
      `offer ${name}`,
      ...((pc.local ?? pc.pendingLocal) ? [`gather ${name}` as const] : []),
    ];
  });
  return [...possible, "crash"];
}

export function move(before: World, what: Move): World {
  const after = structuredClone(before);
  if (what === "crash") {
    crash(after);
    return after;
  }
  const [verb, name] = what.split(" ") as [string, Name];
  const one = after[name];
  if (verb === "run") run(after, name);
  else if (verb === "deliver") deliver(one);
  else if (verb === "cut" || verb === "mend") one.cut = verb === "cut";
  else if (verb === "offer") one.mailbox.push({ type: "offer" });
  else one.mailbox.push({ type: "gathered", candidates: [{ candidate: model.gather(one.pc) }] });
  return after;
}

/** The server is killed: what it had not delivered is gone, and both come back to a new one. */
function crash(now: World): void {
  now.crashed = true;
  for (const name of NAMES) {
    now[name].kept = [];
    now[name].mailbox.push({ type: "forgotten" });
  }
}

function deliver(one: Side): void {
  const signal = one.kept.shift();
  if (signal) one.mailbox.push({ type: "received", signal });
}

/** The server's part: a description voids what it still keeps of the same direction for a silent recipient. */
function relay(now: World, from: Name, signal: Signal): void {
  const to = now[other(from)];
  if (to.cut && signal.description) to.kept = [];
  to.kept.push(signal);
}

/** One small step of one side: an operation, half of one, or the next event. */
function run(now: World, name: Name): void {
  const one = now[name];
  const effect = one.todo.shift();
  if (effect) {
    attempt(now, name, effect);
    return;
  }
  const event = one.mailbox.shift();
  if (event) react(one, event);
}

function react(one: Side, event: NegotiationEvent): void {
  const [negotiation, effects] = negotiate(one.negotiation, event);
  one.negotiation = negotiation;
  one.todo = [...effects, ...one.todo];
}

function attempt(now: World, name: Name, effect: NegotiationEffect): void {
  try {
    perform(now, name, effect);
  } catch {
    react(now[name], { type: "failed" });
  }
}

function perform(now: World, name: Name, effect: NegotiationEffect): void {
  const one = now[name];
  const { pc } = one;
  switch (effect.type) {
    case "offer":
      offer(one, effect);
      return;
    case "repeat":
      if (!pc.pendingLocal) throw new Error("nothing to repeat");
      react(one, { type: "offered", sdp: JSON.stringify(model.localDescription(pc)) });
      return;
    case "answer":
      answer(one, effect);
      return;
    case "accept":
      model.setRemoteAnswer(pc, JSON.parse(effect.sdp));
      react(one, { type: "accepted", number: effect.number });
      return;
    case "rollback":
      if (pc.state !== "stable") model.rollback(pc);
      return;
    case "add":
      for (const { candidate } of effect.candidates) model.addCandidate(pc, candidate);
      return;
    case "send":
      relay(now, name, effect.signal);
  }
}

/** Two steps: create, and set; what arrives in between has to wait in the mailbox. */
function offer(one: Side, effect: NegotiationEffect & { type: "offer" }): void {
  const { pc } = one;
  if (!one.created) {
    const here = pc.transceivers.filter(({ stopped }) => !stopped).length;
    for (const { kind } of LINES.slice(here)) model.addTransceiver(pc, kind);
    one.created = model.createOffer(pc, effect.restart);
    one.todo.unshift(effect);
    return;
  }
  const made = one.created;
  one.created = null;
  model.setLocalOffer(pc, made);
  react(one, { type: "offered", sdp: JSON.stringify(model.localDescription(pc)) });
}

/** Two steps as well: set the offer, and answer it. */
function answer(one: Side, effect: NegotiationEffect & { type: "answer" }): void {
  const { pc } = one;
  if (pc.state !== "have-remote-offer") {
    model.setRemoteOffer(pc, JSON.parse(effect.sdp));
    for (const each of pc.transceivers) {
      if (each.mid === null) each.stopped = true;
      else each.sends = true;
    }
    one.todo.unshift(effect);
    return;
  }
  model.setLocalAnswer(pc);
  const sdp = JSON.stringify(model.localDescription(pc));
  react(one, { type: "answered", sdp, number: effect.number });
}

/** Lets everything under way come to its end, in a fair order and without a further fault. */
export function finish(from: World): World {
  let now = structuredClone(from);
  now.a.cut = false;
  now.b.cut = false;
  for (let steps = 0; steps < 500; steps += 1) {
    const next = moves(now).find((each) => each.startsWith("run") || each.startsWith("deliver"));
    if (!next) return now;
    now = move(now, next);
  }
  throw new Error("the two never come to rest");
}
