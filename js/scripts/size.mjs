// Fails when what a page has to load grows above its budget, gzipped, script and style together.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { staticFiles } from "./paths.mjs";

const LOADS = {
  "notebook cell": { files: ["widget.js", "meet.css"], budget: 90_000 },
  "stand-alone page": { files: ["page.js", "meet.css"], budget: 90_000 },
  // Everybody's JupyterLab loads this, with or without a meeting.
  "JupyterLab's start": { files: ["lab.js"], budget: 5_000 },
};

const gzipped = async (file) => gzipSync(await readFile(join(staticFiles, file)), { level: 9 }).length;

for (const [name, { files, budget }] of Object.entries(LOADS)) {
  const sizes = await Promise.all(files.map(gzipped));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const parts = files.map((file, index) => `${file} ${sizes[index]}`).join(" + ");
  process.stdout.write(`${name}: ${parts} = ${total} of ${budget} bytes gzipped\n`);
  if (total > budget) process.exitCode = 1;
}
