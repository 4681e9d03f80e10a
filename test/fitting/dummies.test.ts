// One-hot columns of which some levels are rare or have one class only: rows that make up a tiny share of all curvature are all that is left
// to fit at small λ. Right values in closed form.
import { describe, expect, test } from "vitest";
import { uniform } from "../../reference/problems.js";
import { logistic, path } from "../../src/index.js";

test("logistic: a column that is 1 in n₁ rows of one class is fitted to log(n₁/(nλ) − 1)", () => {
  const X = Array.from({ length: 40 }, (_, i) => (i < 10 ? [1, 0] : [0, 1]));
  const y = X.map(([one], i) => (one ? 1 : i % 2));
  for (const lambda of [1e-3, 1e-5, 1e-7, 1e-9]) {
    const { coefficients, certificate } = logistic(X, y, { lambda, fitIntercept: false, tol: 1e-14 });
    expect(certificate.converged).toBe(true);
    // a gap of tol·log 2 leaves b within √(2·gap/ℓ″), and ℓ″ = λ(1 − nλ/n₁) there
    const right = Math.log(10 / (40 * lambda) - 1);
    expect(Math.abs(coefficients[0] - right)).toBeLessThanOrEqual(Math.sqrt((2 * certificate.gap) / (lambda * (1 - 4 * lambda))) + 1e-12);
    expect(certificate.iterations).toBeLessThan(100);
  }
});

test("Poisson: a column that is 1 in n₀ rows of count 0 is fitted to log(nλ/n₀)", () => {
  const X = Array.from({ length: 40 }, (_, i) => (i < 10 ? [1, 0] : [0, 1]));
  const y = X.map(([one], i) => (one ? 0 : 1 + (i % 3)));
  for (const lambda of [1e-3, 1e-5, 1e-7]) {
    const fit = path(X, y, { loss: "poisson", lambdas: [lambda], fitIntercept: false, tol: 1e-13 }).fit(0);
    expect(fit.certificate.converged).toBe(true);
    expect(Math.abs(fit.coefficients[0] - Math.log((40 * lambda) / 10))).toBeLessThanOrEqual(
      Math.sqrt((2 * fit.certificate.gap) / lambda) + 1e-12,
    );
  }
});

describe.each(["logistic", "poisson"] as const)("%s", (loss) => {
  test.each([
    [600, 19, 1e-7],
    [1500, 12, 1e-12],
  ])("%i rows, %i dummies, one of them with one kind of y only, tol %d: every λ is proven", (n, levels, tol) => {
    const random = uniform(5 + levels);
    const rows = Array.from({ length: n }, () => Math.floor(random() * (levels + 1)));
    const X = rows.map((level) => Array.from({ length: levels }, (_, j) => Number(j === level)));
    const y = rows.map((level) => {
      if (level === 3) return loss === "logistic" ? 1 : 0;
      return loss === "logistic" ? Number(random() < 0.2 + (0.6 * level) / levels) : Math.floor(3 * random());
    });
    const fits = path(X, y, { loss, tol });
    expect(fits.converged.every(Boolean)).toBe(true);
    expect(fits.iterations.reduce((a, b) => a + b, 0)).toBeLessThan(20 * fits.lambdas.length);
  });

  test("levels of 1 to 12 rows among 900 beside a number, tol 1e-12: every λ is proven", () => {
    const random = uniform(77);
    const X = Array.from({ length: 900 }, () => [
      ...Array.from({ length: 12 }, (_, j) => Number(random() < (j + 1) / 900)),
      random() - 0.5,
    ]);
    const y = X.map(() => (loss === "logistic" ? Number(random() < 0.4) : Math.floor(2.5 * random())));
    expect(path(X, y, { loss, tol: 1e-12 }).converged.every(Boolean)).toBe(true);
  });
});
