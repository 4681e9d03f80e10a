// A problem in memory from second moments instead of rows: p + 2 virtual rows (assembly/design/virtualRows.ts). Every gap that is
// computed on them goes through solvers/rowsOfMoments.ts, which adds what second moments may hide.
import { DesignKind, ENTRY_ROUNDING } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import type { Scope } from "../kernels/scope.js";
import type { Settings } from "../options/commonOptions.js";
import { isIncluded, type Problem } from "./problem.js";
import { diagonal, type Statistics } from "./statistics.js";
import { momentsNoise, offsetOf, virtualRows } from "./virtualRows.js";

/**
 * the problem whose rows have these statistics
 * @param whole loads the rows themselves, for a λ at which second moments are not exact enough; called once at most; none if there are no rows
 */
export function loadStatistics(memory: Scope, name: string, statistics: Statistics, settings: Settings, whole?: () => Problem): Problem {
  const { means, weightSum, triangle } = statistics;
  const { fitIntercept, standardize } = settings;
  const q = means.length;
  const p = q - 1;
  const variances = means.map((_, j) => triangle[diagonal(j)] / weightSum);
  const products = memory.f64(triangle.length);
  const moments = view(products, triangle.length);
  if (fitIntercept) for (let k = 0; k < moments.length; k++) moments[k] = triangle[k] / weightSum;
  else aboutZero(triangle, weightSum, means, moments);
  const h = means.map((_, j) => moments[diagonal(j)]);
  const noise = momentsNoise(moments, q, statistics.rows) + (statistics.noise ?? 0);
  // one row of zeros more: what knows of an intercept takes one direction off the rows, and these are centred already (spectrum.ts)
  const n = q + 1;
  const X = memory.f64(n * q);
  const { R, leftOut } = virtualRows(memory, p, products);
  const offset = offsetOf(R, p, 0.5 * h[p]);
  const [rows, square] = [view(X, n * q).fill(0), view(R, q * q)];
  for (let j = 0; j < q; j++) rows.set(square.subarray(j * q, (j + 1) * q), j * n);

  const scales = standardize ? variances.map(Math.sqrt) : new Float64Array(q).fill(1);
  const included: number[] = [];
  for (let j = 0; j < p; j++) {
    // as of rows: beside an intercept a column that is constant up to rounding is constant
    const flat = variances[j] === 0 || (fitIntercept && Math.sqrt(variances[j]) <= ENTRY_ROUNDING * Math.abs(means[j]));
    if (isIncluded(name, j, flat, means[j], h[j], settings)) included.push(j);
  }
  const raw = 0.5 * (variances[p] + means[p] * means[p]);
  const problem: Problem = {
    name,
    settings,
    n,
    p,
    rows: statistics.rows,
    kind: DesignKind.Dense,
    X,
    w: memory.put(new Float64Array(n).fill(1)),
    y: X + 8 * n * p,
    yMeans: Float64Array.of(fitIntercept ? means[p] : 0),
    yHalfSquares: Float64Array.of(fitIntercept ? 0.5 * variances[p] : raw),
    yRawHalfSquares: Float64Array.of(raw),
    means,
    // R has no mean to be taken off
    centres: new Float64Array(p),
    h,
    scales,
    included,
    products,
    moments: { noise, offset, leftOut },
  };
  return whole ? { ...problem, whole: later(problem, statistics.rows, whole) } : problem;
}

/** out ← Σ wzzᵀ from M = Σ s(z − m)(z − m)ᵀ */
function aboutZero(triangle: Float64Array, weightSum: number, means: Float64Array, out: Float64Array): void {
  for (let i = 0, k = 0; i < means.length; i++) for (let j = 0; j <= i; j++, k++) out[k] = triangle[k] / weightSum + means[i] * means[j];
}

/** the problem with rows of its own, which are loaded when they are first asked for */
function later(problem: Problem, n: number, rows: () => Problem): Problem {
  let loaded: Problem | undefined;
  const get = () => {
    loaded ??= rows();
    return loaded;
  };
  const lazy = { ...problem, n, products: undefined, moments: undefined };
  for (const key of ["X", "w", "y", "centres"] as const) Object.defineProperty(lazy, key, { get: () => get()[key] });
  return lazy;
}
