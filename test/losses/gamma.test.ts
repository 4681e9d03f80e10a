// Gamma regression against answers that are known, and what it says of a y that is none.
import { describe, expect, test } from "vitest";
import { crossValidate, gradientDescent, path } from "../../src/index.js";
import known from "../fixtures/gamma.json" with { type: "json" };

interface Case {
  l1Ratio: number;
  standardize: boolean;
  intercept: boolean;
  lambdaMax?: number;
  nullObjective: number;
  path: { lambda: number; objective: number; nonzero: number; intercept: number; coefs: number[] }[];
}

const file = known as { data: { cpus: { X: number[][]; y: number[] } }; cases: Case[] };
const { X, y } = file.data.cpus;

describe.each(file.cases.map((one) => [`l1Ratio ${one.l1Ratio}`, one] as const))("cpus, %s", (_, one) => {
  test("objectives and coefficients of an independent solver", () => {
    const lambdas = one.path.map(({ lambda }) => lambda);
    const { l1Ratio, standardize, intercept: fitIntercept } = one;
    const fits = path(X, y, { loss: "gamma", lambdas, l1Ratio, standardize, fitIntercept, tol: 1e-14 });
    one.path.forEach((answer, k) => {
      const fit = fits.fit(k);
      expect(Math.abs(fit.certificate.objective - answer.objective)).toBeLessThanOrEqual(1e-12 * Math.abs(answer.objective));
      expect(fit.coefficients.filter((b) => b !== 0).length).toBe(answer.nonzero);
      const size = answer.coefs.reduce((most, b) => Math.max(most, Math.abs(b)), 0);
      // a gap of 1e-14 of the null model moves standardised coefficients by its root, 1e-7, at most
      answer.coefs.forEach((b, j) => {
        expect(Math.abs(fit.coefficients[j] - b)).toBeLessThanOrEqual(1e-7 * size);
      });
      expect(Math.abs(fit.intercept - answer.intercept)).toBeLessThanOrEqual(1e-6 * Math.abs(answer.intercept));
    });
    if (one.lambdaMax !== undefined) {
      const [first] = path(X, y, { loss: "gamma", l1Ratio, standardize, fitIntercept, count: 2 }).lambdas;
      expect(Math.abs(first / one.lambdaMax - 1)).toBeLessThan(1e-12);
    }
  });
});

test("cross-validation measures its deviance, gradient descent arrives at the path's answer", () => {
  const cv = crossValidate(X, y, { loss: "gamma", standardize: true, folds: 5, count: 10, seed: 2 });
  expect(cv.measure).toBe("deviance");
  expect(cv.min.mean).toBeLessThan(cv.curves[0].means[0]);
  const options = { loss: "gamma", standardize: true, tol: 1e-9 } as const;
  const best = path(X, y, { ...options, lambdas: [0.05] }).fit(0).certificate.objective;
  const { certificate } = gradientDescent(X, y, { ...options, lambda: 0.05, method: "fista", maxIterations: 20_000 });
  expect(certificate.converged).toBe(true);
  expect(Math.abs(certificate.objective - best)).toBeLessThanOrEqual(2e-9 * file.cases[0].nullObjective + 1e-12 * Math.abs(best));
});

test("a y that is not above 0 is refused with its row; y all alike is explained by the intercept", () => {
  const wrong = y.map((value, i) => (i === 3 ? 0 : value));
  expect(() => path(X, wrong, { loss: "gamma" })).toThrow('path: y has 0 at row 3, expected a number > 0 for loss "gamma"');
  const same = path(
    X,
    y.map(() => 5),
    { loss: "gamma", count: 3 },
  );
  expect(Array.from(same.nonzero)).toEqual([0, 0, 0]);
  same.intercepts.forEach((intercept) => {
    expect(intercept).toBeCloseTo(Math.log(5), 12);
  });
});
