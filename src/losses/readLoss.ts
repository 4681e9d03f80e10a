// What a loss is asked to be, and how it reads y and its fits are called.
import { checkNumber, describe } from "../check.js";
import { type Label, readClasses } from "../tables/labels.js";
import { readTarget } from "../tables/readTable.js";
import { huber, LOGISTIC, type LossName, POISSON, type Smooth, SQUARED_HINGE } from "./losses.js";
import { weightedMedian } from "./weightedMedian.js";

/** A loss with everything it depends on, as plain data. */
export interface LossSpec {
  readonly loss: LossName;
  /** of "huber" */
  readonly delta?: number;
  /** of "logistic" and "squaredHinge": the two classes */
  readonly labels?: readonly [Label, Label];
}

/** Huber's estimate is 95 % as efficient as the mean at the normal distribution with this δ, in units of its sd (Huber 1981, section 4.5). */
const DELTA = 1.345;
/** The median of |z| for a standard normal z. */
const MEDIAN = 0.6744897501960817;

/** 1.345 sds of y, by its weighted median absolute deviation, or by its largest if that is 0; rows of weight 0 have no say */
export function defaultDelta(y: Float64Array, weights?: ArrayLike<number>): number {
  const middle = weightedMedian(y, weights);
  const off = y.map((value) => Math.abs(value - middle));
  const largest = () => off.reduce((a, b, i) => (weights?.[i] === 0 ? a : Math.max(a, b)), 0);
  return (DELTA * (weightedMedian(off, weights) || largest() || 1)) / MEDIAN;
}

const checkDelta = (name: string, delta: unknown) =>
  checkNumber(name, "delta", delta, (x) => x > 0 && x < Infinity, "a finite number above 0");

/** the loss with what it takes from y where the options leave it open: Huber's δ */
export function complete(name: string, spec: LossSpec, target: Float64Array, weights?: ArrayLike<number>): LossSpec {
  if (spec.loss !== "huber" || spec.delta !== undefined) return spec;
  return { ...spec, delta: checkDelta(name, defaultDelta(target, weights)) };
}

/**
 * a loss by its name, still to be completed, and y as it reads it: −1 and 1 for classes
 * @internal
 */
export function readLoss(
  name: string,
  loss: unknown,
  delta: unknown,
  y: unknown,
  rows: number,
): { spec: LossSpec; target: Float64Array<ArrayBuffer> } {
  if (delta !== undefined && loss !== "huber") throw new TypeError(`${name}: delta is given, expected it with loss "huber" only`);
  if (loss === "logistic" || loss === "squaredHinge") {
    const { labels, signs } = readClasses(name, y, rows);
    return { spec: { loss, labels }, target: Float64Array.from(signs) };
  }
  const target = Float64Array.from(readTarget(name, y, rows));
  if (loss === "squared") return { spec: { loss }, target };
  if (loss === "huber") return { spec: { loss, ...(delta !== undefined && { delta: checkDelta(name, delta) }) }, target };
  if (loss !== "poisson")
    throw new TypeError(`${name}: loss is ${describe(loss)}, expected "squared", "logistic", "huber", "poisson" or "squaredHinge"`);
  const negative = target.findIndex((value) => value < 0);
  if (negative >= 0) throw new RangeError(`${name}: y has ${target[negative]} at row ${negative}, expected a number ≥ 0`);
  return { spec: { loss }, target };
}

/** how a loss that is not quadratic is minimised */
export function smoothOf({ loss, delta = 1 }: LossSpec): Smooth {
  if (loss === "logistic") return LOGISTIC;
  if (loss === "squaredHinge") return SQUARED_HINGE;
  return loss === "poisson" ? POISSON : huber(delta);
}
