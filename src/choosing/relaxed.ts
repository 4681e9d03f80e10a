import { describe } from "../check.js";
import type { CommonOptions } from "../options/commonOptions.js";
import { type Call, numbers, onProblem, readCall } from "../problem/call.js";
import { warnOnce } from "../results/certificate.js";
import { Fit } from "../results/fit.js";
import { Path } from "../results/path.js";
import { fitPlaced } from "../solvers/squaredFit.js";
import type { Table } from "../tables/forms.js";
import { Matrix } from "../tables/matrix.js";
import { readAsFitted, type TableInput, type VectorInput } from "../tables/readTable.js";
import { asTable } from "../tables/recognise.js";
import { checkPlain, checkSquared } from "./squaredOnly.js";

/** Options of {@link relaxed}. */
export type RelaxedOptions = Omit<CommonOptions, "penaltyFactors" | "standardize" | "warmStart">;

/**
 * The same columns without the shrinkage: least squares on the columns whose coefficients are not 0 (Meinshausen 2007, φ = 0), which is
 * `elasticNet` with the penalty factors 0 for them and Infinity for the others. Each refit keeps the λ and the l1Ratio of what it was
 * made from, though nothing is penalised; its certificate is of the least squares problem. Of columns that depend on each other some get 0.
 *
 * @param from a fit, or a path, of which every λ is refitted; neighbours with the same columns share one refit
 * @param X n rows, p columns: the table that it was fitted to; by name, in any order, if both it and the fit know names
 * @param y n numbers
 * @param options those that it was fitted with, but for what concerns the penalty; bounds in the order of the fit's columns
 * @returns a fit for a fit; for a path an array of fits, one a λ
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function relaxed(from: Fit, X: TableInput, y: VectorInput, options?: RelaxedOptions): Fit;
export function relaxed(from: Path, X: TableInput, y: VectorInput, options?: RelaxedOptions): Fit[];
export function relaxed(from: Fit | Path, X: TableInput, y: VectorInput, options: RelaxedOptions = {}): Fit | Fit[] {
  const name = "relaxed";
  if (!(from instanceof Fit || from instanceof Path))
    throw new TypeError(`${name}: from is ${describe(from, "Fit", "Path")}, expected a Fit or a Path`);
  if (from instanceof Path) checkSquared(name, from);
  else checkPlain(name, "from", from);
  if (options && "penaltyFactors" in options)
    throw new TypeError(`${name}: penaltyFactors is not an option, expected none: the columns of the fit are refitted without a penalty`);
  const first = from instanceof Path ? from.fit(0) : from;
  const { featureNames: called, ...common } = options;
  const fitted = readAsFitted(name, X, first.coefficients.length, first.featureNames, called);
  const call = readCall(name, fitted, options, [], numbers(y), common);
  if (from instanceof Fit) {
    const fit = refit(call, from);
    warnOnce(name, [fit], call.settings);
    return fit;
  }
  // fitted many times, copied in once
  const own = call.table.pointer || call.table.sparse ? undefined : copyOf(call.table);
  const table = own ? own[asTable](name, "X") : call.table;
  try {
    let last: { columns: string; fit: Fit } | undefined;
    const fits = Array.from(from.lambdas, (lambda, k) => {
      const fit = from.fit(k);
      const columns = fit.coefficients.map((b) => Number(b !== 0)).join("");
      if (last?.columns !== columns) last = { columns, fit: refit({ ...call, table }, fit) };
      return new Fit({ ...last.fit, lambda });
    });
    warnOnce(name, fits, call.settings);
    return fits;
  } finally {
    own?.dispose();
  }
}

function copyOf(table: Table): Matrix {
  return new Matrix(table.rows, table.columns, table.names, table);
}

function refit(call: Call, fit: Fit): Fit {
  const penaltyFactors = fit.coefficients.map((b) => (b === 0 ? Infinity : 0));
  const refitted = { ...call, settings: { ...call.settings, penaltyFactors } };
  return onProblem(refitted, (memory, problem) => fitPlaced(memory, problem, fit.lambda, fit.l1Ratio));
}
