// The judge itself: its arithmetic, what it finds, and that it refutes what is false.
import { describe, expect, it } from "vitest";
import { add, type Double2, div, exp, expm1, exponent, ldexp, log1p, mul, of, sqrt, sub, toNumber } from "../../reference/doubleDouble.js";
import { solve, Vector } from "../../reference/doubleVectors.js";
import type { Asked } from "../../reference/judge.js";
import { normal, uniform } from "../../reference/problems.js";
import { rule } from "../../reference/refuter.js";
import elasticNetCase from "../fixtures/certificates/elasticNet.json" with { type: "json" };
import huberCase from "../fixtures/certificates/huber-path.json" with { type: "json" };
import pathCase from "../fixtures/certificates/path.json" with { type: "json" };
import ridgeCase from "../fixtures/certificates/ridge.json" with { type: "json" };
import { type Call, calls } from "../helpers/certified.js";
import { faultsOf } from "../helpers/faults.js";
import type { HardProblem } from "../helpers/hardProblems.js";

/** a + b·2^−110 of a fraction, by whole numbers */
function exactly(a: Double2): bigint {
  const whole = (x: number) => BigInt(ldexp(x, 60)) * 2n ** 200n;
  const part = (x: number) => {
    const k = exponent(x);
    const digits = BigInt(ldexp(x, 52 - k));
    const shift = 260 + k - 52;
    return shift >= 0 ? digits * 2n ** BigInt(shift) : digits / 2n ** BigInt(-shift);
  };
  return Number.isInteger(ldexp(a.hi, 60)) && a.lo === 0 ? whole(a.hi) : part(a.hi) + part(a.lo);
}

describe("numbers of 106 bits", () => {
  const random = uniform(3);
  const pairs = Array.from({ length: 200 }, () => {
    const pair = () => add(of(random() - 0.5), of((random() - 0.5) * 2 ** -54));
    return [pair(), pair()] as const;
  });
  const unit = 2n ** 260n;
  const near = (value: Double2, right: bigint, size: bigint) => {
    const off = exactly(value) - right;
    expect(off < 0n ? -off : off).toBeLessThanOrEqual(size / 2n ** 101n);
  };
  const magnitude = (x: bigint) => (x < 0n ? -x : x);

  it("sums, products, quotients and roots are those of whole numbers to 101 bits", () => {
    for (const [a, b] of pairs) {
      const [x, y] = [exactly(a), exactly(b)];
      near(add(a, b), x + y, magnitude(x) + magnitude(y));
      near(sub(a, b), x - y, magnitude(x) + magnitude(y));
      near(mul(a, b), (x * y) / unit, magnitude((x * y) / unit));
      near(div(a, b), (x * unit) / y, magnitude((x * unit) / y));
      const root = exactly(sqrt(a.hi > 0 ? a : of(2)));
      const square = (root * root) / unit;
      near(a.hi > 0 ? a : of(2), square, 4n * square);
    }
  });

  it("exp, expm1 and log1p", () => {
    // e and log 2 to 32 digits
    expect(toNumber(sub(exp(of(1)), { hi: Math.E, lo: 1.4456468917292502e-16 }))).toBeCloseTo(0, 30);
    expect(toNumber(sub(log1p(of(1)), { hi: Math.LN2, lo: 2.3190468138462996e-17 }))).toBeCloseTo(0, 30);
    for (const [a] of pairs) {
      const product = mul(exp(a), exp(mul(a, of(-1))));
      expect(Math.abs(toNumber(sub(product, of(1))))).toBeLessThan(1e-30);
      const size = { hi: Math.abs(a.hi), lo: a.hi < 0 ? -a.lo : a.lo };
      const back = sub(expm1(log1p(size)), size);
      expect(Math.abs(toNumber(back))).toBeLessThan(1e-30 * size.hi);
    }
    const tiny = of(2 ** -80);
    expect(log1p(tiny).hi).toBe(2 ** -80);
    expect(expm1(tiny).hi).toBe(2 ** -80);
  });

  it("powers of two reach all numbers there are", () => {
    for (const x of [5e-324, 1e-310, 1e-200, 1, 3, 1.7e308]) {
      const k = exponent(x);
      const digits = ldexp(x, -k);
      expect(digits).toBeGreaterThanOrEqual(1);
      expect(digits).toBeLessThan(2);
      expect(ldexp(digits, k)).toBe(x);
    }
  });

  it("systems are solved to their condition, and dependent columns get 0", () => {
    // Hilbert's matrix of 9: condition 5e11; its inverse times the sums of its rows is 1
    const A = Array.from({ length: 9 }, (_, i) => {
      const row = new Vector(9);
      for (let j = 0; j < 9; j++) row.set(j, div(of(1), of(i + j + 1)));
      return row;
    });
    const b = new Vector(9);
    A.forEach((row, i) => {
      for (let j = 0; j < 9; j++) b.set(i, add(b.get(i), row.get(j)));
    });
    for (const value of solve(A, b, 1e-29).hi) expect(Math.abs(value - 1)).toBeLessThan(1e-18 + 2 ** -52);
    const twice = [Vector.from([1, 1]), Vector.from([1, 1])];
    const x = solve(twice, Vector.from([3, 3]), 1e-29);
    expect([x.hi[0], x.hi[1]].sort()).toEqual([0, 3]);
  });
});

/** the answer that each of these claims once had was worse than a known point by more than its gap */
const cases = [elasticNetCase, huberCase, pathCase, ridgeCase] as unknown as readonly (Omit<HardProblem, "loss"> & {
  call: string;
  loss: string;
  objective: { ofTheAnswer: number; betterPoint: number; claimedGap: number };
  options: Partial<HardProblem>;
})[];

describe("claims that were false", () => {
  for (const one of cases) {
    const { call, X, y, lambda, l1Ratio, delta, options } = one;
    const loss = one.loss as HardProblem["loss"];
    const { tol = 1e-7, fitIntercept = true, standardize = false, ...others } = options;
    const problem: HardProblem = { X, y, lambda, l1Ratio, loss, fitIntercept, standardize, tol, ...others };
    if (loss === "huber") problem.delta = delta;

    it(`${call}: from β = 0 the judge gets as low as the point that is known`, () => {
      const zero = { coefficients: X[0].map(() => 0), intercept: 0, objective: 0, gap: 0 };
      const ruling = rule(problem, zero);
      expect(ruling?.best).toBeLessThanOrEqual(one.objective.betterPoint * (1 + 1e-9));
      expect(ruling?.refuted).toBe(true);
    });

    it(`${call}: what is claimed today is true`, () => {
      const name = call.endsWith("path") ? `path:${loss}` : call;
      expect(faultsOf(calls.find((each) => each.name === name) as Call, problem).faults).toEqual([]);
    });
  }
});

describe("what is false is refuted", () => {
  const gaussian = normal(8);
  const X = Array.from({ length: 30 }, () => Array.from({ length: 6 }, gaussian));
  const eta = X.map((row) => row[0] - row[1] + 0.3 * gaussian());
  const targets: Record<Asked["loss"], number[]> = {
    squared: eta,
    huber: eta,
    logistic: eta.map((value) => (value > 0.2 ? 1 : -1)),
    squaredHinge: eta.map((value) => (value > 0.2 ? 1 : -1)),
    gamma: eta.map((value) => Math.exp(Math.min(2, value))),
    poisson: eta.map((value) => Math.floor(Math.exp(Math.min(2, value)) + 0.5)),
  };

  for (const call of calls) {
    it(`${call.name}: the answer moved by a thousandth, with the certificate that it had`, () => {
      const loss = call.loss ?? "squared";
      const common = { fitIntercept: true, standardize: true, tol: 1e-10, lambda: 0.02, l1Ratio: 0.5 };
      const problem: HardProblem = { X, y: targets[loss], loss, ...(loss === "huber" && { delta: 0.5 }), ...common };
      const answers = call.run(problem);
      expect(answers.length).toBeGreaterThan(0);
      for (const { asked, fit, moments, bounded, stochastic } of answers) {
        const { objective, gap } = fit.certificate;
        const claim = { intercept: fit.intercept, objective, gap: bounded || stochastic ? 1e-12 : gap };
        const coefficients = fit.coefficients.map((b) => 1.001 * b);
        const ruling = rule(asked, { ...claim, coefficients }, moments);
        expect(ruling?.refuted).toBe(true);
        if (!bounded && !stochastic) expect(Math.abs(ruling?.objectiveOff ?? 0)).toBeGreaterThan(1);
      }
    });
  }
});
