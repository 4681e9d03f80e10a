// Cross-validation from second moments: every row enters one fold's statistics, and what a fold is fitted to is the sum of the others',
// merged and never subtracted.
import { view } from "../../kernels/heap.js";
import { type Scope, scope } from "../../kernels/scope.js";
import type { Settings } from "../../options/commonOptions.js";
import { isIncluded, type Problem } from "../../problem/problem.js";
import { gather, pick, type Source, tableAt } from "../../problem/rowSubset.js";
import { absorb, diagonal, noStatistics, type Statistics, statisticsOf } from "../../problem/statistics.js";
import { virtualRows } from "../../problem/virtualRows.js";

/** the statistics of every fold, from a copy of its rows */
export function statisticsOfFolds(source: Source, folds: readonly Int32Array[]): Statistics[] {
  const { name, p, settings } = source.problem;
  const order = Array.from({ length: p }, (_, j) => j);
  return folds.map((rows) =>
    scope((memory) => {
      settings.watch.check();
      const X = memory.f64(rows.length * p);
      gather(source, rows, X);
      const weights = settings.weights && pick(settings.weights, rows);
      return statisticsOf(name, tableAt(X, rows.length, p), order, pick(source.target, rows), weights);
    }),
  );
}

/** all parts together */
export function merged(name: string, parts: readonly Statistics[]): Statistics {
  return joined(name, noStatistics(parts[0].means.length - 1), parts);
}

/**
 * Every part's place, in order, and the sum of the others. Halving the parts takes K·log₂K merges and keeps log₂K sums: half of the parts
 * is merged into what the other half has in common.
 */
export function leaveOut(name: string, parts: readonly Statistics[]): Generator<[number, Statistics], void, undefined> {
  function* split(from: number, to: number, outside: Statistics): Generator<[number, Statistics], void, undefined> {
    if (to - from === 1) return yield [from, outside];
    const middle = (from + to) >> 1;
    yield* split(from, middle, joined(name, outside, parts.slice(middle, to)));
    yield* split(middle, to, joined(name, outside, parts.slice(from, middle)));
  }
  return split(0, parts.length, noStatistics(parts[0].means.length - 1));
}

function joined(name: string, common: Statistics, parts: readonly Statistics[]): Statistics {
  const { rows, weightSum, means, rests, triangle } = common;
  const sum = { rows, weightSum, means: means.slice(), rests: rests.slice(), triangle: triangle.slice() };
  for (const part of parts) absorb(name, sum, part);
  return sum;
}

/**
 * The problem whose rows have these statistics, on p + 2 virtual rows (assembly/design/virtualRows.ts).
 * @param whole places the rows themselves, for a λ at which second moments are not exact enough; at most once
 */
export function placeStatistics(memory: Scope, name: string, statistics: Statistics, settings: Settings, whole: () => Problem): Problem {
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
  // one row of zeros more: what knows of an intercept takes one direction off the rows, and these are centred already (spectrum.ts)
  const n = q + 1;
  const X = memory.f64(n * q);
  const { R, leftOut } = virtualRows(memory, p, products);
  const [rows, square] = [view(X, n * q).fill(0), view(R, q * q)];
  for (let j = 0; j < q; j++) rows.set(square.subarray(j * q, (j + 1) * q), j * n);

  const scales = standardize ? variances.map(Math.sqrt) : new Float64Array(q).fill(1);
  const included: number[] = [];
  for (let j = 0; j < p; j++) if (isIncluded(name, j, variances[j] === 0, means[j], h[j], settings)) included.push(j);
  const raw = 0.5 * (variances[p] + means[p] * means[p]);
  const problem: Problem = {
    name,
    settings,
    n,
    p,
    rows: statistics.rows,
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
    leftOut,
  };
  return { ...problem, whole: later(problem, statistics.rows, whole) };
}

/** out ← Σ wzzᵀ from M = Σ s(z − m)(z − m)ᵀ */
function aboutZero(triangle: Float64Array, weightSum: number, means: Float64Array, out: Float64Array): void {
  for (let i = 0, k = 0; i < means.length; i++) for (let j = 0; j <= i; j++, k++) out[k] = triangle[k] / weightSum + means[i] * means[j];
}

/** the problem with rows of its own, which are placed when they are first asked for */
function later(problem: Problem, n: number, rows: () => Problem): Problem {
  let placed: Problem | undefined;
  const get = () => {
    placed ??= rows();
    return placed;
  };
  const lazy = { ...problem, n, products: undefined };
  for (const key of ["X", "w", "y", "centres"] as const) Object.defineProperty(lazy, key, { get: () => get()[key] });
  return lazy;
}
