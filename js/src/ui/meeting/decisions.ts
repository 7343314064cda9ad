/** What hosts and presenters decided between two states, in sentences. Pure. */

import type { Tile } from "../../engine/model";
import { text } from "../text";
import type { Watched } from "./news";

/** What concerns the own microphone, a notice says. */
export function decisions(before: Watched, now: Watched): readonly string[] {
  if (before.meeting === null) return [];
  return [...silenced(before.tiles, now.tiles), ...door(before, now), ...promotion(before, now)];
}

function silenced(before: readonly Tile[], now: readonly Tile[]): string[] {
  const words = { none: () => "", muted: text.moderation.wasMuted, held: text.moderation.wasHeld };
  const known = new Map(before.map(({ participant }) => [participant.id, participant.silence]));
  return now
    .filter(({ participant: { id, silence }, you }) => !you && known.has(id) && known.get(id) !== silence)
    .map(({ participant: { name, silence } }) => words[silence](name))
    .filter(Boolean);
}

function door(before: Watched, now: Watched): string[] {
  const { locked } = now.meeting ?? {};
  if (locked === undefined || locked === before.meeting?.locked) return [];
  return [locked ? text.moderation.nowLocked : text.moderation.nowUnlocked];
}

function promotion(before: Watched, now: Watched): string[] {
  return before.role === now.role ? [] : [text.moderation.nowRole[now.role]];
}
