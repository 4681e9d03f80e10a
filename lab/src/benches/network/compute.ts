// A network of one hidden layer on two columns and two classes: what it says of every place, and its losses by epoch.
import { type NetworkOptions, network } from "shrinkage/network";
import type { Data } from "../../data/load.js";
import type { Progress } from "../../worker/messages.js";
import { someRows } from "../someRows.js";
import { ring } from "./ring.js";
import { spirals } from "./spirals.js";

/** a picture of two columns needs no more rows, and stays quick */
export const ROWS = 500;
/** places of the picture along one side */
export const SIDE = 81;
export const LEARNING_RATE = 0.03;

export interface NetworkAsked {
  /** two columns of the table; without them a toy is learnt */
  columns?: readonly [string, string];
  toy: "spirals" | "ring";
  /** sd of the toy's noise */
  noise: number;
  hidden: number;
  lambda: number;
  /** the share of hidden units that training keeps */
  keep: number;
  epochs: number;
  /** back to the epoch with the smallest loss of the rows held out */
  early: boolean;
  seed: number;
}

interface Points {
  points: Record<string, Float64Array>;
  y: number[];
}

const toys: Record<NetworkAsked["toy"], (noise: number) => Points> = { spirals, ring };

function pointsOf(data: Data, { columns, toy, noise }: NetworkAsked): Points {
  if (!columns) return toys[toy](noise);
  const chosen = someRows(data.y.length, Math.min(ROWS, data.y.length));
  const points = Object.fromEntries(columns.map((name) => [name, Float64Array.from(chosen, (i) => data.columns[name][i])]));
  const { loss, classes } = data.shape;
  // y of two words is 0 and 1 already
  const second = loss === "logistic" ? 1 : Number(classes?.[1]);
  return { points, y: chosen.map((i) => Number(data.y[i] === second)) };
}

/** the ends of an axis, with some room around the points */
function ends(x: Float64Array): readonly [number, number] {
  const [low, high] = [x.reduce((a, b) => Math.min(a, b)), x.reduce((a, b) => Math.max(a, b))];
  const room = 0.06 * (high - low) || 1;
  return [low - room, high + room];
}

export function networkFit(data: Data, asked: NetworkAsked, onProgress: (progress: Progress) => void) {
  const { points, y } = pointsOf(data, asked);
  const { hidden, lambda, keep, epochs, early, seed } = asked;
  const total = early ? epochs : 2 * epochs;
  const report = (before: number) => (progress: Progress) => onProgress({ ...progress, done: before + progress.done, total });
  const options: NetworkOptions = {
    ...{ hidden, lambda, keepProbability: keep, epochs, seed },
    ...{ loss: "logistic", learningRate: LEARNING_RATE, standardize: true },
  };
  const rows = Array.from(y.keys());
  const apart = rows.filter((i) => i % 3 === 2);
  const training = rows.filter((i) => i % 3 !== 2);
  const of = (some: readonly number[]) =>
    Object.fromEntries(Object.entries(points).map(([name, x]) => [name, Float64Array.from(some, (i) => x[i])]));
  const labels = (some: readonly number[]) => some.map((i) => y[i]);
  // patience for all epochs: it ends with the best one, and has the losses of all
  const watched = network(points, y, { ...options, earlyStopping: { rows: apart, patience: epochs }, onProgress: report(0) });
  // the same steps over the same rows, which end with the last one
  const fit = early ? watched : network(of(training), labels(training), { ...options, onProgress: report(epochs) });
  const [across, up] = Object.values(points).map(ends);
  const place = ([low, high]: readonly [number, number], k: number) => low + (k / (SIDE - 1)) * (high - low);
  const grid = Array.from({ length: SIDE * SIDE }, (_, k) => [place(across, k % SIDE), place(up, Math.floor(k / SIDE))]);
  const { trainingLoss, validationLoss } = watched.history;
  return {
    points: Object.values(points).map((x) => Array.from(x)),
    y,
    across,
    up,
    /** of the second class, row by row from below */
    probability: Array.from(fit.predictProbability(grid) as Float64Array),
    epoch: fit.epochs,
    training: Array.from(trainingLoss),
    held: Array.from(validationLoss),
    score: { training: fit.score(of(training), labels(training)), held: fit.score(of(apart), labels(apart)) },
    /** of units and rows, where tanh is nearly a straight line */
    linear: fit.history.linearShare[0][fit.epochs - 1],
  };
}
