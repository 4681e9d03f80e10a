// Merged second moments against the rows: the same folds, fits and errors whichever way they are computed.

import { describe, expect, test, vi } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { rowsOfFolds } from "../../src/choosing/folds/divide.js";
import { leaveOut, merged, statisticsOfFolds } from "../../src/choosing/folds/foldStatistics.js";
import { squaredErrors } from "../../src/choosing/folds/heldOut.js";
import { runUnit } from "../../src/choosing/folds/runUnit.js";
import type { FoldSource, Outcome } from "../../src/choosing/folds/unit.js";
import { type CommonOptions, crossValidate, Fit, path } from "../../src/index.js";
import { memoryUsage, OutOfMemoryError } from "../../src/kernels/heap.js";
import { scope } from "../../src/kernels/scope.js";
import type { Measure } from "../../src/losses/loss.js";
import { numbers as ofNumbers, readCall } from "../../src/problem/call.js";
import { mergingPays } from "../../src/problem/foldCosts.js";
import { loadStatistics } from "../../src/problem/loadStatistics.js";
import { place } from "../../src/problem/problem.js";
import { absorb, noStatistics, type Statistics } from "../../src/problem/statistics.js";
import { pathOf } from "../../src/results/path.js";
import { pathPlaced } from "../../src/solvers/squaredPath.js";
import { fillUp } from "../helpers/fillUp.js";
import { difference } from "../helpers/judging.js";

/** X, y and the common options, checked */
function readProblem(name: string, X: unknown, y: unknown, options: object) {
  const { table, settings, targets } = readCall(name, X, options, [], ofNumbers(y));
  return { table, settings, target: targets[0] };
}

const { columns, y, n, p } = autoregressive({ n: 230, p: 11, density: 0.6, seed: 8 });
const X = rowsOf(columns);
const ids = Int32Array.from(y, (_, i) => (i * i + 3) % 6);

interface Options extends CommonOptions {
  l1Ratios?: number[];
  measure?: Measure;
}

/** both ways from one placed problem */
function both(rows: number[][], target: ArrayLike<number>, { l1Ratios = [1], measure = "mse", ...common }: Options) {
  return scope((memory) => {
    const { table, target: numbers, settings } = readProblem("test", rows, target, { tol: 1e-12, ...common });
    const problem = place(memory, "test", table, [numbers], settings);
    const source: FoldSource = { problem, target: numbers, loss: { loss: "squared" }, measure };
    const lambdas = l1Ratios.map((l1Ratio) => path(rows, target, { ...common, l1Ratio, count: 15, minRatio: 1e-3 }).lambdas);
    const folds = rowsOfFolds(ids);
    const statistics = statisticsOfFolds(source, folds);
    return {
      fromRows: folds.map((heldOut) => runUnit(source, { heldOut, l1Ratios, lambdas })),
      fromStatistics: Array.from(leaveOut("test", statistics), ([k, others]) =>
        runUnit(source, { heldOut: folds[k], l1Ratios, lambdas, moments: { others, heldOut: statistics[k] } }),
      ),
    };
  });
}

function expectSame(a: Outcome[], b: Outcome[], close = 1e-9): void {
  a.forEach((fold, k) => {
    fold.errors.forEach((errors, place) => {
      errors.forEach((error, at) => {
        // a fold without weight
        if (Number.isNaN(error)) expect(b[k].errors[place][at]).toBe(NaN);
        else expect(Math.abs(b[k].errors[place][at] / error - 1), `fold ${k}, λ ${at}`).toBeLessThan(close);
      });
    });
    fold.paths.forEach((parts, place) => {
      const [fits, other] = [parts, b[k].paths[place]].map((each) => pathOf(each, (made) => new Fit(made)));
      const last = fits.lambdas.length - 1;
      expect(difference(other.coefficients(last), fits.coefficients(last))).toBeLessThan(close);
      expect(other.converged).toEqual(fits.converged);
    });
  });
}

describe("errors and fits are the same to 1e-9", () => {
  test.each<[string, Options]>([
    ["plain", {}],
    ["several l1Ratios", { l1Ratios: [1, 0.5, 0] }],
    ["mae", { measure: "mae" }],
    ["no intercept", { fitIntercept: false, l1Ratios: [1, 0] }],
    ["weights with zeros, one fold of zeros only", { weights: Array.from(y, (_, i) => (ids[i] === 3 ? 0 : i % 4)) }],
    ["standardize, factors", { standardize: true, penaltyFactors: Array.from({ length: p }, (_, j) => [1, 0, 2, Infinity][j % 4]) }],
    ["bounds", { lower: -0.1, upper: 0.3 }],
    ["tol below what second moments can prove", { tol: 1e-15 }],
  ])("%s", (_, options) => {
    const { fromRows, fromStatistics } = both(X, y, options);
    expectSame(fromRows, fromStatistics);
  });

  test("columns and y far from 0: means keep twice their digits", () => {
    const far = X.map((row) => row.map((x, j) => x + 1e6 * (j + 1)));
    // a prediction from the rows is a difference of numbers near 1e7: 1e7·ε beside a residual of 0.3
    const { fromRows, fromStatistics } = both(
      far,
      y.map((value) => value + 1e5),
      {},
    );
    expectSame(fromRows, fromStatistics, 1e-8);
  });

  test("a column that is constant in all folds but one, and one that is constant", () => {
    const odd = X.map((row, i) => [...row, 0.1, ids[i] === 2 ? i / 7 : 0.3]);
    const { fromRows, fromStatistics } = both(odd, y, {});
    expectSame(fromRows, fromStatistics);
  });

  test("without noise: errors that rounding could reach come from the rows", () => {
    const exact = X.map((row) => row.reduce((sum, x, j) => sum + x * (j - 4), 2));
    const { fromRows, fromStatistics } = both(X, exact, {});
    expectSame(fromRows, fromStatistics);
    const smallest = Math.min(...fromRows.flatMap(({ errors }) => [...errors[0]]));
    const variance = exact.reduce((sum, value) => sum + value * value, 0) / n;
    expect(smallest).toBeLessThan(1e-4 * variance);
  });
});

test("second moments are refused where rounding may show, and only there", () => {
  const values = y.map((_, i) => X[i][0] * 3 + 1);
  scope((memory) => {
    const { table, target, settings } = readProblem("test", X, values, {});
    const source = { problem: place(memory, "test", table, [target], settings), target };
    const folds = statisticsOfFolds(source, rowsOfFolds(ids));
    const [fold, ...rest] = folds;
    const fits = path(X, values, { lambdas: [1, 1e-9] });
    const others = merged("test", rest);
    const one = (k: number) => path(X, values, { lambdas: [fits.lambdas[k]] });
    expect(squaredErrors(memory, one(0), fold, others, true)).toBeDefined();
    expect(squaredErrors(memory, one(1), fold, others, true)).toBeUndefined();
  });
});

test.each([
  [1e-7, 0],
  [1e-15, 1],
])("tol %d: the rows themselves are placed %i times", (tol, times) => {
  scope((memory) => {
    const { table, target, settings } = readProblem("test", X, y, { tol });
    const problem = place(memory, "test", table, [target], settings);
    const statistics = merged("test", statisticsOfFolds({ problem, target }, rowsOfFolds(ids)));
    const whole = vi.fn(() => problem);
    const virtual = loadStatistics(memory, "test", statistics, settings, whole);
    const sequence = { l1Ratio: 1, count: 10, minRatio: 1e-3 };
    const fits = pathPlaced(memory, virtual, sequence);
    expect(whole).toHaveBeenCalledTimes(times);
    expect(fits.converged).toEqual(pathPlaced(memory, problem, sequence).converged);
  });
});

test("what others leave out is the sum of the rest, in order, by fewer than K² merges", () => {
  const parts = Array.from({ length: 13 }, (_, k): Statistics => {
    const part = noStatistics(1);
    // means of 0: merging adds triangles and weights alone
    return { ...part, rows: 1, weightSum: 2 ** k, triangle: part.triangle.fill(2 ** k) };
  });
  const order: number[] = [];
  for (const [k, others] of leaveOut("test", parts)) {
    order.push(k);
    expect(others.weightSum).toBe(2 ** 13 - 1 - 2 ** k);
    expect([...others.triangle]).toEqual(new Array(3).fill(2 ** 13 - 1 - 2 ** k));
    expect(others.rows).toBe(12);
  }
  expect(order).toEqual(parts.map((_, k) => k));
  const all = noStatistics(1);
  for (const part of parts) absorb("test", all, part);
  expect(merged("test", parts)).toEqual(all);
});

describe("the route", () => {
  const problem = (rows: number, wide: number) => ({ n: rows, p: wide, included: Array.from({ length: wide }) }) as never;
  test.each([
    [5000, 200, 10, true],
    [100_000, 20, 10, true],
    [200, 2000, 10, false],
    [1000, 10_000, 10, false],
    [300, 299, 10, false],
    // the statistics of 5000 folds take 800 MB
    [5000, 200, 5000, false],
  ])("%i×%i in %i folds: statistics %s", (rows, wide, folds, expected) => {
    expect(mergingPays(problem(rows, wide), folds, 100)).toBe(expected);
  });
});

test("memory runs out half-way: a typed error, and everything is given back", () => {
  const [rows, target] = [rowsOf(autoregressive({ n: 3000, p: 40 }).columns), Float64Array.from({ length: 3000 }, (_, i) => i % 9)];
  crossValidate(rows, target, { count: 3 });
  const before = memoryUsage().used;
  // room for X and its moments, and not for the folds
  const giveBack = fillUp(1.06 * 8 * 3000 * 40);
  const grow = vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(() => {
    throw new RangeError("not now");
  });
  try {
    expect(() => crossValidate(rows, target)).toThrow(OutOfMemoryError);
  } finally {
    grow.mockRestore();
    giveBack();
  }
  expect(memoryUsage().used).toBe(before);
});
