// Squared error of several targets, or with groups of columns, as joint problems.
import { view } from "../kernels/heap.js";
import { targetsLoss } from "../losses/joint.js";
import type { Groups } from "../options/groups.js";
import type { Problem } from "../problem/problem.js";
import { Fit, LINKS } from "../results/fit.js";
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

/** squared error of one target with groups of columns; an offset was taken off y */
export function squaredGroupsModel(problem: Problem, groups?: Groups): JointModel<Fit> {
  const { n, y, yHalfSquares } = problem;
  const loss = targetsLoss([view(y, n).slice()], yHalfSquares[0]);
  return { name: "squared", loss, grouped: false, groups, make: (parts) => new Fit({ ...parts, link: LINKS.squared }) };
}
