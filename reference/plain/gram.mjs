// XᵀX of the plain JavaScript opponent (../plain.mjs).
import { dot } from "./level1.mjs";

/** rows of a block of `gram`: 6 columns × 256 × 8 B = 12 KiB stay in L1 while a tile is summed */
const BLOCK = 256;

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

/** zeros, m rows of m */
export function square(m) {
  return Array.from({ length: m }, () => new Float64Array(m));
}
