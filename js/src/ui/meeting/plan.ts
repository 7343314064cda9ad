/** The stage's plan: each tile that is shown, and where. Pure. */

import type { Tile } from "../../engine/model";
import { type Composition, turn } from "./compose";
import { type Box, boxes, capacity, type Size, SMALL, split } from "./layout";

export interface Placed {
  readonly tile: Tile;
  readonly box: Box;
  readonly large: boolean;
}

export interface Plan {
  /** In the order of the call's tiles, so that none of them has to move in the document. */
  readonly placed: readonly Placed[];
  /** Where an empty place waits for somebody to come, if one was asked for. */
  readonly empty: Box | null;
  /** From 0 on. */
  readonly page: number;
  readonly pages: number;
}

/** On each page, however small: nobody is alone with it. */
const LEAST = 2;
/** Pixels, for the buttons that turn pages. */
export const PAGER = 36;

export interface Asked {
  readonly tiles: readonly Tile[];
  readonly composition: Composition;
  readonly size: Size;
  readonly page: number;
  /** Who should stay in sight on every page. */
  readonly kept: readonly string[];
  /** One more place, for nobody. */
  readonly empty: boolean;
}

export function plan(asked: Asked): Plan {
  const { composition, size, empty } = asked;
  if (size.width === 0) return unmeasured(asked);
  if (empty) return waiting(asked);
  return composition.large.length > 0 ? presenting(asked, size) : equals(asked, size);
}

/** Before the stage has a size everybody is there, and takes no place. */
function unmeasured({ tiles, composition: { large, rest }, empty }: Asked): Plan {
  const nowhere = { left: 0, top: 0, width: 0, height: 0 };
  const placed = [...large, ...rest].map((tile) => ({ tile, box: nowhere, large: large.includes(tile) }));
  return { placed: inOrder(placed, tiles), empty: empty ? nowhere : null, page: 0, pages: 1 };
}

/** One person, and the place beside for who comes next. */
function waiting({ composition: { large, rest }, size }: Asked): Plan {
  const tiles = [...large, ...rest];
  const places = boxes(tiles.length + 1, whole(size));
  const placed = place(tiles, places, false);
  return { placed, empty: places[tiles.length] ?? null, page: 0, pages: 1 };
}

function equals(asked: Asked, size: Size): Plan {
  const { rest } = asked.composition;
  const paged = rest.length > capacity(size, LEAST);
  const area = paged ? lessPager(size) : size;
  const { tiles, page, pages } = turn(
    rest,
    paged ? capacity(area, LEAST) : rest.length,
    asked.page,
    asked.kept,
  );
  const placed = place(tiles, boxes(tiles.length, whole(area)), false);
  return { placed: inOrder(placed, asked.tiles), empty: null, page, pages };
}

function presenting(asked: Asked, size: Size): Plan {
  const { large, rest } = asked.composition;
  const roomy = split(large.length, rest.length, size);
  const halves = rest.length > roomy.room ? split(large.length, rest.length, lessPager(size)) : roomy;
  const { tiles, page, pages } = turn(rest, halves.room, asked.page, asked.kept);
  const placed = [
    ...place(large, boxes(large.length, halves.large), true),
    ...place(tiles, boxes(tiles.length, halves.strip, SMALL), false),
  ];
  return { placed: inOrder(placed, asked.tiles), empty: null, page, pages };
}

const whole = (size: Size): Box => ({ left: 0, top: 0, ...size });

const lessPager = ({ width, height }: Size): Size => ({ width, height: Math.max(0, height - PAGER) });

function place(tiles: readonly Tile[], places: readonly Box[], large: boolean): readonly Placed[] {
  return tiles.flatMap((tile, at) => {
    const box = places[at];
    return box ? [{ tile, box, large }] : [];
  });
}

function inOrder(placed: readonly Placed[], tiles: readonly Tile[]): readonly Placed[] {
  return [...placed].sort((one, other) => tiles.indexOf(one.tile) - tiles.indexOf(other.tile));
}
