// The options of network, checked and completed.
import { checkBoolean, checkCount, checkNumber, describe, isArrayLike } from "../check.js";
import { checkEarlyStopping } from "../gradient/earlyStopping.js";
import { checkWord } from "../gradient/plan.js";
import { checkL1Ratio, checkLambda } from "../options/commonOptions.js";
import { checkSeed } from "../random.js";
import type { NetworkOptions } from "./networkOptions.js";
import { ACTIVATIONS, METHODS, NETWORK_LOSSES, type Plan } from "./planned.js";

/** what `network` reads of its options, all but what every fit has */
const OWN: readonly (keyof NetworkOptions)[] = [
  ...(["hidden", "activation", "loss", "lambda", "l1Ratio", "weightDecay", "keepProbability", "inputNoise", "method"] as const),
  ...(["learningRate", "schedule", "schedulePower", "batchSize", "epochs", "shuffle", "momentum", "beta1", "beta2", "epsilon"] as const),
  ...(["tol", "earlyStopping", "seed", "initial"] as const),
];
export const COMMON = ["standardize", "weights", "featureNames", "signal", "onProgress"] as const;

/** what the options of other functions are called here */
const INSTEAD: Readonly<Record<string, string>> = {
  alpha: "lambda for the strength or l1Ratio for the mix",
  dropout: "keepProbability, the share that is kept",
  noise: "inputNoise",
  layers: "hidden",
  units: "hidden",
  maxIterations: "epochs",
  warmStart: "initial",
};

/** the options object itself: there, an object, and nothing in it that nobody reads */
export function checkOptionNames(name: string, options: unknown): void {
  if (options === null || typeof options !== "object") throw new TypeError(`${name}: options is ${describe(options)}, expected an object`);
  const known: readonly string[] = [...OWN, ...COMMON];
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    throw new TypeError(
      `${name}: ${key} is not an option, expected ${Object.hasOwn(INSTEAD, key) ? INSTEAD[key] : `one of ${known.join(", ")}`}`,
    );
  }
}

/** the options, checked against each other and against X of `rows` rows */
export function checkPlan(name: string, options: NetworkOptions, rows: number): Plan {
  const hidden = checkHidden(name, options.hidden);
  const method = checkWord(name, "method", options.method, METHODS);
  const all = method === "lbfgs" || method === "gd";
  const range = (option: keyof NetworkOptions, fallback: number, fits: (x: number) => boolean, expected: string) =>
    checkNumber(name, option, options[option] ?? fallback, fits, expected);
  const share = (option: keyof NetworkOptions, fallback: number) =>
    range(option, fallback, (x) => x >= 0 && x < 1, "a number from 0 to below 1");
  const above = (option: keyof NetworkOptions, fallback: number) =>
    range(option, fallback, (x) => x > 0 && x < Infinity, "a finite number above 0");
  const decays = method === "adamw" ? (["decoupled", "coupled"] as const) : (["coupled", "decoupled"] as const);
  const plan: Plan = {
    hidden,
    activation: checkWord(name, "activation", options.activation, ACTIVATIONS),
    loss: checkWord(name, "loss", options.loss, NETWORK_LOSSES),
    lambda: checkLambda(name, options.lambda ?? 0),
    l1Ratio: checkL1Ratio(name, options.l1Ratio ?? 0),
    decoupled: checkWord(name, "weightDecay", options.weightDecay, decays) === "decoupled",
    keep: checkKeep(name, options.keepProbability ?? 1, hidden.length),
    noise: range("inputNoise", 0, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0"),
    method,
    learningRate: above("learningRate", method === "sgd" || method === "gd" ? 0.1 : 0.01),
    schedule: checkWord(name, "schedule", options.schedule, ["constant", "invscaling", "cosine"]),
    schedulePower: range("schedulePower", 0.5, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0"),
    batchSize: all ? rows : Math.min(rows, checkCount(name, "batchSize", options.batchSize ?? 32)),
    epochs: checkCount(name, "epochs", options.epochs ?? (method === "lbfgs" ? 1000 : 100)),
    shuffle: checkBoolean(name, "shuffle", options.shuffle ?? true) && !all,
    momentum: share("momentum", 0.9),
    beta1: share("beta1", 0.9),
    beta2: share("beta2", 0.999),
    epsilon: above("epsilon", 1e-8),
    tol: range("tol", 1e-7, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0"),
    seed: checkSeed(name, options.seed),
    stopping: checkEarlyStopping(name, options.earlyStopping, rows),
  };
  if (all && options.batchSize !== undefined)
    throw new TypeError(`${name}: batchSize is given but method is "${method}", whose steps see all rows`);
  if (method === "lbfgs") checkSmooth(name, options, plan);
  return plan;
}

function checkHidden(name: string, hidden: unknown): number[] {
  const expected = "units of the hidden layers: a whole number ≥ 1, or an array of them";
  const list = typeof hidden === "number" ? [hidden] : hidden;
  if (!isArrayLike(list)) throw new TypeError(`${name}: hidden is ${describe(hidden)}, expected ${expected}`);
  return Array.from(list, (units, l) => checkCount(name, typeof hidden === "number" ? "hidden" : `hidden[${l}]`, units));
}

/** the probabilities of the inputs and of every hidden layer */
function checkKeep(name: string, given: unknown, layers: number): number[] {
  const check = (option: string, value: unknown) =>
    checkNumber(name, option, value, (x) => x > 0 && x <= 1, "a probability above 0, at most 1, with which a unit is kept");
  if (!isArrayLike(given)) {
    const keep = check("keepProbability", given);
    if (keep < 1 && layers === 0)
      throw new RangeError(`${name}: keepProbability is ${keep} but there is no hidden layer, expected [${keep}] to keep inputs by it`);
    return [1, ...new Array(layers).fill(keep)];
  }
  const list = Array.from(given, (value, l) => check(`keepProbability[${l}]`, value));
  if (list.length !== layers + 1 && list.length !== layers)
    throw new RangeError(
      `${name}: keepProbability has ${list.length} entries but there are ${layers} hidden layers, expected one a layer, before which one for the inputs may stand`,
    );
  return list.length === layers ? [1, ...list] : list;
}

/** lbfgs minimises what it sees: without noise, without kinks */
function checkSmooth(name: string, options: NetworkOptions, plan: Plan): void {
  if (plan.lambda > 0 && plan.l1Ratio > 0)
    throw new TypeError(`${name}: method is "lbfgs" but the penalty has a kink at 0, expected l1Ratio 0 or another method`);
  if (plan.noise > 0 || plan.keep.some((k) => k < 1))
    throw new TypeError(`${name}: method is "lbfgs", which takes no inputNoise or keepProbability below 1, expected another method`);
  if (plan.decoupled)
    throw new TypeError(`${name}: weightDecay is "decoupled" but method is "lbfgs", expected "coupled" or another method`);
  if (options.learningRate !== undefined)
    throw new TypeError(`${name}: learningRate is given but method is "lbfgs", which searches along its directions`);
}
