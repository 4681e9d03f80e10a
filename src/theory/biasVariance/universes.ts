// The answers of a model in every universe, as vectors z in which lengths are root mean squares over the points: with the predictions
// ŷ = Pθ (θ the intercept and the coefficients, P a column of ones and the points), [P f]/√m = QR (triangular.ts) gives z = Rθ and φ, the
// truth: ‖z − φ‖² is the mean of (ŷ − f)² over the m points, whatever their number.
import { ridge } from "../../fitting/ridge.js";
import { view } from "../../kernels/heap.js";
import { kernels } from "../../kernels/kernels.js";
import { scope } from "../../kernels/scope.js";
import type { Random } from "../../random.js";
import type { MultiFit } from "../../results/multiFit.js";
import { Matrix } from "../../tables/matrix.js";
import { triangular } from "../algebra/triangular.js";
import { nextNormal } from "../random/normals.js";
import { fitAndPredict, fitLinear, isRidge, type LinearModel, type Model } from "./model.js";

/** Universes at a time: 264·n numbers stay in L2, and 33 cache lines apart the rows of one universe share no place in L1. */
const BLOCK = 264;

export interface Experiment {
  rows: Float64Array[];
  points: Float64Array[];
  truth: Float64Array;
  truthAtPoints: Float64Array;
  /** σ */
  sd: number;
  model: Model;
  universes: number;
}

export interface Answers {
  /** one vector after another, `size` numbers each */
  z: Float64Array;
  size: number;
  /** the truth in the same coordinates */
  phi: Float64Array;
}

/** the answers in all universes; `bits` draws the noise */
export function answersOf(name: string, experiment: Experiment, bits: Random): Answers {
  const { model } = experiment;
  if (typeof model === "function") return byPredictions(name, experiment, bits);
  return isRidge(model) ? byUnitVectors(experiment, model, bits) : byFits(experiment, model, bits);
}

/** y ← f + σε, its entries `stride` apart from `from` on */
function observe(y: Float64Array, from: number, stride: number, experiment: Experiment, bits: Random): void {
  const { truth, sd } = experiment;
  for (let i = 0; i < truth.length; i++, from += stride) y[from] = truth[i] + sd * nextNormal(bits);
}

/** any model: z = ŷ/√m */
function byPredictions(name: string, experiment: Experiment, bits: Random): Answers {
  const { rows, points, truthAtPoints, model, universes } = experiment;
  const size = points.length;
  const root = Math.sqrt(size);
  const z = new Float64Array(universes * size);
  for (let u = 0; u < universes; u++) {
    const y = new Float64Array(rows.length);
    observe(y, 0, 1, experiment, bits);
    const [predicted] = fitAndPredict(name, model, rows, y, [points]);
    for (let k = 0; k < size; k++) z[u * size + k] = predicted[k] / root;
  }
  return { z, size, phi: truthAtPoints.map((f) => f / root) };
}

/** R's columns for the intercept and the p coefficients, and φ */
function coordinates({ points, truthAtPoints }: Experiment): { R: Float64Array[]; phi: Float64Array } {
  const root = Math.sqrt(points.length);
  const columns = [new Float64Array(points.length).fill(1 / root)];
  for (let j = 0; j < points[0].length; j++) columns.push(Float64Array.from(points, (point) => point[j] / root));
  const all = triangular([...columns, truthAtPoints.map((f) => f / root)]);
  return { R: all.slice(0, -1), phi: all[all.length - 1] };
}

/** out ← Rθ */
function place(out: Float64Array, R: Float64Array[], fit: { intercept: number; coefficients: ArrayLike<number> }): void {
  out.fill(0);
  R.forEach((column, j) => {
    const t = j === 0 ? fit.intercept : fit.coefficients[j - 1];
    for (let k = 0; k < out.length; k++) out[k] += t * column[k];
  });
}

/** lasso, elastic net and bounds: a fit a universe */
function byFits(experiment: Experiment, model: LinearModel, bits: Random): Answers {
  const { R, phi } = coordinates(experiment);
  const size = phi.length;
  const z = new Float64Array(experiment.universes * size);
  const y = new Float64Array(experiment.rows.length);
  const X = Matrix.from(experiment.rows);
  try {
    for (let u = 0; u < experiment.universes; u++) {
      observe(y, 0, 1, experiment, bits);
      place(z.subarray(u * size, (u + 1) * size), R, fitLinear(model, X, y));
    }
  } finally {
    X.dispose();
  }
  return { z, size, phi };
}

/** ridge: z = S(f + σε), column i of S its answer to the unit vector eᵢ */
function byUnitVectors(experiment: Experiment, model: LinearModel, bits: Random): Answers {
  const { R, phi } = coordinates(experiment);
  const { rows, universes } = experiment;
  const n = rows.length;
  const size = phi.length;
  const units = new Float64Array(n * n);
  for (let i = 0; i < n; i++) units[i * n + i] = 1;
  const { l1Ratio: _, ...options } = model;
  const { fits } = ridge(rows, { data: units, shape: [n, n] }, options) as MultiFit;
  const column = new Float64Array(size);
  const S = Array.from({ length: size }, () => new Float64Array(n));
  fits.forEach((fit, i) => {
    place(column, R, fit);
    for (let k = 0; k < size; k++) S[k][i] = column[k];
  });
  const z = new Float64Array(universes * size);
  scope((memory) => {
    const places = memory.putIntegers(Array.from(S[0].keys()));
    const zeros = memory.put(new Float64Array(n));
    // R leaves the last place to the truth alone
    const rows = S.slice(0, R.length).map((row) => memory.put(row));
    const Y = memory.f64(BLOCK * n);
    const out = memory.f64(BLOCK);
    // nothing is allocated any more: the views stay valid
    const [drawn, answers] = [view(Y, BLOCK * n), view(out, BLOCK)];
    for (let first = 0; first < universes; first += BLOCK) {
      const count = Math.min(BLOCK, universes - first);
      for (let u = 0; u < count; u++) observe(drawn, u, BLOCK, experiment, bits);
      rows.forEach((row, k) => {
        kernels().predict(BLOCK, n, Y, places, zeros, row, 0, out);
        for (let u = 0; u < count; u++) z[(first + u) * size + k] = answers[u];
      });
    }
  });
  return { z, size, phi };
}
