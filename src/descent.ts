// Coordinate descent on a placed problem: the state stays in WebAssembly memory, the loops over slices and λ's are here, so that work
// can be watched and stopped between them.
import { CertificateField, LossKind, PenaltyKind, STRUCT_BYTES } from "./abi.js";
import { type Certificate, Yardstick } from "./certificate.js";
import { type Scope, view } from "./memory.js";
import { type Columns, type Problem, select } from "./problem.js";
import { kernels } from "./wasm.js";

/** Multiply-adds between two looks at `signal`: about 0.1 s. */
const SLICE = 2e8;
/** λmax of a penalty without an L1 part is infinite; like glmnet, paths start where this much of one would (glmnet 4.1, elnet) */
const SMALLEST_RATIO = 1e-3;

export class Descent {
  readonly #problem: Problem;
  readonly #columns: Columns;
  readonly #beta: number;
  readonly #state: number;
  readonly #out: number;
  readonly yardstick: Yardstick;

  /** `zeroLambda`: a λ of 0 will be asked for, which leaves every column unpenalised */
  constructor(memory: Scope, problem: Problem, zeroLambda: boolean, list: readonly number[] = problem.included) {
    const { n, settings } = problem;
    this.#problem = problem;
    this.#columns = select(memory, problem, list, STRUCT_BYTES);
    const m = list.length;
    const unpenalised = list.filter((j) => settings.penaltyFactors[j] === 0);
    // more independent columns than this there cannot be
    const rank = settings.fitIntercept ? n - 1 : n;
    const free = Math.min(rank, zeroLambda ? m : unpenalised.length);
    this.#beta = memory.put(new Float64Array(m));
    this.#state = memory.bytes(kernels().descentScratch(n, m, free));
    this.#out = memory.f64(CertificateField.Count);
    kernels().descentState(this.#state, n, m, free, this.#beta);
    let nullObjective = problem.yHalfSquares[0];
    if (unpenalised.length > 0 && list === problem.included) {
      const alone = new Descent(memory, problem, true, unpenalised);
      // the same null model whatever tol and maxIterations are asked of the fit
      const { objective, gap } = alone.#descend(0, 1, 1e-12 * nullObjective, 10_000);
      // from below, so that no relative gap is understated
      nullObjective = Math.max(0, objective - gap);
      this.start(alone.coefficients());
    }
    this.yardstick = new Yardstick(nullObjective, problem.yRawHalfSquares[0]);
  }

  /** β ← the given coefficients of all p columns, inside the bounds */
  start(coefficients: Float64Array): void {
    const { lower, upper } = this.#problem.settings;
    const beta = view(this.#beta, this.#columns.list.length);
    this.#columns.list.forEach((j, k) => {
      beta[k] = Math.min(upper[j], Math.max(lower[j], coefficients[j]));
    });
  }

  /** the smallest λ at which every penalised coefficient is 0; to be asked at the null model */
  lambdaMax(l1Ratio: number): number {
    const { design, loss, penalty, penalise } = this.#columns;
    penalise(1, Math.max(l1Ratio, SMALLEST_RATIO));
    // a λ rounded down would let the first coefficient in
    return kernels().lambdaMax(design, loss, penalty, this.#state) * (1 + 4 * Number.EPSILON);
  }

  /** β ← the solution at λ from where it stands; `step` is called between slices with the passes made so far */
  solve(lambda: number, l1Ratio: number, step?: (passes: number) => void): Certificate {
    const { tol, maxIterations } = this.#problem.settings;
    const { objective, gap, iterations } = this.#descend(lambda, l1Ratio, this.yardstick.target(tol), maxIterations, step);
    return this.yardstick.certify(tol, objective, gap, iterations);
  }

  #descend(lambda: number, l1Ratio: number, target: number, maxIterations: number, step?: (passes: number) => void) {
    const slice = Math.max(16, Math.ceil(SLICE / (2 * this.#problem.n * Math.max(1, this.#columns.list.length))));
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
    kernels().descent(design, LossKind.Squared, loss, PenaltyKind.ElasticNet, penalty, h, this.#state, target, passes, this.#out);
    return view(this.#out, CertificateField.Count);
  }

  /** Ω/λ = Σ vⱼ(ρ|dⱼβⱼ| + (1−ρ)/2 (dⱼβⱼ)²) at β */
  penaltyOverLambda(l1Ratio: number): number {
    const { settings, variances } = this.#problem;
    const beta = view(this.#beta, this.#columns.list.length);
    return this.#columns.list.reduce((sum, j, k) => {
      const b = Math.abs(beta[k]) * (settings.standardize ? Math.sqrt(variances[j]) : 1);
      return sum + settings.penaltyFactors[j] * (l1Ratio * b + 0.5 * (1 - l1Ratio) * b * b);
    }, 0);
  }

  /** β of all p columns, 0 where a column is not in the problem */
  coefficients(): Float64Array {
    const { list } = this.#columns;
    return spread(view(this.#beta, list.length), list, this.#problem.p);
  }
}

/** p coefficients from those of the columns in `list`; + 0 turns −0 into 0, which JSON keeps */
export function spread(beta: Float64Array, list: readonly number[], p: number): Float64Array {
  const out = new Float64Array(p);
  for (let k = 0; k < list.length; k++) out[list[k]] = beta[k] + 0;
  return out;
}

/** β₀ = ȳ − Σ x̄ⱼβⱼ */
export function intercept(problem: Problem, coefficients: Float64Array, target = 0): number {
  if (!problem.settings.fitIntercept) return 0;
  return problem.yMeans[target] - coefficients.reduce((sum, b, j) => (b === 0 ? sum : sum + b * problem.means[j]), 0);
}
