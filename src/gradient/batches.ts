// A problem as mini-batches read it: rows behind one another, the penalty and the optimiser's rule (assembly/gradient/stochastic.ts).

import { power } from "../elementary.js";
import { DesignKind, RowKind, Rule, STRUCT_BYTES } from "../kernels/abi.js";
import { gradientKernels } from "../kernels/families.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import { fillDesign } from "../tables/storedTable.js";
import type { GradientProblem } from "./gradientProblem.js";
import { subgradientNorm } from "./history.js";
import { type OptimiserState, widthOf } from "./optimiserState.js";

const RULES = { sgd: Rule.Sgd, momentum: Rule.Momentum, nesterov: Rule.Nesterov, adam: Rule.Adam, adamw: Rule.Adam } as const;

/** What is known after an epoch. */
export interface Standing {
  readonly objective: number;
  readonly trainingLoss: number;
  /** length of the shortest subgradient */
  readonly norm: number;
}

/** A problem in memory as its rows, and the optimiser that goes over them. */
export class Batches {
  /** the address of X, row by row, centred and scaled, and of which kind its rows are */
  readonly rows: number;
  readonly kind: RowKind;
  /** batches an epoch */
  readonly count: number;
  readonly #g: GradientProblem;
  readonly #from: OptimiserState;
  readonly #size: number;
  /** addresses */
  readonly #s: number;
  readonly #loss: number;
  readonly #state: number;
  readonly #grad: number;
  readonly #lists: { order: number; training: number; apart: number };
  /** cⱼ and aⱼ of the penalty in these columns, 0 behind them, and where they stand */
  readonly #ridge: Float64Array;
  readonly #slopes: Float64Array;
  readonly #penalty: readonly [ridge: number, slopes: number];

  constructor(memory: Scope, g: GradientProblem, from: OptimiserState) {
    const { plan, problem, training, apart } = g;
    const { settings } = problem;
    const { list } = from;
    const m = list.length;
    this.#g = g;
    this.#from = from;
    this.#size = Math.min(plan.batchSize, training.length);
    this.count = Math.ceil(training.length / this.#size);
    this.kind = plan.single ? RowKind.Single : problem.kind === DesignKind.Sparse ? RowKind.Sparse : RowKind.Dense;
    this.rows = this.#layOut(memory);
    this.#s = memory.bytes(gradientKernels().stochasticScratch(m, this.#size));
    this.#loss = memory.bytes(STRUCT_BYTES);
    this.#state = memory.f64(3 * widthOf(m));
    this.#grad = memory.f64(m + 1);
    const per = (strength: number) =>
      Float64Array.from({ length: widthOf(m) }, (_, j) => (j < m && strength > 0 ? strength * settings.penaltyFactors[list[j]] : 0));
    this.#ridge = per(plan.penaltyPower > 0 ? 0 : plan.lambda * (1 - plan.l1Ratio));
    this.#slopes = per(plan.lambda * plan.l1Ratio);
    this.#penalty = [memory.put(this.#ridge), memory.put(this.#slopes)];
    const [ours, theirs] = [training, apart].map((rows) => memory.putIntegers(rows));
    this.#lists = { order: memory.bytes(4 * training.length), training: ours, apart: theirs };
  }

  #layOut(memory: Scope): number {
    const { problem } = this.#g;
    const { n, X } = problem;
    const { list, centres, scales } = this.#from;
    const m = list.length;
    const k = gradientKernels();
    const [columns, taken, divisors] = [memory.putIntegers(list), memory.put(centres), memory.put(scales)];
    if (this.kind === RowKind.Sparse) {
      const design = memory.bytes(STRUCT_BYTES);
      fillDesign(design, problem, m, columns, taken, problem.w);
      const rows = memory.bytes(k.sparseRowsScratch(design));
      k.sparseRows(design, divisors, rows);
      return rows;
    }
    if (this.kind === RowKind.Single) {
      const means = memory.put(Float64Array.from(list, (j) => problem.means[j]));
      const rows = memory.bytes(k.singleRowsScratch(n, m));
      k.singleRows(n, m, X, columns, means, taken, divisors, sizeOfEta(this.#g), rows);
      return rows;
    }
    const rows = memory.f64(n * m);
    k.rowMajor(n, m, X, columns, taken, divisors, rows);
    return rows;
  }

  /** to where the state stands, with the randomness that belongs to its call */
  begin(): void {
    const { plan, training, info, problem, y } = this.#g;
    const { numbers, list, calls } = this.#from;
    const m = list.length;
    const k = gradientKernels();
    view(this.#state, numbers.length).set(numbers);
    info.fill(this.#loss, this.#size, 0, 0, plan.delta ?? 0);
    k.stochasticRows(
      this.#s,
      training.length,
      m,
      this.#size,
      problem.settings.fitIntercept,
      this.kind,
      this.rows,
      y,
      problem.w,
      this.#state,
      this.#loss,
    );
    const accelerated = plan.method === "momentum" || plan.method === "nesterov";
    k.stochasticRule(
      this.#s,
      RULES[plan.method as keyof typeof RULES],
      accelerated ? plan.momentum : plan.beta1,
      plan.beta2,
      plan.epsilon,
      ...this.#penalty,
      plan.penaltyPower || 1,
      plan.decoupled,
      plan.prox,
    );
    new Int32Array(kernels().memory.buffer, this.#lists.order, training.length).set(training);
    // stream 0 is that of early stopping; every call has two of its own, for the order of the rows and for what is done to them
    k.stochasticInputs(this.#s, plan.noise, plan.dropout, plan.shuffle, plan.seed, 2 * calls + 1);
  }

  /** one pass over the rows; `rates`: the address of a rate a batch; `steps`: made before */
  epoch(rates: number, steps: number): Standing {
    gradientKernels().epoch(this.#s, this.#loss, this.#lists.order, this.#g.training.length, rates, steps);
    return this.#standing();
  }

  #standing(): Standing {
    const { plan, training } = this.#g;
    const m = this.#from.list.length;
    const trainingLoss = gradientKernels().sweep(this.#s, this.#loss, this.#lists.training, training.length, this.#grad);
    const b = view(this.#state, m + 1);
    const gradient = view(this.#grad, m + 1);
    const q = plan.penaltyPower || 1;
    const value = addPenalty(b, this.#ridge, this.#slopes, q, gradient);
    const norm = subgradientNorm(gradient, q > 1 ? [] : this.#slopes, b, m + 1);
    return { objective: trainingLoss + value, trainingLoss, norm };
  }

  /** the loss of the rows kept apart, with their shares */
  lossApart(): number {
    const { apart, apartW, problem } = this.#g;
    const k = gradientKernels();
    k.stochasticShares(this.#s, apartW);
    const value = k.sweep(this.#s, this.#loss, this.#lists.apart, apart.length, this.#grad);
    k.stochasticShares(this.#s, problem.w);
    return value;
  }

  /** out ← the coefficients and what the rule remembers */
  read(out: Float64Array): void {
    out.set(view(this.#state, out.length));
  }
}

/** about how large η is: as y, where it is on y's scale */
function sizeOfEta({ plan, target }: GradientProblem): number {
  return plan.loss === "squared" || plan.loss === "huber" ? target.reduce((most, value) => Math.max(most, Math.abs(value)), 0) : 1;
}

/** Σ ½cb² + a|b|^q/q; gradient ← gradient and the slope of its smooth part: all of it where q > 1, else that of the first term */
function addPenalty(b: Float64Array, ridge: Float64Array, slopes: Float64Array, q: number, gradient: Float64Array): number {
  let value = 0;
  for (let j = 0; j < b.length; j++) {
    const size = Math.abs(b[j]);
    // an epoch of few rows takes no longer than 20 calls of `power`
    value += 0.5 * ridge[j] * size * size + (slopes[j] * (q === 1 ? size : power(size, q))) / q;
    gradient[j] += ridge[j] * b[j] + (q > 1 ? slopes[j] * power(size, q - 1) * Math.sign(b[j]) : 0);
  }
  return value;
}
