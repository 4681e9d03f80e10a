/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Shards on many machines, by way of BullMQ over Redis or PostgreSQL: the peers `bullmq`, and `ioredis` or `pg`.
 *
 * @module shrinkage/queue
 */

export type { Chunk } from "../shards/chunk.js";
export type { ShardRunner } from "../shards/engine.js";
export type { Chunks, Parts as ShardParts } from "../shards/source.js";
export type { QueueAddress, QueueConnection } from "./broker.js";
export { type QueueOptions, queue, type ShardQueue } from "./queue.js";
export { type QueueServer, type ServeOptions, serveQueue } from "./serveQueue.js";
