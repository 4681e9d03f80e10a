// The judge of sparse answers: the best intercept for the coefficients that came, then objective and duality gap at
// θ = κ(∇f with the entries of its heavier sign shrunk until they sum to 0). It shares no code with src/ or assembly/.
//   P = (1/n) Σ ℓ(yᵢ, ηᵢ) + λ(ρ‖β‖₁ + (1−ρ)/2 ‖β‖²),   D = −(1/n) Σ ℓ*(nθᵢ) − Ω*(−Xᵀθ)
//   κ = min(1, λρ/‖Xᵀθ‖∞) where ρ = 1;   Ω*(z) = ‖S(z, λρ)‖²/2λ(1−ρ) else
import type { Answered, Csc, Loaded } from "./rivals/protocol.js";

export type SparseLoss = "squared" | "logistic" | "poisson";

interface Row {
  value(y: number, eta: number): number;
  slope(y: number, eta: number): number;
  curvature(y: number, eta: number): number;
  /** ℓ*(u) */
  conjugate(y: number, u: number): number;
}

const entropy = (a: number) => (a <= 0 ? 0 : a * Math.log(a));

const ROWS: Record<SparseLoss, Row> = {
  squared: {
    value: (y, eta) => 0.5 * (y - eta) ** 2,
    slope: (y, eta) => eta - y,
    curvature: () => 1,
    conjugate: (y, u) => 0.5 * u * u + u * y,
  },
  logistic: {
    value: (y, eta) => Math.max(-y * eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))),
    slope: (y, eta) => -y / (1 + Math.exp(y * eta)),
    curvature: (y, eta) => 1 / (1 + Math.exp(y * eta)) / (1 + Math.exp(-y * eta)),
    conjugate: (y, u) => entropy(-y * u) + entropy(1 + y * u),
  },
  poisson: {
    value: (y, eta) => Math.exp(eta) - y * eta,
    slope: (y, eta) => Math.exp(eta) - y,
    curvature: (_, eta) => Math.exp(eta),
    conjugate: (y, u) => entropy(u + y) - (u + y),
  },
};

/** Xᵀr */
function dots({ data, indices, indptr, shape: [, p] }: Csc, r: Float64Array): Float64Array {
  const out = new Float64Array(p);
  for (let j = 0; j < p; j++) for (let k = indptr[j]; k < indptr[j + 1]; k++) out[j] += data[k] * r[indices[k]];
  return out;
}

/** where Σ ℓ′(yᵢ, ηᵢ + b) = 0, by Newton's method inside an interval that halves where a step would leave it */
function bestIntercept({ slope, curvature }: Row, y: Float64Array, eta: Float64Array, start: number): number {
  let [low, high, b] = [start - 50, start + 50, start];
  for (let k = 0; k < 100; k++) {
    let [sum, bend] = [0, 0];
    for (let i = 0; i < y.length; i++) {
      sum += slope(y[i], eta[i] + b);
      bend += curvature(y[i], eta[i] + b);
    }
    if (Math.abs(sum) <= 1e-13 * y.length) break;
    if (sum > 0) high = b;
    else low = b;
    const next = b - sum / bend;
    b = next > low && next < high ? next : (low + high) / 2;
  }
  return b;
}

interface Point {
  primal: number;
  /** what a perfect fit has */
  saturated: number;
  /** ∇f, summing to 0 by shrinking its heavier sign */
  theta: Float64Array;
  eta: Float64Array;
}

function pointOf(row: Row, sparse: Csc, y: Float64Array, { coefficients, intercept }: Answered): Point {
  const n = y.length;
  const { data, indices, indptr, shape } = sparse;
  const eta = new Float64Array(n);
  for (let j = 0; j < shape[1]; j++) {
    const b = coefficients[j];
    if (b !== 0) for (let k = indptr[j]; k < indptr[j + 1]; k++) eta[indices[k]] += b * data[k];
  }
  const b0 = bestIntercept(row, y, eta, intercept);
  for (let i = 0; i < n; i++) eta[i] += b0;
  const g = eta.map((value, i) => row.slope(y[i], value) / n);
  const [up, down] = g.reduce(([a, b], value) => (value > 0 ? [a + value, b] : [a, b - value]), [0, 0]);
  const least = Math.min(up, down);
  const theta = up + down === 0 ? g : g.map((value) => (value * least) / (value > 0 ? up : down));
  const primal = eta.reduce((sum, value, i) => sum + row.value(y[i], value), 0) / n;
  // ℓ*(0) = −min ℓ
  const saturated = -y.reduce((sum, value) => sum + row.conjugate(value, 0), 0) / n;
  return { primal, saturated, theta, eta };
}

/** the smallest λ of a lasso without coefficients */
export function maximalLambda(sparse: Csc, y: Float64Array, loss: SparseLoss): number {
  const { theta } = pointOf(ROWS[loss], sparse, y, { coefficients: new Float64Array(sparse.shape[1]), intercept: 0 });
  return dots(sparse, theta).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** worst gap over the λ's, as a share of the null model's loss above a perfect fit's */
export function worstGap(
  { sparse, y, lambdas }: Loaded & { sparse: Csc },
  loss: SparseLoss,
  l1Ratio: number,
  answers: readonly Answered[],
) {
  const row = ROWS[loss];
  const n = y.length;
  const none = pointOf(row, sparse, y, { coefficients: new Float64Array(sparse.shape[1]), intercept: 0 });
  return answers.reduce((worst, answer, k) => {
    const [a, c] = [lambdas[k] * l1Ratio, lambdas[k] * (1 - l1Ratio)];
    const { primal, theta } = pointOf(row, sparse, y, answer);
    const z = dots(sparse, theta);
    const most = z.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    const kappa = c > 0 ? 1 : Math.min(1, a / most);
    const conjugates = theta.reduce((sum, value, i) => sum + row.conjugate(y[i], kappa * value * n), 0) / n;
    const ofPenalty = c > 0 ? z.reduce((sum, value) => sum + Math.max(0, Math.abs(value) - a) ** 2, 0) / (2 * c) : 0;
    const penalty = answer.coefficients.reduce((sum, b) => sum + a * Math.abs(b) + 0.5 * c * b * b, 0);
    return Math.max(worst, (primal + penalty + conjugates + ofPenalty) / (none.primal - none.saturated));
  }, 0);
}
