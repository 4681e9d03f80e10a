// Any loss by rows as a joint one of a single layer.
import { JointKind } from "../kernels/abi.js";
import { jointKernels } from "../kernels/families.js";
import type { JointLoss } from "./joint.js";
import type { LossSpec } from "./loss.js";
import { LOSSES } from "./losses.js";

/** a loss by rows, and y as it reads it */
export function rowsLoss({ loss, delta = 1 }: LossSpec, target: Float64Array, shares: Float64Array, fitIntercept: boolean): JointLoss {
  const { fill, start, saturated, nullModel } = LOSSES[loss];
  return {
    kind: JointKind.Rows,
    layers: 1,
    perRow: 1,
    terms: 0,
    intercepts: fitIntercept,
    saturated: saturated(target, shares),
    zero: nullModel(target, shares, false, delta).objective,
    start: [start(target, shares)],
    fill(memory, struct, n, w) {
      const rows = memory.bytes(128);
      fill(rows, n, memory.put([...target, 0]), w, delta);
      jointKernels().jointRows(struct, n, rows);
    },
  };
}
