// npx tsx bench/crossValidation.ts: 10-fold cross-validation in one call against a path for each fold, the same folds, λ's and tol. All
// take turns, A B C A B C, after two rounds of warming up; times are medians, ratios are those of neighbours.
import { crossValidate, type Path, path } from "../src/index.js";
import { quartiles } from "./measure.js";
import { autoregressive, rowsOf } from "./problems.js";

const FOLDS = 10;
const ROUNDS = 9;

interface Prepared {
  X: number[][];
  y: number[];
  heldOut: number[][];
  truth: number[];
}

/** `path` for the rows outside each fold, which are there already as arrays of rows; `judge` predicts what was held out, at every λ */
function separately(folds: Prepared[], lambdas: Float64Array, judge: boolean): number[] {
  const means = new Array<number>(lambdas.length).fill(0);
  const n = folds.reduce((sum, { truth }) => sum + truth.length, 0);
  for (const { X, y, heldOut, truth } of folds) {
    const fits: Path = path(X, y, { lambdas });
    if (!judge) continue;
    for (let k = 0; k < means.length; k++) {
      const predicted = fits.fit(k).predict(heldOut);
      for (let i = 0; i < truth.length; i++) means[k] += (truth[i] - predicted[i]) ** 2 / n;
    }
  }
  return means;
}

function compare(n: number, p: number): string {
  const { columns, y } = autoregressive({ n, p, seed: 41 });
  const X = rowsOf(columns);
  const { foldIds, lambdas, means } = crossValidate(X, y, { folds: FOLDS });
  const folds = Array.from({ length: FOLDS }, (_, id): Prepared => {
    const [inside, outside] = [true, false].map((held) => X.map((_, i) => i).filter((i) => (foldIds[i] !== id) === held));
    const rows = (list: number[]) => list.map((i) => X[i]);
    return { X: rows(inside), y: inside.map((i) => y[i]), heldOut: rows(outside), truth: outside.map((i) => y[i]) };
  });
  const contenders: (() => unknown)[] = [
    () => crossValidate(X, y, { foldIds }),
    () => separately(folds, lambdas, false),
    () => separately(folds, lambdas, true),
  ];
  const off = Math.max(...separately(folds, lambdas, true).map((mean, k) => Math.abs(means[k] / mean - 1)));
  const times: number[][] = contenders.map(() => []);
  for (let round = -2; round < ROUNDS; round++) {
    contenders.forEach((run, k) => {
      const start = performance.now();
      run();
      if (round >= 0) times[k].push(performance.now() - start);
    });
  }
  const ms = (k: number) => `${quartiles(times[k]).median.toFixed(0)} ms`;
  const ratio = (k: number) => {
    const { low, median, high } = quartiles(times[k].map((t, round) => t / times[0][round]));
    return `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  };
  return `| ${n}×${p} | ${ms(0)} | ${ms(1)} | ${ratio(1)} | ${ms(2)} | ${ratio(2)} | ${off.toExponential(0)} |`;
}

console.log(`lasso, 100 λ, ${FOLDS} folds, from arrays of rows; crossValidate has the path of all rows besides\n`);
console.log("| work | crossValidate | 10 paths | ratio (quartiles) | 10 paths, judged | ratio (quartiles) | means differ by |");
console.log("|---|---|---|---|---|---|---|");
for (const [n, p] of [
  [5000, 200],
  [20_000, 50],
  [100, 1000],
])
  console.log(compare(n, p));
