// A problem for gradient methods in WebAssembly memory: which rows train, the loss over them, the penalty in the parts that the methods
// treat differently.
import { square } from "../elementary.js";
import { DesignKind, STRUCT_BYTES } from "../kernels/abi.js";
import { gradientKernels } from "../kernels/families.js";
import { OutOfMemoryError, view } from "../kernels/heap.js";
import type { Scope } from "../kernels/scope.js";
import type { Loss, NullModel } from "../losses/loss.js";
import { LOSSES } from "../losses/losses.js";
import type { Settings } from "../options/commonOptions.js";
import { type Columns, type Problem, place, select, sharesOf } from "../problem/problem.js";
import type { Table } from "../tables/forms.js";
import { divide } from "./earlyStopping.js";
import type { Plan } from "./plan.js";

/** coefficients of the included columns, and the intercept, on the scale of X */
export interface Model {
  readonly coefficients: Float64Array;
  readonly intercept: number;
}

/** One problem as gradient methods see it: what is minimised, over which rows, from where. */
export class GradientProblem {
  readonly plan: Plan;
  readonly problem: Problem;
  readonly info: Loss;
  /** y as the loss reads it */
  readonly target: Float64Array;
  /** the included columns */
  readonly list: readonly number[];
  readonly columns: Columns;
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
  /** cⱼ of the L2 part, one an included column */
  readonly ridgeCurvatures: Float64Array;
  /** addresses: what is differentiated, and room for ∇F (m + 2) */
  readonly smooth: number;
  readonly grad: number;
  readonly #parts: { ridge: number; slopes: number; work: number };

  constructor(memory: Scope, name: string, table: Table, target: Float64Array, settings: Settings, plan: Plan, list?: readonly number[]) {
    const n = table.rows;
    const { training, apart, weights, apartWeights } = divide(name, plan.stopping, settings.weights, n, plan.seed);
    this.plan = plan;
    this.target = target;
    this.training = training;
    this.apart = apart;
    this.problem = place(memory, name, table, [target], { ...settings, weights });
    const { problem } = this;
    this.list = list ?? problem.included;
    this.columns = select(memory, problem, this.list);
    this.info = LOSSES[plan.loss];
    this.y = memory.put(target);
    this.apartW = apartWeights ? memory.put(sharesOf(apartWeights)) : problem.w;
    [this.loss, this.apartLoss] = [problem.w, this.apartW].map((w) => this.#lossOf(memory, n, w));
    this.null = this.info.nullModel(target, view(problem.w, n), settings.fitIntercept, plan.delta ?? 0);

    const { lambda, l1Ratio: rho, penaltyPower, prox } = plan;
    const l1 = lambda * rho;
    const l2 = penaltyPower > 0 ? 0 : lambda * (1 - rho);
    const { another } = this.columns;
    this.whole = another(lambda, rho);
    this.kinks = another(prox ? l1 : 0, 1);
    this.ridgeCurvatures = Float64Array.from(this.list, (j) => {
      const v = settings.penaltyFactors[j];
      return l2 === 0 || v === 0 ? 0 : l2 * v * square(problem.scales[j]);
    });
    // the kernels' strips end with whole eights of rows
    const work = memory.put(new Float64Array(2 * Math.ceil(n / 8) * 8));
    this.#parts = { ridge: another(l2, 0), slopes: another(prox ? 0 : l1, 1), work };
    this.smooth = memory.bytes(STRUCT_BYTES);
    this.grad = memory.f64(this.list.length + 2);
    this.#over(0);
  }

  #lossOf(memory: Scope, n: number, w: number): number {
    const struct = memory.bytes(STRUCT_BYTES);
    this.info.fill(struct, n, this.y, w, this.plan.delta ?? 0);
    return struct;
  }

  /** gradients go over X̃ in strips, or over its columns where `strips` is 0 */
  #over(strips: number): void {
    const { ridge, slopes, work } = this.#parts;
    const { fitIntercept } = this.problem.settings;
    gradientKernels().smooth(this.smooth, this.columns.design, ridge, slopes, this.plan.penaltyPower || 1, fitIntercept, strips, work);
  }

  /** a copy of X̃ in the order in which full gradients read it, for methods that want many; without it where memory has no room for it */
  layOut(memory: Scope): void {
    const { kind, n, X } = this.problem;
    const m = this.list.length;
    // over a sparse table's columns a gradient costs its entries
    if (kind === DesignKind.Sparse) return;
    try {
      const strips = memory.bytes(gradientKernels().stripsScratch(n, m));
      gradientKernels().strips(n, m, X, this.columns.columns, this.columns.centres, strips);
      this.#over(strips);
    } catch (error) {
      if (!(error instanceof OutOfMemoryError)) throw error;
    }
  }

  /** b ← a model: its coefficients, and the intercept of centred columns */
  enter({ coefficients, intercept }: Model, b: number): void {
    const m = this.list.length;
    const out = view(b, m + 1);
    out.set(coefficients);
    out[m] = this.problem.settings.fitIntercept ? intercept + this.#shift(coefficients) : 0;
  }

  /** the model of b */
  leave(b: Float64Array): Model {
    const m = this.list.length;
    const coefficients = b.slice(0, m);
    return { coefficients, intercept: this.problem.settings.fitIntercept ? b[m] - this.#shift(coefficients) : 0 };
  }

  /** what centring takes off η */
  #shift(coefficients: Float64Array): number {
    return this.list.reduce((sum, j, k) => sum + this.problem.centres[j] * coefficients[k], 0);
  }

  /** p coefficients of a model */
  spread({ coefficients }: Model): Float64Array {
    const out = new Float64Array(this.problem.p);
    this.list.forEach((j, k) => {
      out[j] = coefficients[k] + 0;
    });
    return out;
  }
}
