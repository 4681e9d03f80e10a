// Cross-validation from the second moments of folds.
import { describe, isArrayLike } from "../check.js";
import { choose, curveOf } from "../choosing/folds/crossValidation.js";
import { leaveOut, merged } from "../choosing/folds/foldStatistics.js";
import { squaredErrors } from "../choosing/folds/heldOut.js";
import type { CrossValidateOptions } from "../choosing/folds/options.js";
import { scope } from "../kernels/scope.js";
import type { Measure, PathLoss } from "../losses/loss.js";
import { isScore } from "../losses/measures.js";
import { COMMON, type CommonOptions, checkCommon, checkL1Ratio, checkOptionNames, type Settings } from "../options/commonOptions.js";
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
import type { Errors } from "./errorTask.js";
import { checkFolds, type Folds } from "./foldRule.js";
import { ShardCrossValidation } from "./shardCrossValidation.js";

/** Options of {@link Shards.crossValidate}. */
export interface ShardCrossValidateOptions
  extends Omit<CommonOptions, "weights" | "warmStart">,
    Pick<CrossValidateOptions, "lambdas" | "count" | "minRatio" | "l1Ratio" | "choice"> {
  /**
   * what held-out rows are judged by, as for `crossValidate`: of "squared" "mse" (default) and "mae", of other losses "deviance" (default), "accuracy"
   * of classes, "mse" and "mae" of "logistic" and "poisson"; "auc" needs all rows of a fold side by side, and is refused
   */
  measure?: Exclude<Measure, "auc" | "concordance">;
  /** how many folds, from 2 on (default 10); their sizes vary by chance */
  folds?: number;
  /** a whole number from 0 to 2³² − 1 from which the folds are drawn (default 1) */
  seed?: number;
}

/** What is asked for, checked. */
export interface ShardPlan extends Folds {
  readonly l1Ratios: readonly number[];
  readonly sequences: readonly Sequence[];
  readonly choice: "min" | "oneSe";
  readonly measure: Measure;
}

const OWN = ["folds", "seed", "l1Ratio", "lambdas", "count", "minRatio", "choice", "measure", "loss"];
const OF_ROUNDS = ["classes", "together"];

/** the options, before a row is read */
export function checkCrossValidation(name: string, options: ShardCrossValidateOptions): ShardPlan {
  const { loss = "squared" } = options as { loss?: PathLoss };
  checkOptionNames(name, options, loss === "squared" ? OWN : [...OWN, ...OF_ROUNDS]);
  for (const key of ["weights", "warmStart"]) if (key in options) throw new TypeError(`${name}: ${key} is not an option, expected none`);
  const { l1Ratio, choice = "min" } = options;
  if (choice !== "min" && choice !== "oneSe") throw new TypeError(`${name}: choice is ${describe(choice)}, expected "min" or "oneSe"`);
  const many = isArrayLike(l1Ratio) ? Array.from(l1Ratio) : [l1Ratio];
  if (many.length === 0) throw new RangeError(`${name}: l1Ratio is an array of 0, expected a number, or at least one`);
  const l1Ratios = many.map((each) => checkL1Ratio(name, each));
  const sequences = l1Ratios.map((each) => checkSequence(name, { ...options, l1Ratio: each, warmStart: undefined }, 2, 1));
  const measure = measureOf(name, options.measure, loss);
  return { folds: checkFolds(name, options.folds), seed: checkSeed(name, options.seed), l1Ratios, sequences, choice, measure };
}

function measureOf(name: string, given: unknown, loss: PathLoss): Measure {
  const [own, others] =
    loss === "squared"
      ? ["mse", ["mse", "mae", "deviance"]]
      : ["deviance", ["deviance", ...(loss === "poisson" ? [] : ["accuracy"]), ...(loss === "multinomial" ? [] : ["mse", "mae"])]];
  const measure = given === undefined ? own : given;
  if (others.includes(measure as string)) return measure as Measure;
  const why = measure === "auc" && loss !== "squared" && loss !== "poisson" ? ", which needs all rows of a fold side by side" : "";
  throw new TypeError(`${name}: measure is ${describe(given)}${why}, expected "${others.join('", "')}" of loss "${loss}" from shards`);
}

/** two folds at least have weight */
export function checkFilled(name: string, rows: number, weights: Float64Array): void {
  const filled = weights.filter((weight) => weight > 0).length;
  if (filled < 2)
    throw new RangeError(
      `${name}: ${rows} rows leave ${filled} of ${weights.length} folds with weight, expected 2 at least; take more rows`,
    );
}

/** what the folds' second moments say; `again` has the rows read once more, and answers [fold][model] Σ s·error */
export async function validate(
  name: string,
  { sum, columns }: Found,
  { l1Ratios, sequences, choice, measure }: ShardPlan,
  options: ShardCrossValidateOptions,
  again: (models: Errors["models"]) => Promise<Float64Array>,
): Promise<ShardCrossValidation> {
  const parts = sum.statistics;
  const weights = Float64Array.from(parts, ({ weightSum }) => weightSum);
  checkFilled(name, sum.rows, weights);
  const common = Object.fromEntries(Object.entries(options).filter(([key]) => (COMMON as readonly string[]).includes(key)));
  const { minRatio } = options;
  const shape = { rows: sum.rows, columns: columns.count, names: columns.names };
  const settings = checkCommon(name, common, shape);
  const all = merged(name, parts);
  const least = minRatio ?? (sum.rows < columns.count ? 1e-2 : 1e-4);
  const paths = sequences.map((sequence) => pathOf(name, all, settings, { ...sequence, minRatio: least }));
  const errors: Float64Array[][] = l1Ratios.map(() => []);
  const models: Linear[][][] = [];
  const foldPaths: Path[][] = l1Ratios.map(() => []);
  const points = paths.flatMap((path) => path.parts.points);
  let exact = measure !== "mae";
  const quiet = { ...settings, watch: unreported(settings.watch) };
  let done = 0;
  for (const [fold, others] of leaveOut(name, parts)) {
    const own = sequences.map((sequence, place) => pathOf(name, others, quiet, { ...sequence, given: paths[place].lambdas }));
    models[fold] = own.flatMap((path) => Array.from(path.lambdas, (_, k) => [plain(path.point(k))]));
    points.push(...own.flatMap((path) => path.parts.points));
    const held = parts[fold];
    for (const [place, path] of own.entries()) {
      foldPaths[place][fold] = path;
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
  return answer({ paths, foldPaths, parts, errors, measure, choice });
}

/** the curves, and what is chosen of them */
export function answer<F>(found: {
  readonly paths: readonly Path<F>[];
  readonly foldPaths: readonly (readonly Path<F>[])[];
  readonly parts: readonly Statistics[];
  readonly errors: readonly (readonly Float64Array[])[];
  readonly measure: Measure;
  readonly choice: "min" | "oneSe";
}): ShardCrossValidation<F> {
  const { paths, parts, errors, measure, choice, foldPaths } = found;
  const weights = Float64Array.from(parts, ({ weightSum }) => weightSum);
  const outcomes = parts.map((_, fold) => ({ errors: errors.map((each) => each[fold]) }));
  const curves = paths.map((path, place) => curveOf(path, [{ weights, outcomes }], place));
  const rows = Int32Array.from(parts, (each) => each.rows);
  return new ShardCrossValidation<F>({ measure, curves, foldPaths, weights, rows, errors, ...choose(curves, isScore(measure)), choice });
}

function pathOf(name: string, statistics: Statistics, settings: Settings, sequence: Sequence): Path {
  return scope((memory) => pathPlaced(memory, loadStatistics(memory, name, statistics, settings), sequence), settings.watch.check);
}

/** a model that JSON keeps */
const plain = ({ intercept, places, values }: Linear): Linear => ({ intercept, places: Array.from(places), values: Array.from(values) });

/** errors ← sums over the rows of every fold, models of one curve after another */
export function fromRows(sums: Float64Array, weights: Float64Array, errors: Float64Array[][]): void {
  let at = 0;
  for (const [fold, weight] of weights.entries())
    for (const each of errors) for (let k = 0; k < each[fold].length; k++) each[fold][k] = sums[at++] / weight;
}
