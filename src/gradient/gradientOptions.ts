// What gradientDescent may be asked; plan.ts checks and completes it.
import type { LossName } from "../losses/loss.js";
import type { ClassOptions } from "../options/classWeights.js";
import type { FitOptions } from "../options/commonOptions.js";
import type { Fit } from "../results/fit.js";
import type { EarlyStopping } from "./earlyStopping.js";
import type { GradientFit } from "./gradientFit.js";

/** Methods whose every step sees all rows, and whose certificate says when to stop. */
export type FullBatchMethod = "gd" | "fista" | "lbfgs";
/** Methods whose every step sees `batchSize` rows, for `epochs` passes. */
export type StochasticMethod = "sgd" | "momentum" | "nesterov" | "adam" | "adamw";
/** How {@link gradientDescent} goes down. */
export type GradientMethod = FullBatchMethod | StochasticMethod;

/** "constant": α · "invscaling": α/t^power, t the number of the step from 1 · "cosine": ½α(1 + cos(π(t−1)/T)), T all steps */
export type Schedule = "constant" | "invscaling" | "cosine";

/** Options of {@link gradientDescent}. */
export interface GradientOptions extends Omit<FitOptions, "warmStart">, ClassOptions {
  /** start from this fit's coefficients and intercept (default: β = 0 and the best intercept) */
  warmStart?: Fit | GradientFit;
  /** how far off a prediction is (default "squared") */
  loss?: LossName;
  /** where Huber's loss turns from ½r² to δ|r| − ½δ², above 0 (default 1.345 standard deviations of y, by its median absolute deviation, weighted) */
  delta?: number;
  /** ρ from 0 (ridge) to 1 (lasso); default 1 */
  l1Ratio?: number;
  /** q from 1 to 4: the penalty is λ Σ vⱼ|dⱼβⱼ|^q / q by its gradient, instead of the elastic net */
  penaltyPower?: number;
  /** default "fista" */
  method?: GradientMethod;
  /** "prox" (default): exact zeros; "subgradient": sign(β), 0 at 0, which hardly ever gives any */
  l1?: "prox" | "subgradient";
  /** gd and fista: a number, "backtracking", or "lipschitz" (1/L; the default where the loss has an L); stochastic: a number (default the
   * smaller of 0.01 and what the longest rows allow, see {@link gradientDescent}; halved where the first epochs say so) */
  learningRate?: number | "backtracking" | "lipschitz";
  /** of stochastic methods (default "constant") */
  schedule?: Schedule;
  /** the power of "invscaling" (default 0.5) */
  schedulePower?: number;
  /** passes over the rows of stochastic methods (default 100); full batch methods have `maxIterations` */
  epochs?: number;
  /** rows a step of stochastic methods (default 32) */
  batchSize?: number;
  /** rows in a new random order every epoch (default true) */
  shuffle?: boolean;
  /** the coefficients after every epoch of a stochastic method, in `history.coefficients`, p numbers each (default false) */
  keepCoefficients?: boolean;
  /** "single": stochastic methods read rows that were rounded to 32 bits less their columns' means, in half the memory; 1.2 to 1.4 times as fast at 100 columns, no faster at 20;
   * each slope is off by some 1e-7 of its largest parts, and so is the history; coefficients and steps stay 64 bits, the certificate is of X
   * as given. Not for sparse tables (default "double") */
  precision?: "double" | "single";
  /** of everything that is random, a whole number from 0 to 2³² − 1 (default 1) */
  seed?: number;
  /** μ of momentum and nesterov (default 0.9) */
  momentum?: number;
  /** β₁ of adam and adamw, the memory of the gradient's mean (default 0.9) */
  beta1?: number;
  /** β₂ of adam and adamw, the memory of the gradient's mean square (default 0.999) */
  beta2?: number;
  /** ε of adam and adamw, what keeps a step finite where gradients are 0 (default 1e-8) */
  epsilon?: number;
  /** the L2 part as a term of the gradient ("coupled", default) or beside the step ("decoupled", what adamw is) */
  weightDecay?: "coupled" | "decoupled";
  /** sd of normal noise on the inputs of stochastic methods, on the scale of X, with `standardize` of the standardised columns (default 0) */
  noise?: number;
  /** probability with which stochastic methods keep an input; what is kept is divided by it (default 1) */
  dropout?: number;
  /** stop when the loss of rows that are not trained on no longer falls; true for all defaults (default false) */
  earlyStopping?: boolean | EarlyStopping;
}
