// A placed problem's eigendecomposition, which answers every λ: what ridgePath and ridgeCv share.
import { CertificateField } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import { type Scope, scope } from "../kernels/scope.js";
import type { Settings } from "../options/commonOptions.js";
import { type Columns, type Problem, select } from "../problem/problem.js";
import { spread } from "../problem/solution.js";
import { type Certificate, Yardstick } from "../results/certificate.js";

/** refuses what is not λ times one quadratic form: bounds, and columns that no λ penalises */
export function checkQuadratic(name: string, settings: Settings): void {
  const instead = "use path(X, y, { l1Ratio: 0 }) instead";
  if (settings.bounded) throw new TypeError(`${name}: lower or upper is given, expected no bounds; ${instead}`);
  const free = settings.penaltyFactors.indexOf(0);
  if (free >= 0) throw new RangeError(`${name}: penaltyFactors has 0 at index ${free}, expected numbers above 0 or Infinity; ${instead}`);
}

/** true where {@link checkQuadratic} refuses nothing and there is no L1 part */
export function isQuadratic(settings: Settings, l1Ratio: number): boolean {
  return l1Ratio === 0 && !settings.bounded && settings.penaltyFactors.every((v) => v > 0);
}

/** Eigenvalues are right to some ε·Λmax: one of 1e-12·Λmax has three digits left, and refinement gains three a step. */
const UNCERTAIN = 1e-12;

/** The eigenvalues and eigenvectors of a placed problem, in the memory of the scope that it was made in. */
export class Spectrum {
  readonly #problem: Problem;
  readonly #columns: Columns;
  readonly #at: number;
  readonly #smallest: number;
  readonly #negligible: number;
  readonly yardstick: Yardstick;
  /** the largest eigenvalue: at a λ far above it every coefficient is near 0 */
  readonly largest: number;

  constructor(memory: Scope, problem: Problem) {
    const { n, included, settings, yHalfSquares, yRawHalfSquares } = problem;
    this.#problem = problem;
    this.#columns = select(memory, problem, included);
    this.#at = memory.bytes(kernels().spectrumScratch(n, included.length));
    this.yardstick = new Yardstick(yHalfSquares[0], yRawHalfSquares[0]);
    const range = memory.f64(3);
    const { design, loss, penalty, penalise } = this.#columns;
    penalise(1, 0);
    if (kernels().spectrum(this.#at, design, loss, penalty, settings.fitIntercept, range))
      throw new RangeError(
        `${problem.name}: the eigenvalues of X did not settle, expected columns and penaltyFactors of less different sizes; ` +
          "use path(X, y, { l1Ratio: 0 }) instead",
      );
    [this.#smallest, this.largest, this.#negligible] = view(range, 3);
  }

  /**
   * False where an eigenvalue of the Hessian is too small beside the largest one for its digits, and so for a gap that rests on it; and at
   * λ = 0 with as many columns as rows, where the limit from above is the solution of smallest penalty, and ridge's the shortest.
   */
  reaches(lambda: number): boolean {
    const { list } = this.#columns;
    const least = Math.max(UNCERTAIN * this.largest, this.#negligible);
    return this.#smallest + lambda > least && (lambda > 0 || list.length < this.#problem.n - 1);
  }

  /** p coefficients at a λ that it reaches, with their certificate */
  solve(lambda: number): { coefficients: Float64Array; certificate: Certificate } {
    const { n, p, settings } = this.#problem;
    const { list, loss, penalty, penalise } = this.#columns;
    const m = list.length;
    return scope((memory) => {
      const beta = memory.f64(m);
      const out = memory.f64(CertificateField.Count);
      const work = memory.bytes(kernels().spectralRidgeScratch(n, m));
      penalise(lambda, 0);
      kernels().spectralRidge(this.#at, loss, penalty, beta, work, out);
      const coefficients = spread({ places: list, values: view(beta, m) }, p);
      const [objective, gap, iterations] = view(out, CertificateField.Count);
      return { coefficients, certificate: this.yardstick.certify(settings.tol, objective, gap, iterations) };
    });
  }

  /** for every λ: effective degrees of freedom without the intercept, mean squared leave-one-out error, GCV */
  leaveOneOut(lambdas: Float64Array): { df: Float64Array; loo: Float64Array; gcv: Float64Array } {
    const count = lambdas.length;
    return scope((memory) => {
      const at = memory.put(lambdas);
      const curves = memory.f64(3 * count);
      const work = memory.bytes(kernels().leaveOneOutScratch(this.#problem.n, this.#columns.list.length));
      kernels().leaveOneOut(this.#at, count, at, work, curves);
      const all = view(curves, 3 * count);
      const [df, loo, gcv] = [0, 1, 2].map((field) => Float64Array.from(lambdas, (_, k) => all[3 * k + field]));
      return { df, loo, gcv };
    });
  }
}
