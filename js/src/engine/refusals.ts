/** What it means that the server refused something. Pure. */

import { moderates } from "./moderation";
import type { Said } from "./outbox";

/** Whom it concerns: the host key, the own screen, the own devices, or what was asked about other people. */
export type Refusal = "unclaimed" | "unshared" | "refused" | "declined";

/** Codes that a device is refused with. */
const DEVICES: ReadonlySet<string> = new Set(["video_full", "not_allowed", "held"]);

/**
 * What `code` refuses; null where it is about someone who has just left, or the chat shows it.
 *
 * `of` is the type of the message, null when it is not known any more; `said` the message, if it still waits.
 */
export function refusalOf(code: string, of: Said["type"] | null, said: Said | undefined): Refusal | null {
  if (code === "host_key_invalid") return "unclaimed";
  if (code === "not_allowed" && said?.type === "state" && said.screen) return "unshared";
  if ((of ?? "state") === "state" && DEVICES.has(code)) return "refused";
  return moderates(of) ? "declined" : null;
}
