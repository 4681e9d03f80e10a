// Logistic regression judged in plain f64: objective, duality gap and KKT residual of an answer. It shares no code with src/ or assembly/.
//     P = Σ wᵢ log(1 + exp(−tᵢηᵢ)) + Σ aⱼ|βⱼ| + cⱼβⱼ²/2;   for 0 ≤ aᵢ ≤ 1 with Σ wᵢtᵢaᵢ = 0 (intercept):
//     D = −Σ wᵢ(aᵢ log aᵢ + (1−aᵢ) log(1−aᵢ)) − Σ Ωⱼ*(zⱼ),  z = XᵀW(t∘a),  P ≥ D. Here a = κp, p the probability of the other class.
export interface ClassProblem {
  columns: readonly ArrayLike<number>[];
  /** ±1 */
  t: ArrayLike<number>;
  lambda: number;
  l1Ratio?: number;
  weights?: ArrayLike<number>;
  penaltyFactors?: ArrayLike<number>;
  standardize?: boolean;
}

export function judgeClasses(problem: ClassProblem, coefficients: ArrayLike<number>, intercept: number) {
  const { columns, t, lambda, l1Ratio = 1, weights, penaltyFactors, standardize = false } = problem;
  const n = t.length;
  const total = weights ? Array.from(weights).reduce((a, b) => a + b, 0) : n;
  const w = Array.from({ length: n }, (_, i) => (weights ? weights[i] : 1) / total);
  const eta = new Float64Array(n).fill(intercept);
  columns.forEach((x, j) => {
    if (coefficients[j] !== 0) for (let i = 0; i < n; i++) eta[i] += coefficients[j] * x[i];
  });
  const sds = columns.map((x) => {
    const mean = w.reduce((sum, wi, i) => sum + wi * x[i], 0);
    return Math.sqrt(w.reduce((sum, wi, i) => sum + wi * (x[i] - mean) ** 2, 0));
  });
  const d = sds.map((sd) => (standardize ? sd : 1));
  const a = columns.map((_, j) => lambda * l1Ratio * (penaltyFactors?.[j] ?? 1) * d[j]);
  const c = columns.map((_, j) => lambda * (1 - l1Ratio) * (penaltyFactors?.[j] ?? 1) * d[j] ** 2);
  const p = Array.from(eta, (value, i) => 1 / (1 + Math.exp(t[i] * value)));
  const loss = Array.from(eta, (value, i) => {
    const m = t[i] * value;
    return w[i] * (Math.max(-m, 0) + Math.log1p(Math.exp(-Math.abs(m))));
  }).reduce((x, y) => x + y, 0);
  const omega = columns.reduce((sum, _, j) => sum + a[j] * Math.abs(coefficients[j]) + (c[j] * coefficients[j] ** 2) / 2, 0);
  const z = columns.map((x) => p.reduce((sum, pi, i) => sum + w[i] * t[i] * pi * x[i], 0));
  const slope = p.reduce((sum, pi, i) => sum + w[i] * t[i] * pi, 0);

  const kappa = columns.reduce((least, _, j) => (c[j] === 0 && Math.abs(z[j]) > a[j] ? Math.min(least, a[j] / Math.abs(z[j])) : least), 1);
  const entropy = (q: number) => (q <= 0 ? 0 : q * Math.log(q));
  const dual =
    -p.reduce((sum, pi, i) => sum + w[i] * (entropy(kappa * pi) + entropy(1 - kappa * pi)), 0) -
    columns.reduce((sum, _, j) => sum + (c[j] > 0 ? Math.max(0, Math.abs(kappa * z[j]) - a[j]) ** 2 / (2 * c[j]) : 0), 0);
  // of each coordinate, in units of its own column
  const kkt = columns.reduce((worst, _, j) => {
    const q = z[j] - c[j] * coefficients[j];
    const off = coefficients[j] === 0 ? Math.max(0, Math.abs(q) - a[j]) : Math.abs(q - a[j] * Math.sign(coefficients[j]));
    return Math.max(worst, off / (sds[j] || 1));
  }, Math.abs(slope));
  return { objective: loss + omega, gap: loss + omega - dual, kkt };
}
