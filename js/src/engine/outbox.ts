/** Numbered messages, kept until the server says that it has handled them (docs/protocol.md section 4). Pure. */

import type { ClientMessage } from "../protocol/types.gen";

export type Numbered = Extract<ClientMessage, { readonly n: number }>;

type Unnumbered<M> = M extends Numbered ? Omit<M, "n"> : never;

/** A numbered message before it has its number. */
export type Said = Unnumbered<Numbered>;

export interface Outbox {
  /** The highest number given. */
  readonly n: number;
  /** What the server may not have handled yet, in order. */
  readonly waiting: readonly Numbered[];
}

export const emptyOutbox: Outbox = { n: 0, waiting: [] };

export function put(outbox: Outbox, said: Said): readonly [Outbox, Numbered] {
  const message: Numbered = { ...said, n: outbox.n + 1 };
  return [{ n: message.n, waiting: [...outbox.waiting, message] }, message];
}

/** The server has handled everything up to `ack`. */
export function acknowledge(outbox: Outbox, ack: number): Outbox {
  return { ...outbox, waiting: outbox.waiting.filter(({ n }) => n > ack) };
}
