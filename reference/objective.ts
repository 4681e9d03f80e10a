// The judge: objective, duality gap and KKT residual of an answer in plain f64, for tests and benchmarks. It shares no code with src/ or
// assembly/ and reads nothing of an answer but its numbers.
//
//   objective  P = ½ Σ wᵢrᵢ² + Σ Ωⱼ(βⱼ),  w = s/Σs,  r = y − β₀ − Xβ,  Ωⱼ(b) = aⱼ|b| + cⱼb²/2 on lowerⱼ ≤ b ≤ upperⱼ,
//              aⱼ = λρvⱼdⱼ,  cⱼ = λ(1−ρ)vⱼdⱼ²,  dⱼ = 1, or with `standardize` the weighted population sd of column j
//   feasible   βⱼ within its bounds, and 0 where vⱼ = ∞ or the column says nothing: constant beside an intercept or when standardised,
//              or all 0; β₀ = 0 without an intercept. The objective of an infeasible answer is ∞.
//   gap        from ½wr² ≥ wur − ½wu² for every u. Where Σ wu = 0 (intercept), minimising the right side over β gives P ≥ D(u), and
//              P − D(u) = ½ Σ wᵢ(rᵢ − uᵢ)² + Σ [Ωⱼ(βⱼ) + Ωⱼ*(zⱼ) − zⱼβⱼ],  z = XᵀWu.       Each term is ≥ 0.
//              u = κ·(r made orthogonal to 1 and to a set V of columns with aⱼ = cⱼ = 0). Ωⱼ*(z) is infinite where cⱼ = 0, |z| > aⱼ
//              and the bound on z's side is: V takes every such column that has aⱼ = 0 and κ ≤ 1 shrinks the others to |z| ≤ aⱼ.
//              What the projection leaves of z on V is rounding, and counted as 0.
//   Ω*         zb − Ω(b) is concave in b, quadratic on either side of 0: its maximum on [lower, upper] is at one of the points
//              0, lower, upper, (z ∓ a)/c, so Ω(β) + Ω*(z) − zβ is the largest gain over β that one of them has
//   null model min of P over β₀ and the columns with vⱼ = 0, the others 0
//   relativeGap = gap / null objective; where that is rounding itself, below (8ε)²·½Σwy², there is nothing to compare with but ½Σwy²
//   kkt        the largest distance of zⱼ − cⱼβⱼ (at u = r) to aⱼ∂|βⱼ| + the bounds' normal cone, over ‖xⱼ‖·‖y‖, which Cauchy and
//              Schwarz put above every zⱼ there can be at the null model; and |Σ wr| over ‖y‖. Norms weighted, centred by an intercept.
import { axpy, Basis, type Centred, dot, isConstant, square, sum, variation, weightedMean } from "./weighted.js";

export interface JudgedProblem {
  /** p columns of n numbers */
  columns: readonly ArrayLike<number>[];
  y: ArrayLike<number>;
  lambda: number;
  l1Ratio: number;
  weights?: ArrayLike<number>;
  fitIntercept?: boolean;
  penaltyFactors?: ArrayLike<number>;
  standardize?: boolean;
  lower?: number | ArrayLike<number>;
  upper?: number | ArrayLike<number>;
}

export interface Answer {
  coefficients: ArrayLike<number>;
  intercept: number;
}

export interface Verdict {
  objective: number;
  /** at least objective − optimum */
  gap: number;
  nullObjective: number;
  relativeGap: number;
  kkt: number;
  feasible: boolean;
}

/** One column as the problem sees it: x − mean and its penalty a|b| + cb²/2 on [lower, upper]. */
interface Column extends Centred {
  out: boolean;
  factor: number;
  a: number;
  c: number;
  lower: number;
  upper: number;
}

export function judge(problem: JudgedProblem, answer: Answer): Verdict {
  return referee(problem)(problem.lambda, answer);
}

/** what does not depend on λ and the answer is computed once, for the many λ's of a path */
export function referee(problem: Omit<JudgedProblem, "lambda">): (lambda: number, answer: Answer) => Verdict {
  const { y, fitIntercept = true } = problem;
  const n = y.length;
  const total = problem.weights ? Array.from(problem.weights).reduce((sum, s) => sum + s, 0) : n;
  const w = Float64Array.from({ length: n }, (_, i) => (problem.weights ? problem.weights[i] : 1) / total);
  const columns = problem.columns.map((_, j) => read(problem, w, j));
  const yMean = fitIntercept ? weightedMean(w, y) : 0;
  const centred = Float64Array.from(y, (value) => value - yMean);
  const free = columns.filter(({ factor, out }) => factor === 0 && !out);
  const nullObjective = 0.5 * square(w, nullResidual(w, centred, free));
  const halfSquares = 0.5 * square(w, Float64Array.from(y));
  return (lambda, answer) => verdict({ fitIntercept, w, yMean, centred, nullObjective, halfSquares }, at(columns, lambda), answer);
}

/** the λ-free half of a problem */
interface Seen {
  fitIntercept: boolean;
  w: Float64Array;
  yMean: number;
  centred: Float64Array;
  nullObjective: number;
  halfSquares: number;
}

function verdict(seen: Seen, columns: readonly Column[], { coefficients: beta, intercept }: Answer): Verdict {
  const { fitIntercept, w, yMean, centred, nullObjective, halfSquares } = seen;
  // β₀ and the means together, so that columns with large means do not drown the residual
  const offset = columns.reduce((sum, { mean }, j) => sum + mean * beta[j], intercept - yMean);
  const r = centred.map((value) => value - (fitIntercept ? offset : 0));
  columns.forEach((column, j) => {
    if (beta[j] !== 0) axpy(-beta[j], column, r);
  });
  const rounding = (8 * Number.EPSILON) ** 2 * halfSquares;
  const feasible =
    (fitIntercept || intercept === 0) &&
    columns.every(({ out, lower, upper }, j) => (out ? beta[j] === 0 : beta[j] >= lower && beta[j] <= upper));
  if (!feasible) return { objective: Infinity, gap: Infinity, nullObjective, relativeGap: Infinity, kkt: Infinity, feasible };

  const used = columns.flatMap((column, j) => (column.out ? [] : [{ ...column, b: beta[j] }]));
  const objective = used.reduce((sum, { a, c, b }) => sum + a * Math.abs(b) + 0.5 * c * b * b, 0.5 * square(w, r));
  const gap = dualityGap(w, r, fitIntercept, used);
  const relativeGap = gap === 0 ? 0 : gap / (nullObjective > rounding ? nullObjective : halfSquares);

  // a pass over X that not everybody asks for
  const distance = (): number => {
    const yNorm = Math.sqrt(Math.max(square(w, centred), 2 * rounding));
    const largest = used.reduce(
      (most, column) => {
        const { a, c, b, lower, upper } = column;
        const q = dot(w, column, r) - c * b;
        const least = b === lower ? -Infinity : b > 0 ? a : -a;
        const highest = b === upper ? Infinity : b < 0 ? -a : a;
        return Math.max(most, (least - q) / column.norm, (q - highest) / column.norm);
      },
      fitIntercept ? Math.abs(sum(w, r)) : 0,
    );
    return largest === 0 ? 0 : largest / yNorm;
  };
  return {
    ...{ objective, gap, nullObjective, relativeGap, feasible },
    get kkt() {
      return distance();
    },
  };
}

/** a = λ·slope, c = λ·curve */
type Shape = Omit<Column, "a" | "c"> & { slope: number; curve: number };

function at(columns: readonly Shape[], lambda: number): Column[] {
  return columns.map((column) => ({ ...column, a: lambda * column.slope, c: lambda * column.curve }));
}

function read(problem: Omit<JudgedProblem, "lambda">, w: Float64Array, j: number): Shape {
  const { l1Ratio, fitIntercept = true, standardize = false, penaltyFactors, lower = -Infinity, upper = Infinity } = problem;
  const x = problem.columns[j];
  const average = weightedMean(w, x);
  const variance = isConstant(w, x) ? 0 : variation(w, x, average);
  const mean = fitIntercept ? average : 0;
  const size = Math.sqrt(variance + average * average);
  const norm = fitIntercept ? Math.sqrt(variance) : size;
  const factor = penaltyFactors?.[j] ?? 1;
  const out = factor === Infinity || (variance === 0 && (fitIntercept || standardize || average === 0));
  const d = standardize ? Math.sqrt(variance) : 1;
  // where v = ∞ the column is out, and λ = 0 times it must not be NaN
  const v = out ? 0 : factor;
  const [slope, curve] = [l1Ratio * v * d, (1 - l1Ratio) * v * d * d];
  const bound = (limit: number | ArrayLike<number>) => (typeof limit === "number" ? limit : limit[j]);
  return { x, mean, norm, size, out, factor, slope, curve, lower: bound(lower), upper: bound(upper) };
}

function dualityGap(w: Float64Array, r: Float64Array, fitIntercept: boolean, columns: readonly (Column & { b: number })[]): number {
  const basis = new Basis(w);
  const projected = new Set<Column>();
  let join = columns.filter(({ a, c, b, lower, upper }) => a === 0 && c === 0 && b > lower && b < upper);
  let u = r;
  let z: number[] = [];
  do {
    for (const column of join) {
      projected.add(column);
      basis.add(column);
    }
    u = basis.remove(r);
    const shift = fitIntercept ? sum(w, u) : 0;
    u = u.map((value) => value - shift);
    z = columns.map((column) => (projected.has(column) ? 0 : dot(w, column, u)));
    join = columns.filter((column, j) => column.a === 0 && conjugateIsInfinite(column, z[j]));
  } while (join.length > 0);
  // A bound that is far away makes Ω* finite and large. Below it |z| ≤ a at the optimum all the same: shrinking to that is the other choice.
  const infinite = columns.map((column, j) => conjugateIsInfinite(column, z[j]));
  const wished = columns.map((column, j) => infinite[j] || (column.a > 0 && conjugateIsInfinite(opened(column), z[j])));
  const gaps = [infinite, wished].map((shrink) => {
    const kappa = columns.reduce((least, { a }, j) => (shrink[j] ? Math.min(least, a / Math.abs(z[j])) : least), 1);
    const fromLoss = r.map((value, i) => value - kappa * u[i]);
    // what is shrunk to |z| ≤ a is so by more than rounding
    const shrunk = columns.map(({ a }, j) => (shrink[j] ? Math.max(-a, Math.min(a, kappa * z[j])) : kappa * z[j]));
    return columns.reduce((total, column, j) => total + largestGain(column, column.b, shrunk[j]), 0.5 * square(w, fromLoss));
  });
  return Math.min(...gaps);
}

/** the column without the bounds that its coefficient does not touch */
function opened(column: Column & { b: number }): Column {
  const { b, lower, upper } = column;
  return { ...column, lower: b > lower ? -Infinity : lower, upper: b < upper ? Infinity : upper };
}

/** Ω*(z) = ∞ */
function conjugateIsInfinite({ a, c, lower, upper }: Column, z: number): boolean {
  return c === 0 && ((z > a && upper === Infinity) || (z < -a && lower === -Infinity));
}

/** Ω(b) + Ω*(z) − zb where Ω*(z) is finite: the largest (zt − Ω(t)) − (zb − Ω(b)), factored so that t → b loses no digits */
function largestGain({ a, c, lower, upper }: Column, b: number, z: number): number {
  const points = [0, lower, upper, ...(c > 0 ? [(z - a) / c, (z + a) / c] : [])];
  const gains = points.map((t) => {
    if (t < lower || t > upper || !Number.isFinite(t)) return 0;
    const slope = z - 0.5 * c * (t + b);
    return t * b > 0 ? (t - b) * (slope - a * Math.sign(b)) : (t - b) * slope - a * (Math.abs(t) - Math.abs(b));
  });
  return Math.max(0, ...gains);
}

/** y less its fit by the free columns: orthogonal projection, and where bounds forbid it coordinate descent to rounding */
function nullResidual(w: Float64Array, y: Float64Array, free: readonly Shape[]): Float64Array {
  if (free.every(({ lower, upper }) => lower === -Infinity && upper === Infinity)) {
    const basis = new Basis(w);
    for (const column of free) basis.add(column);
    return basis.remove(y);
  }
  const r = y.slice();
  const b = free.map(() => 0);
  const noise = Number.EPSILON * Math.sqrt(square(w, y));
  for (let pass = 0, largest = Infinity; pass < 100_000 && largest > noise; pass++) {
    largest = 0;
    free.forEach((column, j) => {
      const target = b[j] + dot(w, column, r) / column.norm ** 2;
      const step = Math.min(column.upper, Math.max(column.lower, target)) - b[j];
      b[j] += step;
      axpy(-step, column, r);
      largest = Math.max(largest, Math.abs(step) * column.norm);
    });
  }
  return r;
}
