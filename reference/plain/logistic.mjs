// Logistic lasso paths: proximal Newton, each quadratic model by coordinate descent over an active set, from where the last λ ended.
//   (1/n) Σ log(1 + exp(−tᵢ(β₀ + xᵢᵀβ))) + λ‖β‖₁,   t ∈ {−1, +1}
import { soft } from "./rowGradient.mjs";

const [NEWTON, PASSES] = [50, 1000];
/** curvatures are no smaller than this share of 1/n, as glmnet has it */
const LEAST = 1e-5;

/** η, and the slopes g = ∇f(η) and curvatures w of the model, from β; returns f */
function evaluate({ n, t, eta, g, w }) {
  let f = 0;
  for (let i = 0; i < n; i++) {
    const margin = t[i] * eta[i];
    const u = Math.exp(-Math.abs(margin));
    f += Math.max(-margin, 0) + Math.log1p(u);
    const p = (margin >= 0 ? u : 1) / (1 + u);
    g[i] = (-t[i] * p) / n;
    w[i] = Math.max(p * (1 - p), LEAST) / n;
  }
  return f / n;
}

function dot(x, y, n) {
  let a = 0;
  let b = 0;
  let i = 0;
  for (; i + 2 <= n; i += 2) {
    a += x[i] * y[i];
    b += x[i + 1] * y[i + 1];
  }
  if (i < n) a += x[i] * y[i];
  return a + b;
}

/** the largest λ with a coefficient */
export function logisticLambdaMax(columns, t) {
  const n = t.length;
  const mean = t.reduce((total, value) => total + value, 0) / n;
  const r = Float64Array.from(t, (value) => (value - mean) / (2 * n));
  return columns.reduce((most, x) => Math.max(most, Math.abs(dot(x, r, n))), 0);
}

/**
 * @param {readonly Float64Array[]} columns
 * @param {Float64Array} t −1 or 1
 * @param {{ lambdas: Float64Array, tol: number }} options tol: gap / loss of the null model
 */
export function logisticPath(columns, t, { lambdas, tol }) {
  const n = t.length;
  const p = columns.length;
  const up = t.reduce((total, value) => total + (value > 0 ? 1 : 0), 0) / n;
  const nullLoss = -up * Math.log(up) - (1 - up) * Math.log(1 - up);
  const vectors = () => new Float64Array(n);
  const s = { n, t, columns, eta: vectors(), g: vectors(), w: vectors(), q: vectors(), d: vectors(), old: vectors() };
  const state = { beta: new Float64Array(p), before: new Float64Array(p), b0: Math.log(up / (1 - up)), active: [], is: new Uint8Array(p) };
  s.eta.fill(state.b0);
  const coefficients = [];
  const intercepts = new Float64Array(lambdas.length);
  const correlations = new Float64Array(p);
  lambdas.forEach((lambda, k) => {
    const target = tol * nullLoss;
    for (let round = 0, aim = 0.1 * target; round < 100; round++) {
      const f = solve(s, state, lambda, aim);
      const gap = gapOf(s, state, lambda, f, correlations);
      let joined = 0;
      for (let j = 0; j < p; j++) {
        if (state.is[j] || Math.abs(correlations[j]) <= lambda) continue;
        state.is[j] = 1;
        state.active.push(j);
        joined++;
      }
      if (gap <= target) break;
      // nothing outside is to blame
      if (joined === 0) aim *= 0.1;
    }
    coefficients.push(state.beta.slice());
    intercepts[k] = state.b0;
    state.active = state.active.filter((j) => {
      state.is[j] = state.beta[j] !== 0 ? 1 : 0;
      return state.is[j];
    });
  });
  return { coefficients, intercepts };
}

/** the minimum over the active columns, to a step that promises less than `aim`; returns the loss there */
function solve(s, state, lambda, aim) {
  const { n, columns, eta, d, old } = s;
  const { beta, before, active } = state;
  let f = evaluate(s);
  for (let step = 0; step < NEWTON; step++) {
    const norm = () => lambda * active.reduce((total, j) => total + Math.abs(beta[j]), 0);
    const objective = f + norm();
    for (const j of active) before[j] = beta[j];
    const b0 = state.b0;
    old.set(eta);
    d.fill(0);
    const moved = descend(s, state, lambda, 0.01 * aim);
    for (let i = 0; i < n; i++) eta[i] = old[i] + d[i];
    f = evaluate(s);
    for (let halvings = 0; f + norm() > objective * (1 + 1e-14) && halvings < 20; halvings++) {
      for (const j of active) beta[j] = (beta[j] + before[j]) / 2;
      state.b0 = (state.b0 + b0) / 2;
      for (let i = 0; i < n; i++) eta[i] = (eta[i] + old[i]) / 2;
      f = evaluate(s);
    }
    if (moved <= aim) break;
  }
  // afresh, so that rounding does not add up
  eta.fill(state.b0);
  for (const j of active) {
    const b = beta[j];
    const x = columns[j];
    if (b !== 0) for (let i = 0; i < n; i++) eta[i] += b * x[i];
  }
  return evaluate(s);
}

/** β, β₀ ← the minimum of the quadratic model by coordinate descent, η's change in d; returns Σ h·Δ² of the first pass */
function descend({ n, columns, g, w, q, d }, state, lambda, enough) {
  const { beta, active } = state;
  q.set(g);
  const h = active.map((j) => {
    const x = columns[j];
    let sum = 0;
    for (let i = 0; i < n; i++) sum += w[i] * x[i] * x[i];
    return sum;
  });
  const total = w.reduce((sum, value) => sum + value, 0);
  let first = 0;
  for (let pass = 0, whole = true; pass < PASSES; pass++) {
    let moved = 0;
    let slope = 0;
    for (let i = 0; i < n; i++) slope += q[i];
    const shift = -slope / total;
    for (let i = 0; i < n; i++) {
      q[i] += w[i] * shift;
      d[i] += shift;
    }
    state.b0 += shift;
    moved += total * shift * shift;
    for (let k = 0; k < active.length; k++) {
      const j = active[k];
      const b = beta[j];
      if (!whole && b === 0) continue;
      const x = columns[j];
      const next = h[k] > 0 ? soft(b * h[k] - dot(x, q, n), lambda) / h[k] : 0;
      const step = next - b;
      if (step === 0) continue;
      beta[j] = next;
      for (let i = 0; i < n; i++) {
        const change = step * x[i];
        q[i] += w[i] * change;
        d[i] += change;
      }
      moved += h[k] * step * step;
    }
    if (pass === 0) first = moved;
    if (moved > enough) whole = false;
    else if (whole) break;
    else whole = true;
  }
  return first;
}

/** the duality gap at θ = κ∇f, made orthogonal to the intercept by shrinking its heavier sign; correlations ← Xᵀθ */
function gapOf({ n, t, columns, g, d }, { beta, active }, lambda, f, correlations) {
  let plus = 0;
  let minus = 0;
  for (let i = 0; i < n; i++) {
    if (g[i] > 0) plus += g[i];
    else minus -= g[i];
  }
  for (let i = 0; i < n; i++) d[i] = g[i] * (g[i] > 0 ? Math.min(1, minus / plus) : Math.min(1, plus / minus));
  let most = 0;
  for (let j = 0; j < columns.length; j++) {
    correlations[j] = dot(columns[j], d, n);
    most = Math.max(most, Math.abs(correlations[j]));
  }
  const kappa = most > lambda ? lambda / most : 1;
  let dual = 0;
  for (let i = 0; i < n; i++) {
    const a = Math.min(1, -t[i] * d[i] * kappa * n);
    if (a > 0) dual += a * Math.log(a);
    if (a < 1) dual += (1 - a) * Math.log(1 - a);
  }
  return f + lambda * active.reduce((sum, j) => sum + Math.abs(beta[j]), 0) + dual / n;
}
