// node examples/worker.mjs: a long path in a worker, watched, stopped and asked again, while this thread goes on.
import { createWorker } from "shrinkage/worker";

const [rows, columns] = [2000, 400];
let state = 1;
const random = () => {
  state = (state * 48271) % 2147483647; // Park and Miller's generator
  return state / 2147483647 - 0.5;
};
const data = Float64Array.from({ length: rows * columns }, random);
const y = Array.from({ length: rows }, (_, i) => 3 * data[i * columns] - 2 * data[i * columns + 1] + random());

const worker = createWorker();
const X = await worker.Matrix.from({ data, shape: [rows, columns] }); // sent once, and kept there

let turns = 0;
const clock = setInterval(() => turns++, 1);
let seen = 0;
const fits = await worker.path(X, y, { count: 100, onProgress: () => seen++ });
clearInterval(clock);
console.log(`${fits.lambdas.length} λ, ${seen} reports of progress; this thread turned ${turns > 0 ? "meanwhile" : "not at all"}`);

const stop = new AbortController();
const long = worker.crossValidate(X, y, { folds: 10, repeats: 20, signal: stop.signal });
setTimeout(() => stop.abort(new Error("no longer wanted")), 50);
await long.catch((error) => console.log(`stopped: ${error.message}`));

const fit = await worker.lasso(X, y, { lambda: 0.02 }); // the worker goes on after a stop
console.log(
  `λ = ${fit.lambda}: the first two coefficients are ${Array.from(fit.coefficients.slice(0, 2), (b) => b.toFixed(2)).join(" and ")}`,
);
worker.terminate();
