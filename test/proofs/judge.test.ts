// The judge (reference/objective.ts) is itself judged where the answer is known on paper.
//
// Orthonormal columns (x̃ⱼᵀWx̃ₖ = 1 where j = k, else 0), correlations qⱼ = x̃ⱼᵀWỹ: each coefficient is on its own,
//   βⱼ = clip( S(qⱼ, aⱼ)/(1 + cⱼ) ),  optimum = ½ỹᵀWỹ + Σ [ ½βⱼ² − qⱼβⱼ + aⱼ|βⱼ| + cⱼβⱼ²/2 ]
import { describe, expect, test } from "vitest";
import { type Answer, type JudgedProblem, judge } from "../../reference/objective.js";
import { autoregressive, normal } from "../../reference/problems.js";

/** seven columns of a Hadamard matrix: entries ±1, mean 0, orthogonal */
const bits = (k: number) => [0, 1, 2].filter((b) => k & (1 << b)).length;
const orthonormal = Array.from({ length: 7 }, (_, j) => Array.from({ length: 8 }, (_, i) => (bits(i & (j + 1)) % 2 ? -1 : 1)));
const y = [3.1, -1.2, 0.4, 2.2, -0.7, 5.5, -2.6, 1.9];
const clip = (b: number, lower: number, upper: number) => Math.min(upper, Math.max(lower, b));
const soft = (z: number, t: number) => Math.sign(z) * Math.max(0, Math.abs(z) - t);
const at = (value: number | ArrayLike<number> | undefined, j: number, otherwise: number) =>
  value === undefined ? otherwise : typeof value === "number" ? value : value[j];

/** the solution where columns are orthonormal */
function solve(problem: JudgedProblem): { answer: Answer; optimum: number } {
  const { columns, lambda, l1Ratio, penaltyFactors, lower, upper, fitIntercept = true } = problem;
  const n = problem.y.length;
  const mean = fitIntercept ? Array.from(problem.y).reduce((sum, v) => sum + v, 0) / n : 0;
  const q = columns.map((x) => Array.from(x).reduce((sum, v, i) => sum + v * (problem.y[i] - mean), 0) / n);
  let optimum = Array.from(problem.y).reduce((sum, v) => sum + (0.5 * (v - mean) ** 2) / n, 0);
  const coefficients = q.map((z, j) => {
    const v = penaltyFactors?.[j] ?? 1;
    if (v === Infinity) return 0;
    const [a, c] = [lambda * l1Ratio * v, lambda * (1 - l1Ratio) * v];
    const b = clip(soft(z, a) / (1 + c), at(lower, j, -Infinity), at(upper, j, Infinity));
    optimum += 0.5 * (1 + c) * b * b - z * b + a * Math.abs(b);
    return b;
  });
  return { answer: { coefficients, intercept: mean }, optimum };
}

const variants: [name: string, options: Partial<JudgedProblem>][] = [
  ["nothing else", {}],
  ["no intercept", { fitIntercept: false }],
  ["weights that are all 3", { weights: new Array(8).fill(3) }],
  ["standardize, which changes nothing at sd 1", { standardize: true }],
  ["unpenalised and left-out columns", { penaltyFactors: [0, 1, 0.5, Infinity, 2, 0, 1] }],
  ["coefficients ≥ 0", { lower: 0 }],
  ["a box", { lower: -0.3, upper: [0.4, 0.1, 0, 1, 0.2, 0.5, 9] }],
  ["a box and unpenalised columns", { lower: -0.3, upper: 0.5, penaltyFactors: [0, 0, 0, 0, 1, 1, 1] }],
  ["coefficients ≥ 0 and unpenalised columns", { lower: 0, penaltyFactors: [0, 0, 0, 0, 1, 1, 1] }],
];
const grid = variants.flatMap(([name, options]) =>
  [0, 0.4, 1].flatMap((l1Ratio) => [0, 0.3, 10].map((lambda) => [l1Ratio, lambda, name, options] as const)),
);

describe.each(grid)("orthonormal columns, l1Ratio %f, lambda %f, %s", (l1Ratio, lambda, _, options) => {
  const problem: JudgedProblem = { columns: orthonormal, y, l1Ratio, lambda, ...options };
  const { answer, optimum } = solve(problem);
  const bounds = (j: number) => [at(problem.lower, j, -Infinity), at(problem.upper, j, Infinity)] as const;
  const out = (j: number) => problem.penaltyFactors?.[j] === Infinity;

  test("the known optimum has the known objective, no gap and no KKT residual", () => {
    const verdict = judge(problem, answer);
    expect(verdict.feasible).toBe(true);
    expect(verdict.objective).toBeCloseTo(optimum, 13);
    // a gap that is linear in the rounding of |z| ≤ a: a few ε of the objective
    expect(verdict.relativeGap).toBeLessThan(1e-14);
    expect(verdict.kkt).toBeLessThan(1e-15);
  });

  test("the gap is at least objective − optimum at random points", () => {
    const next = normal(5);
    for (let k = 0; k < 30; k++) {
      const coefficients = orthonormal.map((_, j) => (out(j) ? 0 : clip(answer.coefficients[j] + next() * 10 ** -(k % 5), ...bounds(j))));
      const intercept = problem.fitIntercept === false ? 0 : answer.intercept + next() * 10 ** -(k % 3);
      const { objective, gap } = judge(problem, { coefficients, intercept });
      expect(gap).toBeGreaterThanOrEqual((objective - optimum) * (1 - 1e-12) - 1e-15);
    }
  });

  test("a coefficient that is off by 1e-3 shows in gap and KKT residual", () => {
    for (const j of orthonormal.keys()) {
      for (const step of out(j) ? [] : [1e-3, -1e-3]) {
        const coefficients = Array.from(answer.coefficients);
        coefficients[j] += step;
        const [lower, upper] = bounds(j);
        const verdict = judge(problem, { ...answer, coefficients });
        expect(verdict.feasible).toBe(coefficients[j] >= lower && coefficients[j] <= upper);
        // the objective has curvature ≥ 1 in every coefficient: ½·1e-6 above the optimum, a gradient of 1e-3
        expect(verdict.gap).toBeGreaterThan(0.49e-6);
        expect(verdict.kkt).toBeGreaterThan(1e-4);
      }
    }
  });
});

describe("one column", () => {
  const x = [1, 2, 4, 7, 11];
  const target = [2, 1, 5, 6, 13];
  const weights = [1, 2, 0, 3, 0.5];
  const total = 6.5;
  const mean = (v: number[]) => v.reduce((sum, value, i) => sum + (weights[i] * value) / total, 0);
  const [xm, ym] = [mean(x), mean(target)];
  const h = mean(x.map((value) => (value - xm) ** 2));
  const q = mean(x.map((value, i) => (value - xm) * (target[i] - ym)));

  test.each([
    [1, false],
    [0.5, false],
    [0, false],
    [1, true],
    [0.5, true],
    [0, true],
  ])("with weights, l1Ratio %f, standardize %s: β = S(q, a)/(h + c)", (l1Ratio, standardize) => {
    const lambda = 0.7;
    const d = standardize ? Math.sqrt(h) : 1;
    const b = soft(q, lambda * l1Ratio * d) / (h + lambda * (1 - l1Ratio) * d * d);
    const problem = { columns: [x], y: target, weights, l1Ratio, lambda, standardize };
    const verdict = judge(problem, { coefficients: [b], intercept: ym - xm * b });
    const loss = mean(target.map((value, i) => 0.5 * (value - ym - (x[i] - xm) * b) ** 2));
    const penalty = lambda * (l1Ratio * Math.abs(d * b) + 0.5 * (1 - l1Ratio) * (d * b) ** 2);
    expect(verdict.objective).toBeCloseTo(loss + penalty, 13);
    expect(verdict.nullObjective).toBeCloseTo(mean(target.map((value) => 0.5 * (value - ym) ** 2)), 13);
    expect(verdict.relativeGap).toBeLessThan(1e-14);
    expect(verdict.kkt).toBeLessThan(1e-14);
    expect(judge(problem, { coefficients: [b], intercept: ym - xm * b + 0.01 }).gap).toBeGreaterThan(0.49e-4);
  });

  test("unpenalised, the null model is the least-squares line, or what the bounds leave of it", () => {
    const problem = { columns: [x], y: target, weights, l1Ratio: 1, lambda: 5, penaltyFactors: [0] };
    const b = q / h;
    const line = mean(target.map((value, i) => 0.5 * (value - ym - (x[i] - xm) * b) ** 2));
    const half = mean(target.map((value, i) => 0.5 * (value - ym - (x[i] - xm) * 0.5) ** 2));
    const answer = { coefficients: [0.5], intercept: ym - xm * 0.5 };
    expect(judge(problem, answer).nullObjective).toBeCloseTo(line, 13);
    expect(judge({ ...problem, upper: 0.5 }, answer).nullObjective).toBeCloseTo(half, 13);
    expect(judge({ ...problem, upper: 0.5 }, answer).relativeGap).toBeLessThan(1e-15);
    expect(judge(problem, answer).relativeGap).toBeGreaterThan(0.1);
  });
});

describe("what is not an answer", () => {
  const columns = [
    [1, 2, 3, 5],
    [4, 4, 4, 4],
  ];
  const base: JudgedProblem = { columns, y: [1, 0, 2, 3], l1Ratio: 1, lambda: 0.1 };
  test.each<[why: string, problem: Partial<JudgedProblem>, answer: Answer, feasible: boolean]>([
    ["a constant column beside an intercept", {}, { coefficients: [0, 1e-9], intercept: 0 }, false],
    ["a constant column of the rows with weight", { weights: [0, 0, 0, 1] }, { coefficients: [1e-9, 0], intercept: 0 }, false],
    ["a constant column with standardize", { fitIntercept: false, standardize: true }, { coefficients: [0, 1], intercept: 0 }, false],
    ["a constant column by itself may count", { fitIntercept: false }, { coefficients: [0, 1], intercept: 0 }, true],
    ["a left-out column", { penaltyFactors: [Infinity, 1] }, { coefficients: [1, 0], intercept: 0 }, false],
    ["a coefficient above its bound", { upper: 0.5 }, { coefficients: [0.5 + 1e-15, 0], intercept: 0 }, false],
    ["a coefficient on its bound may be", { upper: 0.5 }, { coefficients: [0.5, 0], intercept: 0 }, true],
    ["an intercept where none was asked for", { fitIntercept: false }, { coefficients: [0, 0], intercept: 1 }, false],
  ])("%s", (_, problem, answer, feasible) => {
    const verdict = judge({ ...base, ...problem }, answer);
    expect(verdict.feasible).toBe(feasible);
    expect(Number.isFinite(verdict.objective)).toBe(feasible);
  });
});

test("on correlated columns a lower objective is never below objective − gap", () => {
  const { columns, y: target, p } = autoregressive({ n: 12, p: 5, seed: 3 });
  const next = normal(9);
  for (const [l1Ratio, lambda, penaltyFactors] of [
    [1, 0.2, undefined],
    [1, 0, undefined],
    [0.5, 0.1, [0, 1, 1, 0, 2]],
    [0, 0.5, [0, 1, 1, 0, 2]],
  ] as const) {
    const problem = { columns, y: target, l1Ratio, lambda, penaltyFactors, weights: target.map((_, i) => i % 3) };
    const verdicts = Array.from({ length: 200 }, () => {
      const coefficients = Array.from({ length: p }, next);
      return judge(problem, { coefficients, intercept: next() });
    });
    const lowest = Math.min(...verdicts.map(({ objective }) => objective));
    const bound = Math.max(...verdicts.map(({ objective, gap }) => objective - gap));
    expect(bound).toBeLessThanOrEqual(lowest);
  }
});
