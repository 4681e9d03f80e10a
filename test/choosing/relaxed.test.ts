// Refits without a penalty, and the adaptive lasso: against normal equations and closed forms.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { adaptiveFactors, adaptiveLasso, lasso, memoryUsage, path, relaxed, ridge, ridgeCv } from "../../src/index.js";
import { difference } from "../helpers/judging.js";
import { solveLinear } from "../helpers/leastSquares.js";
import { type Anything, refuses, X as X4, y as y4 } from "../helpers/refuses.js";

const { columns, y: target } = autoregressive({ n: 50, p: 8, density: 0.5, snr: 2, seed: 15 });
const X = rowsOf(columns);
const y = Array.from(target);

/** normal equations of [1, X_A], weighted */
function leastSquares(active: number[], s = y.map(() => 1)): { intercept: number; coefficients: number[] } {
  const rows = X.map((row) => [1, ...active.map((j) => row[j])]);
  const products = rows[0].map((_, a) => rows[0].map((_, b) => rows.reduce((sum, row, i) => sum + s[i] * row[a] * row[b], 0)));
  const [intercept, ...values] = solveLinear(
    products,
    rows[0].map((_, a) => rows.reduce((sum, row, i) => sum + s[i] * row[a] * y[i], 0)),
  );
  const coefficients = new Array(8).fill(0);
  active.forEach((j, k) => {
    coefficients[j] = values[k];
  });
  return { intercept, coefficients };
}

const activeOf = (values: Float64Array) => [...values.keys()].filter((j) => values[j] !== 0);

describe("relaxed", () => {
  test("of a fit: least squares on its columns, everything else of the fit", () => {
    const fit = lasso(X, y, { lambda: 0.2 });
    expect(fit.nonzero).toBeGreaterThan(1);
    expect(fit.nonzero).toBeLessThan(8);
    const refit = relaxed(fit, X, y);
    const expected = leastSquares(activeOf(fit.coefficients));
    expect(difference(refit.coefficients, expected.coefficients)).toBeLessThan(1e-10);
    expect(refit.intercept).toBeCloseTo(expected.intercept, 10);
    expect(activeOf(refit.coefficients)).toEqual(activeOf(fit.coefficients));
    expect([refit.lambda, refit.l1Ratio, refit.certificate.converged]).toEqual([0.2, 1, true]);
    expect(refit.score(X, y)).toBeGreaterThan(fit.score(X, y));
  });

  test("of a path: every λ; with weights", () => {
    const weights = y.map((_, i) => i % 4);
    const fits = path(X, y, { weights, count: 20, minRatio: 0.01, l1Ratio: 0.5 });
    const refits = relaxed(fits, X, y, { weights });
    expect(refits.map(({ lambda }) => lambda)).toEqual([...fits.lambdas]);
    refits.forEach((refit, k) => {
      const expected = leastSquares(activeOf(fits.coefficients(k)), weights);
      if (fits.nonzero[k] > 0) expect(difference(refit.coefficients, expected.coefficients)).toBeLessThan(1e-10);
      else expect(refit.nonzero).toBe(0);
      expect(refit.intercept).toBeCloseTo(expected.intercept, 10);
      expect(refit.l1Ratio).toBe(0.5);
    });
    expect(new Set(fits.nonzero).size).toBeGreaterThan(3);
  });

  test("more columns than rows: no residual is left, and no error", () => {
    const wide = autoregressive({ n: 6, p: 12, seed: 3 });
    const rows = rowsOf(wide.columns);
    const fit = ridge(rows, wide.y, { lambda: 0.1 });
    expect(relaxed(fit, rows, wide.y).score(rows, wide.y)).toBeCloseTo(1, 10);
  });

  test("refuses what is no fit, and gives memory back", () => {
    const before = memoryUsage();
    refuses(() => relaxed({} as Anything, X4, y4), TypeError, "relaxed: from is an object, expected a Fit or a Path");
    const fit = lasso(X4, y4, { lambda: 0.1 });
    for (const of of [fit, path(X4, y4, { count: 3 })] as Anything[])
      refuses(
        () => relaxed(of, X4, y4, { penaltyFactors: [1, 1] } as Anything),
        TypeError,
        "relaxed: penaltyFactors is not an option, expected none: the columns of the fit are refitted without a penalty",
      );
    expect(() => relaxed(fit, X4, y4, { lambda: 1 } as Anything)).toThrow("relaxed: lambda is not an option, expected one of fitIntercept");
    refuses(() => relaxed(fit, X4, y), RangeError, "relaxed: y has 50 entries but X has 4 rows");
    expect(() => relaxed(path(X, y, { count: 3 }), X, y.slice(1))).toThrow("y has 49 entries");
    expect(memoryUsage()).toMatchObject({ used: before.used, matrices: before.matrices });
  });
});

describe("adaptiveLasso", () => {
  /** columns of a Hadamard matrix: mean 0, XᵀX = 8I */
  const H = Array.from({ length: 8 }, (_, i) =>
    Array.from({ length: 7 }, (_, j) => ((i & (j + 1)).toString(2).split("1").length % 2 ? 1 : -1)),
  );
  const values = [3, -2, 0.5, 0.1, -0.05, 1, 0];
  const response = H.map((row) => 4 + row.reduce((sum, x, j) => sum + x * values[j], 0));

  test.each([1, 2, 0.5])("orthonormal columns: sign(b)·max(|b| − λ/|b|^γ, 0), γ = %d", (gamma) => {
    const lambda = 0.2;
    const first = ridge(H, response, { lambda: 0 });
    const fit = adaptiveLasso(H, response, { lambda, first, gamma });
    values.forEach((b, j) => {
      const expected = Math.sign(b) * Math.max(0, Math.abs(b) - lambda / Math.abs(b) ** gamma) || 0;
      expect(fit.coefficients[j]).toBeCloseTo(expected, 9);
    });
    expect(fit.intercept).toBeCloseTo(4, 9);
  });

  test("is lasso with the factors of ridgeCv where no first fit is given; factors work in a path", () => {
    const options = { standardize: true, fitIntercept: false, weights: y.map((_, i) => 1 + (i % 2)) };
    const { fit: first } = ridgeCv(X, y, options);
    const penaltyFactors = adaptiveFactors(first);
    expect([...penaltyFactors]).toEqual([...first.coefficients].map((b) => 1 / Math.abs(b)));
    const expected = lasso(X, y, { ...options, lambda: 0.1, penaltyFactors });
    expect(adaptiveLasso(X, y, { ...options, lambda: 0.1 })).toEqual(expected);
    const along = path(X, y, { ...options, lambdas: [0.1], penaltyFactors }).coefficients(0);
    expect(difference(along, expected.coefficients)).toBeLessThan(1e-3);
  });

  test("what the first fit left out stays out", () => {
    const first = lasso(X, y, { lambda: 0.2 });
    const fit = adaptiveLasso(X, y, { lambda: 1e-6, first });
    expect(activeOf(fit.coefficients)).toEqual(activeOf(first.coefficients));
    expect([...adaptiveFactors(first)].filter((v) => v === Infinity).length).toBe(8 - first.nonzero);
  });

  test("refuses", () => {
    const options = "adaptiveLasso: ";
    refuses(
      () => adaptiveLasso(X4, y4, undefined as Anything),
      TypeError,
      `${options}options is undefined, expected an object with lambda`,
    );
    refuses(() => adaptiveLasso(X4, y4, { lambda: 1, first: {} as Anything }), TypeError, `${options}first is an object, expected a Fit`);
    refuses(() => adaptiveLasso(X4, y4, { lambda: 1, gamma: 0 }), RangeError, `${options}gamma is 0, expected a finite number above 0`);
    const penaltyFactors = [1, 1];
    refuses(
      () => adaptiveLasso(X4, y4, { lambda: 1, penaltyFactors } as Anything),
      TypeError,
      `${options}penaltyFactors is not an option, expected first and gamma; they make them`,
    );
    const short = lasso(
      X4.map(([x]) => [x]),
      y4,
      { lambda: 1 },
    );
    refuses(() => adaptiveLasso(X4, y4, { lambda: 1, first: short }), RangeError, `${options}first has 1 coefficients but X has 2 columns`);
    refuses(() => adaptiveFactors({} as Anything), TypeError, "adaptiveFactors: first is an object, expected a Fit");
    refuses(() => adaptiveLasso(X4, y4, {} as Anything), TypeError, `${options}lambda is missing, expected a number ≥ 0`);
  });
});
