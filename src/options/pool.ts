// One fit elsewhere: the option `pool`.
import { describe, isObject } from "../check.js";
import type { TableInput } from "../tables/readTable.js";

/** Something that fits elsewhere: the pool of `shrinkage/worker`. */
export interface FitPool {
  /** what the function of that name returns, the same to the bit on any number of workers */
  fit(name: "path" | "ridge" | "logistic", X: TableInput, y: unknown, options: object): Promise<unknown>;
}

/** the promise of a pool, where one is among the options */
export function onPool(name: "path" | "ridge" | "logistic", X: TableInput, y: unknown, options: unknown): Promise<unknown> | undefined {
  if (!isObject(options) || options.pool === undefined) return undefined;
  const { pool, ...rest } = options as { pool?: FitPool };
  if (typeof pool?.fit !== "function")
    throw new TypeError(`${name}: pool is ${describe(pool)}, expected one made by pool() of shrinkage/worker`);
  return pool.fit(name, X, y, rest);
}
