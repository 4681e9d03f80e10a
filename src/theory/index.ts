/**
 * What the textbooks state about regularised linear models, computed from your own data. X̃ and ỹ are X and y less their means (as they are,
 * with `fitIntercept: false`), n their rows; the loss is (1/2n)‖ỹ − X̃w‖².
 *
 * @module shrinkage/theory
 */
export { type BiasVariance, type BiasVarianceOptions, biasVariance } from "./biasVariance/biasVariance.js";
export type { LinearModel, Model, Predictor } from "./biasVariance/model.js";
export type { Decomposition } from "./biasVariance/ridgeBiasVariance.js";
export type { LinearTruth, Truth } from "./biasVariance/truth.js";
export type { HeldOut } from "./capacity/examples.js";
export { type LearningCurve, type LearningCurveOptions, learningCurve } from "./capacity/learningCurve.js";
export { polynomialFeatures } from "./capacity/polynomialFeatures.js";
export { type ValidationCurve, type ValidationCurveOptions, validationCurve } from "./capacity/validationCurve.js";
export { constraintRadius } from "./constraint/constraintRadius.js";
export { lambdaForRadius, type RadiusOptions } from "./constraint/lambdaForRadius.js";
export { type LossContour, type LossContours, lossContours } from "./constraint/lossContours.js";
export { type Point, pNormBall } from "./constraint/pNormBall.js";
export { type TangentPoint, tangentPoint } from "./constraint/tangentPoint.js";
export type { Descended, DescentOptions } from "./descent/checkDescent.js";
export { type EarlyStopping, earlyStopping } from "./descent/earlyStopping.js";
export { penalizedDescent } from "./descent/penalizedDescent.js";
export { weightDecay } from "./descent/weightDecay.js";
export { type GaussianPrior, type LaplacePrior, lambdaFromPrior, type OnePrior } from "./prior/lambdaFromPrior.js";
export { logPosterior } from "./prior/logPosterior.js";
export { type Prior, priorFromLambda } from "./prior/priorFromLambda.js";
export { normals } from "./random/normals.js";
export { type DiagonalLasso, diagonalLasso } from "./shrinkage/diagonalLasso.js";
export { orthonormalize } from "./shrinkage/orthonormalize.js";
export { ShrinkageFactors, shrinkageFactors } from "./shrinkage/shrinkageFactors.js";
export { softThreshold } from "./shrinkage/softThreshold.js";
