import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { refusedLines } from "./refused";

const linesOf = (sample: string) =>
  readFileSync(join(import.meta.dirname, sample), "utf8")
    .trimEnd()
    .split("\n")
    .map((_, index) => index + 1);

// It starts a process, which takes its time on a busy machine.
it("refuses every way to have text parsed as HTML or run", { timeout: 60_000 }, () => {
  expect(refusedLines("raw-html.txt")).toEqual(linesOf("raw-html.txt"));
});

it("refuses every word that a component says by itself", { timeout: 60_000 }, () => {
  expect(refusedLines("own-words.txt", "src/ui")).toEqual(linesOf("own-words.txt"));
});

it("lets a component say what the catalogue says", { timeout: 60_000 }, () => {
  expect(refusedLines("catalogue-words.txt", "src/ui")).toEqual([]);
});
