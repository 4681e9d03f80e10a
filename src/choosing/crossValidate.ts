import { describe, isArrayLike } from "../check.js";
import { readProblem } from "../elasticNet.js";
import { type Scope, scope } from "../memory.js";
import { type CommonOptions, checkL1Ratio, checkOptionNames, type Settings } from "../options.js";
import { type PathOptions, pathPlaced } from "../path.js";
import { place } from "../problem.js";
import { checkSequence, type Sequence } from "../sequence.js";
import type { Statistics } from "../statistics.js";
import type { TableInput, VectorInput } from "../table.js";
import { type Choice, CrossValidation, choose, curveOf, type Repeat } from "./crossValidation.js";
import { type Fold, foldsFromRows, foldsFromStatistics, type Task } from "./foldErrors.js";
import { mergingPays } from "./foldRoutes.js";
import { merged, placeStatistics, statisticsOfFolds } from "./foldStatistics.js";
import { FOLD_OPTIONS, type FoldOptions, foldsOf, rowsOfFolds } from "./folds.js";
import { MEASURES, type Measure } from "./measures.js";
import { predict, type Source } from "./rowSubset.js";

/** Options of {@link crossValidate}. */
export interface CrossValidateOptions extends CommonOptions, FoldOptions, Pick<PathOptions, "lambdas" | "count" | "minRatio"> {
  /** ρ from 0 (ridge) to 1 (lasso), or several to choose from (default 1) */
  l1Ratio?: number | ArrayLike<number>;
  /** what a held-out row is judged by: "mse" (default), "mae" or "deviance", which for squared error is "mse" */
  measure?: Measure;
  /** what `fit`, `lambda` and the predictions are to be of: the smallest mean (default), or the largest λ within one standard error of it */
  choice?: "min" | "oneSe";
}

const OWN = ["l1Ratio", "lambdas", "count", "minRatio", "measure", "choice", ...FOLD_OPTIONS];

/**
 * Elastic net with λ (and ρ) chosen by K-fold cross-validation (Stone 1974; Hastie, Tibshirani, Friedman 2009, section 7.10). All folds
 * share the λ's of the path of all rows; each is a {@link path} of the rows outside it, every λ started from the one before, standardised
 * (where asked for) by its own rows. Means and standard errors are glmnet's (`cv.glmnet`, grouped).
 *
 * Tall problems are never fitted from their rows: every row enters the second moments of its fold once, and a fold is fitted to the merged
 * moments of the others. What rounding might show in comes from the rows instead.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options as for {@link path} without `stopWhen`; `folds` or `foldIds`, `repeats`, `seed`, `stratify`, `groups`, `measure`, `choice`
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {RangeError} when one fold has all the weight
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory: it needs room for X twice
 * @throws the reason of `options.signal` when it is aborted
 */
export function crossValidate(X: TableInput, y: VectorInput, options: CrossValidateOptions = {}): CrossValidation {
  const name = "crossValidate";
  checkOptionNames(name, options, OWN);
  const { table, target, settings } = readProblem(name, X, y, options);
  const l1Ratios = checkL1Ratios(name, options.l1Ratio);
  const { lambdas, count, minRatio, measure = "mse", choice = "min" } = options;
  const sequence = checkSequence(name, { lambdas, count, minRatio }, table.rows, table.columns);
  if (!Object.hasOwn(MEASURES, measure))
    throw new TypeError(`${name}: measure is ${describe(measure)}, expected "${Object.keys(MEASURES).join('", "')}"`);
  if (choice !== "min" && choice !== "oneSe") throw new TypeError(`${name}: choice is ${describe(choice)}, expected "min" or "oneSe"`);
  const ids = foldsOf(name, options, target);
  for (const each of ids) checkWeights(name, each, settings.weights);
  settings.signal?.throwIfAborted();
  const folds = ids.reduce((sum, each) => sum + rowsOfFolds(each).length, 0);
  const total = l1Ratios.length * (sequence.given?.length ?? sequence.count) * (folds + 1);
  const own = counted(settings, total);
  // a Matrix may be disposed of between the λ's
  const check = () => table.pointer?.();
  return scope((memory) => {
    const source = { problem: place(memory, name, table, [target], own), target };
    return new Validation(memory, source, l1Ratios, sequence, measure, check).run(ids, choice);
  });
}

/** settings whose progress is counted over everything that is fitted */
function counted(settings: Settings, total: number): Settings {
  const { onProgress } = settings;
  let done = 0;
  return { ...settings, onProgress: onProgress && (() => onProgress({ stage: "crossValidation", done: ++done, total })) };
}

/** The work of one call, in the memory of its scope. */
class Validation {
  readonly #memory: Scope;
  readonly #source: Source;
  readonly #l1Ratios: readonly number[];
  readonly #sequence: Sequence;
  readonly #measure: Measure;
  readonly #check: () => void;

  constructor(memory: Scope, source: Source, l1Ratios: readonly number[], sequence: Sequence, measure: Measure, check: () => void) {
    this.#memory = memory;
    this.#source = source;
    this.#l1Ratios = l1Ratios;
    this.#sequence = sequence;
    this.#measure = measure;
    this.#check = check;
  }

  run(ids: readonly Int32Array[], choice: "min" | "oneSe"): CrossValidation {
    const source = this.#source;
    const looks = this.#l1Ratios.length * (this.#sequence.given?.length ?? this.#sequence.count);
    const pays = (each: Int32Array) => mergingPays(source.problem, rowsOfFolds(each).length, looks);
    const first = pays(ids[0]) ? statisticsOfFolds(source, rowsOfFolds(ids[0])) : undefined;
    const paths = this.#paths(first);
    const lambdas = paths.map((path) => path.lambdas);
    const task: Task = { source, l1Ratios: this.#l1Ratios, lambdas, measure: this.#measure, check: this.#check };
    const repeats = ids.map((each, r) => {
      if (!pays(each)) return foldsFromRows(task, each);
      return foldsFromStatistics(task, each, r === 0 && first ? first : statisticsOfFolds(source, rowsOfFolds(each)));
    });
    const curves = paths.map((path, place) => curveOf(path, repeats, place));
    const choices = choose(curves);
    const results = repeats.map((folds, r) => this.#repeat(ids[r], folds, choices[choice]));
    return new CrossValidation({ measure: this.#measure, curves, repeats: results, ...choices, choice });
  }

  /** the paths of all rows, one an l1Ratio */
  #paths(statistics?: readonly Statistics[]) {
    const { problem } = this.#source;
    const { name, settings } = problem;
    const all = statistics ? placeStatistics(this.#memory, name, merged(name, statistics), settings, () => problem) : problem;
    return this.#l1Ratios.map((l1Ratio) => scope((own) => pathPlaced(own, all, { ...this.#sequence, l1Ratio }, this.#check)));
  }

  #repeat(foldIds: Int32Array, folds: readonly Fold[], { curve, k }: Choice): Repeat {
    const predictions = new Float64Array(foldIds.length);
    for (const { rows, paths } of folds) {
      predict(this.#source, rows, paths[curve].fit(k), predictions);
    }
    return {
      foldIds,
      weights: Float64Array.from(folds, ({ weightSum }) => weightSum),
      errors: this.#l1Ratios.map((_, place) => folds.map(({ errors }) => errors[place])),
      predictions,
    };
  }
}

function checkL1Ratios(name: string, given: unknown): number[] {
  if (!isArrayLike(given)) return [checkL1Ratio(name, given)];
  if (given.length === 0) throw new RangeError(`${name}: l1Ratio has 0 entries, expected at least one`);
  // an entry that is missing is no default
  return Array.from(given, (value) => checkL1Ratio(name, value ?? null));
}

/** rows of weight 0 fit nothing */
function checkWeights(name: string, ids: Int32Array, weights: Float64Array | undefined): void {
  if (!weights) return;
  const [first, ...others] = new Set(ids.filter((_, i) => weights[i] > 0));
  if (others.length === 0)
    throw new RangeError(`${name}: fold ${first} has all rows of positive weight, expected some in at least 2 folds`);
}
