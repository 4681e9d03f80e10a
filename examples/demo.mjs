// npm run demo: ridge, lasso, elastic net and a lasso path on the diabetes data, with proofs, a picture and times.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { elasticNet, lasso, Matrix, path, ridge, version } from "shrinkage";
import * as plain from "../reference/plain.mjs";

// A CSV becomes a record of columns: feature names come along.
const [header, ...lines] = readFileSync(new URL("./data/diabetes.csv", import.meta.url), "utf8")
  .trim()
  .split("\n");
const names = header.split(",");
const rows = lines.map((line) => line.split(",").map(Number));
const table = Object.fromEntries(names.map((name, j) => [name, rows.map((row) => row[j])]));
const { progression: y, ...X } = table;
const features = Object.keys(X);

const standardize = true; // the penalty acts on coefficients per standard deviation; they come back in the units of the data
const fits = {
  "ridge λ=0.1": ridge(X, y, { lambda: 0.1, standardize }),
  "lasso λ=2": lasso(X, y, { lambda: 2, standardize }),
  "elastic net λ=2 ρ=0.5": elasticNet(X, y, { lambda: 2, l1Ratio: 0.5, standardize }),
};

console.log(`shrinkage ${version}: diabetes, ${y.length} patients × ${features.length} measurements\n`);
const columns = Object.values(fits);
const line = (label, cells) => console.log(label.padEnd(20) + cells.map((cell) => String(cell).padStart(23)).join(""));
line("", Object.keys(fits));
features.forEach((name, j) => {
  line(
    name,
    columns.map(({ coefficients }) => (coefficients[j] === 0 ? "0" : coefficients[j].toFixed(4))),
  );
});
line(
  "intercept",
  columns.map(({ intercept }) => intercept.toFixed(3)),
);
console.log();
line(
  "R²",
  columns.map((fit) => fit.score(X, y).toFixed(4)),
);
line(
  "non-zero",
  columns.map((fit) => fit.nonzero),
);
line(
  "objective",
  columns.map(({ certificate }) => certificate.objective.toFixed(6)),
);
line(
  "gap to the optimum ≤",
  columns.map(({ certificate }) => certificate.gap.toExponential(1)),
);
line(
  "relative gap",
  columns.map(({ certificate }) => certificate.relativeGap.toExponential(1)),
);

// The path: how far each coefficient (times its standard deviation) has grown at each λ.
const steps = path(X, y, { standardize, count: 60, minRatio: 1e-3 });
const n = y.length;
const deviations = features.map((name) => {
  const mean = X[name].reduce((a, b) => a + b) / n;
  return Math.sqrt(X[name].reduce((a, b) => a + (b - mean) ** 2, 0) / n);
});
const curves = features.map((_, j) => Array.from(steps.lambdas, (_, k) => steps.coefficients(k)[j] * deviations[j]));
const tallest = Math.max(...curves.flat().map(Math.abs));
const bar = (value) => (value === 0 ? "·" : "▁▂▃▄▅▆▇█"[Math.min(7, Math.floor((8 * Math.abs(value)) / tallest))]);
const [first, last] = [steps.lambdas[0], steps.lambdas.at(-1)].map((lambda) => lambda.toPrecision(3));
console.log(`\nlasso path, λ from ${first} (left) to ${last}: · is exactly 0, the bars are |coefficient| per standard deviation`);
curves.forEach((curve, j) => {
  console.log(`${features[j].padEnd(6)}${curve.map(bar).join("")} ${curve.at(-1) < 0 ? "−" : "+"}`);
});
console.log(
  `every one of the ${steps.lambdas.length} points proven: largest relative gap ${Math.max(...steps.relativeGaps).toExponential(1)}`,
);

// The same from the file, as the command line has it: λ by cross-validation, and a report.
const root = fileURLToPath(new URL("..", import.meta.url));
execFileSync(process.execPath, ["cli/scripts/build.mjs", "build/demo"], { cwd: root });
mkdirSync(`${root}demo`, { recursive: true });
const said = ["cv", "examples/data/diabetes.csv", "--target", "progression", "--standardize", "--report", "demo/report.html"];
console.log(`\n$ npx shrinkage-cli ${said.join(" ")}`);
console.log(execFileSync(process.execPath, ["build/demo/shrinkage-cli.js", ...said], { cwd: root, encoding: "utf8" }).trimEnd());

// Times: the whole call from a Matrix against the same algorithm in plain JS on typed columns, which are standardised beforehand.
const matrix = Matrix.from(X);
const ready = features.map((name, j) => {
  const mean = X[name].reduce((a, b) => a + b) / n;
  return Float64Array.from(X[name], (x) => (x - mean) / deviations[j]);
});
const target = Float64Array.from(y);
const contests = {
  ridge: [() => ridge(matrix, target, { lambda: 0.1, standardize }), () => plain.ridge(ready, target, { lambda: 0.1 })],
  lasso: [() => lasso(matrix, target, { lambda: 2, standardize }), () => plain.elasticNet(ready, target, { lambda: 2, l1Ratio: 1 })],
  "elastic net": [
    () => elasticNet(matrix, target, { lambda: 2, l1Ratio: 0.5, standardize }),
    () => plain.elasticNet(ready, target, { lambda: 2, l1Ratio: 0.5 }),
  ],
  "path, 100 λ": [() => path(matrix, target, { standardize }), () => plain.path(ready, target, { l1Ratio: 1 })],
};
console.log("\nmilliseconds, medians of interleaved runs here and now");
line("", ["WebAssembly", "plain JS", "times faster"]);
for (const [name, [ours, theirs]] of Object.entries(contests)) {
  const [a, b] = interleaved(ours, theirs);
  line(name, [a.toFixed(3), b.toFixed(3), `${(b / a).toFixed(1)}×`]);
}
matrix.dispose();

/** medians of A B A B … after a warm-up, for at least half a second */
function interleaved(...competitors) {
  const times = competitors.map(() => []);
  const clock = (work) => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  for (let round = 0; round < 5; round++) for (const work of competitors) work();
  for (const end = performance.now() + 500; performance.now() < end || times[0].length < 5; ) {
    competitors.forEach((work, k) => {
      times[k].push(clock(work));
    });
  }
  return times.map((all) => all.sort((a, b) => a - b)[all.length >> 1]);
}
