// A task as a worker reads it from the queue: of the form that callers write, or refused before anything is computed.
import { isFiniteNumber, isObject } from "../check.js";
import type { Task } from "../shards/tasks.js";

/** folds and models that a task may have: what it comes to would not fit a result long before */
const MOST = 100_000;

/** the task that the text says */
export function readTask(name: string, text: string): Task {
  const refuse = (what: string) => new TypeError(`${name}: ${what}, expected a task as a caller of this version writes it`);
  let task: unknown;
  try {
    task = JSON.parse(text);
  } catch {
    throw refuse("the task is no JSON");
  }
  if (!isObject(task) || !isTask(task as Record<string, unknown>)) throw refuse("the task is of another form");
  return task as unknown as Task;
}

function isTask(task: Record<string, unknown>): boolean {
  const { kind, target, models, floor } = task;
  const isDivision = isFolds(task);
  const isPart = (each: unknown) => isOutside(each, task.folds);
  switch (kind) {
    case "moments":
      return isDivision && (target === undefined || isTarget(target));
    case "margins":
      return isDivision && isTarget(target);
    case "errors": {
      if (!isDivision || !(target === undefined || isTarget(target)) || !isList(models) || models.length !== task.folds) return false;
      const [first] = models as unknown[];
      const size = classesIn(target) || 1;
      const isModels = (each: unknown) =>
        isList(each) && each.length === (first as unknown[]).length && each.every((layers) => isLayers(layers, size));
      return ["mse", "mae", "deviance", "accuracy"].includes(task.measure as string) && (models as unknown[]).every(isModels);
    }
    case "round":
      return (
        isScalar(target) && isList(models) && models.every((each) => isSeen(each) && isPart(each)) && isFiniteNumber(floor) && floor > 0
      );
    case "proof":
      return (
        isScalar(target) &&
        isList(models) &&
        models.every((each) => isLinear(each) && isPart(each) && isDual(each as Record<string, unknown>))
      );
    case "classRound": {
      const size = classesIn(target);
      const isModel = (each: unknown) => isObject(each) && isLayers((each as Record<string, unknown>).layers, size, isSeen) && isPart(each);
      return size > 0 && isList(models) && models.every(isModel) && isFiniteNumber(floor) && floor > 0;
    }
    case "classProof": {
      const size = classesIn(target);
      return size > 0 && isList(models) && models.every((each) => isClassDual(each, size) && isPart(each));
    }
    default:
      return false;
  }
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST;
const isList = (value: unknown): value is unknown[] => Array.isArray(value) && value.length <= MOST;

const isFolds = ({ folds, seed }: Record<string, unknown>) => isCount(folds) && isFiniteNumber(seed);

/** true where a model leaves out one of the folds that the task has, or none */
function isOutside(model: unknown, folds: unknown): boolean {
  const { without } = model as Record<string, unknown>;
  if (without === undefined) return true;
  if (!isObject(folds) || !isFolds(folds as Record<string, unknown>)) return false;
  return Number.isInteger(without) && (without as number) >= 0 && (without as number) < (folds as unknown as { folds: number }).folds;
}

/** a target of one number a row */
const isScalar = (value: unknown) => isTarget(value) && classesIn(value) === 0;

/** how many classes a target of "multinomial" has; 0 for another one */
function classesIn(value: unknown): number {
  const { loss, classes } = (isObject(value) ? value : {}) as Record<string, unknown>;
  return loss === "multinomial" && isTarget(value) ? (classes as unknown[]).length : 0;
}

const isLayers = (value: unknown, size: number, isLayer = isLinear) => isList(value) && value.length === size && value.every(isLayer);

/** a model that a round looks at: the columns of its working set in order, where it has one */
function isSeen(value: unknown): boolean {
  if (!isLinear(value)) return false;
  const { columns } = value as { columns?: unknown };
  if (columns === undefined) return true;
  return isList(columns) && columns.every((j, a) => Number.isInteger(j) && (j as number) > (a > 0 ? (columns[a - 1] as number) : -1));
}

function isClassDual(value: unknown, size: number): boolean {
  if (!isObject(value)) return false;
  const { layers, scale, mix, towards } = value as Record<string, unknown>;
  if (!isLayers(layers, size) || !isDual({ scale, mix, towards: 0 })) return false;
  return isList(towards) && towards.length === size && towards.every((share) => isFiniteNumber(share) && share >= 0 && share <= 1);
}

function isTarget(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { loss, classes } = value as Record<string, unknown>;
  const isLabels =
    isList(classes) && classes.length > 1 && classes.every((label) => ["number", "string", "boolean"].includes(typeof label));
  if (loss === "logistic") return isLabels && classes.length === 2;
  return loss === "multinomial" ? isLabels : loss === "poisson" && classes === undefined;
}

function isLinear(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { intercept, places, values } = value as Record<string, unknown>;
  if (!isFiniteNumber(intercept) || !Array.isArray(places) || !Array.isArray(values) || places.length !== values.length) return false;
  return places.every((place) => Number.isInteger(place) && place >= 0) && values.every(isFiniteNumber);
}

const isDual = ({ scale, mix, towards }: Record<string, unknown>) =>
  [scale, mix].every((share) => isFiniteNumber(share) && share >= 0 && share <= 1) && isFiniteNumber(towards);
