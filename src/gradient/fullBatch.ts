// Methods that look at all rows for every step. F is what is differentiated, Ω what is left to the prox; t a step:
//   gd     b ← prox(b − t∇F(b), t)
//   fista  b⁺ = prox(q − t∇F(q), t),  q = b⁺ + (θ − 1)/θ⁺·(b⁺ − b),  θ⁺ = (1 + √(1 + 4θ²))/2       (Beck, Teboulle 2009)
//          θ ← 1 where (q − b⁺)ᵀ(b⁺ − b) > 0: momentum that points uphill is dropped                (O'Donoghue, Candès 2015)
//   t = 1/L, L = sup ℓ″·λmax(X̃ᵀWX̃) + max cⱼ; or halved until F(b⁺) ≤ F(q) + ∇Fᵀ(b⁺ − q) + ‖b⁺ − q‖²/2t
// Steps are taken in centred columns, beside an intercept whose column is as curved as the others.

import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import { uniform } from "../random.js";
import { Watch } from "./earlyStopping.js";
import type { GradientProblem, Model } from "./gradientProblem.js";
import { type Records, subgradientNorm } from "./history.js";
import { quasiNewton } from "./lbfgs.js";
import { LOOK_EVERY, type Run, type Step } from "./run.js";

/** rounds of power iteration at most */
const ROUNDS = 50;
/** power iteration comes from below, this far at most when its rounds have settled */
const SAFETY = 1.02;
/** halvings of a step before nothing is to be gained any longer */
const HALVINGS = 60;

/** λmax(X̃ᵀWX̃) */
export function steepness(memory: Scope, g: GradientProblem): number {
  const m = g.list.length;
  const random = uniform(1);
  const v = memory.put(Float64Array.from({ length: m + 1 }, (_, j) => (j < m ? random() - 0.5 : 0)));
  return m === 0 ? 0 : SAFETY * kernels().curvature(g.smooth, ROUNDS, v, memory.f64(m + 1));
}

/** from `start` to the optimum, or as near as `maxIterations` allow */
export function fullBatch(memory: Scope, g: GradientProblem, start: Model, records: Records, step: Step): Run {
  const { plan } = g;
  g.layOut(memory);
  const steep = steepness(memory, g);
  const fixed = typeof plan.learningRate === "number";
  // a fixed step is the caller's, in the coordinates that the caller knows
  if (g.slant !== 0 && !fixed && steep > 0) g.slant = Math.sqrt(steep);
  const ridge = g.ridgeCurvatures.reduce((a, c) => Math.max(a, c), 0);
  const bound = Number.isFinite(g.info.bound) ? g.info.bound : Math.max(1e-3, Math.exp(g.null.intercept));
  const L = bound * Math.max(steep, g.slant ** 2) + ridge || 1;
  if (plan.method === "lbfgs") return quasiNewton(memory, g, start, records, step, 1 / L);
  const t = typeof plan.learningRate === "number" ? plan.learningRate : plan.learningRate === "lipschitz" ? 1 / L : 4 / L;
  return proximalGradient(memory, g, start, records, step, t);
}

function proximalGradient(memory: Scope, g: GradientProblem, start: Model, records: Records, step: Step, first: number): Run {
  const { plan, kinks, list } = g;
  const { maxIterations } = g.problem.settings;
  const m = list.length;
  const k = kernels();
  const searching = plan.learningRate === "backtracking";
  const watch = plan.stopping && new Watch(plan.stopping);
  let [b, q, next] = [0, 1, 2].map(() => memory.f64(m + 1));
  const [grad, nextGrad] = [g.grad, memory.f64(m + 2)];
  g.enter(start, b);
  view(q, m + 1).set(view(b, m + 1));
  let F = NaN;
  let t = first;
  let theta = 1;
  const done = (iterations: number): Run => {
    if (watch?.best) view(b, m + 1).set(watch.best);
    return { b, iterations, diverged: false };
  };
  for (let i = 0; ; i++) {
    if (i % LOOK_EVERY === 0 && g.certify(b, i).converged) return done(i);
    if (i >= maxIterations) return done(i);
    // a search has evaluated the point where it ended, and certify has overwritten g.grad only
    F = g.evaluate(q, grad);
    const at = view(q, m + 1);
    const gradient = view(grad, m + 2);
    const objective = F + g.kinkSum(at);
    // `next` is the point before
    if (!Number.isFinite(objective)) return { b: i > 0 ? next : b, iterations: Math.max(0, i - 1), diverged: true };
    const apart = g.lossApart();
    records.add(objective, gradient[m + 1], subgradientNorm(gradient, g.kinkSlopes, at, m + 1), apart);
    if (watch && apart !== undefined && watch.note(i, apart, at)) return done(i + 1);
    let halvings = 0;
    for (;;) {
      k.proximalStep(kinks, m, t, q, grad, next);
      if (!searching || isBelow(g, F, t, m, q, grad, next, nextGrad)) break;
      t /= 2;
      if (++halvings > HALVINGS) return done(i);
    }
    if (searching && plan.method === "gd" && halvings === 0) t *= 1.25;
    const moved = advance(plan.method === "fista", theta, view(b, m + 1), view(q, m + 1), view(next, m + 1));
    theta = moved.theta;
    [b, next] = [next, b];
    if (moved.still) return done(i + 1);
    step(i + 1);
  }
}

/**
 * F(next) ≤ F(q) + ∇F(q)ᵀd + ‖d‖²/2t, d = next − q; or what implies it for convex F, (∇F(next) − ∇F(q))ᵀd ≤ ‖d‖²/2t, which still has
 * digits where the values of F no longer differ
 */
function isBelow(g: GradientProblem, F: number, t: number, m: number, q: number, grad: number, next: number, nextGrad: number): boolean {
  const value = g.evaluate(next, nextGrad);
  const [to, from, slope, there] = [view(next, m + 1), view(q, m + 1), view(grad, m + 1), view(nextGrad, m + 1)];
  let model = F;
  let square = 0;
  let rise = 0;
  for (let j = 0; j <= m; j++) {
    const d = to[j] - from[j];
    model += slope[j] * d;
    rise += (there[j] - slope[j]) * d;
    square += d * d;
  }
  return value <= model + square / (2 * t) || rise <= square / (2 * t);
}

/** q ← where the next gradient is taken; `still`: nothing moved */
function advance(
  momentum: boolean,
  theta: number,
  b: Float64Array,
  q: Float64Array,
  next: Float64Array,
): { theta: number; still: boolean } {
  let uphill = 0;
  let still = true;
  for (let j = 0; j < b.length; j++) {
    uphill += (q[j] - next[j]) * (next[j] - b[j]);
    if (next[j] !== b[j] || q[j] !== b[j]) still = false;
  }
  const from = uphill > 0 ? 1 : theta;
  const grown = (1 + Math.sqrt(1 + 4 * from * from)) / 2;
  const carry = momentum && uphill <= 0 ? (from - 1) / grown : 0;
  for (let j = 0; j < b.length; j++) q[j] = carry === 0 ? next[j] : next[j] + carry * (next[j] - b[j]);
  return { theta: momentum ? grown : 1, still };
}
