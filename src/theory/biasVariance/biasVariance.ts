import { checkCount, checkNumber } from "../../check.js";
import type { TableInput } from "../../tables/readTable.js";
import { checkOptions } from "../checkOptions.js";
import { normalBits } from "../random/normals.js";
import { readRows } from "../readRows.js";
import { checkModel, isRidge, type Model } from "./model.js";
import { type Decomposition, ridgeBiasVariance } from "./ridgeBiasVariance.js";
import { spreadOf } from "./spreadOf.js";
import { type Truth, truthReader } from "./truth.js";
import { answersOf } from "./universes.js";

/** Options of {@link biasVariance}. */
export interface BiasVarianceOptions {
  /** f, what the noise is added to: p coefficients, `{ coefficients, intercept }`, or a function of a row */
  truth: Truth;
  /** X, n rows and p columns, the same in every universe */
  design: TableInput;
  /** σ ≥ 0, the standard deviation of the noise */
  noise: number;
  /** options of a fit, or a function that fits */
  model: Model;
  /** in how many the noise is drawn again, at least 2 (default 1000) */
  universes?: number;
  /** a whole number (default 1) */
  seed?: number;
  /** rows at which predictions are looked at (default: those of the design) */
  at?: TableInput;
}

/** What {@link biasVariance} found. */
export interface BiasVariance extends Decomposition {
  /** Monte-Carlo standard errors of the three that were estimated; `noise` is known */
  errors: Pick<Decomposition, "bias2" | "variance" | "mse">;
  /** the same in closed form, where the model is ridge alone: `l1Ratio` 0, not standardised, no penalty factors, no bounds */
  exact?: Decomposition;
}

/**
 * Bias and variance by experiment: in every universe the noise is drawn again, the model fitted, and its predictions compared with the
 * truth: E (y − ŷ)² = (E ŷ − f)² + Var ŷ + σ², averaged over the points (Geman, Bienenstock, Doursat 1992; Hastie, Tibshirani, Friedman,
 * The Elements of Statistical Learning, eq. 7.9). All estimates are unbiased: bias2 is the squared distance of the mean prediction less
 * variance/universes, and may fall below 0 by chance. For ridge stands beside them what they are in closed form.
 *
 * Ridge's answer is linear in y: its answers to the n unit vectors, one factorisation, give it in every universe.
 *
 * @param options `truth`, `design`, `noise` and `model` are required
 * @throws {TypeError | RangeError} when an option is not what it should be, or a function returns what is no finite number
 */
export function biasVariance(options: BiasVarianceOptions): BiasVariance {
  const name = "biasVariance";
  checkOptions(name, options, ["truth", "design", "noise", "model", "universes", "seed", "at"]);
  const { rows, p } = readRows(name, "design", options.design);
  const points = options.at === undefined ? rows : readRows(name, "at", options.at).rows;
  if (points[0].length !== p) throw new RangeError(`${name}: at has ${points[0].length} columns but design has ${p}`);
  const sd = checkNumber(name, "noise", options.noise, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0");
  const model = checkModel(name, options.model, p);
  const { universes: count = 1000 } = options;
  const universes = checkNumber(name, "universes", checkCount(name, "universes", count), (x) => x >= 2, "a whole number from 2");
  const bits = normalBits(name, options.seed);
  const read = truthReader(name, options.truth, p);
  const truth = read(rows);
  const truthAtPoints = read(points);
  const answers = answersOf(name, { rows, points, truth, truthAtPoints, sd, model, universes }, bits);
  const noise = sd * sd;
  const { bias2, variance, mse, errors } = spreadOf(answers, universes);
  const { lambda, fitIntercept = true } = isRidge(model) ? model : { lambda: 0 };
  const plain = isRidge(model) && !model.standardize && model.penaltyFactors === undefined;
  const world = { rows, truth, points, truthAtPoints, noise, lambda, fitIntercept };
  return {
    bias2,
    variance,
    noise,
    mse: mse + noise,
    errors,
    ...(plain && { exact: ridgeBiasVariance(name, world) }),
  };
}
