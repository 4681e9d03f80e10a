// Some rows of a placed problem as a problem of their own.
import { DesignKind } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import type { Scope } from "../kernels/scope.js";
import type { Settings } from "../options/commonOptions.js";
import type { Point } from "../results/points.js";
import type { Table } from "../tables/forms.js";
import { someRows, store, storedBytes } from "../tables/sparseColumns.js";
import { combined } from "./combined.js";
import { type Problem, place } from "./problem.js";
import { spread } from "./solution.js";

/** X of a problem, y as it came, and the weights */
export interface Source {
  readonly problem: Problem;
  readonly target: Float64Array;
  /** of several targets: all of them */
  readonly targets?: readonly Float64Array[];
}

/** rows × p numbers at X, column-major ← these rows of the source, which is dense */
export function gather({ problem: { n, p, X: from } }: Source, rows: Int32Array, X: number): void {
  const all = view(from, n * p);
  const some = view(X, rows.length * p);
  for (let j = 0, k = 0; j < p; j++) {
    const column = j * n;
    for (let i = 0; i < rows.length; i++, k++) some[k] = all[column + rows[i]];
  }
}

/** all rows but these, in order */
export function rowsBut(some: Int32Array, n: number): Int32Array {
  const taken = new Uint8Array(n);
  for (const i of some) taken[i] = 1;
  const others = new Int32Array(n - some.length);
  for (let i = 0, at = 0; i < n; i++) if (taken[i] === 0) others[at++] = i;
  return others;
}

/** out at these rows ← intercept + xᵢᵀβ; reads columns with a coefficient only */
export function predict(
  { problem }: Source,
  rows: Int32Array,
  { intercept, places, values }: Pick<Point, "intercept" | "places" | "values">,
  out: Float64Array,
): void {
  const { kind, n, p, X } = problem;
  if (kind === DesignKind.Sparse) {
    const beta = spread({ places, values }, p);
    const fitted = combined({ ...problem, centres: new Float64Array(p) }, Array.from(places), (j) => beta[j]);
    for (const i of rows) out[i] = intercept + fitted[i];
    return;
  }
  const all = view(X, n * p);
  const eta = new Float64Array(rows.length).fill(intercept);
  let m = 0;
  // two columns a turn: a row's number and its sum are read half as often
  for (; m + 1 < places.length; m += 2) {
    const [b, c, one, two] = [values[m], values[m + 1], places[m] * n, places[m + 1] * n];
    for (let k = 0; k < eta.length; k++) eta[k] = eta[k] + b * all[one + rows[k]] + c * all[two + rows[k]];
  }
  if (m < places.length) for (let k = 0; k < eta.length; k++) eta[k] += values[m] * all[places[m] * n + rows[k]];
  for (let k = 0; k < eta.length; k++) out[rows[k]] = eta[k];
}

/** entries of a vector at these rows */
export function pick(values: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  return out;
}

/** the settings of a problem that has only these rows */
export function settingsOf(settings: Settings, rows: Int32Array): Settings {
  const { weights, offset } = settings;
  return { ...settings, weights: weights && pick(weights, rows), offset: offset?.map((layer) => pick(layer, rows)) };
}

/** the problem that `place` makes of these rows; `settings` are its own */
export function placeRows(memory: Scope, source: Source, rows: Int32Array, settings: Settings): Problem {
  const { name, kind, n, p } = source.problem;
  const targets = (source.targets ?? [source.target]).map((target) => pick(target, rows));
  if (kind === DesignKind.Sparse) {
    const entries = someRows(source.problem.X, n, p, rows);
    const at = memory.bytes(storedBytes(entries));
    store(entries, at);
    return place(memory, name, { ...tableAt(at, rows.length, p), pointer: undefined, sparse: () => at }, targets, settings);
  }
  const X = memory.f64(rows.length * p);
  gather(source, rows, X);
  return place(memory, name, tableAt(X, rows.length, p), targets, settings);
}

/** a table that is in WebAssembly memory, every entry a finite number */
export function tableAt(X: number, rows: number, columns: number): Table {
  return {
    rows,
    columns,
    pointer: () => X,
    at: (i, j) => view(X, rows * columns)[j * rows + i],
    bad: () => undefined,
    copyTo: (target) => target.set(view(X, rows * columns)),
  };
}
