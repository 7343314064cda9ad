import { describe, expect, it } from "vitest";
import { arrange, GAP } from "../../src/ui/meeting/layout";

describe("arrange", () => {
  it.each([
    [1, 1280, 720, 1],
    [2, 1280, 500, 2],
    [2, 360, 700, 1],
    [2, 1280, 800, 2],
    [5, 2400, 400, 5],
    [5, 1900, 500, 3],
    [4, 1280, 720, 2],
    [5, 1280, 720, 3],
    [8, 1280, 720, 3],
    [8, 360, 700, 2],
    [3, 1280, 200, 3],
  ])("%i tiles in %i x %i stand in %i columns", (count, width, height, columns) => {
    expect(arrange(count, width, height).columns).toBe(columns);
  });

  it("always fits", () => {
    for (let count = 1; count <= 8; count += 1)
      for (const [width, height] of [
        [320, 150],
        [360, 640],
        [800, 370],
        [1400, 780],
      ] as const) {
        const grid = arrange(count, width, height);
        const rows = Math.ceil(count / grid.columns);
        expect(grid.columns * grid.width + (grid.columns - 1) * GAP).toBeLessThanOrEqual(width);
        expect((rows * grid.width * 9) / 16 + (rows - 1) * GAP).toBeLessThanOrEqual(height);
        expect(grid.width).toBeGreaterThan(0);
      }
  });

  it("survives a stage without size", () => {
    expect(arrange(3, 0, 0).width).toBe(0);
  });
});
