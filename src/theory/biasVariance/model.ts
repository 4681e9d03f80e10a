// What the experiments fit: a linear model of this library, or anything that learns and predicts.
import { describe } from "../../check.js";
import { elasticNet } from "../../fitting/elasticNet.js";
import { ridge } from "../../fitting/ridge.js";
import { checkCommon, checkL1Ratio, checkLambda, type MixedFitOptions } from "../../options/commonOptions.js";
import type { TableInput } from "../../tables/readTable.js";
import { checkOptions } from "../checkOptions.js";

/** A model of this library: `elasticNet` with these options, `ridge` where `l1Ratio` is 0. */
export type LinearModel = Pick<
  MixedFitOptions,
  "lambda" | "l1Ratio" | "fitIntercept" | "penaltyFactors" | "standardize" | "lower" | "upper" | "tol" | "maxIterations"
>;

/** What a model of your own returns. */
export interface Predictor {
  /** one number a row */
  predict(X: Float64Array[]): ArrayLike<number>;
}

/** Options of a fit (`{ lambda: 0.1, l1Ratio: 0 }` is ridge), or a function that fits rows of numbers and returns what predicts. */
export type Model = LinearModel | ((X: Float64Array[], y: Float64Array) => Predictor);

const NAMES = ["lambda", "l1Ratio", "fitIntercept", "penaltyFactors", "standardize", "lower", "upper", "tol", "maxIterations"];

/** the model's options, checked against `columns` columns; nothing of a function */
export function checkModel(name: string, model: unknown, columns: number): Model {
  if (typeof model === "function") return model as Model;
  if (model === undefined) throw new TypeError(`${name}: model is missing, expected { lambda, l1Ratio, … } or a function`);
  checkOptions(name, model, NAMES, "model");
  const options = model as LinearModel;
  checkLambda(name, options.lambda);
  checkL1Ratio(name, options.l1Ratio);
  checkCommon(name, options, { rows: 1, columns });
  return options;
}

/** true where the answer is a linear function of y: ridge without bounds */
export function isRidge(model: Model): model is LinearModel {
  return typeof model !== "function" && model.l1Ratio === 0 && model.lower === undefined && model.upper === undefined;
}

/** the fit of a linear model */
export function fitLinear(model: LinearModel, X: TableInput, y: Float64Array) {
  const { l1Ratio = 1, ...options } = model;
  return l1Ratio === 0 ? ridge(X, y, options) : elasticNet(X, y, { ...options, l1Ratio });
}

/** predictions for other rows of a model fitted to rows, as many as there are, every one finite */
export function fitAndPredict(name: string, model: Model, X: Float64Array[], y: Float64Array, tables: Float64Array[][]): Float64Array[] {
  const fitted: Predictor = typeof model === "function" ? model(X, y) : fitLinear(model, X, y);
  if (typeof fitted?.predict !== "function")
    throw new TypeError(`${name}: model returned ${describe(fitted)}, expected an object with a function predict`);
  return tables.map((table) => {
    const out = fitted.predict(table);
    if (out?.length !== table.length || !Array.from(out).every(Number.isFinite))
      throw new RangeError(`${name}: predict returned ${describe(out)}, expected ${table.length} finite numbers, one a row`);
    return Float64Array.from(out);
  });
}
