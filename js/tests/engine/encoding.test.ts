import { describe, expect, it } from "vitest";
import { type Demand, encodingFor } from "../../src/engine/encoding";

const size = (width: number, height: number) => ({ width, height });
const HD = size(1280, 720);
const of = (change: Partial<Demand>) =>
  encodingFor({ source: "camera", wanted: undefined, captured: size(640, 360), thin: false, ...change });
const scale = (change: Partial<Demand>) => of(change).scaleResolutionDownBy;

describe("a camera's picture", () => {
  it("goes out whole to who has not said what is shown", () => {
    expect(of({})).toEqual({ active: true, scaleResolutionDownBy: 1, maxBitrate: 599_040, maxFramerate: 30 });
  });

  it("does not go out where nobody looks", () => {
    expect(of({ wanted: null }).active).toBe(false);
    expect(of({ wanted: null, thin: true }).active).toBe(false);
  });

  it.each([
    [1, size(1920, 1080)],
    [1, size(640, 360)],
    [1, size(448, 252)],
    [2, size(416, 234)],
    [2, size(224, 126)],
    [4, size(192, 108)],
    [4, size(1, 1)],
    [1, size(160, 352)],
  ])("is divided by %d where it is shown as %j", (expected, wanted) => {
    expect(scale({ wanted })).toBe(expected);
  });

  it("follows what is captured", () => {
    expect(scale({ wanted: size(640, 360), captured: HD })).toBe(2);
    expect(scale({ wanted: size(640, 360), captured: {} })).toBe(1);
  });

  it("costs what its size costs, within bounds", () => {
    const rates = [size(640, 360), size(320, 180), size(32, 32)].map((wanted) => of({ wanted }).maxBitrate);
    expect(rates).toEqual([599_040, 149_760, 100_000]);
    expect(of({ captured: size(3840, 2160) }).maxBitrate).toBe(1_700_000);
  });

  it("is a sign of life on a thin way", () => {
    const life = { active: true, scaleResolutionDownBy: 4, maxBitrate: 50_000, maxFramerate: 8 };
    expect(of({ thin: true })).toEqual(life);
    expect(of({ thin: true, wanted: size(1920, 1080) })).toEqual(life);
  });
});

describe("a screen", () => {
  const screen = (change: Partial<Demand>) => of({ source: "screen", captured: size(1920, 1080), ...change });

  it("is halved at most, so that letters stay letters", () => {
    expect(screen({ wanted: size(160, 90) }).scaleResolutionDownBy).toBe(2);
    expect(screen({ wanted: size(160, 90), thin: true }).scaleResolutionDownBy).toBe(2);
    expect(screen({ wanted: size(1600, 900) }).scaleResolutionDownBy).toBe(1);
  });

  it("may cost more, and comes less often", () => {
    expect(screen({})).toMatchObject({ maxBitrate: 2_903_040, maxFramerate: 15 });
  });
});
