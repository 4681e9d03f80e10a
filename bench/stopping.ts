// npm run bench -- stopping: calls of the worst shapes in a worker and on a pool, stopped at random moments. How long after controller.abort() the
// promise rejects; how long the worker goes on, in time and in processor time of its thread (Linux alone tells it), which other work on the machine
// does not lengthen; and how long reading X held the caller's thread, in which no abort can come. Writes results/stopping.json.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { autoregressive, rowsOf, uniform } from "../reference/problems.js";
import { crossValidate, path, ridge } from "../src/index.js";
import { createWorker, type Pool, pool, type ShrinkageWorker, type WorkerMatrix } from "../src/worker/index.js";
import { environment, write } from "./environment.js";
import { quartiles } from "./measure.js";

const STOPS = 10;
const WITHIN = 50;
/** milliseconds in which the moments are, where a call takes longer */
const MOST = 700;

type X = WorkerMatrix | number[][];
interface Work {
  n: number;
  p: number;
  rho?: number;
  job(on: { worker: ShrinkageWorker; cores: Pool }, X: X, y: Float64Array, signal: AbortSignal): Promise<unknown>;
}
const labels = (y: ArrayLike<number>) => Array.from(y, (value) => Number(value > 0));
const classes = (y: ArrayLike<number>) => Array.from(y, (value, i) => (value > 0 ? 2 : i % 2));
const survival = (y: ArrayLike<number>) => ({
  time: Array.from(y, (value) => Math.exp(-value / 4)),
  event: Array.from(y, (_, i) => i % 3 > 0),
});
const epochs = { lambda: 1e-6, method: "adam", epochs: 100_000 } as const;
const steps = { lambda: 1e-6, tol: 0, maxIterations: 1_000_000 };

const WORKS: Record<string, Work> = {
  ridge: { n: 3000, p: 1000, job: ({ worker }, X, y, signal) => worker.ridge(X, y, { lambda: 0.1, signal }) },
  "ridgeCv, tall": { n: 3000, p: 1000, job: ({ worker }, X, y, signal) => worker.ridgeCv(X, y, { signal }) },
  "ridgeCv, wide": { n: 1000, p: 3000, job: ({ worker }, X, y, signal) => worker.ridgeCv(X, y, { signal }) },
  path: { n: 1000, p: 10_000, job: ({ worker }, X, y, signal) => worker.path(X, y, { signal }) },
  lasso: { n: 2000, p: 2000, rho: 0.95, job: ({ worker }, X, y, signal) => worker.lasso(X, y, { lambda: 1e-3, signal }) },
  crossValidate: { n: 2000, p: 2000, job: ({ worker }, X, y, signal) => worker.crossValidate(X, y, { signal }) },
  logistic: { n: 2000, p: 2000, rho: 0.9, job: ({ worker }, X, y, signal) => worker.logistic(X, labels(y), { lambda: 1e-4, signal }) },
  multinomial: { n: 2000, p: 1000, job: ({ worker }, X, y, signal) => worker.multinomial(X, classes(y), { lambda: 1e-3, signal }) },
  cox: { n: 5000, p: 500, job: ({ worker }, X, y, signal) => worker.cox(X, survival(y), { lambda: 1e-3, signal }) },
  "cox, many rows": { n: 100_000, p: 20, job: ({ worker }, X, y, signal) => worker.cox(X, survival(y), { lambda: 1e-3, signal }) },
  "gradientDescent, FISTA": { n: 5000, p: 1000, job: ({ worker }, X, y, signal) => worker.gradientDescent(X, y, { ...steps, signal }) },
  "gradientDescent, Adam": { n: 5000, p: 1000, job: ({ worker }, X, y, signal) => worker.gradientDescent(X, y, { ...epochs, signal }) },
  stabilitySelection: { n: 2000, p: 1000, job: ({ worker }, X, y, signal) => worker.stabilitySelection(X, y, { signal }) },
  "crossValidate on a pool": { n: 2000, p: 2000, job: async ({ cores }, X, y, signal) => crossValidate(X, y, { pool: cores, signal }) },
  "path on a pool": { n: 100_000, p: 200, job: async ({ cores }, X, y, signal) => path(X, y, { pool: cores, signal }) },
  "ridge on a pool": { n: 100_000, p: 200, job: async ({ cores }, X, y, signal) => ridge(X, y, { lambda: 0.1, pool: cores, signal }) },
};

const TASKS = "/proc/self/task";
/** milliseconds that each thread but this one was on a processor */
function onProcessor(): Map<string, number> {
  if (!existsSync(TASKS)) return new Map();
  const others = readdirSync(TASKS).filter((id) => id !== String(process.pid));
  return new Map(others.map((id) => [id, Number(readFileSync(`${TASKS}/${id}/schedstat`, "utf8").split(" ")[0]) / 1e6]));
}
/** that of the busiest thread since then */
const busiest = (before: Map<string, number>) => Math.max(...Array.from(onProcessor(), ([id, ms]) => ms - (before.get(id) ?? 0)));

/** when it settles, and whether it was stopped */
const settled = (promise: Promise<unknown>) =>
  promise.then(
    () => ({ at: performance.now(), stopped: false }),
    (error: Error) => {
      if (error.name !== "AbortError") throw error;
      return { at: performance.now(), stopped: true };
    },
  );

async function stopping(name: string, fromRows: boolean) {
  const { n, p, rho = 0.5, job } = WORKS[name];
  const { columns, y } = autoregressive({ n, p, rho, seed: 77 });
  const rows = rowsOf(columns);
  const [worker, cores] = [createWorker(), pool(2)];
  const shared = name.includes("pool");
  const X = fromRows ? rows : await (shared ? cores : worker).Matrix.from(rows);
  const answer = () => (shared ? cores.map([1, 2], (each) => each.memoryUsage()) : worker.memoryUsage());
  const random = uniform(5);
  const [rejected, answered, worked, held]: number[][] = [[], [], [], []];
  let length = MOST;
  // the first says how long a call takes, and compiles what it runs
  for (let k = -1; k < 4 * STOPS && answered.length < STOPS; k++) {
    const controller = new AbortController();
    const due = k < 0 ? MOST : random() * length;
    const from = process.cpuUsage();
    const start = performance.now();
    const called = settled(job({ worker, cores }, X, y, controller.signal));
    const { user, system } = process.cpuUsage(from);
    let aborted = 0;
    let before = new Map<string, number>();
    setTimeout(() => {
      before = onProcessor();
      aborted = performance.now();
      controller.abort();
    }, due);
    const { at, stopped } = await called;
    await answer();
    if (k < 0) length = Math.min(MOST, at - start);
    if (k < 0 || !stopped) continue;
    answered.push(performance.now() - aborted);
    worked.push(busiest(before));
    rejected.push(at - aborted);
    held.push((user + system) / 1000);
  }
  worker.terminate();
  cores.terminate();
  const of = (values: number[]) => ({ median: quartiles(values).median, longest: Math.max(...values) });
  const measured = { rejected: of(rejected), answered: of(answered), worked: of(worked), held: of(held) };
  return { work: name, size: `${n}×${p}`, fromRows, length, stops: answered.length, ...measured };
}

const here = environment();
console.log(`${here.machine} · Node ${here.node} · ${here.date} · ${here.commit}\n\nMilliseconds, median and longest; target ${WITHIN}\n`);
console.log("| call | X | stops | rejected | the worker goes on | in processor time | the caller reads X |\n|---|---|---|---|---|---|---|");
const only = process.argv.slice(2).filter((word) => word in WORKS);
const works = [];
for (const name of only.length > 0 ? only : Object.keys(WORKS)) {
  for (const fromRows of [false, true]) {
    const each = await stopping(name, fromRows);
    works.push(each);
    const ms = ({ median, longest }: { median: number; longest: number }) => `${median.toFixed(1)}, ${longest.toFixed(1)}`;
    const numbers = [each.rejected, each.answered, each.worked, each.held].map(ms).join(" | ");
    console.log(`| ${name} | ${each.size}${fromRows ? ", rows" : ""} | ${each.stops} | ${numbers} |`);
  }
}
if (only.length === 0) write("stopping", { ...here, within: WITHIN, works });
