// The judge of logistic lasso answers: the best intercept for the coefficients that came, then objective and duality gap. It shares no code
// with src/ or assembly/.
//   P = (1/n) Σ log(1 + e^−m) + λ‖β‖₁,  m = tη;   D = −(1/n) Σ a log a + (1 − a) log(1 − a),  a = −nt∘θ in [0, 1],  Σθ = 0,  ‖Xᵀθ‖∞ ≤ λ
//   θ = κ(∇f with the entries of its heavier sign shrunk until they sum to 0),  κ = min(1, λ/‖Xᵀθ‖∞)
import type { Answered, Loaded } from "./rivals/protocol.js";

/** gap / loss of the model with an intercept only */
export function relativeGap({ columns, y: t }: Loaded, lambda: number, { coefficients, intercept }: Answered): number {
  const n = t.length;
  const eta = new Float64Array(n);
  columns.forEach((x, j) => {
    const b = coefficients[j];
    if (b !== 0) for (let i = 0; i < n; i++) eta[i] += b * x[i];
  });
  const b0 = bestIntercept(t, eta, intercept);
  let loss = 0;
  const theta = t.map((ti, i) => {
    const m = ti * (eta[i] + b0);
    loss += (Math.max(-m, 0) + Math.log1p(Math.exp(-Math.abs(m)))) / n;
    return -ti / (1 + Math.exp(m)) / n;
  });
  const sums = theta.reduce(([up, down], v) => (v > 0 ? [up + v, down] : [up, down - v]), [0, 0]);
  const least = Math.min(...sums);
  const balanced = theta.map((v) => (v * least) / (v > 0 ? sums[0] : sums[1]));
  const most = columns.reduce((largest, x) => Math.max(largest, Math.abs(x.reduce((sum, value, i) => sum + value * balanced[i], 0))), 0);
  const kappa = Math.min(1, lambda / most);
  const entropy = (a: number) => (a <= 0 ? 0 : a * Math.log(a));
  const dual = balanced.reduce((sum, v, i) => {
    const a = Math.min(1, -t[i] * v * kappa * n);
    return sum - (entropy(a) + entropy(1 - a)) / n;
  }, 0);
  const share = t.filter((ti) => ti > 0).length / n;
  return (loss + lambda * coefficients.reduce((sum, b) => sum + Math.abs(b), 0) - dual) / -(entropy(share) + entropy(1 - share));
}

/** where Σ t/(1 + e^m) = 0, by Newton inside an interval that halves where a step would leave it */
function bestIntercept(t: Float64Array, eta: Float64Array, start: number): number {
  let [low, high, b] = [-1e3, 1e3, start];
  for (let k = 0; k < 200 && high - low > 0; k++) {
    let [slope, bend] = [0, 0];
    t.forEach((ti, i) => {
      const p = 1 / (1 + Math.exp(ti * (eta[i] + b)));
      slope -= ti * p;
      bend += p * (1 - p);
    });
    if (Math.abs(slope) <= 1e-15 * t.length) break;
    if (slope > 0) high = b;
    else low = b;
    const next = b - slope / bend;
    b = next > low && next < high ? next : (low + high) / 2;
  }
  return b;
}
