// npm run bench -- sparse: paths of sparse tables against glmnet's sparse ones, factors against glum's categorical ones, memory, and how
// time grows with the entries.

import { memoryUsage, path, SparseMatrix } from "../src/index.js";
import { atEqualGap, type Competitor, type Measured } from "./atEqualGap.js";
import type { Group } from "./groups.js";
import { type Quartiles, quartiles } from "./measure.js";
import { Folder } from "./rivals/folder.js";
import { LAUNCHES } from "./rivals/launches.js";
import * as show from "./show.js";
import { worstGap } from "./sparseJudge.js";
import { factors, PROBLEMS, type SparseProblem } from "./sparseProblems.js";

/** worst gaps of a path that everybody has to reach */
const GOALS = [1e-4, 1e-6];
const THRESHOLDS = [1e-7, 1e-8, 1e-9, 1e-10, 3e-11, 1e-11, 3e-12, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16, 1e-17];

const glmnet = (loss: string): Competitor => ({
  launch: LAUNCHES.glmnet,
  modes: loss === "squared" ? ["naive"] : ["Newton", "modified.Newton"],
  tolerances: () => THRESHOLDS,
});
const glum = (l1Ratio: number): Competitor => ({
  launch: LAUNCHES.glum,
  modes: [`categorical${l1Ratio}`],
  tolerances: () => [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9],
});

export interface SparseMeasured extends Measured {
  problem: string;
  seed: number;
  entries: number;
}

export interface Growth {
  points: { rows: number; entries: number; ms: Quartiles }[];
  exponent: number;
}

export interface SparseResults {
  paths: SparseMeasured[];
  /** paths of tables of 20,000 columns of ones and 200,000 rows: bytes of the table and the highest use during the call beyond it */
  memory: { factors: number; tableBytes: number; beyondBytes: number; active: number }[];
  growth: Growth;
}

const HOW = [
  "Everybody in a process with one thread, at the loosest tolerance whose worst relative gap over all λ, recomputed by bench/sparseJudge.ts at",
  "the best intercept, is small enough; in turns, A B A B. Paths: 100 λ down to λmax/20. Reading, starting up, making the table and handing",
  "over are not timed. Ratios are theirs / ours pair by pair (quartiles): above 1 ours is faster.",
].join(" ");

export const group: Group<SparseResults> = {
  title: "Sparse tables",
  what: "text, entries at random and factors, against glmnet and glum; memory and growth; sparse [part of a problem's name …]",
  quick: false,
  minutes: 10,
  run: async ({ report, words, before }) => {
    const chosen = PROBLEMS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
    const paths: SparseMeasured[] = [];
    for (const problem of chosen) {
      for (const goal of GOALS) {
        paths.push(await play(problem, goal));
        report(table(paths.slice(-1)));
      }
    }
    const kept = (before?.paths ?? []).filter(({ problem }) => !chosen.some(({ name }) => name === problem));
    return { paths: [...kept, ...paths], memory: [4, 20].map(memory), growth: growth() };
  },
  tables: ({ paths, memory, growth }) => [HOW, table(paths), remembered(memory), grown(growth), versions(paths)].join("\n\n"),
};

async function play({ name, seed, loss, l1Ratio, problem }: SparseProblem, goal: number): Promise<SparseMeasured> {
  const loaded = problem();
  const rivals = loss === "poisson" ? [glum(l1Ratio)] : [glmnet(loss)];
  const mode = loss === "poisson" ? `sparsePoisson${l1Ratio}` : `sparse_${loss}`;
  const gapOf = (answers: Parameters<typeof worstGap>[3]) => worstGap(loaded, loss, l1Ratio, answers);
  const measured = await atEqualGap(new Folder(loaded), { mode, goal, rivals, gapOf });
  return { problem: name, seed, entries: loaded.sparse.indices.length, ...measured };
}

/** so many factors of equally many levels */
function memory(count: number): SparseResults["memory"][number] {
  const { sparse, y } = factors(200_000, count, 20_000 / count, 77);
  const free = memoryUsage().used;
  const X = SparseMatrix.from({ ...sparse, format: "csc" });
  const tableBytes = memoryUsage().used - free;
  const before = memoryUsage().used;
  const fits = path(X, y, { count: 100, minRatio: 0.3 });
  const beyondBytes = memoryUsage().peak - before;
  X.dispose();
  return { factors: count, tableBytes, beyondBytes, active: fits.nonzero[fits.nonzero.length - 1] };
}

/** a path of 20 λ, the same columns with 1, 2, 4, 8 and 16 times the rows */
function growth(): Growth {
  const points = [1, 2, 4, 8, 16].map((k) => {
    const { sparse, y } = factors(12_500 * k, 3, 50, 79);
    const X = SparseMatrix.from({ ...sparse, format: "csc" });
    const times: number[] = [];
    for (let round = 0; round < 9; round++) {
      const from = performance.now();
      path(X, y, { count: 20, minRatio: 0.05, tol: 1e-6 });
      times.push(performance.now() - from);
    }
    X.dispose();
    return { rows: 12_500 * k, entries: sparse.indices.length, ms: quartiles(times.slice(2)) };
  });
  const [x, t] = [points.map(({ entries }) => Math.log(entries)), points.map(({ ms }) => Math.log(ms.median))];
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [xMean, tMean] = [mean(x), mean(t)];
  const covariance = x.reduce((sum, value, k) => sum + (value - xMean) * (t[k] - tMean), 0);
  return { points, exponent: covariance / x.reduce((sum, value) => sum + (value - xMean) ** 2, 0) };
}

function table(paths: readonly SparseMeasured[]): string {
  return show.table(
    ["problem", "entries", "gap at most", "ours", "our gap", "theirs", "ratio (quartiles)"],
    paths.flatMap(({ problem, entries, goal, ourGap, compared, absent }) => [
      ...Object.entries(compared).map(([name, { ours, theirs, mode, tolerance, ratio }]) => [
        ...[problem, entries.toLocaleString("en"), show.power(goal), show.time(ours.median), show.power(ourGap)],
        ...[`${name} ${show.time(theirs.median)} (${mode}, ${tolerance})`, show.spread(ratio)],
      ]),
      ...Object.entries(absent).map(([name, why]) => [
        problem,
        String(entries),
        show.power(goal),
        "",
        show.power(ourGap),
        `${name}: ${why}`,
        "",
      ]),
    ]),
  );
}

function remembered(memory: SparseResults["memory"]): string {
  return show.table(
    ["200,000 rows × 20,000 columns of ones", "active", "the table", "a path beyond it", "in all"],
    memory.map(({ factors, tableBytes, beyondBytes, active }) => [
      ...[`${factors} factors`, String(active), show.bytes(tableBytes), show.bytes(beyondBytes)],
      `${((tableBytes + beyondBytes) / tableBytes).toFixed(1)} × the table`,
    ]),
  );
}

function grown({ points, exponent }: Growth): string {
  const rows = points.map(({ rows, entries, ms }) => [rows.toLocaleString("en"), entries.toLocaleString("en"), show.time(ms.median)]);
  return `${show.table(["rows", "entries", "path of 20 λ, squared error"], rows)}\n\ntime ∝ entries^${exponent.toFixed(2)}`;
}

const versions = (paths: readonly SparseMeasured[]) =>
  [...new Set(paths.flatMap((each) => each.versions))].map((line) => `- ${line}`).join("\n");
