// The problems of sparse.ts: text, entries at random, factors as columns of ones.
import { readFileSync } from "node:fs";
import { normal, uniform } from "../reference/problems.js";
import type { Csc, Loaded } from "./rivals/protocol.js";
import { maximalLambda, type SparseLoss } from "./sparseJudge.js";

export interface SparseProblem {
  name: string;
  seed: number;
  loss: SparseLoss;
  l1Ratio: number;
  problem(): Loaded & { sparse: Csc };
}

/** entries by columns from lists of rows; `value` of each */
function columnsOf(n: number, lists: readonly (readonly number[])[], value: (row: number, column: number) => number): Csc {
  const indptr = new Int32Array(lists.length + 1);
  lists.forEach((list, j) => {
    indptr[j + 1] = indptr[j] + list.length;
  });
  const indices = new Int32Array(indptr[lists.length]);
  const data = new Float64Array(indices.length);
  lists.forEach((list, j) => {
    list.forEach((i, k) => {
      indices[indptr[j] + k] = i;
      data[indptr[j] + k] = value(i, j);
    });
  });
  return { data, indices, indptr, shape: [n, lists.length] };
}

/** Xβ */
export function product({ data, indices, indptr, shape: [n, p] }: Csc, beta: ArrayLike<number>): Float64Array {
  const eta = new Float64Array(n);
  for (let j = 0; j < p; j++) if (beta[j] !== 0) for (let k = indptr[j]; k < indptr[j + 1]; k++) eta[indices[k]] += beta[j] * data[k];
  return eta;
}

const COUNT = 100;
const MIN_RATIO = 0.05;

function grid(most: number): Float64Array {
  return Float64Array.from({ length: COUNT }, (_, k) => most * MIN_RATIO ** (k / (COUNT - 1)));
}

function withLambdas(sparse: Csc, y: Float64Array, loss: SparseLoss): Loaded & { sparse: Csc } {
  return { columns: [], sparse, y, lambdas: grid(maximalLambda(sparse, y, loss)) };
}

/** 1378 docstrings × 4729 words, tf-idf, which of two libraries they are from (test/fixtures/text.json); as ±1 for logistic */
function text(loss: SparseLoss) {
  const file = JSON.parse(readFileSync(new URL("../test/fixtures/text.json", import.meta.url), "utf8")) as {
    rows: number;
    columns: number;
    columnLengths: number[];
    indices: string;
    tfidf: string;
    label: string;
  };
  const [places, values] = [Buffer.from(file.indices, "base64"), Buffer.from(file.tfidf, "base64")];
  const indptr = new Int32Array(file.columns + 1);
  file.columnLengths.forEach((length, j) => {
    indptr[j + 1] = indptr[j] + length;
  });
  const indices = Int32Array.from({ length: places.length / 2 }, (_, k) => places.readUInt16LE(2 * k));
  const data = Float64Array.from(indices, (_, k) => 1e-4 * values.readUInt16LE(2 * k));
  const label = Float64Array.from(file.label, Number);
  const y = loss === "logistic" ? label.map((value) => 2 * value - 1) : label;
  return withLambdas({ data, indices, indptr, shape: [file.rows, file.columns] }, y, loss);
}

/** n × p with a share of entries ~ N(0, 1), 100 coefficients, as much signal as noise is four times of */
function random(n: number, p: number, density: number, seed: number, loss: SparseLoss) {
  const [draw, pick] = [normal(seed), uniform(seed + 1)];
  const lists = Array.from({ length: p }, () => {
    const rows = new Set<number>();
    while (rows.size < density * n) rows.add(Math.floor(pick() * n));
    return [...rows].sort((a, b) => a - b);
  });
  const sparse = columnsOf(n, lists, draw);
  const beta = new Float64Array(p);
  for (let k = 0; k < 100; k++) beta[Math.floor(pick() * p)] = draw();
  const eta = product(sparse, beta);
  const sd = Math.sqrt(eta.reduce((sum, value) => sum + value * value, 0) / n);
  const y = eta.map((value) =>
    loss === "logistic" ? (pick() < 1 / (1 + Math.exp((-2 * value) / sd)) ? 1 : -1) : value / sd + 0.5 * draw(),
  );
  return withLambdas(sparse, y, loss);
}

/** rows of `factors` factors with `levels` levels each, counts whose log mean adds up effects; columns of ones */
export function factors(n: number, count: number, levels: number, seed: number): { sparse: Csc; y: Float64Array } {
  const [draw, pick] = [normal(seed), uniform(seed + 1)];
  const lists: number[][] = Array.from({ length: count * levels }, () => []);
  const effects = lists.map(() => 0.15 * draw());
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let eta = -0.5;
    for (let f = 0; f < count; f++) {
      // some levels are three times as frequent as others
      const j = f * levels + Math.min(levels - 1, Math.floor(levels * pick() ** 1.5));
      lists[j].push(i);
      eta += effects[j];
    }
    // a Poisson count by inversion
    const mean = Math.exp(eta);
    const u = pick();
    for (let p = Math.exp(-mean), sum = p; sum < u && y[i] < 100; sum += p) p *= mean / ++y[i];
  }
  return { sparse: columnsOf(n, lists, () => 1), y };
}

const insurance = () => ({ columns: [], ...factors(200_000, 3, 50, 75), lambdas: Float64Array.of(1e-3) });

export const PROBLEMS: readonly SparseProblem[] = [
  { name: "text 1378×4729, squared", seed: 0, loss: "squared", l1Ratio: 1, problem: () => text("squared") },
  { name: "text 1378×4729, logistic", seed: 0, loss: "logistic", l1Ratio: 1, problem: () => text("logistic") },
  {
    ...{ name: "5000×50,000, density 1e-3, squared", seed: 71, loss: "squared", l1Ratio: 1 },
    problem: () => random(5000, 50_000, 1e-3, 71, "squared"),
  },
  {
    ...{ name: "5000×50,000, density 1e-3, logistic", seed: 71, loss: "logistic", l1Ratio: 1 },
    problem: () => random(5000, 50_000, 1e-3, 71, "logistic"),
  },
  { name: "200,000 rows, three factors of 50 levels, Poisson ridge", seed: 75, loss: "poisson", l1Ratio: 0, problem: insurance },
  { name: "200,000 rows, three factors of 50 levels, Poisson lasso", seed: 75, loss: "poisson", l1Ratio: 1, problem: insurance },
];
