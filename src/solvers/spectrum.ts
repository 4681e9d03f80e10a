// A placed problem's eigendecomposition, which answers every λ: what ridgePath and ridgeCv share.
import { log2, powerOfTwo } from "../elementary.js";
import { CertificateField } from "../kernels/abi.js";
import { spectrumKernels } from "../kernels/families.js";
import { view } from "../kernels/heap.js";
import { type Scope, scope } from "../kernels/scope.js";
import type { Settings } from "../options/commonOptions.js";
import { type Columns, type Problem, select } from "../problem/problem.js";
import { isWithinRange, type Rescaled, rescale } from "../problem/rescaled.js";
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

/** eigenvalues beside which their products stay within the range of numbers, and the largest λ beside one of size 1 */
const LARGEST = 1e120;

/** 1, or a power of two next to the largest xᵀx/c where that is far from 1 */
function unitOf({ included, h, scales, settings }: Problem): number {
  const logs = included.map((j) => log2(h[j]) - log2(settings.penaltyFactors[j]) - 2 * log2(scales[j]));
  const power = Math.round(logs.reduce((a, b) => Math.max(a, b), -Infinity));
  if (!(Math.abs(power) > log2(LARGEST))) return 1;
  // 2^1000 is as far as a λ goes; what is further off is left to the eigenvalues
  return powerOfTwo(Math.max(-1000, Math.min(1000, power)));
}

/** The eigenvalues and eigenvectors of a placed problem, in the memory of the scope that it was made in. */
export class Spectrum {
  readonly #problem: Problem;
  readonly #columns: Columns;
  readonly #at: number;
  /** the way back, if the problem was rescaled, and what λ's are divided by */
  readonly #inside: Rescaled | undefined;
  readonly #unit: number;
  readonly #smallest: number;
  readonly #largest: number;
  readonly #negligible: number;
  readonly yardstick: Yardstick;
  /** the largest eigenvalue: at a λ far above it every coefficient is near 0 */
  readonly largest: number;

  constructor(memory: Scope, problem: Problem) {
    const { n, settings, yHalfSquares, yRawHalfSquares } = problem;
    this.#problem = problem;
    this.#unit = unitOf(problem);
    this.#inside =
      this.#unit === 1 && isWithinRange(problem, problem.included, 1) ? undefined : rescale(memory, problem, problem.included, this.#unit);
    const { included } = this.#inside?.problem ?? problem;
    this.#columns = select(memory, this.#inside?.problem ?? problem, included);
    this.#at = memory.bytes(spectrumKernels().spectrumScratch(n, included.length));
    this.yardstick = new Yardstick(yHalfSquares[0], yRawHalfSquares[0]);
    const range = memory.f64(3);
    const { design, loss, penalty, penalise } = this.#columns;
    penalise(1, 0);
    // a column that is rounding beside the others here may not be so at a small λ
    const lost = included.length < problem.included.length;
    if (lost || spectrumKernels().spectrum(this.#at, design, loss, penalty, settings.fitIntercept, range))
      throw new RangeError(
        `${problem.name}: the eigenvalues of X did not settle, expected columns and penaltyFactors of less different sizes; ` +
          "use path(X, y, { l1Ratio: 0 }) instead",
      );
    [this.#smallest, this.#largest, this.#negligible] = view(range, 3);
    this.largest = this.#largest * this.#unit;
  }

  /**
   * False where an eigenvalue of the Hessian is too small beside the largest one for its digits, and so for a gap that rests on it; and at
   * λ = 0 with as many columns as rows, where the limit from above is the solution of smallest penalty, and ridge's the shortest.
   */
  reaches(lambda: number): boolean {
    const { list } = this.#columns;
    const least = Math.max(UNCERTAIN * this.#largest, this.#negligible);
    const inUnits = lambda / this.#unit;
    return inUnits < LARGEST && this.#smallest + inUnits > least && (lambda > 0 || list.length < this.#problem.n - 1);
  }

  /** p coefficients at a λ that it reaches, with their certificate */
  solve(lambda: number): { coefficients: Float64Array; certificate: Certificate } {
    const { n, p, settings } = this.#problem;
    const { list, loss, penalty, penalise } = this.#columns;
    const m = list.length;
    return scope((memory) => {
      const beta = memory.f64(m);
      const out = memory.f64(CertificateField.Count);
      const work = memory.bytes(spectrumKernels().spectralRidgeScratch(n, m));
      penalise(lambda / this.#unit, 0);
      spectrumKernels().spectralRidge(this.#at, loss, penalty, beta, work, out);
      const [objective, gap, iterations] = view(out, CertificateField.Count);
      const inside = this.#inside;
      if (!inside) {
        const coefficients = spread({ places: list, values: view(beta, m) }, p);
        return { coefficients, certificate: this.yardstick.certify(settings.tol, objective, gap, iterations) };
      }
      const certificate = this.yardstick.certify(settings.tol, inside.square(objective, 0), inside.square(gap, 0), iterations);
      return { coefficients: inside.coefficients(view(beta, m), 0), certificate };
    });
  }

  /** for every λ: effective degrees of freedom without the intercept, mean squared leave-one-out error, GCV */
  leaveOneOut(lambdas: Float64Array): { df: Float64Array; loo: Float64Array; gcv: Float64Array } {
    const count = lambdas.length;
    return scope((memory) => {
      // at λ's beyond every column the fit is the mean
      const at = memory.put(lambdas.map((lambda) => Math.min(LARGEST, lambda / this.#unit)));
      const curves = memory.f64(3 * count);
      const work = memory.bytes(spectrumKernels().leaveOneOutScratch(this.#problem.n, this.#columns.list.length));
      spectrumKernels().leaveOneOut(this.#at, count, at, work, memory.f64(2 * this.#problem.n), curves);
      const all = view(curves, 3 * count);
      const [df, loo, gcv] = [0, 1, 2].map((field) => Float64Array.from(lambdas, (_, k) => all[3 * k + field]));
      const back = (errors: Float64Array) => (this.#inside ? errors.map((error) => this.#inside?.square(error, 0) ?? error) : errors);
      return { df, loo: back(loo), gcv: back(gcv) };
    });
  }

  /** by row, y less what the fit of the other rows at λ predicts; of no meaning for rows of weight 0, NaN where there is no such fit */
  leftOutErrors(lambda: number): Float64Array {
    const { n } = this.#problem;
    return scope((memory) => {
      const at = memory.put(Float64Array.of(Math.min(LARGEST, lambda / this.#unit)));
      const work = memory.bytes(spectrumKernels().leaveOneOutScratch(n, this.#columns.list.length));
      const errors = memory.f64(2 * n);
      spectrumKernels().leaveOneOut(this.#at, 1, at, work, errors, memory.f64(3));
      // √wᵢeᵢ is the quotient of the two
      const [residuals, left] = [view(errors, n), view(errors + 8 * n, n)];
      const roots = view(this.#problem.w, n).map(Math.sqrt);
      return residuals.map((rho, i) => {
        const error = rho / left[i] / roots[i];
        return Number.isFinite(error) ? (this.#inside?.amount(error, 0) ?? error) : Number.NaN;
      });
    });
  }
}
