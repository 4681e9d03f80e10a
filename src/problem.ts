// A fit's data in WebAssembly memory: X copied in (or where its Matrix is), the weights, the moments of the columns, y centred.
import { type Scope, view } from "./memory.js";
import type { Settings } from "./options.js";
import { checkEntries } from "./table.js";
import type { Table } from "./tableForms.js";
import { kernels } from "./wasm.js";

export interface Problem {
  readonly name: string;
  readonly settings: Settings;
  readonly n: number;
  readonly p: number;
  /** addresses: X column-major, wᵢ = sᵢ/Σs, the targets behind one another, centred where there is an intercept */
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
}

/** copies a checked problem in; refuses non-finite entries of a Matrix, which its views may have written after it was made */
export function place(memory: Scope, name: string, table: Table, targets: readonly Float64Array[], settings: Settings): Problem {
  const { rows: n, columns: p } = table;
  const X = table.pointer?.() ?? memory.f64(n * p);
  const w = memory.f64(n);
  const y = memory.f64(n * targets.length);
  const moments = memory.f64(2 * Math.max(p, targets.length));

  if (!table.pointer) table.copyTo(view(X, n * p));
  const s = settings.weights ?? new Float64Array(n).fill(1);
  // by the largest first: neither the sum nor a quotient leaves the range of numbers
  const largest = s.reduce((a, b) => Math.max(a, b));
  const total = s.reduce((sum, si) => sum + si / largest, 0);
  view(w, n).set(s.map((si) => si / largest / total));

  const columnMoments = (at: number, count: number) => {
    kernels().moments(n, count, at, w, moments, moments + 8 * count);
    return { means: view(moments, count).slice(), variances: view(moments + 8 * count, count).slice() };
  };
  const { means, variances } = columnMoments(X, p);
  const h = variances.map((v, j) => v + (settings.fitIntercept ? 0 : means[j] * means[j]));
  const scales = settings.standardize ? variances.map(Math.sqrt) : new Float64Array(p).fill(1);
  const included: number[] = [];
  for (let j = 0; j < p; j++) {
    const what = `column ${j} of X`;
    if (!Number.isFinite(h[j])) {
      checkEntries(name, "X", table);
      throw tooLarge(name, what);
    }
    const flat = variances[j] < TINY && isFlat(view(X + 8 * n * j, n), s);
    // A constant column is the intercept's twin, and has no sd to be standardised by. Without either it is a column like any other.
    if (flat && (settings.fitIntercept || settings.standardize || means[j] === 0)) continue;
    if (h[j] < TINY) throw tooSmall(name, what);
    if (settings.penaltyFactors[j] < Infinity) included.push(j);
  }

  for (let k = 0; k < targets.length; k++) view(y + 8 * n * k, n).set(targets[k]);
  const { means: yMeans, variances: yVariances } = columnMoments(y, targets.length);
  const yRawHalfSquares = yMeans.map((mean, k) => 0.5 * (yVariances[k] + mean * mean));
  for (let k = 0; k < targets.length; k++) {
    if (!Number.isFinite(yRawHalfSquares[k])) throw tooLarge(name, "y");
    if (yVariances[k] < TINY && !isFlat(targets[k], s)) throw tooSmall(name, "y");
  }
  if (settings.fitIntercept)
    for (let k = 0; k < targets.length; k++) view(y + 8 * n * k, n).set(targets[k].map((value) => value - yMeans[k]));
  else yMeans.fill(0);

  const yHalfSquares = settings.fitIntercept ? yVariances.map((v) => 0.5 * v) : yRawHalfSquares;
  const centres = settings.fitIntercept ? means : new Float64Array(p);
  return { name, settings, n, p, X, w, y, yMeans, yHalfSquares, yRawHalfSquares, means, centres, h, scales, included };
}

/** below this the squares of deviations lose their digits, or vanish and make a column look constant */
export const TINY = 1e-300;

export const tooLarge = (name: string, what: string) =>
  new RangeError(`${name}: ${what} is too large to be squared, expected entries below 1e150; rescale it`);
export const tooSmall = (name: string, what: string) =>
  new RangeError(`${name}: ${what} is too small to be squared, expected entries above 1e-150; rescale it`);

/** true where all rows of positive weight have the same value */
export function isFlat(values: Float64Array, s: Float64Array): boolean {
  const first = values[s.findIndex((si) => si > 0)];
  return values.every((value, i) => s[i] === 0 || value === first);
}

/** The structs and vectors by which the kernels see some of a problem's columns. */
export interface Columns {
  readonly list: readonly number[];
  /** addresses */
  readonly design: number;
  readonly loss: number;
  readonly penalty: number;
  readonly h: number;
  /** λ and ρ → the penalty's struct */
  penalise(lambda: number, rho: number): void;
}

export function select(memory: Scope, problem: Problem, list: readonly number[], structBytes: number): Columns {
  const { n, settings } = problem;
  const each = (value: (j: number) => number) => memory.put(Float64Array.from(list, value));
  const columns = memory.putIntegers(list);
  const centres = each((j) => problem.centres[j]);
  const h = each((j) => problem.h[j]);
  const factors = each((j) => settings.penaltyFactors[j]);
  const scales = each((j) => problem.scales[j]);
  const lower = each((j) => settings.lower[j]);
  const upper = each((j) => settings.upper[j]);
  const [design, loss, penalty] = [0, 1, 2].map(() => memory.bytes(structBytes));
  kernels().dense(design, n, list.length, problem.X, columns, centres, problem.w);
  kernels().squared(loss, n, problem.y, problem.w);
  return {
    list,
    design,
    loss,
    penalty,
    h,
    penalise: (lambda, rho) => kernels().elasticNet(penalty, lambda, rho, factors, scales, lower, upper),
  };
}
