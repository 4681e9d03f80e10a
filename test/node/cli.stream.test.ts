// --stream: what a file gives piece by piece is what it gives as a whole.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, get, put, root, run } from "./commandLine.js";
import { mixed } from "./mixed.js";

/** rows of which a file has several pieces */
const ROWS = 3000;
const json = (args: string) => JSON.parse(run(`${args} --json`).stdout);

interface Proven {
  lambda: number;
  certificate: { objective: number; gap: number; converged: boolean };
  coefficients: object;
}

/** two proven answers to one question: their objectives lie within one another's gaps, and what rounding takes off sums of so many rows */
function agree(one: Proven, other: Proven): void {
  expect(one.certificate.converged && other.certificate.converged).toBe(true);
  const [a, b] = [one.certificate, other.certificate];
  const rounding = 8 * ROWS * 2 ** -52 * Math.abs(a.objective);
  expect(Math.abs(a.objective - b.objective)).toBeLessThanOrEqual(Math.max(a.gap, b.gap) + rounding);
  expect(JSON.stringify(one.coefficients).replace(/[-\d.e]+/g, "")).toBe(JSON.stringify(other.coefficients).replace(/[-\d.e]+/g, ""));
}

describe.each([
  ["squared", "y", "--l1-ratio 0.7"],
  ["logistic", "kind", ""],
  ["logistic", "died", "--standardize"],
  ["poisson", "count", "--penalty elastic-net"],
  ["multinomial", "colour", "--penalty elastic-net"],
])("%s loss of %s", (family, target, more) => {
  const options = `--target ${target} --only a,b --family ${family} --tol 1e-10 ${more}`.trim();

  test("fit", () => {
    put("t.csv", mixed(ROWS));
    const [whole, streamed] = ["", " --stream --save m.json"].map((how) => json(`fit t.csv ${options} --lambda 0.02${how}`));
    expect(streamed).toMatchObject({ rows: ROWS, family, columns: 2 });
    expect(streamed.classes).toEqual(whole.classes);
    agree(whole, streamed);
    expect(run("predict m.json t.csv --score").stderr).toMatch(/^(R²|accuracy) -?[\d.]+\n$/);
  });

  test("path", () => {
    put("t.csv", mixed(ROWS));
    const [whole, streamed] = ["", " --stream"].map((how) => json(`path t.csv ${options} --count 8 --min-ratio 0.01${how}`));
    expect(streamed.fits).toHaveLength(8);
    for (const [k, fit] of whole.fits.entries()) agree(fit, { ...streamed.fits[k] });
  });
});

test("a file without rows, and one whose rows all have gaps, are refused as they are without --stream", () => {
  put("none.csv", "a,b,y\n");
  put("gaps.csv", "a,b,y\nNA,1,2\nNA,2,3\n");
  for (const args of ["fit none.csv --target y --lambda 1", "fit gaps.csv --target y --lambda 1 --missing drop"]) {
    const [whole, streamed] = [run(args), run(`${args} --stream`)];
    expect(whole.status).toBe(1);
    expect(streamed).toEqual(whole);
  }
});

test("cv: errors of held-out rows, in one pass after the first, and a table", () => {
  put("t.csv", mixed(ROWS));
  const said = run("cv t.csv --target y --only a,b,colour --l1-ratio 0.5,1 --folds 5 --seed 7 --stream");
  expect(said.status).toBe(0);
  expect(said.stdout).toMatch(/by 5-fold cross-validation, mse/);
  expect(said.stdout).toMatch(/λ {2,}mse/);
  const [cv, fit] = ["cv", "fit"].map((command) => json(`${command} t.csv --target y --only a,b,colour --folds 5 --seed 7 --stream`));
  expect(cv.cv).toMatchObject({ measure: "mse", folds: 5 });
  expect(fit.lambda).toBe(cv.lambda);
  // other folds than those of rows in memory: the means are within their errors
  const whole = json("cv t.csv --target y --only a,b,colour --folds 5");
  const [a, b] = [cv.cv, whole.cv].map(({ min, curves }) => ({ mean: min.mean, se: curves[0].standardErrors[min.k] }));
  expect(Math.abs(a.mean - b.mean)).toBeLessThanOrEqual(3 * (a.se + b.se));
});

describe.each([
  ["logistic", "kind", "--measure accuracy"],
  ["logistic", "died", "--l1-ratio 0.5,1"],
  ["poisson", "count", ""],
  ["multinomial", "colour", "--choice oneSe"],
])("cv of %s loss of %s %s", (family, target, more) => {
  test("the path of the whole file, held-out errors within their standard errors, and fit chooses the same λ", () => {
    put("t.csv", mixed(ROWS));
    const options = `t.csv --target ${target} --only a,b --family ${family} --folds 3 --count 5 --min-ratio 0.01 ${more}`.trim();
    const [whole, streamed, chosen] = [`cv ${options}`, `cv ${options} --stream`, `fit ${options} --stream`].map(json);
    expect(streamed.cv).toMatchObject({ measure: whole.cv.measure, folds: 3 });
    expect(streamed.certificate.converged).toBe(true);
    expect(chosen.lambda).toBe(streamed.lambda);
    for (const [c, curve] of whole.cv.curves.entries()) {
      const own = streamed.cv.curves[c];
      for (let k = 0; k < 5; k++) {
        expect(Math.abs(own.lambdas[k] / curve.lambdas[k] - 1)).toBeLessThan(1e-9);
        // other folds than those of rows in memory
        expect(Math.abs(own.means[k] - curve.means[k])).toBeLessThanOrEqual(4 * (own.standardErrors[k] + curve.standardErrors[k]) + 1e-9);
      }
    }
    expect(run(`cv ${options} --stream`).stdout).toMatch(/by 3-fold cross-validation/);
  });
});

test("rows with gaps are left out, weights are taken, and labels may be text; Parquet too", () => {
  const [header, ...lines] = mixed(ROWS).split("\n");
  put("t.csv", [header, ...lines.map((line, i) => (i % 10 === 3 ? line.replace(/^[^,]*/, "NA") : line))].join("\n"));
  const options = "--target kind --only a,b --weights positive --missing drop --lambda 0.05 --tol 1e-10";
  const [whole, streamed] = ["", " --stream"].map((how) => json(`fit t.csv ${options}${how}`));
  expect(streamed).toMatchObject({ rows: ROWS - ROWS / 10, dropped: ROWS / 10, classes: ["no", "yes"] });
  agree(whole, streamed);
  copyFileSync(join(root, "test/fixtures/homes.parquet"), join(folder, "homes.parquet"));
  const homes = ["", " --stream"].map((how) => json(`fit homes.parquet --target price --missing mean --lambda 10 --tol 1e-10${how}`));
  agree(homes[0], homes[1]);
});

test.each([
  [
    "fit t.csv --target y --stream --delta 1 --lambda 1",
    2,
    "--stream is given with --delta, which needs rows in memory, expected one of the two",
  ],
  ["fit - --target y --stream --lambda 1", 2, "--stream reads a file more than once, expected a file, not stdin"],
  ["fit t.svm --target y --stream --lambda 1", 2, "--stream is given with a file in the format libsvm, expected csv, tsv, parquet, duckdb"],
  [
    "fit t.csv --target y --family gamma --stream --lambda 1",
    2,
    "--stream is given with gamma loss, expected squared, logistic, multinomial, poisson",
  ],
  [
    "cv t.csv --target kind --only a,b --stream --measure auc",
    1,
    't.csv: measure is "auc" (a string), which needs all rows of a fold side by side, expected "deviance", "accuracy", "mse", "mae" of loss "logistic" from shards',
  ],
  [
    "fit t.csv --target colour --only a,b --family logistic --stream --lambda 1",
    1,
    "t.csv: the target has more than two values, expected two of them for logistic loss",
  ],
  [
    "fit t.csv --target kind --only a,b --stream --lambda 0",
    1,
    "t.csv: lambdas[0] is 0, expected numbers above 0; rounds prove nothing without a penalty",
  ],
  [
    "fit bad.csv --target y --only a,b --weights positive --stream --lambda 1",
    1,
    'bad.csv:2502: column "positive" has "x", expected a number for --weights',
  ],
])("%s", (args, status, message) => {
  put("t.csv", mixed(40));
  put("t.svm", "1 1:2\n");
  const lines = mixed(ROWS).split("\n");
  put("bad.csv", lines.map((line, i) => (i === 2501 ? line.replace(/^((?:[^,]*,){4})[^,]*/, "$1x") : line)).join("\n"));
  const said = run(args);
  expect(said).toEqual({ status, stdout: "", stderr: `shrinkage-cli: ${message}\n` });
  expect(() => get("m.json")).toThrow();
});
