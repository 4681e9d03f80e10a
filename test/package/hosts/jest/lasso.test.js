// A test of a user's project in the language of modules, which babel-jest makes CommonJS of.
import { Fit } from "shrinkage";
import { constraintRadius } from "shrinkage/theory";
import { createWorker } from "shrinkage/worker";
import { X, y } from "./diabetes.js";
import { fitHere } from "./fit.js";
import { fitInWorker } from "./fitInWorker.js";

test("lasso", () => {
  expect(fitHere()).toBe(process.env.DIGITS);
  expect(typeof Fit.fromJSON).toBe("function");
  expect(typeof constraintRadius).toBe("function");
});

test("in a worker, whose objects come from another realm than the test's", async () => {
  expect(await fitInWorker()).toBe(process.env.DIGITS);
  const worker = createWorker();
  expect(await worker.lasso(X, y, { lambda: 0.5 })).toBeInstanceOf(Fit);
  await expect(worker.lasso(X, y.slice(1), { lambda: 0.5 })).rejects.toBeInstanceOf(RangeError);
  worker.terminate();
});

test("stopped, and used again", async () => {
  const worker = createWorker();
  const controller = new AbortController();
  const watched = { signal: controller.signal, onProgress: ({ done }) => done === 3 && controller.abort("enough") };
  const endless = worker.gradientDescent(X, y, { lambda: 1e-12, tol: 0, maxIterations: 2e9, method: "gd", ...watched });
  await expect(endless).rejects.toBe("enough");
  expect(await worker.lasso(X, y, { lambda: 0.5 })).toBeInstanceOf(Fit);
  worker.terminate();
});
