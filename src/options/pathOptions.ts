// The options of a path, checked and completed.
import { checkCount, checkNumber, describe, isArrayLike } from "../check.js";
import type { ConcaveName } from "../losses/concave.js";
import type { Ties } from "../losses/cox.js";
import type { PathLoss } from "../losses/loss.js";
import type { SurvivalInput } from "../losses/readSurvival.js";
import type { AnyFit } from "../results/anyFit.js";
import type { CoxFit } from "../results/coxFit.js";
import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import type { MultiFit } from "../results/multiFit.js";
import type { MultinomialFit } from "../results/multinomialFit.js";
import { Path } from "../results/path.js";
import type { Label } from "../tables/labels.js";
import type { OffsetOptions } from "../tables/offset.js";
import type { VectorInput } from "../tables/readTable.js";
import type { ClassOptions } from "./classWeights.js";
import { type CommonOptions, checkL1Ratio } from "./commonOptions.js";
import type { GroupOptions, LayerOptions } from "./groups.js";

/** Where a path ends before its last λ. */
export interface StopWhen {
  /** after the first λ that explains this share of the deviance, above 0 up to 1 */
  devianceExplained?: number;
  /** before the first λ with more coefficients than this that are not 0; one λ is always answered */
  maxNonzero?: number;
}

/** Options of {@link path}. */
export interface PathOptions extends Omit<CommonOptions, "warmStart">, GroupOptions, LayerOptions, OffsetOptions, ClassOptions {
  /** ρ from 0 (ridge) to 1 (lasso); default 1 */
  l1Ratio?: number;
  /** the λ's, in any order; solved from the largest down, returned in the order given (default: `count` of them from λmax down) */
  lambdas?: ArrayLike<number>;
  /** how many λ's (default 100) */
  count?: number;
  /** smallest λ / λmax (default 1e-2 with fewer rows of positive weight than columns, else 1e-4) */
  minRatio?: number;
  /** end the path early (default: every λ is answered); {@link Path.stopped} then says so */
  stopWhen?: StopWhen;
  /** start from this fit, or from another path's fit at the λ nearest to the first; of the same kind as this path's fits; by
   * name if both it and X know names */
  warmStart?: AnyFit | Path | Path<LogisticFit> | Path<MultinomialFit> | Path<MultiFit> | Path<CoxFit>;
  /**
   * what is minimised beside the penalty (default "squared"): "logistic" and "squaredHinge" take two kinds of labels as y, "multinomial" any
   * number of them, "poisson" counts, "gamma" numbers > 0, "cox" `{ time, event, start?, strata? }`
   */
  loss?: PathLoss;
  /**
   * what holds coefficients at 0 (default the elastic net): "mcp" or "scad" leave large coefficients alone; of "squared" and "logistic", single
   * columns, without bounds
   */
  penalty?: ConcaveName;
  /** of "mcp" (above 1, default 3) and "scad" (above 2, default 3.7): how far from λ on a coefficient is still shrunk, in units of λ */
  gamma?: number;
  /** of "cox": how events at one time share their risk set (default "breslow") */
  ties?: Ties;
  /** where Huber's loss turns from ½r² to δ|r| − ½δ², above 0 (default 1.345 standard deviations of y, by its
   * median absolute deviation, weighted) */
  delta?: number;
}

/**
 * The fits of a path: {@link LogisticFit} for "logistic", {@link MultinomialFit} for "multinomial", {@link CoxFit} for "cox", {@link Fit}
 * otherwise.
 */
export type FitOf<L extends PathLoss> = L extends "logistic"
  ? LogisticFit
  : L extends "multinomial"
    ? MultinomialFit
    : L extends "cox"
      ? CoxFit
      : Fit;

/** What {@link path} takes as y: numbers, labels, or a survival. */
export type PathTarget<L extends PathLoss> = L extends "cox" ? SurvivalInput : VectorInput | ArrayLike<Label>;

/** What a path is asked for, checked and completed. */
export interface Sequence {
  l1Ratio: number;
  given?: Float64Array;
  count: number;
  minRatio: number;
  stopWhen?: StopWhen;
  /** another path to start from */
  from?: Path;
}

/** the options as other fits know them: a path to start from is checked by its first fit */
export function withFit(options: PathOptions): CommonOptions {
  const from: unknown = options?.warmStart;
  return from instanceof Path ? { ...options, warmStart: from.fit(0) as Fit } : (options as CommonOptions);
}

/** the names of the options that only a path has */
export const PATH_OPTIONS = ["l1Ratio", "lambdas", "count", "minRatio", "stopWhen"];

/** the options of a path that other fits do not have */
export function checkSequence(name: string, options: PathOptions, rows: number, columns: number): Sequence {
  const l1Ratio = checkL1Ratio(name, options.l1Ratio);
  const given = options.lambdas === undefined ? undefined : checkLambdas(name, options.lambdas);
  const { count: many = 100, minRatio: least = rows < columns ? 1e-2 : 1e-4 } = options;
  const count = checkCount(name, "count", many);
  const minRatio = checkNumber(name, "minRatio", least, (x) => x > 0 && x <= 1, "a number above 0, up to 1");
  const from = options.warmStart instanceof Path ? (options.warmStart as Path) : undefined;
  return { l1Ratio, given, count, minRatio, stopWhen: checkStopWhen(name, options.stopWhen), from };
}

export function checkStopWhen(name: string, given: unknown): StopWhen | undefined {
  if (given === undefined) return undefined;
  const expected = "{ devianceExplained?, maxNonzero? }";
  if (given === null || typeof given !== "object" || isArrayLike(given))
    throw new TypeError(`${name}: stopWhen is ${describe(given)}, expected ${expected}`);
  const odd = Object.keys(given).find((key) => key !== "devianceExplained" && key !== "maxNonzero");
  if (odd !== undefined) throw new TypeError(`${name}: stopWhen.${odd} is not an option, expected ${expected}`);
  const { devianceExplained, maxNonzero } = given as StopWhen;
  if (devianceExplained !== undefined)
    checkNumber(name, "stopWhen.devianceExplained", devianceExplained, (x) => x > 0 && x <= 1, "a number above 0, up to 1");
  if (maxNonzero !== undefined) checkCount(name, "stopWhen.maxNonzero", maxNonzero);
  return { devianceExplained, maxNonzero };
}

/** the λ's that were given, in the order given */
export function checkLambdas(name: string, lambdas: unknown): Float64Array {
  if (!isArrayLike(lambdas) || lambdas.length === 0)
    throw new TypeError(`${name}: lambdas is ${describe(lambdas)}, expected an array of numbers with at least one entry`);
  return Float64Array.from(
    { length: lambdas.length },
    (_, k) => checkNumber(name, `lambdas[${k}]`, lambdas[k], (x) => x >= 0 && x < Infinity, "a finite number ≥ 0") + 0,
  );
}
