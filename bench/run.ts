// npm run bench [-- kernels | ceilings | fits]: measures, prints Markdown tables, and after a run of everything writes results/first.json.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { ceilings, table } from "./ceilings.js";
import * as fits from "./fits.js";
import * as kernels from "./kernels.js";
import type { Measured } from "./measure.js";

/** milliseconds spent on the samples of one work; a long one gets three samples whatever they take */
const PARTS = {
  kernels: { title: "Kernels", part: kernels, budgetMs: 900 },
  fits: { title: "Fits", part: fits, budgetMs: 2000 },
};

const HOW = [
  "wasm and plain JavaScript (bench/solvers/plain.mjs: the same algorithms, on Float64Array columns that are there already) run in a",
  "process each and take turns, A B A B, samples of at least 5 ms after warming up; kernels in three such pairs of processes, pooled.",
  "Times and rates are medians, ratios are plain JS / wasm of neighbouring samples: above 1 wasm is faster. Fits are whole public calls,",
  `from rows with checking and copying. Both sides of a fit stop at a relative gap of ${fits.TOL}; the worst gap is recomputed by`,
  "bench/objective.ts from the answers, after the timing.",
].join(" ");

const asked = process.argv[2];
const names = [...Object.keys(PARTS), "ceilings"];
if (asked !== undefined && !names.includes(asked)) throw new Error(`bench: ${asked} is no part, expected ${names.join(", ")}`);
const withCeilings = asked === undefined || asked === "ceilings";
const chosen = Object.entries(PARTS).filter(([name]) => asked === undefined || asked === name);

const environment = {
  machine: `${cpus()[0].model.trim()}, ${cpus().length} cores`,
  node: process.version,
  v8: process.versions.v8,
  date: new Date().toISOString().slice(0, 10),
  commit: commit(),
};
console.log(`${environment.machine} · Node ${environment.node} · ${environment.date} · ${environment.commit}\n\n${HOW}`);

const results: Record<string, Measured[]> = {};
for (const [name, { title, part, budgetMs }] of chosen) {
  results[name] = await part.run(budgetMs, (done) => process.stderr.write(`${done}\n`));
  console.log(`\n## ${title}\n\n${part.tables(results[name])}`);
}

const nearness = withCeilings ? ceilings((done) => process.stderr.write(`${done}\n`)) : [];
if (withCeilings) console.log(`\n## Ceilings\n\n${table(nearness)}`);

if (asked === undefined) {
  const file = new URL("results/first.json", import.meta.url);
  mkdirSync(new URL(".", file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...environment, how: HOW, tol: fits.TOL, ...results, ceilings: nearness }, null, 2)}\n`);
}

function commit(): string {
  const git = (...command: string[]) => execFileSync("git", command, { encoding: "utf8", cwd: new URL(".", import.meta.url) }).trim();
  try {
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "--", "../src", "../assembly") ? " with changes" : "");
  } catch {
    return "unknown commit";
  }
}
