// MCP and SCAD by local linear approximation (Zou, Li 2008): the penalty's slopes at the last answer are the factors of a weighted lasso,
// solved and proven, until the factors stay.
import type { Scope } from "../kernels/scope.js";
import { type Concave, concave } from "../losses/concave.js";
import type { LossSpec } from "../losses/loss.js";
import type { Problem } from "../problem/problem.js";
import { type Solution, spread } from "../problem/solution.js";
import type { ConcaveAnswer, ConcaveSolver, ConcaveSpec } from "./concaveSolver.js";
import { Joint, type JointSpec } from "./joint.js";

/** relative gap of the weighted lassos */
const INNER = 1e-13;
/** and of the last one of a λ */
const FINAL = 1e-24;

/** One problem, solved at one λ after another from where the last one ended. */
export class WeightedLassos implements ConcaveSolver {
  readonly #problem: Problem;
  readonly #spec: LossSpec;
  readonly #joint: Joint;
  readonly #shape: Concave;
  /** by included column */
  readonly #factors: Float64Array;
  readonly #placeOf: Map<number, number>;
  /** |dⱼβⱼ| */
  #t: Float64Array;

  constructor(memory: Scope, problem: Problem, model: JointSpec, spec: LossSpec, { penalty, gamma }: ConcaveSpec) {
    const { included, settings } = problem;
    this.#problem = problem;
    this.#spec = spec;
    // any column may lose its penalty
    this.#joint = new Joint(memory, { ...problem, settings: { ...settings, tol: INNER } }, model, 1, true);
    this.#shape = concave(penalty, gamma);
    this.#factors = Float64Array.from(included, (j) => settings.penaltyFactors[j]);
    this.#placeOf = new Map(included.map((j, k) => [j, k]));
    this.#t = new Float64Array(included.length);
  }

  get yardstick() {
    return this.#joint.yardstick;
  }

  get lambdaMax(): number {
    return this.#joint.lambdaMax;
  }

  get nullLoss(): number {
    return this.#joint.nullLoss;
  }

  get saturated(): number {
    return this.#joint.saturated;
  }

  #lengths({ places, values }: Solution): Float64Array {
    const { included, scales } = this.#problem;
    const out = new Float64Array(included.length);
    for (let i = 0; i < places.length; i++) out[this.#placeOf.get(places[i]) as number] = Math.abs(values[i]) * scales[places[i]];
    return out;
  }

  /** the penalty's slopes at t, as shares of λ */
  #slopesAt(lambda: number): Float64Array {
    return this.#factors.map((factor, k) => (lambda === 0 ? 0 : this.#shape.slope(this.#t[k], lambda * factor) / lambda));
  }

  solve(lambda: number): ConcaveAnswer {
    const { settings, included, p } = this.#problem;
    const { check } = settings.watch;
    const solver = this.#joint;
    let iterations = 0;
    let factors = this.#slopesAt(lambda);
    for (let settled = false, rounds = 1; ; rounds++) {
      solver.reweigh(factors);
      // factors settle within the working set before all columns are looked at
      const { certificate, solution } = solver.solve(lambda, check, INNER, !settled);
      iterations += certificate.iterations;
      this.#t = this.#lengths(solution);
      const next = this.#slopesAt(lambda);
      const moved = this.#t.reduce((most, x, k) => (x > 0 ? Math.max(most, Math.abs(next[k] - factors[k])) : most), 0);
      const done = !(moved > 0.1 * settings.tol);
      if ((done && settled) || rounds >= settings.maxIterations) break;
      settled = done;
      factors = next;
    }
    // a gap is of the order of a square of slopes: what is judged by slopes is solved as far as rounding goes in the end
    const { certificate, solution, intercepts } = solver.solve(lambda, check, FINAL, this.#spec.loss === "squared");
    const { slopes, loss } = solver.slopes();
    const beta = spread(solution, p);
    this.#t = this.#lengths(solution);
    const violation = (k: number) => {
      const held = this.#shape.slope(this.#t[k], lambda * this.#factors[k]);
      const b = beta[included[k]];
      return b === 0 ? Math.max(0, Math.abs(slopes[k]) - held) : Math.abs(slopes[k] - Math.sign(b) * held);
    };
    return {
      solution,
      intercept: intercepts[0],
      objective: loss + this.#t.reduce((sum, x, k) => sum + this.#shape.value(x, lambda * this.#factors[k]), 0),
      violation: this.#t.reduce((most, _, k) => Math.max(most, violation(k)), 0),
      iterations: iterations + certificate.iterations,
    };
  }
}
