// K classes, one row a time: m = max ηₖ, pₖ = e^ηₖ / Σ e^ηₗ, y the place of the class that was seen
// ℓ(y, η) = log Σ e^ηₖ − η_y = m − η_y + log(1 + rest),  rest = Σ e^(ηₖ − m) over all but one of the largest
// ∇ℓ = p − e_y,  ∇²ℓ = diag(p) − ppᵀ                                        (Hastie, Tibshirani, Friedman 2009, section 4.4)
// u = e_y + θ on the simplex: ℓ*(θ) = Σ uₖ log uₖ, and ℓ(η) + ℓ*(θ) − θᵀη = Σ uₖ log(uₖ/pₖ)
import { log1p } from "../linear/elementary";
import { at, sum as lanes } from "../linear/lanes";
import { divergence } from "./divergence";
import { JointLoss } from "./joint";
import { EDGE } from "./loss";
import { logOfOneAnd, MOST, probabilities, REST, ROWS, WHOLE } from "./softmax";

/** how far an η may go on the word of a model: a row that is this wrong in its probability has that much more of curvature */
const REACH: f64 = 20;

/** up to which |u − p|/p a divergence is bounded instead of computed: the bound is off by no more than that share */
const NEAR: f64 = 1e-3;
@unmanaged
@final
export class Multinomial extends JointLoss {
  value(eta: usize): f64 {
    return this.evaluate(eta, this.kept + this.scratch(), 0);
  }

  expand(eta: usize, g: usize): f64 {
    return this.evaluate(eta, this.at, g);
  }

  /** p ← probabilities, g ← ∇f where g is not 0; returns f: some rows at a time, layer after layer */
  private evaluate(eta: usize, p: usize, g: usize): f64 {
    let value: f64 = 0;
    for (let from = 0; from < this.n; from += ROWS) {
      const to = min(this.n, from + ROWS);
      probabilities(this.K, this.ld, from, to, eta, p);
      value += this.losses(from, to, eta, p);
      if (g) this.slopes(from, to, p, g);
    }
    return value;
  }

  /** Σ w∘ℓ of the rows from … to; those of weight 0, which may have any η, have no p */
  private losses(from: i32, to: i32, eta: usize, p: usize): f64 {
    let total: f64 = 0;
    for (let i = from; i < to; i += 2) {
      const rest = v128.load(at(REST, i - from));
      const small = f64x2.extract_lane(rest, 0) <= 1 && f64x2.extract_lane(rest, 1) <= 1;
      const logs = small
        ? log1p(rest)
        : f64x2.replace_lane(f64x2.splat(logOfOneAnd(f64x2.extract_lane(rest, 0))), 1, logOfOneAnd(f64x2.extract_lane(rest, 1)));
      const most = at(MOST, i - from);
      total += this.rowLoss(i, f64.load(most), f64x2.extract_lane(logs, 0), eta, p);
      if (i + 1 < to) total += this.rowLoss(i + 1, f64.load(most, 8), f64x2.extract_lane(logs, 1), eta, p);
    }
    return total;
  }

  /** wᵢℓ of row i; log Σ exp ηₖ = most + log, which are added last: log may be all there is of the loss */
  @inline
  private rowLoss(i: i32, most: f64, log: f64, eta: usize, p: usize): f64 {
    const wi = f64.load(at(this.w, i));
    if (wi !== 0) return wi * (most - f64.load(this.slot(eta, this.own(i), i)) + log);
    for (let k = 0; k < this.K; k++) f64.store(this.slot(p, k, i), 0);
    return 0;
  }

  /** g ← w(p − e_y) of the rows from … to: 1 − p of y has its digits as the sum of the others, where y is the most probable class */
  private slopes(from: i32, to: i32, p: usize, g: usize): void {
    const count = (to - from + 1) & ~1;
    for (let k = 0; k < this.K; k++) {
      const q = this.slot(p, k, from);
      const out = this.slot(g, k, from);
      for (let i = 0; i < count; i += 2) v128.store(at(out, i), f64x2.mul(v128.load(at(this.w, from + i)), v128.load(at(q, i))));
    }
    for (let i = from; i < to; i++) {
      const own = this.own(i);
      const q = f64.load(this.slot(p, own, i));
      const others = q > 0.5 ? f64.load(this.slot(p, this.K, i)) : 1 - q;
      f64.store(this.slot(g, own, i), -f64.load(at(this.w, i)) * others);
    }
  }

  curve(v: usize, out: usize): void {
    for (let from = 0; from < this.n; from += ROWS) {
      const count = (min(this.n, from + ROWS) - from + 1) & ~1;
      // v less that of the most probable class, whose p is so near to 1 in the end that nothing is to be taken off it
      memory.fill(MOST, 0, (<usize>count) << 3);
      memory.fill(REST, 0, (<usize>count) << 3);
      for (let k = 0; k < this.K; k++) {
        const p = this.slot(this.at, k, from);
        const x = this.slot(v, k, from);
        for (let i = 0; i < count; i += 2) {
          const q = v128.load(at(p, i));
          const most = v128.load(at(MOST, i));
          const above = f64x2.gt(q, most);
          v128.store(at(MOST, i), v128.bitselect(q, most, above));
          v128.store(at(WHOLE, i), v128.bitselect(v128.load(at(x, i)), v128.load(at(WHOLE, i)), above));
        }
      }
      for (let k = 0; k < this.K; k++) {
        const p = this.slot(this.at, k, from);
        const x = this.slot(v, k, from);
        for (let i = 0; i < count; i += 2) {
          const d = f64x2.sub(v128.load(at(x, i)), v128.load(at(WHOLE, i)));
          v128.store(at(REST, i), f64x2.add(v128.load(at(REST, i)), f64x2.mul(v128.load(at(p, i)), d)));
        }
      }
      for (let k = 0; k < this.K; k++) {
        const p = this.slot(this.at, k, from);
        const x = this.slot(v, k, from);
        const y = this.slot(out, k, from);
        for (let i = 0; i < count; i += 2) {
          const d = f64x2.sub(f64x2.sub(v128.load(at(x, i)), v128.load(at(WHOLE, i))), v128.load(at(REST, i)));
          v128.store(at(y, i), f64x2.mul(f64x2.mul(v128.load(at(this.w, from + i)), v128.load(at(p, i))), d));
        }
      }
    }
  }

  amongIntercepts(A: usize): void {
    const K = this.K;
    memory.fill(A, 0, (<usize>(K * K)) << 3);
    for (let k = 0; k < K; k++) {
      const p = at(this.at, k * this.ld);
      for (let l = 0; l < k; l++) {
        const sum = dot3(this.n, this.w, p, at(this.at, l * this.ld));
        f64.store(at(A, k * K + l), -sum);
        f64.store(at(A, l * K + k), -sum);
      }
      let own: f64 = 0;
      for (let i = 0; i < this.n; i++) own += f64.load(at(this.w, i)) * this.variance(this.at, f64.load(at(p, i)), i);
      f64.store(at(A, k * K + k), own);
    }
  }

  /** p(1 − p) of row i: where p is near to 1, 1 − p is what the other classes have */
  @inline
  private variance(state: usize, p: f64, i: i32): f64 {
    return p * (p > 0.5 ? f64.load(this.slot(state, this.K, i)) : 1 - p);
  }

  drift(_: usize): f64 {
    let moved: f64 = 0;
    let whole: f64 = 0;
    const pairs = this.n & ~1;
    for (let k = 0; k < this.K; k++) {
      let m = f64x2.splat(0);
      let all = f64x2.splat(0);
      for (let i = 0; i < pairs; i += 2) {
        const w = v128.load(at(this.w, i));
        const now = this.variances(this.at, k, i);
        m = f64x2.add(m, f64x2.mul(w, f64x2.abs(f64x2.sub(now, this.variances(this.kept, k, i)))));
        all = f64x2.add(all, f64x2.mul(w, now));
      }
      moved += lanes(m);
      whole += lanes(all);
      if (pairs === this.n) continue;
      const w = f64.load(at(this.w, pairs));
      const now = this.variance(this.at, f64.load(this.slot(this.at, k, pairs)), pairs);
      moved += w * abs(now - this.variance(this.kept, f64.load(this.slot(this.kept, k, pairs)), pairs));
      whole += w * now;
    }
    return whole > 0 ? moved / whole : moved > 0 ? Infinity : 0;
  }

  /** p(1 − p) of layer k in the rows i and i + 1, as `variance` */
  @inline
  private variances(state: usize, k: i32, i: i32): v128 {
    const p = v128.load(this.slot(state, k, i));
    const others = v128.load(this.slot(state, this.K, i));
    const half = f64x2.gt(p, f64x2.splat(0.5));
    return f64x2.mul(p, v128.bitselect(others, f64x2.sub(f64x2.splat(1), p), half));
  }

  renew(_: usize): void {
    memory.copy(this.kept, this.at, this.scratch());
  }

  weights(k: i32, out: usize): void {
    const q = at(this.kept, k * this.ld);
    for (let i = 0; i < this.n; i++) {
      const p = f64.load(at(q, i));
      const off = this.own(i) === k ? 1 - p : p;
      f64.store(at(out, i), f64.load(at(this.w, i)) * max(this.variance(this.kept, p, i), off / REACH));
    }
  }

  spread(k: i32, x: usize, out: usize): void {
    const q = at(this.kept, k * this.ld);
    for (let i = 0; i < this.n; i++) f64.store(at(out, i), sqrt(f64.load(at(this.w, i))) * f64.load(at(q, i)) * f64.load(at(x, i)));
  }

  between(k: i32, l: i32, out: usize): void {
    if (k === l) return this.weights(k, out);
    const p = at(this.kept, k * this.ld);
    const q = at(this.kept, l * this.ld);
    for (let i = 0; i < this.n; i++) f64.store(at(out, i), -f64.load(at(this.w, i)) * f64.load(at(p, i)) * f64.load(at(q, i)));
  }

  shift(_v: usize, _Hv: usize): void {}

  fenchel(eta: usize, kappa: f64, theta: usize): f64 {
    const p = this.kept + this.scratch();
    let total: f64 = 0;
    for (let from = 0; from < this.n; from += ROWS) {
      const to = min(this.n, from + ROWS);
      probabilities(this.K, this.ld, from, to, eta, p);
      for (let i = from; i < to; i++) {
        const log = logOfOneAnd(f64.load(at(REST, i - from)));
        if (f64.load(at(this.w, i)) !== 0) total += this.rowFenchel(i, eta, kappa, theta, p, f64.load(at(MOST, i - from)), log);
      }
    }
    return total;
  }

  /** that of row i; log Σ exp ηₖ = most + log */
  private rowFenchel(i: i32, eta: usize, kappa: f64, theta: usize, p: usize, most: f64, log: f64): f64 {
    const wi = f64.load(at(this.w, i));
    const own = this.own(i);
    let others: f64 = 0;
    let off: f64 = 0;
    let sum: f64 = 0;
    for (let k = 0; k < this.K; k++) {
      if (k === own) continue;
      const u = (kappa * f64.load(this.slot(theta, k, i))) / wi;
      if (!(u >= 0)) return Infinity;
      const q = f64.load(this.slot(p, k, i));
      others += u;
      off += u - q;
      sum += this.near(u - q, q) ? bound(u - q, q) : divergence(u, q, f64.load(this.slot(eta, k, i)) - most - log, u - q);
    }
    if (!(others <= EDGE)) return Infinity;
    const q = f64.load(this.slot(p, own, i));
    if (this.near(off, q)) return wi * (sum + bound(off, q));
    return wi * (sum + divergence(max(0, 1 - others), q, f64.load(this.slot(eta, own, i)) - most - log, -off));
  }

  /** true where u = p + d is so near to p that no logarithm is worth its time */
  @inline
  private near(d: f64, p: f64): bool {
    return abs(d) <= NEAR * p;
  }

  dualScale(theta: usize): f64 {
    let kappa: f64 = 1;
    for (let i = 0; i < this.n; i++) {
      const wi = f64.load(at(this.w, i));
      if (wi === 0) continue;
      let others: f64 = 0;
      const own = this.own(i);
      for (let k = 0; k < this.K; k++) if (k !== own) others += f64.load(this.slot(theta, k, i)) / wi;
      if (others > 1) kappa = min(kappa, 1 / others);
    }
    return kappa;
  }

  /** the class of row i */
  @inline
  private own(i: i32): i32 {
    return <i32>f64.load(at(this.y, i));
  }

  @inline
  private slot(layers: usize, k: i32, i: i32): usize {
    return at(layers, k * this.ld + i);
  }

  /** bytes of probabilities; behind those of `kept` others may be written for a moment */
  @inline
  private scratch(): usize {
    return (<usize>(this.K + 1) * <usize>this.ld) << 3;
  }
}

/** u log(u/p) − u + p from above, u = p + d: with x = d/p it is p(x²/2 − x³/6 + …) ≤ p·x²/2·(1 + |x|) for |x| ≤ ½ */
function bound(d: f64, p: f64): f64 {
  const x = abs(d / p);
  return p > 0 ? 0.5 * p * x * x * (1 + x) : 0;
}

/** Σ aᵢbᵢcᵢ */
function dot3(n: i32, a: usize, b: usize, c: usize): f64 {
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  const main = a + ((<usize>(n & ~3)) << 3);
  const end = a + ((<usize>n) << 3);
  for (; a < main; a += 32, b += 32, c += 32) {
    s = f64x2.add(s, f64x2.mul(f64x2.mul(v128.load(a), v128.load(b)), v128.load(c)));
    t = f64x2.add(t, f64x2.mul(f64x2.mul(v128.load(a, 16), v128.load(b, 16)), v128.load(c, 16)));
  }
  let total = lanes(f64x2.add(s, t));
  for (; a < end; a += 8, b += 8, c += 8) total += f64.load(a) * f64.load(b) * f64.load(c);
  return total;
}
