// The folds of one division of the rows: fitted to what each leaves, judged by what it holds out.
import type { Path } from "../fits.js";
import { type Scope, scope, view } from "../memory.js";
import { pathPlaced } from "../path.js";
import type { Problem } from "../problem.js";
import type { Statistics } from "../statistics.js";
import { kernels } from "../wasm.js";
import { leaveOut, placeStatistics } from "./foldStatistics.js";
import { rowsOfFolds } from "./folds.js";
import { packNonzero, squaredErrors } from "./heldOut.js";
import { type Measure, meanError } from "./measures.js";
import { gather, pick, placeRows, type Source, settingsOf } from "./rowSubset.js";

/** What every fold is asked for. */
export interface Task {
  readonly source: Source;
  /** one entry an l1Ratio, and the λ's of each */
  readonly l1Ratios: readonly number[];
  readonly lambdas: readonly Float64Array[];
  readonly measure: Measure;
  /** called after every λ; refuses a Matrix that was disposed of */
  readonly check?: () => void;
}

/** One fold: what it holds out, and for every l1Ratio the path that was fitted to the other rows and its mean error at every λ. */
export interface Fold {
  readonly rows: Int32Array;
  /** Σ s of its rows */
  readonly weightSum: number;
  readonly paths: readonly Path[];
  readonly errors: readonly Float64Array[];
}

/** the folds that `ids` makes, fitted and judged from the rows */
export function foldsFromRows(task: Task, ids: Int32Array): Fold[] {
  const folds = rowsOfFolds(ids);
  return folds.map((rows, k) => {
    const others = rowsBut(folds, k, ids.length);
    return scope((memory) => {
      const { source } = task;
      const problem = placeRows(memory, source, others, settingsOf(source.problem.settings, others));
      return judged(task, rows, fitted(task, problem));
    });
  });
}

/** the same from statistics that every row has entered once */
export function foldsFromStatistics(task: Task, ids: Int32Array, statistics: readonly Statistics[]): Fold[] {
  const { source, measure } = task;
  const { name, settings } = source.problem;
  const folds = rowsOfFolds(ids);
  const out: Fold[] = [];
  leaveOut(name, statistics, (others, k) => {
    const rows = folds[k];
    const paths = scope((memory) => {
      const place = () => {
        const left = rowsBut(folds, k, ids.length);
        return placeRows(memory, source, left, settingsOf(settings, left));
      };
      return fitted(task, placeStatistics(memory, name, others, settings, place));
    });
    const fold = statistics[k];
    const errors = measure === "mae" ? undefined : errorsOf(paths, fold, others, settings.fitIntercept);
    out.push(errors ? { rows, weightSum: fold.weightSum, paths, errors } : judged(task, rows, paths));
  });
  return out;
}

/** from second moments; undefined where they are not exact enough, or there are none */
function errorsOf(paths: readonly Path[], fold: Statistics, others: Statistics, fitIntercept: boolean): Float64Array[] | undefined {
  if (fold.weightSum === 0) return undefined;
  const errors = scope((memory) => paths.map((path) => squaredErrors(memory, path, fold, others, fitIntercept)));
  return errors.every((each) => each !== undefined) ? errors : undefined;
}

/** one path an l1Ratio */
function fitted({ l1Ratios, lambdas, check }: Task, problem: Problem): Path[] {
  return l1Ratios.map((l1Ratio, k) =>
    scope((memory) => pathPlaced(memory, problem, { l1Ratio, given: lambdas[k], count: 0, minRatio: 1 }, check)),
  );
}

/** the fold with its errors, from predictions for its rows */
function judged({ source, measure }: Task, rows: Int32Array, paths: Path[]): Fold {
  const y = pick(source.target, rows);
  const { weights: all } = source.problem.settings;
  const weights = all && pick(all, rows);
  const errors = scope((memory) => {
    const predict = predictor(memory, source, rows);
    return paths.map((path) => Float64Array.from(path.lambdas, (_, k) => meanError(measure, y, predict(path, k), weights)));
  });
  return { rows, weightSum: weights ? weights.reduce((a, b) => a + b, 0) : rows.length, paths, errors };
}

/** predictions for these rows of fit number k of a path, valid until the next ones */
function predictor(memory: Scope, source: Source, rows: Int32Array): (path: Path, k: number) => Float64Array {
  const { p } = source.problem;
  const n = rows.length;
  const X = memory.f64(n * p);
  gather(source, rows, X);
  const eta = memory.f64(n);
  const columns = memory.bytes(4 * p);
  const beta = memory.f64(p);
  const means = memory.put(new Float64Array(p));
  return (path, k) => {
    const values = path.coefficients(k);
    const m = packNonzero(values, new Int32Array(kernels().memory.buffer, columns, p), view(beta, p));
    kernels().predict(n, m, X, columns, means, beta, path.intercepts[k], eta);
    return view(eta, n);
  };
}

/** all rows but those of fold k, in order */
function rowsBut(folds: readonly Int32Array[], k: number, n: number): Int32Array {
  const held = new Uint8Array(n);
  for (const i of folds[k]) held[i] = 1;
  const others = new Int32Array(n - folds[k].length);
  for (let i = 0, at = 0; i < n; i++) if (held[i] === 0) others[at++] = i;
  return others;
}
