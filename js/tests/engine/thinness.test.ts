import { describe, expect, it } from "vitest";
import { type Figures, figures, read } from "../../src/engine/figures";
import { notThin, type Thinness, thinness } from "../../src/engine/thinness";
import { report } from "./reports";

const NONE: Figures = figures(read(report(), 0), read(report(), 2000));
const way = (available: number | null, up = 100_000, lostThere = 0) => ({
  ...NONE,
  available,
  up,
  lostThere,
});

/** After so many looks at ways like these. */
function seen(before: Thinness, looks: number, figures: Figures): Thinness {
  let now = before;
  for (let look = 0; look < looks; look += 1) now = thinness(now, figures);
  return now;
}

/** Looks until it is not thin any more; 1000 for never. */
function looksUntilTried(before: Thinness, figures: Figures): number {
  let now = before;
  for (let look = 1; look < 1000; look += 1) {
    now = thinness(now, figures);
    if (!now.thin) return look;
  }
  return 1000;
}

const full = way(110_000);
const stuck = way(160_000); // wide, but no more is sent on it
const thin = seen(notThin, 2, full);

describe("a way", () => {
  it("is thin after two looks in a row", () => {
    expect(seen(notThin, 1, full).thin).toBe(false);
    expect(seen(seen(seen(notThin, 1, full), 1, way(121_000)), 1, full).thin).toBe(false);
    expect(thin.thin).toBe(true);
    expect(seen(notThin, 9, way(null)).thin).toBe(false);
  });

  it("is wide again when it is so beyond doubt, three times in a row", () => {
    expect(looksUntilTried(thin, way(241_000))).toBe(3);
    expect(looksUntilTried(seen(seen(thin, 2, way(241_000)), 1, full), way(241_000))).toBe(3);
  });

  it("is neither while the browser does not say how wide it is, and tried in the end", () => {
    expect(seen(seen(seen(notThin, 1, full), 1, way(null)), 1, full).thin).toBe(true);
    expect(looksUntilTried(seen(seen(thin, 2, way(241_000)), 1, way(null)), way(241_000))).toBe(1);
    expect(looksUntilTried(thin, way(null))).toBe(8);
  });

  it.each([
    [139_000, 1000],
    [141_000, 8],
  ])("of %i bit/s on which 104,000 are sent is tried after %i looks", (available, looks) => {
    expect(looksUntilTried(thin, way(available, 104_000))).toBe(looks);
  });

  it("is tried when little is sent, since the browser would never find out that it has grown", () => {
    expect(looksUntilTried(thin, stuck)).toBe(8);
  });

  it.each([
    ["it is full", full],
    ["much is lost", way(160_000, 100_000, 3)],
  ])("is not tried while %s", (_, figures) => {
    expect(looksUntilTried(thin, figures)).toBe(1000);
  });

  it("is tried half as often each time that it turns out to be thin, and at least every two minutes", () => {
    const waits: number[] = [];
    let now = thin;
    for (let turn = 0; turn < 5; turn += 1) {
      waits.push(looksUntilTried(now, stuck));
      now = seen(seen(now, waits[turn] ?? 0, stuck), 2, full);
    }
    expect(waits).toEqual([8, 16, 32, 60, 60]);
  });

  it("has its first patience again when it was wide for two minutes", () => {
    const tried = seen(thin, 8, stuck);
    expect(looksUntilTried(seen(seen(tried, 58, stuck), 2, full), stuck)).toBe(16);
    expect(looksUntilTried(seen(seen(tried, 59, stuck), 2, full), stuck)).toBe(8);
  });
});
