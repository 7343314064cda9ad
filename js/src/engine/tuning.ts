/** Tells the browser how to encode. What it refuses changes nothing: sound and picture go on as they were. */

import { type Encoding, encodingFor, SPEECH } from "./encoding";
import type { TileSource } from "./model";
import type { Wish } from "./wish";

/** What decides about all that one connection sends. */
export interface Conditions {
  /** What the other side shows; null until it has said. */
  readonly wish: Wish | null;
  /** The way there hardly bears the sound. */
  readonly thin: boolean;
}

/** Sound goes first where a way is thin. */
const SOUND = { priority: "high", networkPriority: "high" } as const;

/** What each sender was told last. */
const told = new WeakMap<RTCRtpSender, string>();

/** Sets a sender as it should be now, unless it is so already. May be asked at any time, as often as one likes. */
export function tune(
  sender: RTCRtpSender,
  source: TileSource | "sound",
  { wish, thin }: Conditions,
): Promise<void> {
  if (source === "sound") return set(sender, SOUND);
  const captured = sender.track?.getSettings() ?? {};
  const encoding = encodingFor({ source, wanted: wish?.[source], captured, thin });
  // Letters that are blurred are lost: a screen would rather jerk.
  return set(sender, encoding, source === "screen" ? "maintain-resolution" : undefined);
}

/** What a sender would send at most as it is set now, bit/s. */
export function need(sender: RTCRtpSender): number {
  const [only] = sender.getParameters().encodings ?? [];
  if (!sender.track || only?.active === false) return 0;
  return sender.track.kind === "audio" ? SPEECH : (only?.maxBitrate ?? 0);
}

async function set(
  sender: RTCRtpSender,
  encoding: Encoding | typeof SOUND,
  degradationPreference?: "maintain-resolution",
): Promise<void> {
  const order = JSON.stringify(encoding);
  if (told.get(sender) === order) return;
  const parameters = sender.getParameters();
  const [only] = parameters.encodings ?? [];
  if (!only) return; // nothing has been negotiated yet
  Object.assign(only, encoding);
  if (degradationPreference) Object.assign(parameters, { degradationPreference });
  // Refused while a negotiation is under way, say; the next asking tries again.
  const done = await sender.setParameters(parameters).then(
    () => true,
    () => false,
  );
  if (done) told.set(sender, order);
}
