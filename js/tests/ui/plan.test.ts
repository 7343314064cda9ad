import { describe, expect, it } from "vitest";
import { compose, tileKey } from "../../src/ui/meeting/compose";
import { type Box, GAP, READABLE } from "../../src/ui/meeting/layout";
import { PAGER, type Plan, plan } from "../../src/ui/meeting/plan";
import { tile } from "./fakes";

const crowd = (count: number) => Array.from({ length: count }, (_, at) => tile(`p${at}`, { you: at === 0 }));

interface Wish {
  pinned?: number;
  page?: number;
  empty?: boolean;
}

function planned(count: number, width: number, height: number, wish: Wish = {}): Plan {
  const tiles = crowd(count);
  const pin = tiles[wish.pinned ?? -1];
  const composition = compose(tiles, {
    pinned: pin ? tileKey(pin) : null,
    spotlit: null,
    selfHidden: false,
  });
  const { page = 0, empty = false } = wish;
  return plan({ tiles, composition, size: { width, height }, page, kept: [], empty });
}

const STAGES = [
  [302, 224],
  [342, 270],
  [784, 330],
  [784, 128],
  [1384, 540],
  [1400, 780],
] as const;

function overlap(one: Box, other: Box): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}

/** Which boxes stick out, overlap another, or are too small. */
function faults({ placed, pages }: Plan, width: number, height: number): Box[] {
  const boxes = placed.map(({ box }) => box);
  const bottom = pages > 1 ? height - PAGER : height;
  const inside = ({ left, top, ...size }: Box) =>
    left >= 0 && top >= 0 && left + size.width <= width && top + size.height <= bottom;
  const apart = (box: Box) => !boxes.some((other) => other !== box && overlap(box, other));
  const least = height < 200 ? 60 : READABLE - GAP;
  return boxes.filter((box) => !inside(box) || !apart(box) || box.width < least);
}

const WISHES: readonly Wish[] = [{}, { pinned: 1 }, { pinned: 0, page: 1 }];

describe("a plan", () => {
  it.each(STAGES)(
    "of a stage of %i x %i keeps 1 to 40 tiles inside, apart, large enough",
    (width, height) => {
      for (let count = 1; count <= 40; count += 1)
        for (const wish of WISHES)
          expect(faults(planned(count, width, height, wish), width, height)).toEqual([]);
    },
  );

  it("shows 25 at once where they fit, and pages where they do not", () => {
    expect(planned(25, 1384, 540)).toMatchObject({ pages: 1 });
    expect(planned(25, 784, 340)).toMatchObject({ pages: 1 });
    expect(planned(26, 1384, 540).pages).toBe(2);
    expect(planned(25, 302, 224).pages).toBeGreaterThan(1);
    expect(planned(9, 342, 270)).toMatchObject({ pages: 1 });
  });

  it("uses most of a stage for 1 to 25 tiles", () => {
    for (let count = 1; count <= 25; count += 1) {
      const { placed } = planned(count, 1384, 700);
      const used = placed.reduce((sum, { box }) => sum + box.width * box.height, 0);
      expect(used / (1384 * 700)).toBeGreaterThan(0.5);
    }
  });

  it("gives a large tile most of the stage, with the others at its side or below it", () => {
    const wide = planned(5, 1384, 540, { pinned: 1 });
    const [large] = wide.placed.filter((one) => one.large);
    expect(large?.tile.participant.name).toBe("p1");
    expect((large?.box.width ?? 0) * (large?.box.height ?? 0)).toBeGreaterThan(1384 * 540 * 0.45);
    expect(wide.placed.filter((one) => !one.large).every(({ box }) => box.left > 960)).toBe(true);
    const tall = planned(5, 342, 500, { pinned: 1 });
    expect(tall.placed.filter((one) => !one.large).every(({ box }) => box.top > 250)).toBe(true);
  });

  it("fills the stage with one who is alone and large", () => {
    expect(planned(1, 1384, 540, { pinned: 0 }).placed[0]?.box.height).toBeCloseTo(540, -1);
  });

  it("keeps the tiles in the call's order, whichever of them is large", () => {
    const names = ({ placed }: Plan) => placed.map(({ tile: { participant } }) => participant.name);
    expect(names(planned(4, 1384, 540, { pinned: 3 }))).toEqual(["p0", "p1", "p2", "p3"]);
  });

  it("puts an empty place beside who is alone", () => {
    const { placed, empty } = planned(1, 784, 340, { empty: true });
    expect(placed[0]?.box.width).toBe(empty?.width);
    expect(empty?.left).toBeGreaterThan(placed[0]?.box.left ?? 0);
  });

  it("shows everybody before the stage has a size", () => {
    expect(planned(9, 0, 0)).toMatchObject({ pages: 1, placed: { length: 9 } });
  });
});
