// Ways down to ridge's answer over two coefficients, early stopping beside ridge, and what happens around 0.
import { type GradientOptions, gradientDescent, lasso, ridge } from "shrinkage";
import { earlyStopping, lossContours, penalizedDescent } from "shrinkage/theory";
import type { Data } from "../../data/load.js";
import { type Pair, type Plane, type Point, planeOf } from "../plane/columns.js";

/** a picture of a descent needs no more rows, and stays quick */
export const ROWS = 500;
const METHODS = ["gd", "sgd", "adam", "adamw"] as const;

export interface PathsAsked extends Pair {
  lambda: number;
  /** the step of gd and sgd, times 1/(largest eigenvalue + λ) */
  step: number;
  epochs: number;
  batch: number;
  seed: number;
}

function placed(data: Data, pair: Pair): Plane & { rows: number; most: number } {
  const plane = planeOf(data, pair, ROWS);
  // of two standardised columns the eigenvalues are 1 ± their correlation
  return { ...plane, rows: plane.y.length, most: 1 + Math.abs(plane.correlation) };
}

const two = (coefficients: ArrayLike<number>): Point => [coefficients[0], coefficients[1]];
const apart = ([a, b]: Point, [c, d]: Point) => Math.hypot(a - c, b - d);

export function descentPaths(data: Data, asked: PathsAsked) {
  const { X, y, own, rows, most } = placed(data, asked);
  const { lambda, epochs, seed, step } = asked;
  const learningRate = step / (most + lambda);
  const adamRate = 0.1 * step * Math.max(Math.abs(own[0]), Math.abs(own[1]));
  const answer = two(ridge(X, y, { lambda }).coefficients);
  const options: GradientOptions = { lambda, l1Ratio: 0, batchSize: Math.min(asked.batch, rows), seed };
  const along = (method: (typeof METHODS)[number]): Point[] => {
    if (method === "gd")
      return Array.from({ length: epochs }, (_, k) => two(penalizedDescent(X, y, { lambda, steps: k + 1, learningRate }).coefficients));
    const rate = method === "sgd" ? learningRate : adamRate;
    const { history } = gradientDescent(X, y, { ...options, method, epochs, learningRate: rate, keepCoefficients: true });
    return (history.coefficients ?? []).map(two);
  };
  const paths = METHODS.map((method) => {
    const points: Point[] = [[0, 0], ...along(method)];
    return { method, points, distance: apart(points[epochs], answer) / Math.hypot(...answer) };
  });
  const { contours } = lossContours(X, y);
  return { rows, own, answer, learningRate, adamRate, paths, contours };
}

export function descentStopping(data: Data, asked: Pair & { step: number; steps: number }) {
  const { X, y, own, most } = placed(data, asked);
  const learningRate = Math.min(1, asked.step) / most;
  const counts = [...new Set(Array.from({ length: 60 }, (_, k) => Math.round(asked.steps ** (k / 59))))];
  const stopped = counts.map((steps) => earlyStopping(X, y, { steps, learningRate }));
  const penalised = stopped.map(({ lambda }) => two(ridge(X, y, { lambda }).coefficients));
  const last = counts.length - 1;
  return {
    own,
    learningRate,
    counts,
    stopped: stopped.map(({ coefficients }) => two(coefficients)),
    penalised,
    lambda: stopped[last].lambda,
    distance: apart(two(stopped[last].coefficients), penalised[last]) / Math.hypot(...own),
    contours: lossContours(X, y).contours,
  };
}

export function descentKink(data: Data, asked: Pair & { step: number; share: number; epochs: number }) {
  const { X, y, most, rows, optimum, correlation } = placed(data, asked);
  const products = [optimum[0] + correlation * optimum[1], correlation * optimum[0] + optimum[1]];
  const lambda = asked.share * Math.max(...products.map(Math.abs));
  const answer = lasso(X, y, { lambda, tol: 1e-12 }).coefficients;
  // the coefficient that the penalty takes first
  const j = Math.abs(answer[0]) <= Math.abs(answer[1]) ? 0 : 1;
  const options: GradientOptions = { lambda, l1Ratio: 1, method: "sgd", batchSize: rows, shuffle: false, learningRate: asked.step / most };
  const along = (l1: "prox" | "subgradient") =>
    (gradientDescent(X, y, { ...options, l1, epochs: asked.epochs, keepCoefficients: true }).history.coefficients ?? []).map((b) => b[j]);
  const [prox, subgradient] = [along("prox"), along("subgradient")];
  const zeros = (values: readonly number[]) => values.filter((value) => value === 0).length;
  return {
    column: j === 0 ? asked.a : asked.b,
    lambda,
    answer: answer[j],
    prox: [0, ...prox],
    subgradient: [0, ...subgradient],
    zeros: { prox: zeros(prox), subgradient: zeros(subgradient) },
  };
}
