// The problem centred, and an answer on the scale of X, of the plain JavaScript opponent (../plain.mjs).
import { dot } from "./level1.mjs";

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
export function centre(columns, y) {
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

/** @returns {import("../plain.mjs").Answer} */
export function answer({ means, yMean, nullObjective }, beta, gap) {
  return { coefficients: beta.slice(), intercept: yMean - dot(means, beta), relativeGap: nullObjective > 0 ? gap / nullObjective : 0 };
}
