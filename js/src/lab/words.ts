/** What JupyterLab says of us, in the person's language. Only these words are loaded with JupyterLab. */

import { rememberedLanguage } from "../ui/parts/remember";
import { lab as en } from "../ui/text/en/lab";
import { firstOf, isLanguage, type Language } from "../ui/text/languages";
import { lab as zh } from "../ui/text/zh/lab";

const catalogues: Readonly<Record<Language, typeof en>> = { en, "zh-CN": zh };

export type Words = typeof en & { readonly language: Language };

/** In the language that the person has chosen, else in that of JupyterLab, else in the browser's. */
export function labWords(): Words {
  const chosen = rememberedLanguage();
  const language = isLanguage(chosen)
    ? chosen
    : firstOf([document.documentElement.lang, ...navigator.languages]);
  return { ...catalogues[language], language };
}
