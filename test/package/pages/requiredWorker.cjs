const { createWorker } = require("shrinkage/worker");
const { X, y } = require("./diabetes.json");
const { show } = require("./show.js");

const worker = createWorker();
worker.lasso(X, y, { lambda: 0.5, tol: 1e-12 }).then((fit) => {
  show(fit, X);
  worker.terminate();
});
