// A fit's data in WebAssembly memory: X copied in (or where its Matrix is), the weights, the moments of the columns, y centred.
import { DesignKind, ENTRY_ROUNDING, STRUCT_BYTES } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import type { Settings } from "../options/commonOptions.js";
import type { Table } from "../tables/forms.js";
import { checkEntries } from "../tables/readTable.js";
import { columnOf, fillDesign, isEmpty, type StoredTable, storeTable } from "../tables/storedTable.js";

/** One problem in memory, whatever it was made from: rows (place) or statistics (fromGram). */
export interface Problem {
  readonly name: string;
  readonly settings: Settings;
  readonly n: number;
  readonly p: number;
  /** how many rows there were, where those in memory are virtual */
  readonly rows?: number;
  /** how X is stored */
  readonly kind: DesignKind;
  /** addresses: X (columns.ts), wᵢ = sᵢ/Σs, the targets behind one another, centred where there is an intercept */
  readonly X: number;
  readonly w: number;
  readonly y: number;
  /** one entry a target: its mean (0 without an intercept), and ½ Σ wᵢyᵢ² of what is stored */
  readonly yMeans: Float64Array;
  readonly yHalfSquares: Float64Array;
  /** ½ Σ wᵢyᵢ² before centring: its rounding is what no fit can get below */
  readonly yRawHalfSquares: Float64Array;
  readonly means: Float64Array;
  /** what the kernels take off the columns where they read them: the means, or 0 without an intercept */
  readonly centres: Float64Array;
  /** x̃ⱼᵀWx̃ⱼ, the curvature along column j */
  readonly h: Float64Array;
  /** dⱼ: sdⱼ where the penalty is to act on sdⱼβⱼ, else 1 */
  readonly scales: Float64Array;
  /** columns that may get a coefficient, in order */
  readonly included: readonly number[];
  /** of a problem whose rows are virtual (virtualRows.ts): X̃ᵀWX̃, packed lower triangle over all columns, how exact it is, and the problem with its own rows */
  readonly products?: number;
  readonly moments?: Moments;
  readonly whole?: Problem;
}

/** copies a problem in; refuses entries that are no finite numbers: they make a column's curvature infinite or NaN, whatever they weigh */
export function place(memory: Scope, name: string, table: Table, targets: readonly Float64Array[], settings: Settings): Problem {
  const { rows: n, columns: p } = table;
  const stored = storeTable(memory, table);
  const y = memory.f64(n * targets.length);
  const w = putShares(memory, n, settings.weights);
  const s = () => settings.weights ?? new Float64Array(n).fill(1);
  const { means, variances } = momentsOf(memory, stored, p, w);
  const h = variances.map((v, j) => v + (settings.fitIntercept ? 0 : means[j] * means[j]));
  const scales = settings.standardize ? variances.map(Math.sqrt) : new Float64Array(p).fill(1);
  const included: number[] = [];
  for (let j = 0; j < p; j++) {
    if (!Number.isFinite(h[j])) {
      checkEntries(name, "X", table);
      throw tooLarge(name, `column ${j} of X`);
    }
    // a column whose variance is lost in rounding has no sd to be standardised by
    const lost = settings.standardize && !settings.fitIntercept && variances[j] === 0;
    const rounding = settings.fitIntercept ? ENTRY_ROUNDING * Math.abs(means[j]) : 0;
    const near = variances[j] < TINY || Math.sqrt(variances[j]) <= rounding;
    // a sparse table may have very many columns of zeros: they are not written out to be looked at
    const flat = lost || (near && (isEmpty(stored, j) || isConstant(columnOf(stored, j), s(), means[j], rounding)));
    if (isIncluded(name, j, flat, means[j], h[j], settings)) included.push(j);
  }

  for (let k = 0; k < targets.length; k++) view(y + 8 * n * k, n).set(targets[k]);
  const { means: yMeans, variances: yVariances } = momentsOf(memory, { kind: DesignKind.Dense, n, X: y }, targets.length, w);
  const yRawHalfSquares = yMeans.map((mean, k) => 0.5 * (yVariances[k] + mean * mean));
  for (let k = 0; k < targets.length; k++) {
    if (!Number.isFinite(yRawHalfSquares[k])) throw tooLarge(name, "y");
    if (yVariances[k] < TINY && !isFlat(targets[k], s())) throw tooSmall(name, "y");
  }
  if (settings.fitIntercept) for (let k = 0; k < targets.length; k++) subtract(view(y + 8 * n * k, n), yMeans[k]);
  else yMeans.fill(0);

  const yHalfSquares = settings.fitIntercept ? yVariances.map((v) => 0.5 * v) : yRawHalfSquares;
  const centres = settings.fitIntercept ? means : new Float64Array(p);
  return { name, settings, ...stored, p, w, y, yMeans, yHalfSquares, yRawHalfSquares, means, centres, h, scales, included };
}

/** x ← x − a, in place: an array of some hundred numbers costs more than the loop, and the collector as much again */
function subtract(x: Float64Array, a: number): void {
  for (let i = 0; i < x.length; i++) x[i] -= a;
}

/** the address of n shares, those of `sharesOf`; without weights of n ones */
export function putShares(memory: Scope, n: number, weights?: Float64Array): number {
  if (weights) return memory.put(sharesOf(weights));
  const w = memory.f64(n);
  view(w, n).fill(1 / n);
  return w;
}

/** wᵢ = sᵢ/Σs; by the largest first, so that neither the sum nor a quotient leaves the range of numbers */
export function sharesOf(s: Float64Array): Float64Array {
  const largest = s.reduce((a, b) => Math.max(a, b));
  const total = s.reduce((sum, si) => sum + si / largest, 0);
  return s.map((si) => si / largest / total);
}

/** the shares that a problem's rows have, a copy */
export const sharesIn = ({ w, n }: Problem) => view(w, n).slice();

/** the included columns, less what is taken off them */
export function columnsIn(problem: Problem): Float64Array[] {
  return problem.included.map((j) => columnOf(problem, j).map((x) => x - problem.centres[j]));
}

/** means and variances of the first `count` columns of a table */
export function momentsOf(
  memory: Scope,
  { kind, n, X }: StoredTable,
  count: number,
  w: number,
): { means: Float64Array; variances: Float64Array } {
  const at = memory.f64(2 * count);
  kernels()[kind === DesignKind.Sparse ? "sparseMoments" : "moments"](n, count, X, w, at, at + 8 * count);
  return { means: view(at, count).slice(), variances: view(at + 8 * count, count).slice() };
}

/** true where column j may get a coefficient; refuses one whose squares vanish */
export function isIncluded(name: string, j: number, flat: boolean, mean: number, h: number, settings: Settings): boolean {
  // A constant column is the intercept's twin, and has no sd to be standardised by. Without either it is a column like any other.
  if (flat && (settings.fitIntercept || settings.standardize || mean === 0)) return false;
  if (h < TINY) throw tooSmall(name, `column ${j} of X`);
  return settings.penaltyFactors[j] < Infinity;
}

/** below this the squares of deviations lose their digits, or vanish and make a column look constant */
export const TINY = 1e-300;

/** squares of `what` overflow */
export const tooLarge = (name: string, what: string) =>
  new RangeError(`${name}: ${what} is too large to be squared, expected entries below 1e150; rescale it`);
/** squares of `what` vanish, or their digits do */
export const tooSmall = (name: string, what: string) =>
  new RangeError(`${name}: ${what} is too small to be squared, expected entries above 1e-150; rescale it`);

/** as isFlat, up to rounding: what is left of such a column once it is centred is none of its own */
function isConstant(values: Float64Array, s: Float64Array, mean: number, rounding: number): boolean {
  return isFlat(values, s) || values.every((value, i) => s[i] === 0 || Math.abs(value - mean) <= rounding);
}

/** true where all rows of positive weight have the same value */
export function isFlat(values: Float64Array, s: Float64Array): boolean {
  const first = values[s.findIndex((si) => si > 0)];
  return values.every((value, i) => s[i] === 0 || value === first);
}

/** The structs and vectors by which the kernels see some of a problem's columns. */
export interface Columns {
  readonly list: readonly number[];
  /** addresses: the columns (i32) and what is taken off them, as the design has them */
  readonly columns: number;
  readonly centres: number;
  /** addresses */
  readonly design: number;
  readonly loss: number;
  readonly penalty: number;
  readonly h: number;
  /** λ and ρ → the penalty's struct */
  penalise(lambda: number, rho: number): void;
  /** a penalty's struct of its own for another λ and ρ */
  another(lambda: number, rho: number): number;
}

/** the columns in `list`, in that order, as the kernels see them */
export function select(memory: Scope, problem: Problem, list: readonly number[]): Columns {
  const { n, settings } = problem;
  const columns = memory.putIntegers(list);
  // by a plain loop: `Float64Array.from` with a function takes fifty times as long, a third of a path with thousands of short columns
  const [centres, h, factors, scales, lower, upper] = [
    problem.centres,
    problem.h,
    settings.penaltyFactors,
    problem.scales,
    settings.lower,
    settings.upper,
  ].map((values) => {
    const at = memory.f64(list.length);
    const out = view(at, list.length);
    for (let k = 0; k < list.length; k++) out[k] = values[list[k]];
    return at;
  });
  const [design, loss, penalty] = [0, 1, 2].map(() => memory.bytes(STRUCT_BYTES));
  fillDesign(design, problem, list.length, columns, centres, problem.w);
  kernels().squared(loss, n, problem.y, problem.w);
  const fill = (at: number, lambda: number, rho: number) => kernels().elasticNet(at, lambda, rho, factors, scales, lower, upper);
  return {
    list,
    columns,
    centres,
    design,
    loss,
    penalty,
    h,
    penalise: (lambda, rho) => fill(penalty, lambda, rho),
    another(lambda, rho) {
      const at = memory.bytes(STRUCT_BYTES);
      fill(at, lambda, rho);
      return at;
    },
  };
}

/** What virtual rows leave out of columns that are rounding beside the others, by column: δcⱼ and √δGⱼⱼ. */
export interface LeftOut {
  covariances: Float64Array;
  lengths: Float64Array;
}

/** How exact the second moments are that virtual rows were made of. */
export interface Moments {
  /** their rounding, relative to the columns' lengths */
  readonly noise: number;
  /** ½Σwỹ² of the rows less that of the virtual rows */
  readonly offset: number;
  readonly leftOut?: LeftOut;
  /** of the moments on unit diagonal, once it was asked for */
  smallest?: number;
}
