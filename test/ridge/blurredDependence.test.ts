// Columns that depend on each other, up to the rounding of entries whose means are far from 0: centred, they look independent, and λ = 0
// would fit that rounding with coefficients of 1e13. Right is the rank of what was meant, and the shortest coefficients.
import { describe, expect, it } from "vitest";
import { normal } from "../../reference/problems.js";
import { ridge, ridgeCv, ridgeInference, ridgePath } from "../../src/index.js";

const EPSILON = Number.EPSILON;
const random = normal(41);
const vector = (n: number, mean: number) => Array.from({ length: n }, () => mean + random());
const rowsOf = (columns: number[][]) => columns[0].map((_, i) => columns.map((column) => column[i]));

const sizes = [10, 24, 50, 200].flatMap((n) => [1, 1e2, 1e3, 1e5, 1e8, 1e11].map((mean) => [n, mean] as const));

describe("columns a, b, (a + b)/2 with means of many standard deviations, λ = 0", () => {
  it.each(sizes)("n = %i, means of %d sds: rank 2, the shortest coefficients", (n, mean) => {
    const [a, b] = [vector(n, mean), vector(n, mean)];
    const y = a.map((ai, i) => ai - mean + 2 * (b[i] - mean) + random());
    const X = rowsOf([a, b, a.map((ai, i) => (ai + b[i]) / 2)]);
    const [ga, gb] = ridge(rowsOf([a, b]), y, { lambda: 0 }).coefficients;
    // β_a + t/2 = γ_a, β_b + t/2 = γ_b, and the shortest such β has t = (γ_a + γ_b)/3
    const t = (ga + gb) / 3;
    const right = [ga - t / 2, gb - t / 2, t];
    // what entries are known to moves β by about that share, times a condition number of a few
    const room = 64 * EPSILON * (mean + n) * Math.hypot(ga, gb);
    const expectRight = (coefficients: Float64Array, factor = 1) => {
      coefficients.forEach((value, j) => {
        expect(Math.abs(value - factor * right[j])).toBeLessThanOrEqual(Math.abs(factor) * room);
      });
    };
    const fit = ridge(X, y, { lambda: 0 });
    expect(fit.conditioning).toMatchObject({ route: "orthogonal", rank: 2, columns: 3 });
    expect(fit.certificate.converged).toBe(true);
    expectRight(fit.coefficients);
    // a λ that is rounding beside that of the entries
    expectRight(ridge(X, y, { lambda: 1e-40 }).coefficients);
    const targets = ridge(
      X,
      y.map((value) => [value, -3 * value]),
      { lambda: 0 },
    );
    expectRight(targets.coefficients[0]);
    expectRight(targets.coefficients[1], -3);
    expectRight(ridgePath(X, y, { lambdas: [0] }).at(0).coefficients);
    expectRight(ridgeCv(X, y, { lambdas: [0] }).fit.coefficients);
    expect(() => ridgeInference(X, y, { lambda: 0 })).toThrow(/depend on each other too nearly/);
  });

  it("the leave-one-out errors of ridgeCv do not feel the third column", () => {
    for (const [n, mean] of sizes) {
      const [a, b] = [vector(n, mean), vector(n, mean)];
      const y = a.map((ai, i) => ai - mean + 2 * (b[i] - mean) + random());
      const [two, three] = [rowsOf([a, b]), rowsOf([a, b, a.map((ai, i) => (ai + b[i]) / 2)])].map((X) => ridgeCv(X, y, { lambdas: [0] }));
      expect(three.degreesOfFreedom[0]).toBeCloseTo(2, 10);
      expect(Math.abs(three.errors[0] / two.errors[0] - 1)).toBeLessThanOrEqual(256 * EPSILON * (mean + n));
    }
  });

  it("columns of very different sizes: what is known of one does not hide another", () => {
    for (const scale of [1e-6, 1e-3, 1e3, 1e6]) {
      const a = vector(40, 1e4).map((value) => value * scale);
      const b = vector(40, 1e4);
      const y = b.map((value, i) => value - 1e4 + a[i] / scale - 1e4 + random());
      const dependent = ridge(rowsOf([a, b, a.map((value, i) => 0.3 * value - 0.7 * b[i])]), y, { lambda: 0 });
      expect(dependent.conditioning?.rank).toBe(2);
      expect(ridge(rowsOf([a, b, vector(40, 1e4)]), y, { lambda: 0 }).conditioning?.rank).toBe(3);
    }
  });
});

it("year, month and year + month/12: rank 2", () => {
  for (const n of [24, 60, 240]) {
    const year = Array.from({ length: n }, (_, i) => 1990 + Math.floor(i / 12));
    const month = Array.from({ length: n }, (_, i) => (i % 12) + 1);
    const time = year.map((value, i) => value + month[i] / 12);
    const y = time.map((value) => 0.1 * (value - 2000) + random());
    const fit = ridge(rowsOf([year, month, time]), y, { lambda: 0 });
    expect(fit.conditioning?.rank).toBe(2);
    const two = ridge(rowsOf([year, month]), y, { lambda: 0 });
    expect(Math.abs(fit.certificate.objective / two.certificate.objective - 1)).toBeLessThanOrEqual(64 * EPSILON * 2000);
  }
});

it("independent columns with means of up to 1e9 standard deviations keep their rank and their coefficients", () => {
  for (const [n, mean] of sizes.filter(([, mean]) => mean <= 1e9)) {
    const centred = [vector(n, 0), vector(n, 0), vector(n, 0)];
    // so that the shifted columns, taken back, are these exactly
    const columns = centred.map((column) => column.map((value) => value + mean));
    const back = columns.map((column) => column.map((value) => value - mean));
    const y = vector(n, 0);
    const [shifted, plain] = [columns, back].map((X) => ridge(rowsOf(X), y, { lambda: 0 }));
    expect(shifted.conditioning?.rank).toBe(3);
    shifted.coefficients.forEach((value, j) => {
      expect(Math.abs(value - plain.coefficients[j])).toBeLessThanOrEqual(64 * EPSILON * (mean + n) * Math.hypot(...plain.coefficients));
    });
  }
});
