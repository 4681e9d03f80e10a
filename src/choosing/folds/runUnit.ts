// THE SEAM between what cross-validation asks for and what computes it: a list of units, one a fold and one of all rows, each a function
// from plain data to plain data. Any thread that has placed the same rows may run any unit, in any order, and a unit may be split by its
// l1Ratios: every path starts anew, so the numbers are the same to the bit.
//     one thread   place the rows → unitsOf → runUnit, one after another → assemble
//     several      shareOf(source) to each thread, once → placeShare there; unitsOf → runUnit on any thread → assemble, in unitsOf's order

import { view } from "../../kernels/heap.js";
import { type Scope, scope } from "../../kernels/scope.js";
import type { Settings } from "../../options/commonOptions.js";
import { type Problem, place } from "../../problem/problem.js";
import { pick, placeRows, rowsBut, settingsOf, tableAt } from "../../problem/rowSubset.js";
import type { Fit } from "../../results/fit.js";
import type { LogisticFit } from "../../results/logisticFit.js";
import type { Path } from "../../results/path.js";
import { glmPathPlaced } from "../../solvers/glmPath.js";
import { pathPlaced } from "../../solvers/squaredPath.js";
import { errorsFromMoments, errorsFromRows } from "./foldErrors.js";
import { placeStatistics } from "./foldStatistics.js";
import type { FoldSource, Outcome, Unit } from "./unit.js";

/** fits and judges one unit */
export function runUnit(source: FoldSource, { heldOut, l1Ratios, lambdas, moments }: Unit): Outcome {
  const { name, n, settings } = source.problem;
  const all = heldOut.length === 0;
  const paths = scope((memory) => {
    const others = all ? undefined : rowsBut(heldOut, n);
    const rows = () => (others ? placeRows(memory, source, others, settingsOf(settings, others)) : source.problem);
    const problem = moments ? placeStatistics(memory, name, moments.others, settings, rows) : rows();
    const target = others && !moments ? pick(source.target, others) : source.target;
    return l1Ratios.map((l1Ratio, place) => scope((own) => fitted(own, source, problem, target, l1Ratio, lambdas[place])));
  });
  const outcome = { paths: paths.map((path) => path.parts) };
  if (all) return { ...outcome, errors: [] };
  return { ...outcome, errors: errorsFromMoments(source, paths, moments) ?? errorsFromRows(source, paths, heldOut) };
}

export function fitted(
  memory: Scope,
  { loss, check }: FoldSource,
  problem: Problem,
  target: Float64Array,
  l1Ratio: number,
  given: Float64Array,
): Path<Fit | LogisticFit> {
  const sequence = { l1Ratio, given, count: 0, minRatio: 1 };
  if (loss.loss === "squared") return pathPlaced(memory, problem, sequence, check);
  return glmPathPlaced(memory, problem, target, loss, sequence, () => problem.settings.warmStart, check);
}

/** What a thread needs to run units, once. Plain data. */
export interface Share extends Pick<FoldSource, "target" | "loss" | "measure"> {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** column-major */
  readonly X: Float64Array;
  readonly settings: Omit<Settings, "signal" | "onProgress">;
}

/** a source as plain data */
export function shareOf({ problem, target, loss, measure }: FoldSource): Share {
  const { name, n, p, X } = problem;
  const { signal: _, onProgress: __, ...settings } = problem.settings;
  return { name, rows: n, columns: p, X: view(X, n * p).slice(), target, loss, measure, settings };
}

/** the source that it was made from, in this thread's memory; `watch`: how its work is to be watched and stopped */
export function placeShare(
  memory: Scope,
  { name, rows, columns, X, target, loss, measure, settings }: Share,
  watch: Pick<Settings, "signal" | "onProgress"> = {},
): FoldSource {
  const problem = place(memory, name, tableAt(memory.put(X), rows, columns), [target], { ...settings, ...watch });
  return { problem, target, loss, measure };
}
