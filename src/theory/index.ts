/**
 * What the textbooks state about regularised linear models, computed from your own data. X̃ and ỹ are X and y less their means (as they are,
 * with `fitIntercept: false`), n their rows; the loss is (1/2n)‖ỹ − X̃w‖².
 *
 * @module shrinkage/theory
 */
export { type BiasVariance, type BiasVarianceOptions, biasVariance } from "./biasVariance.js";
export type { Descended, DescentOptions } from "./checkDescent.js";
export { constraintRadius } from "./constraintRadius.js";
export { type DiagonalLasso, diagonalLasso } from "./diagonalLasso.js";
export { type EarlyStopping, earlyStopping } from "./earlyStopping.js";
export type { HeldOut } from "./examples.js";
export { lambdaForRadius, type RadiusOptions } from "./lambdaForRadius.js";
export { type GaussianPrior, type LaplacePrior, lambdaFromPrior, type OnePrior } from "./lambdaFromPrior.js";
export { type LearningCurve, type LearningCurveOptions, learningCurve } from "./learningCurve.js";
export { logPosterior } from "./logPosterior.js";
export { type LossContour, type LossContours, lossContours } from "./lossContours.js";
export type { LinearModel, Model, Predictor } from "./model.js";
export { normals } from "./normals.js";
export { orthonormalize } from "./orthonormalize.js";
export { penalizedDescent } from "./penalizedDescent.js";
export { type Point, pNormBall } from "./pNormBall.js";
export { polynomialFeatures } from "./polynomialFeatures.js";
export { type Prior, priorFromLambda } from "./priorFromLambda.js";
export type { Decomposition } from "./ridgeBiasVariance.js";
export { ShrinkageFactors, shrinkageFactors } from "./shrinkageFactors.js";
export { softThreshold } from "./softThreshold.js";
export { type TangentPoint, tangentPoint } from "./tangentPoint.js";
export type { LinearTruth, Truth } from "./truth.js";
export { type ValidationCurve, type ValidationCurveOptions, validationCurve } from "./validationCurve.js";
export { weightDecay } from "./weightDecay.js";
