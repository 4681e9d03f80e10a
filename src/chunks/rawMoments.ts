// Sums over rows that somebody else has made, as Spark, H2O or a SQL engine does, to the centred statistics that fits are made of:
//     M = Σ s(z − m)(z − m)ᵀ = T − W·mmᵀ,   T = Σ szzᵀ,  W = Σs,  m = (Σ sz)/W
// What is subtracted cancels: an entry of T is off by γ√(TⱼⱼTₖₖ) at most, γ the relative error of a sum, so one of M is by 4γ·rⱼrₖ√(MⱼⱼMₖₖ) with
// rⱼ² = Tⱼⱼ/Mⱼⱼ; on a unit diagonal that is 4γ‖r‖² in spectral norm. It is added to the noise that every gap of moments allows for.
import { checkNumber, checkVector, describe, isArrayLike, isObject } from "../check.js";
import { noStatistics, type Statistics } from "../problem/statistics.js";

/** Sums over rows, weighted where rows have weights. */
export interface RawMoments {
  /** n, how many rows were summed */
  rows: number;
  /** Σs (default n) */
  weightSum?: number;
  /** Σ s·xⱼ, p numbers */
  xSums: ArrayLike<number>;
  /** Σ s·xⱼxₖ, p rows of p numbers, symmetric */
  xProducts: ArrayLike<ArrayLike<number>>;
  /** Σ s·y */
  ySum: number;
  /** Σ s·y² */
  ySquares: number;
  /** Σ s·xⱼy, p numbers */
  xyProducts: ArrayLike<number>;
  /** one name a column */
  featureNames?: readonly string[];
  /** relative error of each sum of absolute values (default n·2⁻⁵³, which no order of summing in doubles exceeds; less where it is known to be) */
  error?: number;
}

const finite = Number.isFinite;

/** the statistics of checked sums, with what cancellation may hide as noise */
export function statisticsOfMoments(name: string, given: RawMoments): Statistics {
  if (!isObject(given)) throw new TypeError(`${name}: moments is ${describe(given)}, expected an object`);
  const known = ["rows", "weightSum", "xSums", "xProducts", "ySum", "ySquares", "xyProducts", "featureNames", "error"];
  for (const key of Object.keys(given))
    if (!known.includes(key)) throw new TypeError(`${name}: ${key} is not known, expected one of ${known.join(", ")}`);
  const rows = checkNumber(name, "rows", given.rows, (x) => Number.isSafeInteger(x) && x >= 1, "a whole number ≥ 1");
  const W = checkNumber(name, "weightSum", given.weightSum ?? rows, (x) => x > 0 && x < Infinity, "a finite number above 0");
  if (!isArrayLike(given.xSums) || given.xSums.length === 0)
    throw new TypeError(`${name}: xSums is ${describe(given.xSums)}, expected an array of numbers with at least one entry`);
  const p = given.xSums.length;
  const vector = (what: "xSums" | "xyProducts") => checkVector(name, what, given[what], p, "columns", finite, "a finite number");
  const [sums, cross] = [vector("xSums"), vector("xyProducts")];
  if (!isArrayLike(given.xProducts) || given.xProducts.length !== p)
    throw new RangeError(`${name}: xProducts is ${describe(given.xProducts)}, expected ${p} rows of ${p} numbers`);
  const products = Array.from(given.xProducts, (row, j) =>
    checkVector(name, `xProducts[${j}]`, row, p, "columns", finite, "a finite number"),
  );
  const ySum = checkNumber(name, "ySum", given.ySum, finite, "a finite number");
  const ySquares = checkNumber(name, "ySquares", given.ySquares, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0");
  const error = checkNumber(name, "error", given.error ?? rows * 0.5 * Number.EPSILON, (x) => x >= 0 && x < 1, "a number from 0 to 1");
  const gamma = error + 4 * Number.EPSILON;

  const z = [...sums, ySum];
  const T = (i: number, j: number) => (i < p ? products[i][j] : j < p ? cross[j] : ySquares);
  for (let i = 0; i < p; i++)
    for (let j = 0; j < i; j++) {
      const size = Math.sqrt(products[i][i]) * Math.sqrt(products[j][j]);
      if (!(Math.abs(products[i][j] - products[j][i]) <= 2 * gamma * size))
        throw new RangeError(
          `${name}: xProducts[${i}][${j}] is ${products[i][j]} but xProducts[${j}][${i}] is ${products[j][i]}, expected a symmetric table`,
        );
    }
  const out = noStatistics(p);
  out.rows = rows;
  out.weightSum = W;
  out.means.set(z.map((sum) => sum / W));
  let ratios = 0;
  for (let i = 0, k = 0; i <= p; i++) {
    for (let j = 0; j <= i; j++, k++) out.triangle[k] = T(i, j) - z[i] * (z[j] / W);
    const [whole, left] = [T(i, i), out.triangle[k - 1]];
    const what = i < p ? `column ${i} of X` : "y";
    if (whole < 0) throw new RangeError(`${name}: ${what} has ${whole} as sum of squares, expected a number ≥ 0`);
    if (whole > 0 && !(left > 8 * gamma * whole))
      throw new RangeError(
        `${name}: ${what} is constant, or varies by less than its sums can tell; leave it out, or sum what its values differ by from a number near their mean`,
      );
    if (whole > 0) ratios += whole / left;
  }
  out.noise = 4 * gamma * ratios;
  return out;
}
