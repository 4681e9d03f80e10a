// Fits from statistics: the rows are replaced by p + 1 virtual ones that have the same second moments (assembly/design/virtualRows.ts),
//     ½ Σ wᵢ(yᵢ − β₀ − xᵢᵀβ)² = ½‖z − Rβ‖² + ½ϱ²   at the best β₀ = ȳ − x̄ᵀβ,     w = s/Σs,
// and by one more, (x̄ᵀ | ȳ), where there is no intercept: Σ wxxᵀ = RᵀR + x̄x̄ᵀ. Every solver runs on them as it is, each of weight 1.
import { describe } from "../check.js";
import { scope } from "../kernels/scope.js";
import {
  type CommonOptions,
  checkCommon,
  checkL1Ratio,
  checkLambda,
  checkOptionNames,
  type FitOptions,
  type MixedFitOptions,
  type Settings,
} from "../options/commonOptions.js";
import { checkSequence, PATH_OPTIONS, type PathOptions, withFit } from "../options/pathOptions.js";

import { loadStatistics } from "../problem/loadStatistics.js";
import type { Statistics } from "../problem/statistics.js";
import { warnOnce } from "../results/certificate.js";
import type { Fit } from "../results/fit.js";
import type { Path } from "../results/path.js";
import { solvePlaced } from "../solvers/factorised.js";
import { fitPlaced } from "../solvers/squaredFit.js";
import { pathPlaced } from "../solvers/squaredPath.js";
import { GramAccumulator } from "./gramAccumulator.js";

/** Options of a fit from statistics, whose rows were weighted when they were added. */
export type GramOptions<Options extends Pick<CommonOptions, "weights">> = Omit<Options, "weights">;

/**
 * The fits of the rows that an accumulator has seen until now, without the rows: the same coefficients and certificates as from them,
 * to about 1e-16 divided by the reciprocal condition number of XᵀX. What squaring has lost no factorisation brings back: where columns
 * are so nearly dependent that `ridge` would take X itself by QR, fit from the rows.
 *
 * @param accumulator what was seen; rows that it gets later are not in these fits
 * @returns `ridge`, `lasso`, `elasticNet` and `path`, with the options of the functions of that name but for `weights`
 * @throws {TypeError | RangeError} when it is no {@link GramAccumulator}, or has seen no row of positive weight
 * @throws {OutOfMemoryError} when 2p² numbers do not fit in WebAssembly memory
 */
export function fromGram(accumulator: GramAccumulator): GramFits {
  const name = "fromGram";
  if (!(accumulator instanceof GramAccumulator))
    throw new TypeError(`${name}: accumulator is ${describe(accumulator)}, expected a GramAccumulator`);
  if (accumulator.weightSum === 0)
    throw new RangeError(`${name}: accumulator has ${accumulator.rows} rows, expected at least one of positive weight`);
  return new GramFits(accumulator.statistics(), accumulator.featureNames);
}

/** What {@link fromGram} returns. Nothing of it stays in WebAssembly memory between calls. */
export class GramFits {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "GramFits";
  readonly #statistics: Statistics;
  readonly #names?: readonly string[];
  readonly #called: string;

  /** @internal made by `fromGram`; `called`: what messages call it, nothing where its fits are called as functions are */
  constructor(statistics: Statistics, names?: readonly string[], called = "fromGram") {
    this.#statistics = statistics;
    this.#names = names;
    this.#called = called;
  }

  /**
   * As `ridge` from the rows.
   * @param options `lambda` is required
   * @throws {TypeError | RangeError} when an option is not what it should be, before anything is allocated
   * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
   * @throws the reason of `options.signal` when it is aborted
   */
  ridge(options: GramOptions<FitOptions>): Fit {
    const name = this.#name("ridge");
    const settings = this.#check(name, options, ["lambda"]);
    const lambda = checkLambda(name, options.lambda);
    if (settings.bounded) return this.#fit(name, settings, lambda, 0);
    settings.watch.check();
    const [fit] = scope(
      (memory) => solvePlaced(memory, loadStatistics(memory, name, this.#statistics, settings), lambda),
      settings.watch.check,
    );
    warnOnce(name, [fit], settings);
    return fit;
  }

  /**
   * As `lasso` from the rows.
   * @param options `lambda` is required
   * @throws as {@link GramFits.ridge}
   */
  lasso(options: GramOptions<FitOptions>): Fit {
    const name = this.#name("lasso");
    const settings = this.#check(name, options, ["lambda"]);
    return this.#fit(name, settings, checkLambda(name, options.lambda), 1);
  }

  /**
   * As `elasticNet` from the rows.
   * @param options `lambda` is required; `l1Ratio` is ρ (default 1)
   * @throws as {@link GramFits.ridge}
   */
  elasticNet(options: GramOptions<MixedFitOptions>): Fit {
    const name = this.#name("elasticNet");
    const settings = this.#check(name, options, ["lambda", "l1Ratio"]);
    return this.#fit(name, settings, checkLambda(name, options.lambda), checkL1Ratio(name, options.l1Ratio));
  }

  /**
   * As `path` from the rows.
   * @param options `l1Ratio`; `lambdas`, or `count` and `minRatio`, whose default asks for the number of rows seen
   * @throws as {@link GramFits.ridge}
   */
  path(options: GramOptions<PathOptions> = {}): Path {
    const name = this.#name("path");
    const settings = this.#check(name, withFit(options), PATH_OPTIONS);
    const sequence = checkSequence(name, options, this.#statistics.rows, this.#statistics.means.length - 1);
    settings.watch.check();
    const path = scope(
      (memory) => pathPlaced(memory, loadStatistics(memory, name, this.#statistics, settings), sequence),
      settings.watch.check,
    );
    warnOnce(name, [path.worst()], settings);
    return path;
  }

  #name(of: string): string {
    return this.#called ? `${this.#called}.${of}` : of;
  }

  #check(name: string, options: CommonOptions, own: readonly string[]): Settings {
    checkOptionNames(name, options, own);
    if (options.weights !== undefined)
      throw new TypeError(`${name}: weights is not an option, expected them where the rows are added to the accumulator`);
    const { rows, means } = this.#statistics;
    return checkCommon(name, options, { rows, columns: means.length - 1, names: this.#names });
  }

  #fit(name: string, settings: Settings, lambda: number, l1Ratio: number): Fit {
    settings.watch.check();
    const fit = scope(
      (memory) => fitPlaced(memory, loadStatistics(memory, name, this.#statistics, settings), lambda, l1Ratio),
      settings.watch.check,
    );
    warnOnce(name, [fit], settings);
    return fit;
  }
}
