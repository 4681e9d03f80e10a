// The residuals of n refits, each without one row, from one Spectrum (Allen 1974; Golub, Heath, Wahba 1979). Weights are those of all
// rows, Σw = 1, and the λ of Σ wᵢrᵢ² + λ Σ cⱼβⱼ² stays: leaving out row i strikes its term and changes nothing else. With an intercept
// X̃ᵀW1 = 0, so that the Hessian of (β₀, β) is block diagonal and the leverage has a term for each block:
//   hᵢᵢ = wᵢ(1 + x̃ᵢᵀ(X̃ᵀWX̃ + λC)⁻¹x̃ᵢ) = wᵢ[intercept] + Σₖ Φₖvᵢₖ²,   V = ZQ = W½X̃C⁻½Q
//   √wᵢ·eᵢ = ρᵢ/(1 − hᵢᵢ),   ρ = t − VΦVᵀt                         (Sherman, Morrison 1950)
// In the dual I − H = Q(λΦ)Qᵀ without √w, hence without cancellation, and the λ of numerator and denominator cancel:
//   √wᵢ·eᵢ = Σₖ Φₖqᵢₖ(Qᵀt)ₖ / Σₖ Φₖqᵢₖ²                             which has a limit at λ = 0
// GCV puts the mean of 1 − hᵢᵢ in the place of each: Σρᵢ²/(1 − df/n)², df = Σhᵢᵢ, n the rows of positive weight.
import { spend } from "../linear/heed";
import { at, madd, padded } from "../linear/lanes";
import { dot } from "../linear/level1";
import { isDual, Spectrum } from "./spectrum";

/** What `leaveOneOut` hands back. */
@unmanaged
@final
export class Curve {
  /** Σₖ ΛₖΦₖ: without the intercept */
  df: f64;
  loo: f64;
  gcv: f64;
}

/** bytes of V, which only the primal needs: the dual has its V in Q already */
export function leverageBytes(n: i32, m: i32): f64 {
  return isDual(n, m) ? 0 : 8 * <f64>n * <f64>m;
}

/** curves ← those of `number` λ; errors (2n) ← ρ and δ of the last one, whose quotient is √wᵢ times what the other rows' fit leaves of yᵢ */
export function curvesAt(s: Spectrum, number: i32, lambdas: usize, V: usize, errors: usize, curves: usize): void {
  projections(s, V);
  for (let k = 0; k < number; k++)
    leaveOneOut(s, V, f64.load(at(lambdas, k)), errors, at(errors, s.x.n), changetype<Curve>(curves + <usize>k * offsetof<Curve>()));
}

/** V ← W½X̃C⁻½Q, column-major, and b ← Vᵀt; the dual has its V in Q already */
function projections(s: Spectrum, V: usize): void {
  if (s.dual) return;
  const x = s.x;
  for (let k = 0; k < s.kept; k++) {
    const v = at(V, k * x.n);
    const q = s.vector(k);
    for (let j = 0; j < x.m; j++) f64.store(at(s.g, j), f64.load(at(s.rootC, j)) * f64.load(at(q, j)));
    memory.fill(v, 0, (<usize>x.n) << 3);
    x.gemv(s.g, v);
    for (let i = 0; i < x.n; i++) f64.store(at(v, i), f64.load(at(v, i)) * f64.load(at(s.rootW, i)));
    f64.store(at(s.b, k), dot(x.n, v, s.t));
  }
}

/** out ← effective degrees of freedom and both scores at λ; rho, den (n each) are scratch */
function leaveOneOut(s: Spectrum, V: usize, lambda: f64, rho: usize, den: usize, out: Curve): void {
  const n = s.x.n;
  const stride = s.dual ? padded(n) : n;
  const from = s.dual ? s.Q : V;
  // Φ = 0 stands for λΦ = 1 there: then every term needs its λ
  const singular = s.kept > 0 && s.phi(0, lambda) === 0;
  const unit = singular ? lambda : 1;
  spend(s.kept, n);
  start(s, rho, den);
  let free: f64 = 0;
  out.df = 0;
  for (let k = 0; k < s.kept; k++) {
    const phi = s.phi(k, lambda);
    const left = phi > 0 ? unit * phi : 1;
    free += left;
    out.df += phi * f64.load(at(s.values, k));
    const weight = s.dual ? left : -phi;
    accumulate(n, weight * f64.load(at(s.b, k)), weight, from + ((<usize>k * <usize>stride) << 3), rho, den);
  }
  let rows: f64 = 0;
  let squares: f64 = 0;
  out.loo = 0;
  // 1 − h is known to about this much; in the dual there is no difference in it
  const rounding = s.dual && !singular ? 0 : 8 * (<f64>s.order + 1) * f64.EPSILON;
  for (let i = 0; i < n; i++) {
    if (f64.load(at(s.rootW, i)) === 0) continue;
    const r = f64.load(at(rho, i));
    const d = f64.load(at(den, i));
    rows += 1;
    squares += r * r;
    out.loo += d > rounding ? (r / d) * (r / d) : Infinity;
  }
  if (!s.dual) free = rows - out.df - (s.intercept ? 1 : 0);
  out.gcv = free > rows * rounding ? squares / ((free / rows) * (free / rows)) : Infinity;
}

/** ρ, 1 − h ← those of the fit without β; 0 in the dual, which sums them up from nothing */
function start(s: Spectrum, rho: usize, den: usize): void {
  for (let i = 0; i < s.x.n; i++) {
    const w = s.intercept ? f64.load(at(s.x.w, i)) : 0;
    f64.store(at(rho, i), s.dual ? 0 : f64.load(at(s.t, i)));
    f64.store(at(den, i), s.dual ? 0 : 1 - w);
  }
}

/** ρ ← ρ + a·v, δ ← δ + c·v∘v */
function accumulate(n: i32, a: f64, c: f64, v: usize, rho: usize, delta: usize): void {
  const aa = f64x2.splat(a);
  const cc = f64x2.splat(c);
  const main = v + ((<usize>(n & ~1)) << 3);
  for (; v < main; v += 16, rho += 16, delta += 16) {
    const x = v128.load(v);
    v128.store(rho, madd(v128.load(rho), aa, x));
    v128.store(delta, madd(v128.load(delta), cc, f64x2.mul(x, x)));
  }
  if (n & 1) {
    const x = f64.load(v);
    f64.store(rho, f64.load(rho) + a * x);
    f64.store(delta, f64.load(delta) + c * x * x);
  }
}
