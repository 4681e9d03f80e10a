// Vectors of the plain JavaScript opponent (../plain.mjs).

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
/** y ← y + a·x, returns zᵀy */
export function axpyDot(a, x, y, z) {
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
