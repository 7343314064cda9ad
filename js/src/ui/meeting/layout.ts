/** How tiles of 16:9 fill a stage. */

export interface Grid {
  readonly columns: number;
  /** Pixels; the height follows from 16:9. */
  readonly width: number;
}

const RATIO = 16 / 9;
/** Pixels between tiles. */
export const GAP = 8;

/** The columns with which `count` tiles become largest in `width` x `height` pixels. */
export function arrange(count: number, width: number, height: number): Grid {
  const all = Array.from({ length: Math.max(1, count) }, (_, index) => index + 1);
  const grids = all.map((columns) => ({ columns, width: tileWidth(count, columns, width, height) }));
  return grids.reduce((best, grid) => (grid.width > best.width ? grid : best));
}

function tileWidth(count: number, columns: number, width: number, height: number): number {
  const rows = Math.ceil(Math.max(1, count) / columns);
  const byWidth = (width - GAP * (columns - 1)) / columns;
  const byHeight = ((height - GAP * (rows - 1)) / rows) * RATIO;
  return Math.max(0, Math.floor(Math.min(byWidth, byHeight)));
}
