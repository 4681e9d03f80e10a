// Squared error of several targets, and losses by rows with groups of columns, as joint problems.
import { view } from "../kernels/heap.js";
import { rowsLoss, targetsLoss } from "../losses/joint.js";
import type { LossSpec } from "../losses/loss.js";
import type { Groups } from "../options/groups.js";
import { type Problem, sharesIn } from "../problem/problem.js";
import { Fit, type FitParts, LINKS } from "../results/fit.js";
import { LogisticFit } from "../results/logisticFit.js";
import { type MultiFit, multiFitOf } from "../results/multiFit.js";
import type { JointModel } from "./jointPath.js";

/** squared error of several targets whose coefficients of a column reach 0 together */
export function targetsModel(problem: Problem, groups: Groups | undefined, targetNames?: readonly string[]): JointModel<MultiFit> {
  const { n, y, yMeans, yHalfSquares } = problem;
  const targets = Array.from(yMeans, (_, k) => view(y + 8 * n * k, n).slice());
  const loss = targetsLoss(
    targets,
    yHalfSquares.reduce((sum, x) => sum + x, 0),
  );
  return { name: "squared", loss, grouped: true, groups, make: (parts) => multiFitOf(parts, loss.layers, targetNames) };
}

/** a loss by rows with groups of columns, or with an offset */
export function groupsModel(problem: Problem, target: Float64Array, spec: LossSpec, groups?: Groups): JointModel<Fit | LogisticFit> {
  const { n, y, yHalfSquares, settings } = problem;
  const { loss: name, labels } = spec;
  const loss =
    name === "squared"
      ? targetsLoss([view(y, n).slice()], yHalfSquares[0])
      : rowsLoss(spec, target, sharesIn(problem), settings.fitIntercept);
  const make = (parts: FitParts) =>
    name === "logistic" && labels ? new LogisticFit(parts, labels) : new Fit({ ...parts, link: LINKS[name] });
  // of squared error it was taken off y
  const offset = name === "squared" ? undefined : settings.offset;
  return { name, loss, grouped: false, groups, offset, make };
}
