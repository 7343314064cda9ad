import { describe, expect, it } from "vitest";
import type { Tile } from "../../src/engine/model";
import { compose, tileKey, turn } from "../../src/ui/meeting/compose";
import { id } from "../fakes/people";
import { tile } from "./fakes";

const ADA = tile("Ada", { you: true });
const GRACE = tile("Grace");
const ALAN = tile("Alan");
const SCREEN: Tile = { ...ALAN, source: "screen" };
const ALL = [ADA, GRACE, ALAN, SCREEN];
const NONE = { pinned: null, spotlit: null, selfHidden: false };

describe("compose", () => {
  it("makes all equal when nothing is presented", () => {
    expect(compose([ADA, GRACE], NONE)).toEqual({ large: [], rest: [ADA, GRACE] });
  });

  it("shows a screen large, and the presenter's face first among the others", () => {
    expect(compose(ALL, NONE)).toEqual({ large: [SCREEN], rest: [ALAN, ADA, GRACE] });
  });

  it("shows several screens side by side, but never one's own: it would show itself in itself", () => {
    const second: Tile = { ...GRACE, source: "screen" };
    expect(compose([...ALL, second], NONE).large).toEqual([SCREEN, second]);
    const own: Tile = { ...ADA, source: "screen" };
    expect(compose([ADA, GRACE, own], NONE).large).toEqual([]);
  });

  it("shows whom the host put into the spotlight, beside a screen", () => {
    expect(compose([ADA, GRACE], { ...NONE, spotlit: id("Grace") })).toEqual({ large: [GRACE], rest: [ADA] });
    expect(compose(ALL, { ...NONE, spotlit: id("Grace") }).large).toEqual([SCREEN, GRACE]);
  });

  it("lets a person's own choice count most", () => {
    const wishes = { ...NONE, pinned: tileKey(ADA), spotlit: id("Grace") };
    expect(compose(ALL, wishes)).toEqual({ large: [ADA], rest: [GRACE, ALAN, SCREEN] });
    expect(compose(ALL, { ...NONE, pinned: tileKey(ALAN) }).large).toEqual([ALAN]);
    expect(compose(ALL, { ...NONE, pinned: tileKey(SCREEN) }).large).toEqual([SCREEN]);
  });

  it("forgets a pin and a spotlight on someone who has left", () => {
    const wishes = { ...NONE, pinned: "gone", spotlit: "gone" };
    expect(compose([ADA, GRACE], wishes).large).toEqual([]);
  });

  it("hides the own camera, and nothing else of one's own", () => {
    const own: Tile = { ...ADA, source: "screen" };
    expect(compose([ADA, GRACE, own], { ...NONE, selfHidden: true }).rest).toEqual([GRACE, own]);
  });
});

describe("turn", () => {
  const many = Array.from({ length: 12 }, (_, at) => tile(`p${at}`));
  const names = (tiles: readonly Tile[]) => tiles.map(({ participant }) => participant.name).join(" ");
  const shown = (room: number, page: number, kept: string[] = []) => {
    const turned = turn(many, room, page, kept.map(id));
    return `${turned.page + 1}/${turned.pages}: ${names(turned.tiles)}`;
  };

  it("has one page as long as all fit", () => {
    expect(turn(many, 12, 3, []).pages).toBe(1);
    expect(shown(12, 0, ["p9"])).toMatch(/^1\/1: p0 p1 .* p11$/);
  });

  it("shows everybody on some page, and fills each page", () => {
    for (let room = 1; room < 12; room += 1) {
      const { pages } = turn(many, room, 0, []);
      const all = Array.from({ length: pages }, (_, page) => turn(many, room, page, [id("p7")]));
      expect(all.map(({ tiles }) => tiles.length)).toEqual(Array(pages).fill(room));
      expect(new Set(all.flatMap(({ tiles }) => tiles)).size).toBe(12);
    }
  });

  it("keeps the most important of the other pages in sight, and moves nobody for them", () => {
    expect(shown(6, 0)).toBe("1/3: p0 p1 p2 p3 p4 p5");
    expect(shown(6, 0, ["p9", "p7", "p8"])).toBe("1/3: p0 p1 p2 p3 p9 p7");
    expect(shown(6, 0, ["p2", "p9"])).toBe("1/3: p0 p1 p2 p3 p9 p4");
    expect(shown(6, 2, ["p0"])).toBe("3/3: p8 p9 p10 p11 p0 p1");
    expect(shown(3, 1, ["p11"])).toBe("2/6: p2 p3 p11");
  });

  it("stays within the pages that there are", () => {
    expect(shown(6, 99)).toMatch(/^3\/3/);
    expect(shown(6, -1)).toMatch(/^1\/3/);
  });
});
