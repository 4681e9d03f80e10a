// The options of gradientDescent, checked and completed.
import { checkBoolean, checkCount, checkNumber, describe } from "../check.js";
import type { LossName } from "../losses/loss.js";
import { LOSSES } from "../losses/losses.js";
import { checkDelta } from "../losses/readLoss.js";
import { checkL1Ratio, checkLambda } from "../options/commonOptions.js";
import { checkSeed } from "../random.js";
import { checkEarlyStopping, type Stopping } from "./earlyStopping.js";
import type { GradientMethod, GradientOptions, Schedule } from "./gradientOptions.js";

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
  readonly keepCoefficients: boolean;
  /** rows in single precision */
  readonly single: boolean;
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
const STOCHASTIC_ONLY = [
  "schedule",
  "schedulePower",
  "epochs",
  "batchSize",
  "shuffle",
  "keepCoefficients",
  "precision",
  "momentum",
  "beta1",
  "beta2",
  "epsilon",
] as const;
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
  const method = checkMethod(name, options);
  const loss = checkWord(name, "loss", options.loss, Object.keys(LOSSES) as LossName[]);
  const penalty = checkPenalty(name, options, method.method);
  // what decides how curved the objective can be
  const curved = penalty.penaltyPower <= 1 ? loss : "the penalty";
  // names before spreads: the other way round V8 takes 35 µs instead of 1.4 (see readTargetsCall)
  return {
    loss,
    delta: checkDelta(name, loss, options.delta),
    learningRate: rate(name, options.learningRate, method.method, method.stochastic, curved),
    seed: checkSeed(name, options.seed),
    stopping: checkEarlyStopping(name, options.earlyStopping, rows),
    ...method,
    ...penalty,
    ...checkTraining(name, options, method.method, rows),
  };
}

/** the method, and nothing that only methods of the other kind read */
function checkMethod(name: string, options: GradientOptions): Pick<Plan, "method" | "stochastic"> {
  const method = checkWord(name, "method", options.method, ["fista", "gd", "lbfgs", "sgd", "momentum", "nesterov", "adam", "adamw"]);
  const stochastic = STOCHASTIC.includes(method);
  for (const option of [...STOCHASTIC_ONLY, ...INPUTS])
    if (!stochastic && options[option] !== undefined)
      throw new TypeError(`${name}: ${option} is given but method is "${method}", expected one of ${STOCHASTIC.join(", ")}`);
  if (stochastic && options.maxIterations !== undefined)
    throw new TypeError(`${name}: maxIterations is given but method is "${method}", expected epochs, or one of ${FULL.join(", ")}`);
  return { method, stochastic };
}

/** the penalty, and that the method can take it */
function checkPenalty(
  name: string,
  options: GradientOptions,
  method: GradientMethod,
): Pick<Plan, "lambda" | "l1Ratio" | "penaltyPower" | "prox"> {
  const lambda = checkLambda(name, options.lambda);
  const l1Ratio = checkL1Ratio(name, options.l1Ratio);
  const power = options.penaltyPower;
  if (power !== undefined) {
    checkNumber(name, "penaltyPower", power, (q) => q >= 1 && q <= 4, "a number from 1 to 4");
    if (options.l1Ratio !== undefined) throw new TypeError(`${name}: l1Ratio and penaltyPower are both given, expected one of them`);
  }
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
  return { lambda, l1Ratio: power === undefined ? l1Ratio : 1, penaltyPower: power ?? 0, prox };
}

type Training = Exclude<(typeof STOCHASTIC_ONLY)[number], "precision"> | "single" | "decoupled" | "noise" | "dropout";

/** what stochastic methods read */
function checkTraining(name: string, options: GradientOptions, method: GradientMethod, rows: number): Pick<Plan, Training> {
  const range = (option: keyof GradientOptions, fallback: number, fits: (x: number) => boolean, expected: string) =>
    checkNumber(name, option, options[option] ?? fallback, fits, expected);
  const share = (option: keyof GradientOptions, fallback: number) =>
    range(option, fallback, (x) => x >= 0 && x < 1, "a number from 0 to below 1");
  const decays = method === "adamw" ? (["decoupled", "coupled"] as const) : (["coupled", "decoupled"] as const);
  return {
    schedule: checkWord(name, "schedule", options.schedule, ["constant", "invscaling", "cosine"]),
    schedulePower: range("schedulePower", 0.5, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0"),
    epochs: checkCount(name, "epochs", options.epochs ?? 100),
    batchSize: Math.min(rows, checkCount(name, "batchSize", options.batchSize ?? 32)),
    shuffle: checkBoolean(name, "shuffle", options.shuffle ?? true),
    keepCoefficients: checkBoolean(name, "keepCoefficients", options.keepCoefficients ?? false),
    single: checkWord(name, "precision", options.precision, ["double", "single"]) === "single",
    momentum: share("momentum", 0.9),
    beta1: share("beta1", 0.9),
    beta2: share("beta2", 0.999),
    epsilon: range("epsilon", 1e-8, (x) => x > 0 && x < Infinity, "a finite number above 0"),
    decoupled: checkWord(name, "weightDecay", options.weightDecay, decays) === "decoupled",
    noise: range("noise", 0, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0"),
    dropout: range("dropout", 1, (x) => x > 0 && x <= 1, "a probability above 0, at most 1, with which an input is kept"),
  };
}

/** the learning rate, as far as the method and the curvature of what is minimised allow it */
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
