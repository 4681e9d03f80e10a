// What is solved jointly, as plain data of all rows: any thread makes the model of some of them.
import type { Survival, Ties } from "../losses/cox.js";
import type { LossSpec } from "../losses/loss.js";
import type { Groups } from "../options/groups.js";
import type { Problem } from "../problem/problem.js";
import { pick } from "../problem/rowSubset.js";
import type { AnyFit } from "../results/anyFit.js";
import type { Label } from "../tables/labels.js";
import { targetsModel } from "./blockModels.js";
import { coxModel } from "./coxModel.js";
import type { JointModel } from "./jointPath.js";
import { multinomialModel } from "./multinomialModel.js";
import { groupsModel } from "./rowModels.js";

/** What is solved jointly. */
export type JointTarget = { readonly groups?: Groups } & (
  | { readonly kind: "multinomial"; readonly places: Float64Array; readonly labels: readonly Label[]; readonly grouped: boolean }
  | { readonly kind: "cox"; readonly survival: Survival; readonly strata?: readonly (number | string)[]; readonly ties: Ties }
  | { readonly kind: "targets"; readonly targets: readonly Float64Array[]; readonly targetNames?: readonly string[] }
  | { readonly kind: "rows"; readonly target: Float64Array; readonly spec: LossSpec }
);

/** the model of a problem that has these rows (all, where none are given) */
export function modelOf(problem: Problem, given: JointTarget, rows?: Int32Array): JointModel<AnyFit> {
  const some = (values: Float64Array) => (rows ? pick(values, rows) : values);
  switch (given.kind) {
    case "multinomial":
      return multinomialModel(problem, some(given.places), given.labels, given);
    case "cox":
      return coxModel(problem, { ...given, survival: rows ? survivalOf(given.survival, rows) : given.survival }, given.groups);
    case "targets":
      return targetsModel(problem, given.groups, given.targetNames);
    case "rows":
      return groupsModel(problem, some(given.target), given.spec, given.groups);
  }
}

/** these rows of a survival */
export function survivalOf({ time, event, start, strata }: Survival, rows: Int32Array): Survival {
  return {
    time: pick(time, rows),
    event: Uint8Array.from(rows, (i) => event[i]),
    start: start && pick(start, rows),
    strata: strata && Int32Array.from(rows, (i) => strata[i]),
  };
}
