import { describe, expect, it } from "vitest";
import { Lookout } from "../../src/engine/lookout";

describe("the lookout", () => {
  const [one, other] = [{ name: "one" }, { name: "other" }];

  function set() {
    const lookout = new Lookout();
    const told: unknown[] = [];
    lookout.subscribe(() => told.push(lookout.state.floating));
    return { lookout, told };
  }

  it("lets nothing float while a view is in sight", () => {
    const { lookout, told } = set();
    lookout.report(one, true);
    lookout.report(other, false);
    lookout.report(one, true);
    expect([lookout.state.floating, told]).toEqual([null, []]);
  });

  it("lets one view float when the last is out of sight, and lands it when any is back", () => {
    const { lookout, told } = set();
    lookout.report(one, true);
    lookout.report(other, true);
    lookout.report(one, false);
    lookout.report(other, false);
    expect(told).toEqual([one]);
    lookout.report(other, true);
    expect(told).toEqual([one, null]);
  });

  it("lets another take over from a floating view that goes", () => {
    const { lookout, told } = set();
    lookout.report(one, false);
    lookout.report(other, false);
    lookout.gone(one);
    lookout.gone(other);
    expect(told).toEqual([one, other, null]);
  });
});
