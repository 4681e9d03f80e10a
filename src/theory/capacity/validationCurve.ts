import { path } from "../../fitting/path.js";
import { checkLambdas, type PathOptions } from "../../options/pathOptions.js";
import { checkSeed, seeded } from "../../random.js";
import type { TableInput, VectorInput } from "../../tables/readTable.js";
import { checkModel } from "../biasVariance/model.js";
import { checkOptions } from "../checkOptions.js";
import { type HeldOut, meanSquaredError, readExamples } from "./examples.js";

/** Options of {@link validationCurve}. */
export interface ValidationCurveOptions
  extends HeldOut,
    Pick<PathOptions, "l1Ratio" | "fitIntercept" | "penaltyFactors" | "standardize" | "lower" | "upper" | "tol" | "maxIterations"> {
  /** λ's ≥ 0, in any order */
  lambdas: ArrayLike<number>;
}

/** What {@link validationCurve} found. Every array has one entry a λ; errors are mean squared errors. */
export interface ValidationCurve {
  /** the λ's that were given, in their order */
  lambdas: Float64Array;
  /** on the rows that were learnt from: it never falls where λ rises */
  training: Float64Array;
  /** on the rows that were held out: down, and up again */
  test: Float64Array;
  /** how many coefficients are not exactly 0 */
  nonzero: Int32Array;
  /** the place of the smallest test error; of equal ones that of the largest λ */
  best: number;
  /** lambdas[best] */
  lambda: number;
}

/**
 * Training and test error by λ: the first rises with λ, since it is what the penalty is traded for; the second falls while the penalty
 * holds back noise and rises when it holds back the truth (Goodfellow, Bengio, Courville, Deep Learning, section 5.3 and figure 5.5;
 * Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, figure 2.11). One {@link path}, one split.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options `lambdas` is required; `l1Ratio` (default 1, the lasso) and what else `path` takes for its columns
 * @throws {TypeError | RangeError} when an argument is not what it should be
 */
export function validationCurve(X: TableInput, y: VectorInput, options: ValidationCurveOptions): ValidationCurve {
  const name = "validationCurve";
  const model = ["l1Ratio", "fitIntercept", "penaltyFactors", "standardize", "lower", "upper", "tol", "maxIterations"];
  checkOptions(name, options, ["lambdas", "test", "testShare", "seed", ...model]);
  const lambdas = checkLambdas(name, options.lambdas);
  const { p, split } = readExamples(name, X, y, options, seeded(checkSeed(name, options.seed)));
  const { lambdas: _, test: __, testShare: ___, seed: ____, ...columns } = options;
  checkModel(name, { ...columns, lambda: 0 }, p);
  const { learn, test: held } = split();
  const fits = path(learn.X, learn.y, { ...columns, lambdas });
  const errors = (X: Float64Array[], y: Float64Array) => Float64Array.from(lambdas, (_, k) => meanSquaredError(y, fits.fit(k).predict(X)));
  const test = errors(held.X, held.y);
  const better = (a: number, b: number) => test[a] < test[b] || (test[a] === test[b] && lambdas[a] > lambdas[b]);
  const best = lambdas.reduce((a, _, k) => (better(k, a) ? k : a), 0);
  return { lambdas, training: errors(learn.X, learn.y), test, nonzero: fits.nonzero, best, lambda: lambdas[best] };
}
