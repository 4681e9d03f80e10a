// node examples/thread.mjs: a path in a thread of its own, while this one goes on. X goes there without being copied.
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { Fit, path } from "shrinkage";

if (isMainThread) {
  const [rows, columns] = [2000, 200];
  const X = Float64Array.from({ length: rows * columns }, (_, k) => Math.sin(k * k));
  const y = Array.from({ length: rows }, (_, i) => 3 * X[i * columns] - 2 * X[i * columns + 1] + Math.sin(i));

  const worker = new Worker(new URL(import.meta.url));
  let turns = 0;
  const clock = setInterval(() => turns++, 1);
  worker.postMessage({ X: { data: X, shape: [rows, columns] }, y }, [X.buffer]);
  worker.once("message", ({ lambdas, text }) => {
    clearInterval(clock);
    const fit = Fit.fromJSON(text); // the model that was fitted there, exact to the bit
    console.log(`${lambdas} λ fitted elsewhere, this thread turned ${turns > 0 ? "meanwhile" : "not at all"}`);
    console.log(
      `at λ = ${fit.lambda.toFixed(3)}: ${fit.nonzero} of ${columns} columns, the first two ${Array.from(fit.coefficients.slice(0, 2), (b) => b.toFixed(3))}`,
    );
    worker.terminate();
  });
} else {
  parentPort.once("message", ({ X, y }) => {
    const fits = path(X, y, { count: 50 });
    parentPort.postMessage({ lambdas: fits.lambdas.length, text: JSON.stringify(fits.fit(20)) });
  });
}
