import { describe, expect, it } from "vitest";
import { fresh, type Negotiation, type NegotiationEvent, negotiate } from "../../src/engine/negotiation";
import type { Signal } from "../../src/protocol/types.gen";
import { finish, type Move, move, moves, type Name, type World, world } from "./pair";
import { connected, knowsAll } from "./signalling";

interface History {
  now: World;
  path: Move[];
}

const STARTS: Name[][] = [["a"], ["b"], ["a", "b"]];

function check({ now, path }: History): void {
  const end = finish(now);
  const { a, b } = end;
  const wrong = [
    [!connected(a.pc, b.pc), "not connected"],
    [!now.crashed && !(knowsAll(a.pc, b.pc) && knowsAll(b.pc, a.pc)), "a candidate was lost"],
    [a.negotiation.offer + b.negotiation.offer > 0, "an offer is left open"],
  ].find(([is]) => is);
  if (wrong) throw new Error(`${wrong[1]} after: ${path.join(", ")}\n${JSON.stringify(end, null, 1)}`);
}

/** All that can come one step later; histories that led to the same world count once. */
function later(histories: Iterable<History>): History[] {
  const found = new Map<string, History>();
  for (const { now, path } of histories)
    for (const what of moves(now)) {
      const after = move(now, what);
      found.set(JSON.stringify(after), { now: after, path: [...path, what] });
    }
  return [...found.values()];
}

/** A small generator with a seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

/** Mostly things go on; otherwise anything may happen. */
function wander(start: World, pick: () => number, length: number): History {
  let history: History = { now: start, path: [] };
  for (let step = 0; step < length; step += 1) {
    const all = moves(history.now);
    const going = all.filter((each) => each.startsWith("run") || each.startsWith("deliver"));
    const possible = going.length > 0 && pick() < 0.75 ? going : all;
    const what = possible[Math.floor(pick() * possible.length)] ?? "crash";
    history = { now: move(history.now, what), path: [...history.path, what] };
  }
  return history;
}

describe("two peers always end as one connected pair", { timeout: 300_000 }, () => {
  it.each(STARTS.map((start) => [start.join(" and "), start] as const))(
    "every interleaving of 6 steps; %s offers",
    (_, start) => {
      let histories: History[] = [{ now: world(...start), path: [] }];
      for (let steps = 0; steps <= 6; steps += 1) {
        for (const history of histories) check(history);
        if (steps < 6) histories = later(histories);
      }
      expect(histories.length).toBeGreaterThan(1000);
    },
  );

  it.each(Array.from({ length: 10 }, (_, tens) => tens * 50))(
    "random longer histories from seed %i",
    (first) => {
      for (let seed = first; seed < first + 50; seed += 1) {
        const pick = random(seed);
        check(wander(world(...(STARTS[seed % 3] ?? [])), pick, 7 + Math.floor(pick() * 54)));
      }
    },
  );
});

/** The state after some events, and the effects of the last one. */
function follow(start: Negotiation, ...events: NegotiationEvent[]) {
  return events.reduce<ReturnType<typeof negotiate>>(
    ([state], event) => negotiate(state, event),
    [start, []],
  );
}

const offer = { type: "offer", sdp: "theirs" } as const;
const candidates = [{ candidate: "theirs" }];

describe("one peer", () => {
  it("numbers what it says and tells which description it has applied", () => {
    const [, effects] = follow(
      fresh(true, { sent: 6, received: 3 }),
      { type: "received", signal: { number: 4, seen: 0, description: offer, candidates: [] } },
      { type: "answered", number: 4, sdp: "mine" },
    );
    const description = { type: "answer", sdp: "mine" };
    expect(effects).toEqual([{ type: "send", signal: { number: 7, seen: 4, description, candidates: [] } }]);
  });

  it("connects with its first offer and restarts with a later one", () => {
    const [connecting, first] = negotiate(fresh(true), { type: "offer" });
    expect(first).toEqual([{ type: "offer", restart: false }]);
    const [, later] = follow(
      connecting,
      { type: "offered", sdp: "mine" },
      { type: "accepted", number: 1 },
      { type: "offer" },
    );
    expect(later).toEqual([{ type: "offer", restart: true }]);
  });

  it("repeats an open offer instead of making another", () => {
    const [, effects] = follow(fresh(true), { type: "offered", sdp: "mine" }, { type: "offer" });
    expect(effects).toEqual([{ type: "repeat" }]);
  });

  it("ignores a number that it has had", () => {
    const signal = { number: 1, seen: 0, description: offer, candidates };
    const [, effects] = follow(fresh(true), { type: "received", signal }, { type: "received", signal });
    expect(effects).toEqual([]);
  });

  it("ignores a colliding offer when it is impolite, and the candidates that follow it", () => {
    const [, effects] = follow(
      fresh(false),
      { type: "offered", sdp: "mine" },
      { type: "received", signal: { number: 1, seen: 0, description: offer, candidates: [] } },
      { type: "received", signal: { number: 2, seen: 0, candidates } },
    );
    expect(effects).toEqual([]);
  });

  it("takes a colliding offer that proves its own was applied: the answer was voided", () => {
    const [, effects] = follow(
      fresh(false),
      { type: "offered", sdp: "mine" },
      { type: "received", signal: { number: 2, seen: 1, description: offer, candidates } },
    );
    expect(effects).toEqual([
      { type: "answer", sdp: "theirs", number: 2 },
      { type: "add", candidates },
    ]);
  });

  it.each([
    [true, "passive"],
    [false, "active"],
  ])(
    "when it is polite (%s), takes the first offer for %s, so that the polite one begins the handshake",
    (polite, setup) => {
      const sdp = "a=setup:actpass\r\nm=\r\na=setup:actpass\r\n";
      const first: Signal = { number: 1, seen: 0, description: { type: "offer", sdp }, candidates: [] };
      const [state, effects] = follow(fresh(polite), { type: "received", signal: first });
      expect(effects).toEqual([{ type: "answer", sdp: sdp.replaceAll("actpass", setup), number: 1 }]);
      const later = { type: "received", signal: { ...first, number: 2 } } as const;
      const [, agreed] = follow(state, { type: "answered", number: 1, sdp: "mine" }, later);
      expect(agreed).toEqual([{ type: "answer", sdp, number: 2 }]);
    },
  );

  it("gives up what failed", () => {
    const [state, effects] = follow(fresh(true), { type: "offered", sdp: "mine" }, { type: "failed" });
    expect(state.offer).toBe(0);
    expect(effects).toEqual([{ type: "rollback" }]);
  });
});
