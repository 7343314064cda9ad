import { expect, it } from "vitest";
import { firstOf, isLanguage, languages } from "../../../src/ui/text/languages";

it.each([
  [["zh-CN", "en"], "zh-CN"],
  [["zh_TW"], "zh-CN"],
  [["ZH-Hant-HK"], "zh-CN"],
  [["en-GB", "zh-CN"], "en"],
  [["", "fr-FR", "zh", "en"], "zh-CN"],
  [["zho-x", "english"], "en"],
  [["", "fr"], "en"],
  [[], "en"],
] as const)("of %j it is %s", (wanted, language) => expect(firstOf(wanted)).toBe(language));

it("knows its own languages alone", () => {
  for (const tag of Object.keys(languages)) expect(isLanguage(tag)).toBe(true);
  for (const other of ["", "fr", "toString", null]) expect(isLanguage(other)).toBe(false);
});
