// The quadratic model of a loss near η, and of W's columns under its curvatures:
//     f(η′) ≈ ½ Σ cᵢ(zᵢ − η′ᵢ)² + const,   c = ∇²f,  z = η − ∇f/c
import { at, sum as lanes } from "../linear/lanes";
import { Squared } from "../losses/squared";
import { Certificate } from "../proof/certificate";
import { State } from "../proof/state";
import { Face } from "./face";
import { WorkingSet } from "./workingSet";

/** Σ|δc| as a share of Σc up to which c, and with it means and products, stay as they are: what a step leaves shrinks by about its square */
const DRIFT: f64 = 0.1;
/** a mean that has lost so much of the one before has lost its digits */
const CANCELLED: f64 = 1e-3;

@unmanaged
@final
export class Proximal {
  /** the model: its loss (z, c), β′ with what follows from it, its certificate */
  loss: Squared;
  s: State;
  out: Certificate;
  /** of the model, where W has room for its products */
  face: Face;
  /** n each: c and z; the curvature at the η of the state; η′ − η */
  c: usize;
  z: usize;
  curvatures: usize;
  eta: usize;
  zMean: f64;
  total: f64;
  /** f at the η of the state */
  value: f64;
  /** η, f, ∇f and ∇²f are those of the state's β, from a product with X that was made for this β */
  current: bool;
  /** 1 where there is an intercept */
  intercept: f64;
  /** how far an η may go on the word of a model; and how many times as far, as steps have shown */
  maxStep: f64;
  reach: f64;
  /** c is not that of the η it was last asked for; it is to be taken anew at the next one */
  kept: bool;
  renew: bool;
  /** what the last step promised, and the gap that its model was left with */
  promised: f64;
  gap: f64;
  /** how many columns of W have their means under c, and how many their products */
  known: i32;
  measured: i32;
}

/** c (at least `least` of |∇f|), z, means and curvatures of W's columns under c ← from η; offset ← the same η under the new means */
export function model(q: Proximal, W: WorkingSet, s: State, least: f64): void {
  const x = W.x;
  recurve(q, x.n, s, least);
  respond(q, x.n, s);
  const curvature = x.sum(q.c);
  for (let j = q.known; j < x.m; j++) {
    const slot = at(x.means, j);
    const before = f64.load(slot);
    let mean = before;
    if (q.intercept !== 0 && q.total > 0) {
      mean += x.dot(j, q.c, curvature) / q.total;
      // a mean that cancels is rounding of the one before: once more from where it is
      f64.store(slot, mean);
      if (abs(mean) < CANCELLED * abs(before)) mean += x.dot(j, q.c, curvature) / q.total;
      s.offset += (mean - before) * f64.load(at(s.beta, j));
      f64.store(slot, mean);
    }
    // a column that says nothing under c still needs a curvature to be divided by
    if (x.m > W.capacity) f64.store(at(W.h, j), max(f64.MIN_NORMAL_VALUE, x.square(j, q.c, curvature)));
  }
  q.known = x.m;
}

/** c ← the curvature at η, where c is no longer near that */
function recurve(q: Proximal, n: i32, s: State, least: f64): void {
  const zero = f64x2.splat(0);
  const infinite = f64x2.splat(Infinity);
  const share = f64x2.splat(least);
  let drifts = zero;
  let totals = zero;
  // two rows at a time: an odd last row stands beside a 0 that changes nothing
  pad(q, n, s);
  for (let i = 0; i < n; i += 2) {
    const c = f64x2.max(v128.load(at(q.curvatures, i)), f64x2.mul(share, f64x2.abs(v128.load(at(s.g, i)))));
    const before = v128.load(at(q.c, i));
    // a row that had none could go anywhere, one that has none is at the edge of f*'s domain and has to stay there
    const changed = v128.xor(f64x2.gt(before, zero), f64x2.gt(c, zero));
    drifts = f64x2.add(drifts, v128.bitselect(infinite, f64x2.abs(f64x2.sub(c, before)), changed));
    totals = f64x2.add(totals, c);
    v128.store(at(q.z, i), c);
  }
  q.kept = q.known > 0 && !q.renew && lanes(drifts) <= DRIFT * lanes(totals);
  if (q.kept) return;
  q.renew = false;
  memory.copy(q.c, q.z, (<usize>n) << 3);
  q.known = 0;
  q.measured = 0;
}

/** z ← η − ∇f/c, centred under c where there is an intercept; total ← Σc */
function respond(q: Proximal, n: i32, s: State): void {
  const zero = f64x2.splat(0);
  let totals = zero;
  let sums = zero;
  pad(q, n, s);
  for (let i = 0; i < n; i += 2) {
    const c = v128.load(at(q.c, i));
    const step = v128.and(f64x2.div(v128.load(at(s.g, i)), c), f64x2.gt(c, zero));
    const z = f64x2.sub(v128.load(at(s.eta, i)), step);
    v128.store(at(q.z, i), z);
    totals = f64x2.add(totals, c);
    sums = f64x2.add(sums, f64x2.mul(c, z));
  }
  q.total = lanes(totals);
  q.zMean = q.intercept !== 0 && q.total > 0 ? lanes(sums) / q.total : 0;
  const mean = f64x2.splat(q.zMean);
  for (let i = 0; i < n; i += 2) v128.store(at(q.z, i), f64x2.sub(v128.load(at(q.z, i)), mean));
}

/** a row n without curvature, gradient and η, for loops of two rows */
function pad(q: Proximal, n: i32, s: State): void {
  f64.store(at(q.c, n), 0);
  f64.store(at(q.curvatures, n), 0);
  f64.store(at(s.g, n), 0);
  f64.store(at(s.eta, n), 0);
}
