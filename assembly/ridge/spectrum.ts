// Ridge at many λ from one eigendecomposition. With Z = W½X̃C⁻½, c = vd² (the penalty's curvature at λ = 1), b = C½β and t = W½y:
//   P = ½‖t − Zb‖² + ½λ‖b‖²
//   m < n − 1    ZᵀZ = QΛQᵀ,   b = QΦQᵀZᵀt                  ("primal", order m)
//   else         ZZᵀ = QΛQᵀ,   b = Zᵀa,  a = QΦQᵀt          ("dual", order n: Q is complete, which leave-one-out needs)
// Φ = 1/(Λ + λ), 0 where Λ + λ is rounding beside Λmax, or beside what columns were before they were centred (orthogonal.ts): at λ = 0 that is the solution with the smallest ‖b‖, but then the gap below does
// not see what a better factorisation would find in those directions (src/solvers/spectrum.ts asks ridge instead).
// In the dual, √w (of an intercept) and the rows of weight 0 are eigenvectors with Λ = 0 that no b reaches. A multiple τ > Λmax of their
// projector is added, which makes them the last ones, and the last ones are left out.
// What a Newton step would still gain, P(b) − min P = ½gᵀ(ZᵀZ + λI)⁻¹g, is the gap; g is computed on X, not on ZᵀZ.
import { ENTRY_ROUNDING } from "../../src/kernels/abi";
import { AnyDesign } from "../design/anyDesign";
import { eigen } from "../linear/eigen";
import { spend } from "../linear/heed";
import { at, padded } from "../linear/lanes";
import { begin, block, count, counted, struct, vector } from "../linear/layout";
import { axpy, dot, squareRoots } from "../linear/level1";
import { gramBytes, panelBytes } from "../linear/level3";
import { Squared } from "../losses/squared";
import { ElasticNet } from "../penalties/elasticNet";
import { coordinates } from "../penalties/separable";
import { Certificate } from "../proof/certificate";
import { State } from "../proof/state";
import { addDiagonal } from "./route";

/** The solution and its refinements, at most. */
const STEPS = 4;
/** (100ε)²: a gap of this part of ½‖t‖² moves predictions by 100ε of ‖t‖, which the next step would not make better by much */
const NEGLIGIBLE: f64 = 1e4 * f64.EPSILON * f64.EPSILON;

@unmanaged
@final
export class Spectrum {
  x: AnyDesign;
  dual: bool;
  intercept: bool;
  /** m or n; how many eigenpairs count (the first ones); the bound below which Λ + λ is rounding */
  order: i32;
  kept: i32;
  negligible: f64;
  /** n each: √w, t */
  rootW: usize;
  t: usize;
  /** m: 1/√c */
  rootC: usize;
  /** order each: Λ; QᵀZᵀt or Qᵀt; what `add` is to add, in eigenvectors */
  values: usize;
  b: usize;
  z: usize;
  /** n each: a, what it gains, scratch */
  a: usize;
  gain: usize;
  u: usize;
  /** m: C½(what β gains), and ∇P in b */
  g: usize;
  /** Q, eigenvectors as rows, padded to whole panels; packing space */
  Q: usize;
  panels: usize;

  /** Λ, Q and b from X, y and the penalty at λ = 1. 0, or a status of `eigen`. */
  decompose(loss: Squared, penalty: ElasticNet): i32 {
    const x = this.x;
    squareRoots(x.n, x.w, this.rootW);
    for (let i = 0; i < x.n; i++) f64.store(at(this.t, i), f64.load(at(this.rootW, i)) * f64.load(at(loss.y, i)));
    for (let j = 0; j < x.m; j++) f64.store(at(this.rootC, j), 1 / sqrt(penalty.l2(j)));
    this.kept = this.order;
    if (this.dual) this.outer();
    else this.inner();
    const failed = eigen(this.order, padded(this.order), this.Q, this.values, this.z);
    if (failed) return failed;
    for (let k = 0; k < this.kept; k++) f64.store(at(this.values, k), max(0, f64.load(at(this.values, k))));
    this.negligible = max(max(x.n, x.m) * f64.EPSILON * this.largest(), this.ofCentring());
    if (!this.dual) this.times(this.t, this.g);
    const from = this.dual ? this.t : this.g;
    for (let k = 0; k < this.kept; k++) f64.store(at(this.b, k), dot(this.order, this.vector(k), from));
    return 0;
  }

  /** Λmin and Λmax, 0 where there is none */
  smallest(): f64 {
    return this.kept > 0 ? f64.load(this.values) : 0;
  }

  largest(): f64 {
    return this.kept > 0 ? f64.load(at(this.values, this.kept - 1)) : 0;
  }

  /** the eigenvector at place k */
  vector(k: i32): usize {
    return at(this.Q, k * padded(this.order));
  }

  /** Φ at place k */
  phi(k: i32, lambda: f64): f64 {
    const sum = f64.load(at(this.values, k)) + lambda;
    return sum > this.negligible ? 1 / sum : 0;
  }

  /** the square of the rounding in a column of Z, the largest: some ε of its mean */
  private ofCentring(): f64 {
    let most: f64 = 0;
    for (let j = 0; j < this.x.m; j++) most = max(most, abs(this.x.mean(j) * f64.load(at(this.rootC, j))));
    return ENTRY_ROUNDING * most * (ENTRY_ROUNDING * most);
  }

  /** Q ← ZᵀZ (lower) */
  private inner(): void {
    const x = this.x;
    x.gram(this.rootW, this.Q, this.panels, 0);
    for (let i = 0; i < x.m; i++) {
      for (let j = 0; j <= i; j++) {
        const entry = at(this.vector(i), j);
        f64.store(entry, f64.load(entry) * f64.load(at(this.rootC, i)) * f64.load(at(this.rootC, j)));
      }
    }
  }

  /** Q ← ZZᵀ + τ(√w√wᵀ + Σ eᵢeᵢᵀ over rows of weight 0) (lower), τ = 2‖ZZᵀ‖ (Frobenius) or 1 */
  private outer(): void {
    const x = this.x;
    x.outer(this.rootW, this.rootC, this.Q, this.panels);
    let squares: f64 = 0;
    for (let i = 0; i < x.n; i++) {
      const row = this.vector(i);
      // v·v and not v ** 2: the compiler would keep 6 kB of tables for pow
      const last = f64.load(at(row, i));
      squares += 2 * dot(i, row, row) + last * last;
    }
    const tau = squares > 0 ? 2 * sqrt(squares) : 1;
    if (this.intercept) this.kept--;
    for (let i = 0; i < x.n; i++) {
      const root = f64.load(at(this.rootW, i));
      if (this.intercept) axpy(i + 1, tau * root, this.rootW, this.vector(i));
      if (root > 0) continue;
      addDiagonal(this.Q, padded(x.n), i, tau);
      this.kept--;
    }
  }

  /** out ← Zᵀr */
  private times(r: usize, out: usize): void {
    const x = this.x;
    for (let i = 0; i < x.n; i++) f64.store(at(this.u, i), f64.load(at(this.rootW, i)) * f64.load(at(r, i)));
    x.gemvT(this.u, out);
    for (let j = 0; j < x.m; j++) f64.store(at(out, j), f64.load(at(out, j)) * f64.load(at(this.rootC, j)));
  }

  /** s.beta ← argmin P at λ, refined, and its certificate */
  fit(loss: Squared, penalty: ElasticNet, s: State, out: Certificate): void {
    const x = this.x;
    const enough = 0.5 * NEGLIGIBLE * dot(x.n, this.t, this.t);
    memory.fill(s.beta, 0, (<usize>x.m) << 3);
    memory.fill(this.a, 0, (<usize>x.n) << 3);
    memory.copy(this.z, this.b, (<usize>this.order) << 3);
    for (let step = 1; ; step++) {
      const before = out.gap;
      this.add(penalty.lambda, s.beta);
      out.gap = this.dual ? this.dualGain(loss, penalty, s) : this.primalGain(loss, penalty, s);
      out.objective = loss.value(s.eta);
      out.objective += coordinates(penalty).omega(x.m, s.beta);
      out.passes = step;
      if (step === STEPS || out.gap <= enough || (step > 1 && out.gap > 0.25 * before)) return;
    }
  }

  /** β ← β + C⁻½QΦz, or a ← a + QΦz and with it β ← β + C⁻½ZᵀQΦz */
  private add(lambda: f64, beta: usize): void {
    const sum = this.dual ? this.gain : this.g;
    spend(this.kept, this.order);
    memory.fill(sum, 0, (<usize>this.order) << 3);
    for (let k = 0; k < this.kept; k++) axpy(this.order, this.phi(k, lambda) * f64.load(at(this.z, k)), this.vector(k), sum);
    if (this.dual) {
      axpy(this.order, 1, this.gain, this.a);
      this.times(this.gain, this.g);
    }
    for (let j = 0; j < this.x.m; j++) {
      const entry = at(beta, j);
      f64.store(entry, f64.load(entry) + f64.load(at(this.rootC, j)) * f64.load(at(this.g, j)));
    }
  }

  /** z ← −Qᵀg, g = ∇P in b; returns ½gᵀ(ZᵀZ + λI)⁻¹g */
  private primalGain(loss: Squared, penalty: ElasticNet, s: State): f64 {
    s.evaluate(this.x, loss);
    for (let j = 0; j < this.order; j++) {
      const d = f64.load(at(s.partial, j)) + penalty.l2(j) * f64.load(at(s.beta, j));
      f64.store(at(this.g, j), d * f64.load(at(this.rootC, j)));
    }
    let gain: f64 = 0;
    for (let k = 0; k < this.kept; k++) {
      const gk = dot(this.order, this.vector(k), this.g);
      f64.store(at(this.z, k), -gk);
      gain += this.phi(k, penalty.lambda) * gk * gk;
    }
    return 0.5 * gain;
  }

  /** z ← −Qᵀr, r = λa − W½(y − η), so that g = Zᵀr; returns ½gᵀ(ZᵀZ + λI)⁻¹g = ½ Σ ΛΦ(Qᵀr)² */
  private dualGain(loss: Squared, penalty: ElasticNet, s: State): f64 {
    memory.fill(s.eta, 0, (<usize>this.x.n) << 3);
    this.x.gemv(s.beta, s.eta);
    for (let i = 0; i < this.x.n; i++) {
      const r = f64.load(at(this.rootW, i)) * (f64.load(at(s.eta, i)) - f64.load(at(loss.y, i)));
      f64.store(at(this.u, i), penalty.lambda * f64.load(at(this.a, i)) + r);
    }
    let gain: f64 = 0;
    for (let k = 0; k < this.kept; k++) {
      const rk = dot(this.order, this.vector(k), this.u);
      f64.store(at(this.z, k), -rk);
      gain += this.phi(k, penalty.lambda) * f64.load(at(this.values, k)) * rk * rk;
    }
    return 0.5 * gain;
  }
}

/** the smaller matrix; at m = n − 1 the dual, whose leave-one-out does not cancel where rows are nearly interpolated */
export function isDual(n: i32, m: i32): bool {
  return m + 1 >= n;
}

/** a Spectrum of n rows and m columns in the layout at hand */
function lay(n: i32, m: i32): Spectrum {
  const s = changetype<Spectrum>(struct(offsetof<Spectrum>()));
  s.dual = isDual(n, m);
  s.order = s.dual ? n : m;
  s.Q = block(gramBytes(s.order));
  s.panels = block(panelBytes(s.order));
  s.rootW = vector(n);
  s.t = vector(n);
  s.a = vector(n);
  s.gain = vector(n);
  s.u = vector(n);
  s.rootC = vector(m);
  s.g = vector(m);
  s.values = vector(s.order);
  s.b = vector(s.order);
  s.z = vector(s.order);
  return s;
}

export function spectrumBytes(n: i32, m: i32): f64 {
  count();
  lay(n, m);
  return counted();
}

export function spectrumAt(work: usize, x: AnyDesign, intercept: bool): Spectrum {
  begin(work);
  const s = lay(x.n, x.m);
  s.x = x;
  s.intercept = intercept;
  return s;
}
