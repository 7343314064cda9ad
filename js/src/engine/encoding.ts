/** How a picture is sent to one other person: as small as it is shown there, not at all where nobody looks. Pure. */

import type { TileSource } from "./model";
import type { Wanted } from "./wish";

/** What `RTCRtpSender.setParameters` is told of its one encoding. */
export interface Encoding {
  readonly active: boolean;
  readonly scaleResolutionDownBy: number;
  /** bit/s. */
  readonly maxBitrate: number;
  /** Frames a second. */
  readonly maxFramerate: number;
}

export interface Demand {
  readonly source: TileSource;
  /** How large it is shown; undefined while the other side has not said. */
  readonly wanted: Wanted | undefined;
  /** How large it is captured, as far as the browser says. */
  readonly captured: { readonly width?: number; readonly height?: number };
  /** The way there hardly bears the sound. */
  readonly thin: boolean;
}

/** A picture may be shown this much larger than it is sent, before a step more is worth it. */
const ENOUGH = 0.75;
/** Letters have to stay letters: a screen is not made smaller than by half. */
const STEPS: Record<TileSource, readonly number[]> = { camera: [4, 2, 1], screen: [2, 1] };
/** bit/s for each pixel of a frame, and the bounds of it. A face moves, letters want to be sharp. */
const RATES: Record<TileSource, { pixel: number; least: number; most: number }> = {
  camera: { pixel: 2.6, least: 100_000, most: 1_700_000 },
  screen: { pixel: 1.4, least: 300_000, most: 3_000_000 },
};
/** More is never captured than this; a screen changes seldom. */
const FRAMES: Record<TileSource, number> = { camera: 30, screen: 15 };
/** What sound takes, with everything around it, bit/s. */
export const SPEECH = 50_000;
/** On a thin way a picture goes on as a sign of life, and the browser goes on measuring the way. Sound has the rest. */
const THIN = { scale: 4, maxBitrate: 50_000, maxFramerate: 8 };
const USUAL = { width: 640, height: 360 };

export function encodingFor({ source, wanted, captured, thin }: Demand): Encoding {
  const width = captured.width || USUAL.width;
  const height = captured.height || USUAL.height;
  const scale = wanted ? scaleFor(source, Math.max(wanted.width / width, wanted.height / height)) : 1;
  const { pixel, least, most } = RATES[source];
  const rate = Math.round((pixel * width * height) / scale ** 2);
  const full = {
    active: wanted !== null,
    scaleResolutionDownBy: scale,
    maxBitrate: Math.min(most, Math.max(least, rate)),
    maxFramerate: FRAMES[source],
  };
  if (!thin) return full;
  const { maxBitrate, maxFramerate } = THIN;
  return { ...full, scaleResolutionDownBy: Math.max(scale, ...thinSteps(source)), maxBitrate, maxFramerate };
}

/** The largest step down that is still enough for what is shown. */
function scaleFor(source: TileSource, share: number): number {
  return STEPS[source].find((step) => 1 / step >= ENOUGH * share) ?? 1;
}

const thinSteps = (source: TileSource) => STEPS[source].filter((step) => step <= THIN.scale);
