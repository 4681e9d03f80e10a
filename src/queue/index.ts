/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Shards on many machines, by way of BullMQ and Redis: the peers `bullmq` and `ioredis`.
 *
 * @module shrinkage/queue
 */

export type { Chunk } from "../shards/chunk.js";
export type { ShardRunner } from "../shards/engine.js";
export type { Chunks, Parts as ShardParts } from "../shards/source.js";
export { type QueueOptions, queue, type ShardQueue } from "./queue.js";
export { type QueueServer, type ServeOptions, serveQueue } from "./serveQueue.js";
export type { QueueAddress, QueueConnection } from "./store.js";
