import { view } from "../kernels/heap.js";
import type { Problem } from "../problem/problem.js";
import type { Fit } from "../results/fit.js";

/** Σ wᵢrᵢ², Σ w = 1, of a fit of virtual rows, whose squares add up to those of the rows */
export function meanSquare({ n, p, X, y }: Problem, { coefficients }: Fit): number {
  const all = view(X, n * p);
  const r = view(y, n).slice();
  for (let j = 0; j < p; j++) if (coefficients[j] !== 0) for (let i = 0; i < n; i++) r[i] -= coefficients[j] * all[j * n + i];
  return r.reduce((sum, value) => sum + value * value, 0);
}
