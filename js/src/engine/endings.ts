/** What a problem means for someone who is in a meeting, or on the way there. */

import type { Over, Problem } from "./model";

const PASSING = new Set([
  "server_unreachable",
  "service_unreachable",
  "hub_unreachable",
  "server_busy",
  "storage_unavailable",
  "storage_full",
  "throttled",
  "internal",
]);
const ENDINGS: Readonly<Record<string, Over>> = {
  meeting_ended: "ended",
  meeting_not_found: "ended",
  removed: "removed",
  not_allowed: "removed",
  invite_revoked: "removed",
  moved: "moved",
  already_here: "elsewhere",
};

/** Whether it goes away by itself, so that another try makes sense. */
export const passes = ({ code }: Problem): boolean => PASSING.has(code);

/** How the stay ends with it. */
export const endingOf = ({ code }: Problem): Over => ENDINGS[code] ?? "lost";
