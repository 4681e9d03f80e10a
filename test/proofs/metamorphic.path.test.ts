// λmax by its meaning, and the path against single fits.
import { describe, expect, test } from "vitest";
import { judge } from "../../reference/objective.js";
import { rowsOf, uniform } from "../../reference/problems.js";
import { type CommonOptions, elasticNet, type Path, path, ridge } from "../../src/index.js";
import { problemOf, quietly, verdictOn } from "../helpers/judging.js";
import { centre, normalEquations, product } from "../helpers/leastSquares.js";
import { expectSame, roomy, type Sample, samples, TOL } from "../helpers/models.js";

const weightsOf = (n: number) => Array.from({ length: n }, (_, i) => 0.5 + ((i * 5) % 7));

/** the smallest λ at which all penalised coefficients are 0: max |x̃ⱼᵀWr|/(ρvⱼdⱼ), r the residual of the unpenalised columns' least squares */
function lambdaMax({ columns, y, n, p }: Sample, l1Ratio: number, options: CommonOptions): number {
  const w = options.weights ?? new Array<number>(n).fill(1);
  const factors = Array.from(options.penaltyFactors ?? new Array<number>(p).fill(1));
  const centred = columns.map((x) => centre(x, w));
  const free = centred.filter((_, j) => factors[j] === 0);
  const b = normalEquations(free, y, w, new Float64Array(free.length));
  const r = centre(y, w).map((value, i) => value - free.reduce((sum, x, k) => sum + b[k] * x[i], 0));
  const each = centred.map((x, j) => {
    const z = product(x, r, w);
    if (factors[j] === 0 || (options.lower === 0 && z < 0)) return 0;
    return Math.abs(z) / (l1Ratio * factors[j] * (options.standardize ? Math.sqrt(product(x, x, w)) : 1));
  });
  return Math.max(...each);
}

describe.each(samples.map((one) => [one.name, one] as const))("λmax on %s", (_, one) => {
  const { X, y, n, p } = one;
  const graded = Float64Array.from({ length: p }, (_, j) => 0.5 + (j % 3));
  const table: [name: string, options: CommonOptions][] = [
    ["nothing else", {}],
    ["weights", { weights: weightsOf(n) }],
    ["standardize", { standardize: true, weights: weightsOf(n) }],
    ["penalty factors", { penaltyFactors: graded }],
    ["coefficients ≥ 0", { lower: 0 }],
  ];
  // with two rows, one unpenalised column leaves nothing to explain
  if (n > 2 && p > 1) table.push(["an unpenalised column", { penaltyFactors: graded.map((v, j) => (j === 1 ? 0 : v)), standardize: true }]);

  test.each(table)("with %s all penalised coefficients are 0 from λmax up, and just below not", (_, options) => {
    const free = options.penaltyFactors ? Array.from(options.penaltyFactors).filter((v) => v === 0).length : 0;
    for (const l1Ratio of [1, 0.5, 0.1]) {
      const expected = lambdaMax(one, l1Ratio, options);
      if (options.lower === 0 && expected === 0) continue;
      const first = path(X, y, { ...options, l1Ratio, count: 2, minRatio: 0.5 }).lambdas[0];
      // two ways to sum n products
      expect(Math.abs(first / expected - 1)).toBeLessThan(1e-12);
      for (const lambda of [first, expected * (1 + 1e-12), 2 * first]) {
        const fit = elasticNet(X, y, { ...options, lambda, l1Ratio });
        expect(fit.nonzero).toBe(free);
        expect(fit.certificate.converged).toBe(true);
        expect(Math.abs(fit.certificate.objective / verdictOn(one.columns, y, options, fit).nullObjective - 1)).toBeLessThan(1e-12);
      }
      expect(elasticNet(X, y, { ...options, lambda: first * (1 - 1e-3), l1Ratio }).nonzero).toBeGreaterThan(free);
    }
  });
});

/** entry k of the path and a fit of its own are both proven: no further apart than their gaps allow */
function expectSinglesAgree({ X, y, columns }: Sample, options: CommonOptions, answers: Path, every = 1): void {
  for (let k = 0; k < answers.lambdas.length; k += every) {
    const entry = answers.fit(k);
    const { lambda, l1Ratio } = entry;
    const single = elasticNet(X, y, { ...options, lambda, l1Ratio });
    const verdict = verdictOn(columns, y, options, entry);
    const w = options.weights ?? new Float64Array(y.length).fill(1);
    expect(lambda).toBe(answers.lambdas[k]);
    expect(entry.certificate.converged).toBe(true);
    expect(entry.certificate.relativeGap).toBe(answers.relativeGaps[k]);
    expect(entry.nonzero).toBe(answers.nonzero[k]);
    expect(entry.intercept).toBe(answers.intercepts[k]);
    expect(entry.coefficients).toEqual(answers.coefficients(k));
    // with two rows and a free column even the null objective is nothing but rounding, in which y has the say
    const rounding = Number.EPSILON ** 2 * product(y, y, w);
    expect(Math.abs(entry.certificate.objective - verdict.objective)).toBeLessThan(1e-13 * verdict.nullObjective + rounding);
    const gaps = Math.max(entry.certificate.gap, single.certificate.gap);
    expect(Math.abs(entry.certificate.objective - single.certificate.objective)).toBeLessThanOrEqual(
      gaps + 1e-13 * verdict.nullObjective + rounding,
    );
    // ½‖η − η*‖² ≤ gap, in the weighted mean
    const [a, b] = [entry.predict(X), single.predict(X)];
    const apart = a.map((value, i) => value - b[i]);
    const allowed = Math.sqrt(2 * entry.certificate.gap) + Math.sqrt(2 * single.certificate.gap);
    expect(Math.sqrt(product(apart, apart, w))).toBeLessThanOrEqual(allowed + 1e-13);
  }
}

describe.each(samples.map((one) => [one.name, one] as const))("path on %s", (_, one) => {
  const { X, y, n, p } = one;

  test.each<[string, CommonOptions & { l1Ratio?: number }]>([
    ["nothing else", {}],
    ["weights and standardize", { weights: weightsOf(n), standardize: true }],
    ["an elastic net and a box", { l1Ratio: 0.4, lower: -0.2, upper: 0.5 }],
    ["penalty factors 0, 2 and Infinity", { penaltyFactors: Float64Array.from({ length: p }, (_, j) => [2, 0, Infinity][j % 3]) }],
    ["no intercept", { fitIntercept: false }],
  ])("agrees with single fits: %s", (_, options) => {
    const answers = path(X, y, { ...options, count: 12, minRatio: 0.02 });
    expect(answers.lambdas).toHaveLength(12);
    answers.lambdas.forEach((lambda, k) => {
      expect(lambda / answers.lambdas[0]).toBeCloseTo(0.02 ** (k / 11), 14);
    });
    const { l1Ratio: __, ...common } = options;
    expectSinglesAgree(one, common, answers);
  });

  test("has 100 λ's without being told, down to 1e-2 of λmax where n < p and to 1e-4 otherwise", () => {
    const { lambdas } = quietly(() => path(X, y, { maxIterations: 1 })).result;
    expect(lambdas).toHaveLength(100);
    expect(lambdas[99] / lambdas[0]).toBeCloseTo(n < p ? 1e-2 : 1e-4, 14);
  });

  test("keeps the order of λ's that are unsorted, twice there, or 0", () => {
    const lambdas = [0.1, 0.5, 0, 0.1, 1, 0.02];
    const answers = path(X, y, { lambdas });
    expect(Array.from(answers.lambdas)).toEqual(lambdas);
    expectSinglesAgree(one, {}, answers);
    const [order, sorted] = [[4, 1, 0, 3, 5, 2], path(X, y, { lambdas: [1, 0.5, 0.1, 0.1, 0.02, 0] })];
    order.forEach((k, at) => {
      expect(answers.fit(k)).toEqual(sorted.fit(at));
    });
  });

  test("with l1Ratio 0 goes from large to small λ along ridge", () => {
    const answers = path(X, y, { l1Ratio: 0, count: 8, minRatio: 1e-3, tol: TOL });
    expect(answers.lambdas.every((lambda, k) => Number.isFinite(lambda) && (k === 0 || lambda < answers.lambdas[k - 1]))).toBe(true);
    for (const k of answers.lambdas.keys()) {
      const closed = ridge(X, y, { lambda: answers.lambdas[k] });
      // the gap sees an error δ of a coefficient as λδ²/2: at the smallest λ 1e-14 leaves up to 1e-6 of the largest
      expectSame(answers.fit(k), closed.coefficients, closed.intercept, 1e-5);
    }
  });
});

describe.each(roomy.map((one) => [one.name, one] as const))("path.at on %s", (_, one) => {
  const { X, y, columns, n } = one;
  const next = uniform(21);

  test.each<[string, CommonOptions & { l1Ratio?: number }]>([
    ["lasso", {}],
    ["elastic net with weights and standardize", { l1Ratio: 0.3, weights: weightsOf(n), standardize: true }],
    ["lasso in a box, one column unpenalised", { lower: -0.3, upper: 0.4, penaltyFactors: one.truth.map((_, j) => (j === 0 ? 0 : 1)) }],
  ])("has a gap that covers objective − optimum: %s", (_, options) => {
    const answers = path(X, y, { ...options, count: 6 });
    const [largest, smallest] = [answers.lambdas[0], answers.lambdas[5]];
    const { l1Ratio = 1, ...common } = options;
    let worst = 0;
    for (let k = 0; k < 40; k++) {
      const lambda = largest * (smallest / largest) ** next();
      const between = answers.at(lambda);
      const best = elasticNet(X, y, { ...common, l1Ratio, lambda, tol: 1e-12 });
      const problem = problemOf(columns, y, common, { lambda, l1Ratio });
      const [lower, upper] = [Number(common.lower ?? -Infinity), Number(common.upper ?? Infinity)];
      const inside = between.coefficients.map((b) => Math.min(upper, Math.max(lower, b)));
      const { objective, nullObjective } = judge(problem, { ...between, coefficients: inside });
      const rounding = 1e-13 * nullObjective;
      expect(between.lambda).toBe(lambda);
      expect(between.certificate.gap).toBeGreaterThanOrEqual(objective - judge(problem, best).objective - rounding);
      expect(between.certificate.objective).toBeGreaterThanOrEqual(objective - rounding);
      expect(between.certificate.relativeGap).toBeCloseTo(between.certificate.gap / nullObjective, 12);
      expect(between.certificate.converged).toBe(between.certificate.relativeGap <= 1e-7);
      worst = Math.max(worst, between.certificate.relativeGap);
    }
    // six λ's over decades are coarse, but the bound is no empty one: the whole penalty is at most 1
    expect(worst).toBeLessThan(1);
  });

  test("keeps bounds that bind at both neighbours exactly", () => {
    const answers = path(X, y, { lower: -0.3, upper: 0.1, count: 6, minRatio: 1e-3 });
    for (let k = 0; k < 40; k++) {
      const between = answers.at(answers.lambdas[5] + next() * (answers.lambdas[0] - answers.lambdas[5]));
      expect(Math.max(...between.coefficients)).toBeLessThanOrEqual(0.1);
      expect(Math.min(...between.coefficients)).toBeGreaterThanOrEqual(-0.3);
    }
  });

  test("is the path's own fit at the path's own λ's, and refuses λ's outside", () => {
    const answers = path(rowsOf(columns), y, { lambdas: [0.1, 0.5, 0.2] });
    for (const k of [0, 1, 2]) expect(answers.at(answers.lambdas[k])).toEqual(answers.fit(k));
    for (const lambda of [0.5 + 1e-12, 0.1 - 1e-12, Number.NaN])
      expect(() => answers.at(lambda)).toThrow(new RangeError(`Path.at: lambda is ${lambda}, expected a number from 0.1 to 0.5`));
  });
});
