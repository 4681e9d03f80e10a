// What comes out of Redis or PostgreSQL, which anybody who reaches it can write: jobs, answers and sums of the form that this version writes, or refused.
import { describe, isObject } from "../check.js";
import type { Found } from "../shards/engine.js";
import { blocksOf } from "../shards/margins.js";
import { NUMBERS, type RoundModel, slopesOf } from "../shards/roundTasks.js";
import { decodeSum, type Sum } from "../shards/sum.js";
import type { Task } from "../shards/tasks.js";
import type { JobAnswer, JobData } from "./jobs.js";

/** columns that a table may have */
const MOST_COLUMNS = 2 ** 25;

const isCount = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const isKey = (value: unknown): value is string => typeof value === "string" && /^[\w.-]{1,200}$/.test(value);

/** what a job says; keys are names of files where sums are in a folder, so that none leads out of it */
export function readJob(value: unknown): JobData {
  const { name, task, part, index, result, expire } = (isObject(value) ? value : {}) as Record<string, unknown>;
  const refuse = (what: string, came: unknown, expected: string) =>
    new TypeError(`serveQueue: ${what} of the job is ${describe(came)}, expected ${expected}, as a caller of this version writes it`);
  if (typeof name !== "string" || !/^[A-Za-z]+(\.[A-Za-z]+)?$/.test(name) || name.length > 100)
    throw refuse("name", name, "the name of a function");
  if (!isKey(task)) throw refuse("task", task, "a key");
  if (!isKey(result)) throw refuse("result", result, "a key");
  if (!isCount(index, 0, Number.MAX_SAFE_INTEGER)) throw refuse("index", index, "a whole number ≥ 0");
  if (!isCount(expire, 1, 2 ** 31)) throw refuse("expire", expire, "a whole number of seconds");
  return { name, task, part, index, result, expire };
}

/** what a worker answers; undefined where it is none */
export function readAnswer(value: unknown): JobAnswer | undefined {
  if (!isObject(value)) return undefined;
  const { count, names } = value;
  if (count === undefined) return {};
  if (!isCount(count, 1, MOST_COLUMNS)) return undefined;
  if (names === undefined) return { count };
  const isList = Array.isArray(names) && names.length === count && names.every((each) => typeof each === "string");
  return isList ? { count, names: names as string[] } : undefined;
}

/** what a part comes to, from the bytes of its sum; undefined where they hold none of this task and so many columns */
export function readFound(task: Task, { count, names }: JobAnswer, bytes: Uint8Array): Found | undefined {
  const sum = decodeSum(bytes);
  return sum && count !== undefined && isOf(task, count, sum) ? { sum, columns: { count, names } } : undefined;
}

/** true where the sum has as many statistics and numbers as the task comes to */
function isOf(task: Task, count: number, { statistics, numbers }: Sum): boolean {
  const [columns, plain] = sizesOf(task, count);
  const isLike = statistics.length === columns.length && statistics.every(({ means }, k) => means.length === columns[k] + 1);
  return isLike && numbers.length === plain;
}

/** the columns of every statistic, and how many numbers there are */
function sizesOf(task: Task, count: number): [columns: number[], numbers: number] {
  switch (task.kind) {
    case "moments":
      return [new Array(task.folds).fill(count), task.folds];
    case "margins": {
      const blocks = blocksOf(new Array(count).fill(0)).map((block) => block.length);
      return [new Array(task.folds).fill(blocks).flat(), task.folds];
    }
    case "errors":
      return [[], task.folds * task.models[0].length];
    case "round":
      return ofModels(task.models, NUMBERS * task.models.length, count);
    case "classRound": {
      const layers = task.models.flatMap((model) => model.layers);
      return ofModels(layers, task.models.length + layers.length, count);
    }
    default:
      return [[], 2 * task.models.length];
  }
}

function ofModels(models: readonly RoundModel[], numbers: number, count: number): [number[], number] {
  const columns = models.map((model) => model.columns?.length ?? count);
  return [columns, models.reduce((sum, model) => sum + slopesOf(model, count), numbers)];
}
