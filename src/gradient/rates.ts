// How long the steps of stochastic methods are: a rate that does not diverge where none is given, and how it changes from step to step.
import { cos, power, square } from "../elementary.js";
import { gradientKernels } from "../kernels/families.js";
import { view } from "../kernels/heap.js";
import { type Scope, scope } from "../kernels/scope.js";
import type { Batches } from "./batches.js";
import { steepness } from "./fullBatch.js";
import type { Schedule } from "./gradientOptions.js";
import type { GradientProblem } from "./gradientProblem.js";
import type { OptimiserState } from "./optimiserState.js";

/** the rates of steps done + 1 … done + rates.length, `total` = T */
export function fillRates(rates: Float64Array, schedule: Schedule, alpha: number, exponent: number, done: number, total: number): void {
  if (schedule === "constant") rates.fill(alpha);
  else
    for (let k = 0; k < rates.length; k++) {
      const t = done + k + 1;
      if (schedule === "invscaling") rates[k] = alpha / power(t, exponent);
      else rates[k] = 0.5 * alpha * (1 + cos((Math.PI * Math.min(t - 1, total)) / total));
    }
}

/** the rate where it is short enough */
const USUAL = 0.01;
/** of adam and adamw: how large entries may be for that */
const LARGE = 10;
/** passes over X at most that the curvature may take: an estimate, the first epochs say whether it was enough */
const ROUNDS = 20;

/**
 * A rate at which steps by batches of k of n rows descend on average: 1/2𝓛, 𝓛 = (n(k−1)L + (n−k)·max Lᵢ)/(k(n−1)) + c, Lᵢ = nwᵢ·sup ℓ″·‖(xᵢ, 1)‖²
 * the curvature of one row, L that of all of them, c that of the penalty (Gower et al. 2019, theorem 3.1 and proposition 3.8); with momentum μ,
 * whose steps add up to 1/(1 − μ) of one, (1 − μ)/2𝓛. Never above 0.01. Steps of adam and adamw are as long as their rate (Kingma, Ba 2015,
 * section 2.1): 0.01 for entries up to 10, and as much less as they are larger; decoupled decay wants 1/2c. `batches`: X, row by row.
 */
export function safeRate(memory: Scope, g: GradientProblem, state: OptimiserState, batches: Batches): number {
  const { plan, problem, training, info, list } = g;
  const penalty = g.list.reduce((most, j) => Math.max(most, problem.settings.penaltyFactors[j]), 0) * ridgeStrength(g);
  const { largest, mean, size } = rowCurvatures(memory, g, batches);
  if (plan.method === "adam" || plan.method === "adamw")
    return Math.min(USUAL * Math.min(1, LARGE / size), plan.decoupled ? 1 / (2 * penalty) : Infinity);
  const n = training.length;
  const k = Math.min(plan.batchSize, n);
  const expected = (all: number) => (n === 1 ? all : (n * (k - 1) * all + (n - k) * largest) / (k * (n - 1)));
  const share = plan.method === "sgd" ? 1 : 1 - plan.momentum;
  const rate = (all: number) => share / (2 * (expected(all) + penalty));
  // the curvature of all rows is at most the mean of theirs; for more than that, it takes passes over X
  if (rate(mean) >= USUAL || !Number.isFinite(info.bound)) return Math.min(USUAL, rate(mean));
  const u = Float64Array.from([...state.scales, 1], (scale) => 1 / square(scale));
  const steep = scope((own) => steepness(own, g, own.put(u), ROUNDS));
  // X has its means where state.centres do not take them off: (xᵢ, 1) = (x̃ᵢ, 0) + (x̄, 1), whose products are 0
  const shift = list.reduce((sum, j, i) => sum + square((problem.means[j] - state.centres[i]) / state.scales[i]), 1);
  return Math.min(USUAL, rate(Math.min(mean, info.bound * (steep + shift))));
}

/** λ(1 − ρ): what cⱼ is in scaled columns, beside vⱼ */
const ridgeStrength = ({ plan }: GradientProblem) => (plan.penaltyPower > 0 ? 0 : plan.lambda * (1 - plan.l1Ratio));

/** max Lᵢ, Σ Lᵢ/n, and √ of the mean square of an entry; where ℓ″ has no bound, it is as large as at the null model or at the row's own y */
function rowCurvatures(memory: Scope, g: GradientProblem, batches: Batches): { largest: number; mean: number; size: number } {
  const { plan, problem, training, info, list, target } = g;
  const m = list.length;
  const n = training.length;
  const at = memory.f64(problem.n);
  gradientKernels().rowSquares(batches.kind, problem.n, m, batches.rows, at);
  const squares = view(at, problem.n);
  const w = view(problem.w, problem.n);
  let [largest, sum, ofBounds] = [0, 0, 0];
  for (const i of training) {
    const bound = info.steepest?.(target[i], g.null.intercept) ?? info.bound;
    const length = squares[i] / square(plan.dropout) + m * square(plan.noise) + Number(problem.settings.fitIntercept);
    const curvature = n * w[i] * bound * length;
    largest = Math.max(largest, curvature);
    sum += curvature;
    ofBounds += w[i] * length;
  }
  return { largest, mean: sum / n, size: Math.sqrt(ofBounds / (m + 1)) };
}
