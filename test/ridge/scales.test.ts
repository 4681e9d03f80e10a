// Sizes whose squares leave the range of numbers, or come near its ends: answers are those of the problem scaled by hand, and no claim is
// refuted; what cannot be answered is refused.
import { describe, expect, it } from "vitest";
import { normal, uniform } from "../../reference/problems.js";
import { rule } from "../../reference/refuter.js";
import { type Fit, type FitOptions, ridge, ridgeCv, ridgePath } from "../../src/index.js";

const random = normal(5);
const rows = (n: number, p: number) => Array.from({ length: n }, () => Array.from({ length: p }, random));

function expectTrue(X: number[][], y: number[], lambda: number, options: Omit<FitOptions, "lambda">, fit: Fit, what = "") {
  const { objective, gap, relativeGap } = fit.certificate;
  for (const value of [objective, gap, relativeGap, fit.intercept, ...fit.coefficients]) expect(Number.isFinite(value), what).toBe(true);
  const ruling = rule({ X, y, loss: "squared", l1Ratio: 0, lambda, ...(options as object) }, { ...fit, objective, gap });
  expect(ruling?.refuted, what).not.toBe(true);
  expect(Math.abs(ruling?.objectiveOff ?? 0), what).toBeLessThanOrEqual(1);
  expect(ruling?.worseThanZero ?? 0, what).toBe(0);
}

const exponents = [-480, -300, -200, 200, 300, 480];
const shapes = [
  [12, 4],
  [5, 9],
] as const;

describe.each(shapes)("ridge of %i × %i", (n, p) => {
  const X = rows(n, p);
  const y = X.map((row) => row[0] - 2 * row[1] + random());
  const plain = ridge(X, y, { lambda: 0.25 });

  it("X·2^a, y·2^b, λ·2^2a: β·2^(b − a)", () => {
    for (const a of exponents)
      for (const b of exponents) {
        // λ is a number too
        if (Math.abs(2 * a) > 1000 || Math.abs(b - a) > 900) continue;
        const big = X.map((row) => row.map((value) => value * 2 ** a));
        const target = y.map((value) => value * 2 ** b);
        const fit = ridge(big, target, { lambda: 0.25 * 2 ** (2 * a) });
        const one = ridgePath(big, target, { lambdas: [0.25 * 2 ** (2 * a)] }).at(0.25 * 2 ** (2 * a));
        expect(fit.certificate.converged).toBe(true);
        for (const each of [fit.coefficients, one.coefficients])
          each.forEach((value, j) => {
            const expected = plain.coefficients[j] * 2 ** (b - a);
            // the same factorisation of numbers rounded elsewhere: some n·p roundings, times a condition number of a few dozen
            expect(Math.abs(value - expected)).toBeLessThanOrEqual(100 * n * p * Number.EPSILON * 2 ** (b - a));
          });
      }
  });

  it("one column 2^±400 of the others, standardised", () => {
    const standard = ridge(X, y, { lambda: 0.25, standardize: true });
    for (const a of [-400, 400]) {
      const odd = X.map((row) => row.map((value, j) => (j === 1 ? value * 2 ** a : value)));
      const { coefficients } = ridge(odd, y, { lambda: 0.25, standardize: true });
      coefficients.forEach((value, j) => {
        const unit = j === 1 ? 2 ** -a : 1;
        expect(Math.abs(value - standard.coefficients[j] * unit)).toBeLessThanOrEqual(100 * n * p * Number.EPSILON * unit);
      });
    }
  });

  it("the λ's of ridgePath and ridgeCv go with the squares of X", () => {
    for (const a of [-300, 300, 480]) {
      const big = X.map((row) => row.map((value) => value * 2 ** a));
      const [small, large] = [X, big].map((table) => ridgePath(table, y).lambdas);
      large.forEach((lambda, k) => {
        expect(Math.abs(lambda / 2 ** a / 2 ** a / small[k] - 1)).toBeLessThanOrEqual(1e-10);
      });
      const [one, other] = [X, big].map((table) => ridgeCv(table, y));
      expect(other.best).toBe(one.best);
      expect(Math.abs(other.errors[other.best] / one.errors[one.best] - 1)).toBeLessThanOrEqual(1e-10);
    }
  });
});

it("a λ whose product with the squared sds is below every number: no memory is written over", () => {
  const X = [
    [5.1e-102, -8.3e-101, -8.3e-101],
    [-1.2e-100, 2.0e-100, 2.0e-100],
  ];
  const y = [-0.98, 0.11];
  for (const lambda of [5e-324, 1e-300, 1e-200, 1e-100, 1, 1e100])
    for (const scale of [1, 1e-44])
      for (const standardize of [true, false]) {
        const table = X.map((row) => row.map((value) => value * scale));
        expectTrue(table, y, lambda, { standardize }, ridge(table, y, { lambda, standardize }));
      }
});

it("a λ whose product with the squared sds is above every number: the coefficients are as small as they are to be", () => {
  const X = rows(8, 3).map((row) => row.map((value) => value * 1e119));
  const y = X.map((row) => row[0] / 1e119 + random());
  for (const lambda of [1e60, 1e100, 1e137, 1e278, 1e300]) {
    const options = { standardize: true, penaltyFactors: [0, 1, 2] };
    expectTrue(X, y, lambda, options, ridge(X, y, { lambda, ...options }));
    expectTrue(X, y, lambda, { standardize: true }, ridgePath(X, y, { lambdas: [lambda], standardize: true }).fit(0));
  }
});

it("300 problems of any sizes: proven truly, or refused with a message", () => {
  const u = uniform(9);
  const pick = <T>(values: readonly T[]) => values[Math.floor(u() * values.length)];
  let answers = 0;
  for (let k = 0; k < 300; k++) {
    const [n, p] = [1 + Math.floor(10 * u()), 1 + Math.floor(8 * u())];
    const [base, spread] = [pick([0, 0, 50, 100, 140, -50, -100, -140]), pick([0, 1, 10, 50])];
    const powers = Array.from({ length: p }, () => 10 ** Math.max(-145, Math.min(145, base + (2 * u() - 1) * spread)));
    const X = rows(n, p).map((row) => row.map((value, j) => powers[j] * value));
    const ofY = 10 ** pick([0, 0, 100, -100, 140, -140]);
    const y = X.map(() => ofY * random());
    const factors = [1, 1, 1e-10, 1e10, 1e-300, 1e300, Number.POSITIVE_INFINITY];
    const options = {
      fitIntercept: u() < 0.6,
      standardize: u() < 0.5,
      ...(u() < 0.3 && { weights: y.map((_, i) => (i === 0 ? 1 : pick([0, 1, 1e-10, u()]))) }),
      ...(u() < 0.3 && { penaltyFactors: powers.map(() => pick(factors)) }),
    };
    const lambda = pick([0, 5e-324, 1e-300, 1e-150, 10 ** (600 * u() - 300), 10 ** (2 * base), 1, 1e137, 1e300]);
    for (const call of [() => ridge(X, y, { lambda, ...options }), () => ridgePath(X, y, { lambdas: [lambda], ...options }).fit(0)]) {
      let fit: Fit;
      try {
        fit = call();
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        expect((error as Error).message).toMatch(/^ridge(Path)?: /);
        continue;
      }
      answers++;
      expectTrue(X, y, lambda, options, fit, `problem ${k}`);
    }
  }
  expect(answers).toBeGreaterThan(500);
});
