/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Regularised linear models in WebAssembly. Everything is synchronous; every fit carries a {@link Certificate} that bounds how far it is
 * from the optimum. Begin with {@link lasso}, {@link ridge}, {@link elasticNet}, {@link path} and {@link crossValidate}.
 *
 * @module shrinkage
 */

export { adaptiveFactors } from "./choosing/adaptiveFactors.js";
export { type AdaptiveLassoOptions, adaptiveLasso } from "./choosing/adaptiveLasso.js";
export { crossValidate, type FoldPool } from "./choosing/folds/crossValidate.js";
export {
  type Choice as LambdaChoice,
  CrossValidation,
  type Curve as CrossValidationCurve,
  type PredictionsOf,
  type Repeat as CrossValidationRepeat,
} from "./choosing/folds/crossValidation.js";
export type { FoldOptions, FoldsInTime } from "./choosing/folds/divide.js";
export type { CrossValidateOptions } from "./choosing/folds/options.js";
export { InformationCriteria, type InformationCriteriaOptions, informationCriteria } from "./choosing/informationCriteria.js";
export { type RelaxedOptions, relaxed } from "./choosing/relaxed.js";
export { StabilitySelection } from "./choosing/stability.js";
export { type StabilitySelectionOptions, stabilitySelection } from "./choosing/stabilitySelection.js";
export { fromGram, type GramFits, type GramOptions } from "./chunks/fromGram.js";
export { GramAccumulator } from "./chunks/gramAccumulator.js";
export type { RawMoments } from "./chunks/rawMoments.js";
export {
  fromGlmnet,
  fromObjective,
  fromSklearnElasticNet,
  fromSklearnLogistic,
  fromSklearnRidge,
  fromTextbook,
  type GlmnetArguments,
  type GlmnetEquivalent,
  type Rows as RowCount,
  type SklearnElasticNet,
  type SklearnLogistic,
  type Strength as PenaltyStrength,
  type TextbookForm,
  toGlmnet,
  toSklearnElasticNet,
  toSklearnLogistic,
  toSklearnRidge,
  toTextbook,
} from "./conversions.js";
export { type Encode, encode, type TargetOf as EncodedTarget } from "./encoding/encode.js";
export { Encoding } from "./encoding/encoding.js";
export {
  Model,
  type ModelFit,
  type ModelOptions,
  type ModelPredictions,
  type ModelProbabilities,
  model,
  type OtherFit,
} from "./encoding/model.js";
export type { EncodeOptions, SurvivalTarget, TargetColumns } from "./encoding/options.js";
export type { RawTable } from "./encoding/rawTable.js";
export { type CoxOptions, cox } from "./fitting/cox.js";
export { type ElasticNetOptions, elasticNet } from "./fitting/elasticNet.js";
export { type LassoOptions, lasso } from "./fitting/lasso.js";
export { type LogisticOptions, logistic } from "./fitting/logistic.js";
export { type MultinomialOptions, multinomial } from "./fitting/multinomial.js";
export { path } from "./fitting/path.js";
export { ridge } from "./fitting/ridge.js";
export { version } from "./generated/version.js";
export type { EarlyStopping } from "./gradient/earlyStopping.js";
export { gradientDescent } from "./gradient/gradientDescent.js";
export { type GradientCertificate, GradientFit, type PartialFitOptions, type TargetInput } from "./gradient/gradientFit.js";
export type {
  FullBatchMethod,
  GradientMethod,
  GradientOptions,
  Schedule as LearningRateSchedule,
  StochasticMethod,
} from "./gradient/gradientOptions.js";
export type { History as TrainingHistory } from "./gradient/history.js";
export { type Configuration, configure } from "./kernels/configure.js";
export { type MemoryUsage, memoryUsage, OutOfMemoryError } from "./kernels/heap.js";
export { init } from "./kernels/init.js";
export { KernelError } from "./kernels/kernelError.js";
export type { ConcaveName as ConcavePenalty } from "./losses/concave.js";
export type { Ties as CoxTies } from "./losses/cox.js";
export type { LossName, Measure as CrossValidationMeasure, PathLoss } from "./losses/loss.js";
export type { SurvivalInput } from "./losses/readSurvival.js";
export type { ClassOptions } from "./options/classWeights.js";
export type { CommonOptions, FitOptions, MixedFitOptions } from "./options/commonOptions.js";
export type { GroupOptions, LayerOptions } from "./options/groups.js";
export type { FitOf, PathOptions, PathTarget, StopWhen } from "./options/pathOptions.js";
export type { FitPool } from "./options/pool.js";
export type { Progress as FitProgress } from "./options/watch.js";
export type { AnyFit } from "./results/anyFit.js";
export type { Certificate } from "./results/certificate.js";
export { CoxFit } from "./results/coxFit.js";
export { type Conditioning, Fit, type PredictOptions } from "./results/fit.js";
export { LogisticFit } from "./results/logisticFit.js";
export { MultiFit } from "./results/multiFit.js";
export { type LayeredOffset, MultinomialFit } from "./results/multinomialFit.js";
export { type CoefficientsOf, type InterceptsOf, Path, type PredictionOf } from "./results/path.js";
export type { Stopped as PathStop } from "./results/points.js";
export { RidgeCv, type RidgeCvOptions, ridgeCv } from "./ridge/ridgeCv.js";
export { type Band as ConfidenceBand, RidgeInference, ridgeInference } from "./ridge/ridgeInference.js";
export { type RidgePathOptions, ridgePath } from "./ridge/ridgePath.js";
export { type SummaryOptions, summary } from "./summary/summary.js";
export type { Factor } from "./tables/columnBlocks.js";
export type { MatrixLike, StridedArray, TensorLike } from "./tables/foreignTables.js";
export type { Label as ClassLabel } from "./tables/labels.js";
export { Matrix } from "./tables/matrix.js";
export type { OffsetOptions } from "./tables/offset.js";
export type { TableInput, VectorInput } from "./tables/readTable.js";
export type { TableObject } from "./tables/recognise.js";
export type { CompressedTable, MathjsSparse, MlSparse, Triplets } from "./tables/sparseForms.js";
export { SparseMatrix } from "./tables/sparseMatrix.js";
