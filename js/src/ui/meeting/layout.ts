/** Where tiles of 16:9 stand on a stage. Pure; pixels. */

export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Of a tile; the height follows from 16:9. */
  readonly width: number;
}

const RATIO = 16 / 9;
/** Between tiles. */
export const GAP = 8;
/** Where a tile is narrower, neither face nor name can be made out any more. */
export const READABLE = 100;
/** More faces than this at a time help nobody, however large the stage is. */
export const MOST = 25;

/** Tiles may be this much smaller than they could be to stand in fewer rows: faces belong side by side. */
const NEARLY = 0.88;

/** The grid in which `count` tiles become nearly largest in `width` x `height`, in as few rows as that allows. */
export function arrange(count: number, width: number, height: number): Grid {
  const all = Array.from({ length: Math.max(1, count) }, (_, index) => index + 1);
  const grids = all.map((columns) =>
    candidate(Math.ceil(Math.max(1, count) / columns), columns, width, height),
  );
  const largest = Math.max(...grids.map((grid) => grid.width));
  const good = grids.filter((grid) => grid.width >= largest * NEARLY);
  return good.reduce((best, grid) => (better(grid, best) ? grid : best));
}

function better(one: Grid, other: Grid): boolean {
  return one.rows < other.rows || (one.rows === other.rows && one.width > other.width);
}

function candidate(rows: number, columns: number, width: number, height: number): Grid {
  const byWidth = (width - GAP * (columns - 1)) / columns;
  const byHeight = ((height - GAP * (rows - 1)) / rows) * RATIO;
  return { rows, columns, width: Math.max(0, Math.floor(Math.min(byWidth, byHeight))) };
}

/** How many tiles fit so that each can be made out; `least` in any case. */
export function capacity({ width, height }: Size, least: number): number {
  for (let count = MOST; count > least; count -= 1)
    if (arrange(count, width, height).width >= READABLE) return count;
  return least;
}

/** The boxes of `count` tiles, none wider than `most`, centred in `area`; so is a last row that is not full. */
export function boxes(count: number, area: Box, most = Number.POSITIVE_INFINITY): readonly Box[] {
  const { columns, rows, width: wide } = arrange(count, area.width, area.height);
  const width = Math.min(wide, most);
  const height = tileHeight(width);
  const top = area.top + (area.height - span(rows, height)) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = area.left + (area.width - span(inRow, width)) / 2;
    const place = { left: left + (index % columns) * (width + GAP), top: top + row * (height + GAP) };
    return { ...place, width, height };
  });
}

/** The length of so many tiles with the gaps between them. */
const span = (count: number, each: number): number => count * each + (count - 1) * GAP;

export const tileHeight = (width: number): number => Math.floor(width / RATIO);

/** A box as an element's style. */
export const styleOf = ({ left, top, width, height }: Box) => ({
  left: `${left}px`,
  top: `${top}px`,
  width: `${width}px`,
  height: `${height}px`,
});

/** A stage that is shared by large tiles and a strip of small ones. */
export interface Halves {
  readonly large: Box;
  readonly strip: Box;
  /** How many tiles the strip holds. */
  readonly room: number;
}

/** Of the stage's width or height, for the strip at least. */
const SHARE = 0.22;
/** How wide a tile of the strip is at most. */
export const SMALL = 240;

/**
 * Splits a stage for `large` large tiles and `rest` small ones, which stand at the side or below, as the large ones become
 * larger. What those cannot use is the strip's.
 */
export function split(large: number, rest: number, size: Size): Halves {
  if (rest === 0) {
    const none = { left: size.width, top: 0, width: 0, height: size.height };
    return { large: { left: 0, top: 0, ...size }, strip: none, room: 0 };
  }
  const beside = besides(large, size);
  const below = belows(large, size);
  const reached = ({ large: area }: Halves) => arrange(large, area.width, area.height).width;
  return reached(below) > reached(beside) ? below : beside;
}

function besides(count: number, { width, height }: Size): Halves {
  const most = Math.max(0, width - GAP - clamp(width * SHARE));
  const grid = arrange(count, most, height);
  const used = span(grid.columns, grid.width);
  const left = Math.min(width, used + GAP);
  const strip = { left, top: 0, width: width - left, height };
  return { large: { left: 0, top: 0, width: used, height }, strip, room: capacity(strip, 1) };
}

function belows(count: number, { width, height }: Size): Halves {
  const most = Math.max(0, height - GAP - tileHeight(clamp(height * SHARE * RATIO)));
  const grid = arrange(count, width, most);
  const used = span(grid.rows, tileHeight(grid.width));
  const top = Math.min(height, used + GAP);
  const strip = { left: 0, top, width, height: height - top };
  return { large: { left: 0, top: 0, width, height: used }, strip, room: capacity(strip, 1) };
}

const clamp = (width: number): number => Math.min(SMALL, Math.max(READABLE, width));
