// An objective and a duality gap that were computed on virtual rows, made those of the rows that they stand for.
//
// P is the objective of the rows, P̂ that of the virtual rows, with the same penalty; β̂ is the answer, β* the optimum of the rows,
// d = β* − β̂, ĝ ≥ P̂(β̂) − min P̂ the gap computed, g = P(β̂) − P(β*) the one wanted. q = P − P̂ is quadratic, q(β) = ½δγ − δcᵀβ + ½βᵀδGβ, so
//     g ≤ ĝ + q(β̂) − q(β*) = ĝ − (δGβ̂ − δc)ᵀd − ½dᵀδGd.
// Lengths are ‖b‖² = Σ hⱼbⱼ². δ has two parts. Rounding: of size ν relative to lengths (`noise`), in any direction. What the virtual rows
// leave out: known by column, δcⱼ itself, |δcⱼ| = aⱼ, and δG positive semidefinite with √δGⱼⱼ = lⱼ, so that −½dᵀδGd ≤ 0 there. With t ≥ ‖d‖,
//     g ≤ ĝ + (ν(‖y‖ + ‖β̂‖) + u)t + ½νt²,     u² = Σ (aⱼ + lⱼ Σ lₖ|β̂ₖ|)²/hⱼ.
// How far away the optimum may be, t ≤ t₀ + t₁√g, is known in three ways; each gives an inequality in √g:
//     curvature   ½dᵀ(G + C)d ≤ g, as β* is a minimum of what has the curvature G + C ⪰ μ diag(h):  t₀ = 0, t₁ = √(2/μ)
//     penalty     Ω(β*) ≤ Ω(β̂) + loss(β̂) − loss(β*) ≤ Ω(β̂) + 2√(loss(β̂)g), as ½‖X̃d‖² ≤ g:        ‖β*‖ ≤ S·Ω(β*), S = max √hⱼ/(λρvⱼdⱼ)
//     bounds      t₀² = Σ hⱼ max(uⱼ − β̂ⱼ, β̂ⱼ − lⱼ)²
// And no objective is below 0: g ≤ P(β̂), which is P̂(β̂) + ½δγ − δcᵀβ̂ but for ½(Σ lⱼ|β̂ⱼ|)² and rounding.

import { square } from "../elementary.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import { scope } from "../kernels/scope.js";
import type { Problem } from "../problem/problem.js";
import { penaltyOverLambda, type Solution, spread } from "../problem/solution.js";

/** the penalty that a gap is of */
export interface At {
  lambda: number;
  l1Ratio: number;
}

/** an objective and how far below it the optimum may be */
interface Claim {
  objective: number;
  gap: number;
}

/** what is claimed of `solution` as it holds for the rows; `enough`: a gap below which the curvature of the moments, O(p³), is not asked for */
export function forRows(problem: Problem, claim: Claim, solution: Solution, at: At, enough: number, target = 0): Claim {
  const { moments, yHalfSquares, h } = problem;
  if (!moments) return claim;
  const { gap } = claim;
  const { noise, offset, leftOut } = moments;
  const { places, values } = solution;
  let [squares, covariances, left] = [0, 0, 0];
  for (let k = 0; k < places.length; k++) {
    const j = places[k];
    squares += h[j] * values[k] * values[k];
    covariances += (leftOut?.covariances[j] ?? 0) * values[k];
    left += (leftOut?.lengths[j] ?? 0) * Math.abs(values[k]);
  }
  const length = Math.sqrt(squares);
  const size = Math.sqrt(2 * yHalfSquares[target]) + length;
  const penalty = at.lambda * penaltyOverLambda(problem, solution, at.l1Ratio);
  // sds that the penalty is scaled by are of moments too, unless there were rows to take them from
  const ofScales = problem.settings.standardize && !problem.whole ? noise * penalty : 0;
  const objective = Math.max(0, claim.objective + offset - covariances);
  // how far the objective is still off
  const off = 0.5 * noise * size * size + 0.5 * left * left + ofScales;
  let slope = 0;
  if (leftOut)
    for (const j of problem.included) slope += square((Math.abs(leftOut.covariances[j]) + leftOut.lengths[j] * left) / Math.sqrt(h[j]));
  const linear = noise * size + Math.sqrt(slope);
  const bounded = (t0: number, t1: number) => {
    const a = gap + linear * t0 + 0.5 * noise * t0 * t0;
    const b = linear * t1 + noise * t0 * t1;
    const c = 1 - 0.5 * noise * t1 * t1;
    if (!(c > 0)) return Infinity;
    const root = (b + Math.sqrt(b * b + 4 * c * a)) / (2 * c);
    return root * root;
  };
  const loss = Math.max(0, objective - penalty) + off;
  let least = objective + off;
  for (const [t0, t1] of farAway(problem, solution, at, length, penalty, loss)) least = Math.min(least, bounded(t0, t1));
  if (!(least + off <= enough)) {
    const curvature = curvatureOf(problem, at) + Math.max(0, smallestEigenvalue(problem) - noise);
    if (curvature > 0) least = Math.min(least, bounded(0, Math.sqrt(2 / curvature)));
  }
  // numbers that leave their range prove nothing
  return { objective, gap: least + off <= Infinity ? least + off : Infinity };
}

/** [t₀, t₁] of the ways that cost O(p) */
function farAway(problem: Problem, solution: Solution, at: At, length: number, penalty: number, loss: number): [number, number][] {
  const { included, h, scales, settings, p } = problem;
  const { penaltyFactors: v, lower, upper } = settings;
  const found: [number, number][] = [];
  const curvature = curvatureOf(problem, at);
  if (curvature > 0) found.push([0, Math.sqrt(2 / curvature)]);
  let steepest = 0;
  for (const j of included) steepest = Math.max(steepest, Math.sqrt(h[j]) / (v[j] * scales[j]));
  steepest /= at.lambda * at.l1Ratio;
  if (steepest < Infinity) found.push([length + steepest * penalty, 2 * steepest * Math.sqrt(loss)]);
  if (!settings.bounded) return found;
  const beta = spread(solution, p);
  let radius = 0;
  for (const j of included) radius += h[j] * square(Math.max(upper[j] - beta[j], beta[j] - lower[j]));
  if (radius < Infinity) found.push([Math.sqrt(radius), 0]);
  return found;
}

/** min λ(1−ρ)vⱼdⱼ²/hⱼ: the penalty's curvature beside the columns' */
function curvatureOf({ included, h, scales, settings }: Problem, { lambda, l1Ratio }: At): number {
  const l2 = lambda * (1 - l1Ratio);
  if (l2 === 0) return 0;
  let least = Infinity;
  for (const j of included) least = Math.min(least, l2 * settings.penaltyFactors[j] * square(scales[j] / Math.sqrt(h[j])));
  return least;
}

/** what the smallest eigenvalue is tried to be above, in order */
const LEVELS = [0.3, 0.1, 0.03, 1e-2, 3e-3, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10, 1e-12];

/**
 * The largest of LEVELS that the smallest eigenvalue of the moments of the columns in use, on a unit diagonal, is above; 0 if none. A matrix
 * less μI of which Cholesky succeeds has no eigenvalue below μ, but for (m + 2)ε (Higham, Accuracy and Stability, theorem 10.7).
 */
function smallestEigenvalue(problem: Problem): number {
  const { moments, products, h, included, p } = problem;
  if (!moments || !products) return 0;
  moments.smallest ??= scope((memory) => {
    const m = included.length;
    const all = view(products, ((p + 1) * (p + 2)) / 2);
    const unit = new Float64Array(((m + 1) * (m + 2)) / 2);
    for (let i = 0, k = 0; i < m; i++)
      for (let j = 0; j <= i; j++, k++) {
        const row = Math.max(included[i], included[j]);
        const column = Math.min(included[i], included[j]);
        unit[k] = all[(row * (row + 1)) / 2 + column] / (Math.sqrt(h[row]) * Math.sqrt(h[column]));
      }
    const at = memory.f64(unit.length);
    const [R, left] = [memory.f64(square(m + 1)), memory.f64(m + 1)];
    const isAbove = (level: number) => {
      const shifted = view(at, unit.length);
      shifted.set(unit);
      for (let i = 0; i < m; i++) shifted[(i * (i + 3)) / 2] -= level;
      return kernels().virtualRows(m, at, R, left) === m;
    };
    let [low, high] = [0, LEVELS.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isAbove(LEVELS[middle])) high = middle;
      else low = middle + 1;
    }
    return low < LEVELS.length ? Math.max(0, LEVELS[low] - 2 * (m + 2) * Number.EPSILON) : 0;
  });
  return moments.smallest;
}
