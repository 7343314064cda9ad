import { describe, expect, it } from "vitest";
import { type Figures, figures, read } from "../../src/engine/figures";
import {
  arriving,
  type Grade,
  type Grading,
  grade,
  incoming,
  most,
  outgoing,
  ungraded,
} from "../../src/engine/grades";
import { report } from "./reports";

const NONE: Figures = figures(read(report(), 0), read(report(), 2000));
const seen = (change: Partial<Figures>) => ({ ...NONE, ...change });
const held = (available: number | null) =>
  seen({ available, sent: [{ track: "", width: 320, height: 180, frameRate: 20, limited: "bandwidth" }] });

/** Grades after each of these losses, seen one after the other. */
function course(...losses: number[]): Grade[] {
  const grades: Grade[] = [];
  let now: Grading = ungraded;
  for (const lost of losses) {
    now = grade(now, incoming(seen({ lost })), 2, 3);
    grades.push(now.grade);
  }
  return grades;
}

describe("a grade", () => {
  it.each([
    ["good", { lost: 2.9, roundTrip: 299 }],
    ["weak", { lost: 3 }],
    ["weak", { roundTrip: 300 }],
    ["poor", { lost: 10 }],
    ["poor", { lost: 3, roundTrip: 800 }],
    ["good", { lost: null, roundTrip: null }],
  ] as const)("of what comes is %s for %j", (expected, change) => {
    expect(incoming(seen(change))(1)).toBe(expected);
  });

  it.each([
    ["good", seen({ available: 100_000 })],
    ["weak", held(325_000)],
    ["good", held(326_000)],
    ["poor", held(125_000)],
    ["weak", held(null)],
    ["weak", seen({ available: 300_000, up: 210_000 })],
    ["good", seen({ available: 300_000, up: 200_000 })],
    ["good", seen({ available: 400_000, up: 400_000 })],
    ["poor", seen({ lostThere: 10 })],
  ] as const)("of what is sent is %s", (expected, of) => {
    expect(outgoing(of, 500_000, false)(1)).toBe(expected);
  });

  it("of what is sent is poor on a thin way, where next to nothing is sent and nothing held back", () => {
    expect(outgoing(seen({ available: 200_000, up: 40_000 }), 500_000, true)(1)).toBe("poor");
  });

  it("says nothing of a slow download when the way is only long", () => {
    expect(arriving(seen({ roundTrip: 2000 }))(1)).toBe("good");
    expect(arriving(seen({ lost: 12 }))(1)).toBe("poor");
  });

  it("falls at the second bad look in a row, and rises at the third clearly good one", () => {
    expect(course(5, 5, 0, 0, 0)).toEqual(["good", "weak", "weak", "weak", "good"]);
  });

  it("does not follow what comes and goes", () => {
    expect(course(5, 0, 5, 0, 5, 0)).toEqual(["good", "good", "good", "good", "good", "good"]);
    expect(course(5, 5, 0, 0, 5, 0, 0, 5)).toEqual(["good", ...Array(7).fill("weak")]);
  });

  it("does not rise for what is hardly better", () => {
    expect(course(5, 5, 2.5, 2.5, 2.5, 2.5)).toEqual(["good", ...Array(5).fill("weak")]);
  });

  it("counts bad looks together, whether weak or poor", () => {
    expect(course(20, 4)).toEqual(["good", "weak"]);
    expect(course(4, 20)).toEqual(["good", "poor"]);
    expect(course(20, 20, 5, 5, 5)).toEqual(["good", "poor", "poor", "poor", "weak"]);
  });
});

describe("the person's own end", () => {
  const measures = (...grades: Grade[]) => grades.map((one) => () => one);

  it.each([
    [["good"], "good"],
    [["poor"], "poor"],
    [["poor", "good"], "good"],
    [["poor", "weak"], "weak"],
    [["poor", "weak", "good"], "weak"],
    [["poor", "poor", "good", "good"], "good"],
    [["poor", "poor", "poor", "good"], "poor"],
    [[], "good"],
  ] as const)("with %j at the others is %s", (others, expected) => {
    expect(most(measures(...others))(1)).toBe(expected);
  });
});
