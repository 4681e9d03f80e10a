// Polynomials of one variable fitted again and again: to a known truth seen through new noise, or to other rows of the reader's table.
import { ridge } from "shrinkage";
import { biasVariance, learningCurve, normals, polynomialFeatures } from "shrinkage/theory";
import type { Data } from "../../data/load.js";
import type { Progress } from "../../worker/messages.js";

export interface OverfitAsked {
  /** a column of the table; without one the truth is sin πx */
  column?: string;
  degree: number;
  rows: number;
  /** sd of the noise around sin πx */
  noise: number;
  lambda: number;
  universes: number;
  seed: number;
}

/** fits that are drawn one by one */
const DRAWN = 25;
/** splits of the reader's rows: the error of a mean of them is a fourteenth of one's */
const SPLITS = 200;
const POINTS = 101;

const truth = (x: number) => Math.sin(Math.PI * x);
const toyPlaces = (rows: number) => Float64Array.from({ length: rows }, (_, i) => (2 * i + 1) / rows - 1);
const places = Float64Array.from({ length: POINTS }, (_, i) => (2 * i) / (POINTS - 1) - 1);

/** −1 … 1, so that powers stay small */
function between(x: Float64Array) {
  const low = x.reduce((a, b) => Math.min(a, b));
  const high = x.reduce((a, b) => Math.max(a, b));
  const half = (high - low) / 2 || 1;
  return { scaled: x.map((value) => (value - low) / half - 1), back: (z: number) => low + (z + 1) * half };
}

/** samples to fit, one a universe */
function samples(data: Data, { column, rows, noise, seed }: OverfitAsked) {
  const next = normals(seed);
  if (column === undefined) {
    const x = toyPlaces(rows);
    return { back: (z: number) => z, draw: () => ({ x, y: x.map((value) => truth(value) + noise * next()) }) };
  }
  const { scaled, back } = between(data.columns[column]);
  const draw = () => {
    const keys = scaled.map(() => next());
    const order = Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b]);
    const chosen = order.slice(0, rows);
    return { x: Float64Array.from(chosen, (i) => scaled[i]), y: Float64Array.from(chosen, (i) => data.y[i]) };
  };
  return { back, draw };
}

export function overfitFits(data: Data, asked: OverfitAsked) {
  const { degree, lambda, column } = asked;
  const { back, draw } = samples(data, asked);
  const at = polynomialFeatures(places, { degree });
  const fitAt = (x: Float64Array, y: Float64Array) => Array.from(ridge(polynomialFeatures(x, { degree }), y, { lambda }).predict(at));
  const curves: number[][] = [];
  const first = draw();
  let sum = first.y;
  let answers: number[] | undefined;
  const universes = column === undefined ? asked.universes : Math.min(asked.universes, 100);
  let sample = first;
  for (let u = 0; u < universes; u++) {
    if (u > 0) sample = draw();
    // answers are linear in y: with the same places the mean of the fits is the fit of the mean
    if (u > 0 && column === undefined) sum = sum.map((value, i) => value + sample.y[i]);
    if (u < DRAWN || column !== undefined) {
      const curve = fitAt(sample.x, sample.y);
      if (u < DRAWN) curves.push(curve);
      answers = answers ? answers.map((value, k) => value + curve[k]) : curve;
    }
  }
  const mean =
    column === undefined
      ? fitAt(
          first.x,
          sum.map((value) => value / universes),
        )
      : (answers as number[]).map((value) => value / universes);
  return {
    places: Array.from(places, back),
    truth: column === undefined ? Array.from(places, truth) : undefined,
    curves,
    mean,
    sample: Array.from(first.x, (x, i) => [back(x), first.y[i]] as [number, number]),
  };
}

/** errors of one degree: of the toy by experiment and in closed form, of a table with rows held out */
export function overfitErrors(data: Data, asked: OverfitAsked) {
  const { column, degree, rows, noise, lambda, universes, seed } = asked;
  const model = { lambda, l1Ratio: 0 };
  if (column === undefined) {
    const design = polynomialFeatures(toyPlaces(rows), { degree });
    const at = polynomialFeatures(places, { degree });
    const { bias2, variance, mse, exact } = biasVariance({ truth: ([x]) => truth(x), design, at, noise, model, universes, seed });
    return { degree, bias2, variance, mse, exact };
  }
  const X = polynomialFeatures(between(data.columns[column]).scaled, { degree });
  const { training, test, testErrors } = learningCurve(X, data.y, { sizes: [rows], model, repeats: SPLITS, seed });
  return { degree, training: training[0], test: test[0], testError: testErrors[0] };
}

/** the same of every degree */
export function overfitDegrees(
  data: Data,
  asked: Omit<OverfitAsked, "degree"> & { most: number },
  onProgress: (progress: Progress) => void,
) {
  const { most, ...others } = asked;
  const degrees: ReturnType<typeof overfitErrors>[] = [];
  for (let degree = 1; degree <= most; degree++) {
    degrees.push(overfitErrors(data, { ...others, degree }));
    onProgress({ stage: "degrees", done: degree, total: most });
  }
  return { degrees };
}
