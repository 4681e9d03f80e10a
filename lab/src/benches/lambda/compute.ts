// Cross-validated error by λ, and training and test error by λ of one split.
import { crossValidate } from "shrinkage";
import { validationCurve } from "shrinkage/theory";
import type { Data } from "../../data/load.js";
import type { Progress } from "../../worker/messages.js";

export interface CurveAsked {
  l1Ratio: number;
  folds: number;
  repeats: number;
  seed: number;
  lambdas: number[];
}

export interface TableAsked {
  l1Ratio: number;
  seed: number;
  lambdas: number[];
}

export function lambdaCurve({ shape, X, y }: Data, asked: CurveAsked, onProgress: (progress: Progress) => void) {
  const cv = crossValidate(X, y, { ...asked, loss: shape.loss, standardize: true, onProgress });
  return {
    lambdas: Array.from(cv.lambdas),
    means: Array.from(cv.means),
    standardErrors: Array.from(cv.standardErrors),
    nonzero: Array.from(cv.curves[0].path.nonzero),
    measure: cv.measure as string,
    min: cv.min,
    oneSe: cv.oneSe,
  };
}

/** of classes the squared error of the linear prediction of 0 and 1 */
export function lambdaTable({ X, y }: Data, asked: TableAsked) {
  const curve = validationCurve(X, y, { ...asked, testShare: 0.3, standardize: true });
  return {
    lambdas: Array.from(curve.lambdas),
    training: Array.from(curve.training),
    test: Array.from(curve.test),
    nonzero: Array.from(curve.nonzero),
    best: curve.best,
  };
}
