// Cross-validation as units of plain data: what a thread gets and gives back may be cloned on the way, come in any order and be split.

import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { assemble, unitsOf } from "../../src/choosing/folds/plan.js";
import { placeRequest, readRequest } from "../../src/choosing/folds/request.js";
import { runUnit } from "../../src/choosing/folds/runUnit.js";
import type { Outcome, Unit } from "../../src/choosing/folds/unit.js";
import { type CrossValidateOptions, crossValidate, Matrix } from "../../src/index.js";
import { memoryUsage } from "../../src/kernels/heap.js";
import { scope } from "../../src/kernels/scope.js";
import { quietly } from "../helpers/judging.js";
import { type Anything, refuses } from "../helpers/refuses.js";

const tall = autoregressive({ n: 260, p: 9, density: 0.6, seed: 51 });
const wide = autoregressive({ n: 40, p: 70, density: 0.1, seed: 52 });
const problems = { tall: [rowsOf(tall.columns), tall.y], wide: [rowsOf(wide.columns), wide.y] } as const;
const signs = (y: Float64Array) => Array.from(y, (value) => (value > 0 ? "b" : "a"));

/** as threads would do it: everything cloned, units of one l1Ratio each, the last ones first */
function elsewhere(X: Anything, y: Anything, options: CrossValidateOptions) {
  const request = readRequest("crossValidate", X, y, options);
  return scope((memory) => {
    const source = placeRequest(memory, request);
    const there = placeRequest(memory, readRequest("crossValidate", X, y, options));
    const units = Array.from(unitsOf(source, request.plan), (unit) => structuredClone(unit));
    const outcomes: Outcome[] = [];
    for (let k = units.length - 1; k >= 0; k--) {
      const { l1Ratios, lambdas } = units[k];
      const parts = l1Ratios.map((l1Ratio, place) => {
        const unit: Unit = { ...units[k], l1Ratios: [l1Ratio], lambdas: [lambdas[place]] };
        return structuredClone(runUnit(there, unit));
      });
      outcomes[k] = { paths: parts.flatMap(({ paths }) => paths), errors: parts.flatMap(({ errors }) => errors) };
    }
    return assemble(source, request.plan, outcomes);
  });
}

describe.each(Object.entries(problems))("%s", (_, [X, y]) => {
  const labels = signs(y);
  test.each<[string, Anything, CrossValidateOptions]>([
    ["squared, l1Ratios, repeats", y, { l1Ratio: [1, 0.5, 0], repeats: 2 }],
    ["weights, standardised, mae", y, { measure: "mae", standardize: true, weights: Array.from(y, (_, i) => i % 3) }],
    ["bounds and factors", y, { lower: -0.2, penaltyFactors: Array.from(X[0], (_, j) => [1, 0, Infinity][j % 3]) }],
    ["tol below what second moments can prove", y, { tol: 1e-15 }],
    ["logistic", labels, { loss: "logistic", measure: "auc", l1Ratio: [1, 0.2] }],
    ["huber, its δ from all rows", y, { loss: "huber" }],
    ["warm start", y, { warmStart: crossValidate(X, y, { lambdas: [0.1], folds: 2 }).fit }],
    ["warm start, logistic", labels, { loss: "logistic", warmStart: crossValidate(X, labels, { loss: "logistic", lambdas: [0.1] }).fit }],
  ])("%s: the same to the bit", (_, target, options) => {
    const request = { folds: 4, count: 7, minRatio: 0.05, ...options };
    const { result: here } = quietly(() => crossValidate(X, target, request));
    const { result: there } = quietly(() => elsewhere(X, target, request));
    expect(JSON.stringify(there)).toBe(JSON.stringify(here));
    expect(there.predictions).toEqual(here.predictions);
    for (const [place, { path }] of here.curves.entries()) {
      expect(there.curves[place].path.relativeGaps).toEqual(path.relativeGaps);
      expect(there.curves[place].path.devianceExplained).toEqual(path.devianceExplained);
      expect(there.fitAt(3, place)).toEqual(here.fitAt(3, place));
      expect(there.curves[place].path.at(path.lambdas[2] * 0.9)).toEqual(path.at(path.lambdas[2] * 0.9));
    }
  });
});

test("from a Matrix, and nothing stays allocated", () => {
  const [X, y] = problems.tall;
  using matrix = Matrix.from(X);
  const before = memoryUsage().used;
  expect(elsewhere(matrix, y, { folds: 3, count: 5 }).means).toEqual(crossValidate(X, y, { folds: 3, count: 5 }).means);
  expect(memoryUsage().used).toBe(before);
});

test("what has not converged is said once, whatever the number of folds, and names the function", () => {
  const [X, y] = problems.tall;
  const { warnings, result } = quietly(() => crossValidate(X, y, { maxIterations: 1, tol: 1e-14, lower: -1, lambdas: [1e-3], folds: 7 }));
  expect(warnings.length).toBe(1);
  expect(warnings[0]).toMatch(/^crossValidate: not converged after 1 iterations/);
  expect(result.fit.certificate.converged).toBe(false);
  const classes = quietly(() => crossValidate(X, signs(y), { loss: "logistic", maxIterations: 1, tol: 1e-14, count: 4 }));
  expect(classes.warnings.length).toBe(1);
  expect(quietly(() => crossValidate(X, y)).warnings).toEqual([]);
});

describe("refused", () => {
  const X = problems.tall[0].slice(0, 8);
  const y = [0, 1, 0, 1, 0, 1, 0, 1];
  const logistic = { loss: "logistic", folds: 2 } as const;
  const ofLogistic = '"deviance", "accuracy", "auc", "mse", "mae"';
  test.each<[string, Anything, Anything, Anything, string]>([
    [
      "auc of numbers",
      y,
      { measure: "auc" },
      TypeError,
      'measure is "auc" with loss "squared", expected "mse", "mae", "deviance"; loss "logistic" with labels as y has it',
    ],
    [
      "mse without probabilities",
      y,
      { loss: "squaredHinge", measure: "mse" },
      TypeError,
      'measure is "mse" with loss "squaredHinge", expected "deviance", "accuracy", "auc"; loss "logistic" with labels as y has it',
    ],
    ["no measure", y, { ...logistic, measure: "f1" }, TypeError, `measure is "f1" (a string), expected ${ofLogistic}`],
    [
      "another loss",
      y,
      { loss: "hinge" },
      TypeError,
      'loss is "hinge" (a string), expected "squared", "logistic", "huber", "poisson", "squaredHinge" or "gamma"',
    ],
    [
      "a third class",
      [0, 1, 2, 0, 1, 0, 1, 0],
      logistic,
      RangeError,
      "y has a third label, 2 at row 2, expected two: 0 and 1; multinomial takes any number of them",
    ],
    ["one class", new Array(8).fill(1), logistic, RangeError, "y has no row of class 0, expected rows of both classes, of positive weight"],
    [
      "one class of weight 0",
      y.map((one) => (one ? "yes" : "no")),
      { ...logistic, weights: [1, 0, 1, 0, 1, 0, 1, 0] },
      RangeError,
      'y has no row of class "yes", expected rows of both classes, of positive weight',
    ],
    [
      "a fold with all of a class",
      y,
      { loss: "logistic", foldIds: [1, 7, 2, 7, 1, 7, 2, 7] },
      RangeError,
      "fold 7 has all rows of class 1, expected both classes outside of every fold; stratify",
    ],
    [
      "auc of one class",
      y,
      { loss: "logistic", measure: "auc", foldIds: [1, 1, 2, 2, 4, 3, 4, 3] },
      RangeError,
      'fold 4 has no row of class 1, expected both classes for measure "auc"; use fewer folds or "deviance"',
    ],
    [
      "counts below 0",
      [1, 2, -1, 1, 2, 3, 4, 0],
      { loss: "poisson" },
      RangeError,
      'y has -1 at row 2, expected a number ≥ 0 for loss "poisson"',
    ],
    ["delta without huber", y, { delta: 1 }, TypeError, 'delta is given, expected it with loss "huber" only'],
    ["a start that is none", y, { ...logistic, warmStart: {} }, TypeError, "warmStart is an object, expected a fit"],
  ])("%s", (_, target, options, kind, message) => refuses(() => crossValidate(X, target, options), kind, `crossValidate: ${message}`));
});
