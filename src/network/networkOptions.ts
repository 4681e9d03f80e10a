// What a network may be asked; plan.ts checks and completes it.
import type { EarlyStopping } from "../gradient/earlyStopping.js";
import type { Schedule } from "../gradient/gradientOptions.js";
import type { Progress } from "../options/watch.js";
import type { NetworkFit } from "./networkFit.js";
import type { ActivationName, NetworkLossName, NetworkMethod } from "./planned.js";
import type { Layer } from "./shape.js";

/** Options of {@link network}. */
export interface NetworkOptions {
  /** units of the hidden layers, inputs first: `[7, 7, 3]`; a number is one layer, [] none (required) */
  hidden: number | readonly number[];
  /** of all hidden layers (default "tanh") */
  activation?: ActivationName;
  /** default "squared" */
  loss?: NetworkLossName;
  /** λ ≥ 0 on the weights of all layers, never on biases (default 0) */
  lambda?: number;
  /** ρ from 0 (weight decay, the default) to 1 (L1, by its prox: weights become exactly 0) */
  l1Ratio?: number;
  /** the L2 part as a term of the gradient ("coupled", default) or beside the step ("decoupled", what adamw is) */
  weightDecay?: "coupled" | "decoupled";
  /** probability with which training keeps a unit of a hidden layer, divided by it: a number for all of them, or one a layer, before which one
   * for the inputs may stand (default 1) */
  keepProbability?: number | readonly number[];
  /** sd of normal noise on the inputs in training, on the scale of X, with `standardize` of the standardised columns (default 0) */
  inputNoise?: number;
  /** default "adam" */
  method?: NetworkMethod;
  /** α (default 0.01; 0.1 of sgd and gd); lbfgs searches along its directions */
  learningRate?: number;
  /** "constant" (default), "invscaling" α/t^power, "cosine" ½α(1 + cos(π(t−1)/T)) */
  schedule?: Schedule;
  /** the power of "invscaling" (default 0.5) */
  schedulePower?: number;
  /** rows a step (default 32) */
  batchSize?: number;
  /** passes over the rows (default 100); of lbfgs its steps at most (default 1000) */
  epochs?: number;
  /** rows in a new random order every epoch (default true) */
  shuffle?: boolean;
  /** μ of momentum and nesterov (default 0.9) */
  momentum?: number;
  /** β₁ of adam and adamw (default 0.9) */
  beta1?: number;
  /** β₂ of adam and adamw (default 0.999) */
  beta2?: number;
  /** ε of adam and adamw (default 1e-8) */
  epsilon?: number;
  /** of lbfgs: stop when the largest violation of the first-order conditions / objective of the best constant ≤ tol (default 1e-7) */
  tol?: number;
  /** stop when the loss of rows that are not trained on no longer falls, and go back to the best epoch; true for all defaults (default false) */
  earlyStopping?: boolean | EarlyStopping;
  /** of everything that is random, a whole number from 0 to 2³² − 1 (default 1) */
  seed?: number;
  /** centre the columns and divide them by their sd before the first layer; the fit takes X as it is all the same (default false) */
  standardize?: boolean;
  /** where weights begin: a fit of the same layers, or layers (default: uniform, ±√(6/(inputs + units)), of relu ±√(6/inputs)) */
  initial?: NetworkFit | readonly Layer[];
  /** one weight ≥ 0 a row, rescaled so that they sum to n (default 1 each) */
  weights?: ArrayLike<number>;
  /** one name a column; a record of columns brings its own */
  featureNames?: readonly string[];
  /** stops the work between epochs by throwing the signal's reason */
  signal?: AbortSignal;
  /** called after every epoch; an exception thrown here stops the work */
  onProgress?: (progress: Progress) => void;
}
