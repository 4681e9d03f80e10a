// Losses whose linear predictor has several layers (classes, targets), or whose rows are coupled: what the solver of joint problems is told.
import { log } from "../elementary.js";
import { JointKind } from "../kernels/abi.js";
import { jointKernels, jointLossKernels } from "../kernels/families.js";
import { view } from "../kernels/heap.js";
import type { Scope } from "../kernels/scope.js";

/** A loss of K layers, to be laid into memory. */
export interface JointLoss {
  readonly kind: JointKind;
  /** K: layers of η */
  readonly layers: number;
  /** numbers a row of coefficients: K where the curvature is the same in every layer, else 1 */
  readonly perRow: number;
  /** what rows are coupled by, as many as that: see assembly/losses/joint.ts */
  readonly terms: number;
  /** η has intercepts that are solved for; others follow from means, or there are none */
  readonly intercepts: boolean;
  /** the loss of a model that fits every row */
  readonly saturated: number;
  /** the loss at η = 0 above that: a yardstick where nothing is left to explain */
  readonly zero: number;
  /** where the intercepts start */
  readonly start: readonly number[];
  /** fills in the struct at `loss`; w: shares */
  fill(memory: Scope, loss: number, n: number, w: number): void;
}

/** layers lie an even number of numbers apart */
export const apart = (n: number) => n + (n % 2);

/** K vectors of n numbers as layers; address */
export function putLayers(memory: Scope, n: number, layers: readonly ArrayLike<number>[]): number {
  const ld = apart(n);
  const at = memory.f64(ld * layers.length);
  const all = view(at, ld * layers.length).fill(0);
  for (const [k, layer] of layers.entries()) all.set(layer, k * ld);
  return at;
}

/** squared error summed over targets, which are centred where there is an intercept */
export function targetsLoss(targets: readonly Float64Array[], halfSquares: number): JointLoss {
  const layers = targets.length;
  return {
    kind: JointKind.Targets,
    layers,
    perRow: layers,
    terms: 0,
    intercepts: false,
    saturated: 0,
    zero: halfSquares,
    start: targets.map(() => 0),
    fill: (memory, struct, n, w) => jointKernels().jointTargets(struct, n, layers, putLayers(memory, n, targets), w),
  };
}

/** softmax: the places of the classes by row */
export function multinomialLoss(places: Float64Array, classes: number, shares: Float64Array, fitIntercept: boolean): JointLoss {
  const each = new Float64Array(classes);
  for (let i = 0; i < places.length; i++) each[places[i]] += shares[i];
  // a class without weight would send its intercept to −∞
  const logs = Array.from(each, (share) => log(Math.max(share, 1e-10)));
  const mean = logs.reduce((sum, x) => sum + x, 0) / classes;
  return {
    kind: JointKind.Multinomial,
    layers: classes,
    perRow: 1,
    terms: places.length,
    intercepts: fitIntercept,
    saturated: 0,
    zero: log(classes),
    start: logs.map((x) => x - mean),
    fill: (memory, struct, n, w) => jointLossKernels().multinomial(struct, n, classes, memory.put(places), w),
  };
}
