// Shrinkage along the principal axes, and the lasso where every coefficient is on its own.
import { describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { lasso, Matrix, ridge, ridgeCv } from "../../src/index.js";
import { principalAxes } from "../../src/theory/algebra/principalAxes.js";
import { diagonalLasso, orthonormalize, shrinkageFactors, softThreshold } from "../../src/theory/index.js";
import { difference } from "../helpers/judging.js";

const tall = autoregressive({ n: 60, p: 8, density: 1 });
const wide = autoregressive({ n: 12, p: 30, density: 0.5, seed: 3 });
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, x, i) => sum + x * b[i], 0);
const centre = (x: ArrayLike<number>) => {
  const mean = Array.from(x).reduce((sum, value) => sum + value, 0) / x.length;
  return Float64Array.from(x, (value) => value - mean);
};

describe("shrinkageFactors", () => {
  test.each([
    ["60×8", tall],
    ["12×30", wide],
  ])("axes and eigenvalues rebuild X'X/n of the centred columns, %s", (_, { columns, n, p }) => {
    const { eigenvalues, axes } = shrinkageFactors(rowsOf(columns), [1]);
    const centred = columns.map(centre);
    expect(eigenvalues).toHaveLength(p);
    expect(axes).toHaveLength(Math.min(p, n - 1));
    for (let i = 1; i < p; i++) expect(eigenvalues[i]).toBeLessThanOrEqual(eigenvalues[i - 1]);
    for (let i = 0; i < axes.length; i++) for (let j = 0; j <= i; j++) expect(dot(axes[i], axes[j])).toBeCloseTo(i === j ? 1 : 0, 13);
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < p; j++) {
        const rebuilt = axes.reduce((sum, q, k) => sum + q[i] * eigenvalues[k] * q[j], 0);
        // backward error of the rotations: some p·ε of the largest eigenvalue
        expect(Math.abs(rebuilt - dot(centred[i], centred[j]) / n)).toBeLessThan(100 * Number.EPSILON * eigenvalues[0]);
      }
    }
  });

  test("Q(Λ + λI)⁻¹ΛQ'w* is ridge's answer, with an intercept and without, tall and wide", () => {
    for (const { columns, y } of [tall, wide]) {
      for (const fitIntercept of [true, false]) {
        const X = rowsOf(columns);
        const found = shrinkageFactors(X, [1], { fitIntercept });
        const free = ridge(X, y, { lambda: 0, fitIntercept }).coefficients;
        for (const lambda of [0, 1e-3, 0.1, 1, 50]) {
          const { coefficients } = ridge(X, y, { lambda, fitIntercept });
          expect(difference(found.shrink(free, lambda), coefficients), `λ = ${lambda}`).toBeLessThan(1e-10);
        }
      }
    }
  });

  test("factors are d/(d + λ), and their sums the degrees of freedom that ridgeCv has", () => {
    const X = rowsOf(tall.columns);
    const lambdas = [0.01, 1, 7];
    const { eigenvalues, factors, degreesOfFreedom } = shrinkageFactors(X, lambdas);
    lambdas.forEach((lambda, k) => {
      expect([...factors[k]]).toEqual(Array.from(eigenvalues, (d) => d / (d + lambda)));
    });
    expect(difference(degreesOfFreedom, ridgeCv(X, tall.y, { lambdas }).degreesOfFreedom)).toBeLessThan(1e-12);
  });

  test("a design whose eigenvalues are known: d = 4, 1, 0.25 along turned axes", () => {
    const h = Object.values(orthonormalize(rowsOf(autoregressive({ n: 9, p: 3, seed: 4 }).columns)));
    const t = Math.SQRT1_2;
    const columns = [0, 1, 2].map((j) =>
      h[0].map((_, i) => [t * 2 * h[0][i] - t * h[1][i], t * 2 * h[0][i] + t * h[1][i], h[2][i] / 2][j]),
    );
    const { eigenvalues, axes, factors } = shrinkageFactors(rowsOf(columns), [1]);
    expect(difference(eigenvalues, [4, 1, 0.25])).toBeLessThan(1e-14);
    expect(difference(factors[0], [0.8, 0.5, 0.2])).toBeLessThan(1e-14);
    expect(Math.abs(dot(axes[0], [t, t, 0]))).toBeCloseTo(1, 14);
  });

  test("a column that depends on others has the eigenvalue 0, and small ones keep their digits", () => {
    const [a, b] = tall.columns;
    const { eigenvalues, factors } = shrinkageFactors(rowsOf([a, b, a.map((x, i) => x + b[i]), b.map(() => 3)]), [0, 1]);
    expect([...eigenvalues.subarray(2)]).toEqual([0, 0]);
    expect([...factors[0]]).toEqual([1, 1, 0, 0]);
    // orthogonal columns of lengths 1 and 1e-9: through X'X the second eigenvalue would be lost in rounding beside correlated ones
    const h = Object.values(orthonormalize(rowsOf([a, b])));
    const mixed = [h[0], h[0].map((x, i) => x + 1e-9 * h[1][i])].map((x) => Float64Array.from(x));
    const small = principalAxes({ n: 60, p: 2, columns: mixed, means: new Float64Array(2) }).eigenvalues[1];
    // det = 1e-18, trace = 2: the columns themselves are rounded to ε beside 1e-9
    expect(Math.abs(small / 5e-19 - 1)).toBeLessThan(1e-6);
  });

  test("a Matrix, a record and rows give the same", () => {
    const rows = rowsOf(tall.columns);
    const record = Object.fromEntries(tall.columns.map((column, j) => [`c${j}`, column]));
    const matrix = Matrix.from(rows);
    const [a, b, c] = [rows, record, matrix].map((X) => shrinkageFactors(X, [1]).eigenvalues);
    matrix.dispose();
    expect(b).toEqual(a);
    expect(c).toEqual(a);
  });
});

describe("the lasso of orthogonal columns", () => {
  test("softThreshold is argmin ½(b − z)² + t|b|, by a grid", () => {
    for (const z of [-3, -0.5, 0, 0.2, 2]) {
      for (const t of [0, 0.5, 2]) {
        const value = (b: number) => 0.5 * (b - z) ** 2 + t * Math.abs(b);
        const best = softThreshold(z, t);
        for (let b = -4; b <= 4; b += 1 / 64) expect(value(best)).toBeLessThanOrEqual(value(b));
      }
    }
    expect(Object.is(softThreshold(-1, 1), 0)).toBe(true);
    expect(softThreshold(5, Infinity)).toBe(0);
  });

  test("orthonormalize: centred, mean square 1, no product, the same span, names kept", () => {
    const done = orthonormalize({ a: tall.columns[0], b: tall.columns[1], c: tall.columns[2] });
    expect(Object.keys(done)).toEqual(["a", "b", "c"]);
    const q = Object.values(done);
    q.forEach((u, i) => {
      expect(
        dot(
          u,
          u.map(() => 1),
        ) / 60,
      ).toBeCloseTo(0, 14);
      q.forEach((v, j) => {
        expect(dot(u, v) / 60).toBeCloseTo(i === j ? 1 : 0, 14);
      });
    });
    // one round would leave ε/1e-7 of the first column in the second
    const [a, b] = Object.values(orthonormalize(rowsOf([tall.columns[0], tall.columns[0].map((x, i) => x + 1e-7 * tall.columns[1][i])])));
    expect(Math.abs(dot(a, b)) / 60).toBeLessThan(1e-14);
    const before = ridge(rowsOf(tall.columns.slice(0, 3)), tall.y, { lambda: 0 }).predict(rowsOf(tall.columns.slice(0, 3)));
    const after = ridge(done, tall.y, { lambda: 0 });
    expect(difference(after.predict(done), before)).toBeLessThan(1e-12);
  });

  test("sign(w*)·max(|w*| − λ, 0) is what lasso finds on orthonormal columns, at every λ", () => {
    const X = orthonormalize(rowsOf(tall.columns));
    for (const lambda of [0, 0.01, 0.1, 0.3, 1, 5]) {
      const closed = diagonalLasso(X, tall.y, { lambda });
      const fit = lasso(X, tall.y, { lambda, tol: 1e-15 });
      const free = ridge(X, tall.y, { lambda: 0 }).coefficients;
      expect([...closed.coefficients]).toEqual(Array.from(closed.leastSquares, (w, j) => softThreshold(w, lambda / closed.hessian[j])));
      expect(Math.max(...closed.coefficients.map((w, j) => Math.abs(w - softThreshold(free[j], lambda))))).toBeLessThan(1e-13);
      expect(Math.max(...closed.coefficients.map((w, j) => Math.abs(w - fit.coefficients[j])))).toBeLessThan(1e-10);
      expect(Math.abs(closed.intercept - fit.intercept)).toBeLessThan(1e-10);
    }
  });

  test("with curvatures of their own: thresholds λ/Hⱼⱼ, without an intercept too", () => {
    const random = normal(8);
    const y = Array.from({ length: 60 }, random);
    const scales = [3, 0.1, 1, 20, 0.5, 2, 1, 7];
    for (const fitIntercept of [true, false]) {
      const columns = Object.values(orthonormalize(rowsOf(tall.columns), { fitIntercept })).map((q, j) => q.map((x) => scales[j] * x));
      const X = rowsOf(columns);
      const closed = diagonalLasso(X, y, { lambda: 0.05, fitIntercept });
      expect(
        difference(
          closed.hessian,
          scales.map((s) => s * s),
        ),
      ).toBeLessThan(1e-13);
      const fit = lasso(X, y, { lambda: 0.05, fitIntercept, tol: 1e-15 });
      expect(difference(closed.coefficients, fit.coefficients)).toBeLessThan(1e-10);
      expect(closed.coefficients.some((w) => w === 0)).toBe(true);
      expect(closed.coefficients.some((w) => w !== 0)).toBe(true);
    }
  });
});
