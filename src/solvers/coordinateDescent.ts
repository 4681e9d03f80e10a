// Coordinate descent on a placed problem: the state stays in WebAssembly memory, the loops over slices and λ's are here, so that work
// can be watched and stopped between them.
import { CertificateField, PenaltyKind } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import { entries, SLICE } from "../problem/costs.js";
import { type Columns, type Problem, select } from "../problem/problem.js";
import { penaltyOverLambda, spread } from "../problem/solution.js";
import { type Certificate, Yardstick } from "../results/certificate.js";
import { leastSquares } from "./factorised.js";

/** λmax of a penalty without an L1 part is infinite; like glmnet, paths start where this much of one would (glmnet 4.1, elnet) */
const SMALLEST_RATIO = 1e-3;
/** a gap of this share of the null model's objective leaves it nearly unknown */
const UNPROVEN = 0.5;

/** One problem, solved at one λ after another from where the last one ended. */
export class Descent {
  readonly #memory: Scope;
  readonly #problem: Problem;
  readonly #columns: Columns;
  readonly #beta: number;
  readonly #state: number;
  readonly #out: number;
  readonly #entries: number;
  readonly yardstick: Yardstick;
  /** see {@link negligibleLambda} */
  readonly negligible: number;
  /** the same problem without any penalty, made when a negligible λ is first asked for */
  #unpenalised?: Descent;

  /** `free`: the columns in `list` that are solved as a block, because nothing penalises them */
  constructor(memory: Scope, problem: Problem, list = problem.included, free = unpenalised(problem)) {
    const { n, settings } = problem;
    this.#memory = memory;
    this.#problem = problem;
    this.#columns = select(memory, problem, list);
    const m = list.length;
    this.#entries = entries(problem);
    // more independent columns than this there cannot be
    const block = Math.min(settings.fitIntercept ? n - 1 : n, free.length);
    this.#beta = memory.put(new Float64Array(m));
    this.#state = memory.bytes(kernels().descentScratch(n, m, block));
    this.#out = memory.f64(CertificateField.Count);
    kernels().descentState(this.#state, n, m, block, this.#beta);
    let nullObjective = problem.yHalfSquares[0];
    if (free.length > 0 && free.length < m) {
      const alone = new Descent(memory, problem, free, free);
      // the same null model whatever tol and maxIterations are asked of the fit
      const { objective, gap } = alone.#descend(0, 1, 1e-12 * nullObjective, 10_000);
      // from below, so that no relative gap is understated
      nullObjective = Math.max(0, objective - gap);
      // bounds that hold dependent columns may leave no dual point: without bounds the null model is no higher
      if (gap > UNPROVEN * objective) {
        const unbounded = leastSquares(problem, free);
        nullObjective = Math.max(nullObjective, unbounded[CertificateField.Objective] - unbounded[CertificateField.Gap]);
      }
      this.start(alone.coefficients());
    }
    this.yardstick = new Yardstick(nullObjective, problem.yRawHalfSquares[0]);
    this.negligible = negligibleLambda(problem, list);
  }

  /** β ← the given coefficients of all p columns, inside the bounds; 0 where they are no place to start from */
  start(coefficients: Float64Array): void {
    const { h, settings } = this.#problem;
    const beta = view(this.#beta, this.#columns.list.length);
    let size = 0;
    this.#columns.list.forEach((j, k) => {
      beta[k] = Math.min(settings.upper[j], Math.max(settings.lower[j], coefficients[j]));
      size += h[j] * beta[k] * beta[k];
    });
    if (!Number.isFinite(size)) beta.fill(0);
  }

  /** the smallest λ at which every penalised coefficient is 0; to be asked at the null model */
  lambdaMax(l1Ratio: number): number {
    const { design, loss, penalty, penalise } = this.#columns;
    penalise(1, Math.max(l1Ratio, SMALLEST_RATIO));
    // a λ rounded down would let the first coefficient in
    return kernels().lambdaMax(design, loss, penalty, this.#state) * (1 + 4 * Number.EPSILON);
  }

  /** β ← the solution at λ from where it stands; `step` is called between slices with the passes made so far */
  solve(
    lambda: number,
    l1Ratio: number,
    step?: (passes: number) => void,
    maxIterations = this.#problem.settings.maxIterations,
  ): Certificate {
    const { tol } = this.#problem.settings;
    if (lambda <= this.negligible) return this.#solveUnpenalised(lambda, l1Ratio, maxIterations, step);
    const target = this.yardstick.target(tol);
    const { objective, gap, iterations } = this.#descend(lambda, l1Ratio, target, maxIterations, step);
    // a penalty that is itself below the target: the optimum without it is proof enough, and rounding cannot get in its way
    if (gap > target && lambda * this.#penalty(l1Ratio) <= target / 2) return this.#solveUnpenalised(lambda, l1Ratio, maxIterations, step);
    return this.yardstick.certify(tol, objective, gap, iterations);
  }

  /** the solution at λ = 0: the optimum at λ is not below that one, so that objective and gap grow by the penalty at most */
  #solveUnpenalised(lambda: number, l1Ratio: number, maxIterations: number, step?: (passes: number) => void): Certificate {
    const { tol } = this.#problem.settings;
    const { list } = this.#columns;
    this.#unpenalised ??= new Descent(this.#memory, this.#problem, list, list);
    this.#unpenalised.start(this.coefficients());
    const { objective, gap, iterations } = this.#unpenalised.#descend(0, 1, this.yardstick.target(tol), maxIterations, step);
    this.start(this.#unpenalised.coefficients());
    const penalty = lambda * this.#penalty(l1Ratio);
    return this.yardstick.certify(tol, objective + penalty, gap + penalty, iterations);
  }

  #descend(lambda: number, l1Ratio: number, target: number, maxIterations: number, step?: (passes: number) => void) {
    const slice = Math.max(16, Math.ceil(SLICE / Math.max(1, 2 * this.#entries)));
    for (let iterations = 0; ; step?.(iterations)) {
      const passes = Math.min(slice, maxIterations - iterations);
      const [objective, gap, made] = this.#run(lambda, l1Ratio, target, passes);
      iterations += made;
      // fewer passes than were allowed: no step is more than rounding any longer
      if (gap <= target || made < passes || iterations >= maxIterations) return { objective, gap, iterations };
    }
  }

  /** the certificate after at most `passes` */
  #run(lambda: number, l1Ratio: number, target: number, passes: number): Float64Array {
    const { design, loss, penalty, h, penalise } = this.#columns;
    penalise(lambda, l1Ratio);
    kernels().descent(design, loss, PenaltyKind.ElasticNet, penalty, h, this.#state, target, passes, this.#out);
    return view(this.#out, CertificateField.Count);
  }

  /** Ω(β)/λ */
  #penalty(l1Ratio: number): number {
    const { list } = this.#columns;
    return penaltyOverLambda(this.#problem, { places: list, values: view(this.#beta, list.length) }, l1Ratio);
  }

  /** β of all p columns, 0 where a column is not in the problem */
  coefficients(): Float64Array {
    const { list } = this.#columns;
    return spread({ places: list, values: view(this.#beta, list.length) }, this.#problem.p);
  }
}

/** λ up to here is lost in the rounding of X̃ᵀ∇f: no dual point can be told from one of λ = 0 */
export function negligibleLambda({ h, settings, scales, yHalfSquares }: Problem, list: readonly number[]): number {
  const slope = list.reduce((least, j) => Math.min(least, Math.sqrt(h[j]) / (settings.penaltyFactors[j] * scales[j])), Infinity);
  return Number.isFinite(slope) ? 64 * Number.EPSILON * Math.sqrt(2 * yHalfSquares[0]) * slope : 0;
}

export function unpenalised({ included, settings }: Problem): readonly number[] {
  return included.filter((j) => settings.penaltyFactors[j] === 0);
}

/** those of some columns that no bound holds */
export function unbounded({ settings }: Problem, list: readonly number[]): readonly number[] {
  return list.filter((j) => settings.lower[j] === -Infinity && settings.upper[j] === Infinity);
}
