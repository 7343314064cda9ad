import { expect, it } from "vitest";
import type { Call } from "../../src/engine/model";
import { type Calls, hold } from "../../src/engine/registry";
import { Clock } from "./clock";

function page() {
  const calls: Calls = new Map();
  const clock = new Clock();
  const left: string[] = [];
  const disposed: string[] = [];
  let made = 0;
  const view = (key: string) =>
    hold(
      calls,
      key,
      () => {
        made += 1;
        const call = { leave: () => left.push(key) } as unknown as Call;
        return { call, dispose: () => disposed.push(key) };
      },
      clock,
    );
  return { calls, clock, left, disposed, view, made: () => made };
}

it("all views of a meeting have one call", () => {
  const { view, made } = page();
  expect(view("a").call).toBe(view("a").call);
  expect(view("b").call).not.toBe(view("a").call);
  expect(made()).toBe(2);
});

it("the call is left 1.5 s after the last view is gone", async () => {
  const { view, clock, left, disposed, calls } = page();
  const [first, second] = [view("a"), view("a")];
  first.close();
  await clock.pass(60_000);
  expect(left).toEqual([]);
  second.close();
  await clock.pass(1499);
  expect([left, disposed]).toEqual([[], []]);
  await clock.pass(1);
  expect([left, disposed]).toEqual([["a"], ["a"]]);
  expect(calls.size).toBe(0);
});

it("a cell that is moved or run again keeps the call", async () => {
  const { view, clock, left, made } = page();
  const first = view("a");
  first.close();
  await clock.pass(1000);
  const second = view("a");
  await clock.pass(60_000);
  expect(second.call).toBe(first.call);
  expect([made(), left]).toEqual([1, []]);
});

it("closing a view twice takes nothing from another", async () => {
  const { view, clock, left } = page();
  const first = view("a");
  view("a");
  first.close();
  first.close();
  await clock.pass(60_000);
  expect(left).toEqual([]);
});

it("a meeting that was left is a new call the next time", async () => {
  const { view, clock, made } = page();
  view("a").close();
  await clock.pass(1500);
  view("a");
  expect(made()).toBe(2);
});
