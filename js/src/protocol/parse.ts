/** What the server says, parsed and never cast: text and JSON become typed values here or are refused. */

import type { Definitions, ServerMessage } from "./types.gen";
import * as validators from "./validators.gen";

const replies = {
  About: validators.isAbout,
  Admission: validators.isAdmission,
  Created: validators.isCreated,
  Digest: validators.isDigest,
  ErrorReply: validators.isErrorReply,
  InviteCreated: validators.isInviteCreated,
  InviteList: validators.isInviteList,
  Me: validators.isMe,
} as const;

/** The REST replies that the browser reads. */
export type ReplyName = keyof typeof replies;

/** A socket's text message, or null when the protocol does not know it. */
export function parseServerMessage(text: string): ServerMessage | null {
  const value = parseJson(text);
  return validators.isServerMessage(value) ? value : null;
}

/** A reply's decoded JSON as what `name` promises, or null when it is something else. */
export function parseReply<N extends ReplyName>(name: N, json: unknown): Definitions[N] | null {
  const matches: (value: unknown) => value is Definitions[ReplyName] = replies[name];
  return matches(json) ? (json as Definitions[N]) : null;
}

/** The text's value, or undefined, which no JSON text can mean, when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
