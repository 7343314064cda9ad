/** What people tell each other beside sound and picture, as a view shows it: chat, hands, reactions. */

import type { ChatMessage, React } from "../protocol/types.gen";
import type { Problem } from "./model";

export type Reaction = React["reaction"];

/** One message of the chat. */
export interface Line {
  /** Tells it from every other one, also after a restart of the server. */
  readonly key: string;
  readonly message: ChatMessage;
  /** Written here. */
  readonly own: boolean;
}

/** A message of one's own that nobody has got yet, as far as is known. */
export interface Pending {
  readonly n: number;
  readonly text: string;
  /** The participant id of the one person it is for; null for everybody. */
  readonly to: string | null;
  /** Why nobody gets it; `uncertain` when the server was away for too long to tell. Null while it is on its way. */
  readonly failed: Problem | "uncertain" | null;
}

export interface Chat {
  /** In the order they were written. */
  readonly lines: readonly Line[];
  readonly pending: readonly Pending[];
}

/** A reaction that somebody shows just now. */
export interface Shown {
  readonly key: string;
  /** A participant id. */
  readonly from: string;
  readonly reaction: Reaction;
  /** Milliseconds on the engine's clock. */
  readonly until: number;
}

/** What a person in a call can tell the others. What cannot be sent now is sent when the server listens again. */
export interface Talk {
  /** Writes to everybody, or to one participant only. */
  write(text: string, to: string | null): void;
  /** Sends a pending message once more, after it failed. */
  again(n: number): void;
  raiseHand(up: boolean): void;
  /** Takes down another participant's hand (host). */
  lowerHand(id: string): void;
  react(reaction: Reaction): void;
}
