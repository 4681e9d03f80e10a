// What must not change, or must change in a known way, when the same data come in another form.
import { describe, expect, test } from "vitest";
import { normal, rowsOf, uniform } from "../../reference/problems.js";
import { difference } from "../helpers/judging.js";
import { CLOSE, expectSame, pairs, roomyPairs, TOL } from "../helpers/models.js";

/** 0 … count − 1 in a seeded random order */
function shuffled(count: number, seed: number): number[] {
  const next = uniform(seed);
  return Array.from({ length: count }, (_, k) => ({ k, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ k }) => k);
}

const integers = (count: number) => Array.from({ length: count }, (_, i) => (i * 7) % 4);
const both = [{ standardize: false }, { standardize: true }];

describe.each(pairs)("%s on %s", (_name, _label, model, { X, y, columns, n, p }) => {
  const base = model.fit(X, y);

  test("the sample is not trivial", () => {
    expect(base.nonzero).toBeGreaterThan(0);
    expect(base.certificate.relativeGap).toBeLessThanOrEqual(TOL);
  });

  test("permuted columns have permuted coefficients", () => {
    const order = shuffled(p, 11);
    const fit = model.fit(rowsOf(order.map((j) => columns[j])), y);
    expectSame(
      fit,
      order.map((j) => base.coefficients[j]),
      base.intercept,
    );
  });

  test("permuted rows change nothing", () => {
    const order = shuffled(n, 12);
    const fit = model.fit(
      order.map((i) => X[i]),
      order.map((i) => y[i]),
    );
    expectSame(fit, base.coefficients, base.intercept);
  });

  test.each([1000, 1e-3, -2])("y times %f, with the L1 part of the penalty times as much, has coefficients times as much", (c) => {
    // λρ → |c|λρ and λ(1−ρ) as it was
    const [lasso, ridge] = [Math.abs(c) * model.lambda * model.l1Ratio, model.lambda * (1 - model.l1Ratio)];
    const fit = model.fit(
      X,
      y.map((value) => c * value),
      { lambda: lasso + ridge, l1Ratio: lasso / (lasso + ridge) },
    );
    expectSame(
      fit,
      base.coefficients.map((b) => c * b),
      c * base.intercept,
    );
    expect(fit.certificate.objective / base.certificate.objective / c ** 2).toBeCloseTo(1, 10);
  });

  test.each([1, -1e3, 1e6])("%f added to a column moves the intercept alone", (shift) => {
    // x + 1e6 is rounded to 1e-10, and so is the answer
    const fit = model.fit(rowsOf(columns.map((x, j) => (j === 0 ? x.map((value) => value + shift) : x))), y);
    expectSame(fit, base.coefficients, base.intercept - shift * base.coefficients[0]);
  });

  test.each([1, -1e3, 1e6])("%f added to y moves the intercept alone", (shift) => {
    const fit = model.fit(
      X,
      y.map((value) => value + shift),
    );
    expectSame(fit, base.coefficients, base.intercept + shift);
  });

  test.each([0, 5, 1e6, 0.1])("a constant column of %f gets coefficient 0 and changes nothing", (value) => {
    for (const standardize of [false, true]) {
      const without = model.fit(X, y, { standardize });
      const fit = model.fit(
        X.map((row) => [value, ...row]),
        y,
        { standardize },
      );
      expect(fit.coefficients[0]).toBe(0);
      expectSame(fit, [0, ...without.coefficients], without.intercept, 0);
    }
  });

  test("weights times a constant change nothing", () => {
    const weights = y.map((_, i) => 1 + ((i * 5) % 3));
    const fit = model.fit(X, y, { weights });
    for (const c of [3, 1e-6, 1e9]) {
      const scaled = model.fit(X, y, { weights: weights.map((s) => c * s) });
      expectSame(scaled, fit.coefficients, fit.intercept);
    }
  });
});

describe.each(roomyPairs)("%s on %s", (_name, _label, model, { X, y, n }) => {
  test.each(both)("integer weights are repeated rows, %o", (options) => {
    const weights = integers(n);
    const rows = weights.flatMap((count, i) => new Array<number>(count).fill(i));
    const repeated = model.fit(
      rows.map((i) => X[i]),
      rows.map((i) => y[i]),
      options,
    );
    const fit = model.fit(X, y, { ...options, weights });
    expectSame(fit, repeated.coefficients, repeated.intercept);
    expect(fit.certificate.objective).toBeCloseTo(repeated.certificate.objective, 12);
  });

  test.each(both)("a row of weight 0 is a row left out, whatever is in it, %o", (options) => {
    const next = normal(8);
    const weights = y.map((_, i) => 1 + (i % 3));
    const without = model.fit(X, y, { ...options, weights });
    const fit = model.fit([X[0].map(() => 1e3 * next()), ...X, X[0].map(() => next())], [1e4, ...y, -7], {
      ...options,
      weights: [0, ...weights, 0],
    });
    expectSame(fit, without.coefficients, without.intercept);
  });

  test("a column given twice: the same predictions by L1, equal halves by ridge", () => {
    const twice = X.map((row) => [...row, row[0]]);
    const fit = model.fit(twice, y);
    const [first, second] = [fit.coefficients[0], fit.coefficients[fit.coefficients.length - 1]];
    if (model.l1Ratio === 1) expect(difference(fit.predict(twice), model.fit(X, y).predict(X))).toBeLessThan(CLOSE);
    const largest = Math.max(...fit.coefficients.map(Math.abs));
    if (model.l1Ratio < 1) expect(Math.abs(first - second)).toBeLessThanOrEqual(CLOSE * largest);
    // two halves cost (b/2)² + (b/2)² = ½b²
    if (model.l1Ratio === 0) {
      const half = model.fit(X, y, { penaltyFactors: X[0].map((_, j) => (j === 0 ? 0.5 : 1)) });
      expectSame(fit, [half.coefficients[0] / 2, ...half.coefficients.slice(1), half.coefficients[0] / 2], half.intercept);
    }
  });
});
