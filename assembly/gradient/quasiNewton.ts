// L-BFGS (Nocedal 1980; Liu, Nocedal 1989): d ← −H∇F, H the inverse Hessian that the last pairs s = Δb, y = Δ∇F stand for,
//   q ← ∇F;  newest to oldest: αₖ = sₖᵀq/yₖᵀsₖ, q ← q − αₖyₖ;  q ← γu∘q, γ = sᵀy/yᵀ(u∘y);  oldest to newest: q ← q + (αₖ − yₖᵀq/yₖᵀsₖ)sₖ
// with a line search for the weak Wolfe conditions by halving an interval (Lewis, Overton 2013):
//   F(b + sd) ≤ F(b) + 10⁻⁴·s∇Fᵀd   and   ∇F(b + sd)ᵀd ≥ 0.9·∇Fᵀd
import { Ended } from "../../src/kernels/abi";
import { at } from "../linear/lanes";
import { begin, count, counted, struct, vector } from "../linear/layout";
import { axpy, dot, scal } from "../linear/level1";
import { AnyLoss } from "../losses/anyLoss";
import { FullBatch, note, size, tried } from "./fullBatch";
import { evaluate, Smooth } from "./smooth";

/** pairs that are remembered */
const SIZE: i32 = 10;
/** trials of a line search before rounding has the last word */
const TRIALS: i32 = 50;
const DECREASE: f64 = 1e-4;
const CURVATURE: f64 = 0.9;

@unmanaged
@final
export class QuasiNewton extends FullBatch {
  /** rings of SIZE pairs, m + 1 numbers each */
  S: usize;
  Y: usize;
  /** SIZE; m + 1 */
  alphas: usize;
  d: usize;
  /** how many pairs there are, and where the newest one stands */
  count: i32;
  newest: i32;
  /** the first step along −u∘∇F */
  first: f64;
}

/** a QuasiNewton over m columns in the layout at hand */
function lay(m: i32): QuasiNewton {
  const s = changetype<QuasiNewton>(struct(offsetof<QuasiNewton>()));
  s.seen = vector(m);
  s.next = vector(m);
  s.grad = vector(m);
  s.nextGrad = vector(m);
  s.d = vector(m);
  s.S = vector(SIZE * (m + 1));
  s.Y = vector(SIZE * (m + 1));
  s.alphas = vector(SIZE);
  return s;
}

/** bytes of a QuasiNewton over m columns with its vectors */
export function quasiNewtonBytes(m: i32): f64 {
  count();
  lay(m);
  return counted();
}

/** one at `work`; it starts at b */
export function quasiNewtonAt(work: usize, o: Smooth, loss: AnyLoss, b: usize): QuasiNewton {
  begin(work);
  const s = lay(o.columns());
  s.o = o;
  s.loss = loss;
  s.b = b;
  s.count = 0;
  s.newest = SIZE - 1;
  s.value = evaluate(o, loss, b, s.grad);
  return s;
}

/** up to `steps` steps, each with its record; says why they ended */
export function quasiNewtonSteps(s: QuasiNewton, steps: i32, records: usize): Ended {
  const m = size(s);
  for (s.taken = 0; s.taken < steps; ) {
    if (!(abs(s.value) < Infinity)) return Ended.Diverged;
    note(s, records, s.b, 0, sqrt(dot(m, s.grad, s.grad)));
    if (search(s)) continue;
    // a memory that no longer descends is forgotten once; the plain gradient has the last try
    if (s.count === 0) return Ended.Still;
    s.count = 0;
    if (!search(s)) return Ended.Still;
  }
  return Ended.Not;
}

/** b, value, grad ← b + sd that satisfies both conditions; false where there is none above rounding */
function search(s: QuasiNewton): bool {
  const m = size(s);
  direction(m, SIZE, s.count, s.newest, s.S, s.Y, s.alphas, s.metric, s.grad, s.d);
  const slope = dot(m, s.grad, s.d);
  if (!(slope < 0)) return false;
  let low: f64 = 0;
  let high = Infinity;
  let t = s.count === 0 ? s.first : 1;
  for (let k = 0; k < TRIALS; k++) {
    if (!move(s, t)) return false;
    const value = tried(s);
    const there = dot(m, s.nextGrad, s.d);
    const noise = 8 * f64.EPSILON * (abs(s.value) + abs(value));
    // where F can no longer tell, its slope does: no further than as steep uphill as it was downhill
    const down = value <= s.value + DECREASE * t * slope || (value <= s.value + noise && abs(there) <= abs(slope));
    if (!down || !(abs(value) < Infinity)) high = t;
    else if (there < CURVATURE * slope) low = t;
    else {
      remember(s);
      memory.copy(s.b, s.next, (<usize>m) << 3);
      memory.copy(s.grad, s.nextGrad, (<usize>m + 1) << 3);
      s.value = value;
      return true;
    }
    t = high === Infinity ? 2 * t : 0.5 * (low + high);
  }
  return false;
}

/** next ← b + td; false where that is b */
function move(s: QuasiNewton, t: f64): bool {
  const m = size(s);
  let moved = false;
  for (let j = 0; j < m; j++) {
    const b = f64.load(at(s.b, j));
    const next = b + t * f64.load(at(s.d, j));
    f64.store(at(s.next, j), next);
    if (next !== b) moved = true;
  }
  return moved;
}

/** the pair of a step that was found joins the rings, unless it has no curvature */
function remember(s: QuasiNewton): void {
  const m = size(s);
  const k = (s.newest + 1) % SIZE;
  const pair = at(s.S, k * m);
  const rise = at(s.Y, k * m);
  for (let j = 0; j < m; j++) {
    f64.store(at(pair, j), f64.load(at(s.next, j)) - f64.load(at(s.b, j)));
    f64.store(at(rise, j), f64.load(at(s.nextGrad, j)) - f64.load(at(s.grad, j)));
  }
  const curved = dot(m, pair, rise);
  if (!(curved > 0) || !(curved > 1e-3 * f64.EPSILON * weighedSquare(m, s.metric, rise))) {
    // the place holds the oldest pair where the rings are full: it is gone
    s.count = min(s.count, SIZE - 1);
    return;
  }
  s.newest = k;
  s.count = min(SIZE, s.count + 1);
}

/** Σ uⱼxⱼ² */
function weighedSquare(m: i32, metric: usize, x: usize): f64 {
  let sum: f64 = 0;
  for (let j = 0; j < m; j++) sum += f64.load(at(metric, j)) * f64.load(at(x, j)) * f64.load(at(x, j));
  return sum;
}

/** d ← −H∇F from the last `count` of the pairs that were stored in rings of `size` at S and Y; `newest`: where the last one stands */
export function direction(
  m: i32,
  size: i32,
  count: i32,
  newest: i32,
  S: usize,
  Y: usize,
  alphas: usize,
  metric: usize,
  grad: usize,
  d: usize,
): void {
  memory.copy(d, grad, (<usize>m) << 3);
  for (let i = 0; i < count; i++) {
    const k = (newest + size - i) % size;
    const s = at(S, k * m);
    const y = at(Y, k * m);
    const alpha = dot(m, s, d) / dot(m, y, s);
    f64.store(at(alphas, k), alpha);
    axpy(m, -alpha, y, d);
  }
  for (let j = 0; j < m; j++) f64.store(at(d, j), f64.load(at(metric, j)) * f64.load(at(d, j)));
  if (count > 0) {
    const y = at(Y, newest * m);
    scal(m, dot(m, at(S, newest * m), y) / weighedSquare(m, metric, y), d);
  }
  for (let i = count - 1; i >= 0; i--) {
    const k = (newest + size - i) % size;
    const s = at(S, k * m);
    const y = at(Y, k * m);
    axpy(m, f64.load(at(alphas, k)) - dot(m, y, d) / dot(m, y, s), s, d);
  }
  scal(m, -1, d);
}
