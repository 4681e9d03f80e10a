import { checkBoolean } from "../check.js";
import type { GramOptions } from "../chunks/fromGram.js";
import { type CommonOptions, checkL1Ratio, checkLambda, checkOptionNames, type MixedFitOptions } from "../options/commonOptions.js";
import { checkSequence, PATH_OPTIONS, type PathOptions } from "../options/pathOptions.js";
import type { ShardRunner } from "./engine.js";

/** Where and how shards are worked on. */
export interface ShardOptions {
  /** a pool of `shrinkage/worker` or a queue of `shrinkage/queue` (default: this thread); the numbers are the same to the bit */
  on?: ShardRunner;
}

/** Options of {@link shardsOf}. */
export interface ShardsOptions extends ShardOptions {
  /** how many rows of one table are a chunk, and with it a shard (default 8192); chunks that come as such stay as they are */
  rowsPerChunk?: number;
}

/** Options of a fit from shards: weights come with the rows. */
export type ShardFitOptions<Options extends Pick<CommonOptions, "weights">> = GramOptions<Options> & ShardOptions;

/** Options of a path from shards. */
export type ShardPathOptions = ShardFitOptions<
  Pick<PathOptions, "l1Ratio" | "lambdas" | "count" | "minRatio" | "stopWhen" | "warmStart"> & Omit<CommonOptions, "warmStart">
>;

/** what can be said of options before a row is read */
export function checkFitOptions(name: string, options: CommonOptions & Partial<MixedFitOptions>, own: readonly string[]): void {
  checkOptionNames(name, options, own);
  if (options.weights !== undefined) throw new TypeError(`${name}: weights is not an option, expected them in the chunks, beside X and y`);
  if (own.includes("lambda")) checkLambda(name, options.lambda);
  if (own.includes("l1Ratio")) checkL1Ratio(name, options.l1Ratio);
  if (own === PATH_OPTIONS) checkSequence(name, options as PathOptions, 2, 1);
  for (const key of ["fitIntercept", "standardize"] as const) if (options[key] !== undefined) checkBoolean(name, key, options[key]);
}
