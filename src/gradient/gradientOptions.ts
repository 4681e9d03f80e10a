// What gradientDescent may be asked, checked and completed.
import { checkBoolean, checkCount, checkNumber, describe } from "../check.js";
import { checkSeed } from "../choosing/folds/divide.js";
import type { LossName } from "../losses/loss.js";
import { LOSSES } from "../losses/losses.js";
import { checkDelta } from "../losses/readLoss.js";
import { checkL1Ratio, checkLambda, type FitOptions } from "../options/commonOptions.js";
import type { Fit } from "../results/fit.js";
import { checkEarlyStopping, type EarlyStopping, type Stopping } from "./earlyStopping.js";
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
export interface GradientOptions extends Omit<FitOptions, "warmStart"> {
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

/** the options that only {@link gradientDescent} has, completed */
export interface Plan {
  readonly lambda: number;
  readonly l1Ratio: number;
  readonly loss: LossName;
  /** of "huber"; undefined until y has been read, where it is not given */
  readonly delta?: number;
  /** q, 0 for the elastic net */
  readonly penaltyPower: number;
  readonly method: GradientMethod;
  readonly stochastic: boolean;
  readonly prox: boolean;
  /** "safe": of stochastic methods, where none is given */
  readonly learningRate: number | "backtracking" | "lipschitz" | "safe";
  readonly schedule: Schedule;
  readonly schedulePower: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly momentum: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly decoupled: boolean;
  readonly noise: number;
  readonly dropout: number;
  readonly stopping?: Stopping;
}

const FULL: readonly string[] = ["gd", "fista", "lbfgs"];
const STOCHASTIC: readonly string[] = ["sgd", "momentum", "nesterov", "adam", "adamw"];
/** options that only stochastic methods read */
const STOCHASTIC_ONLY = ["schedule", "schedulePower", "epochs", "batchSize", "shuffle", "momentum", "beta1", "beta2", "epsilon"] as const;
const INPUTS = ["noise", "dropout", "weightDecay"] as const;

export const OWN: readonly (keyof GradientOptions)[] = [
  ...(["lambda", "l1Ratio", "loss", "delta", "penaltyPower", "method", "l1", "learningRate", "seed", "earlyStopping"] as const),
  ...STOCHASTIC_ONLY,
  ...INPUTS,
];

/** one of the words, the first of them where none is given */
export function checkWord<W extends string>(name: string, option: string, value: unknown, words: readonly W[]): W {
  if (value === undefined) return words[0];
  if (!words.includes(value as W))
    throw new TypeError(`${name}: ${option} is ${describe(value)}, expected ${words.map((word) => `"${word}"`).join(", ")}`);
  return value as W;
}

/** the options, checked against each other and against X of `rows` rows */
export function checkPlan(name: string, options: GradientOptions, rows: number): Plan {
  const lambda = checkLambda(name, options.lambda);
  const l1Ratio = checkL1Ratio(name, options.l1Ratio);
  const loss = checkWord(name, "loss", options.loss, Object.keys(LOSSES) as LossName[]);
  const method = checkWord(name, "method", options.method, ["fista", "gd", "lbfgs", "sgd", "momentum", "nesterov", "adam", "adamw"]);
  const stochastic = STOCHASTIC.includes(method);
  const power = options.penaltyPower;
  if (power !== undefined) {
    checkNumber(name, "penaltyPower", power, (q) => q >= 1 && q <= 4, "a number from 1 to 4");
    if (options.l1Ratio !== undefined) throw new TypeError(`${name}: l1Ratio and penaltyPower are both given, expected one of them`);
  }
  for (const option of [...STOCHASTIC_ONLY, ...INPUTS])
    if (!stochastic && options[option] !== undefined)
      throw new TypeError(`${name}: ${option} is given but method is "${method}", expected one of ${STOCHASTIC.join(", ")}`);
  if (stochastic && (options as { maxIterations?: unknown }).maxIterations !== undefined)
    throw new TypeError(`${name}: maxIterations is given but method is "${method}", expected epochs, or one of ${FULL.join(", ")}`);
  const prox = checkWord(name, "l1", options.l1, ["prox", "subgradient"]) === "prox" && power === undefined;
  const kinked = lambda > 0 && (power === undefined ? l1Ratio > 0 : power === 1);
  if (kinked && method === "lbfgs")
    throw new TypeError(
      `${name}: method is "lbfgs" but the penalty has a kink at 0, expected l1Ratio 0, or "fista", "gd" or a stochastic method`,
    );
  if (kinked && !prox && method === "fista")
    throw new TypeError(`${name}: method is "fista" with a subgradient, expected l1: "prox", or "gd" or a stochastic method`);
  if (kinked && !prox && options.learningRate === "backtracking")
    throw new TypeError(`${name}: learningRate is "backtracking" but a subgradient need not descend, expected "lipschitz" or a number`);
  const range = (option: keyof GradientOptions, fallback: number, fits: (x: number) => boolean, expected: string) =>
    checkNumber(name, option, options[option] ?? fallback, fits, expected);
  const share = (option: keyof GradientOptions, fallback: number) =>
    range(option, fallback, (x) => x >= 0 && x < 1, "a number from 0 to below 1");
  const decay = checkWord(
    name,
    "weightDecay",
    options.weightDecay,
    method === "adamw" ? ["decoupled", "coupled"] : ["coupled", "decoupled"],
  );
  return {
    lambda,
    l1Ratio: power === undefined ? l1Ratio : 1,
    loss,
    method,
    stochastic,
    prox,
    penaltyPower: power ?? 0,
    delta: checkDelta(name, loss, options.delta),
    learningRate: rate(name, options.learningRate, method, stochastic, power === undefined || power === 1 ? loss : "the penalty"),
    schedule: checkWord(name, "schedule", options.schedule, ["constant", "invscaling", "cosine"]),
    schedulePower: range("schedulePower", 0.5, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0"),
    epochs: checkCount(name, "epochs", options.epochs ?? 100),
    batchSize: Math.min(rows, checkCount(name, "batchSize", options.batchSize ?? 32)),
    shuffle: checkBoolean(name, "shuffle", options.shuffle ?? true),
    seed: checkSeed(name, options.seed),
    momentum: share("momentum", 0.9),
    beta1: share("beta1", 0.9),
    beta2: share("beta2", 0.999),
    epsilon: range("epsilon", 1e-8, (x) => x > 0 && x < Infinity, "a finite number above 0"),
    decoupled: decay === "decoupled",
    noise: range("noise", 0, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0"),
    dropout: range("dropout", 1, (x) => x > 0 && x <= 1, "a probability above 0, at most 1, with which an input is kept"),
    stopping: checkEarlyStopping(name, options.earlyStopping, rows),
  };
}

/** `curved`: what decides how curved the objective can be */
function rate(name: string, given: unknown, method: string, stochastic: boolean, curved: LossName | "the penalty"): Plan["learningRate"] {
  const bounded = curved !== "the penalty" && LOSSES[curved].bound < Infinity;
  if (method === "lbfgs") {
    if (given !== undefined)
      throw new TypeError(`${name}: learningRate is given but method is "lbfgs", which searches along its directions`);
    return "backtracking";
  }
  if (given === undefined) return stochastic ? "safe" : bounded ? "lipschitz" : "backtracking";
  if (typeof given === "number") return checkNumber(name, "learningRate", given, (x) => x > 0 && x < Infinity, "a finite number above 0");
  if (stochastic) throw new TypeError(`${name}: learningRate is ${describe(given)} but method is "${method}", expected a number`);
  const word = checkWord(name, "learningRate", given, ["backtracking", "lipschitz"]);
  if (word === "lipschitz" && !bounded)
    throw new TypeError(
      `${name}: learningRate is "lipschitz" but the curvature of ${curved} has no bound, expected "backtracking" or a number`,
    );
  return word;
}
