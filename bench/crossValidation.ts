// npm run bench -- cv: 10-fold cross-validation of the lasso in one call against K calls of `path`, with the same folds, λ's and tol.

import { autoregressive, rowsOf } from "../reference/problems.js";
import { crossValidate, path } from "../src/index.js";
import type { Group } from "./groups.js";
import { type Quartiles, quartiles } from "./measure.js";

const FOLDS = 10;
const ROUNDS = 9;
const WARM = 2;
/** K paths with their errors / crossValidate that is asked for at 5000×200 */
const TARGET = 3;
const SIZES = [
  { n: 5000, p: 200, seed: 41, target: TARGET },
  { n: 20_000, p: 50, seed: 42 },
  { n: 100, p: 1000, seed: 43 },
];

const HOW = [
  `crossValidate: lasso, 100 λ, ${FOLDS} folds, from an array of rows: its checks and copy, the path of all rows, ${FOLDS} paths of the others, the errors at`,
  `all λ's, the predictions at the choice. Compared with ${FOLDS} calls of path on the rows outside each fold, which are there already as arrays of`,
  "rows: whole, where every fit of a path predicts the rows held out and their squares are averaged, which is what gives the same curve; and",
  "fits only, where nothing is predicted, no curve comes out, and there is no path of all rows. One process, in turns A B C A B C after",
  "warming up; medians, and quartiles of the ratios of neighbours: above 1 crossValidate is faster.",
].join(" ");

export const group: Group<{ works: CrossValidationMeasured[] }> = {
  title: "Cross-validation",
  what: "10 folds in one call against 10 separate paths, with and without judging them",
  quick: false,
  minutes: 1,
  run: async ({ report }) => ({ works: run(report) }),
  tables: ({ works }) => `${HOW}\n\n${tables(works)}`,
};

interface CrossValidationMeasured {
  work: string;
  seed: number;
  rounds: number;
  target?: number;
  /** milliseconds */
  times: Record<"crossValidate" | "whole" | "fitsOnly", Quartiles>;
  /** theirs / crossValidate */
  ratios: Record<"whole" | "fitsOnly", Quartiles>;
  /** the largest relative difference of the two curves of means */
  off: number;
}

interface Fold {
  X: number[][];
  y: number[];
  heldOut: number[][];
  truth: number[];
}

/** the curve by `path` alone; without `judge` no curve, only the fits */
function separately(folds: Fold[], lambdas: Float64Array, judge: boolean): number[] {
  const means = new Array<number>(lambdas.length).fill(0);
  const n = folds.reduce((sum, { truth }) => sum + truth.length, 0);
  for (const { X, y, heldOut, truth } of folds) {
    const fits = path(X, y, { lambdas });
    if (!judge) continue;
    for (let k = 0; k < means.length; k++) {
      const predicted = fits.fit(k).predict(heldOut);
      for (let i = 0; i < truth.length; i++) means[k] += (truth[i] - predicted[i]) ** 2 / n;
    }
  }
  return means;
}

function compare({ n, p, seed, target }: { n: number; p: number; seed: number; target?: number }): CrossValidationMeasured {
  const { columns, y } = autoregressive({ n, p, seed });
  const X = rowsOf(columns);
  const { foldIds, lambdas, means } = crossValidate(X, y, { folds: FOLDS });
  const folds = Array.from({ length: FOLDS }, (_, id): Fold => {
    const [inside, outside] = [true, false].map((held) => Array.from(X.keys()).filter((i) => (foldIds[i] !== id) === held));
    const rows = (list: number[]) => list.map((i) => X[i]);
    return { X: rows(inside), y: inside.map((i) => y[i]), heldOut: rows(outside), truth: outside.map((i) => y[i]) };
  });
  const contenders = {
    crossValidate: () => crossValidate(X, y, { foldIds }),
    whole: () => separately(folds, lambdas, true),
    fitsOnly: () => separately(folds, lambdas, false),
  };
  const off = Math.max(...contenders.whole().map((mean, k) => Math.abs(means[k] / mean - 1)));
  const times: Record<keyof typeof contenders, number[]> = { crossValidate: [], whole: [], fitsOnly: [] };
  for (let round = -WARM; round < ROUNDS; round++) {
    for (const name of Object.keys(times) as (keyof typeof contenders)[]) {
      const start = performance.now();
      contenders[name]();
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  const ratio = (name: keyof typeof contenders) => quartiles(times[name].map((t, round) => t / times.crossValidate[round]));
  return {
    work: `${n}×${p}`,
    seed,
    rounds: ROUNDS,
    target,
    times: { crossValidate: quartiles(times.crossValidate), whole: quartiles(times.whole), fitsOnly: quartiles(times.fitsOnly) },
    ratios: { whole: ratio("whole"), fitsOnly: ratio("fitsOnly") },
    off,
  };
}

function run(report: (done: string) => void): CrossValidationMeasured[] {
  return SIZES.map((size) => {
    const measured = compare(size);
    report(`cv: ${measured.work}`);
    return measured;
  });
}

function tables(measured: readonly CrossValidationMeasured[]): string {
  const show = ({ low, median, high }: Quartiles) => `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  return [
    `| work | crossValidate | ${FOLDS} whole paths | ratio (quartiles) | target | ${FOLDS} paths, fits only | ratio (quartiles) | curves differ by |`,
    "|---|---|---|---|---|---|---|---|",
    ...measured.map(({ work, times, ratios, target, off }) => {
      const [own, whole, fits] = [times.crossValidate, times.whole, times.fitsOnly].map(({ median }) => `${median.toFixed(0)} ms`);
      const goal = target === undefined ? "" : `≥ ${target}`;
      return `| ${work} | ${own} | ${whole} | ${show(ratios.whole)} | ${goal} | ${fits} | ${show(ratios.fitsOnly)} | ${off.toExponential(0)} |`;
    }),
  ].join("\n");
}
