import { describe, expect, it } from "vitest";
import { catalogues } from "../../../src/ui/text";
import type { Catalogue } from "../../../src/ui/text/en";
import { plurals } from "../../../src/ui/text/plural";

const { en, ...others } = catalogues;

/** What a function takes where it is not a number or a text of any kind. Else each argument has to be seen in the answer. */
const CHOICES: Record<string, readonly (readonly unknown[])[]> = {
  "invite.until": (["attendee", "presenter", "host", "observer"] as const).map((role) => [role, "71"]),
  "quality.all": [
    ["连接良好", ["71 毫秒", "72"]],
    ["连接良好", []],
  ],
  "quality.rate": [[71_000], [7_100_000]],
  "prejoin.unnamed": (["camera", "microphone", "speaker"] as const).map((kind) => [kind, 71]),
  ...Object.fromEntries(
    Object.keys(en.troubles).map((kind) => [
      `troubles.${kind}`,
      (["camera", "microphone", "both"] as const).map((device) => [device]),
    ]),
  ),
};
/** Made by the browser, from numbers. */
const BY_THE_BROWSER = ["moment", "clock", "length"];
/** The same in every language: the name of the product, units. */
const THE_SAME = ["product", "quality.size", "quality.rate"];

/** Every word of a catalogue by its place, as in `invite.roles.host`. */
function leaves(value: unknown, place = ""): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [[place, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, place ? `${place}.${key}` : key));
}

const strings = (catalogue: Catalogue): [string, string][] =>
  leaves(catalogue).filter((leaf): leaf is [string, string] => typeof leaf[1] === "string");

type Say = (...values: readonly unknown[]) => unknown;
const functions = (catalogue: Catalogue): [string, Say][] =>
  leaves(catalogue)
    .filter((leaf): leaf is [string, Say] => typeof leaf[1] === "function")
    .filter(([place]) => !BY_THE_BROWSER.includes(place));

/** Everything that a function may say, each with what it was told and has to repeat. */
function sayings(place: string, say: Say): { said: string[]; told: string[] }[] {
  const numbers = Array.from({ length: say.length }, (_, index) => 71 + index);
  return (CHOICES[place] ?? [numbers]).map((values) => ({
    said: leaves(say(...values)).map(([, words]) => String(words)),
    // Larger numbers are rounded.
    told: values
      .flat()
      .map(String)
      .filter((value) => /^\d{1,3}\b/.test(value)),
  }));
}

const counts = [0, 1, 2, 5];
const isNonsense = (words: string) => words.trim() === "" || /#|undefined|NaN|\[object|null/.test(words);
const nonsense = (place: string, said: readonly unknown[]) =>
  said
    .flatMap((one) => leaves(one))
    .map(([, words]) => String(words))
    .filter(isNonsense)
    .map((words) => `${place} says "${words}"`);

/** What a function ought to say and does not. */
const unsaid = (place: string, say: Say): string[] =>
  sayings(place, say).flatMap(({ said, told }) => [
    ...nonsense(place, said),
    ...told.filter((value) => !said.join(" ").includes(value)).map((value) => `${place} drops ${value}`),
  ]);

describe.each(Object.entries(catalogues))("%s", (tag, catalogue) => {
  it("is named after its tag", () => expect(catalogue.language).toBe(tag));

  it("has an answer of words to every value, with each value in it", () => {
    const wrong = functions(catalogue).flatMap(([place, say]) => [
      ...unsaid(place, say),
      ...(place in CHOICES ? [] : counts.flatMap((count) => nonsense(place, [say(count, count)]))),
    ]);
    expect(wrong).toEqual([]);
  });

  it("writes times as its readers do", () => {
    const wanted = new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" });
    expect(catalogue.moment(1_800_000_000)).toBe(wanted.format(1_800_000_000_000));
    expect(catalogue.length(3600)).toMatch(/^1\s?\S+$/);
  });
});

describe.each(Object.entries(others))("%s beside English", (_, catalogue) => {
  it("has the same places, and silence where English is silent", () => {
    const silent = (words: [string, string][]) =>
      words.filter(([, said]) => said === "").map(([place]) => place);
    const places = (one: Catalogue) => leaves(one).map(([place]) => place);
    expect(places(catalogue).sort()).toEqual(places(en).sort());
    expect(silent(strings(catalogue)).sort()).toEqual(silent(strings(en)).sort());
  });

  it("takes as many values", () => {
    const english = Object.fromEntries(functions(en));
    for (const [place, say] of functions(catalogue)) expect(say.length, place).toBe(english[place]?.length);
  });

  it("says nothing as English does", () => {
    const english = Object.fromEntries(strings(en).filter(([, words]) => words !== ""));
    const same = strings(catalogue).filter(([place, words]) => english[place] === words);
    expect(same.map(([place]) => place).filter((place) => !THE_SAME.includes(place))).toEqual([]);
  });
});

describe("Chinese", () => {
  it("is written in Chinese, with Chinese marks", () => {
    const said = [
      ...strings(catalogues["zh-CN"]),
      ...functions(catalogues["zh-CN"]).flatMap(([place, say]) =>
        sayings(place, say).flatMap(({ said }) => said.map((words): [string, string] => [place, words])),
      ),
    ].filter(([place, words]) => words !== "" && ![...THE_SAME, "language"].includes(place));
    expect(said.filter(([, words]) => !/\p{Script=Han}/u.test(words))).toEqual([]);
    expect(said.filter(([, words]) => /\p{Script=Han}[,.;:!?]|[,.;:!?]\p{Script=Han}/u.test(words))).toEqual(
      [],
    );
  });
});

describe("plural", () => {
  it("has a form for every count of every language", () => {
    const forms = { one: "# osoba", few: "# osoby", many: "# osób", other: "# osoby" };
    expect([1, 3, 5].map((n) => plurals("pl")(n, forms))).toEqual(["1 osoba", "3 osoby", "5 osób"]);
    expect([0, 1, 2].map(catalogues["zh-CN"].meeting.people)).toEqual(["0 人", "1 人", "2 人"]);
  });
});
