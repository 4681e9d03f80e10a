import { scope } from "../kernels/scope.js";
import type { LossName } from "../losses/loss.js";
import { complete, readLoss } from "../losses/readLoss.js";
import { type CommonOptions, checkCommon, checkOptionNames, rowsInUse } from "../options/commonOptions.js";
import { checkSequence, type FitOf, PATH_OPTIONS, type PathOptions, withFit } from "../options/pathOptions.js";
import { readStart } from "../options/warmStart.js";
import { place } from "../problem/problem.js";
import { readProblem } from "../problem/readProblem.js";
import { warnOnce } from "../results/certificate.js";
import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import type { Path } from "../results/path.js";
import { glmPathPlaced } from "../solvers/glmPath.js";
import { pathPlaced } from "../solvers/squaredPath.js";
import type { Label } from "../tables/labels.js";
import { orBadEntry, readTable, type TableInput, type VectorInput } from "../tables/readTable.js";

/**
 * Elastic-net fits along a sequence of λ's, each started from the one before (Friedman, Hastie, Tibshirani 2010, section 2.5), each with
 * its own duality gap. Every λ that was asked for is answered, unless `stopWhen` says otherwise. Newton's method on a working set
 * (assembly/path/path.ts); tall problems are condensed to their second moments first, and ρ = 0 without bounds is {@link ridgePath}.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers, or n labels of two kinds for the losses of classes
 * @param options as for {@link elasticNet} without `lambda`; `lambdas`, or `count` and `minRatio`
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function path<L extends LossName = "squared">(
  X: TableInput,
  y: VectorInput | ArrayLike<Label>,
  options: PathOptions & { loss?: L } = {},
): Path<FitOf<L>> {
  const name = "path";
  checkOptionNames(name, options, [...PATH_OPTIONS, "loss", "delta"]);
  if (options.loss !== undefined && options.loss !== "squared") return glmPath(name, X, y, options) as Path<FitOf<L>>;
  return squaredPath(name, X, y, options) as Path<FitOf<L>>;
}

function squaredPath(name: string, X: TableInput, y: unknown, options: PathOptions): Path {
  if (options.delta !== undefined) throw new TypeError(`${name}: delta is given, expected it with loss "huber" only`);
  const { table, target, settings } = readProblem(name, X, y, withFit(options));
  const sequence = checkSequence(name, options, rowsInUse(settings, table.rows), table.columns);
  settings.watch.check();
  const path = scope((memory) => pathPlaced(memory, place(memory, name, table, [target], settings), sequence));
  warnOnce(name, [path.worst()], settings);
  return path;
}

/** the path of any loss but the squared one */
function glmPath(name: string, X: TableInput, y: unknown, options: PathOptions): Path<Fit | LogisticFit> {
  const table = readTable(name, "X", X, "later");
  const { warmStart, ...common } = options;
  const { spec, target, settings, sequence } = orBadEntry(name, table, () => {
    const { spec, target } = readLoss(name, options.loss, options.delta, y, table.rows);
    const settings = checkCommon(name, common as CommonOptions, table);
    const sequence = checkSequence(name, common, rowsInUse(settings, table.rows), table.columns);
    return { spec: complete(name, spec, target, settings.weights), target, settings, sequence };
  });
  const start = readStart(name, warmStart, table.columns, settings.featureNames);
  settings.watch.check();
  const path = scope((memory) => glmPathPlaced(memory, place(memory, name, table, [target], settings), target, spec, sequence, start));
  warnOnce(name, [path.worst()], settings);
  return path;
}
