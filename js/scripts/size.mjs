// Fails when what a page has to load grows above the budget: 90 kB gzipped, script and style together.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { staticFiles } from "./paths.mjs";

const BUDGET = 90_000;
const LOADS = { "notebook cell": ["widget.js", "meet.css"], "stand-alone page": ["page.js", "meet.css"] };

const gzipped = async (file) => gzipSync(await readFile(join(staticFiles, file)), { level: 9 }).length;

for (const [name, files] of Object.entries(LOADS)) {
  const sizes = await Promise.all(files.map(gzipped));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const parts = files.map((file, index) => `${file} ${sizes[index]}`).join(" + ");
  process.stdout.write(`${name}: ${parts} = ${total} of ${BUDGET} bytes gzipped\n`);
  if (total > BUDGET) process.exitCode = 1;
}
