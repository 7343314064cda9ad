/** How tiles of 16:9 fill a stage. */

export interface Grid {
  readonly columns: number;
  /** Pixels; the height follows from 16:9. */
  readonly width: number;
}

const RATIO = 16 / 9;
/** Pixels between tiles. */
export const GAP = 8;

/** Tiles may be this much smaller than they could be to stand in fewer rows: faces belong side by side. */
const NEARLY = 0.88;

interface Candidate extends Grid {
  readonly rows: number;
}

/** The grid in which `count` tiles become nearly largest in `width` x `height` pixels, in as few rows as that allows. */
export function arrange(count: number, width: number, height: number): Grid {
  const all = Array.from({ length: Math.max(1, count) }, (_, index) => index + 1);
  const grids = all.map((columns) =>
    candidate(Math.ceil(Math.max(1, count) / columns), columns, width, height),
  );
  const largest = Math.max(...grids.map((grid) => grid.width));
  const good = grids.filter((grid) => grid.width >= largest * NEARLY);
  return good.reduce((best, grid) => (better(grid, best) ? grid : best));
}

function better(one: Candidate, other: Candidate): boolean {
  return one.rows < other.rows || (one.rows === other.rows && one.width > other.width);
}

function candidate(rows: number, columns: number, width: number, height: number): Candidate {
  const byWidth = (width - GAP * (columns - 1)) / columns;
  const byHeight = ((height - GAP * (rows - 1)) / rows) * RATIO;
  return { rows, columns, width: Math.max(0, Math.floor(Math.min(byWidth, byHeight))) };
}
