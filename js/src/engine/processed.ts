/** Changing what the browser does to the sound of a microphone that runs. */

import type { Processing } from "./devices-model";

/**
 * Whether the track does this now. Some browsers change it on a running track, some refuse, and some agree and go on
 * as before; then only capturing anew helps.
 */
export async function processed(track: MediaStreamTrack, processing: Processing): Promise<boolean> {
  try {
    await track.applyConstraints({ ...processing });
  } catch {
    return false; // whatever the reason is, capturing anew gets round it or tells it
  }
  const settings: MediaTrackSettings = track.getSettings();
  const names = Object.keys(processing) as (keyof Processing)[];
  // What the browser does not tell of, it cannot change either: nothing would be won by capturing anew.
  return names.every((name) => settings[name] === undefined || settings[name] === processing[name]);
}
