// gd, fista and lbfgs as src/gradient takes their steps, all rows a step.
import { dot } from "./level1.mjs";
import { accumulate, pass, soft } from "./rowGradient.mjs";

/** rows less their means, the means, and what ∇F is made of */
function problem(rows, y, { lambda, l1Ratio, logistic }) {
  const n = rows.length;
  const m = rows[0].length;
  const means = new Float64Array(m);
  for (const x of rows) for (let j = 0; j < m; j++) means[j] += x[j] / n;
  const centred = rows.map((x) => {
    const out = new Float64Array(m);
    for (let j = 0; j < m; j++) out[j] = x[j] - means[j];
    return out;
  });
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const share = y.reduce((total, value) => total + value, 0) / n;
  const start = logistic ? Math.log((1 + share) / (1 - share)) : share;
  return { n, m, order, means, start, p: pass(centred, y, logistic), c: lambda * (1 - l1Ratio), a: lambda * l1Ratio };
}

/** F(b) without its kink, grad ← ∇F(b) */
function evaluate({ n, m, order, p, c }, b, grad) {
  grad.fill(0);
  let f = accumulate(p, order, 0, n, 1 / n, b, grad, 1);
  for (let j = 0; j < m; j++) {
    grad[j] += c * b[j];
    f += 0.5 * c * b[j] * b[j];
  }
  return f;
}

function answer({ m, means }, b) {
  const coefficients = b.slice(0, m);
  return { coefficients, intercept: b[m] - dot(means, coefficients) };
}

/** `steps` steps of gd, or of fista where `momentum`, of length t; the objective before each is kept */
export function proximalGradient(rows, y, options, momentum, t, steps) {
  const s = problem(rows, y, options);
  const { m, a } = s;
  let [b, q, next] = [0, 1, 2].map(() => new Float64Array(m + 1));
  const grad = new Float64Array(m + 1);
  const history = new Float64Array(steps);
  b[m] = s.start;
  q[m] = s.start;
  let theta = 1;
  for (let i = 0; i < steps; i++) {
    let objective = evaluate(s, q, grad);
    let uphill = 0;
    for (let j = 0; j <= m; j++) {
      if (j < m) objective += a * Math.abs(q[j]);
      next[j] = soft(q[j] - t * grad[j], j < m ? t * a : 0);
      uphill += (q[j] - next[j]) * (next[j] - b[j]);
    }
    history[i] = objective;
    const from = uphill > 0 ? 1 : theta;
    const grown = (1 + Math.sqrt(1 + 4 * from * from)) / 2;
    const carry = momentum && uphill <= 0 ? (from - 1) / grown : 0;
    for (let j = 0; j <= m; j++) q[j] = next[j] + carry * (next[j] - b[j]);
    theta = momentum ? grown : 1;
    [b, next] = [next, b];
  }
  return { ...answer(s, b), history };
}

/** pairs that are remembered, as in assembly/gradient/quasiNewton.ts */
const SIZE = 10;

/** λmax of X̃ᵀX̃/n in the metric u from below by Lanczos' method, as in assembly/gradient/curvature.ts, and 2 % */
function steepness({ p, order, n, m }, u, random) {
  const squared = { ...p, y: new Float64Array(n), logistic: false };
  const length = (x) => Math.sqrt(x.reduce((sum, value, j) => (j < m ? sum + (value * value) / u[j] : sum), 0));
  let v = Float64Array.from({ length: m + 1 }, (_, j) => (j < m ? random() - 0.5 : 0));
  let before = new Float64Array(m + 1);
  const [alphas, betas] = [[], []];
  let [largest, size] = [0, length(v)];
  for (let k = 0; k < 50 && size > 1e-12 * largest; k++) {
    const beta = k === 0 ? 0 : size;
    for (let j = 0; j < m; j++) v[j] /= size;
    const next = new Float64Array(m + 1);
    accumulate(squared, order, 0, n, 1 / n, v, next, 0);
    const alpha = dot(v, next);
    const rest = v.map((value, j) => (j < m ? u[j] * next[j] - alpha * value - beta * before[j] : 0));
    [before, v] = [v, rest];
    size = length(v);
    alphas.push(alpha);
    betas.push(size);
    const low = largest;
    largest = largestOf(alphas, betas, low);
    if (k > 2 && largest - low <= 1e-3 * largest) break;
  }
  return 1.02 * largest;
}

/** the largest eigenvalue of the tridiagonal matrix of alphas and betas, by halving an interval that it is in */
function largestOf(alphas, betas, least) {
  const k = alphas.length;
  let low = least;
  let high = alphas.reduce((most, alpha, i) => Math.max(most, alpha + ((i > 0 ? betas[i - 1] : 0) + (i < k - 1 ? betas[i] : 0))), 0);
  for (let halving = 0; halving < 24 && high > low; halving++) {
    const x = 0.5 * (low + high);
    let pivot = x - alphas[0];
    for (let i = 1; i < k && pivot > 0; i++) pivot = x - alphas[i] - (betas[i - 1] * betas[i - 1]) / pivot;
    if (pivot > 0) high = x;
    else low = x;
  }
  return high;
}

/** `steps` steps of L-BFGS in a metric that scales the columns; `random`: where the method starts that the first step is scaled by */
export function quasiNewton(rows, y, options, random, steps) {
  const s = problem(rows, y, options);
  const bound = options.logistic ? 0.25 : 1;
  const count = s.m + 1;
  const u = new Float64Array(count);
  for (const x of rows) for (let j = 0; j < s.m; j++) u[j] += (x[j] - s.means[j]) ** 2 / s.n;
  for (let j = 0; j < s.m; j++) u[j] = 1 / (bound * u[j] + s.c);
  const L = bound * steepness(s, u, random) + s.c * u.reduce((most, value) => Math.max(most, value), 0);
  const first = 1 / L;
  u[s.m] = L / bound;
  let [b, next] = [0, 1].map(() => new Float64Array(count));
  let [grad, nextGrad] = [0, 1].map(() => new Float64Array(count));
  const pairs = [];
  const history = new Float64Array(steps);
  b[s.m] = s.start;
  let F = evaluate(s, b, grad);
  for (let i = 0; i < steps; i++) {
    history[i] = F;
    const d = direction(pairs, grad, u);
    const slope = dot(grad, d);
    let [low, high, length] = [0, Infinity, pairs.length === 0 ? first : 1];
    for (;;) {
      for (let j = 0; j < count; j++) next[j] = b[j] + length * d[j];
      const value = evaluate(s, next, nextGrad);
      if (value > F + 1e-4 * length * slope) high = length;
      else if (dot(nextGrad, d) < 0.9 * slope) low = length;
      else {
        F = value;
        break;
      }
      length = high === Infinity ? 2 * length : (low + high) / 2;
    }
    const pair = pairs.length === SIZE ? pairs.shift() : { s: new Float64Array(count), y: new Float64Array(count) };
    for (let j = 0; j < count; j++) {
      pair.s[j] = next[j] - b[j];
      pair.y[j] = nextGrad[j] - grad[j];
    }
    pairs.push(pair);
    [b, next] = [next, b];
    [grad, nextGrad] = [nextGrad, grad];
  }
  return { ...answer(s, b), history };
}

/** −H∇F by two loops over the pairs, H of no pairs being u */
function direction(pairs, grad, u) {
  const d = grad.slice();
  const alphas = new Float64Array(pairs.length);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y } = pairs[k];
    alphas[k] = dot(s, d) / dot(y, s);
    for (let j = 0; j < d.length; j++) d[j] -= alphas[k] * y[j];
  }
  const last = pairs[pairs.length - 1];
  const curved = last?.y.reduce((sum, value, j) => sum + u[j] * value * value, 0);
  const scale = last ? dot(last.s, last.y) / curved : 1;
  for (let j = 0; j < d.length; j++) d[j] *= scale * u[j];
  for (let k = 0; k < pairs.length; k++) {
    const { s, y } = pairs[k];
    const step = alphas[k] - dot(y, d) / dot(y, s);
    for (let j = 0; j < d.length; j++) d[j] += step * s[j];
  }
  for (let j = 0; j < d.length; j++) d[j] = -d[j];
  return d;
}
