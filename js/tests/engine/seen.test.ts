import { describe, expect, it } from "vitest";
import { Seen, type Sight, STEP, together } from "../../src/engine/seen";
import { Clock } from "./clock";

const sight = (id: string, width = 320, height = 192): Sight => ({ id, source: "camera", width, height });

function set() {
  const clock = new Clock();
  const seen = new Seen(clock);
  const told: string[][] = [];
  seen.subscribe(() => told.push([...seen.state.values()].map(({ id, width }) => `${id} ${width}`)));
  return { clock, seen, told };
}

describe("what is seen", () => {
  it("is told soon when it appears or grows", async () => {
    const { clock, seen, told } = set();
    seen.show({}, [sight("ada")]);
    await clock.pass(99);
    expect(told).toEqual([]);
    await clock.pass(1);
    expect(told).toEqual([["ada 320"]]);
  });

  it("is told late when it goes or shrinks, and not at all when it is back by then", async () => {
    const { clock, seen, told } = set();
    const view = {};
    seen.show(view, [sight("ada"), sight("grace")]);
    await clock.pass(100);
    seen.show(view, [sight("ada", 64)]);
    await clock.pass(1499);
    expect(told).toHaveLength(1);
    await clock.pass(1);
    expect(told.at(-1)).toEqual(["ada 64"]);
    seen.show(view, []);
    await clock.pass(1000);
    seen.show(view, [sight("ada", 64)]);
    await clock.pass(5000);
    expect(told).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  it("keeps what goes while something else appears, until it is time", async () => {
    const { clock, seen, told } = set();
    const view = {};
    seen.show(view, [sight("ada")]);
    await clock.pass(100);
    seen.show(view, [sight("grace")]);
    await clock.pass(100);
    expect(told.at(-1)).toEqual(["ada 320", "grace 320"]);
    await clock.pass(1400);
    expect(told.at(-1)).toEqual(["grace 320"]);
  });

  it("is the largest of what all views show", async () => {
    const { clock, seen, told } = set();
    const other = {};
    seen.show({}, [sight("ada", 64)]);
    seen.show(other, [sight("ada", 640), sight("grace")]);
    await clock.pass(100);
    expect(told).toEqual([["ada 640", "grace 320"]]);
    seen.show(other, []);
    await clock.pass(1500);
    expect(told.at(-1)).toEqual(["ada 64"]);
  });

  it("takes a size that is dragged in whole steps", () => {
    const [one] = together([sight("ada", STEP + 1, STEP - 1)]).values();
    expect(one).toMatchObject({ width: 2 * STEP, height: STEP });
  });

  it("tells a screen from a camera", () => {
    const both = together([sight("ada"), { ...sight("ada"), source: "screen" }]);
    expect([...both.keys()]).toEqual(["ada:camera", "ada:screen"]);
  });
});
