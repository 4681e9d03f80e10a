// Fits that coordinate descent alone does not end: little L1 beside many columns, λ = 0 with bounds, and starts that are answers already.
import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { elasticNet, lasso, path, ridge } from "../../src/index.js";

function gaussian(n: number, p: number, seed = n + p) {
  const draw = normal(seed);
  const X = Array.from({ length: n }, () => Array.from({ length: p }, draw));
  const w = Array.from({ length: p }, (_, j) => (j < 10 ? draw() : 0));
  return { X, y: X.map((row) => row.reduce((sum, x, j) => sum + x * w[j], 0) + 0.1 * draw()) };
}

describe.each([
  [50, 200],
  [20, 100],
  [30, 300],
])("%i rows, %i columns", (n, p) => {
  const { X, y } = gaussian(n, p);
  test.each([0.01, 0.05, 0.1, 0.5])(
    "ρ = %d: every λ is proven, alone and on a path, and a start that is the answer is one look",
    (l1Ratio) => {
      for (const lambda of [1e-1, 1e-3, 1e-5]) {
        const fit = elasticNet(X, y, { lambda, l1Ratio });
        expect(fit.certificate.converged).toBe(true);
        expect(elasticNet(X, y, { lambda, l1Ratio, warmStart: fit }).certificate.iterations).toBe(0);
      }
      expect(path(X, y, { l1Ratio, count: 20 }).converged.every(Boolean)).toBe(true);
    },
  );

  test("ρ = 0 is ridge, exactly", () => {
    for (const lambda of [1e-1, 1e-4, 1e-7]) {
      expect(elasticNet(X, y, { lambda, l1Ratio: 0 }).coefficients).toEqual(ridge(X, y, { lambda }).coefficients);
    }
  });
});

/** smooth columns, each nearly a combination of its neighbours */
const bases: [string, number, number, (i: number, j: number) => number][] = [
  ["bumps", 50, 50, (i, j) => Math.exp(-((i - j) ** 2) / 32)],
  ["sums of exponentials", 50, 20, (i, j) => Math.exp((-i * (j + 1)) / 50)],
  ["powers", 50, 10, (i, j) => ((i + 1) / 50) ** j],
];

test.each(bases)("λ = 0 with bounds on %s %i×%i: proven, and no worse than the end of a path", (_, n, p, at) => {
  const draw = normal(9);
  const X = Array.from({ length: n }, (_, i) => Array.from({ length: p }, (_, j) => at(i, j)));
  const y = X.map((_, i) => Math.sin(i / 5) + 0.3 * draw());
  for (const bounds of [{ lower: 0 }, { upper: 0 }, { lower: -1, upper: 1 }]) {
    const { certificate } = lasso(X, y, { lambda: 0, ...bounds });
    const down = [...Array.from({ length: 11 }, (_, k) => 10 ** -k), 0];
    const last = path(X, y, { lambdas: down, ...bounds }).fit(11).certificate;
    expect(certificate.converged).toBe(true);
    expect(certificate.objective).toBeLessThanOrEqual(last.objective * (1 + 1e-9));
  }
});
