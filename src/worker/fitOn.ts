// One fit of squared loss on a pool: all workers compute the second moments of some rows, one of them fits from those. What moments cannot prove, or
// what needs the rows, one worker does by itself, as without a pool.
import { isObject } from "../check.js";
import { GramFits } from "../chunks/fromGram.js";
import { COMMON, checkCommon } from "../options/commonOptions.js";
import type { Statistics } from "../problem/statistics.js";
import type { Fit } from "../results/fit.js";
import type { Path } from "../results/path.js";
import type { Table } from "../tables/forms.js";
import { readTable, readTarget } from "../tables/readTable.js";
import type { Caller } from "./caller.js";
import { momentsOn } from "./momentsOn.js";
import { callFunction, readOptions } from "./requests.js";
import { plainTable } from "./tables.js";
import { WorkerMatrix } from "./workerMatrix.js";

export const FROM_MOMENTS = "a fit from second moments";

/** what is fitted from moments, and how it is called in messages */
export type Fitted = "path" | "ridge";
export type FromMomentsValues = [name: Fitted, statistics: Statistics, names: readonly string[] | undefined, options: object];

/** options that moments know; weights are in them */
const KNOWN: readonly string[] = COMMON.filter((option) => option !== "warmStart");
const OWN: Readonly<Record<Fitted, readonly string[]>> = {
  path: ["l1Ratio", "lambdas", "count", "minRatio", "stopWhen", "loss"],
  ridge: ["lambda"],
};
/** what sharing asks for: measured, 200,000×200 and 300,000×60 gain on two workers, 50,000×100 and 5,000×500 do not */
const NUMBERS = 1e7;
const ROWS_A_COLUMN = 100;

/** what the function of that name returns */
export async function fitOn(
  callers: readonly Caller[],
  name: Fitted | "logistic",
  X: unknown,
  y: unknown,
  given: unknown,
): Promise<unknown> {
  const whole = () => callFunction(callers[0], name, [X, y, given]);
  if (name === "logistic" || !knows(name, given) || !isVector(y)) return whole();
  const { rows, columns, sparse } = shapeOf(name, X);
  if (sparse || rows * columns < NUMBERS || rows < ROWS_A_COLUMN * columns) return whole();
  const found = await sharedFit(callers, name, X, y as ArrayLike<number>, given);
  const proven = "lambdas" in found ? found.converged.every(Boolean) : found.certificate.converged;
  return proven ? found : whole();
}

/** a fit from second moments that all workers have computed */
export async function sharedFit(
  callers: readonly Caller[],
  name: Fitted,
  X: unknown,
  y: ArrayLike<number>,
  given: object,
): Promise<Path | Fit> {
  const { rows, columns, names } = shapeOf(name, X);
  const target = readTarget(name, y, rows);
  // refuses what is wrong before anything is sent
  const { weights } = checkCommon(name, { ...given, signal: undefined, onProgress: undefined }, { rows, columns, names });
  const { options, watching } = readOptions(name, given);
  const table = X instanceof WorkerMatrix ? X : plainTable(name, "X", X);
  const statistics = await momentsOn(callers, name, table, target, weights, watching);
  const { weights: _, ...rest } = options as { weights?: unknown };
  const values = [name, statistics, names, rest] satisfies FromMomentsValues;
  return (await callers[0].call({ name: FROM_MOMENTS, values }, [], watching)) as Path | Fit;
}

/** a table, or what is known of one elsewhere */
function shapeOf(name: string, X: unknown): Pick<Table, "rows" | "columns" | "names" | "sparse"> {
  if (!(X instanceof WorkerMatrix)) return readTable(name, "X", X, "later");
  return { rows: X.rows, columns: X.columns, names: X.featureNames };
}

/** the same in the worker */
export function fitFrom([name, statistics, names, options]: FromMomentsValues): unknown {
  const fits = new GramFits(statistics, names, "");
  return (fits[name] as (options: object) => unknown).call(fits, options);
}

function knows(name: Fitted, given: unknown): given is object {
  if (!isObject(given)) return false;
  const known = [...KNOWN, ...OWN[name]];
  const { loss = "squared" } = given as { loss?: unknown };
  return loss === "squared" && Object.entries(given).every(([key, value]) => value === undefined || known.includes(key));
}

/** one number a row, and not a table of targets */
const isVector = (y: unknown): boolean => (Array.isArray(y) ? typeof y[0] === "number" : ArrayBuffer.isView(y));
