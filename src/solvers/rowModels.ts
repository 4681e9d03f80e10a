// Any loss by rows with groups of columns, or with an offset, as a joint problem.
import { rowsLoss } from "../losses/jointRows.js";
import type { LossSpec } from "../losses/loss.js";
import type { Groups } from "../options/groups.js";
import { type Problem, sharesIn } from "../problem/problem.js";
import { Fit, type FitParts, LINKS } from "../results/fit.js";
import { LogisticFit } from "../results/logisticFit.js";
import { squaredGroupsModel } from "./blockModels.js";
import type { JointModel } from "./jointPath.js";

/** a loss by rows with groups of columns, or with an offset */
export function groupsModel(problem: Problem, target: Float64Array, spec: LossSpec, groups?: Groups): JointModel<Fit | LogisticFit> {
  const { loss: name, labels } = spec;
  if (name === "squared") return squaredGroupsModel(problem, groups);
  const { fitIntercept, offset } = problem.settings;
  const loss = rowsLoss(spec, target, sharesIn(problem), fitIntercept);
  const make = (parts: FitParts) =>
    name === "logistic" && labels ? new LogisticFit(parts, labels) : new Fit({ ...parts, link: LINKS[name] });
  return { name, loss, grouped: false, groups, offset, make };
}
