// The functions of the library as a worker has them: the same arguments, and promises of the same answers.
import type { adaptiveLasso } from "../choosing/adaptiveLasso.js";
import type { CrossValidation } from "../choosing/folds/crossValidation.js";
import type { CrossValidateOptions } from "../choosing/folds/options.js";
import type { informationCriteria } from "../choosing/informationCriteria.js";
import type { RelaxedOptions } from "../choosing/relaxed.js";
import type { stabilitySelection } from "../choosing/stabilitySelection.js";
import type { cox } from "../fitting/cox.js";
import type { ElasticNetOptions } from "../fitting/elasticNet.js";
import type { LassoOptions } from "../fitting/lasso.js";
import type { LogisticOptions } from "../fitting/logistic.js";
import type { multinomial } from "../fitting/multinomial.js";
import type { gradientDescent } from "../gradient/gradientDescent.js";
import type { memoryUsage } from "../kernels/heap.js";
import type { PathLoss } from "../losses/loss.js";
import type { FitOptions } from "../options/commonOptions.js";
import type { FitOf, PathOptions, PathTarget } from "../options/pathOptions.js";
import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import type { MultiFit } from "../results/multiFit.js";
import type { Path } from "../results/path.js";
import type { ridgeCv } from "../ridge/ridgeCv.js";
import type { ridgeInference } from "../ridge/ridgeInference.js";
import type { ridgePath } from "../ridge/ridgePath.js";
import type { StridedArray, TensorLike } from "../tables/foreignTables.js";
import type { Label } from "../tables/labels.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";
import type { WorkerMatrix } from "./workerMatrix.js";

/** The same function with a promise of its result. */
export type Promised<F> = F extends (...values: infer Values) => infer Result ? (...values: Values) => Promise<Result> : never;

/** A function of one target or several with a promise of its result. */
export interface PromisedOfTargets<Options> {
  (X: TableInput, y: StridedArray | TensorLike, options: Options): Promise<Fit | MultiFit>;
  (X: TableInput, y: TableInput, options: Options): Promise<MultiFit>;
  (X: TableInput, y: VectorInput, options: Options): Promise<Fit>;
}

/**
 * The functions of `shrinkage`, computed elsewhere. X may be any table, which is sent with the call, or a {@link WorkerMatrix}, which is
 * there already. Results are of the same classes and the same to the bit, errors of the same classes; `onProgress` and `signal` work as
 * everywhere, but a stopped call rejects at once while the worker goes on to its next look.
 */
export interface WorkerFunctions {
  /** `ridge` in the worker */
  ridge(X: TableInput, y: StridedArray | TensorLike, options: FitOptions): Promise<Fit | MultiFit>;
  /** `ridge` in the worker, of one target */
  ridge(X: TableInput, y: VectorInput, options: FitOptions): Promise<Fit>;
  /** `ridge` in the worker, of several targets */
  ridge(X: TableInput, y: TableInput, options: FitOptions): Promise<MultiFit>;
  /** `lasso` in the worker */
  lasso: PromisedOfTargets<LassoOptions>;
  /** `elasticNet` in the worker */
  elasticNet: PromisedOfTargets<ElasticNetOptions>;
  /** `multinomial` in the worker */
  multinomial: Promised<typeof multinomial>;
  /** `cox` in the worker */
  cox: Promised<typeof cox>;
  /** `path` in the worker */
  path<L extends PathLoss = "squared">(X: TableInput, y: PathTarget<L>, options?: PathOptions & { loss?: L }): Promise<Path<FitOf<L>>>;
  /** `logistic` in the worker */
  logistic(X: TableInput, y: ArrayLike<Label>, options: LogisticOptions): Promise<LogisticFit>;
  /** `gradientDescent` in the worker; what the optimiser remembers stays there, so that `partialFit` cannot go on, as after JSON */
  gradientDescent: Promised<typeof gradientDescent>;
  /** `ridgePath` in the worker */
  ridgePath: Promised<typeof ridgePath>;
  /** `ridgeCv` in the worker */
  ridgeCv: Promised<typeof ridgeCv>;
  /** `ridgeInference` in the worker */
  ridgeInference: Promised<typeof ridgeInference>;
  /** `crossValidate` in the worker */
  crossValidate<L extends PathLoss = "squared">(
    X: TableInput,
    y: PathTarget<L>,
    options?: CrossValidateOptions & { loss?: L },
  ): Promise<CrossValidation<FitOf<L>>>;
  /** `informationCriteria` in the worker */
  informationCriteria: Promised<typeof informationCriteria>;
  /** `stabilitySelection` in the worker */
  stabilitySelection: Promised<typeof stabilitySelection>;
  /** `adaptiveLasso` in the worker */
  adaptiveLasso: Promised<typeof adaptiveLasso>;
  /** `relaxed` in the worker, of one fit */
  relaxed(from: Fit, X: TableInput, y: VectorInput, options?: RelaxedOptions): Promise<Fit>;
  /** `relaxed` in the worker, of every fit of a path */
  relaxed(from: Path, X: TableInput, y: VectorInput, options?: RelaxedOptions): Promise<Fit[]>;
}

/** How matrices are made elsewhere. */
export interface WorkerMatrices {
  /**
   * A copy of a table in the worker's WebAssembly memory, sent once.
   * @param X any table of numbers of this thread
   * @throws {TypeError | RangeError} when X is no table, is empty or ragged, or an entry is not a finite number (the promise rejects)
   * @throws {OutOfMemoryError} when it does not fit
   */
  from(X: TableInput): Promise<WorkerMatrix>;
}

/** A worker with the functions of `shrinkage`. Calls are queued: it makes one after another, in the order they came. */
export interface ShrinkageWorker extends WorkerFunctions {
  /** makes matrices that stay in the worker */
  readonly Matrix: WorkerMatrices;
  /** how much WebAssembly memory the worker has and uses */
  memoryUsage: Promised<typeof memoryUsage>;
  /** Ends the worker at once; calls that it has not answered reject, and so does every later one. */
  terminate(): void;
  /** `using worker = createWorker()` terminates it at the end of the block. */
  [Symbol.dispose](): void;
}

/** each function's name, and which of its arguments is X; y comes after it, and then the options */
export const FUNCTIONS: Readonly<Record<keyof WorkerFunctions, number>> = {
  ridge: 0,
  lasso: 0,
  elasticNet: 0,
  multinomial: 0,
  cox: 0,
  path: 0,
  logistic: 0,
  gradientDescent: 0,
  ridgePath: 0,
  ridgeCv: 0,
  ridgeInference: 0,
  crossValidate: 0,
  informationCriteria: 1,
  stabilitySelection: 0,
  adaptiveLasso: 0,
  relaxed: 1,
};
