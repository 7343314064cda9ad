import { expect, it } from "vitest";
import { backoff } from "../../src/engine/backoff";
import { Batch } from "../../src/engine/batch";
import { Clock } from "./clock";

const candidate = (name: string) => ({ candidate: name });

function collect() {
  const clock = new Clock();
  const flushed: string[][] = [];
  const batch = new Batch(clock, (candidates) => flushed.push(candidates.map((each) => each.candidate)));
  return { clock, flushed, batch };
}

it("candidates wait at most 20 ms for company", async () => {
  const { clock, flushed, batch } = collect();
  batch.add(candidate("a"));
  await clock.pass(15);
  batch.add(candidate("b"));
  expect(flushed).toEqual([]);
  await clock.pass(5);
  expect(flushed).toEqual([["a", "b"]]);
  batch.add(candidate("c"));
  await clock.pass(20);
  expect(flushed).toEqual([["a", "b"], ["c"]]);
});

it("no batch is larger than a ticket", () => {
  const { flushed, batch } = collect();
  for (let count = 0; count < 65; count += 1) batch.add(candidate(String(count)));
  expect(flushed.map(({ length }) => length)).toEqual([64]);
});

it("a cleared batch is forgotten", async () => {
  const { clock, flushed, batch } = collect();
  batch.add(candidate("a"));
  batch.clear();
  await clock.pass(100);
  expect(flushed).toEqual([]);
});

it("waits double from half to whole, up to the most", () => {
  const limits = { first: 400, most: 3000 };
  expect([0, 1, 2, 3, 4, 1000].map((attempt) => backoff(limits, attempt, 0))).toEqual([
    200, 400, 800, 1500, 1500, 1500,
  ]);
  expect(backoff(limits, 0, 1)).toBe(400);
});
