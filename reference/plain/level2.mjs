// Matrices and vectors of the plain JavaScript opponent (../plain.mjs).
import { axpy, dot } from "./level1.mjs";

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

/** columns → rows */
export function transpose(X) {
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
export function residual(X, beta, y, r) {
  const n = r.length;
  r.fill(0);
  gemv(X, beta, r);
  for (let i = 0; i < n; i++) r[i] = y[i] - r[i];
}
