// Fits with a loss that is not quadratic, whatever the columns without a penalty are: proximal Newton (proximalNewton.ts) where they are
// independent, the same on a basis of what they span where they are not (freeBasis.ts). At λ = 0 no column has a penalty.
import { view } from "../kernels/heap.js";
import type { Scope } from "../kernels/scope.js";
import type { LossSpec } from "../losses/loss.js";
import { LOSSES } from "../losses/losses.js";
import { combined } from "../problem/combined.js";
import type { Problem } from "../problem/problem.js";
import { penaltyOverLambda, spread } from "../problem/solution.js";
import type { Certificate, Yardstick } from "../results/certificate.js";
import { unpenalised } from "./coordinateDescent.js";
import { type FreeBasis, freeBasis, type WithIntercept } from "./freeBasis.js";
import { Glm, type Lambdas } from "./proximalNewton.js";

/** An answer and its proof. */
export interface Proven extends WithIntercept {
  certificate: Certificate;
}

/** What is solved in a problem's place, and the basis that stands in it, if one does. */
interface Solver {
  glm: Glm;
  basis?: FreeBasis;
}

/** One problem with any loss, solved at one λ after another from where the last one ended. */
export class LossSolver {
  readonly #memory: Scope;
  readonly #problem: Problem;
  readonly #target: Float64Array;
  readonly #spec: LossSpec;
  readonly #l1Ratio: number;
  readonly #solver: Solver;
  /** at λ = 0, made when that is first asked for */
  #atZero?: Solver;
  #start?: { coefficients: Float64Array; intercept: number };

  constructor(memory: Scope, problem: Problem, target: Float64Array, spec: LossSpec, l1Ratio: number, lambdas: Lambdas) {
    this.#memory = memory;
    this.#problem = problem;
    this.#target = target;
    this.#spec = spec;
    this.#l1Ratio = l1Ratio;
    this.#solver = this.#make(freeBasis(memory, problem, unpenalised(problem)), lambdas);
  }

  #make(basis: FreeBasis | undefined, lambdas: Lambdas): Solver {
    return { glm: new Glm(this.#memory, basis?.problem ?? this.#problem, this.#target, this.#spec, this.#l1Ratio, lambdas), basis };
  }

  get yardstick(): Yardstick {
    return this.#solver.glm.yardstick;
  }

  /** the smallest λ at which every penalised coefficient is 0 */
  get lambdaMax(): number {
    return this.#solver.glm.lambdaMax;
  }

  /** the loss of the model with an intercept only, above the saturated one; 0 where it is none beside that of η = 0 */
  get nullLoss(): number {
    return this.#solver.glm.nullLoss;
  }

  get saturated(): number {
    return this.#solver.glm.saturated;
  }

  /** the next fit starts from these coefficients of all p columns, inside the bounds */
  start(coefficients: Float64Array, intercept: number): void {
    this.#start = { coefficients, intercept };
  }

  /** the solution at λ; `step` is called between slices with the passes made so far */
  solve(lambda: number, step?: (passes: number) => void): Proven {
    const { glm, basis } = lambda === 0 ? this.#whole() : this.#solver;
    if (this.#start) {
      const { coefficients, intercept } = basis?.start(this.#start.coefficients, this.#start.intercept) ?? this.#start;
      glm.start(coefficients, intercept);
      this.#start = undefined;
    }
    const certificate = glm.solve(lambda, step);
    const answer = { solution: glm.nonzero(), intercept: glm.intercept() };
    return basis ? this.#restored(basis, lambda, certificate, answer) : { certificate, ...answer };
  }

  /** what solves λ = 0: columns that don't depend on each other need no basis, and go on from where the last λ ended */
  #whole(): Solver {
    if (this.#atZero) return this.#atZero;
    const { included } = this.#problem;
    const more = unpenalised(this.#problem).length < included.length;
    const basis = more ? freeBasis(this.#memory, this.#problem, included) : undefined;
    this.#atZero = basis ? this.#make(basis, { count: 1, zero: true }) : this.#solver;
    return this.#atZero;
  }

  /** the answer in the columns as they were given, with what the way back costs in the gap; no worse than the intercept alone */
  #restored(basis: FreeBasis, lambda: number, { gap, objective, iterations }: Certificate, answer: WithIntercept): Proven {
    const problem = this.#problem;
    const { tol, fitIntercept } = problem.settings;
    const { loss, delta = 1 } = this.#spec;
    const { deviance, nullModel } = LOSSES[loss];
    const whole = basis.restore(answer);
    const shares = view(problem.w, problem.n).slice();
    const beta = spread(whole.solution, problem.p);
    const fitted = combined({ ...problem, centres: new Float64Array(problem.p) }, Array.from(whole.solution.places), (j) => beta[j]);
    const half = (value: number, i: number) => 0.5 * deviance(this.#target[i], value + whole.intercept, delta);
    const aboveSaturated = fitted.reduce((sum, value, i) => sum + (shares[i] > 0 ? shares[i] * half(value, i) : 0), 0);
    const own = this.saturated + aboveSaturated + lambda * penaltyOverLambda(problem, whole.solution, this.#l1Ratio);
    const none = nullModel(this.#target, shares, fitIntercept, delta);
    const [value, of] =
      own <= none.objective + this.saturated
        ? [own, whole]
        : [none.objective + this.saturated, { solution: { places: [], values: [] }, intercept: none.intercept }];
    const proven = gap + Math.max(0, value - objective);
    return { certificate: this.yardstick.certify(tol, value, proven, iterations), ...of };
  }
}
