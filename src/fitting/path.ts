import type { LossName } from "../losses/loss.js";
import { complete } from "../losses/readLoss.js";
import { rowsInUse } from "../options/commonOptions.js";
import { checkSequence, type FitOf, PATH_OPTIONS, type PathOptions, withFit } from "../options/pathOptions.js";
import { readStart } from "../options/warmStart.js";
import { ofLoss, pathOn, readCall } from "../problem/call.js";
import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import type { Path } from "../results/path.js";
import { glmPathPlaced } from "../solvers/glmPath.js";
import { pathPlaced } from "../solvers/squaredPath.js";
import type { Label } from "../tables/labels.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";

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
  const { loss } = options ?? {};
  const pathOf = loss === undefined || loss === "squared" ? squaredPath : glmPath;
  return pathOf(X, y, options) as Path<FitOf<L>>;
}

const name = "path";
const OWN = [...PATH_OPTIONS, "loss", "delta"];

function squaredPath(X: TableInput, y: unknown, options: PathOptions): Path {
  const call = readCall(name, X, options, OWN, ofLoss("squared", options?.delta, y), withFit(options));
  const { table, settings } = call;
  const sequence = checkSequence(name, options, rowsInUse(settings, table.rows), table.columns);
  return pathOn(call, (memory, problem) => pathPlaced(memory, problem, sequence));
}

/** the path of any loss but the squared one */
function glmPath(X: TableInput, y: unknown, options: PathOptions): Path<Fit | LogisticFit> {
  const { warmStart, ...common } = options;
  const call = readCall(name, X, options, OWN, ofLoss(options.loss, options.delta, y), common);
  const { table, settings, targets } = call;
  const sequence = checkSequence(name, common, rowsInUse(settings, table.rows), table.columns);
  const spec = complete(name, call.spec, targets[0], settings.weights);
  const start = readStart(name, warmStart, table.columns, settings.featureNames);
  return pathOn(call, (memory, problem) => glmPathPlaced(memory, problem, targets[0], spec, sequence, start));
}
