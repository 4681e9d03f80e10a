import { square } from "../elementary.js";
/** The proof that comes with a fit. */
export interface Certificate {
  /** the objective at the coefficients: the loss (mean squared error / 2, unless another was asked for) plus the penalty */
  objective: number;
  /** duality gap: the objective is at most this much above the smallest possible one */
  gap: number;
  /**
   * gap / objective of the null model (intercept and unpenalised columns only), less that of a perfect model for losses other than squared
   * error; 0 where both are no more than the rounding of y
   */
  relativeGap: number;
  /** passes of coordinate descent, or Newton steps (the solution and its refinements) */
  iterations: number;
  /** relativeGap ≤ tol; of penalties that are not convex, stationarity ≤ tol */
  converged: boolean;
  /** of "mcp" and "scad", whose gap is Infinity: the largest violation of the first-order conditions, as a share of λ */
  stationarity?: number;
  /** of "mcp" and "scad": true where the objective is proven to be convex, so that a stationary point is the minimum */
  convexRegion?: boolean;
}

/** What gaps are measured by: the objective of the null model, or the rounding of y where the null model fits y already. */
export class Yardstick {
  readonly nullObjective: number;
  /** ½ Σ wᵢ(8εyᵢ)² */
  readonly rounding: number;

  constructor(nullObjective: number, yRawHalfSquares: number, rounding = 64 * square(Number.EPSILON) * yRawHalfSquares) {
    this.nullObjective = nullObjective;
    this.rounding = rounding;
  }

  /** the same from its two numbers */
  static of({ nullObjective, rounding }: Pick<Yardstick, "nullObjective" | "rounding">): Yardstick {
    return new Yardstick(nullObjective, 0, rounding);
  }

  relative(gap: number): number {
    if (this.nullObjective > this.rounding) return gap / this.nullObjective;
    return gap <= this.rounding ? 0 : gap / this.rounding;
  }

  /** the gap at which a fit has converged */
  target(tol: number): number {
    return this.nullObjective > this.rounding ? tol * this.nullObjective : this.rounding;
  }

  certify(tol: number, objective: number, gap: number, iterations: number): Certificate {
    const relativeGap = this.relative(gap);
    return { objective, gap, relativeGap, iterations, converged: relativeGap <= tol };
  }
}

/** one line to whoever runs this; some places (worklets) have no console */
export function warn(message: string): void {
  globalThis.console?.warn(message);
}

/** not converging is a result; one warning says so, about the worst of the fits that a call made, and what the caller may do about it */
export function warnOnce(
  name: string,
  fits: readonly { certificate: Certificate }[],
  { tol, maxIterations }: { tol: number; maxIterations: number },
): void {
  const of = ({ relativeGap, stationarity }: Certificate) => stationarity ?? relativeGap;
  const worst = fits.map((fit) => fit.certificate).reduce((a, b) => (of(b) > of(a) ? b : a));
  if (worst.converged) return;
  const gap = of(worst).toExponential(1);
  const what = worst.stationarity === undefined ? "relative gap" : "stationarity";
  // fewer iterations than were allowed: rounding is all that is left, and more of them change nothing
  const advice = worst.iterations < maxIterations ? "raise tol" : "raise maxIterations or tol";
  warn(`${name}: not converged after ${worst.iterations} iterations, ${what} ${gap} but tol ${tol}; ${advice}`);
}
