// m > n: M = I + W½X̃C⁻¹X̃ᵀW½, n × n, and Woodbury's identity. With the f free columns F (c = 0) eliminated by a Schur complement:
//   q = C⁻¹d (0 on F),  s = M⁻¹W½X̃q,  Z = M⁻¹W½X̃_F,  S = X̃_FᵀW½Z
//   δ_F = S⁻¹(d_F − X̃_FᵀW½s),   δ = q − C⁻¹X̃ᵀW½(s + Zδ_F)
import { factor, factorBlocked, solve } from "../linear/cholesky";
import { reciprocalCondition, scaledNorm } from "../linear/condition";
import { at, padded } from "../linear/lanes";
import { axpy } from "../linear/level1";
import { gramBytes, panelBytes, syrkT } from "../linear/level3";
import { Squared } from "../losses/squared";
import { State } from "../proof/state";
import { addDiagonal, gradientStep, Hessian } from "./route";

@unmanaged
@final
export class Dual extends Hessian {
  /** m: 1/√cⱼ, 0 on free columns */
  rootC: usize;
  /** f, and the free columns (i32) */
  f: i32;
  free: usize;
  /** Z, f × n */
  Z: usize;
  /** S, f × f, factored */
  S: usize;
  /** n each: s, and W½s on its way into X̃ᵀ */
  s: usize;
  u: usize;
  /** n: the roots of M's diagonal */
  roots: usize;
  /** m each: q, and X̃ᵀW½s */
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
    syrkT(x.n, x.m, x.X, x.columns, x.means, this.rootW, this.rootC, this.A, this.panels);
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

  solve(d: usize): void {
    const x = this.x;
    for (let j = 0; j < x.m; j++) f64.store(at(this.q, j), f64.load(at(d, j)) * this.inverse(j));
    this.rows(this.s);
    solve(x.n, padded(x.n), this.A, this.s);
    if (this.f > 0) {
      this.columns(this.s);
      for (let a = 0; a < this.f; a++) f64.store(at(this.e, a), f64.load(at(d, this.column(a))) - f64.load(at(this.v, this.column(a))));
      solve(this.f, this.f, this.S, this.e);
      for (let a = 0; a < this.f; a++) axpy(x.n, f64.load(at(this.e, a)), at(this.Z, a * x.n), this.s);
    }
    this.columns(this.s);
    for (let j = 0; j < x.m; j++) f64.store(at(d, j), f64.load(at(this.q, j)) - this.inverse(j) * f64.load(at(this.v, j)));
    for (let a = 0; a < this.f; a++) f64.store(at(d, this.column(a)), f64.load(at(this.e, a)));
  }

  step(_: Squared, s: State, step: usize): f64 {
    return gradientStep<Dual>(this, s, step);
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

export function dualBytes(n: i32, m: i32, f: i32): f64 {
  const vectors = 3 * <f64>m + <f64>n * (3 + <f64>f) + <f64>f * (<f64>f + 2);
  return <f64>(offsetof<Dual>() + 64) + panelBytes(n) + gramBytes(n) + 8 * vectors;
}

/** lays a Dual with up to f free columns out in the scratch at `work` */
export function dualAt(work: usize, n: i32, m: i32, f: i32): Dual {
  const h = changetype<Dual>(work);
  h.A = (work + offsetof<Dual>() + 63) & ~63;
  h.panels = h.A + <usize>gramBytes(n);
  h.rootC = h.panels + <usize>panelBytes(n);
  h.q = at(h.rootC, m);
  h.v = at(h.q, m);
  h.s = at(h.v, m);
  h.u = at(h.s, n);
  h.roots = at(h.u, n);
  h.Z = at(h.roots, n);
  h.S = at(h.Z, f * n);
  h.e = at(h.S, f * f);
  h.free = at(h.e, f);
  return h;
}
