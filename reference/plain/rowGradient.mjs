// Losses and their gradients over rows, four at a time: X, η and the gradient are read once for all four, which is the fastest that V8 makes
// of it (columns two at a time, level2.mjs, take 1.3 times as long).
import { dot } from "./level1.mjs";

/** what a pass works on: rows (m numbers each), y, the weight of a row, the kind of loss, and vectors for the η and slopes of its rows */
export function pass(rows, y, logistic, most = rows.length) {
  return { rows, y, logistic, m: rows[0].length, eta: new Float64Array(most + 4), g: new Float64Array(most + 4) };
}

/**
 * d (m + 1) ← d + Σ w·ℓ′(ηᵢ)·(xᵢ, 1) over the rows order[from] … order[from + k − 1], ηᵢ = xᵢᵀb + c₀b₀; returns Σ w·ℓ
 * @returns {number}
 */
export function accumulate(p, order, from, k, w, b, d, slant = 1) {
  const { rows, y, logistic, m, eta, g } = p;
  const shift = slant * b[m];
  let i = 0;
  for (; i + 4 <= k; i += 4) {
    dot4(rows[order[from + i]], rows[order[from + i + 1]], rows[order[from + i + 2]], rows[order[from + i + 3]], b, m, eta, i);
  }
  for (; i < k; i++) eta[i] = dot(rows[order[from + i]], b, m);
  let f = 0;
  let total = 0;
  for (i = 0; i < k; i++) {
    const e = eta[i] + shift;
    const t = y[order[from + i]];
    if (logistic) {
      const margin = t * e;
      const u = Math.exp(-Math.abs(margin));
      f += Math.max(-margin, 0) + Math.log1p(u);
      g[i] = (-w * t * (margin >= 0 ? u : 1)) / (1 + u);
    } else {
      const r = e - t;
      f += 0.5 * r * r;
      g[i] = w * r;
    }
    total += g[i];
  }
  for (i = 0; i + 4 <= k; i += 4) {
    axpy4(rows[order[from + i]], rows[order[from + i + 1]], rows[order[from + i + 2]], rows[order[from + i + 3]], g, i, m, d);
  }
  for (; i < k; i++) {
    const x = rows[order[from + i]];
    const gi = g[i];
    for (let j = 0; j < m; j++) d[j] += gi * x[j];
  }
  d[m] += slant * total;
  return w * f;
}

/** out[at … at + 3] ← four rows times b */
function dot4(x0, x1, x2, x3, b, m, out, at) {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let j = 0; j < m; j++) {
    const v = b[j];
    s0 += x0[j] * v;
    s1 += x1[j] * v;
    s2 += x2[j] * v;
    s3 += x3[j] * v;
  }
  out[at] = s0;
  out[at + 1] = s1;
  out[at + 2] = s2;
  out[at + 3] = s3;
}

/** d ← d + Σ g[at + k]·xₖ */
function axpy4(x0, x1, x2, x3, g, at, m, d) {
  const g0 = g[at];
  const g1 = g[at + 1];
  const g2 = g[at + 2];
  const g3 = g[at + 3];
  for (let j = 0; j < m; j++) d[j] += g0 * x0[j] + g1 * x1[j] + (g2 * x2[j] + g3 * x3[j]);
}

/** S(b, t) */
export function soft(b, t) {
  return b > t ? b - t : b < -t ? b + t : 0;
}
