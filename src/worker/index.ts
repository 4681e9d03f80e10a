/**
 * The functions of `shrinkage` as promises, computed in a Web Worker or a worker thread of Node. Wants `comlink` beside it.
 *
 * @module shrinkage/worker
 */

export type { Promised, PromisedOfTargets, ShrinkageWorker, WorkerFunctions, WorkerMatrices } from "./api.js";
export { createWorker, type WorkerOptions } from "./createWorker.js";
export { type Pool, pool } from "./pool.js";
export { WorkerMatrix } from "./workerMatrix.js";
