// Options that say the same thing in two ways, and options whose effect can be worked out by hand.
import { describe, expect, test } from "vitest";
import { rowsOf } from "../../reference/problems.js";
import { elasticNet, lasso, ridge } from "../../src/index.js";
import { difference, verdictOn } from "../helpers/judging.js";
import { centre, normalEquations, product, solveLinear } from "../helpers/leastSquares.js";
import { expectSame, pairs, roomy, roomyPairs, samples, TOL } from "../helpers/models.js";

const ones = (n: number) => new Array<number>(n).fill(1);
const weightsOf = (n: number) => Array.from({ length: n }, (_, i) => 0.5 + ((i * 5) % 7));

describe.each(samples.map((one) => [one.name, one] as const))("%s", (_, { X, y, n }) => {
  test("elasticNet with l1Ratio 0 is ridge", () => {
    for (const options of [
      { lambda: 0.3 },
      { lambda: 0.05, standardize: true, fitIntercept: false },
      { lambda: 1, weights: weightsOf(n) },
    ]) {
      const closed = ridge(X, y, options);
      expectSame(elasticNet(X, y, { ...options, l1Ratio: 0, tol: TOL }), closed.coefficients, closed.intercept);
    }
  });

  test("elasticNet with l1Ratio 1, and without one, is lasso to the last bit", () => {
    const options = { lambda: 0.1, weights: weightsOf(n) };
    const fit = lasso(X, y, options);
    for (const l1Ratio of [1, undefined]) {
      const same = elasticNet(X, y, { ...options, l1Ratio });
      expect(same.coefficients).toEqual(fit.coefficients);
      expect(same.certificate).toEqual(fit.certificate);
    }
  });
});

describe.each(pairs)("%s on %s", (_name, _label, model, { X, y, columns, n, p }) => {
  const base = model.fit(X, y);

  test("standardize is standardising by hand", () => {
    for (const weights of [ones(n), weightsOf(n)]) {
      const sds = columns.map((x) => Math.sqrt(product(centre(x, weights), centre(x, weights), weights)));
      const byHand = model.fit(rowsOf(columns.map((x, j) => x.map((value) => value / sds[j]))), y, { weights });
      const fit = model.fit(X, y, { weights, standardize: true });
      expectSame(
        fit,
        byHand.coefficients.map((b, j) => b / sds[j]),
        byHand.intercept,
      );
    }
  });

  test("penalty factors are columns divided by them, their square root for ridge", () => {
    if (model.l1Ratio === 0.5) return; // its two parts scale differently
    const factors = columns.map((_, j) => 0.5 + (j % 3));
    const units = factors.map((v) => (model.l1Ratio === 1 ? v : Math.sqrt(v)));
    const scaled = model.fit(rowsOf(columns.map((x, j) => x.map((value) => value / units[j]))), y);
    const fit = model.fit(X, y, { penaltyFactors: factors });
    expectSame(
      fit,
      scaled.coefficients.map((b, j) => b / units[j]),
      scaled.intercept,
    );
  });

  test("penalty factors are not rescaled: times c is λ times c", () => {
    const fit = model.fit(X, y, { penaltyFactors: ones(p).map(() => 3), lambda: model.lambda / 3 });
    expectSame(fit, base.coefficients, base.intercept);
  });

  test("a penalty factor of Infinity is a column left out", () => {
    const kept = columns.filter((_, j) => j % 2 === 1);
    const without = kept.length > 0 ? model.fit(rowsOf(kept), y) : undefined;
    const fit = model.fit(X, y, { penaltyFactors: columns.map((_, j) => (j % 2 === 1 ? 1 : Infinity)) });
    columns.forEach((_, j) => {
      expect(fit.coefficients[j]).toBe(j % 2 === 1 ? without?.coefficients[(j - 1) / 2] : 0);
    });
  });

  test("a box that does not bind changes nothing", () => {
    const fit = model.fit(X, y, { lower: -1e3, upper: columns.map((_, j) => (j % 2 ? Infinity : 1e3)) });
    expectSame(fit, base.coefficients, base.intercept);
  });

  test("bounds that bind are kept exactly, and the answer is proven", () => {
    const half = Math.max(...base.coefficients.map(Math.abs)) / 2;
    for (const options of [{ lower: 0 }, { upper: 0 }, { lower: -half, upper: half }, { lower: -half, standardize: true }]) {
      const fit = model.fit(X, y, options);
      const verdict = verdictOn(columns, y, options, fit);
      expect(verdict.feasible).toBe(true);
      expect(fit.certificate.converged).toBe(true);
      expect(verdict.relativeGap).toBeLessThanOrEqual(2 * TOL);
    }
    const boxed = model.fit(X, y, { lower: -half, upper: half });
    expect(boxed.coefficients.some((b) => Math.abs(b) === half)).toBe(true);
  });

  test("a warm start ends where a cold one does, from anywhere", () => {
    const far = model.fit(
      X,
      y.map((value) => 5 - 3 * value),
    );
    for (const warmStart of [base, far]) expectSame(model.fit(X, y, { warmStart }), base.coefficients, base.intercept);
  });

  test("a warm start at the solution needs no more passes than a cold one", () => {
    const warm = model.fit(X, y, { warmStart: base });
    expect(warm.certificate.iterations).toBeLessThanOrEqual(base.certificate.iterations);
  });
});

describe.each(roomyPairs)("%s on %s", (_name, _label, model, { X, y, columns, n, p }) => {
  const free = p === 1 ? [0] : [0, 3, 5];
  const penaltyFactors = columns.map((_, j) => (free.includes(j) ? 0 : 1));

  test("unpenalised columns under a huge λ are least squares on those columns", () => {
    for (const weights of [ones(n), weightsOf(n)]) {
      const few = free.map((j) => columns[j]);
      const expected = normalEquations(
        few,
        y,
        weights,
        free.map(() => 0),
      );
      const fit = model.fit(X, y, { penaltyFactors, weights, lambda: 1e9 });
      // ridge shrinks the others to about 1e-9, which moves these by as much
      expect(
        difference(
          free.map((j) => fit.coefficients[j]),
          expected,
        ),
      ).toBeLessThan(1e-8);
      if (model.l1Ratio > 0) expect(fit.nonzero).toBe(free.length);
    }
  });

  test("unpenalised columns beside penalised ones: the judge certifies it", () => {
    for (const options of [
      { penaltyFactors },
      { penaltyFactors, standardize: true, weights: weightsOf(n) },
      { penaltyFactors, lower: -0.1 },
    ]) {
      const fit = model.fit(X, y, options);
      const verdict = verdictOn(columns, y, options, fit);
      expect(fit.certificate.converged).toBe(true);
      expect(verdict.relativeGap).toBeLessThanOrEqual(2 * TOL);
      expect(fit.certificate.relativeGap).toBeLessThanOrEqual(TOL);
    }
  });
});

describe.each(samples.map((one) => [one.name, one] as const))("non-negative least squares on %s", (_, { X, y, columns, n }) => {
  test.each([{}, { weights: weightsOf(n) }, { standardize: true }, { fitIntercept: false }])(
    "λ 0 and lower 0 is certified, %o",
    (extra) => {
      const options = { ...extra, lower: 0 };
      for (const solver of [lasso as typeof ridge, ridge]) {
        const fit = solver(X, y, { ...options, lambda: 0, tol: 1e-10 });
        const verdict = verdictOn(columns, y, options, fit);
        expect(fit.certificate.converged).toBe(true);
        expect(fit.coefficients.every((b) => b >= 0)).toBe(true);
        expect(verdict.relativeGap).toBeLessThanOrEqual(2e-10);
        expect(verdict.kkt).toBeLessThan(1e-5);
      }
    },
  );
});

describe("ridge in closed form", () => {
  const table = roomy.flatMap((one) => [1e-3, 0.3, 100].map((lambda) => [one.name, lambda, one] as const));

  test.each(table)("on %s with λ %f is (X̃ᵀWX̃ + C)⁻¹X̃ᵀWỹ, and the same from the n × n side", (_, lambda, { X, y, columns, n }) => {
    for (const weights of [ones(n), weightsOf(n)]) {
      const factors = columns.map((_, j) => 1 + (j % 3));
      const fit = ridge(X, y, { lambda, weights, penaltyFactors: factors });
      const c = factors.map((v) => lambda * v);
      // n × n: β = C⁻¹X̃ᵀW½(I + W½X̃C⁻¹X̃ᵀW½)⁻¹W½ỹ, a ridge problem in which rows and columns have changed places
      const total = weights.reduce((sum, s) => sum + s, 0);
      const root = weights.map((s) => Math.sqrt(s / total));
      const centred = columns.map((x) => centre(x, weights).map((value, i) => root[i] * value));
      const K = root.map((_, i) => root.map((_, k) => centred.reduce((sum, x, j) => sum + (x[i] * x[k]) / c[j], i === k ? 1 : 0)));
      const a = solveLinear(
        K,
        centre(y, weights).map((value, i) => root[i] * value),
      );
      const dual = centred.map((x, j) => x.reduce((sum, value, i) => sum + value * a[i], 0) / c[j]);
      // condition of X̃ᵀWX̃ + C is below 1e5 here
      expect(difference(fit.coefficients, normalEquations(columns, y, weights, c))).toBeLessThan(1e-10);
      expect(difference(fit.coefficients, dual)).toBeLessThan(1e-10);
    }
  });

  test.each(roomy.map((one) => [one.name, one] as const))(
    "on %s with unpenalised columns is elasticNet at l1Ratio 0",
    (_, { X, y, columns, n, p }) => {
      const free = p === 1 ? [0] : [1, 2, 7];
      for (const options of [{}, { weights: weightsOf(n) }, { standardize: true }, { fitIntercept: false }]) {
        // p > n: a Schur complement for the free columns on top of the n × n factorisation
        const penaltyFactors = columns.map((_, j) => (free.includes(j) ? 0 : 1));
        const fit = ridge(X, y, { ...options, penaltyFactors, lambda: 0.2 });
        const descended = elasticNet(X, y, { ...options, penaltyFactors, lambda: 0.2, l1Ratio: 0, tol: TOL });
        expectSame(descended, fit.coefficients, fit.intercept);
        const verdict = verdictOn(columns, y, { ...options, penaltyFactors }, fit);
        expect(verdict.relativeGap).toBeLessThan(1e-24);
        expect(verdict.kkt).toBeLessThan(1e-13);
      }
    },
  );
});
