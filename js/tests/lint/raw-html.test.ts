import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";

const js = join(import.meta.dirname, "../..");
const sample = join(import.meta.dirname, "raw-html.txt");
// Inside the project, where its configuration counts.
const folder = mkdtempSync(join(js, ".lint-"));
afterAll(() => rmSync(folder, { recursive: true }));

// It starts a process, which takes its time on a busy machine.
it("refuses every way to have text parsed as HTML or run", { timeout: 60_000 }, () => {
  expect(refusedLines()).toEqual(
    readFileSync(sample, "utf8")
      .trimEnd()
      .split("\n")
      .map((_, index) => index + 1),
  );
});

/** The numbers of the sample's lines that the linter refuses. */
function refusedLines(): number[] {
  const file = join(folder, "sample.tsx");
  cpSync(sample, file);
  const biome = join(js, "node_modules/.bin/biome");
  const { stdout } = spawnSync(biome, ["lint", "--max-diagnostics=200", "--reporter=github", file], {
    cwd: js,
    encoding: "utf8",
  });
  const lines = [...stdout.matchAll(/^::error .*?\bline=(\d+),/gm)].map(([, line]) => Number(line));
  return [...new Set(lines)].sort((a, b) => a - b);
}
