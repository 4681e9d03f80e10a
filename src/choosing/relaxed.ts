import { describe } from "../check.js";
import { elasticNet } from "../fitting/elasticNet.js";
import type { CommonOptions } from "../options/commonOptions.js";
import { Fit } from "../results/fit.js";
import { Path } from "../results/path.js";
import { Matrix } from "../tables/matrix.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";
import { checkSquared } from "./squaredOnly.js";

/** Options of {@link relaxed}. */
export type RelaxedOptions = Omit<CommonOptions, "penaltyFactors" | "standardize" | "warmStart">;

/**
 * The same columns without the shrinkage: least squares on the columns whose coefficients are not 0 (Meinshausen 2007, φ = 0), which is
 * `elasticNet` with the penalty factors 0 for them and Infinity for the others. Each refit keeps the λ and the l1Ratio of what it was
 * made from, though nothing is penalised; its certificate is of the least squares problem. Of columns that depend on each other some get 0.
 *
 * @param from a fit, or a path, of which every λ is refitted; neighbours with the same columns share one refit
 * @param X n rows, p columns: the table that it was fitted to
 * @param y n numbers
 * @param options those that it was fitted with, but for what concerns the penalty
 * @returns a fit for a fit; for a path an array of fits, one a λ
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function relaxed(from: Fit, X: TableInput, y: VectorInput, options?: RelaxedOptions): Fit;
export function relaxed(from: Path, X: TableInput, y: VectorInput, options?: RelaxedOptions): Fit[];
export function relaxed(from: Fit | Path, X: TableInput, y: VectorInput, options: RelaxedOptions = {}): Fit | Fit[] {
  const name = "relaxed";
  if (from instanceof Fit) return refit(from, X, y, options);
  if (!(from instanceof Path)) throw new TypeError(`${name}: from is ${describe(from)}, expected a Fit or a Path`);
  checkSquared(name, from);
  // fitted many times, copied in once
  const own = X instanceof Matrix ? undefined : Matrix.from(X);
  try {
    let last: { columns: string; fit: Fit } | undefined;
    return Array.from(from.lambdas, (lambda, k) => {
      const fit = from.fit(k);
      const columns = fit.coefficients.map((b) => Number(b !== 0)).join("");
      if (last?.columns !== columns) last = { columns, fit: refit(fit, own ?? X, y, options) };
      return new Fit({ ...last.fit, lambda });
    });
  } finally {
    own?.dispose();
  }
}

function refit({ coefficients, lambda, l1Ratio }: Fit, X: TableInput, y: VectorInput, options: RelaxedOptions): Fit {
  const penaltyFactors = coefficients.map((b) => (b === 0 ? Infinity : 0));
  return elasticNet(X, y, { ...options, penaltyFactors, lambda, l1Ratio });
}
