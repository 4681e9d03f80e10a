// What a path is made of, as plain data, and what follows from a point of it.
import type { PathLoss } from "../losses/loss.js";
import type { Certificate, Yardstick } from "./certificate.js";
import type { FitParts } from "./fit.js";

/** What is known of one λ; of the coefficients, those that are not 0. */
export interface Point {
  readonly lambda: number;
  /** places among the p columns (of layer k: k·p more), and the values there */
  readonly places: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly intercept: number;
  /** of several layers: one a layer */
  readonly intercepts?: readonly number[];
  /** of Cox's model */
  readonly baseline?: FitParts["baseline"];
  /** Ω(β)/λ */
  readonly penalty: number;
  readonly certificate: Certificate;
}

/** What all points of a path have in common. */
export interface Common<F> {
  readonly p: number;
  /** η has an offset beside the model */
  readonly offset?: boolean;
  /** layers of coefficients, where there are several */
  readonly layers?: number;
  readonly l1Ratio: number;
  readonly yardstick: Yardstick;
  readonly tol: number;
  /** the loss of the intercept alone, and that of a model that fits every row: what devianceExplained is a share of */
  readonly nullLoss: number;
  readonly saturated: number;
  /** rows of positive weight, and columns that may get a coefficient */
  readonly rows: number;
  readonly candidates: number;
  readonly featureNames?: readonly string[];
  readonly stopped?: Stopped;
  readonly loss: PathLoss;
  /** what a point becomes */
  readonly make: (parts: FitParts) => F;
}

/** A path as plain data, which one thread may send to another. */
export interface PathParts {
  readonly points: readonly Point[];
  readonly common: Omit<Common<unknown>, "make" | "yardstick"> & { readonly yardstick: Pick<Yardstick, "nullObjective" | "rounding"> };
}

/** Why a path has fewer λ's than were asked for. */
export interface Stopped {
  /** the part of `stopWhen` that ended it */
  readonly reason: "devianceExplained" | "maxNonzero";
  /** how many λ's were not answered */
  readonly left: number;
}

/** a p-vector from the places and values that are not 0 */
export function spreadOut({ places, values }: Point, p: number): Float64Array {
  const out = new Float64Array(p);
  for (let i = 0; i < places.length; i++) out[places[i]] = values[i];
  return out;
}

/** the share of the intercept's loss that a point explains; 0 where there is nothing to explain */
export function explained(point: Point, { nullLoss, saturated }: { nullLoss: number; saturated: number }): number {
  const whole = nullLoss - saturated;
  return whole > 0 ? 1 - (lossOf(point) - saturated) / whole : 0;
}

/** what is minimised, less the penalty */
export function lossOf({ certificate, lambda, penalty }: Point): number {
  return certificate.objective - lambda * penalty;
}
