/** Small, harmless things that the next visit starts with, kept per origin. Never a secret. */

const NAME = "notebook-meet.name";

export function rememberedName(): string {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return ""; // storage is switched off or forbidden in this frame: nothing is remembered
  }
}

export function rememberName(name: string): void {
  try {
    localStorage.setItem(NAME, name);
  } catch {
    return; // as above; the name is typed again next time
  }
}
