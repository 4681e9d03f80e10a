import { expect, test } from "vitest";
import { autoregressive, rowsOf } from "../bench/problems.js";
import { Fit, ridge } from "../src/index.js";
import diabetes from "./fixtures/diabetes.json" with { type: "json" };
import wide from "./fixtures/wide.json" with { type: "json" };

test("well-conditioned columns go by Cholesky, more columns than rows by the dual", () => {
  expect(ridge(diabetes.X, diabetes.y, { lambda: 1 }).conditioning).toMatchObject({ route: "primal", rank: 10, columns: 10 });
  expect(ridge(wide.X, wide.y, { lambda: 1 }).conditioning).toMatchObject({ route: "dual", rank: 300, columns: 300 });
  expect(ridge(diabetes.X, diabetes.y, { lambda: 1, lower: -1 }).conditioning).toBeUndefined();
});

test("what a fit says of its conditioning survives JSON", () => {
  const fit = ridge(diabetes.X, diabetes.y, { lambda: 1 });
  expect(Fit.fromJSON(JSON.stringify(fit)).conditioning).toEqual(fit.conditioning);
});

test("columns given twice at λ = 0 share their coefficient, which is the limit of λ → 0", () => {
  const twice = diabetes.X.map((row) => [...row, row[2], row[3]]);
  const fit = ridge(twice, diabetes.y, { lambda: 0 });
  expect(fit.conditioning).toEqual({ route: "orthogonal", reciprocal: 0, rank: 10, columns: 12 });
  const once = ridge(diabetes.X, diabetes.y, { lambda: 0 }).coefficients;
  [2, 3].forEach((j, k) => {
    expect(fit.coefficients[j] / once[j]).toBeCloseTo(0.5, 9);
    expect(fit.coefficients[10 + k]).toBeCloseTo(fit.coefficients[j], 9);
  });
  expect(fit.certificate.converged).toBe(true);
});

test("more columns than rows at λ = 0: y is met exactly by the shortest coefficients, the limit of λ → 0", () => {
  const fit = ridge(wide.X, wide.y, { lambda: 0 });
  expect(fit.conditioning).toMatchObject({ route: "orthogonal", rank: 59, columns: 300 });
  fit.predict(wide.X).forEach((value, i) => {
    expect(value).toBeCloseTo(wide.y[i], 11);
  });
  const nearly = ridge(wide.X, wide.y, { lambda: 1e-9 });
  // coefficients of size 1, and λ times the curvature of the path (about 1 / smallest eigenvalue) between them
  fit.coefficients.forEach((b, j) => {
    expect(b).toBeCloseTo(nearly.coefficients[j], 8);
  });
});

test("QR and Cholesky agree where both can", () => {
  const { columns, y } = autoregressive({ n: 50, p: 6, seed: 5 });
  const X = rowsOf(columns);
  // a copy of a column makes the normal equations hopeless; its factor of Infinity takes it out again
  const reference = ridge(X, y, { lambda: 0.1, weights: y.map(Math.abs) });
  const twin = X.map((row) => [...row, row[0] * (1 + 1e-14)]);
  const pushed = ridge(twin, y, { lambda: 0.1, weights: y.map(Math.abs), penaltyFactors: [1, 0, 1, 1, 1, 1, Number.POSITIVE_INFINITY] });
  expect(pushed.conditioning?.route).toBe("primal");
  const forced = ridge(X, y, { lambda: 1e-14, weights: y.map(Math.abs) });
  const least = ridge(X, y, { lambda: 0, weights: y.map(Math.abs) });
  forced.coefficients.forEach((b, j) => {
    expect(b).toBeCloseTo(least.coefficients[j], 10);
  });
  expect(reference.conditioning?.reciprocal).toBeGreaterThan(forced.conditioning?.reciprocal ?? 1);
});

test("nearly dependent columns with a penalty go to QR of [X; √(nλ)I] and are certified", () => {
  const { columns, y } = autoregressive({ n: 40, p: 4, seed: 8 });
  const X = rowsOf([...columns, columns[0].map((x, i) => x + 1e-9 * columns[1][i])]);
  const fit = ridge(X, y, { lambda: 1e-17 });
  expect(fit.conditioning).toMatchObject({ route: "orthogonal", rank: 5, columns: 5 });
  expect(fit.certificate.converged).toBe(true);
  expect(fit.score(X, y)).toBeGreaterThanOrEqual(ridge(rowsOf(columns), y, { lambda: 0 }).score(rowsOf(columns), y) - 1e-12);
});
