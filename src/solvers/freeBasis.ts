// Columns without a penalty that depend on each other, replaced by columns that span the same and don't: what is fitted is the same, and
// no step along them is lost in rounding. Of the coefficients that give the fitted values the shortest are handed back, by ridge at λ = 0.
import { DesignKind, RidgeRoute } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import { type Scope, scope } from "../kernels/scope.js";
import { combined } from "../problem/combined.js";
import { type Problem, select } from "../problem/problem.js";
import { dense, type Solution, spread } from "../problem/solution.js";
import { columnOf } from "../tables/storedTable.js";
import { unbounded } from "./coordinateDescent.js";
import { factorised, isIndependent } from "./factorised.js";

/** An answer on the scale of X as it was given. */
export interface WithIntercept {
  solution: Solution;
  intercept: number;
}

/** A problem with independent columns in the place of those without a penalty, and the way there and back. */
export interface FreeBasis {
  readonly problem: Problem;
  /** a start, from coefficients of the p columns */
  start(coefficients: Float64Array, intercept: number): { coefficients: Float64Array; intercept: number };
  restore(answer: WithIntercept): WithIntercept;
}

/** undefined if no column of `all`, those without a penalty, lacks bounds, or if they don't depend on each other */
export function freeBasis(memory: Scope, problem: Problem, all: readonly number[]): FreeBasis | undefined {
  const { settings, included, n, p, centres, w } = problem;
  const free = unbounded(problem, all);
  if (free.length === 0 || isIndependent(problem, free)) return undefined;
  const isFree = new Set(free);
  const others = included.filter((j) => !isFree.has(j));
  const most = Math.min(n, free.length);
  const X = memory.f64(n * (most + others.length));
  const rank = scope((own) => {
    const work = own.bytes(kernels().ridgeScratch(RidgeRoute.Orthogonal, n, free.length, free.length, 1));
    return kernels().span(select(own, problem, free).design, X, work);
  });
  others.forEach((j, k) => {
    view(X + 8 * n * (rank + k), n).set(columnOf(problem, j));
  });
  const first = Array.from({ length: rank }, (_, k) => k);
  /** one number a column, `value` for those of the basis */
  const pick = (values: Float64Array, value: number) => Float64Array.from([...first.map(() => value), ...others.map((j) => values[j])]);
  const shares = view(w, n).slice();
  const basis = (k: number) => view(X + 8 * n * k, n);
  const own = {
    penaltyFactors: pick(settings.penaltyFactors, 0),
    lower: pick(settings.lower, -Infinity),
    upper: pick(settings.upper, Infinity),
    warmStart: undefined,
  };
  const h = pick(problem.h, 1);
  for (const k of first) h[k] = basis(k).reduce((sum, value, i) => sum + shares[i] * value * value, 0);
  const replaced: Problem = {
    ...problem,
    settings: { ...settings, ...own },
    p: rank + others.length,
    kind: DesignKind.Dense,
    X,
    means: pick(problem.means, 0),
    centres: pick(centres, 0),
    h,
    scales: pick(problem.scales, 1),
    included: Array.from({ length: rank + others.length }, (_, k) => k),
  };
  const shift = (beta: Float64Array) => free.reduce((sum, j) => sum + centres[j] * beta[j], 0);
  return {
    problem: replaced,
    start(coefficients, intercept) {
      const eta = combined(problem, free, (j) => coefficients[j]);
      const gamma = first.map((k) => basis(k).reduce((sum, value, i) => sum + shares[i] * value * eta[i], 0));
      return {
        coefficients: Float64Array.from([...gamma, ...others.map((j) => coefficients[j])]),
        intercept: intercept + shift(coefficients),
      };
    },
    restore({ solution, intercept }) {
      const given = spread(solution, rank + others.length);
      const beta = scope((own) => {
        const eta = combined(replaced, first, (k) => given[k]);
        const half = 0.5 * eta.reduce((sum, value, i) => sum + shares[i] * value * value, 0);
        if (half === 0) return new Float64Array(p);
        return factorised(own, { ...problem, y: own.put(eta), yHalfSquares: Float64Array.of(half) }, free, 0).coefficients[0];
      });
      others.forEach((j, k) => {
        beta[j] = given[rank + k];
      });
      return { solution: dense(beta), intercept: intercept - shift(beta) };
    },
  };
}
