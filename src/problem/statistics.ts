// What the rows of a least-squares problem leave behind, X and y side by side as p + 1 columns z. Of two sets of rows, with δ = m₂ − m₁
// and W = W₁ + W₂ (Chan, Golub, LeVeque 1983, section 2):
//     m = m₁ + δ·W₂/W,   M = M₁ + M₂ + δδᵀ·W₁W₂/W        M = Σ s(z − m)(z − m)ᵀ: sums of squares only, nothing cancels
import { DesignKind, STRUCT_BYTES } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import { type Scope, scope } from "../kernels/scope.js";
import type { Table } from "../tables/forms.js";
import { checkEntries } from "../tables/readTable.js";
import { columnOf, fillDesign, type StoredTable, storeTable } from "../tables/storedTable.js";
import { isFlat, momentsOf, sharesOf, TINY, tooLarge, tooSmall } from "./problem.js";

export interface Statistics {
  /** rows seen, those of weight 0 among them */
  rows: number;
  /** Σ s */
  weightSum: number;
  /** p + 1 means, y last, and what their rounding left out: between them a column with mean 1e8 keeps twice its digits */
  readonly means: Float64Array;
  readonly rests: Float64Array;
  /** M, the lower triangle row by row: XᵀSX (centred), then the row [yᵀSX, yᵀSy] */
  readonly triangle: Float64Array;
  /** what M may be off by beside its own rounding, on a unit diagonal in spectral norm: of sums that somebody else has made */
  noise?: number;
}

/** the place of entry (j, j) in a lower triangle that is stored row by row */
export const diagonal = (j: number) => (j * (j + 3)) / 2;

export function noStatistics(columns: number): Statistics {
  const q = columns + 1;
  const [means, rests] = [0, 1].map(() => new Float64Array(q));
  return { rows: 0, weightSum: 0, means, rests, triangle: new Float64Array((q * (q + 1)) / 2) };
}

/** the statistics of a checked chunk; `order`: the places of the columns in the table */
export function statisticsOf(name: string, table: Table, order: readonly number[], y: Float64Array, weights?: Float64Array): Statistics {
  const result = noStatistics(order.length);
  const s = weights ?? new Float64Array(table.rows).fill(1);
  result.rows = table.rows;
  result.weightSum = s.reduce((sum, si) => sum + si, 0);
  if (result.weightSum === 0) return result;
  if (result.weightSum === Infinity) throw new RangeError(`${name}: weights add up to Infinity, expected a finite sum`);
  return scope((memory) => {
    measure(memory, name, table, order, y, s, result);
    return result;
  });
}

function measure(memory: Scope, name: string, table: Table, order: readonly number[], y: Float64Array, s: Float64Array, out: Statistics) {
  const { rows: n } = table;
  const p = order.length;
  const { triangle, means, rests, weightSum } = out;
  const stored = storeTable(memory, table);
  const at = memory.put(y);
  const w = memory.put(sharesOf(s));
  const x = momentsAt(memory, stored, table.columns, order, w);
  const target = momentsOf(memory, { kind: DesignKind.Dense, n, X: at }, 1, w);
  const check = (what: string, variance: number, values: () => Float64Array) => {
    if (!Number.isFinite(variance * weightSum)) {
      // an array may have changed since its entries were checked
      checkEntries(name, "X", table);
      throw tooLarge(name, what);
    }
    if (variance * Math.min(1, weightSum) >= TINY || isFlat(values(), s)) return;
    if (variance < TINY) throw tooSmall(name, what);
    // sums of squares are kept, not means: what other chunks weigh is not known yet
    throw tooLight(name, what, weightSum);
  };
  order.forEach((j, at) => {
    check(`column ${j} of X`, x.variances[at], () => columnOf(stored, j));
  });
  check("y", target.variances[0], () => y);
  means.set(x.means);
  means[p] = target.means[0];
  view(at, n).set(y.map((value) => value - means[p]));

  const design = memory.bytes(STRUCT_BYTES);
  const places = memory.putIntegers(order);
  const centres = memory.put(means.subarray(0, p));
  const products = memory.f64(triangle.length);
  const off = memory.f64(p + 1);
  const work = memory.bytes(kernels().scatterScratch(n, p));
  fillDesign(design, stored, p, places, centres, w);
  kernels().scatter(design, at, products, off, work);
  rests.set(view(off, p + 1));
  const shares = view(products, triangle.length);
  for (let k = 0; k < triangle.length; k++) triangle[k] = shares[k] * weightSum;
}

/** means and variances of some of the columns; of dense ones no others are looked at */
function momentsAt(memory: Scope, stored: StoredTable, columns: number, order: readonly number[], w: number) {
  const one = stored.kind === DesignKind.Dense && order.length < columns;
  const found = one
    ? order.map((j) => momentsOf(memory, { ...stored, X: stored.X + 8 * stored.n * j }, 1, w))
    : [momentsOf(memory, stored, columns, w)];
  const pick = (of: "means" | "variances") => Float64Array.from(order, (j, at) => (one ? found[at][of][0] : found[0][of][j]));
  return { means: pick("means"), variances: pick("variances") };
}

/** into ← the statistics of the rows of both, which may be one and the same; refused, and nothing changed, where they leave the range of numbers */
export function absorb(name: string, into: Statistics, other: Statistics): void {
  if (other.weightSum > 0) {
    if (into.weightSum > 0) join(name, into, other);
    else {
      into.means.set(other.means);
      into.rests.set(other.rests);
      into.triangle.set(other.triangle);
      into.weightSum = other.weightSum;
    }
  }
  into.rows += other.rows;
  // errors are relative to parts of M, which add up to no more than M
  if (other.noise) into.noise = Math.max(into.noise ?? 0, other.noise);
}

function join(name: string, into: Statistics, other: Statistics): void {
  const { means, rests, triangle } = into;
  const p = means.length - 1;
  const total = into.weightSum + other.weightSum;
  const share = other.weightSum / total;
  const factor = into.weightSum * share;
  // the leading parts first: near each other their difference is exact (Sterbenz)
  const delta = means.map((mean, j) => other.means[j] - mean + (other.rests[j] - rests[j]));
  delta.forEach((d, j) => {
    const what = j < p ? `column ${j} of X` : "y";
    const sum = triangle[diagonal(j)] + other.triangle[diagonal(j)] + d * d * factor;
    if (!Number.isFinite(sum) || !Number.isFinite(total)) throw tooLarge(name, what);
    if (d !== 0 && d * d < TINY) throw tooSmall(name, what);
    if (d !== 0 && d * d * Math.min(1, factor) < TINY) throw tooLight(name, what, total);
  });
  for (let i = 0, k = 0; i <= p; i++) {
    const d = delta[i] * factor;
    for (let j = 0; j <= i; j++, k++) triangle[k] += other.triangle[k] + d * delta[j];
  }
  for (let j = 0; j <= p; j++) [means[j], rests[j]] = twoSum(means[j], rests[j] + delta[j] * share);
  into.weightSum = total;
}

const tooLight = (name: string, what: string, weightSum: number) =>
  new RangeError(
    `${name}: weights add up to ${weightSum}, too little for the squares of ${what}; multiply those of all chunks by one number`,
  );

/** a + b as the nearest number and what it misses, exactly (Knuth; Higham, Accuracy and Stability, section 4.3) */
function twoSum(a: number, b: number): [number, number] {
  const sum = a + b;
  const b1 = sum - a;
  return [sum, a - (sum - b1) + (b - b1)];
}
