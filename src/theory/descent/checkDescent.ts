// What the descents share: their options, read and completed.
import { checkCount, checkNumber, checkVector } from "../../check.js";
import { checkLambda } from "../../options/commonOptions.js";
import { checkOptions } from "../checkOptions.js";
import type { QuadraticLoss } from "../constraint/quadraticLoss.js";

/** Options of {@link weightDecay} and {@link penalizedDescent}. */
export interface DescentOptions {
  /** λ ≥ 0, required */
  lambda: number;
  /** how many, required */
  steps: number;
  /** ε, at most what falls: below 2/(d + λ), d the largest eigenvalue of X̃ᵀX̃/n; required */
  learningRate: number;
  /** w at the start, p numbers (default all 0) */
  start?: ArrayLike<number>;
  /** default true */
  fitIntercept?: boolean;
}

/** Where a descent arrived. */
export interface Descended {
  /** w after the last step, p numbers */
  coefficients: Float64Array;
  /** the best one beside these coefficients, ȳ − x̄ᵀw */
  intercept: number;
}

const NAMES = ["lambda", "steps", "learningRate", "start", "fitIntercept"];

export function checkDescent(name: string, options: DescentOptions): { lambda: number; steps: number; learningRate: number } {
  checkOptions(name, options, NAMES);
  return { lambda: checkLambda(name, options.lambda), ...checkSteps(name, options) };
}

export function checkSteps(name: string, options: { steps: unknown; learningRate: unknown }): { steps: number; learningRate: number } {
  const { steps, learningRate } = options;
  return {
    steps: checkCount(name, "steps", steps),
    learningRate: checkNumber(name, "learningRate", learningRate, (x) => x > 0 && x < Infinity, "a finite number above 0"),
  };
}

/** w at the start */
export function startOf(name: string, start: unknown, { p }: QuadraticLoss): Float64Array {
  if (start === undefined) return new Float64Array(p);
  return checkVector(name, "start", start, p, "columns", Number.isFinite, "a finite number");
}
