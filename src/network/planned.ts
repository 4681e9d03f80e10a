// How a network is trained, once its options are checked and completed.
import type { Stopping } from "../gradient/earlyStopping.js";
import type { Schedule } from "../gradient/gradientOptions.js";

/** What a hidden unit makes of its sum z: tanh z, max(z, 0), or 1/(1 + e^−z). */
export type ActivationName = "tanh" | "relu" | "logistic";
/** What is minimised: "squared" ½(y − η)², "logistic" log(1 + e^−tη), "multinomial" log Σ e^ηₖ − η_y, "poisson" e^η − yη. */
export type NetworkLossName = "squared" | "logistic" | "multinomial" | "poisson";
/** How a network goes down: by `batchSize` rows a step, or "gd" and "lbfgs" by all rows. */
export type NetworkMethod = "sgd" | "momentum" | "nesterov" | "adam" | "adamw" | "gd" | "lbfgs";

export const ACTIVATIONS: readonly ActivationName[] = ["tanh", "relu", "logistic"];
export const NETWORK_LOSSES: readonly NetworkLossName[] = ["squared", "logistic", "multinomial", "poisson"];
export const METHODS: readonly NetworkMethod[] = ["adam", "adamw", "sgd", "momentum", "nesterov", "gd", "lbfgs"];

/** What training reads, without what it is called with once: that is in JSON too. */
export interface Plan {
  readonly hidden: readonly number[];
  readonly activation: ActivationName;
  readonly loss: NetworkLossName;
  readonly lambda: number;
  readonly l1Ratio: number;
  readonly decoupled: boolean;
  /** of the inputs, then of every hidden layer */
  readonly keep: readonly number[];
  readonly noise: number;
  readonly method: NetworkMethod;
  readonly learningRate: number;
  readonly schedule: Schedule;
  readonly schedulePower: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly shuffle: boolean;
  readonly momentum: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly tol: number;
  readonly seed: number;
  readonly stopping?: Stopping;
}
