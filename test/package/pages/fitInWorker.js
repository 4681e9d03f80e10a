// The same in a worker.
import { createWorker } from "shrinkage/worker";
import { X, y } from "./diabetes.js";
import { digits } from "./show.js";

export async function fitInWorker(options) {
  const worker = createWorker(options);
  try {
    return digits(await worker.lasso(X, y, { lambda: 0.5, tol: 1e-12 }), X);
  } finally {
    worker.terminate();
  }
}
