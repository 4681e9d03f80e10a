// Columns without a penalty that depend on each other, under losses that are not quadratic: proven where numbers of 53 bits can, true always.
import { describe, expect, test } from "vitest";
import { normal, uniform } from "../../reference/problems.js";
import { rule } from "../../reference/refuter.js";
import { type LossName, logistic, path } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";

const losses = ["logistic", "huber", "poisson", "squaredHinge"] as const;

/** 0 and 1, counts, or numbers with outliers, that depend on the first column */
function targets(loss: LossName, X: number[][], seed: number): number[] {
  const [draw, random] = [normal(seed), uniform(seed)];
  const eta = X.map((row) => 0.5 * row[0] + draw());
  if (loss === "poisson") return eta.map((e) => Math.floor(2 * Math.exp(e) + random()));
  if (loss === "huber") return eta.map((e, i) => e + (i % 10 ? 0 : 20));
  return eta.map((e) => Number(e > 0));
}

/** n rows of p columns, each beside one that is `distance` away from it */
function twins(n: number, p: number, distance: number, seed: number): number[][] {
  const draw = normal(seed);
  return Array.from({ length: n }, () => Array.from({ length: p }, draw).flatMap((x) => [x, x + (distance && distance * draw())]));
}

describe.each(losses)("%s", (loss) => {
  test("λ = 0: copies share the coefficient of one, which is shorter than any other way, whatever else the path has", () => {
    for (let seed = 1; seed <= 4; seed++) {
      const X = twins(80, 3, 0, seed);
      const y = targets(loss, X, seed);
      const alone = path(
        X.map((row) => [row[0], row[2], row[4]]),
        y,
        { loss, lambdas: [0], tol: 1e-12 },
      ).fit(0);
      const both = path(X, y, { loss, lambdas: [0.1, 0], tol: 1e-12 }).fit(1);
      expect(both.certificate.converged).toBe(true);
      // a gap of 1e-12 leaves a coefficient 1e-6 of its curvature's root, which is above a tenth here
      both.coefficients.forEach((b, j) => {
        expect(Math.abs(b - alone.coefficients[j >> 1] / 2)).toBeLessThan(1e-5);
      });
      expect(Math.abs(both.intercept - alone.intercept)).toBeLessThan(1e-5);
      expect(Math.abs(both.certificate.objective - alone.certificate.objective)).toBeLessThanOrEqual(
        both.certificate.gap + alone.certificate.gap + 1e-14,
      );
    }
  });

  test.each([1e-6, 1e-9, 1e-13])("twins %d apart: no claim is refuted, and those that rounding allows are proven", (distance) => {
    for (let seed = 1; seed <= 3; seed++) {
      const X = twins(40, 3, distance, seed);
      const y = targets(loss, X, seed);
      const delta = loss === "huber" ? 0.5 : undefined;
      for (const penaltyFactors of [undefined, [0, 0, 0, 1, 0, 0]]) {
        const lambda = penaltyFactors ? 0.01 : 0;
        const { result: fits } = quietly(() => path(X, y, { loss, lambdas: [0.1, lambda], penaltyFactors, ...(delta && { delta }) }));
        const { coefficients, intercept, certificate } = fits.fit(1);
        const isClass = loss === "logistic" || loss === "squaredHinge";
        const asked = {
          ...{ X, y: isClass ? y.map((t) => 2 * t - 1) : y, loss, delta, lambda, l1Ratio: 1, penaltyFactors },
          ...{ fitIntercept: true, standardize: false },
        };
        const { objective, gap } = certificate;
        expect(rule(asked, { coefficients, intercept, objective, gap })?.refuted).toBe(false);
        if (distance > 1e-10) expect(certificate.converged).toBe(true);
      }
    }
  });
});

test("a start in the columns as they are is a start in the basis of what they span", () => {
  const X = twins(80, 3, 0, 9);
  const y = targets("logistic", X, 9);
  const options = { lambda: 0.01, penaltyFactors: [0, 0, 0, 0, 1, 1] };
  const fit = logistic(X, y, options);
  const again = logistic(X, y, { ...options, warmStart: fit });
  expect(again.certificate.iterations).toBeLessThan(fit.certificate.iterations);
  expect(again.certificate.objective).toBeLessThanOrEqual(fit.certificate.objective * (1 + 1e-14));
});
