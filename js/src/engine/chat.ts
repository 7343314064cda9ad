/** The chat as one participation knows it (docs/protocol.md section 4). Pure. */

import type { ChatMessage } from "../protocol/types.gen";
import type { Problem } from "./model";
import type { Chat, Line, Pending } from "./talk-model";

export const emptyChat: Chat = { lines: [], pending: [] };

/** So many of the latest lines are kept in the page. */
export const LINES = 1000;

/** Messages came, new ones or such as are known already. `you` is this participation, `epoch` the server's life. */
export function heard(chat: Chat, messages: readonly ChatMessage[], epoch: string, you: string | null): Chat {
  const known = new Set(chat.lines.map(({ key }) => key));
  const fresh = messages
    .map((message): Line => ({ key: `${epoch}:${message.number}`, message, own: message.from === you }))
    .filter(({ key }) => !known.has(key));
  if (fresh.length === 0) return chat;
  const ours = (line: Line) => line.key.startsWith(`${epoch}:`);
  const lines = [...chat.lines, ...fresh];
  const current = lines.filter(ours).sort((a, b) => a.message.number - b.message.number);
  return { ...chat, lines: [...lines.filter((line) => !ours(line)), ...current].slice(-LINES) };
}

/** Message `n` is on its way. */
export function sent(chat: Chat, n: number, text: string, to: string | null): Chat {
  return { ...chat, pending: [...chat.pending, { n, text, to, failed: null }] };
}

/** The server has told everybody the earliest message that was on its way: it takes them in order. */
export function arrived(chat: Chat): Chat {
  const first = chat.pending.find(({ failed }) => failed === null);
  return first ? { ...chat, pending: chat.pending.filter((each) => each !== first) } : chat;
}

/** Message `n` was refused. */
export function refused(chat: Chat, n: number, failed: Problem): Chat {
  return { ...chat, pending: chat.pending.map((each) => (each.n === n ? { ...each, failed } : each)) };
}

/** This participation is a new one for the server: what was on its way to the earlier one may be lost. */
export function forsaken(chat: Chat): Chat {
  const uncertain = (each: Pending): Pending => ({ ...each, failed: each.failed ?? "uncertain" });
  // The numbers begin anew; those of what failed must not be those of what is said from now on.
  return { ...chat, pending: chat.pending.map(uncertain).map((each, at) => ({ ...each, n: -1 - at })) };
}

/** Takes a pending message out, to send it again; null when there is none. */
export function taken(chat: Chat, n: number): readonly [Chat, Pending | null] {
  const found = chat.pending.find((each) => each.n === n && each.failed !== null) ?? null;
  return [found ? { ...chat, pending: chat.pending.filter((each) => each !== found) } : chat, found];
}
