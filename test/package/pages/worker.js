// A worker and a pool as bundlers leave them: started, watched, stopped and used again; the fit is the worker's.
import { crossValidate } from "shrinkage";
import { createWorker, pool } from "shrinkage/worker";
import { X, y } from "./diabetes.js";
import { show } from "./show.js";

async function main() {
  const worker = createWorker();
  const X1 = await worker.Matrix.from(X);
  const controller = new AbortController();
  const onProgress = ({ done }) => done === 3 && controller.abort("enough");
  // hours, if nobody stopped it
  const endless = worker.gradientDescent(X1, y, {
    lambda: 1e-12,
    tol: 0,
    maxIterations: 2e9,
    method: "gd",
    signal: controller.signal,
    onProgress,
  });
  const said = await endless.catch((reason) => reason);
  if (said !== "enough") throw new Error(`stopped by ${said}`);
  const fit = await worker.lasso(X1, y, { lambda: 0.5, tol: 1e-12 });
  const refused = await worker.lasso(X1, y.slice(1), { lambda: 0.5 }).catch((error) => error);
  if (!(refused instanceof RangeError)) throw new Error(`refused by ${refused}`);
  worker.terminate();
  const two = pool(2);
  const [there, here] = [await crossValidate(X, y, { pool: two }), crossValidate(X, y)];
  if (there.lambda !== here.lambda || String(there.means) !== String(here.means)) throw new Error("the pool has other numbers");
  two.terminate();
  show(fit, X);
}

main().catch((error) => {
  // a page tells of it as of any error
  setTimeout(() => {
    throw error;
  });
});
