/** How loud the own microphone is. Only the own one is ever measured like this, and only while somebody looks. */

import type { DeviceState } from "./model";

/** Tells how loud a track is, from 0 to 1, a few times a second, until the returned function is called. */
export type Tap = (track: MediaStreamTrack, heard: (level: number) => void) => () => void;

/** How much a level falls from one time to the next, so that the eye can follow it and misses no short sound. */
const FALL = 0.12;

interface Watched {
  readonly state: Pick<DeviceState, "live" | "stream">;
  subscribe(listener: () => void): () => void;
}

/** Listens to the microphone that runs, also when it becomes another one; 0 while none does. */
export function listenTo(devices: Watched, tap: Tap, heard: (level: number) => void): () => void {
  let tapped: MediaStreamTrack | null = null;
  let untap = () => {};
  let shown = 0;
  const tell = (level: number) => {
    shown = Math.max(level, shown - FALL);
    heard(shown);
  };
  const follow = () => {
    const { live, stream } = devices.state;
    const [track = null] = live.microphone ? (stream?.getAudioTracks() ?? []) : [];
    if (track === tapped) return;
    untap();
    tapped = track;
    shown = 0;
    untap = track ? tap(track, tell) : () => {};
    if (!track) heard(0);
  };
  follow();
  const unsubscribe = devices.subscribe(follow);
  return () => {
    unsubscribe();
    untap();
  };
}

/** Silence to human ears, and as loud as a microphone should get: decibels below the loudest sample there is. */
const QUIET = -60;
const LOUD = -9;

/** How loud these samples are, from 0 to 1, evenly for the ear. */
export function loudness(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  if (energy === 0) return 0;
  const decibels = 10 * Math.log10(energy / samples.length);
  return Math.min(1, Math.max(0, (decibels - QUIET) / (LOUD - QUIET)));
}
