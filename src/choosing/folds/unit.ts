// What one fold is fitted and judged from, and what comes of it: plain data between threads.
import type { LossSpec, Measure } from "../../losses/loss.js";
import { rowsBut, type Source } from "../../problem/rowSubset.js";
import type { Statistics } from "../../problem/statistics.js";
import type { PathParts } from "../../results/points.js";
import type { JointTarget } from "../../solvers/jointTarget.js";

/** All rows, placed in a thread's memory, and what every unit has in common. */
export interface FoldSource extends Source {
  readonly loss: LossSpec;
  readonly measure: Measure;
  /** what is solved jointly, where it is not one number a row and a penalty of single columns */
  readonly joint?: JointTarget;
  /** folds are in order of time, each fitted to the rows before it */
  readonly inTime?: boolean;
}

/** the rows that a fold is fitted to */
export function fittedTo({ problem, inTime }: FoldSource, heldOut: Int32Array): Int32Array {
  return inTime ? Int32Array.from({ length: heldOut[0] }, (_, i) => i) : rowsBut(heldOut, problem.n);
}

/** Paths of the rows outside a fold, and their errors on the rows inside. Plain data. */
export interface Unit {
  /** the rows of the fold, in order; none: paths of all rows, and no errors */
  readonly heldOut: Int32Array;
  readonly l1Ratios: readonly number[];
  /** one entry an l1Ratio */
  readonly lambdas: readonly Float64Array[];
  /** second moments of the other rows and of these, where paths are to be fitted to those */
  readonly moments?: { readonly others: Statistics; readonly heldOut?: Statistics };
}

/** What came of a unit. Plain data. */
export interface Outcome {
  /** one an l1Ratio */
  readonly paths: readonly PathParts[];
  /** [l1Ratio][λ]: the mean error, or score, of the rows held out; NaN where they have no weight */
  readonly errors: readonly Float64Array[];
}
