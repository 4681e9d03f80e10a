// Reference answers by cases: the options of each, and what an answer is held to.
//
// Tolerances. The answers satisfy the optimality conditions to 1e-11 of λ, and their objectives are good to some ε of the null objective.
// Ours is proven to a relative gap of `TOL`: an objective may be above by that much, and below by the rounding of the reference alone.
import { expect } from "vitest";
import type { Certificate, CommonOptions } from "../../src/index.js";

export const TOL = 1e-11;
const ROUNDED = 1e-12;

/** What all cases have. */
export interface Case {
  data: string;
  l1Ratio?: number;
  standardize?: boolean;
  intercept?: boolean;
  weights?: string;
  penaltyFactors?: number[];
  grouped?: string | boolean;
  lambdaMax?: number;
  nullObjective: number;
  unique?: boolean;
  path: readonly Answer[];
}

/** One λ. */
export interface Answer {
  lambda: number;
  objective: number;
  intercept?: number;
  intercepts?: number[];
  coefs: number[] | number[][];
  unique?: boolean;
}

/** the options that a case is fitted with */
export function optionsOf(one: Case, data: Record<string, unknown>): CommonOptions {
  return {
    standardize: one.standardize,
    fitIntercept: one.intercept ?? true,
    ...(one.weights && { weights: data[one.weights] as number[] }),
    ...(Array.isArray(one.penaltyFactors) && { penaltyFactors: one.penaltyFactors }),
    tol: TOL,
  };
}

/** the objective and its proof */
export function expectProven(certificate: Certificate, answer: Answer, nullObjective: number): void {
  const scale = Math.abs(nullObjective);
  expect(certificate.converged).toBe(true);
  const excess = certificate.objective - answer.objective;
  expect(excess / scale).toBeGreaterThan(-ROUNDED);
  expect(excess).toBeLessThanOrEqual(certificate.gap + ROUNDED * scale);
}

/** a title for a case */
export function titleOf({ path: _, ...one }: Case): string {
  const { data, l1Ratio, standardize, weights, penaltyFactors, intercept, grouped, ...rest } = one as Case & Record<string, unknown>;
  const more = ["tau", "ties", "strata", "groupFactors", "loss"]
    .filter((key) => rest[key] !== undefined)
    .map((key) => `${key} ${rest[key]}`);
  return [
    data,
    `ρ ${l1Ratio}`,
    standardize && "standardised",
    weights && "weighted",
    penaltyFactors && "factors",
    intercept === false && "bare",
    grouped && "grouped",
    ...more,
  ]
    .filter(Boolean)
    .join(", ");
}
