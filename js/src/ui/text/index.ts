/** The catalogue in use. Components take every word from here, when they draw. */

import type { DeviceState, Problem } from "../../engine/model";
import { type Catalogue, en } from "./en";
import type { Language } from "./languages";
import type { ErrorCode, Trouble } from "./types";
import { zh } from "./zh";

export const catalogues: Readonly<Record<Language, Catalogue>> = { en, "zh-CN": zh };

/** Changes with the language: never keep a word of it from one drawing to the next. */
export let text: Catalogue = en;

/** From now on `text` is in this language. What is drawn already has to be drawn again: see parts/language.tsx. */
export function speak(language: Language): void {
  text = catalogues[language];
}

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
