// Sums that somebody else has made: the fits of the rows where means are small, and true gaps where sums have lost digits.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { fromGram, GramAccumulator, lasso, type RawMoments, ridge } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";
import { refuses } from "../helpers/refuses.js";

const { columns, y } = autoregressive({ n: 300, p: 4, density: 0.8, seed: 21 });
const moved = (by: number) => columns.map((column, j) => Float64Array.from(column, (x) => x + by * (j + 1)));

/** plain sums in a loop, as a query makes them */
function sums(X: readonly Float64Array[], target: ArrayLike<number>, weights?: readonly number[]): RawMoments {
  const n = target.length;
  const sum = (of: (i: number) => number) => {
    let total = 0;
    for (let i = 0; i < n; i++) total += (weights?.[i] ?? 1) * of(i);
    return total;
  };
  return {
    rows: n,
    ...(weights && { weightSum: sum(() => 1) }),
    xSums: X.map((column) => sum((i) => column[i])),
    xProducts: X.map((a) => X.map((b) => sum((i) => a[i] * b[i]))),
    ySum: sum((i) => target[i]),
    ySquares: sum((i) => target[i] * target[i]),
    xyProducts: X.map((column) => sum((i) => column[i] * target[i])),
  };
}

describe("means of the size of standard deviations", () => {
  const weights = Array.from(y, (_, i) => 1 + (i % 3));
  test.each([
    ["plain", undefined],
    ["weighted", weights],
  ])("%s: the fits of the rows", (_, w) => {
    const X = moved(1);
    const seen = GramAccumulator.fromMoments(sums(X, y, w));
    expect([seen.rows, seen.weightSum]).toEqual([300, w ? w.reduce((a, b) => a + b) : 300]);
    const far = fromGram(seen);
    for (const [ours, theirs] of [
      [far.lasso({ lambda: 0.1 }), lasso(rowsOf(X), y, { lambda: 0.1, weights: w })],
      [far.ridge({ lambda: 0.1, standardize: true }), ridge(rowsOf(X), y, { lambda: 0.1, standardize: true, weights: w })],
    ]) {
      ours.coefficients.forEach((b, j) => {
        expect(Math.abs(b - theirs.coefficients[j])).toBeLessThan(1e-6);
      });
      expect(Math.abs(ours.intercept - theirs.intercept)).toBeLessThan(1e-5);
    }
  });
});

test.each([0, 10, 1e3, 1e4, 1e5])("means of %s standard deviations: no fit of the rows is better by more than the gap", (by) => {
  const X = moved(by);
  const far = fromGram(GramAccumulator.fromMoments(sums(X, y)));
  for (const lambda of [0.001, 0.1, 1]) {
    const fit = quietly(() => far.lasso({ lambda, tol: 1e-10 })).result;
    const best = lasso(rowsOf(X), y, { lambda, tol: 1e-13 }).certificate.objective;
    // the objective of the rows at these coefficients, with the best intercept for them
    const eta = Array.from(y, (_, i) => fit.coefficients.reduce((sum, b, j) => sum + b * (X[j][i] - by * (j + 1)), 0));
    const off = Array.from(y, (value, i) => value - eta[i]);
    const mean = off.reduce((sum, r) => sum + r, 0) / off.length;
    const loss = off.reduce((sum, r) => sum + (r - mean) * (r - mean), 0) / off.length / 2;
    const objective = loss + lambda * fit.coefficients.reduce((sum, b) => sum + Math.abs(b), 0);
    expect(objective - best).toBeLessThanOrEqual(fit.certificate.gap + 1e-14);
    if (by <= 10) expect(fit.certificate.relativeGap).toBeLessThan(1e-6);
    if (by >= 1e4) expect(fit.certificate.converged).toBe(false);
  }
});

test("what sums may hide stays with them, through JSON and merges", () => {
  const seen = GramAccumulator.fromMoments(sums(moved(100), y));
  const gap = (from: GramAccumulator) => quietly(() => fromGram(from).lasso({ lambda: 0.1 })).result.certificate.gap;
  expect(gap(GramAccumulator.fromJSON(JSON.stringify(seen)))).toBe(gap(seen));
  const rows = new GramAccumulator(4).add(rowsOf(moved(100)), y);
  expect(gap(rows)).toBeLessThan(gap(seen) / 10);
  expect(gap(rows.merge(seen))).toBeGreaterThan(gap(seen) / 10);
  expect(gap(GramAccumulator.fromMoments({ ...sums(moved(100), y), error: 0 }))).toBeLessThan(gap(seen));
  expect(() => GramAccumulator.fromJSON({ ...JSON.parse(JSON.stringify(seen)), noise: -1 })).toThrow(
    "noise is -1, expected a finite number ≥ 0",
  );
});

test("errors say what is wrong", () => {
  const good = sums(moved(1), y);
  const name = "GramAccumulator.fromMoments";
  const bad = (change: object, kind: typeof TypeError | typeof RangeError, message: string) =>
    refuses(() => GramAccumulator.fromMoments({ ...good, ...change } as RawMoments), kind, `${name}: ${message}`);
  bad({ rows: 0 }, RangeError, "rows is 0, expected a whole number ≥ 1");
  bad({ xSums: [] }, TypeError, "xSums is an array of 0, expected an array of numbers with at least one entry");
  bad({ xyProducts: [1] }, RangeError, "xyProducts has 1 entries but X has 4 columns");
  bad({ ySquares: -1 }, RangeError, "ySquares is -1, expected a finite number ≥ 0");
  bad(
    { mean: 1 },
    TypeError,
    `mean is not known, expected one of rows, weightSum, xSums, xProducts, ySum, ySquares, xyProducts, featureNames, error`,
  );
  const lopsided = Array.from(good.xProducts, (row) => Array.from(row));
  lopsided[1][0] += 50;
  expect(() => GramAccumulator.fromMoments({ ...good, xProducts: lopsided })).toThrow("expected a symmetric table");
  expect(() => GramAccumulator.fromMoments(sums(moved(1e9), y))).toThrow("varies by less than its sums can tell");
});
