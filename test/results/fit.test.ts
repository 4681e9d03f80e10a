// What a Fit and a MultiFit say about themselves, and what they predict.
import { expect, test, vi } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { autoregressive, rowsOf, uniform } from "../../reference/problems.js";
import { elasticNet, Fit, lasso, MultiFit, memoryUsage, path, ridge, version } from "../../src/index.js";
import { expectClose } from "../helpers/closeTo.js";
import { quietly } from "../helpers/judging.js";

const n = 60;
const p = 6;
const { columns, y } = autoregressive({ n, p, density: 0.5, seed: 21 });
const X = rowsOf(columns);
const fits = {
  lasso: lasso(X, y, { lambda: 0.1 }),
  elasticNet: elasticNet(X, y, { lambda: 0.2, l1Ratio: 0.5 }),
  ridge: ridge(X, y, { lambda: 0.3 }),
  "path(…).fit": path(X, y, { lambdas: [0.4, 0.1] }).fit(0),
  "path(…).at": path(X, y, { lambdas: [0.4, 0.1] }).at(0.25),
};

test("a fit knows its coefficients, intercept, λ, ρ, certificate and non-zeros", () => {
  const asked = { lasso: [0.1, 1], elasticNet: [0.2, 0.5], ridge: [0.3, 0], "path(…).fit": [0.4, 1], "path(…).at": [0.25, 1] };
  for (const [name, fit] of Object.entries(fits)) {
    expect(fit, name).toBeInstanceOf(Fit);
    expect(fit.coefficients).toBeInstanceOf(Float64Array);
    expect(fit.coefficients).toHaveLength(p);
    expect([fit.lambda, fit.l1Ratio]).toEqual(asked[name as keyof typeof asked]);
    expect(Number.isFinite(fit.intercept)).toBe(true);
    expect(fit.nonzero).toBe(fit.coefficients.filter((b) => b !== 0).length);
    expect(fit.featureNames).toBeUndefined();
    expect(Object.keys(fit.certificate).sort()).toEqual(["converged", "gap", "iterations", "objective", "relativeGap"]);
    const { objective, gap, relativeGap, iterations, converged } = fit.certificate;
    for (const number of [objective, gap, relativeGap]) expect(number).toBeGreaterThanOrEqual(0);
    expect(Number.isInteger(iterations)).toBe(true);
    expect(converged).toBe(relativeGap <= 1e-7);
  }
  expect(fits.lasso.nonzero).toBeLessThan(fits.ridge.nonzero);
  expect(elasticNet(X, y, { lambda: 0.1 }).l1Ratio, "elasticNet's ρ is 1 where nobody says").toBe(1);
});

test("without an intercept it is 0, and no coefficient is −0", () => {
  for (const fit of [lasso(X, y, { lambda: 0.1, fitIntercept: false }), ridge(X, y, { lambda: 0.1, fitIntercept: false })])
    expect(fit.intercept).toBe(0);
  for (const fit of [...Object.values(fits), lasso(X, y, { lambda: 0.5, upper: 0 }), ridge(X, y, { lambda: 1, upper: 0 })])
    for (const b of fit.coefficients) expect(Object.is(b, -0)).toBe(false);
});

test("predict is intercept + X·coefficients", () => {
  const random = uniform(2);
  const fresh = Array.from({ length: 37 }, () => Array.from({ length: p }, () => 10 * random() - 5));
  for (const fit of Object.values(fits)) {
    const predicted = fit.predict(fresh);
    expect(predicted).toBeInstanceOf(Float64Array);
    expect(predicted).toHaveLength(37);
    fresh.forEach((row, i) => {
      const terms = [fit.intercept, ...row.map((x, j) => x * fit.coefficients[j])];
      const scale = terms.reduce((sum, term) => sum + Math.abs(term), 0);
      expectClose(
        predicted[i],
        terms.reduce((sum, term) => sum + term),
        p + 1,
        scale,
        `row ${i}`,
      );
    });
  }
  // one row runs in the loop's tail, which fuses nothing where the build with relaxed SIMD does
  expect(fits.lasso.predict([X[4]])[0]).toBeCloseTo(fits.lasso.predict(X)[4], 14);
});

/** 1 − Σ(y − prediction)² / Σ(y − mean)² */
function rSquared(truth: ArrayLike<number>, predicted: Float64Array): number {
  const values = Array.from(truth);
  const mean = values.reduce((sum, value) => sum + value) / values.length;
  const squares = (center: (i: number) => number) => values.reduce((sum, value, i) => sum + (value - center(i)) ** 2, 0);
  return 1 - squares((i) => predicted[i]) / squares(() => mean);
}

test("score is R², negative for a model worse than the mean", () => {
  for (const fit of Object.values(fits)) expect(fit.score(X, y)).toBeCloseTo(rSquared(y, fit.predict(X)), 12);
  const opposite = y.map((value) => -5 * value);
  expect(fits.ridge.score(X, opposite)).toBeCloseTo(rSquared(opposite, fits.ridge.predict(X)), 12);
  expect(fits.ridge.score(X, opposite)).toBeLessThan(0);
  expect(ridge(X, y, { lambda: 0 }).score(X, ridge(X, y, { lambda: 0 }).predict(X))).toBe(1);
});

/** a model that predicts one number */
const saying = (intercept: number) => Fit.fromJSON({ ...fits.lasso.toJSON(), coefficients: [0], intercept });
const constants: [value: number, rows: number][] = [
  [0, 4],
  [3, 5],
  [0.1, 10],
  [1 / 3, 7],
  [-1e10 / 7, 11],
];

test.each(constants)("for a constant y of %d (%d rows) the score is 1 when every prediction is right, else 0", (value, rows) => {
  const table = Array.from({ length: rows }, (_, i) => [i]);
  const target = new Array(rows).fill(value);
  expect(saying(value).score(table, target)).toBe(1);
  expect(saying(value + 1).score(table, target)).toBe(0);
});

test("a constant y is fitted by its value alone", () => {
  for (const [value, rows] of constants) {
    const table = Array.from({ length: rows }, (_, i) => [i, i * i]);
    const target = new Array(rows).fill(value);
    for (const fit of [lasso(table, target, { lambda: 0.1 }), ridge(table, target, { lambda: 0.1 })]) {
      expect(fit.coefficients).toEqual(new Float64Array(2));
      expect(fit.intercept).toBe(value);
      expect(fit.certificate).toMatchObject({ relativeGap: 0, converged: true });
    }
  }
});

test("weights count by their ratios, however large or small they are", () => {
  const random = uniform(7);
  const weights = Float64Array.from(y, () => Math.ceil(8 * random()));
  const expected = lasso(X, y, { lambda: 0.05, weights });
  for (const unit of [2 ** -1060, 2 ** -40, 2 ** 40, 2 ** 1020]) {
    const { coefficients, certificate } = lasso(X, y, { lambda: 0.05, weights: weights.map((s) => unit * s) });
    coefficients.forEach((b, j) => {
      expectClose(b, expected.coefficients[j], n, Math.abs(b));
    });
    expect(certificate.converged).toBe(true);
  }
});

const two = X.map((row, i) => [y[i], row[0] - row[2]]);
const several = ridge(X, two, { lambda: 0.3 });
const each = [0, 1].map((k) =>
  ridge(
    X,
    two.map((row) => row[k]),
    { lambda: 0.3 },
  ),
);

test("a MultiFit has one entry a target, and certificates that add up", () => {
  expect(several).toBeInstanceOf(MultiFit);
  expect(several.fits).toEqual(each);
  expect(several.coefficients).toEqual(each.map((fit) => fit.coefficients));
  expect(several.intercept).toEqual(each.map((fit) => fit.intercept));
  expect(several.nonzero).toBe(each[0].nonzero + each[1].nonzero);
  expect(several.targetNames).toBeUndefined();
  const [a, b] = each.map((fit) => fit.certificate);
  expect(several.certificate).toEqual({
    objective: a.objective + b.objective,
    gap: a.gap + b.gap,
    relativeGap: Math.max(a.relativeGap, b.relativeGap),
    iterations: Math.max(a.iterations, b.iterations),
    converged: true,
  });
  const { result: strict } = quietly(() => ridge(X, two, { lambda: 0.3, tol: 0 }));
  expect(strict.certificate.converged).toBe(strict.fits.every((fit) => fit.certificate.converged));
});

test("a MultiFit predicts and scores target by target", () => {
  expect(several.predict(X)).toEqual(each.map((fit) => fit.predict(X)));
  const scores = each.map((fit, k) =>
    fit.score(
      X,
      two.map((row) => row[k]),
    ),
  );
  expect(several.score(X, two)).toBeCloseTo((scores[0] + scores[1]) / 2, 14);
});

test("exactly one warning is printed where a fit does not converge, none where it does", () => {
  const hard = autoregressive({ n: 40, p: 20, rho: 0.99, density: 1, seed: 9 });
  const table = rowsOf(hard.columns);
  const options = { maxIterations: 2, tol: 1e-12 };
  const tried: Record<string, () => Fit | MultiFit> = {
    lasso: () => lasso(table, hard.y, { lambda: 1e-3, ...options }),
    elasticNet: () => elasticNet(table, hard.y, { lambda: 1e-3, ...options }),
    ridge: () => ridge(table, hard.y, { lambda: 1e-3, lower: -100, ...options }),
  };
  for (const [name, call] of Object.entries(tried)) {
    const { result, warnings } = quietly(call);
    const { iterations, relativeGap, converged } = result.certificate;
    expect(converged).toBe(false);
    expect(iterations).toBe(2);
    expect(warnings).toEqual([
      `${name}: not converged after 2 iterations, relative gap ${relativeGap.toExponential(1)} but tol 1e-12; raise maxIterations or tol`,
    ]);
  }
  const { result, warnings } = quietly(() => path(table, hard.y, { count: 10, ...options }));
  const worst = Math.max(...result.relativeGaps);
  expect(result.converged.filter((c) => !c).length).toBeGreaterThan(1);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(`relative gap ${worst.toExponential(1)} but tol 1e-12; raise maxIterations or tol`);
  expect(quietly(() => [lasso(X, y, { lambda: 0.1 }), ridge(X, two, { lambda: 0.1 }), path(X, y)]).warnings).toEqual([]);
});

test("ridge of several targets warns once, without a remedy that it does not have", () => {
  const solved = quietly(() => ridge(X, two, { lambda: 0.3, tol: 0 }));
  expect(solved.result.certificate.converged).toBe(false);
  expect(solved.warnings).toHaveLength(1);
  expect(solved.warnings[0]).toMatch(/; raise tol$/);
  const bounded = quietly(() => ridge(X, two, { lambda: 0.3, tol: 0, lower: -100, maxIterations: 1 }));
  expect(bounded.result.fits.map((fit) => fit.certificate.converged)).toEqual([false, false]);
  expect(bounded.warnings).toHaveLength(1);
  expect(bounded.warnings[0]).toMatch(/; raise maxIterations or tol$/);
});

test("a very small λ is as good as none, and proven", () => {
  const free = lasso(X, y, { lambda: 0 });
  for (const lambda of [1e-12, 1e-14, 1e-16, 1e-20, 1e-300, 5e-324]) {
    const options = { lambda, ...(lambda < 1e-15 && { lower: -100 }) };
    const { result, warnings } = quietly(() => lasso(X, y, options));
    expect(warnings).toEqual([]);
    expect(result.certificate.converged).toBe(true);
    result.coefficients.forEach((b, j) => {
      expect(b).toBeCloseTo(free.coefficients[j], 8);
    });
  }
});

test("λ·v beyond the largest number leaves the column out, and a warm start from there is no obstacle", () => {
  const first = lasso(X, y, { lambda: 1e300, penaltyFactors: [1e308, 0, 0, 0, 0, 0] });
  expect(first.certificate.converged).toBe(true);
  expect(first.coefficients[0]).toBe(0);
  const far = new Fit({ ...fits.lasso, coefficients: new Float64Array(p).fill(1e308) });
  const { coefficients, certificate } = lasso(X, y, { lambda: 0.1, warmStart: far });
  expect(certificate.converged).toBe(true);
  expect(Array.from(coefficients).every(Number.isFinite)).toBe(true);
});

test("the version is package.json's, and memoryUsage has four numbers", () => {
  expect(version).toBe(manifest.version);
  const usage = memoryUsage();
  expect(Object.keys(usage).sort()).toEqual(["bytes", "matrices", "peak", "used"]);
  for (const value of Object.values(usage)) expect(Number.isInteger(value)).toBe(true);
  expect(usage.bytes % 65536).toBe(0);
  expect(usage.peak).toBeLessThanOrEqual(usage.bytes);
  expect([usage.used, usage.matrices]).toEqual([0, 0]);
});

test("warnings go to the console that is there, and a missing signal is no signal", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  lasso(X, y, { lambda: 0.1, signal: undefined, onProgress: undefined, warmStart: undefined, weights: undefined });
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});
