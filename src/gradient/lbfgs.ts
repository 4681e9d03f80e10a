// L-BFGS (Nocedal 1980; Liu, Nocedal 1989) with a line search for the weak Wolfe conditions by halving an interval (Lewis, Overton 2013):
//   F(b + sd) ≤ F(b) + 10⁻⁴·s∇Fᵀd   and   ∇F(b + sd)ᵀd ≥ 0.9·∇Fᵀd

import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import { Watch } from "./earlyStopping.js";
import type { GradientProblem, Model } from "./gradientProblem.js";
import { type Records, subgradientNorm } from "./history.js";
import { LOOK_EVERY, type Run, type Step } from "./run.js";

/** pairs that are remembered */
const SIZE = 10;
/** trials of a line search before rounding has the last word */
const TRIALS = 50;

export function quasiNewton(memory: Scope, g: GradientProblem, start: Model, records: Records, step: Step, first: number): Run {
  const { maxIterations } = g.problem.settings;
  const m = g.list.length + 1;
  const watch = g.plan.stopping && new Watch(g.plan.stopping);
  let [b, next] = [0, 1].map(() => memory.f64(m));
  let [grad, nextGrad] = [0, 1].map(() => memory.f64(m + 1));
  const [S, Y] = [0, 1].map(() => memory.f64(SIZE * m));
  const [alphas, d] = [memory.f64(SIZE), memory.f64(m)];
  let [count, newest] = [0, SIZE - 1];
  g.enter(start, b);
  const done = (iterations: number, diverged = false): Run => {
    if (watch?.best) view(b, m).set(watch.best);
    return { b, iterations, diverged };
  };
  let F = g.evaluate(b, grad);
  for (let i = 0; ; i++) {
    if (!Number.isFinite(F)) return done(i, true);
    const apart = g.lossApart();
    const gradient = view(grad, m + 1);
    records.add(F, gradient[m], subgradientNorm(gradient, [], view(b, m), m), apart);
    if (watch && apart !== undefined && watch.note(i, apart, view(b, m))) return done(i);
    if (i % (LOOK_EVERY / 2) === 0 && g.certify(b, i).converged) return done(i);
    if (i >= maxIterations) return done(i);
    kernels().quasiNewton(m, SIZE, count, newest, S, Y, alphas, grad, d);
    const found = search(g, F, m, b, d, grad, next, nextGrad, count === 0 ? first : 1);
    if (!found) {
      // a memory that no longer descends is forgotten once; the plain gradient has the last try
      if (count === 0) return done(i);
      count = 0;
      continue;
    }
    newest = (newest + 1) % SIZE;
    if (remember(m, newest, S, Y, b, next, grad, nextGrad)) count = Math.min(SIZE, count + 1);
    else newest = (newest + SIZE - 1) % SIZE;
    F = found.F;
    [b, next] = [next, b];
    [grad, nextGrad] = [nextGrad, grad];
    step(i + 1);
  }
}

/** next ← b + sd that satisfies both conditions, its gradient beside it; undefined where there is none above rounding */
function search(
  g: GradientProblem,
  F: number,
  m: number,
  b: number,
  d: number,
  grad: number,
  next: number,
  nextGrad: number,
  first: number,
): { F: number } | undefined {
  const slope = dot(view(grad, m), view(d, m));
  if (!(slope < 0)) return undefined;
  let [low, high, s] = [0, Infinity, first];
  for (let k = 0; k < TRIALS; k++) {
    const [from, along, to] = [view(b, m), view(d, m), view(next, m)];
    let moved = false;
    for (let j = 0; j < m; j++) {
      to[j] = from[j] + s * along[j];
      if (to[j] !== from[j]) moved = true;
    }
    if (!moved) return undefined;
    const value = g.evaluate(next, nextGrad);
    const there = dot(view(nextGrad, m), view(d, m));
    const noise = 8 * Number.EPSILON * (Math.abs(F) + Math.abs(value));
    // where F can no longer tell, its slope does: no further than as steep uphill as it was downhill
    const down = value <= F + 1e-4 * s * slope || (value <= F + noise && Math.abs(there) <= Math.abs(slope));
    if (!down || !Number.isFinite(value)) high = s;
    else if (there < 0.9 * slope) low = s;
    else return { F: value };
    s = high === Infinity ? 2 * s : (low + high) / 2;
  }
  return undefined;
}

/** the pair of a step at place k of the rings; false where it has no curvature */
function remember(m: number, k: number, S: number, Y: number, b: number, next: number, grad: number, nextGrad: number): boolean {
  const [s, y] = [view(S + 8 * m * k, m), view(Y + 8 * m * k, m)];
  const [from, to, before, after] = [view(b, m), view(next, m), view(grad, m), view(nextGrad, m)];
  for (let j = 0; j < m; j++) {
    s[j] = to[j] - from[j];
    y[j] = after[j] - before[j];
  }
  return dot(s, y) > Number.EPSILON * dot(y, y) * 1e-3 && dot(s, y) > 0;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
