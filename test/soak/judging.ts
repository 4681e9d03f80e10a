// What every proven answer is held against: the judge's objective, and a second answer at a tighter tolerance.
import { type JudgedProblem, judge } from "../../reference/objective.js";
import type { Certificate, CommonOptions, LossName } from "../../src/index.js";
import type { Data } from "./problems.js";
import { assert } from "./world.js";

/** What the judge needs to know of a fit beside the data. */
export interface Question {
  lambda: number;
  l1Ratio: number;
  options: CommonOptions;
  loss?: LossName;
  delta?: number;
}

export interface Answered {
  coefficients: ArrayLike<number>;
  intercept: number;
  certificate: Certificate;
}

/** ℓ(y, η) of the losses, as plainly as they are written; y is ±1 for classes */
const LOSSES: Record<LossName, (y: number, eta: number, delta: number) => number> = {
  squared: (y, eta) => 0.5 * (y - eta) ** 2,
  logistic: (t, eta) => (t * eta < -700 ? -t * eta : Math.log1p(Math.exp(-t * eta))),
  huber: (y, eta, delta) => (Math.abs(y - eta) <= delta ? 0.5 * (y - eta) ** 2 : delta * Math.abs(y - eta) - 0.5 * delta ** 2),
  poisson: (y, eta) => Math.exp(eta) - y * eta,
  gamma: (y, eta) => y * Math.exp(-eta) + eta,
  squaredHinge: (t, eta) => 0.5 * Math.max(0, 1 - t * eta) ** 2,
};

interface Judgement {
  objective: number;
  rounding: number;
  ofMoments: number;
  /** of squared error: the mean square of what η is off by */
  blur: number;
}

/** the objective of an answer, Infinity where it is not feasible, and how far rounding lets two ways of computing it differ */
export function objectiveOf(data: Data, question: Question, answer: Answered): Judgement {
  const { lambda, l1Ratio, options, loss = "squared", delta = 1 } = question;
  const { columns, y } = data;
  const problem: JudgedProblem = { columns, y, lambda, l1Ratio, ...picked(options) };
  const n = y.length;
  const total = options.weights ? Array.from(options.weights).reduce((a, b) => a + b) : n;
  const share = (i: number) => (options.weights ? options.weights[i] : 1) / total;
  const means = columns.map((column) => column.reduce((sum, x, i) => sum + share(i) * x, 0));
  const b = answer.coefficients;
  // every term of η as a size: η is right to some ε of their sum, in whatever order it is formed
  const size = (i: number) =>
    Math.abs(answer.intercept) + columns.reduce((sum, column, j) => sum + (Math.abs(column[i]) + Math.abs(means[j])) * Math.abs(b[j]), 0);
  const off = 16 * (columns.length + n) * Number.EPSILON;
  const verdict = judge(problem, answer);
  if (loss === "squared") {
    const { objective } = verdict;
    // ½Σw(r + δ)² − ½Σwr² ≤ √(2P)·‖δ‖ + ½‖δ‖²
    let squares = 0;
    for (let i = 0; i < n; i++) squares += share(i) * (off * (size(i) + Math.abs(y[i]))) ** 2;
    // virtual rows are a factor of the moments, |δ(LLᵀ)| ≤ γ|L||L|ᵀ entry by entry: p times their rounding (Higham, theorem 10.3)
    const ofMoments = (columns.length * squares) / off;
    return { objective, rounding: Math.sqrt(2 * objective * squares) + squares + off * objective, ofMoments, blur: squares };
  }
  let objective = 0;
  let rounding = 0;
  for (let i = 0; i < n; i++) {
    if (share(i) === 0) continue;
    const eta = columns.reduce((sum, column, j) => sum + column[i] * b[j], answer.intercept);
    const [middle, above, below] = [0, 1, -1].map((side) => LOSSES[loss](y[i], eta + side * off * size(i), delta));
    // a loss that is 0 on one side of η need not be on the other
    const moved = Math.abs(above - middle) > Math.abs(below - middle) ? above : below;
    objective += share(i) * middle;
    rounding += share(i) * (Math.abs(moved - middle) + off * (Math.abs(middle) + (loss === "poisson" ? Math.abs(y[i] * eta) : 0)));
  }
  if (!verdict.feasible) return { objective: Infinity, rounding: 0, ofMoments: 0, blur: 0 };
  // the penalty is the judge's too: its objective less its loss, from a problem whose y is 0 and whose columns are not
  const penalty = penaltyOf(problem, answer);
  return { objective: objective + penalty, rounding: rounding + off * penalty, ofMoments: 0, blur: 0 };
}

/** Σ Ωⱼ(βⱼ), from the definition in the README */
function penaltyOf({ columns, lambda, l1Ratio, penaltyFactors, standardize, weights }: JudgedProblem, { coefficients }: Answered): number {
  const total = weights ? Array.from(weights).reduce((a, b) => a + b) : columns[0].length;
  return columns.reduce((sum, column, j) => {
    if (coefficients[j] === 0) return sum;
    const share = (i: number) => (weights ? weights[i] : 1) / total;
    const x = Array.from(column);
    const mean = x.reduce((s, value, i) => s + share(i) * value, 0);
    const sd = standardize ? Math.sqrt(x.reduce((s, value, i) => s + share(i) * (value - mean) ** 2, 0)) : 1;
    const b = sd * Math.abs(coefficients[j]);
    return sum + lambda * (penaltyFactors?.[j] ?? 1) * (l1Ratio * b + 0.5 * (1 - l1Ratio) * b * b);
  }, 0);
}

function picked({ fitIntercept, weights, penaltyFactors, standardize, lower, upper }: CommonOptions) {
  return { fitIntercept, weights, penaltyFactors, standardize, lower, upper };
}

/**
 * The certificate is true: its objective is that of the answer, its gap reaches down to the best answer that is known, and what else it says
 * follows from these. `best`: the same fit at a tighter tolerance, or none where the gap is not a gap.
 */
export function checkCertificate(data: Data, question: Question, answer: Answered, best?: () => Answered): void {
  const { objective, gap, relativeGap, converged } = answer.certificate;
  const { tol = 1e-7 } = question.options;
  const own = objectiveOf(data, question, answer);
  // what second moments are off by, of condensed rows and of an accumulator's, is in the gap too
  const allowed = own.rounding + Math.min(own.ofMoments, gap);
  assert(Number.isFinite(own.objective), `the judge finds the answer infeasible`);
  assert(Math.abs(objective - own.objective) <= allowed, `objective ${objective}, but ${own.objective} by the judge`, allowed);
  assert(gap >= 0 && relativeGap >= 0, `gap ${gap}, relative gap ${relativeGap}`);
  assert(converged === relativeGap <= tol, `converged ${converged} at relative gap ${relativeGap} and tol ${tol}`);
  if (!best) return;
  const other = objectiveOf(data, question, best());
  const below = own.objective - other.objective;
  // a dual point bounds the other answer by θᵀXβ: its rounding is that of the other η, weighed by the residual, |θᵀδη| ≤ ‖θ‖‖δη‖
  const rounding = own.rounding + other.rounding + Math.sqrt(2 * own.objective * other.blur);
  assert(below <= gap + rounding, `an answer lies ${below} below, the gap claims ${gap}`, rounding);
}
