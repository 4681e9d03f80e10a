// Cross-validation from the second moments of folds.
import { describe, isArrayLike } from "../check.js";
import { choose, curveOf } from "../choosing/folds/crossValidation.js";
import { leaveOut, merged } from "../choosing/folds/foldStatistics.js";
import { squaredErrors } from "../choosing/folds/heldOut.js";
import type { CrossValidateOptions } from "../choosing/folds/options.js";
import { scope } from "../kernels/scope.js";
import { type CommonOptions, checkCommon, checkL1Ratio, checkOptionNames, type Settings } from "../options/commonOptions.js";
import { checkSequence, type Sequence } from "../options/pathOptions.js";
import { unreported } from "../options/watch.js";
import { loadStatistics } from "../problem/loadStatistics.js";
import type { Statistics } from "../problem/statistics.js";
import { checkSeed } from "../random.js";
import { warnOnce } from "../results/certificate.js";
import type { Path } from "../results/path.js";
import { pathPlaced } from "../solvers/squaredPath.js";
import type { Linear } from "./chunk.js";
import type { Found } from "./engine.js";
import { checkFolds } from "./foldRule.js";
import { ShardCrossValidation } from "./shardCrossValidation.js";

/** Options of {@link Shards.crossValidate}. */
export interface ShardCrossValidateOptions
  extends Omit<CommonOptions, "weights" | "warmStart">,
    Pick<CrossValidateOptions, "lambdas" | "count" | "minRatio" | "l1Ratio" | "choice"> {
  /** how many folds, from 2 on (default 10); their sizes vary by chance */
  folds?: number;
  /** a whole number from 0 to 2³² − 1 from which the folds are drawn (default 1) */
  seed?: number;
}

/** What is asked for, checked. */
export interface ShardPlan {
  readonly folds: number;
  readonly seed: number;
  readonly l1Ratios: readonly number[];
  readonly sequences: readonly Sequence[];
  readonly choice: "min" | "oneSe";
}

const OWN = ["folds", "seed", "l1Ratio", "lambdas", "count", "minRatio", "choice"];

/** the options, before a row is read */
export function checkCrossValidation(name: string, options: ShardCrossValidateOptions): ShardPlan {
  checkOptionNames(name, options, OWN);
  for (const key of ["weights", "warmStart"]) if (key in options) throw new TypeError(`${name}: ${key} is not an option, expected none`);
  const { l1Ratio, choice = "min" } = options;
  if (choice !== "min" && choice !== "oneSe") throw new TypeError(`${name}: choice is ${describe(choice)}, expected "min" or "oneSe"`);
  const many = isArrayLike(l1Ratio) ? Array.from(l1Ratio) : [l1Ratio];
  if (many.length === 0) throw new RangeError(`${name}: l1Ratio is an array of 0, expected a number, or at least one`);
  const l1Ratios = many.map((each) => checkL1Ratio(name, each));
  const sequences = l1Ratios.map((each) => checkSequence(name, { ...options, l1Ratio: each, warmStart: undefined }, 2, 1));
  return { folds: checkFolds(name, options.folds), seed: checkSeed(name, options.seed), l1Ratios, sequences, choice };
}

/** what the folds' second moments say; `again` has the rows read once more, and answers [fold][model] Σ s(y − η)² */
export async function validate(
  name: string,
  { sum, columns }: Found,
  { l1Ratios, sequences, choice }: ShardPlan,
  options: ShardCrossValidateOptions,
  again: (models: readonly (readonly Linear[])[]) => Promise<Float64Array>,
): Promise<ShardCrossValidation> {
  const parts = sum.statistics;
  const weights = Float64Array.from(parts, ({ weightSum }) => weightSum);
  const filled = weights.filter((weight) => weight > 0).length;
  if (filled < 2)
    throw new RangeError(
      `${name}: ${sum.rows} rows leave ${filled} of ${parts.length} folds with weight, expected 2 at least; take more rows`,
    );
  const { folds: _, seed: __, l1Ratio: ___, lambdas: ____, count, minRatio, choice: _____, ...common } = options as Record<string, unknown>;
  const shape = { rows: sum.rows, columns: columns.count, names: columns.names };
  const settings = checkCommon(name, common, shape);
  const all = merged(name, parts);
  const least = (minRatio as number | undefined) ?? (sum.rows < columns.count ? 1e-2 : 1e-4);
  const paths = sequences.map((sequence) => pathOf(name, all, settings, { ...sequence, minRatio: least }));
  const errors: Float64Array[][] = l1Ratios.map(() => []);
  const models: Linear[][] = [];
  const points = paths.flatMap((path) => path.parts.points);
  let exact = true;
  const quiet = { ...settings, watch: unreported(settings.watch) };
  let done = 0;
  for (const [fold, others] of leaveOut(name, parts)) {
    const own = sequences.map((sequence, place) => pathOf(name, others, quiet, { ...sequence, given: paths[place].lambdas }));
    models[fold] = own.flatMap((path) => Array.from(path.lambdas, (_, k) => plain(path.point(k))));
    points.push(...own.flatMap((path) => path.parts.points));
    const held = parts[fold];
    for (const [place, path] of own.entries()) {
      const found =
        held.weightSum > 0
          ? scope((memory) => squaredErrors(memory, path, held, others, settings.fitIntercept))
          : new Float64Array(path.lambdas.length).fill(Number.NaN);
      if (!found) exact = false;
      errors[place][fold] = found ?? new Float64Array(path.lambdas.length);
    }
    settings.watch.report("crossValidation", ++done, parts.length);
  }
  if (!exact) fromRows(await again(models), weights, errors);
  warnOnce(name, points, settings);
  const curves = paths.map((path, place) =>
    curveOf(path, [{ weights, outcomes: parts.map((_, fold) => ({ errors: errors.map((each) => each[fold]) })) }], place),
  );
  const rows = Int32Array.from(parts, (each) => each.rows);
  return new ShardCrossValidation({ curves, weights, rows, errors, ...choose(curves, false), choice });
}

function pathOf(name: string, statistics: Statistics, settings: Settings, sequence: Sequence): Path {
  return scope((memory) => pathPlaced(memory, loadStatistics(memory, name, statistics, settings), sequence), settings.watch.check);
}

/** a model that JSON keeps */
const plain = ({ intercept, places, values }: Linear): Linear => ({ intercept, places: Array.from(places), values: Array.from(values) });

/** errors ← sums over the rows of every fold, models of one curve after another */
function fromRows(sums: Float64Array, weights: Float64Array, errors: Float64Array[][]): void {
  let at = 0;
  for (const [fold, weight] of weights.entries())
    for (const each of errors) for (let k = 0; k < each[fold].length; k++) each[fold][k] = sums[at++] / weight;
}
