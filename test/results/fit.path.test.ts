// A Path: one entry a λ in every array, copies out, and points between.
import { expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { elasticNet, Fit, lasso, Path, path } from "../../src/index.js";
import { verdictOn } from "../helpers/judging.js";

const { columns, y } = autoregressive({ n: 60, p: 6, density: 0.5, seed: 23 });
const X = rowsOf(columns);
const grid = path(X, y);

test("every array of a path has one entry a λ", () => {
  const wanted: [Path, number][] = [
    [grid, 100],
    [path(X, y, { count: 7 }), 7],
    [path(X, y, { lambdas: [0.3, 0.1, 0.2] }), 3],
    [path(X, y, { lambdas: new Float32Array([1]) }), 1],
    [path(X, y, { count: 1 }), 1],
  ];
  for (const [fits, count] of wanted) {
    expect(fits).toBeInstanceOf(Path);
    for (const key of ["lambdas", "intercepts", "objectives", "gaps", "relativeGaps"] as const) {
      expect(fits[key], key).toBeInstanceOf(Float64Array);
      expect(fits[key], key).toHaveLength(count);
    }
    for (const key of ["nonzero", "iterations"] as const) {
      expect(fits[key], key).toBeInstanceOf(Int32Array);
      expect(fits[key], key).toHaveLength(count);
    }
    expect(fits.converged).toEqual(new Array(count).fill(true));
    expect(fits.l1Ratio).toBe(1);
    for (let k = 0; k < count; k++) {
      const fit = fits.fit(k);
      expect(fit).toBeInstanceOf(Fit);
      expect(fit.coefficients).toEqual(fits.coefficients(k));
      expect(fit).toMatchObject({ intercept: fits.intercepts[k], lambda: fits.lambdas[k], nonzero: fits.nonzero[k], l1Ratio: 1 });
      expect(fit.certificate).toEqual({
        objective: fits.objectives[k],
        gap: fits.gaps[k],
        relativeGap: fits.relativeGaps[k],
        iterations: fits.iterations[k],
        converged: fits.converged[k],
      });
    }
  }
});

test("the grid falls geometrically from λmax, where the first coefficient enters, to minRatio·λmax", () => {
  for (const [options, ratio] of [
    [{}, 1e-4],
    [{ minRatio: 0.5, count: 4 }, 0.5],
    [{ minRatio: 1, count: 3 }, 1],
  ] as const) {
    const { lambdas } = path(X, y, options);
    const steps = lambdas.length - 1;
    expect(lambdas[0]).toBe(grid.lambdas[0]);
    expect(lambdas[steps]).toBe(lambdas[0] * ratio);
    lambdas.forEach((lambda, k) => {
      expect(lambda / lambdas[0]).toBeCloseTo(ratio ** (k / steps), 12);
    });
  }
  expect(grid.nonzero[0]).toBe(0);
  expect(lasso(X, y, { lambda: grid.lambdas[0] * (1 - 1e-6) }).nonzero).toBe(1);
  const wide = rowsOf(autoregressive({ n: 5, p: 9, seed: 2 }).columns);
  const { lambdas } = path(wide, [1, 2, 0, 1, 3]);
  expect(lambdas[99], "n < p").toBe(lambdas[0] * 1e-2);
});

test("λ's come back in the order given, each with the answer of a fit of its own", () => {
  const lambdas = [0.05, 1, 0.2, 0.2, 0];
  const exact = { l1Ratio: 0.7, tol: 1e-12 };
  const fits = path(X, y, { lambdas, ...exact });
  expect(Array.from(fits.lambdas)).toEqual(lambdas);
  lambdas.forEach((lambda, k) => {
    const alone = elasticNet(X, y, { lambda, ...exact });
    expect(fits.converged[k]).toBe(true);
    // a relative gap of 1e-12 leaves the coefficients its square root
    fits.coefficients(k).forEach((b, j) => {
      expect(b).toBeCloseTo(alone.coefficients[j], 5);
    });
  });
  lambdas[0] = 99;
  expect(fits.lambdas[0]).toBe(0.05);
});

test("coefficients and fits are copies: changing them changes no path", () => {
  const fits = path(X, y, { lambdas: [0.4, 0.1] });
  const before = [fits.coefficients(0), fits.coefficients(1), fits.at(0.2).coefficients];
  fits.coefficients(0).fill(NaN);
  fits.fit(1).coefficients.fill(NaN);
  fits.at(0.1).coefficients.fill(NaN);
  fits.at(0.2).coefficients.fill(NaN);
  expect([fits.coefficients(0), fits.coefficients(1), fits.at(0.2).coefficients]).toEqual(before);
});

test("at interpolates between the neighbours, and is the fit itself where there is one", () => {
  const order = [0.1, 0.4, 0.2];
  const fits = path(X, y, { lambdas: order });
  order.forEach((lambda, k) => {
    expect(fits.at(lambda)).toEqual(fits.fit(k));
  });
  const between = fits.at(0.25);
  expect(between).toMatchObject({ lambda: 0.25, l1Ratio: 1 });
  const [above, below] = [fits.fit(1), fits.fit(2)];
  between.coefficients.forEach((b, j) => {
    expect(b).toBeCloseTo(0.25 * above.coefficients[j] + 0.75 * below.coefficients[j], 12);
  });
  expect(between.intercept).toBeCloseTo(0.25 * above.intercept + 0.75 * below.intercept, 12);
});

test.each([1, 0.5, 0])("between λ's the reported objective and gap are bounds that hold, ρ = %d", (l1Ratio) => {
  for (const options of [{}, { standardize: true, penaltyFactors: [0, 1, 2, 1, 1, 0.5] }]) {
    const fits = path(X, y, { l1Ratio, count: 12, minRatio: 1e-2, ...options });
    for (let k = 0; k < 11; k++)
      for (const t of [0.1, 0.5, 0.9]) {
        const lambda = (1 - t) * fits.lambdas[k] + t * fits.lambdas[k + 1];
        const between = fits.at(lambda);
        const { objective } = verdictOn(columns, y, options, between);
        const best = elasticNet(X, y, { lambda, l1Ratio, tol: 1e-12, ...options }).certificate.objective;
        const room = 1e-12 * Math.abs(best);
        expect(objective).toBeLessThanOrEqual(between.certificate.objective + room);
        expect(objective - best).toBeLessThanOrEqual(between.certificate.gap + room);
        expect(between.certificate.converged).toBe(between.certificate.relativeGap <= 1e-7);
      }
  }
});

test("a path of a constant y says so at every λ", () => {
  const fits = path(X, new Array(60).fill(0.1), { count: 5 });
  expect(fits.lambdas).toHaveLength(5);
  expect(Array.from(fits.lambdas).every((lambda) => lambda > 0)).toBe(true);
  expect(Array.from(fits.nonzero)).toEqual([0, 0, 0, 0, 0]);
  expect(Array.from(fits.intercepts)).toEqual(new Array(5).fill(0.1));
  expect(Array.from(fits.relativeGaps)).toEqual([0, 0, 0, 0, 0]);
  expect(fits.at(fits.lambdas[2]).intercept).toBe(0.1);
});

test("a path can have very many λ's", () => {
  const fits = path([[1], [2], [4]], [1, 2, 3], { count: 200_000 });
  expect(fits.lambdas).toHaveLength(200_000);
  expect(fits.nonzero[199_999]).toBe(1);
});
