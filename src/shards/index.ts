/**
 * Tables of any number of rows, in shards: one pass over chunks of rows, in this thread, on all cores, or on many machines.
 *
 * @module shrinkage/shards
 */

export type { Chunk } from "./chunk.js";
export type { ShardCrossValidateOptions } from "./crossValidate.js";
export type { ShardRunner } from "./engine.js";
export { shardFolds } from "./foldRule.js";
export type { RoundOptions as ShardRoundOptions } from "./lossPath.js";
export { ShardCrossValidation } from "./shardCrossValidation.js";
export type { ShardFitOptions, ShardOptions, ShardPathOptions, ShardsOptions } from "./shardOptions.js";
export { Shards } from "./shards.js";
export { shardsOf } from "./shardsOf.js";
export type { Chunks, Parts as ShardParts, ShardSource } from "./source.js";
