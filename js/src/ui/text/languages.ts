/** The languages that there are, each under the name that its own readers know. The key is the catalogue's tag. */
export const languages = { en: "English", "zh-CN": "简体中文" } as const;

export type Language = keyof typeof languages;

const known = Object.keys(languages) as readonly Language[];

export function isLanguage(value: unknown): value is Language {
  return known.includes(value as Language);
}

/** The first of the wanted languages that there is. A reader of any Chinese reads ours. English, if there is none. */
export function firstOf(wanted: readonly string[]): Language {
  const found = wanted.map((tag) => known.find((one) => primary(one) === primary(tag)));
  return found.find((one) => one !== undefined) ?? "en";
}

/** The language without region and script; browsers write `zh-CN`, Python and older programs `zh_CN`. */
const primary = (tag: string): string | undefined => tag.toLowerCase().split(/[-_]/)[0];
