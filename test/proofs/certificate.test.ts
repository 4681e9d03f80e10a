// The certificate is true, whatever is asked for and however early the solver is stopped:
//   gap ≥ objective − optimum,  relativeGap = gap / null objective,  converged ⇔ relativeGap ≤ tol,  one warning where it is not.
//
// The optimum is not known, an answer close to it is: `best`, at tol 1e-14. objective − best ≤ objective − optimum, so a gap that is
// too small by more than best's own shows. ROUNDING is what two ways of summing n ≤ 30 products may differ by, in units of the null
// model's objective: each residual carries some ε of the largest yᵢ and Xᵢⱼβⱼ, all of one size here.
import { describe, expect, test } from "vitest";
import { judge } from "../../reference/objective.js";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { type CommonOptions, elasticNet, Fit, lasso, ridge } from "../../src/index.js";
import { type Columns, columnsOf, problemOf, quietly, verdictOn } from "../helpers/judging.js";

const ROUNDING = 1e-13;
const TOL = 1e-7;

/** a call, checked against the judge and against `best`; the fit */
function expectTrue(columns: Columns, y: ArrayLike<number>, options: CommonOptions, call: () => Fit, best?: Fit): Fit {
  const { result: fit, warnings } = quietly(call);
  const { objective, gap, relativeGap, iterations, converged } = fit.certificate;
  const verdict = verdictOn(columns, y, options, fit);
  const rounding = ROUNDING * verdict.nullObjective;
  expect(verdict.feasible).toBe(true);
  expect([...fit.coefficients, fit.intercept, objective, gap, relativeGap].every(Number.isFinite)).toBe(true);
  expect(Math.abs(objective - verdict.objective)).toBeLessThanOrEqual(1e-12 * objective + rounding);
  expect(gap).toBeGreaterThanOrEqual(0);
  if (best) expect(gap).toBeGreaterThanOrEqual(verdict.objective - judge(problemOf(columns, y, options, fit), best).objective - rounding);
  expect(Math.abs(gap - relativeGap * verdict.nullObjective)).toBeLessThanOrEqual(1e-9 * gap + Number.MIN_VALUE);
  expect(converged).toBe(relativeGap <= (options.tol ?? TOL));
  expect(warnings).toHaveLength(converged ? 0 : 1);
  if (!converged) expect(warnings[0]).toContain(`not converged after ${iterations} iterations`);
  return fit;
}

const shapes = [
  ["tall", autoregressive({ n: 30, p: 6, density: 0.5, seed: 31 })],
  ["square", autoregressive({ n: 12, p: 12, density: 0.5, seed: 32 })],
  ["wide", autoregressive({ n: 10, p: 25, density: 0.5, seed: 33 })],
] as const;

const seeded = normal(34);
const variants: [name: string, options: (n: number, p: number) => CommonOptions][] = [
  ["nothing else", () => ({})],
  ["no intercept", () => ({ fitIntercept: false })],
  ["standardize", () => ({ standardize: true })],
  ["weights, some 0", (n) => ({ weights: Float64Array.from({ length: n }, (_, i) => (i % 4 === 3 ? 0 : Math.abs(seeded()))) })],
  [
    "penalty factors 0, 1, 2 and Infinity",
    (_, p) => ({ penaltyFactors: Float64Array.from({ length: p }, (_, j) => [1, 0, 2, 1, Infinity][j % 5]) }),
  ],
  ["coefficients ≥ 0", () => ({ lower: 0 })],
  ["a box", (_, p) => ({ lower: Float64Array.from({ length: p }, (_, j) => -0.1 * (j % 3)), upper: 0.25 })],
  [
    "everything",
    (n, p) => ({
      standardize: true,
      weights: Float64Array.from({ length: n }, (_, i) => 1 + (i % 3)),
      penaltyFactors: Float64Array.from({ length: p }, (_, j) => [0, 1, 0.3, Infinity, 2][j % 5]),
      lower: Float64Array.from({ length: p }, (_, j) => (j % 2 ? -Infinity : -0.2)),
      upper: Float64Array.from({ length: p }, (_, j) => (j % 3 ? 0.3 : Infinity)),
    }),
  ],
];

const table = shapes.flatMap(([shape, problem]) =>
  variants.map(([name, make]) => [shape, name, problem, make(problem.n, problem.p)] as const),
);

describe.each(table)("%s, %s", (_shape, _name, { columns, y }, options) => {
  const X = rowsOf(columns);

  test.each([0, 0.3, 1])("at l1Ratio %f the gap covers objective − optimum at every λ, finished or not", (l1Ratio) => {
    for (const lambda of [0, 1e-3, 0.05, 1, 1e3]) {
      const call = (maxIterations: number, tol: number, warmStart?: Fit) =>
        elasticNet(X, y, { ...options, lambda, l1Ratio, maxIterations, tol, warmStart });
      const best = quietly(() => call(20_000, 1e-14)).result;
      for (const maxIterations of [1, 3, 10_000]) expectTrue(columns, y, options, () => call(maxIterations, TOL), best);
      // from far away, every sign wrong
      const opposite = Fit.fromJSON({ ...best.toJSON(), coefficients: Array.from(best.coefficients, (b) => -3 * b) });
      expectTrue(columns, y, options, () => call(1, TOL, opposite), best);
    }
  });

  test("ridge in closed form is certified, and says where columns depend on each other", () => {
    const rows = y.filter((_, i) => options.weights?.[i] !== 0).length;
    const included = columns.filter((_, j) => options.penaltyFactors?.[j] !== Infinity).length;
    const rank = Math.min(included, options.fitIntercept === false ? rows : rows - 1);
    for (const lambda of [0, 1e-3, 1, 1e3]) {
      const { certificate, conditioning } = expectTrue(columns, y, options, () => ridge(X, y, { ...options, lambda }));
      expect(certificate.converged).toBe(true);
      if (options.lower !== undefined) expect(conditioning).toBeUndefined();
      else expect(conditioning).toMatchObject({ rank: lambda > 0 ? included : rank, columns: included });
    }
  });
});

describe("degenerate data: finite numbers, certified or marked", () => {
  const next = normal(41);
  const noise = (n: number, p: number) => Array.from({ length: n }, () => Array.from({ length: p }, next));
  const X = noise(20, 4);
  const y = X.map((row) => row[0] - 2 * row[1] + next());
  const twins = X.map((row) => [...row, row[0] + Math.sqrt(2e-10) * next()]);
  const scaled = X.map((row) => [row[0] * 1e8, row[1], row[2] * 1e-8, row[3]]);
  const cases: [name: string, X: number[][], y: number[]][] = [
    ["a constant y", X, y.map(() => 3)],
    ["a constant y that is no sum of powers of 2", X, y.map(() => 0.1)],
    ["y = 0", X, y.map(() => 0)],
    ["columns that are all constant", X.map(() => [1, 0, 0.1]), y],
    ["one row", [[1, 2, 3]], [5]],
    ["two rows", X.slice(0, 2), y.slice(0, 2)],
    ["one column", X.map(([x]) => [x]), y],
    ["two columns with a correlation of 1 − 1e-10", twins, y],
    ["columns times 1e8 and 1e-8", scaled, y],
    ["a y that the columns fit perfectly", X, X.map((row) => 2 * row[0] - row[3])],
    ["more columns than rows", noise(6, 15), y.slice(0, 6)],
    ["a column given twice", X.map((row) => [...row, row[2]]), y],
    ["a column with a mean of 1e8", X.map((row) => [...row, 1e8 + next()]), y],
    ["y times 1e100", X, y.map((value) => value * 1e100)],
    ["y times 1e-100", X, y.map((value) => value * 1e-100)],
  ];

  test.each(cases)("%s", (_, data, target) => {
    const columns = columnsOf(data);
    const scale = Math.max(...target.map(Math.abs)) || 1;
    for (const options of [{}, { standardize: true }, { fitIntercept: false }, { lower: 0 }] as CommonOptions[]) {
      for (const lambda of [0, 1e-6 * scale, 0.1 * scale]) {
        for (const solver of [lasso as typeof ridge, ridge]) {
          const call = () => solver(data, target, { ...options, lambda });
          expectTrue(columns, target, options, call);
        }
      }
    }
  });
});

test.each([1e3, 1e9, 1e15])("a box of ±%f, which does not bind, is no obstacle to the proof", (size) => {
  const { columns, y } = autoregressive({ n: 60, p: 8, density: 0.5, seed: 1 });
  const options = { lower: -size, upper: size };
  const fit = expectTrue(columns, y, options, () => lasso(rowsOf(columns), y, { ...options, lambda: 0.15 }));
  expect(verdictOn(columns, y, options, fit).relativeGap).toBeLessThan(2 * TOL);
  expect(fit.certificate.converged).toBe(true);
});

test("the null model is the same however early the solver is stopped", () => {
  const { columns, y } = autoregressive({ n: 10, p: 6, density: 1, seed: 33 });
  // unpenalised columns with bounds, for which the null model is itself found by descent
  const options = { penaltyFactors: [0, 0, 0, 0, 1, 1], lower: -0.2, upper: 0.3 };
  for (const tol of [TOL, 0.5]) {
    for (const maxIterations of [1, 10_000]) {
      const call = () => lasso(rowsOf(columns), y, { ...options, lambda: 0.05, maxIterations, tol });
      expectTrue(columns, y, { ...options, tol }, call);
    }
  }
});

test("relativeGap is not understated where the null model itself is hard to find", () => {
  // bounds, no intercept, means of 100 and an sd of 1: descent crawls. The judge's null model is feasible, so the true one is no larger.
  const next = normal(283);
  const columns = Array.from({ length: 4 }, () => {
    const mean = 100 * next();
    return Float64Array.from({ length: 8 }, () => mean + next());
  });
  const y = Float64Array.from({ length: 8 }, next);
  const options = { fitIntercept: false, penaltyFactors: [0, 0, 0, 1], upper: 0.1 };
  const fit = quietly(() => lasso(rowsOf(columns), y, { ...options, lambda: 0.01 })).result;
  const { gap, relativeGap } = fit.certificate;
  expect(relativeGap).toBeGreaterThanOrEqual((gap / verdictOn(columns, y, options, fit).nullObjective) * (1 - 1e-9));
});

test.each([
  ["tall", 20, 4, 2],
  ["square", 5, 8, 4],
  ["two rows", 2, 5, 1],
] as const)("unpenalised columns that fit y to rounding are a fit and no failure: %s", (_, n, p, free) => {
  const next = normal(43);
  const X = Array.from({ length: n }, () => Array.from({ length: p }, next));
  // n − 1 columns and an intercept fit anything
  const y = free === n - 1 ? Array.from({ length: n }, next) : X.map((row) => 2 * row[0] - row[1]);
  const penaltyFactors = X[0].map((_, j) => (j < free ? 0 : 1));
  for (const solver of [lasso as typeof ridge, ridge]) {
    const { result: fit, warnings } = quietly(() => solver(X, y, { lambda: 0.1, penaltyFactors }));
    expect(fit.certificate.objective).toBeLessThan(1e-28);
    expect(fit.certificate.gap).toBeLessThan(1e-28);
    expect(fit.certificate.converged).toBe(true);
    expect(warnings).toEqual([]);
  }
});
