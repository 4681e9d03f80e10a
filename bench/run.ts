// npm run bench [-- kernels | fits | ceilings | ridge]: measures, prints Markdown tables, and after a run of all four writes
// results/first.json. npm run bench -- path [part of a design's name …]: paths against native systems, minutes to half an hour a design,
// put into results/path.json design by design. npm run bench -- gradients | logistic: gradient methods against plain JavaScript; logistic paths
// against it and glmnet, into results/gradients.json and results/logistic.json.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { ceilings, table } from "./ceilings.js";
import * as fits from "./fits.js";
import * as gradients from "./gradients.js";
import * as kernels from "./kernels.js";
import * as logistic from "./logistic.js";
import type { Measured } from "./measure.js";
import * as nativeRidge from "./nativeRidge.js";
import * as path from "./path.js";
import * as pathTables from "./pathTables.js";

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
const names = [...Object.keys(PARTS), "ceilings", "ridge", "path", "gradients", "logistic"];
if (asked !== undefined && !names.includes(asked)) throw new Error(`bench: ${asked} is no part, expected ${names.join(", ")}`);
const wanted = (name: string) => asked === undefined || asked === name;
const chosen = Object.entries(PARTS).filter(([name]) => wanted(name));

const environment = {
  machine: `${cpus()[0].model.trim()}, ${cpus().length} cores`,
  node: process.version,
  v8: process.versions.v8,
  date: new Date().toISOString().slice(0, 10),
  commit: commit(),
};
console.log(`${environment.machine} · Node ${environment.node} · ${environment.date} · ${environment.commit}\n\n${HOW}`);

const report = (done: string) => process.stderr.write(`${done}\n`);
const results: Record<string, Measured[]> = {};
for (const [name, { title, part, budgetMs }] of chosen) {
  results[name] = await part.run(budgetMs, report);
  console.log(`\n## ${title}\n\n${part.tables(results[name])}`);
}

const nearness = wanted("ceilings") ? ceilings(report) : [];
if (wanted("ceilings")) console.log(`\n## Ceilings\n\n${table(nearness)}`);

const ridges = wanted("ridge") ? await nativeRidge.run(report) : [];
if (wanted("ridge")) console.log(`\n## Ridge against ml-matrix and numpy\n\n${nativeRidge.tables(ridges)}`);

if (asked === "path") {
  const paths = await path.run(path.selection(process.argv.slice(3)), (done) => {
    if (typeof done === "string") return report(done);
    report(pathTables.tables([done]));
    keep({ ...environment, ...done });
  });
  console.log(`\n## Lasso paths against glmnet and scikit-learn\n\n${path.HOW}\n\n${pathTables.tables(paths)}`);
}

if (asked === "gradients") {
  const near = gradients.bandwidths(report);
  const methods = await gradients.run(1500, report);
  console.log(`\n## Gradient methods\n\n${gradients.HOW}\n\n${table(near)}\n\n${gradients.tables(methods)}`);
  write("gradients.json", { ...environment, how: gradients.HOW, bandwidths: near, methods });
}

if (asked === "logistic") {
  const paths = await logistic.run(report);
  console.log(`\n## Logistic paths\n\n${logistic.HOW}\n\n${logistic.tables(paths)}`);
  write("logistic.json", { ...environment, how: logistic.HOW, paths });
}

if (asked === undefined) write("first.json", { ...environment, how: HOW, tol: fits.TOL, ...results, ceilings: nearness, ridge: ridges });

/** the design's entry of results/path.json ← this one */
function keep(measured: path.PathMeasured & typeof environment): void {
  const file = new URL("results/path.json", import.meta.url);
  const { paths } = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { paths: path.PathMeasured[] }) : { paths: [] };
  const order = path.selection([]).map(({ name }) => name);
  const others = paths.filter(({ design }) => design !== measured.design);
  const all = [...others, measured].sort((a, b) => order.indexOf(a.design) - order.indexOf(b.design));
  write("path.json", { how: path.HOW, good: path.GOOD, paths: all });
}

function write(name: string, contents: unknown): void {
  const file = new URL(`results/${name}`, import.meta.url);
  mkdirSync(new URL(".", file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(contents, null, 2)}\n`);
}

function commit(): string {
  const git = (...command: string[]) => execFileSync("git", command, { encoding: "utf8", cwd: new URL(".", import.meta.url) }).trim();
  try {
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "--", "../src", "../assembly") ? " with changes" : "");
  } catch {
    return "unknown commit";
  }
}
