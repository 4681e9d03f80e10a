// Weight decay is ridge by steps, and stopping early is nearly ridge.
import { describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { ridge } from "../../src/index.js";
import { earlyStopping, orthonormalize, penalizedDescent, shrinkageFactors, weightDecay } from "../../src/theory/index.js";
import { difference } from "../helpers/judging.js";

const { columns, y, p } = autoregressive({ n: 40, p: 5, density: 1 });
const X = rowsOf(columns);
const d = shrinkageFactors(X, [1]).eigenvalues;
const random = normal(2);

/** ∇L by its definition, row by row */
function gradient(w: ArrayLike<number>): number[] {
  const n = X.length;
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / n;
  const r = X.map((row, i) => y[i] - row.reduce((sum, x, j) => sum + x * w[j], 0));
  const rMean = mean(r);
  return columns.map((column) => -mean(Array.from(column, (x, i) => x * (r[i] - rMean))));
}

describe("weight decay", () => {
  test.each([1, 2, 10, 500])("%i steps are as many of gradient descent on the penalised objective, to 1e-12", (steps) => {
    const start = Array.from({ length: p }, random);
    for (const lambda of [0, 0.3, 2]) {
      const options = { lambda, steps, learningRate: 1 / (d[0] + lambda), start };
      const decay = weightDecay(X, y, options);
      const descent = penalizedDescent(X, y, options);
      expect(difference(decay.coefficients, descent.coefficients)).toBeLessThan(1e-12);
      expect(Math.abs(decay.intercept - descent.intercept)).toBeLessThan(1e-12);
    }
  });

  test("a step is (1 − ελ)w − ε∇L(w), the gradient taken row by row", () => {
    const start = Array.from({ length: p }, random);
    const [lambda, learningRate] = [0.7, 0.1];
    const g = gradient(start);
    const expected = start.map((w, j) => (1 - learningRate * lambda) * w - learningRate * g[j]);
    expect(difference(weightDecay(X, y, { lambda, steps: 1, learningRate, start }).coefficients, expected)).toBeLessThan(1e-14);
    const penalised = start.map((w, j) => w - learningRate * (g[j] + lambda * w));
    expect(difference(penalizedDescent(X, y, { lambda, steps: 1, learningRate, start }).coefficients, penalised)).toBeLessThan(1e-14);
    expect(start.every((w, j) => w !== expected[j])).toBe(true);
  });

  test("both tend to ridge's answer, with an intercept and without", () => {
    for (const fitIntercept of [true, false]) {
      const most = shrinkageFactors(X, [1], { fitIntercept }).eigenvalues[0];
      for (const lambda of [0.05, 0.5]) {
        const fit = ridge(X, y, { lambda, fitIntercept });
        // (1 − ε(dmin + λ))^steps < e^(−ελ·steps) = e^(−40) of the way is left
        const learningRate = 1 / (most + lambda);
        const steps = Math.ceil(40 / (learningRate * lambda));
        for (const descend of [weightDecay, penalizedDescent]) {
          const { coefficients, intercept } = descend(X, y, { lambda, steps, learningRate, fitIntercept });
          expect(difference(coefficients, fit.coefficients)).toBeLessThan(1e-12);
          expect(Math.abs(intercept - fit.intercept)).toBeLessThan(1e-12);
        }
      }
    }
  });

  test("steps below 2/(d + λ) come nearer to it, steps above run away", () => {
    const lambda = 0.3;
    const distance = (factor: number) => {
      const { coefficients } = weightDecay(X, y, { lambda, steps: 2000, learningRate: (factor * 2) / (d[0] + lambda) });
      return difference(coefficients, ridge(X, y, { lambda }).coefficients);
    };
    expect(distance(0.99)).toBeLessThan(1e-10);
    expect(distance(1.01)).toBeGreaterThan(1e3);
  });

  test("without data to pull, the weights fall by 1 − ελ a step", () => {
    const flat = X.map(() => [1, 1]);
    const { coefficients } = weightDecay(flat, y, { lambda: 0.5, steps: 10, learningRate: 0.1, start: [4, -2] });
    expect(difference(coefficients, [4 * 0.95 ** 10, -2 * 0.95 ** 10])).toBeLessThan(1e-14);
  });
});

describe("early stopping", () => {
  test("the closed form is where τ steps of plain descent end", () => {
    for (const fitIntercept of [true, false]) {
      for (const steps of [1, 7, 200]) {
        const stopped = earlyStopping(X, y, { steps, learningRate: 0.2, fitIntercept });
        const walked = weightDecay(X, y, { lambda: 0, steps, learningRate: 0.2, fitIntercept });
        expect(difference(stopped.coefficients, walked.coefficients)).toBeLessThan(1e-12);
        expect(Math.abs(stopped.intercept - walked.intercept)).toBeLessThan(1e-12);
      }
    }
  });

  test("the λ of each direction gives ridge's factor there: d/(d + λᵢ) = 1 − (1 − εd)^τ", () => {
    const { eigenvalues, factors, lambdas } = earlyStopping(X, y, { steps: 9, learningRate: 0.1 });
    eigenvalues.forEach((d, i) => {
      expect(factors[i]).toBeCloseTo(1 - (1 - 0.1 * d) ** 9, 14);
      expect(d / (d + lambdas[i])).toBeCloseTo(factors[i], 14);
    });
  });

  test("where all directions are alike it is ridge, exactly, at that λ", () => {
    const Z = orthonormalize(X);
    const { coefficients, lambdas, factors } = earlyStopping(Z, y, { steps: 12, learningRate: 0.1 });
    expect(lambdas[0]).toBeCloseTo(0.9 ** 12 / (1 - 0.9 ** 12), 12);
    expect(factors[0]).toBeCloseTo(1 - 0.9 ** 12, 14);
    expect(difference(coefficients, ridge(Z, y, { lambda: lambdas[0] }).coefficients)).toBeLessThan(1e-12);
  });

  test("λ = 1/(τε) is the limit for small ετd: the error falls with it", () => {
    const off = [1e-2, 1e-4, 1e-6].map((small) => {
      const { lambda, lambdas } = earlyStopping(X, y, { steps: 50, learningRate: small / (50 * d[0]) });
      return Math.abs(lambdas[0] / lambda - 1);
    });
    // λᵢ = d(1 − x)/x with x = 1 − (1 − εd)^τ ≈ τεd: λᵢτε = 1 − τεd/2 + …
    [1e-2, 1e-4, 1e-6].forEach((small, k) => {
      expect(off[k] / small).toBeGreaterThan(0.4);
      expect(off[k] / small).toBeLessThan(0.6);
    });
    const all = earlyStopping(X, y, { steps: 20, learningRate: 1e-5 });
    expect(difference(all.coefficients, ridge(X, y, { lambda: all.lambda }).coefficients)).toBeLessThan(1e-3);
  });

  test("at ε = 1/d the largest direction has arrived after one step, and more is refused", () => {
    const { factors, lambdas } = earlyStopping(X, y, { steps: 1, learningRate: 1 / d[0] });
    expect(factors[0]).toBeCloseTo(1, 14);
    expect(lambdas[0]).toBeLessThan(1e-14);
    expect(() => earlyStopping(X, y, { steps: 1, learningRate: 1.01 / d[0] })).toThrow(
      `RangeError: earlyStopping: learningRate is ${1.01 / d[0]}`.slice(12),
    );
  });
});
