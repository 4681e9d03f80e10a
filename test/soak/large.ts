// npm run soak -- --large: an X of 2.5 GiB, written column by column into a Matrix and fitted there; its last columns lie above 2 GiB.
// Its rows are 1000 different ones, 1000 times each: a mean over them is a mean over the 1000, so small fits are what it must give.
import { readFileSync } from "node:fs";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { type Fit, lasso, Matrix, memoryUsage, ridge } from "../../src/index.js";
import { assert } from "./world.js";

const TIMES = 1000;
const N = 1000;
const P = 336;
/** X, what fits need beside it, Node, and as much again to be a good neighbour */
const NEEDED = 8 * N * TIMES * P + 1.5 * 2 ** 30;

/** bytes that the machine can still give, where it says */
function available(): number {
  try {
    return 1024 * Number(/MemAvailable:\s*(\d+)/.exec(readFileSync("/proc/meminfo", "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** the same model, as far as both gaps and the rounding of sums over a million rows say: ‖η − η′‖ ≤ √(2 gap) + √(2 gap′) */
function compare(name: string, large: Fit, small: Fit, rows: number[][], y: Float64Array): void {
  const [a, b] = [large.predict(rows), small.predict(rows)];
  const distance = Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2 / N, 0));
  const size = Math.sqrt(y.reduce((sum, value) => sum + value ** 2 / N, 0));
  const allowed = Math.sqrt(2 * large.certificate.gap) + Math.sqrt(2 * small.certificate.gap) + N * TIMES * Number.EPSILON * size;
  assert(large.certificate.converged, `${name} of the large X did not converge`);
  assert(distance <= allowed, `${name} of the large X predicts ${distance} away from the small one's`, allowed);
  assert(
    large.coefficients.slice(-20).some((b) => b !== 0),
    `${name}: no column above 2 GiB has a coefficient`,
  );
}

export function fitLarge(log: (line: string) => void): void {
  const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
  const free = available();
  if (free < NEEDED) {
    log(`skipped: the X of ${gib(8 * N * TIMES * P)}, it needs ${gib(NEEDED)} and the machine has ${gib(free)}`);
    return;
  }
  const { columns, y } = autoregressive({ n: N, p: P, density: 0.5, seed: 91 });
  const rows = rowsOf(columns);
  const long = new Float64Array(N * TIMES);
  const repeated = (values: Float64Array) => {
    for (let k = 0; k < TIMES; k++) long.set(values, k * N);
    return long;
  };
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  using X = new Matrix(N * TIMES, P);
  for (let j = 0; j < P; j++) X.column(j).set(repeated(columns[j]));
  const last = X.column(P - 1).byteOffset;
  assert(last > 2 ** 31, `the last column is at ${last}, not above 2 GiB`);
  log(`X of ${gib(memoryUsage().used)} is there, its last column at ${gib(last)}: ${seconds()}`);
  const target = repeated(y).slice();
  const fits = { ridge: { lambda: 0.1, tol: 1e-10 }, lasso: { lambda: 0.1, tol: 1e-10 } };
  compare("ridge", ridge(X, target, fits.ridge), ridge(rows, y, fits.ridge), rows, y);
  log(`ridge: ${seconds()}`);
  compare("lasso", lasso(X, target, fits.lasso), lasso(rows, y, fits.lasso), rows, y);
  log(`lasso: ${seconds()}`);
  const fit = lasso(rows, y, fits.lasso);
  const [all, few] = [fit.predict(X), fit.predict(rows)];
  assert(
    all.every((value, i) => Object.is(value, few[i % N])),
    "predictions of the large X differ from those of its rows",
  );
  assert(memoryUsage().used === 8 * N * TIMES * P, `${memoryUsage().used} bytes are in use beside X`);
  log(`predict: ${seconds()}, ${gib(memoryUsage().peak)} at most`);
}
