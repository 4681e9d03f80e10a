// Cross-validation of every loss against brute force: a path for each fold, errors and choices from their definitions in plain numbers.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
  LogisticFit,
  type LossName,
  logistic,
  type Path,
  path,
} from "../../src/index.js";
import { difference } from "../helpers/judging.js";
import type { Anything } from "../helpers/refuses.js";

const { columns, y, n } = autoregressive({ n: 90, p: 6, density: 0.6, seed: 31 });
const X = rowsOf(columns);
const middle = [...y].sort((a, b) => a - b)[n >> 1];
const noisy = Array.from(y, (value, i) => (value - middle + (i % 5 === 0 ? -3 : 0.5) * Math.sin(i) > 0 ? 1 : 0));
const words = noisy.map((one) => (one ? "yes" : "no"));
const counts = noisy.map((one, i) => (i % 4) * (1 + one));
const weights = Array.from(y, (_, i) => (i % 9 === 4 ? 0 : 0.5 + (i % 3)));
const DELTA = 0.8;

/** what is read of y, [y as numbers, second class] */
const targets: Record<LossName, (number | string)[]> = {
  squared: Array.from(y),
  huber: Array.from(y),
  poisson: counts,
  gamma: counts.map((value) => value + 0.5),
  logistic: words,
  squaredHinge: noisy,
};
const truthOf = (loss: LossName, i: number) => (loss === "logistic" ? noisy[i] : Number(targets[loss][i]));

/** predictions as a user sees them: of the fits' own methods where they have one */
function predicted(loss: LossName, fit: Anything, rows: number[][]): { eta: number[]; shown: number[] } {
  if (loss === "logistic") return { eta: [...fit.decision(rows)], shown: [...fit.predictProbability(rows)] };
  const eta = [...fit.predict(rows, { type: "link" } as Anything)] as number[];
  return { eta, shown: loss === "poisson" ? eta.map(Math.exp) : eta };
}

/** from the definitions, by other formulas than src has */
function deviance(loss: LossName, truth: number, eta: number): number {
  const r = truth - eta;
  if (loss === "squared") return r * r;
  if (loss === "huber") return Math.abs(r) <= DELTA ? r * r : 2 * DELTA * Math.abs(r) - DELTA ** 2;
  if (loss === "squaredHinge") return Math.max(0, 1 - (2 * truth - 1) * eta) ** 2;
  if (loss === "logistic") {
    const chance = 1 / (1 + Math.exp(-eta));
    return -2 * Math.log(truth ? chance : 1 - chance);
  }
  const mean = Math.exp(eta);
  return 2 * (truth * Math.log((truth || 1) / mean) - (truth - mean));
}

const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);

function foldScore(loss: LossName, measure: string, rows: number[], s: number[], eta: number[], shown: number[]): number {
  const total = sum(rows.map((i) => s[i]));
  const mean = (each: (i: number) => number) => sum(rows.map((i) => s[i] * each(i))) / total;
  if (measure === "mse") return mean((i) => (truthOf(loss, i) - shown[i]) ** 2);
  if (measure === "mae") return mean((i) => Math.abs(truthOf(loss, i) - shown[i]));
  if (measure === "accuracy") return mean((i) => (Number(eta[i] > 0) === truthOf(loss, i) ? 1 : 0));
  if (measure === "deviance") return mean((i) => deviance(loss, truthOf(loss, i), eta[i]));
  let [wins, pairs] = [0, 0];
  for (const a of rows) {
    for (const b of rows) {
      if (truthOf(loss, a) <= truthOf(loss, b)) continue;
      pairs += s[a] * s[b];
      wins += s[a] * s[b] * (eta[a] > eta[b] ? 1 : eta[a] === eta[b] ? 0.5 : 0);
    }
  }
  return wins / pairs;
}

/** [λ] means and standard errors, [λ][row] predictions */
function bruteForce(loss: LossName, measure: string, ids: Int32Array, lambdas: Float64Array, options: Anything) {
  const s: number[] = options.weights ?? new Array(n).fill(1);
  const rows = Array.from(y.keys());
  const numbers = [...new Set(ids)];
  const eta = Array.from(lambdas, () => new Array<number>(n));
  const shown = Array.from(lambdas, () => new Array<number>(n));
  for (const id of numbers) {
    const [inside, outside] = [rows.filter((i) => ids[i] === id), rows.filter((i) => ids[i] !== id)];
    const at = <T>(values: ArrayLike<T>) => outside.map((i) => values[i]);
    const own = { ...options, ...(options.weights && { weights: at(s) }), loss, lambdas };
    const fits = path(at(X), at<Anything>(targets[loss]), own);
    for (let k = 0; k < lambdas.length; k++) {
      const out = predicted(
        loss,
        fits.fit(k),
        inside.map((i) => X[i]),
      );
      inside.forEach((i, place) => {
        eta[k][i] = out.eta[place];
        shown[k][i] = out.shown[place];
      });
    }
  }
  const summaries = Array.from(lambdas, (_, k) => {
    const folds = numbers.map((id) => {
      const inside = rows.filter((i) => ids[i] === id);
      return { weight: sum(inside.map((i) => s[i])), score: foldScore(loss, measure, inside, s, eta[k], shown[k]) };
    });
    const total = sum(folds.map(({ weight }) => weight));
    const mean = sum(folds.map(({ weight, score }) => (weight / total) * score));
    const spread = sum(folds.map(({ weight, score }) => (weight / total) * (score - mean) ** 2));
    return { mean, se: Math.sqrt(spread / (folds.length - 1)) };
  });
  return { means: summaries.map(({ mean }) => mean), errors: summaries.map(({ se }) => se), shown };
}

const cases: [LossName, CrossValidateOptions["measure"], Anything][] = [
  ["logistic", undefined, {}],
  ["logistic", "deviance", { l1Ratio: 0.5, weights }],
  ["logistic", "accuracy", { weights }],
  ["logistic", "auc", { standardize: true }],
  ["logistic", "auc", { weights }],
  ["logistic", "mse", { l1Ratio: 0 }],
  ["logistic", "mae", { fitIntercept: false }],
  ["squaredHinge", undefined, {}],
  ["squaredHinge", "accuracy", { l1Ratio: 0.3 }],
  ["squaredHinge", "auc", {}],
  ["huber", undefined, { delta: DELTA }],
  ["huber", "mae", { delta: DELTA, weights }],
  ["huber", "mse", { delta: DELTA, l1Ratio: 0.5 }],
  ["poisson", undefined, {}],
  ["poisson", "mse", { weights }],
  ["poisson", "mae", { standardize: true }],
  ["squared", undefined, { weights }],
];

test.each(cases)("%s by %s, %j: means, standard errors, choices and predictions", (loss, measure, options) => {
  const tol = 1e-12;
  const request = { ...options, loss, measure, tol, count: 8, minRatio: 0.03, folds: 4, seed: 5 };
  const cv = crossValidate(X, targets[loss] as Anything, request) as unknown as CrossValidation;
  const asked = measure ?? (loss === "squared" ? "mse" : "deviance");
  expect(cv.measure).toBe(asked);
  const naive = bruteForce(loss, asked, cv.foldIds, cv.lambdas, { ...options, tol });
  // fits at a relative gap of 1e-12 are 1e-6 off at most; Newton's last step leaves far less
  expect(difference(cv.means, naive.means)).toBeLessThan(1e-8);
  expect(Math.max(...naive.errors.map((se, k) => Math.abs(se - cv.standardErrors[k])))).toBeLessThan(1e-8 * Math.max(...naive.means));
  expect(difference(cv.predictions, naive.shown[cv.min.k])).toBeLessThan(1e-6);
  const more = asked === "accuracy" || asked === "auc";
  const best = more ? Math.max(...cv.means) : Math.min(...cv.means);
  expect(cv.min.k).toBe(cv.means.indexOf(best));
  const limit = more ? best - cv.min.standardError : best + cv.min.standardError;
  expect(cv.oneSe.k).toBe(cv.means.findIndex((mean) => (more ? mean >= limit : mean <= limit)));
  // the refit is the path of all rows at the choice
  const all: Path = path(X, targets[loss] as Anything, { ...options, loss, tol, lambdas: cv.lambdas }) as Anything;
  expect(
    difference(cv.lambdas, path(X, targets[loss] as Anything, { ...options, loss, tol, count: 8, minRatio: 0.03 }).lambdas),
  ).toBeLessThan(1e-9);
  expect(difference(cv.fit.coefficients, all.fit(cv.min.k).coefficients)).toBeLessThan(1e-6);
});

test("logistic: a LogisticFit with the labels, and probabilities between 0 and 1", () => {
  const cv = crossValidate(X, words, { loss: "logistic", folds: 5, count: 6 });
  expect(cv.fit).toBeInstanceOf(LogisticFit);
  expect(cv.fit.classes).toEqual(["no", "yes"]);
  expect(cv.fitAt(0)).toBeInstanceOf(LogisticFit);
  expect(Math.min(...cv.predictions)).toBeGreaterThan(0);
  expect(Math.max(...cv.predictions)).toBeLessThan(1);
  const alone = logistic(X, words, { lambda: cv.lambda, tol: 1e-12 });
  expect(difference(cv.fit.coefficients, alone.coefficients)).toBeLessThan(1e-2);
  // the other way round: the same model of the other class
  const turned = crossValidate(
    X,
    noisy.map((one) => one === 0),
    { loss: "logistic", folds: 5, count: 6 },
  );
  expect(difference(turned.means, cv.means)).toBeLessThan(1e-6);
});

describe("folds of classes", () => {
  const rare = noisy.map((_, i) => (i % 9 === 0 ? 1 : 0));
  const share = (ids: Int32Array) => [0, 1, 2, 3, 4].map((id) => rare.filter((one, i) => one === 1 && ids[i] === id).length);
  test("are stratified unless that is not wanted", () => {
    const options = { loss: "logistic", folds: 5, lambdas: [0.1] } as const;
    expect(share(crossValidate(X, rare, options).foldIds)).toEqual([2, 2, 2, 2, 2]);
    expect(share(crossValidate(X, rare, { ...options, stratify: false }).foldIds)).not.toEqual([2, 2, 2, 2, 2]);
  });

  test("with groups both are kept: groups together, classes as even as that allows", () => {
    const groups = rare.map((_, i) => Math.floor(i / 4.5));
    const { foldIds } = crossValidate(X, rare, { loss: "logistic", folds: 5, groups, lambdas: [0.1] });
    for (let i = 1; i < n; i++) if (groups[i] === groups[i - 1]) expect(foldIds[i]).toBe(foldIds[i - 1]);
    expect(share(foldIds)).toEqual([2, 2, 2, 2, 2]);
  });
});
