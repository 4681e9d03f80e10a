// The opponent: the algorithms of assembly/ in plain JavaScript, as fast as V8 runs them. Columns are Float64Arrays, every column is
// centred once into a copy of its own, loops are unrolled as far as they gained (bench/kernels.ts measures them), nothing is checked.
//
//   (1/2n) ‖y − β₀ − Xβ‖² + λ Σ ( ρ|βⱼ| + (1−ρ)/2 βⱼ² ),   λ > 0, with an intercept; relativeGap = gap / ½ · variance of y
//
// r = y − x̃β is the centred residual; ∇f = −r/n, so what assembly/ calls −partial is x̃ᵀr/n here, `correlations`.

/** @typedef {{ coefficients: Float64Array, intercept: number, relativeGap: number }} Answer */

/** passes of coordinate descent at most */
const PASSES = 10_000;
/** how much of the gap a round of passes aims to remove before the next certificate (assembly/solvers/descent.ts) */
const AIM = 0.1;
/** Newton steps at most: the solution and three refinements (assembly/solvers/ridge.ts) */
const STEPS = 4;
/** rows of a block of `gram`: 6 columns × 256 × 8 B = 12 KiB stay in L1 while a tile is summed */
const BLOCK = 256;

/**
 * xᵀy over the first n entries
 * @param {Float64Array} x
 * @param {Float64Array} y
 * @returns {number}
 */
export function dot(x, y, n = y.length) {
  const main = n & ~3;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i < main; i += 4) {
    s0 += x[i] * y[i];
    s1 += x[i + 1] * y[i + 1];
    s2 += x[i + 2] * y[i + 2];
    s3 += x[i + 3] * y[i + 3];
  }
  for (; i < n; i++) s0 += x[i] * y[i];
  return s0 + s1 + (s2 + s3);
}

/**
 * y ← y + a·x over the first n entries
 * @param {number} a
 * @param {Float64Array} x
 * @param {Float64Array} y
 */
export function axpy(a, x, y, n = y.length) {
  const main = n & ~3;
  let i = 0;
  for (; i < main; i += 4) {
    y[i] += a * x[i];
    y[i + 1] += a * x[i + 1];
    y[i + 2] += a * x[i + 2];
    y[i + 3] += a * x[i + 3];
  }
  for (; i < n; i++) y[i] += a * x[i];
}

/**
 * out ← Xᵀr, two columns in one pass over r
 * @param {readonly Float64Array[]} X
 * @param {Float64Array} r
 * @param {Float64Array} out
 */
export function gemvT(X, r, out) {
  const p = X.length;
  let j = 0;
  for (; j + 2 <= p; j += 2) dot2(X[j], X[j + 1], r, out, j);
  if (j < p) out[j] = dot(X[j], r);
}

/** out[j], out[j + 1] ← xᵀr, zᵀr */
function dot2(x, z, r, out, j) {
  const n = r.length;
  const main = n & ~1;
  let x0 = 0;
  let x1 = 0;
  let z0 = 0;
  let z1 = 0;
  for (let i = 0; i < main; i += 2) {
    const r0 = r[i];
    const r1 = r[i + 1];
    x0 += x[i] * r0;
    z0 += z[i] * r0;
    x1 += x[i + 1] * r1;
    z1 += z[i + 1] * r1;
  }
  if (main < n) {
    x0 += x[main] * r[main];
    z0 += z[main] * r[main];
  }
  out[j] = x0 + x1;
  out[j + 1] = z0 + z1;
}

/**
 * eta ← eta + Xβ, two columns in one pass, pairs of zeros skipped
 * @param {readonly Float64Array[]} X
 * @param {Float64Array} beta
 * @param {Float64Array} eta
 */
export function gemv(X, beta, eta) {
  const p = X.length;
  let j = 0;
  for (; j + 2 <= p; j += 2) {
    if (beta[j] !== 0 || beta[j + 1] !== 0) axpy2(beta[j], X[j], beta[j + 1], X[j + 1], eta);
  }
  if (j < p && beta[j] !== 0) axpy(beta[j], X[j], eta);
}

/** y ← y + a·x + b·z */
function axpy2(a, x, b, z, y) {
  const n = y.length;
  const main = n & ~1;
  for (let i = 0; i < main; i += 2) {
    y[i] += a * x[i] + b * z[i];
    y[i + 1] += a * x[i + 1] + b * z[i + 1];
  }
  if (main < n) y[main] += a * x[main] + b * z[main];
}

/**
 * G ← XᵀX, lower triangle, one Float64Array a row; blocks of rows of X, tiles of 3 × 3 sums in registers
 * @param {readonly Float64Array[]} X
 * @param {readonly Float64Array[]} G
 */
export function gram(X, G) {
  const n = X[0].length;
  const p = X.length;
  const whole = p - (p % 3);
  for (let i = 0; i < p; i++) G[i].fill(0);
  for (let from = 0; from < n; from += BLOCK) {
    const to = Math.min(n, from + BLOCK);
    for (let i = 0; i < whole; i += 3) for (let j = 0; j <= i; j += 3) tile(X, i, j, from, to, G);
  }
  for (let i = whole; i < p; i++) for (let j = 0; j <= i; j++) G[i][j] = dot(X[i], X[j]);
}

/** the 3 × 3 entries of G at (i, j) ← themselves + the rows from … to of X */
function tile(X, i, j, from, to, G) {
  const x0 = X[i];
  const x1 = X[i + 1];
  const x2 = X[i + 2];
  const z0 = X[j];
  const z1 = X[j + 1];
  const z2 = X[j + 2];
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let c0 = 0;
  let c1 = 0;
  let c2 = 0;
  for (let k = from; k < to; k++) {
    const u0 = z0[k];
    const u1 = z1[k];
    const u2 = z2[k];
    const a = x0[k];
    a0 += a * u0;
    a1 += a * u1;
    a2 += a * u2;
    const b = x1[k];
    b0 += b * u0;
    b1 += b * u1;
    b2 += b * u2;
    const c = x2[k];
    c0 += c * u0;
    c1 += c * u1;
    c2 += c * u2;
  }
  const row0 = G[i];
  row0[j] += a0;
  row0[j + 1] += a1;
  row0[j + 2] += a2;
  const row1 = G[i + 1];
  row1[j] += b0;
  row1[j + 1] += b1;
  row1[j + 2] += b2;
  const row2 = G[i + 2];
  row2[j] += c0;
  row2[j + 1] += c1;
  row2[j + 2] += c2;
}

/**
 * A ← L where A = LLᵀ, lower, one Float64Array a row; two rows and two columns at a time
 * @param {readonly Float64Array[]} A
 */
export function factor(A) {
  const m = A.length;
  for (let i = 0; i + 1 < m; i += 2) {
    const a = A[i];
    const b = A[i + 1];
    for (let j = 0; j < i; j += 2) factorPair(a, b, A[j], A[j + 1], j);
    a[i] = Math.sqrt(a[i] - dot(a, a, i));
    b[i] = (b[i] - dot(a, b, i)) / a[i];
    b[i + 1] = Math.sqrt(b[i + 1] - dot(b, b, i + 1));
  }
  if (m % 2 === 0) return;
  const last = A[m - 1];
  for (let j = 0; j < m - 1; j++) last[j] = (last[j] - dot(last, A[j], j)) / A[j][j];
  last[m - 1] = Math.sqrt(last[m - 1] - dot(last, last, m - 1));
}

/** the entries j, j + 1 of the rows a and b of L, from the finished rows u and v that have these numbers */
function factorPair(a, b, u, v, j) {
  let au = 0;
  let av = 0;
  let bu = 0;
  let bv = 0;
  for (let k = 0; k < j; k++) {
    const ak = a[k];
    const bk = b[k];
    const uk = u[k];
    const vk = v[k];
    au += ak * uk;
    av += ak * vk;
    bu += bk * uk;
    bv += bk * vk;
  }
  a[j] = (a[j] - au) / u[j];
  b[j] = (b[j] - bu) / u[j];
  a[j + 1] = (a[j + 1] - av - a[j] * v[j]) / v[j + 1];
  b[j + 1] = (b[j + 1] - bv - b[j] * v[j]) / v[j + 1];
}

/**
 * b ← (LLᵀ)⁻¹b
 * @param {readonly Float64Array[]} L
 * @param {Float64Array} b
 */
export function solve(L, b) {
  const m = L.length;
  for (let i = 0; i < m; i++) b[i] = (b[i] - dot(L[i], b, i)) / L[i][i];
  for (let i = m - 1; i >= 0; i--) {
    b[i] /= L[i][i];
    axpy(-b[i], L[i], b, i);
  }
}

/** zeros, m rows of m */
export function square(m) {
  return Array.from({ length: m }, () => new Float64Array(m));
}

/** Σ xᵢ / n around the first entry, so that a constant vector has exactly its value for a mean */
function mean(x) {
  const n = x.length;
  const main = n & ~3;
  const first = x[0];
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i < main; i += 4) {
    s0 += x[i] - first;
    s1 += x[i + 1] - first;
    s2 += x[i + 2] - first;
    s3 += x[i + 3] - first;
  }
  for (; i < n; i++) s0 += x[i] - first;
  return first + (s0 + s1 + (s2 + s3)) / n;
}

/** x − m */
function shift(x, m) {
  const n = x.length;
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) out[i] = x[i] - m;
  return out;
}

/** the problem centred: x̃, ỹ, the means, and the objective of the null model */
function centre(columns, y) {
  const p = columns.length;
  const means = new Float64Array(p);
  const X = new Array(p);
  for (let j = 0; j < p; j++) {
    means[j] = mean(columns[j]);
    X[j] = shift(columns[j], means[j]);
  }
  const yMean = mean(y);
  const centred = shift(y, yMean);
  const nullObjective = (0.5 * dot(centred, centred)) / y.length;
  return { n: y.length, p, X, y: centred, means, yMean, nullObjective };
}

/** @returns {Answer} */
function answer({ means, yMean, nullObjective }, beta, gap) {
  return { coefficients: beta.slice(), intercept: yMean - dot(means, beta), relativeGap: nullObjective > 0 ? gap / nullObjective : 0 };
}

/**
 * Ridge by Cholesky of X̃ᵀX̃ + nλI (n ≥ p) or X̃X̃ᵀ + nλI, refined until the gap ½dᵀA⁻¹d, d = ∇P, is rounding.
 * @param {readonly Float64Array[]} columns
 * @param {Float64Array} y
 * @param {{ lambda: number }} options
 * @returns {Answer}
 */
export function ridge(columns, y, { lambda }) {
  const problem = centre(columns, y);
  const { n, p, X } = problem;
  const wide = p > n;
  const A = square(wide ? n : p);
  gram(wide ? transpose(X) : X, A);
  for (let i = 0; i < A.length; i++) A[i][i] += n * lambda;
  factor(A);

  const beta = new Float64Array(p);
  const r = problem.y.slice();
  const d = new Float64Array(p);
  const step = new Float64Array(p);
  const dual = new Float64Array(wide ? n : 0);
  let gap = 0;
  for (let k = 0; ; k++) {
    if (k > 0) residual(X, beta, problem.y, r);
    gemvT(X, r, d);
    axpy(-n * lambda, beta, d);
    step.set(d);
    if (wide) solveDual(A, X, n * lambda, step, dual);
    else solve(A, step);
    const before = gap;
    gap = Math.max(0, (0.5 * dot(d, step)) / n);
    const objective = (0.5 * dot(r, r)) / n + 0.5 * lambda * dot(beta, beta);
    const settled = gap <= 4 * Number.EPSILON ** 2 * problem.nullObjective;
    if (objective === 0 || k === STEPS || (k > 0 && settled) || (k > 1 && gap > 0.25 * before)) break;
    axpy(1, step, beta);
  }
  return answer(problem, beta, gap);
}

/** d ← (X̃ᵀX̃ + cI)⁻¹d = (d − X̃ᵀ(X̃X̃ᵀ + cI)⁻¹X̃d)/c */
function solveDual(L, X, c, d, t) {
  t.fill(0);
  gemv(X, d, t);
  solve(L, t);
  const back = new Float64Array(d.length);
  gemvT(X, t, back);
  for (let j = 0; j < d.length; j++) d[j] = (d[j] - back[j]) / c;
}

/** columns → rows */
function transpose(X) {
  const n = X[0].length;
  const p = X.length;
  const rows = Array.from({ length: n }, () => new Float64Array(p));
  for (let j = 0; j < p; j++) {
    const x = X[j];
    for (let i = 0; i < n; i++) rows[i][j] = x[i];
  }
  return rows;
}

/** r ← y − Xβ */
function residual(X, beta, y, r) {
  const n = r.length;
  r.fill(0);
  gemv(X, beta, r);
  for (let i = 0; i < n; i++) r[i] = y[i] - r[i];
}

/** everything coordinate descent works on; β starts at 0 */
function start(columns, y) {
  const problem = centre(columns, y);
  const { n, p, X } = problem;
  return {
    ...problem,
    h: Float64Array.from(X, (x) => dot(x, x) / n),
    beta: new Float64Array(p),
    r: new Float64Array(n),
    correlations: new Float64Array(p),
    active: new Int32Array(p),
    /** ‖r‖²/n at the last certificate */
    loss: 0,
  };
}

/** r, correlations ← from β, afresh; returns the duality gap at θ = κ∇f (assembly/solvers/certificate.ts) */
function certify(s, a, c) {
  const { n, p, X, beta, r, correlations } = s;
  residual(X, beta, s.y, r);
  gemvT(X, r, correlations);
  let largest = 0;
  for (let j = 0; j < p; j++) {
    correlations[j] /= n;
    const z = Math.abs(correlations[j]);
    if (z > largest) largest = z;
  }
  s.loss = dot(r, r) / n;
  const kappa = c === 0 && largest > a ? a / largest : 1;
  let gap = 0.5 * (1 - kappa) ** 2 * s.loss;
  for (let j = 0; j < p; j++) {
    const b = beta[j];
    const z = kappa * correlations[j];
    if (c === 0) {
      if (b !== 0) gap += Math.max(0, a * Math.abs(b) - z * b);
      continue;
    }
    // Ω(b) + Ω*(z) − zb around b* = S(z, a)/c, the square completed
    const best = soft(z, a) / c;
    const d = b - best;
    gap += 0.5 * c * d * d;
    if (best === 0) gap += Math.max(0, a * Math.abs(b) - z * b);
    else if (b * best < 0) gap += 2 * a * Math.abs(b);
  }
  return gap;
}

/** S(z, t) = sign(z)·max(|z| − t, 0) */
function soft(z, t) {
  return z > t ? z - t : z < -t ? z + t : 0;
}

/** β ← argmin at λ by coordinate descent over a working set, from where it stands; returns the gap */
function descend(s, lambda, l1Ratio, tol) {
  const a = lambda * l1Ratio;
  const c = lambda * (1 - l1Ratio);
  const target = tol * s.nullObjective;
  let settled = false;
  for (let passes = 0; ; ) {
    const gap = certify(s, a, c);
    const size = workingSet(s, a);
    if (settled || size === 0 || passes >= PASSES || (passes > 0 && gap <= target)) return gap;
    const aim = AIM * Math.max(AIM, target / gap);
    const noise = 16 * Number.EPSILON ** 2 * size * (s.loss + weight(s, size));
    const first = pass(s, size, a, c);
    passes++;
    settled = first <= noise;
    for (let last = first; last > noise && last > first * aim * aim && passes < PASSES; passes++) last = pass(s, size, a, c);
  }
}

/** active ← the non-zeros and every column that its correlation asks to move; returns how many */
function workingSet({ p, h, beta, correlations, active }, a) {
  let size = 0;
  for (let j = 0; j < p; j++) if (h[j] > 0 && (beta[j] !== 0 || Math.abs(correlations[j]) > a)) active[size++] = j;
  return size;
}

/** Σ hⱼβⱼ² over the working set */
function weight({ h, beta, active }, size) {
  let total = 0;
  for (let k = 0; k < size; k++) total += h[active[k]] * beta[active[k]] ** 2;
  return total;
}

/** one pass over the working set; returns Σ hⱼ(Δβⱼ)². A column's step waits until the next column is read, to share the pass over r. */
function pass({ n, X, h, beta, r, active }, size, a, c) {
  let moved = 0;
  let waiting = 0;
  let before = r;
  for (let k = 0; k < size; k++) {
    const j = active[k];
    const x = X[j];
    const b = beta[j];
    const correlation = waiting === 0 ? dot(x, r) : axpyDot(waiting, before, r, x);
    const next = soft(b * h[j] + correlation / n, a) / (h[j] + c);
    const d = next - b;
    waiting = -d;
    if (d === 0) continue;
    before = x;
    beta[j] = next;
    moved += h[j] * d * d;
  }
  if (waiting !== 0) axpy(waiting, before, r);
  return moved;
}

/** y ← y + a·x, returns zᵀy */
function axpyDot(a, x, y, z) {
  const n = y.length;
  const main = n & ~3;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i < main; i += 4) {
    const y0 = y[i] + a * x[i];
    const y1 = y[i + 1] + a * x[i + 1];
    const y2 = y[i + 2] + a * x[i + 2];
    const y3 = y[i + 3] + a * x[i + 3];
    y[i] = y0;
    y[i + 1] = y1;
    y[i + 2] = y2;
    y[i + 3] = y3;
    s0 += y0 * z[i];
    s1 += y1 * z[i + 1];
    s2 += y2 * z[i + 2];
    s3 += y3 * z[i + 3];
  }
  for (; i < n; i++) {
    y[i] += a * x[i];
    s0 += y[i] * z[i];
  }
  return s0 + s1 + (s2 + s3);
}

/**
 * Elastic net at one λ > 0 by coordinate descent.
 * @param {readonly Float64Array[]} columns
 * @param {Float64Array} y
 * @param {{ lambda: number, l1Ratio?: number, tol?: number }} options
 * @returns {Answer}
 */
export function elasticNet(columns, y, { lambda, l1Ratio = 1, tol = 1e-7 }) {
  const s = start(columns, y);
  const gap = descend(s, lambda, l1Ratio, tol);
  return answer(s, s.beta, gap);
}

/**
 * The smallest λ at which every coefficient is 0.
 * @param {readonly Float64Array[]} columns
 * @param {Float64Array} y
 * @returns {number}
 */
export function lambdaMax(columns, y, l1Ratio = 1) {
  return largestLambda(centre(columns, y), l1Ratio);
}

function largestLambda({ n, p, X, y }, l1Ratio) {
  const correlations = new Float64Array(p);
  gemvT(X, y, correlations);
  const largest = correlations.reduce((most, z) => Math.max(most, Math.abs(z)), 0);
  return (largest / n / Math.max(l1Ratio, 1e-3)) * (1 + 4 * Number.EPSILON);
}

/**
 * Elastic nets at `lambdas`, else at `count` λ's from λmax down, each started from the one before.
 * @param {readonly Float64Array[]} columns
 * @param {Float64Array} y
 * @param {{ lambdas?: Float64Array, count?: number, minRatio?: number, l1Ratio?: number, tol?: number }} [options]
 * @returns {{ lambdas: Float64Array, coefficients: Float64Array[], intercepts: Float64Array, relativeGaps: Float64Array }}
 */
export function path(columns, y, options = {}) {
  const { l1Ratio = 1, tol = 1e-7 } = options;
  const s = start(columns, y);
  const lambdas = options.lambdas ?? grid(largestLambda(s, l1Ratio), options.count ?? 100, options.minRatio ?? (s.n < s.p ? 1e-2 : 1e-4));
  const answers = Array.from(lambdas, (lambda) => answer(s, s.beta, descend(s, lambda, l1Ratio, tol)));
  return {
    lambdas,
    coefficients: answers.map((each) => each.coefficients),
    intercepts: Float64Array.from(answers, (each) => each.intercept),
    relativeGaps: Float64Array.from(answers, (each) => each.relativeGap),
  };
}

/**
 * `count` λ's from `most` down to most · minRatio, in equal ratios
 * @param {number} most
 * @param {number} count
 * @param {number} minRatio
 * @returns {Float64Array}
 */
export function grid(most, count, minRatio) {
  return Float64Array.from({ length: count }, (_, k) => (k === 0 ? most : most * minRatio ** (k / (count - 1))));
}
