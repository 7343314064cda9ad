/**
 * The media lines of every connection: always these, in this order, in both directions. So nothing that starts or stops has to be
 * negotiated, and each side knows by its place what a line carries.
 */

import type { TileSource } from "./model";

/** What is sent to everyone; null is silence or darkness. */
export interface LocalTracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
  readonly screen: MediaStreamTrack | null;
  /** What the shared screen is heard of. */
  readonly screenAudio: MediaStreamTrack | null;
}

export const NOTHING: LocalTracks = { audio: null, video: null, screen: null, screenAudio: null };

interface Line {
  readonly sends: keyof LocalTracks;
  readonly kind: "audio" | "video";
  /** By this the browser is told how to encode it. */
  readonly source: TileSource | "sound";
}

export const LINES: readonly Line[] = [
  { sends: "audio", kind: "audio", source: "sound" },
  { sends: "video", kind: "video", source: "camera" },
  { sends: "screen", kind: "video", source: "screen" },
  { sends: "screenAudio", kind: "audio", source: "sound" },
];

/** The first so many lines are the person's, the others the screen's. */
export const OF_PERSON = 2;

/** What is sent of the person's devices and screen. */
export function localTracks(own: MediaStream | null, shared: MediaStream | null): LocalTracks {
  return {
    audio: own?.getAudioTracks()[0] ?? null,
    video: own?.getVideoTracks()[0] ?? null,
    screen: shared?.getVideoTracks()[0] ?? null,
    screenAudio: shared?.getAudioTracks()[0] ?? null,
  };
}

export const sameTracks = (one: LocalTracks, other: LocalTracks): boolean =>
  LINES.every(({ sends }) => one[sends] === other[sends]);
