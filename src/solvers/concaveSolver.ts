// What a path of MCP or SCAD asks of its solver.
import type { ConcaveName } from "../losses/concave.js";
import type { Solution } from "../problem/solution.js";
import type { Yardstick } from "../results/certificate.js";

/** A penalty with its γ. */
export interface ConcaveSpec {
  readonly penalty: ConcaveName;
  readonly gamma: number;
}

/** A stationary point: f + P, and the largest violation of its first-order conditions, per standard deviation where columns are standardised. */
export interface ConcaveAnswer {
  readonly solution: Solution;
  readonly intercept: number;
  readonly objective: number;
  readonly violation: number;
  readonly iterations: number;
}

/** What finds them at one λ after another. */
export interface ConcaveSolver {
  readonly yardstick: Yardstick;
  readonly lambdaMax: number;
  readonly nullLoss: number;
  readonly saturated: number;
  solve(lambda: number): ConcaveAnswer;
}
