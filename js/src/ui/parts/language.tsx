import { type ComponentChildren, createContext } from "preact";
import { useContext, useLayoutEffect, useState } from "preact/hooks";
import { speak, text } from "../text";
import { firstOf, isLanguage, type Language, languages } from "../text/languages";
import { Choice } from "./field";
import { rememberedLanguage, rememberLanguage } from "./remember";

/** What the person has chosen; "" leaves it to the notebook and the browser. */
const Chosen = createContext<Language | "">("");

interface TranslatedProps {
  /** Is told which language is spoken in it, for screen readers, fonts and hyphens. */
  readonly root: HTMLElement;
  /** The language of the page around us, or "" where that page is ours. */
  readonly around: string;
  /** A function, because all of it has to be drawn again in another language. */
  readonly children: () => ComponentChildren;
}

/** Draws what is inside in the person's language: the chosen one, else that of the page around, else the browser's. */
export function Translated({ root, around, children }: TranslatedProps) {
  const chosen = useChosenLanguage();
  const language = chosen || firstOf([around, ...navigator.languages]);
  speak(language);
  useLayoutEffect(() => {
    root.lang = language;
  }, [root, language]);
  return <Chosen.Provider value={chosen}>{children()}</Chosen.Provider>;
}

/** The combobox `Language`. */
export function LanguageChoice() {
  const chosen = useContext(Chosen);
  const options = Object.entries(languages).map(([value, label]) => ({ value, label, lang: value }));
  return (
    <Choice
      label={text.settings.language}
      value={chosen}
      options={[{ value: "", label: text.settings.automatic }, ...options]}
      onChange={chooseLanguage}
    />
  );
}

// Cells of one page can each have a copy of this module of their own, so they tell one another through the window.
const CHOSEN = "notebook-meet.language";

function chooseLanguage(language: string): void {
  rememberLanguage(language);
  window.dispatchEvent(new CustomEvent(CHOSEN, { detail: language }));
}

/** Follows the choice when it is made here, in another cell, or in another tab. */
function useChosenLanguage(): Language | "" {
  const [chosen, setChosen] = useState(rememberedLanguage);
  useLayoutEffect(() => {
    const here = (event: Event) => setChosen(String((event as CustomEvent).detail));
    const elsewhere = () => setChosen(rememberedLanguage());
    window.addEventListener(CHOSEN, here);
    window.addEventListener("storage", elsewhere);
    return () => {
      window.removeEventListener(CHOSEN, here);
      window.removeEventListener("storage", elsewhere);
    };
  }, []);
  return isLanguage(chosen) ? chosen : "";
}
