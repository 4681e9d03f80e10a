// THE SEAM between what cross-validation asks for and what computes it: a list of units, one a fold and one of all rows, each a function
// from plain data to plain data. Any thread that has placed the same rows may run any unit, in any order, and a unit may be split by its
// l1Ratios: every path starts anew, so the numbers are the same to the bit.
//     one thread   place the rows → unitsOf → runUnit, one after another → assemble
//     several      X, y and the options to each thread, once → the same rows placed there (worker/foldWork.ts); unitsOf → runUnit on any
//                  thread → assemble, in unitsOf's order

import { type Scope, scope } from "../../kernels/scope.js";
import { loadStatistics } from "../../problem/loadStatistics.js";
import type { Problem } from "../../problem/problem.js";
import { pick, placeRows, settingsOf } from "../../problem/rowSubset.js";
import type { AnyFit } from "../../results/anyFit.js";
import type { Path } from "../../results/path.js";
import { glmPathPlaced } from "../../solvers/glmPath.js";
import { pathPlaced } from "../../solvers/squaredPath.js";
import { errorsFromMoments, errorsFromRows } from "./foldErrors.js";
import { jointErrors, jointPath } from "./jointFolds.js";
import { type FoldSource, fittedTo, type Outcome, type Unit } from "./unit.js";

/** fits and judges one unit */
export function runUnit(source: FoldSource, { heldOut, l1Ratios, lambdas, moments }: Unit): Outcome {
  const { name, settings } = source.problem;
  const all = heldOut.length === 0;
  const paths = scope((memory) => {
    const others = all ? undefined : fittedTo(source, heldOut);
    const rows = () => (others ? placeRows(memory, source, others, settingsOf(settings, others)) : source.problem);
    const problem = moments ? loadStatistics(memory, name, moments.others, settings, rows) : rows();
    const target = others && !moments ? pick(source.target, others) : source.target;
    return l1Ratios.map((l1Ratio, place) => scope((own) => fitted(own, source, problem, target, others, l1Ratio, lambdas[place])));
  }, settings.watch.check);
  const outcome = { paths: paths.map((path) => path.parts) };
  if (all) return { ...outcome, errors: [] };
  const { joint } = source;
  if (joint && joint.kind !== "rows") return { ...outcome, errors: jointErrors(source, joint, paths, heldOut) };
  return { ...outcome, errors: errorsFromMoments(source, paths, moments) ?? errorsFromRows(source, paths, heldOut) };
}

function fitted(
  memory: Scope,
  { loss, joint }: FoldSource,
  problem: Problem,
  target: Float64Array,
  rows: Int32Array | undefined,
  l1Ratio: number,
  given: Float64Array,
): Path<AnyFit> {
  if (joint) return jointPath(memory, problem, joint, rows, l1Ratio, given);
  const sequence = { l1Ratio, given, count: 0, minRatio: 1 };
  if (loss.loss === "squared") return pathPlaced(memory, problem, sequence) as Path<AnyFit>;
  return glmPathPlaced(memory, problem, target, loss, sequence, () => problem.settings.warmStart) as Path<AnyFit>;
}
