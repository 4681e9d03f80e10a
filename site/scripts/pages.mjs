// The pages that VitePress builds: those of the repository as they are, and a page of charts. No prose is written here twice.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { linked } from "./links.mjs";
import { places, root } from "./places.mjs";

export function writePages(folder) {
  for (const [from, to] of places) {
    const target = join(folder, to);
    mkdirSync(dirname(target), { recursive: true });
    if (from.endsWith(".md")) writeFileSync(target, linked(readFileSync(join(root, from), "utf8"), from));
    else cpSync(join(root, from), target);
  }
  writeFileSync(join(folder, "benchmarks/index.md"), charts(readFileSync(join(root, "bench/RESULTS.md"), "utf8")));
}

/** every chart of the results, under the heading that it has there */
function charts(results) {
  const found = [];
  let heading = "";
  for (const line of results.split("\n")) {
    if (line.startsWith("## ")) heading = line.slice(3);
    else if (/^!\[.*\]\(charts\/.*\.svg\)$/.test(line)) found.push(`## ${heading}\n\n${line.replace("(charts", "(./charts")}`);
  }
  if (found.length === 0) throw new Error("bench/RESULTS.md shows no chart");
  return `# Benchmarks\n\nThe charts of [all results](./results.md). How they are [measured](./measuring.md).\n\n${found.join("\n\n")}\n`;
}
