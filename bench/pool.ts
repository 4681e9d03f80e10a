// npm run bench -- pool: cross-validation on a pool against one thread, the same folds in turns, A B A B; and how soon a worker whose call
// was stopped answers the next one. Writes results/pool.json.

import { autoregressive, rowsOf } from "../reference/problems.js";
import { crossValidate, Matrix } from "../src/index.js";
import { createWorker, pool, type ShrinkageWorker, type WorkerMatrix } from "../src/worker/index.js";
import { environment, write } from "./environment.js";
import { type Quartiles, quartiles } from "./measure.js";

const WORKERS = 2;
const SIZES = [
  { n: 5000, p: 500, seed: 41, target: 1.7 },
  { n: 1000, p: 2000, seed: 42 },
];
const WARM = 2;
const ROUNDS = 9;
/** milliseconds after the start at which a call is stopped */
const AFTER = [60, 110, 160, 210, 310, 410];
const WITHIN = 50;

/** interleaved: both sides have X already, or both are handed rows */
async function compare({ n, p, seed, target }: (typeof SIZES)[number]) {
  const { columns, y } = autoregressive({ n, p, seed });
  const rows = rowsOf(columns);
  const workers = pool(WORKERS);
  const [here, there] = [Matrix.from(rows), await workers.Matrix.from(rows)];
  const contenders = {
    one: () => crossValidate(here, y),
    pool: () => crossValidate(there, y, { pool: workers }),
    oneFromRows: () => crossValidate(rows, y),
    poolFromRows: () => crossValidate(rows, y, { pool: workers }),
  };
  const names = Object.keys(contenders) as (keyof typeof contenders)[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<keyof typeof contenders, number[]>;
  for (let round = -WARM; round < ROUNDS; round++) {
    for (const name of names) {
      const start = performance.now();
      await contenders[name]();
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  const [one, many] = [contenders.one(), await contenders.pool()];
  const same = JSON.stringify([one.means, one.predictions, one.fit]) === JSON.stringify([many.means, many.predictions, many.fit]);
  here.dispose();
  workers.terminate();
  const faster = (own: keyof typeof contenders, base: keyof typeof contenders) =>
    quartiles(times[own].map((t, round) => times[base][round] / t));
  return {
    work: `${n}×${p}`,
    seed,
    target,
    same,
    times: Object.fromEntries(names.map((name) => [name, quartiles(times[name])])) as Record<keyof typeof contenders, Quartiles>,
    ratios: { kept: faster("pool", "one"), fromRows: faster("poolFromRows", "oneFromRows") },
  };
}

type Job = (worker: ShrinkageWorker, X: WorkerMatrix, y: Float64Array, signal: AbortSignal) => Promise<unknown>;
const labels = (y: Float64Array) => y.map((value) => Number(value > 0));
const JOBS: Record<string, Job> = {
  path: (worker, X, y, signal) => worker.path(X, y, { count: 500_000, tol: 1e-14, signal }),
  "logistic path": (worker, X, y, signal) => worker.path(X, labels(y), { loss: "logistic", count: 100_000, tol: 1e-10, signal }),
  lasso: (worker, X, y, signal) => worker.lasso(X, y, { lambda: 1e-6, lower: -5, tol: 1e-15, maxIterations: 1e9, signal }),
  crossValidate: (worker, X, y, signal) => worker.crossValidate(X, y, { count: 20_000, tol: 1e-12, signal }),
  FISTA: (worker, X, y, signal) => worker.gradientDescent(X, y, { lambda: 1e-12, tol: 0, maxIterations: 1e9, signal }),
  Adam: (worker, X, y, signal) => worker.gradientDescent(X, y, { lambda: 1e-12, method: "adam", epochs: 1e9, signal }),
};

/** milliseconds from the abort to the next answer; what had ended by itself before does not count */
async function stopping({ n, p, seed }: (typeof SIZES)[number]) {
  const { columns, y } = autoregressive({ n, p, rho: 0.9, density: 1, seed });
  const worker = createWorker();
  const X = await worker.Matrix.from(rowsOf(columns));
  const measured: { job: string; size: string; median: number; longest: number; stops: number }[] = [];
  for (const [job, run] of Object.entries(JOBS)) {
    const waits: number[] = [];
    for (const after of [AFTER[0], ...AFTER]) {
      const controller = new AbortController();
      let ended = false;
      const answer = run(worker, X, y, controller.signal).then(
        () => {
          ended = true;
        },
        () => {},
      );
      await new Promise((done) => setTimeout(done, after));
      const from = performance.now();
      controller.abort();
      await answer;
      await worker.memoryUsage();
      if (!ended) waits.push(performance.now() - from);
    }
    // the first compiles
    const { median } = quartiles(waits.slice(1));
    measured.push({ job, size: `${n}×${p}`, median, longest: Math.max(...waits.slice(1)), stops: waits.length - 1 });
  }
  worker.terminate();
  return measured;
}

const here = environment();
const show = ({ low, median, high }: Quartiles) => `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
console.log(`${here.machine} · Node ${here.node} · ${here.date} · ${here.commit}\n\n## crossValidate, 10 folds, ${WORKERS} workers\n`);
console.log("| work | one thread | pool | ratio, X kept there | target | ratio, from rows | same bits |\n|---|---|---|---|---|---|---|");
const validations = [];
for (const size of SIZES) {
  const measured = await compare(size);
  validations.push(measured);
  const { work, times, ratios, target, same } = measured;
  const ms = ({ median }: Quartiles) => `${median.toFixed(0)} ms`;
  const goal = target === undefined ? "" : `≥ ${target}`;
  console.log(`| ${work} | ${ms(times.one)} | ${ms(times.pool)} | ${show(ratios.kept)} | ${goal} | ${show(ratios.fromRows)} | ${same} |`);
}
console.log(`\n## Milliseconds from an abort to the worker's next answer, target ${WITHIN}\n`);
console.log("| job | X | median | longest |\n|---|---|---|---|");
const stops = [];
for (const size of SIZES) {
  for (const measured of await stopping(size)) {
    stops.push(measured);
    console.log(`| ${measured.job} | ${measured.size} | ${measured.median.toFixed(1)} | ${measured.longest.toFixed(1)} |`);
  }
}
write("pool", { ...here, workers: WORKERS, rounds: ROUNDS, validations, within: WITHIN, stops });
