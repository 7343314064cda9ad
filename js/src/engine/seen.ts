/**
 * What this page shows of whom, and how large: the port between the views, which know it, and the connections, which can ask
 * senders to pause what nobody looks at and to send small what is small.
 *
 * Every view says with `show` which tiles it draws now; a view that is out of sight, or whose page is hidden, says none. Whoever
 * decides about quality reads `state`, and subscribes to it: the sum of all views, by `sightKey`. A tile that
 * is missing there is seen nowhere in this page.
 */

import type { TileSource } from "./model";
import type { Timers } from "./timers";

/** A picture as it is shown: device pixels, rounded up to whole steps, so that a size that is dragged changes it seldom. */
export interface Sight {
  /** A participant id. */
  readonly id: string;
  readonly source: TileSource;
  readonly width: number;
  readonly height: number;
}

export type Sights = ReadonlyMap<string, Sight>;

export const sightKey = ({ id, source }: Pick<Sight, "id" | "source">): string => `${id}:${source}`;

/** Pixels. */
export const STEP = 32;
/** What appears or grows is told so soon, milliseconds: pages that are turned quickly are one change. */
const SOON = 100;
/** What goes or shrinks is told so late: who scrolls past a call and back has seen it all the time. */
const LATE = 1500;

export class Seen {
  state: Sights = new Map();
  readonly #timers: Timers;
  readonly #listeners = new Set<() => void>();
  readonly #views = new Map<object, readonly Sight[]>();
  #growing: (() => void) | null = null;
  #shrinking: (() => void) | null = null;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** All that `view` draws now. A view that is gone says `[]`. */
  show(view: object, sights: readonly Sight[]): void {
    if (sights.length === 0) this.#views.delete(view);
    else this.#views.set(view, sights);
    const now = together([...this.#views.values()].flat());
    if (!covers(this.state, now)) this.#growing ??= this.#timers.after(SOON, () => this.#grow());
    if (!covers(now, this.state)) this.#shrinking ??= this.#timers.after(LATE, () => this.#settle());
  }

  #grow(): void {
    this.#growing = null;
    this.#tell(together([...this.state.values(), ...[...this.#views.values()].flat()]));
  }

  #settle(): void {
    this.#shrinking = null;
    this.#tell(together([...this.#views.values()].flat()));
  }

  #tell(sights: Sights): void {
    if (covers(this.state, sights) && covers(sights, this.state)) return;
    this.state = sights;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Of each picture the largest that is shown of it. */
export function together(sights: readonly Sight[]): Sights {
  const found = new Map<string, Sight>();
  for (const { id, source, width, height } of sights) {
    const key = sightKey({ id, source });
    const other = found.get(key);
    found.set(key, {
      id,
      source,
      width: Math.max(stepped(width), other?.width ?? 0),
      height: Math.max(stepped(height), other?.height ?? 0),
    });
  }
  return found;
}

/** Whether everything in `less` is in `all`, too, and not smaller. */
function covers(all: Sights, less: Sights): boolean {
  return [...less].every(([key, { width, height }]) => {
    const other = all.get(key);
    return other !== undefined && other.width >= width && other.height >= height;
  });
}

const stepped = (pixels: number): number => Math.ceil(pixels / STEP) * STEP;
