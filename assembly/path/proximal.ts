// Proximal Newton for a loss that is not quadratic (Lee, Sun, Saunders 2014; as in Yuan, Ho, Lin 2012, with a line search): near η
//     f(η′) ≈ ½ Σ cᵢ(zᵢ − η′ᵢ)² + const,   c = ∇²f,  z = η − ∇f/c,
// which coordinate descent minimises with the penalty, the intercept eliminated by centring under c; then the largest t = 1, ½, ¼ …
// for which f + Ω falls by a share of what the slope D = ∇fᵀ(η′ − η) + Ω(β′) − Ω(β) promises.
import { at } from "../linear/lanes";
import { AnyLoss } from "../losses/anyLoss";
import { coordinates } from "../penalties/separable";
import { freeOf, State } from "../proof/state";
import { descent } from "./coordinateDescent";
import { model, Proximal } from "./model";
import { settle } from "./settle";
import { WorkingSet } from "./workingSet";

/** Armijo's share of the promised decrease. */
const SHARE: f64 = 1e-4;
/** How much of the last decrease the model's own gap may be. */
const INNER: f64 = 0.01;
const HALVINGS: i32 = 40;
/** the smaller part of a golden section, and how often a way is divided */
const GOLDEN: f64 = 0.3819660112501051;
const SECTIONS: i32 = 8;
const FARTHER: f64 = 4;
const FARTHEST: f64 = 1e9;
/**
 * A step under a kept c has to promise this share of the step before it at most, or the next one takes its c anew: rows that are a tiny
 * share of Σc may be all that is left to fit, and for them the kept c is far off.
 */
const PROGRESS: f64 = 0.1;

/** η, f, ∇f and ∇²f ← from β */
export function open(q: Proximal, W: WorkingSet, f: AnyLoss, s: State): void {
  s.predict(W.x);
  q.value = f.expand(s.eta, s.g, q.curvatures);
  q.current = true;
}

/** β, offset ← argmin over W from there, to a promised decrease of `enough`; returns the passes it took */
export function proximal(q: Proximal, W: WorkingSet, f: AnyLoss, s: State, most: i32, enough: f64): i32 {
  const n = W.x.n;
  let passes = 0;
  let objective = q.value + omega(W, s.beta);
  let promised = 0.1 * objective;
  while (passes < most) {
    // no step moves an η farther than the model is good for
    model(q, W, s, 1 / (q.maxStep * q.reach));
    memory.copy(q.s.beta, s.beta, (<usize>W.x.m) << 3);
    const tolerance = INNER * max(enough, min(promised, objective));
    passes += max(1, solveModel(q, W, s, tolerance, most - passes));
    // a model that was not solved further may hold more than its step promises
    const unsolved = q.gap > enough && tolerance > INNER * enough;
    promised = omega(W, s.beta) - omega(W, q.s.beta);
    for (let i = 0; i < n; i++) {
      const d = q.zMean + f64.load(at(q.s.eta, i)) - f64.load(at(s.eta, i));
      f64.store(at(q.eta, i), d);
      promised -= f64.load(at(s.g, i)) * d;
    }
    q.renew = q.kept && promised > PROGRESS * q.promised;
    q.promised = promised;
    const t = search(q, W, f, s, objective, promised);
    q.reach = t === 1 ? min(FARTHEST, q.reach * FARTHER) : t < 0.5 ? max(1, q.reach / FARTHER) : q.reach;
    if (t === 0) {
      if (unsolved) continue;
      break;
    }
    for (let j = 0; j < W.x.m; j++) {
      const b = at(s.beta, j);
      f64.store(b, t === 1 ? f64.load(at(q.s.beta, j)) : f64.load(b) + t * (f64.load(at(q.s.beta, j)) - f64.load(b)));
    }
    s.offset += t * (q.zMean - s.offset);
    memory.copy(s.eta, q.z, (<usize>n) << 3);
    q.current = t === 1 && W.x.m <= W.capacity;
    objective = q.value + omega(W, s.beta);
    if (!unsolved && promised <= max(enough, noise(n, objective))) break;
  }
  return passes;
}

/** β′ and X̃β′ ← the minimum of the model with the penalty, to a gap of `enough`; returns the steps or passes */
function solveModel(q: Proximal, W: WorkingSet, s: State, enough: f64, most: i32): i32 {
  if (W.x.m > W.capacity) {
    freeOf(q.s).reset(W.x.m);
    descent(W.x, q.loss, W.penalty, W.h, q.s, enough, most, q.out);
    q.gap = q.out.gap;
    return <i32>q.out.passes;
  }
  const n = W.x.n;
  q.gap = 0;
  const kept = q.measured > 0;
  W.remeasure(q.measured);
  q.measured = W.x.m;
  W.x.gemvT(s.g, q.s.partial);
  if (kept) q.face.follow();
  else q.face.fill();
  let size: f64 = 0;
  for (let i = 0; i < n; i++) {
    const g = f64.load(at(s.g, i));
    const c = f64.load(at(q.c, i));
    if (c > 0) size += (g * g) / c;
  }
  for (let j = 0; j < W.x.m; j++) size += f64.load(at(W.h, j)) * f64.load(at(q.s.beta, j)) * f64.load(at(q.s.beta, j));
  const steps = settle(q.face, most, enough, 64 * f64.EPSILON * f64.EPSILON * size);
  memory.fill(q.s.eta, 0, (<usize>n) << 3);
  W.x.gemv(q.s.beta, q.s.eta);
  return steps;
}

/** t, with η + t(η′ − η) in z and f, ∇f, ∇²f there: 0 where even the smallest step gains nothing, and they are those of η */
function search(q: Proximal, W: WorkingSet, f: AnyLoss, s: State, objective: f64, promised: f64): f64 {
  const n = W.x.n;
  let t: f64 = 1;
  // what rounding makes of a promise is no reason to forgo a step that is as good as a step of Newton's method gets
  if (!(promised > -noise(n, objective))) return 0;
  for (let k = 0; k < HALVINGS; k++, t *= 0.5) {
    const value = along(q, W, f, s, t);
    if (value <= objective - SHARE * t * promised + noise(n, objective)) return k === 0 ? 1 : lowest(q, W, f, s, t, value);
  }
  q.value = f.expand(s.eta, s.g, q.curvatures);
  return 0;
}

/** f + Ω at η + t(η′ − η) and β + t(β′ − β); z, f, ∇f and ∇²f are those of there */
function along(q: Proximal, W: WorkingSet, f: AnyLoss, s: State, t: f64): f64 {
  for (let i = 0; i < W.x.n; i++) f64.store(at(q.z, i), f64.load(at(s.eta, i)) + t * f64.load(at(q.eta, i)));
  q.value = f.expand(q.z, s.g, q.curvatures);
  let value = q.value;
  for (let j = 0; j < W.x.m; j++) {
    const b = f64.load(at(s.beta, j));
    value += W.penalty.value(b + t * (f64.load(at(q.s.beta, j)) - b), j);
  }
  return value;
}

/** of the lowest objective on the way, t and 2t being beyond it or before: golden section, which costs rows where a step costs products */
function lowest(q: Proximal, W: WorkingSet, f: AnyLoss, s: State, t: f64, value: f64): f64 {
  let low: f64 = 0;
  let high = 2 * t;
  let best = t;
  for (let k = 0; k < SECTIONS; k++) {
    const right = high - best > best - low;
    const next = best + GOLDEN * ((right ? high : low) - best);
    const there = along(q, W, f, s, next);
    if (there < value) {
      if (right) low = best;
      else high = best;
      best = next;
      value = there;
    } else if (right) high = next;
    else low = next;
  }
  along(q, W, f, s, best);
  return best;
}

/** true where β and offset are a better start than zeros, and finite */
export function isUseful(q: Proximal, W: WorkingSet, f: AnyLoss, s: State): bool {
  s.evaluate(W.x, f);
  memory.fill(q.eta, 0, (<usize>W.x.n) << 3);
  return f.value(s.eta) + omega(W, s.beta) <= f.value(q.eta);
}

/** rounding of an objective, and so of a promise: a sum of n terms is off by √n of their roundings, four times that at most */
function noise(n: i32, objective: f64): f64 {
  return (16 + 4 * sqrt(<f64>n)) * f64.EPSILON * abs(objective);
}

/** Ω(β) over W */
function omega(W: WorkingSet, beta: usize): f64 {
  return coordinates(W.penalty).omega(W.x.m, beta);
}

/**
 * offset ← the best one for β, so that Σ ∇f = 0 and ∇f is a dual point beside an intercept: Newton in one dimension, halved where it
 * overshoots, until a step promises no more than `enough`
 */
export function centre(q: Proximal, W: WorkingSet, f: AnyLoss, s: State, enough: f64): void {
  const n = W.x.n;
  if (q.intercept === 0) return;
  for (let round = 0; round < 50; round++) {
    let slope: f64 = 0;
    let curvature: f64 = 0;
    for (let i = 0; i < n; i++) {
      const g = f64.load(at(s.g, i));
      slope += g;
      curvature += max(f64.load(at(q.curvatures, i)), (0.05 * abs(g)) / q.maxStep);
    }
    if (!(0.5 * slope * slope > curvature * enough)) return;
    const rounding = noise(n, q.value);
    // so near that no value tells: this step is the last one
    const last = 0.5 * slope * slope <= curvature * rounding;
    const value = q.value;
    let d = -slope / curvature;
    for (let k = 0; k < HALVINGS; k++, d *= 0.5) {
      for (let i = 0; i < n; i++) f64.store(at(q.eta, i), f64.load(at(s.eta, i)) + d);
      q.value = f.expand(q.eta, s.g, q.curvatures);
      if (last || q.value <= value + rounding) break;
    }
    s.offset += d;
    memory.copy(s.eta, q.eta, (<usize>n) << 3);
    if (last) return;
  }
}
