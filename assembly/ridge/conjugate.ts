// Ridge of many rows and many columns, where no factor fits: (X̃ᵀWX̃ + C)β = X̃ᵀWy by conjugate gradients (Hestenes, Stiefel 1952),
// preconditioned by the diagonal; one product with X̃ and one with X̃ᵀ a step. Of the residual r the duality gap is ½ Σ rⱼ²/cⱼ: that
// tells when to look, and the look itself is at β afresh, so that what recurrences have lost is in the gap.
import { AnyDesign } from "../design/anyDesign";
import { at } from "../linear/lanes";
import { begin, count, counted, struct, vector } from "../linear/layout";
import { axpy, dot } from "../linear/level1";
import { Squared } from "../losses/squared";
import { ElasticNet } from "../penalties/elasticNet";
import { coordinates } from "../penalties/separable";
import { Certificate, certify } from "../proof/certificate";
import { layState, State } from "../proof/state";

/** of the gap that is asked for: what recurrences may leave of it before it is looked at */
const AIM: f64 = 0.25;

@unmanaged
@final
export class Conjugate {
  s: State;
  /** m each: residual, the same preconditioned, direction, A times it */
  r: usize;
  z: usize;
  d: usize;
  Ad: usize;
  /** n: X̃ times the direction */
  t: usize;

  /** β, certificate ← nearer to the solution, by at most `most` steps, until gap ≤ target or no look is better than the last */
  solve(x: AnyDesign, loss: Squared, penalty: ElasticNet, h: usize, target: f64, most: i32, out: Certificate): void {
    const m = x.m;
    const s = this.s;
    let steps = 0;
    let least = Infinity;
    for (;;) {
      certify(x, loss, coordinates(penalty), s, AIM * target, out);
      out.passes = steps;
      if (out.gap <= target || steps >= most || !(out.gap < 0.5 * least)) return;
      least = out.gap;
      for (let j = 0; j < m; j++) f64.store(at(this.r, j), -f64.load(at(s.partial, j)) - penalty.l2(j) * f64.load(at(s.beta, j)));
      let rz = this.precondition(m, penalty, h);
      memory.copy(this.d, this.z, (<usize>m) << 3);
      while (steps < most) {
        const curvature = this.apply(x, penalty);
        if (!(curvature > 0)) break;
        const a = rz / curvature;
        axpy(m, a, this.d, s.beta);
        axpy(m, -a, this.Ad, this.r);
        steps++;
        if (this.gap(m, penalty) <= AIM * target) break;
        const before = rz;
        rz = this.precondition(m, penalty, h);
        const b = rz / before;
        for (let j = 0; j < m; j++) f64.store(at(this.d, j), f64.load(at(this.z, j)) + b * f64.load(at(this.d, j)));
      }
    }
  }

  /** z ← r over the diagonal of A; returns rᵀz */
  private precondition(m: i32, penalty: ElasticNet, h: usize): f64 {
    for (let j = 0; j < m; j++) f64.store(at(this.z, j), f64.load(at(this.r, j)) / (f64.load(at(h, j)) + penalty.l2(j)));
    return dot(m, this.r, this.z);
  }

  /** Ad ← (X̃ᵀWX̃ + C)d; returns dᵀAd */
  private apply(x: AnyDesign, penalty: ElasticNet): f64 {
    memory.fill(this.t, 0, (<usize>x.n) << 3);
    x.gemv(this.d, this.t);
    for (let i = 0; i < x.n; i++) f64.store(at(this.t, i), f64.load(at(this.t, i)) * f64.load(at(x.w, i)));
    x.gemvT(this.t, this.Ad);
    for (let j = 0; j < x.m; j++) {
      const slot = at(this.Ad, j);
      f64.store(slot, f64.load(slot) + penalty.l2(j) * f64.load(at(this.d, j)));
    }
    return dot(x.m, this.d, this.Ad);
  }

  /** ½ Σ rⱼ²/cⱼ over the penalised columns */
  private gap(m: i32, penalty: ElasticNet): f64 {
    let total: f64 = 0;
    for (let j = 0; j < m; j++) {
      const r = f64.load(at(this.r, j));
      if (!penalty.free(j)) total += (r * r) / penalty.l2(j);
    }
    return 0.5 * total;
  }
}

/** a Conjugate in the layout at hand; β (m) stays the caller's */
function lay(n: i32, m: i32, free: i32, beta: usize): Conjugate {
  const q = changetype<Conjugate>(struct(offsetof<Conjugate>()));
  q.s = layState(n, m, free, beta);
  q.r = vector(m);
  q.z = vector(m);
  q.d = vector(m);
  q.Ad = vector(m);
  q.t = vector(n);
  return q;
}

export function conjugateBytes(n: i32, m: i32, free: i32): f64 {
  count();
  lay(n, m, free, 0);
  return counted();
}

export function conjugateAt(work: usize, n: i32, m: i32, free: i32, beta: usize): Conjugate {
  begin(work);
  return lay(n, m, free, beta);
}
