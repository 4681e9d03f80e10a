// What JSON.stringify writes of a network, and how it is read: exactly, so that it predicts and trains on with the same bits.
import { checkNames, describe } from "../check.js";
import { flagOf, numberOf, numbersOf, parsed, written, writtenAll } from "../results/json.js";
import { labelsOf } from "../tables/labels.js";
import type { NetworkHistory } from "./history.js";
import { ACTIVATIONS, METHODS, NETWORK_LOSSES, type Plan } from "./planned.js";
import { shapesOf, sizeOf } from "./shape.js";
import type { Outputs } from "./target.js";
import type { State, Trained } from "./train.js";

const FORMAT = "shrinkage/network-fit";

interface Parts extends Trained {
  readonly plan: Plan;
  readonly outputs: Outputs;
  readonly featureNames?: readonly string[];
}

/** a plain object for JSON.stringify */
export function writtenParts({ plan, outputs, state, history, objective, stationarity, epochs, featureNames }: Parts): object {
  const { centres, scales, b, u, v, steps, calls } = state;
  return {
    format: FORMAT,
    version: 1,
    plan,
    outputs,
    ...(featureNames && { featureNames }),
    objective: written(objective),
    stationarity: written(stationarity),
    epochs,
    state: {
      ...{ centres: writtenAll(centres), scales: writtenAll(scales), b: writtenAll(b) },
      ...(u && { u: writtenAll(u) }),
      ...(v && { v: writtenAll(v) }),
      ...{ steps, calls },
    },
    history: {
      objective: writtenAll(history.objective),
      trainingLoss: writtenAll(history.trainingLoss),
      validationLoss: writtenAll(history.validationLoss),
      norms: history.norms.map(writtenAll),
      linearShare: history.linearShare.map(writtenAll),
    },
  };
}

/** what {@link writtenParts} wrote */
export function readParts(name: string, text: string | object): Parts {
  const value = parsed(name, text, FORMAT);
  const refuse = (what: string, given: unknown): never => {
    throw new TypeError(`${name}: ${what} is ${describe(given)}, expected what JSON.stringify(fit) wrote`);
  };
  const object = (what: string, given: unknown) =>
    (given !== null && typeof given === "object" ? given : refuse(what, given)) as Record<string, unknown>;
  const number = (what: string, given: unknown) => numberOf(given) ?? refuse(what, given);
  const count = (what: string, given: unknown, least: number) =>
    (Number.isInteger(given) && (given as number) >= least ? given : refuse(what, given)) as number;
  const vector = (what: string, given: unknown, length?: number) => {
    const read = numbersOf(given, NaN) ?? refuse(what, given);
    return length === undefined || read.length === length ? read : refuse(`${what} of ${read.length} numbers`, given);
  };
  const curves = (what: string, given: unknown, length: number) =>
    Array.isArray(given) && given.length === length ? given.map((each) => vector(what, each)) : (refuse(what, given) as never);

  const plan = readPlan(object("plan", value.plan), refuse);
  const out = object("outputs", value.outputs);
  const isClasses = plan.loss === "logistic" || plan.loss === "multinomial";
  const outputs: Outputs = {
    count: count("outputs.count", out.count, 1),
    many: flagOf(name, "outputs.many", out.many),
    ...(isClasses && { classes: labelsOf(name, out.classes, undefined, "what JSON.stringify(fit) wrote") }),
    ...(out.targetNames !== undefined && {
      targetNames: checkNames(name, out.targetNames, out.count as number, `there are ${out.count} targets`),
    }),
  };
  const expected = plan.loss === "logistic" ? 1 : (outputs.classes?.length ?? outputs.count);
  if (outputs.count !== expected || (plan.loss === "logistic" && outputs.classes?.length !== 2)) refuse("outputs", out);
  const given = object("state", value.state);
  const centres = vector("state.centres", given.centres);
  const p = centres.length || refuse("state.centres", given.centres);
  const size = sizeOf(shapesOf(p, plan.hidden, outputs.count));
  const state: State = {
    centres,
    scales: vector("state.scales", given.scales, p),
    b: vector("state.b", given.b, size),
    ...(given.u !== undefined && { u: vector("state.u", given.u, size) }),
    ...(given.v !== undefined && { v: vector("state.v", given.v, size) }),
    steps: count("state.steps", given.steps, 0),
    calls: count("state.calls", given.calls, 0),
  };
  if (!state.b.every(Number.isFinite) || !centres.every(Number.isFinite) || !state.scales.every((x) => x > 0 && x < Infinity))
    refuse("state", given);
  const before = object("history", value.history);
  const history: NetworkHistory = {
    objective: vector("history.objective", before.objective),
    trainingLoss: vector("history.trainingLoss", before.trainingLoss),
    validationLoss: vector("history.validationLoss", before.validationLoss),
    norms: curves("history.norms", before.norms, plan.hidden.length + 1),
    linearShare: curves("history.linearShare", before.linearShare, plan.hidden.length),
  };
  const featureNames = checkNames(name, value.featureNames, p, `there are ${p} inputs`);
  return {
    plan,
    outputs,
    state,
    history,
    objective: number("objective", value.objective),
    stationarity: number("stationarity", value.stationarity),
    epochs: count("epochs", value.epochs, 0),
    ...(featureNames && { featureNames }),
  };
}

function readPlan(given: Record<string, unknown>, refuse: (what: string, given: unknown) => never): Plan {
  const known = (list: readonly unknown[], key: string) => list.includes(given[key]) || refuse(`plan.${key}`, given[key]);
  known(ACTIVATIONS, "activation");
  known(METHODS, "method");
  known(NETWORK_LOSSES, "loss");
  known(["constant", "invscaling", "cosine"], "schedule");
  const whole = (x: unknown) => Number.isInteger(x) && (x as number) >= 1;
  if (!Array.isArray(given.hidden) || !given.hidden.every(whole)) refuse("plan.hidden", given.hidden);
  const { hidden, keep } = given as { hidden: number[]; keep: unknown };
  if (!Array.isArray(keep) || keep.length !== hidden.length + 1 || !keep.every((x) => typeof x === "number" && x > 0 && x <= 1))
    refuse("plan.keep", keep);
  for (const key of ["batchSize", "epochs"]) if (!whole(given[key])) refuse(`plan.${key}`, given[key]);
  const numbers = ["lambda", "l1Ratio", "noise", "learningRate", "schedulePower", "momentum", "beta1", "beta2", "epsilon", "tol", "seed"];
  for (const key of numbers) if (!Number.isFinite(given[key]) || (given[key] as number) < 0) refuse(`plan.${key}`, given[key]);
  for (const key of ["decoupled", "shuffle"]) if (typeof given[key] !== "boolean") refuse(`plan.${key}`, given[key]);
  return { ...given, hidden: [...hidden], keep: [...keep] } as unknown as Plan;
}
