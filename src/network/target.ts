// y as a network learns it: so many numbers a row, and what its outputs are called.

import { readTargets } from "../problem/targets.js";
import { type Label, readClasses, readLabels } from "../tables/labels.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";
import type { NetworkLossName } from "./planned.js";

/** y for {@link network}: numbers, a table of one column a target, or labels of classes */
export type NetworkTarget = VectorInput | TableInput | ArrayLike<Label>;

/** What the outputs are. */
export interface Outputs {
  readonly count: number;
  /** of losses of classes: their labels in order */
  readonly classes?: readonly Label[];
  /** y was a table of targets */
  readonly many: boolean;
  readonly targetNames?: readonly string[];
}

/** y of every row, one row behind the other: η-many numbers, −1 or 1, or the place of the class */
export interface Target {
  readonly y: Float64Array;
  readonly perRow: number;
  readonly outputs: Outputs;
}

/** y as the loss reads it; `known`: the outputs of a network that goes on learning */
export function readNetworkTarget(name: string, loss: NetworkLossName, y: unknown, rows: number, known?: Outputs): Target {
  if (loss === "logistic") {
    const { labels, signs } = readClasses(name, y, rows, known?.classes as readonly [Label, Label] | undefined);
    return { y: signs, perRow: 1, outputs: known ?? { count: 1, many: false, classes: labels } };
  }
  if (loss === "multinomial") {
    const { labels, places } = readLabels(name, y, rows, known?.classes);
    return { y: places, perRow: 1, outputs: known ?? { count: labels.length, many: false, classes: labels } };
  }
  const { targets, targetNames, single } = readTargets(y)(name, rows);
  const count = targets.length;
  if (known && known.count !== count) throw new RangeError(`${name}: y has ${count} targets but the model has ${known.count}`);
  const all = new Float64Array(rows * count);
  for (const [k, target] of targets.entries())
    for (let i = 0; i < rows; i++) {
      const value = target[i];
      if (loss === "poisson" && !(value >= 0))
        throw new RangeError(`${name}: y has ${value} at row ${i}, expected a number ≥ 0 for loss "poisson"`);
      all[i * count + k] = value;
    }
  return { y: all, perRow: count, outputs: known ?? { count, many: !single, ...(targetNames && { targetNames }) } };
}
