// A problem for gradient methods in WebAssembly memory: which rows train, the loss over them, the penalty in the parts that the methods
// treat differently, and the proof of an answer.

import { CertificateField, STRUCT_BYTES } from "../kernels/abi.js";
import { OutOfMemoryError, view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import type { Loss, NullModel } from "../losses/loss.js";
import { LOSSES } from "../losses/losses.js";
import type { Settings } from "../options/commonOptions.js";
import { type Problem, place, sharesOf } from "../problem/problem.js";
import { uniform } from "../random.js";
import { Yardstick } from "../results/certificate.js";
import type { Table } from "../tables/forms.js";
import { keptApart } from "./earlyStopping.js";
import type { GradientCertificate } from "./gradientFit.js";
import type { Plan } from "./gradientOptions.js";

/** coefficients of the included columns, and the intercept, on the scale of X */
export interface Model {
  readonly coefficients: Float64Array;
  readonly intercept: number;
}

export class GradientProblem {
  readonly plan: Plan;
  readonly problem: Problem;
  readonly info: Loss;
  /** the included columns */
  readonly list: readonly number[];
  readonly null: NullModel;
  /** numbers of the rows that train, and of those kept apart */
  readonly training: Int32Array;
  readonly apart: Int32Array;
  /** addresses: y as it is, shares of the rows kept apart, the losses of both kinds of rows */
  readonly y: number;
  readonly apartW: number;
  readonly loss: number;
  readonly apartLoss: number;
  /** addresses: the whole penalty, and what of it is left to the prox (with the bounds) */
  readonly whole: number;
  readonly kinks: number;
  /** aⱼ of what is left to the prox, cⱼ of the L2 part, aⱼ of what is differentiated; one entry an included column */
  readonly kinkSlopes: Float64Array;
  readonly ridgeCurvatures: Float64Array;
  readonly bumpSlopes: Float64Array;
  /** addresses: what is differentiated, ∇F (m + 2), m + 1 numbers of scratch */
  readonly smooth: number;
  readonly grad: number;
  readonly #ridge: number;
  readonly #bumps: number;
  readonly #design: number;
  readonly #work: number;
  readonly #h: number;
  readonly #theta: number;
  readonly #out: number;
  readonly #b: number;
  readonly #yardstick: Yardstick;
  /** a gap is at hand */
  readonly #proven: boolean;
  /** residuals up to here are rounding: of slopes, which are as large as y, or as 1 for classes */
  readonly #rounding: number;
  #residualAtNull?: number;
  /** c₀: the intercept's column is this instead of 1 */
  #slant = 0;
  /** address of X̃ in strips, 0 where gradients go over its columns */
  #strips = 0;

  constructor(memory: Scope, name: string, table: Table, target: Float64Array, settings: Settings, plan: Plan, list?: readonly number[]) {
    const n = table.rows;
    const s = settings.weights ?? new Float64Array(n).fill(1);
    const apart = plan.stopping ? keptApart(plan.stopping, n, uniform(plan.seed)) : new Uint8Array(n);
    const rows = Int32Array.from({ length: n }, (_, i) => i);
    this.plan = plan;
    this.training = rows.filter((i) => !apart[i]);
    this.apart = rows.filter((i) => apart[i]);
    for (const [what, part] of [
      ["training rows", this.training],
      ["rows kept apart", this.apart],
    ] as const)
      if (part.length > 0 && !part.some((i) => s[i] > 0))
        throw new RangeError(`${name}: weights of all ${what} are zero, expected at least one above 0`);
    const weights = plan.stopping ? s.map((si, i) => (apart[i] ? 0 : si)) : settings.weights;
    this.problem = place(memory, name, table, [target], { ...settings, weights });
    const { problem } = this;
    const included = list ?? problem.included;
    this.list = included;
    this.info = LOSSES[plan.loss];
    const k = kernels();
    this.y = memory.put(target);
    this.loss = memory.bytes(STRUCT_BYTES);
    this.info.fill(this.loss, n, this.y, problem.w, plan.delta ?? 0);
    this.apartW = plan.stopping ? memory.put(sharesOf(s.map((si, i) => (apart[i] ? si : 0)))) : problem.w;
    this.apartLoss = memory.bytes(STRUCT_BYTES);
    this.info.fill(this.apartLoss, n, this.y, this.apartW, plan.delta ?? 0);
    this.null = this.info.nullModel(target, view(problem.w, n), settings.fitIntercept, plan.delta ?? 0);

    const m = included.length;
    const each = (value: (j: number) => number) => memory.put(Float64Array.from(included, value));
    const columns = memory.putIntegers(included);
    const centres = each((j) => problem.centres[j]);
    this.#h = each((j) => problem.h[j]);
    const limits = [settings.penaltyFactors, problem.scales, settings.lower, settings.upper].map((values) => each((j) => values[j]));
    const penalty = (lambda: number, rho: number) => {
      const at = memory.bytes(STRUCT_BYTES);
      k.elasticNet(at, lambda, rho, limits[0], limits[1], limits[2], limits[3]);
      return at;
    };
    const { lambda, l1Ratio: rho, penaltyPower, prox } = plan;
    const l1 = lambda * rho;
    const l2 = penaltyPower > 0 ? 0 : lambda * (1 - rho);
    const slope = (strength: number) =>
      Float64Array.from(included, (j) => (strength === 0 ? 0 : strength * settings.penaltyFactors[j] * problem.scales[j]));
    this.kinkSlopes = slope(prox ? l1 : 0);
    this.bumpSlopes = slope(prox ? 0 : l1);
    this.ridgeCurvatures = slope(l2).map((c, i) => c * problem.scales[included[i]]);
    this.whole = penalty(lambda, rho);
    this.kinks = penalty(prox ? l1 : 0, 1);
    this.#ridge = penalty(l2, 0);
    this.#bumps = penalty(prox ? 0 : l1, 1);
    this.#design = memory.bytes(STRUCT_BYTES);
    this.smooth = memory.bytes(STRUCT_BYTES);
    // the kernels' strips end with whole eights of rows
    this.#work = memory.put(new Float64Array(2 * Math.ceil(n / 8) * 8));
    this.#theta = memory.f64(n);
    this.#out = memory.f64(CertificateField.Count);
    this.#b = memory.f64(m + 1);
    this.grad = memory.f64(m + 2);
    k.dense(this.#design, n, m, problem.X, columns, centres, problem.w);
    this.slant = settings.fitIntercept ? 1 : 0;
    this.#yardstick = new Yardstick(this.null.objective, problem.yRawHalfSquares[0]);
    this.#rounding = 64 * Number.EPSILON * Math.sqrt(2 * problem.yRawHalfSquares[0]);
    this.#proven = penaltyPower === 0 && lambda > 0 && included.every((j) => settings.penaltyFactors[j] > 0);
  }

  /** a copy of X̃ in the order in which full gradients read it, for methods that want many; without it where memory has no room for it */
  layOut(memory: Scope): void {
    const { n, X, centres } = this.problem;
    const m = this.list.length;
    try {
      const columns = memory.putIntegers(this.list);
      const means = memory.put(Float64Array.from(this.list, (j) => centres[j]));
      const strips = memory.bytes(kernels().stripsScratch(n, m));
      kernels().strips(n, m, X, columns, means, strips);
      this.#strips = strips;
    } catch (error) {
      if (!(error instanceof OutOfMemoryError)) throw error;
    }
    this.slant = this.#slant;
  }

  get slant(): number {
    return this.#slant;
  }

  set slant(slant: number) {
    this.#slant = slant;
    kernels().smooth(this.smooth, this.#design, this.#ridge, this.#bumps, this.plan.penaltyPower || 1, slant, this.#strips, this.#work);
  }

  /** F(b), the gradient in `grad` */
  evaluate(b: number, grad = this.grad): number {
    return kernels().evaluate(this.smooth, this.loss, b, grad);
  }

  /** the loss of the rows kept apart at the b of the last `evaluate` */
  lossApart(): number | undefined {
    return this.plan.stopping && kernels().lossElsewhere(this.smooth, this.apartLoss);
  }

  /** Σ aⱼ|βⱼ| of what is left to the prox */
  kinkSum(b: Float64Array): number {
    return this.kinkSlopes.reduce((sum, a, j) => sum + a * Math.abs(b[j]), 0);
  }

  /** b of a model: its coefficients, and the intercept of centred columns in units of the slant */
  enter({ coefficients, intercept }: Model, b: number): void {
    const m = this.list.length;
    const out = view(b, m + 1);
    out.set(coefficients);
    const shift = this.list.reduce((sum, j, k) => sum + this.problem.centres[j] * coefficients[k], intercept);
    out[m] = this.#slant === 0 ? 0 : shift / this.#slant;
  }

  /** the model of b */
  leave(b: Float64Array): Model {
    const coefficients = b.slice(0, this.list.length);
    if (this.#slant === 0) return { coefficients, intercept: 0 };
    const shift = this.list.reduce((sum, j, k) => sum + this.problem.centres[j] * coefficients[k], 0);
    return { coefficients, intercept: this.#slant * b[this.list.length] - shift };
  }

  /** the proof of b */
  certify(b: number, iterations: number): GradientCertificate {
    const { tol } = this.problem.settings;
    if (!this.#proven) {
      const reference = this.#reference();
      const { objective, residual } = this.#residual(b);
      const relativeGap = residual <= this.#rounding ? 0 : residual / Math.max(reference, this.#rounding);
      return { objective, gap: residual, relativeGap, iterations, converged: relativeGap <= tol, proof: "kkt" };
    }
    kernels().smoothGap(this.smooth, this.loss, this.whole, b, this.#theta, this.grad, this.#out);
    const [objective, gap] = view(this.#out, CertificateField.Count);
    return { ...this.#yardstick.certify(tol, objective, gap, iterations), proof: "gap" };
  }

  /** p coefficients of a model */
  spread({ coefficients }: Model): Float64Array {
    const out = new Float64Array(this.problem.p);
    this.list.forEach((j, k) => {
      out[j] = coefficients[k] + 0;
    });
    return out;
  }

  /** the proof of a model */
  certifyModel(model: Model, iterations: number): GradientCertificate {
    this.enter(model, this.#b);
    return this.certify(this.#b, iterations);
  }

  #residual(b: number): { objective: number; residual: number } {
    const smooth = this.evaluate(b);
    const residual = kernels().smoothResidual(this.smooth, this.kinks, this.#h, b, this.grad);
    return { objective: smooth + this.kinkSum(view(b, this.list.length)), residual };
  }

  /** the residual of the null model, which others are compared with */
  #reference(): number {
    if (this.#residualAtNull === undefined) {
      const model = { coefficients: new Float64Array(this.list.length), intercept: this.null.intercept };
      const b = view(this.#b, this.list.length + 1);
      const kept = b.slice();
      this.enter(model, this.#b);
      this.#residualAtNull = this.#residual(this.#b).residual;
      view(this.#b, kept.length).set(kept);
    }
    return this.#residualAtNull;
  }
}
