import { checkL1Ratio, checkLambda, checkOptionNames, type ElasticNetOptions } from "../options/commonOptions.js";
import { readProblem } from "../problem/readProblem.js";
import { warnOnce } from "../results/certificate.js";
import type { Fit } from "../results/fit.js";
import { fitAt } from "../solvers/squaredFit.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";

/**
 * Elastic net: minimises (1/2n) Σ sᵢ(yᵢ − β₀ − xᵢᵀβ)² + λ Σ vⱼ(ρ|βⱼ| + (1−ρ)/2 βⱼ²) by coordinate descent (Friedman, Hastie, Tibshirani
 * 2010, section 2), where 100 passes are not enough by Newton's method on a working set (assembly/path/path.ts), and proves it by a
 * duality gap.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options `lambda` is required; `l1Ratio` is ρ (default 1)
 * @returns the fit; where `certificate.converged` is false the gap says how far it is from the optimum, and a warning was printed
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function elasticNet(X: TableInput, y: VectorInput, options: ElasticNetOptions): Fit {
  const name = "elasticNet";
  checkOptionNames(name, options, ["lambda", "l1Ratio"]);
  const { table, target, settings } = readProblem(name, X, y, options);
  const fit = fitAt(name, table, target, settings, checkLambda(name, options.lambda), checkL1Ratio(name, options.l1Ratio));
  warnOnce(name, [fit], settings);
  return fit;
}
