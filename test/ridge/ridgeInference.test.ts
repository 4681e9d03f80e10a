import { describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { memoryUsage, ridge, ridgeInference } from "../../src/index.js";
import { twoSided } from "../../src/ridge/studentT.js";
import diabetes from "../fixtures/diabetes.json" with { type: "json" };
import nist from "../fixtures/nist.json" with { type: "json" };

/** certified standard deviations of the coefficients (NIST StRD, Longley), intercept first */
const LONGLEY = [
  890420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675, 0.22607320006937, 455.478499142212,
];

test("Longley's certified standard deviations to 9 digits at λ = 0", () => {
  const { X, y, residualSd } = nist.cases[0] as unknown as { X: number[][]; y: number[]; residualSd: number };
  const found = ridgeInference(X, y, { lambda: 0 });
  const errors = [found.interceptStandardError, ...found.standardErrors];
  errors.forEach((error, j) => {
    expect(Math.abs(error / LONGLEY[j] - 1)).toBeLessThan(1e-9);
  });
  expect(Math.abs(Math.sqrt(found.residualVariance) / residualSd - 1)).toBeLessThan(1e-12);
  expect(found.residualDegreesOfFreedom).toBeCloseTo(9, 9);
  expect(found.degreesOfFreedom).toBeCloseTo(6, 9);
});

describe("against a second solution by plain loops, diabetes with weights", () => {
  const X = diabetes.X.slice(0, 60).map((row) => row.slice(0, 4));
  const y = diabetes.y.slice(0, 60);
  const n = 60;
  const weights = y.map((_, i) => (i % 3) + 0.5);
  const total = weights.reduce((a, b) => a + b);
  const s = weights.map((w) => (w * n) / total);
  const means = X[0].map((_, j) => X.reduce((sum, row, i) => sum + s[i] * row[j], 0) / n);
  const lambda = 3;
  const found = ridgeInference(X, y, { lambda, weights });

  test("the hat matrix, row by row from refits, gives the same variances", () => {
    // β is linear in y: its derivative by y_i is the fit of the i-th unit vector, and Var(β) = σ² Σ (∂β/∂yᵢ)²/sᵢ
    const derivatives = y.map((_, i) =>
      ridge(
        X,
        y.map((_v, k) => Number(k === i)),
        { lambda, weights },
      ),
    );
    const variance = (of: (fit: (typeof derivatives)[number]) => number) =>
      derivatives.reduce((sum, fit, i) => sum + of(fit) ** 2 / s[i], 0);
    const sigma2 = found.residualVariance;
    found.standardErrors.forEach((error, j) => {
      expect(error).toBeCloseTo(Math.sqrt(sigma2 * variance((fit) => fit.coefficients[j])), 9);
    });
    expect(found.interceptStandardError / Math.sqrt(sigma2 * variance((fit) => fit.intercept))).toBeCloseTo(1, 9);
    const row = [50, 1.5, 30, 90];
    const [error] = found.predict([row]).standardErrors;
    expect(error / Math.sqrt(sigma2 * variance((fit) => fit.predict([row])[0]))).toBeCloseTo(1, 9);
    // the trace of the hat matrix, less the intercept's 1
    expect(derivatives.reduce((sum, fit, i) => sum + fit.predict([X[i]])[0], 0) - 1).toBeCloseTo(found.degreesOfFreedom, 9);
  });

  test("σ̂² is the weighted residual sum over n − 1 − df", () => {
    const predicted = found.fit.predict(X);
    const rss = y.reduce((sum, value, i) => sum + s[i] * (value - predicted[i]) ** 2, 0);
    expect(found.residualVariance / (rss / (n - 1 - found.degreesOfFreedom))).toBeCloseTo(1, 12);
    expect(found.predict([means]).standardErrors[0]).toBeCloseTo(Math.sqrt(found.residualVariance / n), 12);
  });

  test("weights count by their ratios, also where their sum is no number any more", () => {
    const large = ridgeInference(X, y, { lambda, weights: weights.map((w) => w * 2 ** 1020) });
    expect(large.residualVariance / found.residualVariance).toBeCloseTo(1, 12);
    large.standardErrors.forEach((error, j) => {
      expect(error / found.standardErrors[j]).toBeCloseTo(1, 12);
    });
  });

  test("bands are symmetric, wider for a higher level, and carry names", () => {
    const { estimate, standardErrors, lower, upper } = found.coefficients({ level: 0.9 });
    expect(estimate).toEqual(found.fit.coefficients);
    const t = twoSided(0.9, found.residualDegreesOfFreedom);
    estimate.forEach((b, j) => {
      expect(upper[j] - b).toBeCloseTo(t * standardErrors[j], 9);
      expect(b - lower[j]).toBeCloseTo(t * standardErrors[j], 9);
    });
    expect(found.coefficients().upper[0]).toBeGreaterThan(upper[0]);
    const named = ridgeInference({ a: X.map((r) => r[0]), b: X.map((r) => r[2]) }, y, { lambda });
    expect(named.predict({ b: [30], a: [50] }).standardErrors).toEqual(named.predict([[50, 30]]).standardErrors);
  });

  test("what cannot be answered is refused, and nothing stays in memory", () => {
    const { used } = memoryUsage();
    expect(() => ridgeInference(X, y, { lambda, lower: 0 })).toThrow("ridgeInference: lower or upper is given, expected none");
    expect(() => ridgeInference(X.slice(0, 4), y.slice(0, 4), { lambda: 0 })).toThrow(RangeError);
    expect(() => ridgeInference(X.slice(0, 5), y.slice(0, 5), { lambda: 0 })).toThrow("ridgeInference: 5 rows leave no degrees of freedom");
    expect(() =>
      ridgeInference(
        X.map((row) => [...row, row[0]]),
        y,
        { lambda: 0 },
      ),
    ).toThrow("ridgeInference: the columns depend on each other too nearly");
    expect(() => found.coefficients({ level: 1 })).toThrow(
      new RangeError("RidgeInference.coefficients: level is 1, expected a number between 0 and 1"),
    );
    expect(memoryUsage().used).toBe(used);
  });
});

test("over 400 samples, 95 % bands at λ = 0 hold the truth about 95 % of the time", () => {
  const { columns, truth } = autoregressive({ n: 30, p: 3, density: 1, seed: 12 });
  const X = rowsOf(columns);
  const next = normal(99);
  let held = 0;
  for (let sample = 0; sample < 400; sample++) {
    const y = X.map((row) => row.reduce((sum, x, j) => sum + x * truth[j], 1 + next()));
    const { lower, upper } = ridgeInference(X, y, { lambda: 0 }).coefficients();
    truth.forEach((b, j) => {
      held += Number(b >= lower[j] && b <= upper[j]);
    });
  }
  // 1200 draws of 0.95 have a standard deviation of 0.0063 (more where they hang together); 4 of them
  expect(Math.abs(held / 1200 - 0.95)).toBeLessThan(0.026);
});

test("Student's t agrees with its closed forms and with printed tables", () => {
  for (const level of [0.5, 0.9, 0.95, 0.999]) {
    expect(twoSided(level, 1) / Math.tan((Math.PI * level) / 2)).toBeCloseTo(1, 10);
    expect(twoSided(level, 2) / (level * Math.sqrt(2 / (1 - level ** 2)))).toBeCloseTo(1, 10);
  }
  // Abramowitz, Stegun, table 26.10, and the normal's 1.959964 for many degrees of freedom
  expect(twoSided(0.95, 10)).toBeCloseTo(2.228, 3);
  expect(twoSided(0.99, 30)).toBeCloseTo(2.75, 3);
  expect(twoSided(0.95, 1e7)).toBeCloseTo(1.959964, 5);
});
