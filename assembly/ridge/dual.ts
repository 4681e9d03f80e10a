// m > n: M = I + W½X̃C⁻¹X̃ᵀW½, n × n, and β through n numbers: β = C⁻¹X̃ᵀW½α, where α is what is left of y, W½(y − X̃β), at the optimum only.
// From A⁻¹X̃ᵀW½ = C⁻¹X̃ᵀW½M⁻¹ (push-through identity; Henderson, Searle 1981, section 2)
//   t = W½(y − X̃β) − α,   s = M⁻¹t,   δ = C⁻¹X̃ᵀW½s,   α ← α + s
// which subtracts nothing of size 1/c from another. The f free columns F (c = 0) are eliminated by a Schur complement:
//   Z = M⁻¹W½X̃_F,  S = X̃_FᵀW½Z,   δ_F = S⁻¹X̃_FᵀW½(α + s),   s ← s − Zδ_F
import { factor, factorBlocked, solve } from "../linear/cholesky";
import { reciprocalCondition, scaledNorm } from "../linear/condition";
import { at, padded } from "../linear/lanes";
import { begin, block, count, counted, room, struct, vector } from "../linear/layout";
import { axpy } from "../linear/level1";
import { gramBytes, panelBytes } from "../linear/level3";
import { Squared } from "../losses/squared";
import { State } from "../proof/state";
import { addDiagonal, gain, gradient, Route } from "./route";

@unmanaged
@final
export class Dual extends Route {
  /** M, factored, padded to whole panels, and packing space for level3 */
  A: usize;
  panels: usize;
  /** m: 1/√cⱼ, 0 on free columns */
  rootC: usize;
  /** f, and the free columns (i32) */
  f: i32;
  free: usize;
  /** Z, f × n */
  Z: usize;
  /** S, f × f, factored */
  S: usize;
  /** n each: α, s, and W½s on its way into X̃ᵀ */
  alpha: usize;
  s: usize;
  u: usize;
  /** n: the roots of M's diagonal */
  roots: usize;
  /** m each: a unit vector, and X̃ᵀW½s */
  q: usize;
  v: usize;
  /** f: δ_F */
  e: usize;

  factorise(): i32 {
    const x = this.x;
    const ld = padded(x.n);
    this.f = 0;
    for (let j = 0; j < x.m; j++) {
      const c = this.penalty.l2(j);
      f64.store(at(this.rootC, j), c > 0 ? 1 / sqrt(c) : 0);
      if (c > 0) continue;
      i32.store(this.free + ((<usize>this.f) << 2), j);
      this.f++;
    }
    x.outer(this.rootW, this.rootC, this.A, this.panels);
    for (let i = 0; i < x.n; i++) addDiagonal(this.A, ld, i, 1);
    const norm = scaledNorm(x.n, ld, this.A, this.roots, this.s);
    // M ⪰ I, but where W½X̃C⁻¹X̃ᵀW½ is beyond 1/ε the 1 is lost in it, and a pivot fails like that of any singular matrix
    const broken = factorBlocked(x.n, this.A, this.panels);
    if (broken) return broken;
    this.rank = x.m;
    this.reciprocal = reciprocalCondition(x.n, ld, this.A, norm, this.roots, this.s, this.u);
    for (let a = 0; a < this.f; a++) {
      const z = at(this.Z, a * x.n);
      memory.fill(this.q, 0, (<usize>x.m) << 3);
      f64.store(at(this.q, this.column(a)), 1);
      this.rows(z);
      solve(x.n, ld, this.A, z);
      this.columns(z);
      for (let b = 0; b <= a; b++) f64.store(at(this.S, a * this.f + b), f64.load(at(this.v, this.column(b))));
    }
    const schur = scaledNorm(this.f, this.f, this.S, this.roots, this.s);
    const failed = factor(this.f, this.f, this.S);
    if (failed) return this.column(failed - 1) + 1;
    // S inherits the error of M⁻¹ and has a condition of its own: their product bounds what a step through both loses
    this.reciprocal *= reciprocalCondition(this.f, this.f, this.S, schur, this.roots, this.s, this.u);
    return 0;
  }

  begin(): void {
    memory.fill(this.alpha, 0, (<usize>this.x.n) << 3);
  }

  step(loss: Squared, s: State, step: usize): f64 {
    const x = this.x;
    for (let i = 0; i < x.n; i++) {
      const left = f64.load(at(this.rootW, i)) * (f64.load(at(loss.y, i)) - f64.load(at(s.eta, i)));
      f64.store(at(this.s, i), left - f64.load(at(this.alpha, i)));
    }
    solve(x.n, padded(x.n), this.A, this.s);
    axpy(x.n, 1, this.s, this.alpha);
    if (this.f > 0) {
      this.columns(this.alpha);
      for (let a = 0; a < this.f; a++) f64.store(at(this.e, a), f64.load(at(this.v, this.column(a))));
      solve(this.f, this.f, this.S, this.e);
      for (let a = 0; a < this.f; a++) {
        const b = -f64.load(at(this.e, a));
        axpy(x.n, b, at(this.Z, a * x.n), this.s);
        axpy(x.n, b, at(this.Z, a * x.n), this.alpha);
      }
    }
    this.columns(this.s);
    for (let j = 0; j < x.m; j++) f64.store(at(step, j), this.inverse(j) * f64.load(at(this.v, j)));
    for (let a = 0; a < this.f; a++) f64.store(at(step, this.column(a)), f64.load(at(this.e, a)));
    gradient<Dual>(this, s);
    return gain(x.m, s, step);
  }

  /** the free column at place a */
  private column(a: i32): i32 {
    return i32.load(this.free + ((<usize>a) << 2));
  }

  /** 1/cⱼ, 0 on free columns */
  private inverse(j: i32): f64 {
    const r = f64.load(at(this.rootC, j));
    return r * r;
  }

  /** t ← W½X̃q */
  private rows(t: usize): void {
    memory.fill(t, 0, (<usize>this.x.n) << 3);
    this.x.gemv(this.q, t);
    for (let i = 0; i < this.x.n; i++) f64.store(at(t, i), f64.load(at(t, i)) * f64.load(at(this.rootW, i)));
  }

  /** v ← X̃ᵀW½t */
  private columns(t: usize): void {
    for (let i = 0; i < this.x.n; i++) f64.store(at(this.u, i), f64.load(at(t, i)) * f64.load(at(this.rootW, i)));
    this.x.gemvT(this.u, this.v);
  }
}

/** a Dual with up to f free columns in the layout at hand */
function lay(n: i32, m: i32, f: i32): Dual {
  const h = changetype<Dual>(struct(offsetof<Dual>()));
  h.A = block(gramBytes(n));
  h.panels = block(panelBytes(n));
  h.rootC = vector(m);
  h.q = vector(m);
  h.v = vector(m);
  h.alpha = vector(n);
  h.s = vector(n);
  h.u = vector(n);
  h.roots = vector(n);
  h.Z = room(8 * <f64>f * <f64>n);
  h.S = room(8 * <f64>f * <f64>f);
  h.e = vector(f);
  h.free = room(4 * <f64>f);
  return h;
}

export function dualBytes(n: i32, m: i32, f: i32): f64 {
  count();
  lay(n, m, f);
  return counted();
}

export function dualAt(work: usize, n: i32, m: i32, f: i32): Dual {
  begin(work);
  return lay(n, m, f);
}
