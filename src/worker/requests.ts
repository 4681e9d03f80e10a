// What a user's arguments become on their way to a worker. X is checked here, in the words of the function; the rest is checked there.
import { describe, isArrayLike, isObject } from "../check.js";
import { checkLength, readTarget, readVector } from "../tables/readTable.js";
import { FUNCTIONS, type WorkerFunctions } from "./api.js";
import type { Caller, Watching } from "./caller.js";
import { toPlain } from "./serialise.js";
import { type PlainTable, plainTable, tagged } from "./tables.js";
import { WorkerMatrix } from "./workerMatrix.js";

/** What goes to a worker, the buffers that are moved there, and what stays here. */
export interface Outgoing {
  readonly values: readonly unknown[];
  readonly moved: ArrayBuffer[];
  readonly watching: Watching;
}

/** calls a function of the library in a worker, with what a user gave for it */
export async function callFunction(caller: Caller, name: keyof WorkerFunctions, given: readonly unknown[]): Promise<unknown> {
  const { values, moved, watching } = requestFor(caller, name, given);
  return caller.call({ name, values }, moved, watching);
}

/** a user's arguments for a function of this caller's worker */
export function requestFor(caller: Caller, name: keyof WorkerFunctions, values: readonly unknown[]): Outgoing {
  const place = FUNCTIONS[name];
  const [X, y, given] = values.slice(place);
  const moved: ArrayBuffer[] = [];
  const table = (what: string, value: unknown) => {
    const plain = plainTable(name, what, value);
    moved.push(plain.data.buffer);
    return tagged(plain);
  };
  const before = values.slice(0, place).map((value) => toPlain(`${name}: ${describe(value)}`, value));
  const there = X instanceof WorkerMatrix ? X.in(caller, name) : table("X", X);
  // what is too long is not even sent
  const rows = X instanceof WorkerMatrix ? X.rows : (there.parts as PlainTable).rows;
  if (isArrayLike(y) && y.length > rows) checkLength(name, y.length, rows);
  const target =
    isSurvival(name, given) || !isStructured(y)
      ? y
      : (readVector(name, "y", y) ?? (takesTable(name, given) ? table("y", y) : readTarget(name, y, 0)));
  const { options, watching } = readOptions(name, given);
  return { values: [...before, there, toPlain(`${name}: y`, target), options], moved, watching };
}

/** what `loss` is among the options */
const lossOf = (options: unknown) => (isObject(options) ? options.loss : undefined);

/** true where y is times and events */
const isSurvival = (name: string, options: unknown) => name === "cox" || lossOf(options) === "cox";

/** true where y may be a table of targets */
function takesTable(name: string, options: unknown): boolean {
  if (name === "path" || name === "crossValidate") return [undefined, "squared"].includes(lossOf(options) as undefined);
  return name === "ridge" || name === "lasso" || name === "elasticNet";
}

/** true for what is not a plain vector: a table, or a matrix, tensor or strided array, whose methods no worker can be sent */
function isStructured(y: unknown): boolean {
  return isArrayLike(y) ? isArrayLike(y[0]) : y !== null && typeof y === "object";
}

/** what goes to the worker, and what stays here */
export function readOptions(name: string, given: unknown): { options: unknown; watching: Watching } {
  if (given === null || typeof given !== "object") return { options: toPlain(`${name}: options`, given), watching: {} };
  const { signal, onProgress, ...rest } = given as Watching;
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new TypeError(`${name}: signal is ${describe(signal)}, expected an AbortSignal`);
  if (onProgress !== undefined && typeof onProgress !== "function")
    throw new TypeError(`${name}: onProgress is ${describe(onProgress)}, expected a function`);
  const options = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, toPlain(`${name}: ${key}`, value)]));
  return { options, watching: { signal, onProgress } };
}
