import type { Knocker } from "../../engine/moderation-model";
import { text } from "../text";

/** That these wait to be let in, at least one: one by name, more by their number. */
export function knockWords(waiting: readonly Knocker[]): string {
  const [first] = waiting;
  return first && waiting.length === 1
    ? text.moderation.knock(first.name)
    : text.moderation.knocks(waiting.length);
}
