// Coordinate descent for a quadratic loss (Friedman, Hastie, Tibshirani 2010, section 2), n flops a step:
//   βⱼ ← prox( βⱼ − x̃ⱼᵀ∇f/hⱼ, 1/hⱼ ),   ∇f ← ∇f + Δβⱼ·Wx̃ⱼ,   hⱼ = x̃ⱼᵀWx̃ⱼ
// over a working set (the non-zeros and every column that the gradient asks to move), extrapolated now and then (extrapolation.ts), until
// its passes have settled; then one pass over all columns gives the duality gap and the next working set. It stops when gap ≤ target, or
// when no step is more than rounding.
import { Design } from "../design/design";
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { begin, count, counted } from "../linear/layout";
import { Loss } from "../losses/loss";
import { coordinates, Separable } from "../penalties/separable";
import { Certificate, certify } from "../proof/certificate";
import { layState, State } from "../proof/state";
import { Iterates, layIterates, PASSES } from "./extrapolation";

/** how much of the gap a round of passes over the working set aims to remove before the next certificate is paid for */
const AIM: f64 = 0.1;

export function descent<X extends Design, L extends Loss, P extends Separable>(
  x: X,
  loss: L,
  penalty: P,
  h: usize,
  s: State,
  target: f64,
  maxPasses: i32,
  out: Certificate,
): void {
  let passes = 0;
  let settled = false;
  const warm = isWarm(x.m, penalty, s.beta);
  for (;;) {
    certify(x, loss, coordinates(penalty), s, AIM * target, out);
    out.passes = passes;
    const size = workingSet(x.m, penalty, h, s);
    // zeros still get one pass while some column wants to move, so that just below λmax is not taken for λmax
    if (settled || size === 0 || passes >= maxPasses || ((warm || passes > 0) && out.gap <= target)) return;

    // The steps of a pass shrink like the gap's square root or like the gap; the square root is the safe reading of "remove 90 %".
    const aim = AIM * max(AIM, target / out.gap);
    // steps below this are the rounding of X̃ᵀ∇f: ε·(‖residual‖ and ‖β‖, in the units of the objective)
    const noise = 16 * f64.EPSILON * f64.EPSILON * size * (2 * loss.value(s.eta) + weight(size, h, s));
    const first = pass(x, penalty, h, s, size);
    passes++;
    settled = first <= noise;
    let last = first;
    const iterates = iteratesOf(s);
    iterates.count = 0;
    iterates.keep(size, s.active, s.beta);
    while (last > noise && last > first * aim * aim && passes < maxPasses) {
      last = pass(x, penalty, h, s, size);
      passes++;
      iterates.keep(size, s.active, s.beta);
      if (iterates.count <= PASSES) continue;
      extrapolate(x, loss, penalty, h, s, size);
      iterates.count = 0;
      iterates.keep(size, s.active, s.beta);
    }
  }
}

/** β, ∇f ← extrapolated from the iterates that were kept, where the objective is lower there */
function extrapolate<X extends Design, L extends Loss, P extends Separable>(
  x: X,
  loss: L,
  penalty: P,
  h: usize,
  s: State,
  size: i32,
): void {
  const iterates = iteratesOf(s);
  if (!iterates.weigh(size, s.active, h)) return;
  const before = objective(x, loss, penalty, s);
  for (let i = 0; i < size; i++) {
    const j = activeAt(s, i);
    // a step of length 0 brings it back between its bounds
    f64.store(at(s.beta, j), penalty.prox(iterates.combined(i), 0, j));
  }
  if (objective(x, loss, penalty, s) < before) loss.gradient(s.eta, s.g);
  else for (let i = 0; i < size; i++) f64.store(at(s.beta, activeAt(s, i)), iterates.last(i));
}

/** f(X̃β) + Ω(β), and η ← X̃β */
function objective<X extends Design, L extends Loss, P extends Separable>(x: X, loss: L, penalty: P, s: State): f64 {
  s.predict(x);
  return loss.value(s.eta) + coordinates(penalty).omega(x.m, s.beta);
}

/** the place among the columns of active column k */
function activeAt(s: State, k: i32): i32 {
  return i32.load(s.active + ((<usize>k) << 2));
}

/** true where a penalised coefficient is not 0 */
function isWarm<P extends Separable>(m: i32, penalty: P, beta: usize): bool {
  for (let j = 0; j < m; j++) if (f64.load(at(beta, j)) !== 0 && !penalty.free(j)) return true;
  return false;
}

/** active ← columns with βⱼ ≠ 0 or prox(βⱼ − partialⱼ/hⱼ) ≠ βⱼ; returns how many */
function workingSet<P extends Separable>(m: i32, penalty: P, h: usize, s: State): i32 {
  let size = 0;
  for (let j = 0; j < m; j++) {
    const b = f64.load(at(s.beta, j));
    const t = 1 / f64.load(at(h, j));
    if (b === 0 && penalty.prox(-t * f64.load(at(s.partial, j)), t, j) === 0) continue;
    i32.store(s.active + ((<usize>size) << 2), j);
    size++;
  }
  return size;
}

/** Σ hⱼβⱼ² over the working set */
function weight(size: i32, h: usize, s: State): f64 {
  let total: f64 = 0;
  for (let k = 0; k < size; k++) {
    const j = activeAt(s, k);
    const b = f64.load(at(s.beta, j));
    total += f64.load(at(h, j)) * b * b;
  }
  return total;
}

/** one pass over the working set; returns Σ hⱼ(Δβⱼ)² */
function pass<X extends Design, P extends Separable>(x: X, penalty: P, h: usize, s: State, size: i32): f64 {
  let moved: f64 = 0;
  let shift: f64 = 0;
  spend(x.n, size);
  let sum = x.sum(s.g);
  const weight = x.sum(x.w);
  for (let k = 0; k < size; k++) {
    const j = activeAt(s, k);
    const slot = at(s.beta, j);
    const b = f64.load(slot);
    const hj = f64.load(at(h, j));
    const t = 1 / hj;
    const next = penalty.prox(b - t * x.dot(j, s.g, sum), t, j);
    const d = next - b;
    if (d === 0) continue;
    f64.store(slot, next);
    const more = x.step(j, d, s.g);
    shift += more;
    sum += more * weight;
    moved += hj * d * d;
  }
  x.settle(shift, s.g);
  return moved;
}

/** a State to descend from, its iterates behind it, in the layout at hand */
export function layDescent(n: i32, m: i32, free: i32, beta: usize): State {
  const s = layState(n, m, free, beta);
  s.iterates = changetype<usize>(layIterates(m));
  return s;
}

/** bytes of it */
export function descentBytes(n: i32, m: i32, free: i32): f64 {
  count();
  layDescent(n, m, free, 0);
  return counted();
}

/** the same in the scratch at `work` */
export function descentAt(work: usize, n: i32, m: i32, free: i32, beta: usize): State {
  begin(work);
  return layDescent(n, m, free, beta);
}

function iteratesOf(s: State): Iterates {
  return changetype<Iterates>(s.iterates);
}
