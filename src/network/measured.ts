// What parameters are worth: loss over the rows that train and those kept apart, penalty, norms, what is left of the gradient.
import type { Entry } from "./history.js";
import type { Room } from "./kernels.js";
import type { Loaded } from "./loaded.js";
import type { Plan } from "./planned.js";
import { atWeights, type LayerShape } from "./shape.js";

/** Rows by their numbers, and where their weights are. */
interface Rows {
  readonly order: number;
  readonly count: number;
  readonly w: number;
}

export class Measured {
  readonly training: Rows;
  readonly #apart?: Rows;
  readonly #net: Loaded;
  readonly #memory: Room;
  readonly #ridge: number;
  readonly #kinks: number;

  constructor(
    memory: Room,
    net: Loaded,
    plan: Plan,
    training: { order: Int32Array; at: number },
    apart: { order: Int32Array; w: Float64Array } | undefined,
  ) {
    this.#memory = memory;
    this.#net = net;
    this.#ridge = memory.put(atWeights(net.shapes, plan.lambda * (1 - plan.l1Ratio)));
    this.#kinks = memory.put(atWeights(net.shapes, plan.lambda * plan.l1Ratio));
    this.training = { order: memory.putIntegers(training.order), count: training.order.length, w: training.at };
    if (apart) this.#apart = { order: memory.putIntegers(apart.order), count: apart.order.length, w: memory.put(apart.w) };
  }

  /** what steps move: the parameters, and u and v beside them */
  vectors(u: number, v: number): void {
    const { s, size, b, d } = this.#net;
    this.#memory.kernels.vectors(s, size, b, d, u, v, this.#ridge, this.#kinks);
  }

  #loss({ order, count, w }: Rows, slopes: boolean): number {
    return this.#memory.kernels.sweep(this.#net.s, order, count, w, slopes);
  }

  /** the objective, d ← the gradient of its smooth part */
  evaluate(): number {
    const loss = this.#loss(this.training, true);
    return loss + this.#memory.kernels.penalty(this.#net.s, true);
  }

  /** the largest violation of the first-order conditions, after `evaluate` */
  residual(): number {
    return this.#memory.kernels.residual(this.#net.s);
  }

  /** the objective at the end, and what is left of its gradient */
  ended(): { objective: number; stationarity: number } {
    const { memory, size } = this.#net;
    this.vectors(memory.zeros(size), memory.zeros(size));
    const objective = this.evaluate();
    return { objective, stationarity: this.residual() };
  }

  /** what an epoch adds to the history */
  entry(): Entry {
    const { s, shapes, b } = this.#net;
    const { kernels } = this.#memory;
    const trainingLoss = this.#loss(this.training, false);
    const linearShare = shapes.slice(0, -1).map(({ units }, l) => kernels.linearUnits(s, l) / (units * this.training.count));
    const norm = ({ at, inner, columns }: LayerShape) => Math.sqrt(kernels.dot(inner * columns, b + 8 * at, b + 8 * at));
    return {
      objective: trainingLoss + kernels.penalty(s, false),
      trainingLoss,
      ...(this.#apart && { validationLoss: this.#loss(this.#apart, false) }),
      norms: shapes.map(norm),
      linearShare,
    };
  }
}
