// A worker from a file beside the page, stopped in a call of hours, and used again.
import { createWorker } from "shrinkage/worker";
import { X, y } from "./diabetes.js";
import { show } from "./show.js";

const worker = createWorker({ script: new URL("./script.js", document.baseURI) });
const controller = new AbortController();
const onProgress = ({ done }) => done === 3 && controller.abort("enough");
const watched = { signal: controller.signal, onProgress };
const endless = worker.gradientDescent(X, y, { lambda: 1e-12, tol: 0, maxIterations: 2e9, method: "gd", ...watched });
const said = await endless.catch((reason) => reason);
if (said !== "enough") throw new Error(`stopped by ${said}`);
show(await worker.lasso(X, y, { lambda: 0.5, tol: 1e-12 }), X);
worker.terminate();
