export { createWorker, type WorkerOptions } from "./createWorker.js";
export type { Promised, ShrinkageWorker, WorkerFunctions, WorkerMatrices } from "./functions.js";
export { WorkerMatrix } from "./workerMatrix.js";
