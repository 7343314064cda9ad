/**
 * What one side of a connection shows of the other's pictures, as it tells the other (docs/protocol.md section 5). Pure.
 */

import type { TileSource } from "./model";
import { type Sights, sightKey } from "./seen";

/** Pixels of the screen; null when nobody looks. */
export type Wanted = { readonly width: number; readonly height: number } | null;

/** What is wanted of each picture that a participant can send. */
export interface Wish {
  readonly camera: Wanted;
  readonly screen: Wanted;
}

/** What this page wants of one participant: the size of what it shows, and nothing of what it does not. */
export function wishOf(id: string, sights: Sights): Wish {
  const shown = (source: TileSource): Wanted => {
    const sight = sights.get(sightKey({ id, source }));
    return sight ? { width: sight.width, height: sight.height } : null;
  };
  return { camera: shown("camera"), screen: shown("screen") };
}

/** Characters that a wish may have: it needs less than half of them. */
const LONGEST = 200;
/** Pixels that anything may be wide or high. */
const LARGEST = 16_384;

export function writeWish({ camera, screen }: Wish): string {
  const size = (wanted: Wanted) => wanted && [sane(wanted.width), sane(wanted.height)];
  return JSON.stringify({ type: "wish", camera: size(camera), screen: size(screen) });
}

/** A wish as the other side has sent it, which may be anything; null for what is none. */
export function readWish(data: unknown): Wish | null {
  if (typeof data !== "string" || data.length > LONGEST) return null;
  const { type, camera, screen } = fieldsOf(data);
  if (type !== "wish" || !isSize(camera) || !isSize(screen)) return null;
  return { camera: wanted(camera), screen: wanted(screen) };
}

type Size = readonly [number, number] | null;

function fieldsOf(data: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(data));
  } catch {
    return {}; // no JSON is no wish
  }
}

function isSize(value: unknown): value is Size {
  if (value === null) return true;
  return (
    Array.isArray(value) && value.length === 2 && value.every((one) => Number.isInteger(one) && one >= 1)
  );
}

const sane = (pixels: number) => Math.min(LARGEST, Math.max(1, Math.ceil(pixels)));
const wanted = (size: Size): Wanted => size && { width: sane(size[0]), height: sane(size[1]) };
