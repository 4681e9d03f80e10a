// Columns, targets and penalties whose squares leave the range of numbers, or come near its ends, are scaled by powers of two before they are
// squared: x′ = 2^−e·x, y′ = 2^−f·y, c′ = 2^−2e·c of the penalty ½ Σ cβ². No digit is rounded on the way in or back:
//     β = 2^(f − e)·β′,   P = 2^2f·P′
import { log2, powerOfTwo } from "../elementary.js";
import { DesignKind } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import type { Scope } from "../kernels/scope.js";
import { columnOf } from "../tables/storedTable.js";
import type { Problem } from "./problem.js";

/** squares between these, and products of two of them, are far from the ends of the range */
const SMALLEST = 1e-120;
const LARGEST = 1e120;
/** a penalty above this share of its column is not factorised with it: the coefficient is 0, and what it would win is in the gap */
const OVERWHELMING = 1e250;
/** columns whose powers differ by less keep one power, by which the shortest solution stays the shortest */
const ALIKE = 200;

/** A problem within the range of numbers, and the way back from its answers. */
export interface Rescaled {
  /** the columns asked for, less those that the penalty leaves nothing of; the penalty is λ = 1 with factors c′ on scales of 1 */
  readonly problem: Problem;
  /** places of its columns among those of the problem that it is of */
  readonly list: readonly number[];
  /** p coefficients of target k from those of its columns */
  coefficients(values: ArrayLike<number>, k: number): Float64Array;
  /** a residual of target k */
  amount(value: number, k: number): number;
  /** an objective or a gap of target k */
  square(value: number, k: number): number;
  /** at most what coefficients of columns that are left out would win */
  leftOut(k: number): number;
}

const within = (square: number) => square >= SMALLEST && square <= LARGEST;

/** true where the squares of some columns, of the targets and their penalties at λ can be worked with as they are */
export function isWithinRange({ h, yHalfSquares, settings, scales }: Problem, list: readonly number[], lambda: number): boolean {
  for (const j of list) {
    if (!within(h[j])) return false;
    if (lambda === 0 || settings.penaltyFactors[j] === 0) continue;
    const factor = lambda * settings.penaltyFactors[j];
    if (!(factor > Number.MIN_VALUE && within(factor * scales[j] * scales[j]))) return false;
  }
  return yHalfSquares.every((half) => half === 0 || within(half));
}

/** some columns and all targets within the range of numbers, penalised at λ */
export function rescale(memory: Scope, problem: Problem, list: readonly number[], lambda: number): Rescaled {
  const { n, p, h, centres, scales, settings, yHalfSquares } = problem;
  const own = list.map((j) => halfPower(h[j]));
  const [least, most] = [Math.min(...own), Math.max(...own)];
  const powers = most - least < ALIKE ? own.map(() => Math.round((least + most) / 2)) : own;
  const ofTargets = Array.from(yHalfSquares, halfPower);
  const penalty = (k: number) => {
    const d = scaled(scales[list[k]], -powers[k]);
    return product([lambda, settings.penaltyFactors[list[k]], d, d]);
  };
  const square = (value: number, power: number) => scaled(scaled(value, power), power);
  const all = list.map((j, k) => ({ j, power: powers[k], c: penalty(k), h: square(h[j], -powers[k]) }));
  const kept = all.filter(({ c }) => c <= OVERWHELMING);
  const shares = view(problem.w, n).slice();
  const X = memory.f64(n * kept.length);
  kept.forEach(({ j, power }, k) => {
    const to = view(X + 8 * n * k, n);
    const from = columnOf(problem, j);
    // rows of weight 0 may be of any size: they count for nothing
    for (let i = 0; i < n; i++) to[i] = scaled(shares[i] > 0 ? from[i] : centres[j], -power);
  });
  const y = memory.f64(n * ofTargets.length);
  ofTargets.forEach((power, k) => {
    const [to, from] = [view(y + 8 * n * k, n), view(problem.y + 8 * n * k, n)];
    for (let i = 0; i < n; i++) to[i] = shares[i] > 0 ? scaled(from[i], -power) : 0;
  });
  const inside: Problem = {
    ...problem,
    kind: DesignKind.Dense,
    p: kept.length,
    X,
    y,
    yHalfSquares: yHalfSquares.map((half, k) => square(half, -ofTargets[k])),
    centres: Float64Array.from(kept, ({ j, power }) => scaled(centres[j], -power)),
    h: Float64Array.from(kept, (column) => column.h),
    scales: new Float64Array(kept.length).fill(1),
    included: kept.map((_, k) => k),
    settings: {
      ...settings,
      penaltyFactors: Float64Array.from(kept, ({ c }) => c),
      lower: new Float64Array(kept.length).fill(-Infinity),
      upper: new Float64Array(kept.length).fill(Infinity),
    },
  };
  // a coefficient of one column alone wins ½(x′ᵀr)²/(h′ + c′) at most, and |x′ᵀr|² ≤ h′·2P(0)
  const share = all.reduce((sum, { c, h }) => (c <= OVERWHELMING ? sum : sum + h / c), 0);
  return {
    problem: inside,
    list: kept.map(({ j }) => j),
    coefficients: (values, k) => {
      const out = new Float64Array(p);
      kept.forEach(({ j, power }, at) => {
        out[j] = scaled(scaled(values[at], -power), ofTargets[k]) + 0;
      });
      return out;
    },
    amount: (value, k) => scaled(value, ofTargets[k]),
    square: (value, k) => square(value, ofTargets[k]),
    leftOut: (k) => share * yHalfSquares[k],
  };
}

/** the power of two next to the root of a square, 0 of 0 */
function halfPower(square: number): number {
  return square > 0 ? Math.round(log2(square) / 2) : 0;
}

/** value·2^power, |power| below 1100 */
function scaled(value: number, power: number): number {
  const half = Math.trunc(power / 2);
  return value * powerOfTwo(half) * powerOfTwo(power - half);
}

/** the product of numbers ≥ 0, taken so that none on the way leaves the range if it does not; 0 if one of them is 0 */
function product(factors: readonly number[]): number {
  if (factors.includes(0)) return 0;
  const falling = [...factors].sort((a, b) => b - a);
  let out = 1;
  for (let [from, to] = [0, falling.length - 1]; from <= to; ) out *= out >= 1 ? falling[to--] : falling[from++];
  return out;
}
