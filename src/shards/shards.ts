import { describe, isObject } from "../check.js";
import { GramFits } from "../chunks/fromGram.js";
import { GramAccumulator } from "../chunks/gramAccumulator.js";
import { scope } from "../kernels/scope.js";
import { type CommonOptions, checkCommon, checkLambda, type FitOptions, type MixedFitOptions } from "../options/commonOptions.js";
import { PATH_OPTIONS } from "../options/pathOptions.js";
import { type Watch, watchOf } from "../options/watch.js";
import { loadStatistics } from "../problem/loadStatistics.js";
import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import type { MultinomialFit } from "../results/multinomialFit.js";
import type { Path } from "../results/path.js";
import { inferenceOf, type RidgeInference } from "../ridge/ridgeInference.js";
import { checkCrossValidation, type ShardCrossValidateOptions, validate } from "./crossValidate.js";
import { type Engine, engineOf, type Found, type ShardRunner, sumOf } from "./engine.js";
import type { Errors } from "./errorTask.js";
import { crossValidateInRounds } from "./foldsInRounds.js";
import { KeptMoments } from "./keptMoments.js";
import { pathOfLoss, type RoundOptions } from "./lossPath.js";
import { meanSquare } from "./meanSquare.js";
import type { ShardCrossValidation } from "./shardCrossValidation.js";
import { checkFitOptions, type ShardFitOptions, type ShardOptions, type ShardPathOptions } from "./shardOptions.js";
import type { Source } from "./source.js";

/** What {@link shardsOf} returns. Second moments that were computed once are kept: a second fit does not read the rows again. */
export class Shards {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "Shards";
  readonly #source: Source;
  readonly #on?: ShardRunner;
  readonly #kept: KeptMoments;

  /** @internal made by `shardsOf` */
  constructor(source: Source, on?: ShardRunner) {
    this.#source = source;
    this.#on = on;
    this.#kept = new KeptMoments(source);
  }

  /**
   * The second moments of all rows, in one pass: `fromGram` fits from them, JSON keeps them.
   * @param options `on`; `signal`, `onProgress`
   * @throws {TypeError | RangeError} when a row is not what it should be: which one in which part is said; or there is none
   * @throws {OutOfMemoryError} when a chunk, or p² numbers, do not fit in WebAssembly memory
   * @throws the reason of `options.signal` when it is aborted
   */
  async gram(options: ShardOptions & Pick<CommonOptions, "signal" | "onProgress"> = {}): Promise<GramAccumulator> {
    const name = "Shards.gram";
    const rest = this.#rest(name, options);
    const odd = Object.keys(rest).find((key) => key !== "signal" && key !== "onProgress");
    if (odd !== undefined) throw new TypeError(`${name}: ${odd} is not an option, expected on, signal or onProgress`);
    const { statistics, names } = await this.#moments(name, options);
    return GramAccumulator.of(statistics, names);
  }

  /**
   * As `ridge` from all rows.
   * @param options `lambda` is required; `on`
   * @throws as {@link Shards.gram}, and when an option is not what it should be, before a row is read
   */
  async ridge(options: ShardFitOptions<FitOptions>): Promise<Fit> {
    return (await this.#fits("Shards.ridge", options, ["lambda"])).ridge(this.#rest("Shards.ridge", options));
  }

  /**
   * As `lasso` from all rows.
   * @param options `lambda` is required; `on`
   * @throws as {@link Shards.ridge}
   */
  async lasso(options: ShardFitOptions<FitOptions>): Promise<Fit> {
    return (await this.#fits("Shards.lasso", options, ["lambda"])).lasso(this.#rest("Shards.lasso", options));
  }

  /**
   * As `elasticNet` from all rows.
   * @param options `lambda` is required; `l1Ratio` is ρ (default 1); `on`
   * @throws as {@link Shards.ridge}
   */
  async elasticNet(options: ShardFitOptions<MixedFitOptions>): Promise<Fit> {
    return (await this.#fits("Shards.elasticNet", options, ["lambda", "l1Ratio"])).elasticNet(this.#rest("Shards.elasticNet", options));
  }

  /**
   * As `path` from all rows. Least squares takes one pass; Other losses take a pass a round: Newton's steps for ten λ's at a time
   * (`together`), and a last one that computes all duality gaps, with what rounding may have changed added.
   * @param options `loss`: "squared" (default), "logistic", whose `classes` are 0 and 1 unless given, "multinomial", which wants `classes`, or
   *   "poisson"; `l1Ratio`; `lambdas`, or `count` and `minRatio`; `on`. Of all but "squared" λ and factors are above 0, without bounds
   * @throws as {@link Shards.ridge}
   */
  async path(options?: ShardPathOptions & { loss?: "squared" }): Promise<Path>;
  /**
   * The same of counts.
   * @param options as above
   */
  async path(options: ShardPathOptions & RoundOptions & { loss: "poisson" }): Promise<Path>;
  /**
   * The same of two classes.
   * @param options as above
   */
  async path(options: ShardPathOptions & RoundOptions & { loss: "logistic" }): Promise<Path<LogisticFit>>;
  /**
   * The same of several classes.
   * @param options as above; `classes` are all labels of y
   */
  async path(options: ShardPathOptions & RoundOptions & { loss: "multinomial" }): Promise<Path<MultinomialFit>>;
  async path(options: ShardPathOptions & RoundOptions & { loss?: string } = {}): Promise<unknown> {
    const name = "Shards.path";
    const { loss, ...rest } = this.#rest(name, options);
    if (loss !== undefined && loss !== "squared") return pathOfLoss(name, this.#source, this.#engine(name, options), loss, rest);
    return (await this.#fits(name, { ...rest, on: options.on }, PATH_OPTIONS)).path(rest);
  }

  /**
   * As `logistic` from all rows, in rounds.
   * @param options `lambda` is required, above 0; `l1Ratio`, `classes`; `on`
   * @throws as {@link Shards.path}
   */
  async logistic(options: ShardFitOptions<MixedFitOptions> & RoundOptions): Promise<LogisticFit> {
    const name = "Shards.logistic";
    const { lambda, ...rest } = this.#rest(name, options);
    const lambdas = [checkLambda(name, lambda)];
    const path = await pathOfLoss(name, this.#source, this.#engine(name, options), "logistic", { ...rest, lambdas });
    return path.fit(0) as LogisticFit;
  }

  /**
   * As `multinomial` from all rows, in rounds.
   * @param options `lambda` is required, above 0, and `classes`, all labels of y; `l1Ratio`; `on`
   * @throws as {@link Shards.path}
   */
  async multinomial(options: ShardFitOptions<MixedFitOptions> & RoundOptions): Promise<MultinomialFit> {
    const name = "Shards.multinomial";
    const { lambda, ...rest } = this.#rest(name, options);
    const lambdas = [checkLambda(name, lambda)];
    const path = await pathOfLoss(name, this.#source, this.#engine(name, options), "multinomial", { ...rest, lambdas });
    return path.fit(0) as MultinomialFit;
  }

  /**
   * As `ridgeInference` from all rows.
   * @param options `lambda` is required; `on`
   * @throws as {@link Shards.ridge}, and as `ridgeInference`
   */
  async ridgeInference(options: ShardFitOptions<FitOptions>): Promise<RidgeInference> {
    const name = "Shards.ridgeInference";
    this.#check(name, options, ["lambda"]);
    if (options.lower !== undefined || options.upper !== undefined)
      throw new TypeError(`${name}: lower or upper is given, expected none; there is no closed form with bounds`);
    const lambda = checkLambda(name, options.lambda);
    const { statistics, names, used } = await this.#moments(name, options);
    const { rows, means } = statistics;
    const settings = checkCommon(name, this.#rest(name, options), { rows, columns: means.length - 1, names });
    return scope((memory) => {
      const problem = loadStatistics(memory, name, statistics, settings);
      return inferenceOf(memory, problem, lambda, (fit) => ({ rows: used, rss: used * meanSquare(problem, fit) }));
    });
  }

  /**
   * λ (and ρ) chosen by K-fold cross-validation in one pass: every row enters the second moments of the fold that a rule draws from the seed and
   * the number of the row (`shardFolds` says which), and what a fold is fitted to is the sum of the others'. Errors are those of the rows to
   * 1e-10; where rounding may show in second moments, rows are read once more.
   * @param options as for {@link Shards.path}; `folds` (default 10), `seed` (default 1), several `l1Ratio`, `measure`, `choice`
   * @throws as {@link Shards.ridge}; RangeError when a fold has all the weight
   */
  async crossValidate(options?: ShardCrossValidateOptions & ShardOptions & { loss?: "squared" }): Promise<ShardCrossValidation>;
  /**
   * The same of counts: the paths of all folds share every round, and one more pass judges them.
   * @param options as above; `together`
   */
  async crossValidate(
    options: ShardCrossValidateOptions & ShardOptions & RoundOptions & { loss: "poisson" },
  ): Promise<ShardCrossValidation>;
  /**
   * The same of two classes.
   * @param options as above; `classes`
   */
  async crossValidate(
    options: ShardCrossValidateOptions & ShardOptions & RoundOptions & { loss: "logistic" },
  ): Promise<ShardCrossValidation<LogisticFit>>;
  /**
   * The same of several classes.
   * @param options as above; `classes` are all labels of y
   */
  async crossValidate(
    options: ShardCrossValidateOptions & ShardOptions & RoundOptions & { loss: "multinomial" },
  ): Promise<ShardCrossValidation<MultinomialFit>>;
  async crossValidate(options: ShardCrossValidateOptions & ShardOptions & RoundOptions & { loss?: string } = {}): Promise<unknown> {
    const name = "Shards.crossValidate";
    const engine = this.#engine(name, options);
    const rest = this.#rest(name, options);
    const plan = checkCrossValidation(name, rest);
    const watch = this.#watch(name, options);
    if (options.loss !== undefined && options.loss !== "squared") return crossValidateInRounds(name, this.#source, engine, plan, rest);
    const { folds, seed, measure } = plan;
    const found = await this.#kept.sum(name, { kind: "moments", folds, seed }, watch, engine);
    const again = async (models: Errors["models"]) => {
      if (this.#source.once)
        throw new RangeError(
          `${name}: ${measure === "mae" ? "mae is of rows" : "rounding shows in the second moments of fits that leave so little"}, and the source ` +
            "was read to its end, expected a function that returns it anew",
        );
      const errors = await sumOf(name, this.#source, { kind: "errors", folds, seed, models, measure }, watch, engine);
      return (errors as Found).sum.numbers;
    };
    return validate(name, found, plan, rest, again);
  }

  /** options without where the work is done */
  #rest<O extends object>(name: string, options: O & ShardOptions): O {
    if (!isObject(options)) throw new TypeError(`${name}: options is ${describe(options)}, expected an object`);
    const { on: _, ...rest } = options;
    return rest as unknown as O;
  }

  #engine(name: string, options: ShardOptions): Engine | undefined {
    if (!isObject(options)) throw new TypeError(`${name}: options is ${describe(options)}, expected an object`);
    return engineOf(name, options.on ?? this.#on);
  }

  #watch(name: string, options: object): Watch {
    const watch = watchOf(name, options, {});
    watch.check();
    return watch;
  }

  /** refuses what can be refused before a row is read */
  #check(name: string, options: object, own: readonly string[]): void {
    checkFitOptions(name, this.#rest(name, options), own);
    this.#engine(name, options);
  }

  async #fits(name: string, options: ShardOptions, own: readonly string[]): Promise<GramFits> {
    this.#check(name, options, own);
    const { statistics, names } = await this.#moments(name, options);
    return new GramFits(statistics, names, "Shards");
  }

  #moments(name: string, options: ShardOptions) {
    return this.#kept.all(name, this.#watch(name, options), this.#engine(name, options));
  }
}
