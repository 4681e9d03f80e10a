// node examples/esm.mjs: a lasso on the diabetes data, its λ chosen by cross-validation.
import { readFileSync } from "node:fs";
import { crossValidate } from "shrinkage";

const [header, ...lines] = readFileSync(new URL("data/diabetes.csv", import.meta.url), "utf8")
  .trim()
  .split("\n");
const rows = lines.map((line) => line.split(",").map(Number));
const { progression: y, ...X } = Object.fromEntries(header.split(",").map((name, j) => [name, rows.map((row) => row[j])]));

const { lambda, fit } = crossValidate(X, y, { standardize: true, folds: 10, seed: 1, choice: "oneSe" });

console.log(`λ = ${lambda.toPrecision(3)}, R² = ${fit.score(X, y).toFixed(3)}, ${fit.nonzero} of ${fit.coefficients.length} columns`);
fit.featureNames.forEach((name, j) => {
  if (fit.coefficients[j] !== 0) console.log(name.padEnd(4), fit.coefficients[j].toFixed(3));
});
