import { useRef } from "preact/hooks";
import type { Line } from "../../engine/talk-model";

/**
 * How many lines of others came since the chat was last open here. What was written before the person joined
 * (`since`, seconds since the epoch) is history, and does not count.
 */
export function useUnread(lines: readonly Line[], open: boolean, since: number): number {
  const read = useRef<string | null>(null);
  const last = lines.at(-1)?.key ?? null;
  if (open) read.current = last;
  return unread(lines, read.current, since);
}

/** The same for a line that was read last. */
export function unread(lines: readonly Line[], read: string | null, since: number): number {
  const from = lines.findIndex(({ key }) => key === read) + 1;
  return lines.slice(from).filter(({ own, message }) => !own && message.at >= since).length;
}
