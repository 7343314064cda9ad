/** The catalogue in use. Components take every word from here. */

import type { DeviceState, Problem } from "../../engine/model";
import { type Catalogue, type ErrorCode, en, type Trouble } from "./en";

export const text: Catalogue = en;

/** A problem as a sentence: our own for the codes we know, else what the server said. */
export function problemWords({ code, message, retryAfter }: Problem): string {
  const known = Object.hasOwn(text.errors, code) ? text.errors[code as ErrorCode] : message;
  const sentence = known || text.errors.internal;
  return retryAfter ? `${sentence} ${text.retryIn(Math.ceil(retryAfter))}` : sentence;
}

/** A device problem in words that tell it from every other one. */
export function troubleWords({ kind, device }: NonNullable<DeviceState["problem"]>): Trouble {
  return text.troubles[kind](device);
}
