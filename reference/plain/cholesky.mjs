// Cholesky's factor and its solves of the plain JavaScript opponent (../plain.mjs).
import { axpy, dot } from "./level1.mjs";

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
