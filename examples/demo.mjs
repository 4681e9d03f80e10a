// npm run demo: a CSV file as it is, λ by cross-validation, the path as text, a report to open, and times beside plain JS.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Papa from "papaparse";
import { crossValidate, encode, model, path, summary, version } from "shrinkage";
import { times } from "./times.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = "examples/data/diabetes.csv";

// from the file to an answer
const { data } = Papa.parse(readFileSync(`${root}${source}`, "utf8"), { header: true, skipEmptyLines: true });
const table = encode(data, { target: "progression" });
const cv = crossValidate(table.X, table.y, { standardize: true, folds: 10, seed: 1 });
const answer = model(table, cv.fit);
const [predicted] = answer.predict(data.slice(0, 1)); // a raw record, as the file has it

console.log(`shrinkage ${version}: ${source}, ${data.length} patients × ${table.featureNames.length} measurements\n`);
console.log(`${summary(cv)}\n\n${summary(cv.fit, { X: table.X, y: table.y })}\n`);
console.log(`the first patient: ${predicted.toFixed(1)} predicted, ${data[0].progression} seen`);

// The path: how far each coefficient (times its standard deviation) has grown at each λ.
const steps = path(table.X, table.y, { standardize: true, count: 60, minRatio: 1e-3 });
const deviations = table.featureNames.map((name) => {
  const column = data.map((record) => Number(record[name]));
  const mean = column.reduce((a, b) => a + b) / column.length;
  return Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / column.length);
});
const curves = deviations.map((deviation, j) => Array.from(steps.lambdas, (_, k) => steps.coefficients(k)[j] * deviation));
const tallest = Math.max(...curves.flat().map(Math.abs));
const bar = (value) => (value === 0 ? "·" : "▁▂▃▄▅▆▇█"[Math.min(7, Math.floor((8 * Math.abs(value)) / tallest))]);
const [from, to] = [steps.lambdas[0], steps.lambdas.at(-1)].map((lambda) => lambda.toPrecision(3));
console.log(`\nlasso path, λ from ${from} (left) to ${to}: · is exactly 0, the bars are |coefficient| per standard deviation`);
curves.forEach((curve, j) => {
  console.log(`${table.featureNames[j].padEnd(6)}${curve.map(bar).join("")} ${curve.at(-1) < 0 ? "−" : "+"}`);
});
console.log(`all ${steps.lambdas.length} λ's proven: largest relative gap ${Math.max(...steps.relativeGaps).toExponential(1)}`);
table.dispose();

// The same as a command: what it prints is above, and the report is for the eyes.
execFileSync(process.execPath, ["cli/scripts/build.mjs", "build/demo"], { cwd: root });
mkdirSync(`${root}demo`, { recursive: true });
const said = ["cv", source, "--target", "progression", "--standardize", "--report", "demo/report.html"];
console.log(`\n$ npx shrinkage-cli ${said.join(" ")}`);
const printed = execFileSync(process.execPath, ["build/demo/shrinkage-cli.js", ...said], { cwd: root, encoding: "utf8" });
console.log(printed.trimEnd().split("\n").at(-1)); // "report written to …"

console.log(
  "\nmilliseconds: medians of interleaved runs, here and now; plain JS is Cholesky and coordinate descent, as fast as V8 runs them",
);
console.log(`${"".padEnd(34)}WebAssembly    plain JS  times faster`);
for (const { name, ours, plain } of times())
  console.log(
    `${name.padEnd(34)}${ours.toFixed(1).padStart(11)}${plain.toFixed(1).padStart(12)}${`${(plain / ours).toFixed(1)}×`.padStart(14)}`,
  );
console.log("docs/performance.md has more sizes, and glmnet and scikit-learn beside them; bench/RESULTS.md says where we lose");
