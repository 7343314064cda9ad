import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";

const js = join(import.meta.dirname, "../..");

/** The numbers of the lines that the linter refuses of a sample beside this file, if it stood in `folder`. */
export function refusedLines(sample: string, folder = ""): number[] {
  // Inside the project, where its configuration counts.
  const home = mkdtempSync(join(js, folder, ".lint-"));
  try {
    const file = join(home, "sample.tsx");
    cpSync(join(import.meta.dirname, sample), file);
    const options = ["lint", "--max-diagnostics=200", "--reporter=github", file];
    const biome = join(js, "node_modules/.bin/biome");
    const { stdout } = spawnSync(biome, options, { cwd: js, encoding: "utf8" });
    const lines = [...stdout.matchAll(/^::error .*?\bline=(\d+),/gm)].map(([, line]) => Number(line));
    return [...new Set(lines)].sort((a, b) => a - b);
  } finally {
    rmSync(home, { recursive: true });
  }
}
