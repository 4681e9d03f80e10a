// The proof of an answer by gradients. Where every column is penalised, ∇f gives a dual point and with it a duality gap (assembly/gradient/
// proof.ts). A column without a penalty leaves no dual point but one that is orthogonal to it, which a gradient is only at the optimum: there
// the solvers of ridge, lasso and path say how low the objective can be, and steps end by the KKT residual.
import { CertificateField } from "../kernels/abi.js";
import { gradientKernels } from "../kernels/families.js";
import { view } from "../kernels/heap.js";
import { type Scope, scope } from "../kernels/scope.js";
import { unreported } from "../options/watch.js";
import { Yardstick } from "../results/certificate.js";
import { LossSolver } from "../solvers/anyLoss.js";
import { factorised } from "../solvers/factorised.js";
import { fitPlaced } from "../solvers/squaredFit.js";
import type { GradientCertificate } from "./gradientFit.js";
import type { GradientProblem, Model } from "./gradientProblem.js";

/** Roundings, in ε, that a difference of two objectives may be off by, as a share of what they are sums of. */
const ROUNDING = 64;
/** Multiply-adds that a bound on the optimum may always take, about 5 ms. */
const WORK = 2e7;
/** How many times those of the steps it may take; less for streams, of which every chunk is proven. */
const SHARE = { full: 40, stochastic: 4 };

/** What was proven of b, an address. */
export interface Proven {
  readonly b: number;
  readonly certificate: GradientCertificate;
}

export class GradientProof {
  readonly #g: GradientProblem;
  readonly #yardstick: Yardstick;
  /** addresses: m + 1 numbers of a model, and a certificate */
  readonly #b: number;
  readonly #out: number;
  /** ∇f gives a dual point */
  readonly #dual: boolean;
  /** residuals up to here are rounding: of slopes, which are as large as y, or as 1 for classes */
  readonly #rounding: number;
  #residualAtNull?: number;
  /** the optimum is at least this */
  #lowest?: number;

  constructor(memory: Scope, g: GradientProblem) {
    const { plan, problem, list } = g;
    this.#g = g;
    this.#b = memory.f64(list.length + 2);
    this.#out = memory.f64(CertificateField.Count);
    this.#yardstick = new Yardstick(g.null.objective, problem.yRawHalfSquares[0]);
    this.#rounding = 64 * Number.EPSILON * Math.sqrt(2 * problem.yRawHalfSquares[0]);
    this.#dual = plan.penaltyPower <= 1 && plan.lambda > 0 && list.every((j) => problem.settings.penaltyFactors[j] > 0);
  }

  /** the proof of b between two steps; nothing where it is not worth the work yet */
  look(b: number, iterations: number): Proven | undefined {
    if (this.#dual) return { b, certificate: this.#byGap(b, iterations) };
    const { tol } = this.#g.problem.settings;
    const { residual } = this.#residual(b);
    return this.#relativeResidual(residual) <= tol ? { b, certificate: this.#byResidual(b, iterations, residual) } : undefined;
  }

  /** the proof of a model after as many passes over the rows; `known`: that of b, of which the model may be a rounding */
  certify(model: Model, iterations: number, known?: Proven): GradientCertificate {
    const { list } = this.#g;
    this.#g.enter(model, this.#b);
    // an intercept that came through the means of columns and back without a rounding
    if (known && view(this.#b, list.length + 1)[list.length] === view(known.b, list.length + 1)[list.length]) return known.certificate;
    return this.#dual ? this.#byGap(this.#b, iterations) : this.#byResidual(this.#b, iterations, this.#residual(this.#b).residual);
  }

  /** the objective of a model */
  objective(model: Model): number {
    this.#g.enter(model, this.#b);
    return this.#residual(this.#b).objective;
  }

  #byGap(b: number, iterations: number): GradientCertificate {
    const { objective, gap } = this.#gap(b);
    return { ...this.#yardstick.certify(this.#g.problem.settings.tol, objective, gap, iterations), proof: "gap" };
  }

  /** objective and gap at the dual point that ∇f is; the point is 0 where a column without a penalty forbids every other one */
  #gap(b: number): { objective: number; gap: number } {
    const { smooth, loss, whole, grad, plan } = this.#g;
    if (plan.penaltyPower > 1) gradientKernels().powerGap(smooth, loss, b, grad, this.#out);
    else gradientKernels().smoothGap(smooth, loss, whole, b, grad, this.#out);
    const [objective, gap] = view(this.#out, CertificateField.Count);
    return { objective, gap };
  }

  /** the larger of the KKT residual and a bound on objective − optimum, each relative to its own of the null model */
  #byResidual(b: number, iterations: number, residual: number): GradientCertificate {
    const { tol } = this.#g.problem.settings;
    const { objective, gap } = this.#gap(b);
    let bound = Math.min(gap, this.#above(objective, this.#saturated()));
    if (this.#yardstick.relative(bound) > tol) bound = Math.min(bound, this.#above(objective, this.#atLeast(iterations)));
    const relativeGap = Math.max(this.#relativeResidual(residual), this.#yardstick.relative(bound));
    return { objective, gap: Math.max(residual, bound), relativeGap, iterations, converged: relativeGap <= tol, proof: "kkt" };
  }

  /** how far an objective is above a lower bound at most, rounding of both included */
  #above(objective: number, lowest: number): number {
    const size = Math.abs(objective) + Math.abs(lowest) + this.#g.null.objective;
    return Math.max(0, objective - lowest) + ROUNDING * Number.EPSILON * size;
  }

  /** no η has a smaller loss */
  #saturated(): number {
    const { info, target, problem } = this.#g;
    return info.saturated(target, view(problem.w, problem.n).slice());
  }

  /** what the optimum is at least, by a solver that proves it; −Infinity where that would take far longer than the steps did */
  #atLeast(iterations: number): number {
    if (this.#lowest !== undefined) return this.#lowest;
    const { problem, list, plan } = this.#g;
    const { n, included } = problem;
    const m = list.length;
    const work = n * m * Math.min(n, m);
    const share = plan.stochastic ? SHARE.stochastic : SHARE.full;
    // columns that an earlier chunk had and this one does not are not the solvers' to judge
    const same = list.length === included.length && list.every((j, k) => j === included[k]);
    if (m === 0 || !same || work > Math.max(WORK, share * iterations * 4 * n * m)) return -Infinity;
    // powers are at least 0: what is left is the problem without a penalty
    const [lambda, l1Ratio] = plan.penaltyPower > 1 ? [0, 1] : [plan.lambda, plan.l1Ratio];
    this.#lowest = scope((memory) => this.#solve(memory, lambda, l1Ratio));
    return this.#lowest;
  }

  #solve(memory: Scope, lambda: number, l1Ratio: number): number {
    const { plan, problem, target } = this.#g;
    const { settings, included } = problem;
    // a tenth of what is asked of the gap; the start is the solver's own
    const own = {
      ...settings,
      tol: Math.max(settings.tol / 10, 1e-13),
      maxIterations: 10_000,
      warmStart: undefined,
      watch: unreported(settings.watch),
    };
    const exact = { ...problem, settings: own };
    if (plan.loss !== "squared") {
      const solver = new LossSolver(memory, exact, target, { loss: plan.loss, delta: plan.delta }, l1Ratio, {
        count: 1,
        zero: lambda === 0,
      });
      const { objective, gap } = solver.solve(lambda, settings.watch.check).certificate;
      return objective - gap;
    }
    if (!settings.bounded && (lambda === 0 || l1Ratio === 0)) {
      const [objective, gap] = factorised(memory, exact, included, lambda).certificates[0];
      return objective - gap;
    }
    const { objective, gap } = fitPlaced(memory, exact, lambda, l1Ratio).certificate;
    return objective - gap;
  }

  #residual(b: number): { objective: number; residual: number } {
    const { smooth, loss, kinks, columns, grad, list, plan, problem } = this.#g;
    const value = gradientKernels().evaluate(smooth, loss, b, grad);
    const residual = gradientKernels().smoothResidual(smooth, kinks, columns.h, b, grad);
    const l1 = plan.prox ? plan.lambda * plan.l1Ratio : 0;
    const beta = view(b, list.length);
    const { settings, scales } = problem;
    const kinked = l1 === 0 ? 0 : list.reduce((sum, j, k) => sum + settings.penaltyFactors[j] * scales[j] * Math.abs(beta[k]), 0);
    return { objective: value + l1 * kinked, residual };
  }

  #relativeResidual(residual: number): number {
    return residual <= this.#rounding ? 0 : residual / Math.max(this.#reference(), this.#rounding);
  }

  /** the residual of the null model, which others are compared with */
  #reference(): number {
    if (this.#residualAtNull === undefined) {
      const { list, null: none } = this.#g;
      const b = view(this.#b, list.length + 1);
      const kept = b.slice();
      this.#g.enter({ coefficients: new Float64Array(list.length), intercept: none.intercept }, this.#b);
      this.#residualAtNull = this.#residual(this.#b).residual;
      view(this.#b, kept.length).set(kept);
    }
    return this.#residualAtNull;
  }
}
