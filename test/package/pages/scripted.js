// A worker whose script is served with the page, for policies that forbid blob: workers.
import { createWorker } from "shrinkage/worker";
import { X, y } from "./diabetes.js";
import { show } from "./show.js";

const worker = createWorker({ script: new URL("./script.js", document.baseURI) });
show(await worker.lasso(X, y, { lambda: 0.5, tol: 1e-12 }), X);
worker.terminate();
