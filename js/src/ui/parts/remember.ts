/** Small, harmless things that the next visit starts with, kept per origin. Never a secret. */

const NAME = "notebook-meet.name";
const SELF = "notebook-meet.self-view";
const LANGUAGE = "notebook-meet.language";

export const rememberedName = (): string => recall(NAME);
export const rememberName = (name: string): void => keep(NAME, name);

/** The language that the person has chosen, as it was written down, or "". */
export const rememberedLanguage = (): string => recall(LANGUAGE);
export const rememberLanguage = (language: string): void => keep(LANGUAGE, language);

/** Whether the person does not want to see the own camera in a call. */
export const rememberedSelfHidden = (): boolean => recall(SELF) === "hidden";
export const rememberSelfHidden = (hidden: boolean): void => keep(SELF, hidden ? "hidden" : "shown");

function recall(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return ""; // storage is switched off or forbidden in this frame: nothing is remembered
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return; // as above; it is typed or chosen again next time
  }
}
