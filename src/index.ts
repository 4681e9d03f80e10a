/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Regularised linear models in WebAssembly. Everything is synchronous; every fit carries a {@link Certificate} that bounds how far it is
 * from the optimum. Begin with {@link lasso}, {@link ridge}, {@link elasticNet}, {@link path} and {@link crossValidate}.
 *
 * @module shrinkage
 */

export type { Certificate } from "./certificate.js";
export { adaptiveFactors } from "./choosing/adaptiveFactors.js";
export { type AdaptiveLassoOptions, adaptiveLasso } from "./choosing/adaptiveLasso.js";
export { type CrossValidateOptions, crossValidate, type FoldPool } from "./choosing/crossValidate.js";
export { type Choice, CrossValidation, type Curve, type Repeat } from "./choosing/crossValidation.js";
export type { FoldOptions } from "./choosing/folds.js";
export { InformationCriteria, type InformationCriteriaOptions, informationCriteria } from "./choosing/informationCriteria.js";
export type { Measure } from "./choosing/measures.js";
export { type RelaxedOptions, relaxed } from "./choosing/relaxed.js";
export { StabilitySelection } from "./choosing/stability.js";
export { type StabilitySelectionOptions, stabilitySelection } from "./choosing/stabilitySelection.js";
export type { Label } from "./classes.js";
export { type Configuration, configure } from "./configure.js";
export * from "./conventions.js";
export { elasticNet } from "./elasticNet.js";
export { type Conditioning, Fit } from "./fit.js";
export { Path, type Stopped } from "./fits.js";
export type { MatrixLike, StridedArray, TensorLike } from "./foreignTables.js";
export { fromGram, type GramFits, type GramOptions } from "./fromGram.js";
export { version } from "./generated/version.js";
export type { EarlyStopping } from "./gradient/earlyStopping.js";
export { gradientDescent } from "./gradient/gradientDescent.js";
export { type GradientCertificate, GradientFit, type PartialFitOptions, type TargetInput } from "./gradient/gradientFit.js";
export type { FullBatchMethod, GradientMethod, GradientOptions, StochasticMethod } from "./gradient/gradientOptions.js";
export type { History } from "./gradient/history.js";
export type { Schedule } from "./gradient/schedules.js";
export { GramAccumulator } from "./gramAccumulator.js";
export { init } from "./init.js";
export { KernelError } from "./kernelError.js";
export { lasso } from "./lasso.js";
export { type LogisticOptions, logistic } from "./logistic.js";
export { LogisticFit } from "./logisticFit.js";
export { Matrix } from "./matrix.js";
export { type MemoryUsage, memoryUsage, OutOfMemoryError } from "./memory.js";
export { MultiFit } from "./multiFit.js";
export type { CommonOptions, ElasticNetOptions, FitOptions, Progress } from "./options.js";
export { type FitOf, type PathOptions, path, type StopWhen } from "./path.js";
export { ridge } from "./ridge.js";
export { RidgeCv, type RidgeCvOptions, ridgeCv } from "./ridgeCv.js";
export { type Band, RidgeInference, ridgeInference } from "./ridgeInference.js";
export { type RidgePathOptions, ridgePath } from "./ridgePath.js";
export type { LossName } from "./smooth.js";
export type { TableInput, TableObject, VectorInput } from "./table.js";
