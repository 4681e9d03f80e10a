// Cross-validation as units of work, and what their outcomes say together.

import { scope } from "../../kernels/scope.js";
import { LOSSES } from "../../losses/losses.js";
import { isScore } from "../../losses/measures.js";
import type { Sequence } from "../../options/pathOptions.js";
import { mergingPays } from "../../problem/foldCosts.js";
import { loadStatistics } from "../../problem/loadStatistics.js";
import type { Problem } from "../../problem/problem.js";
import { pick, predict } from "../../problem/rowSubset.js";
import type { Statistics } from "../../problem/statistics.js";
import type { AnyFit } from "../../results/anyFit.js";
import { warnOnce } from "../../results/certificate.js";
import { pathOf } from "../../results/path.js";
import { LossSolver } from "../../solvers/anyLoss.js";
import { Descent } from "../../solvers/coordinateDescent.js";
import { fitOf } from "../../solvers/glmPath.js";
import { modelOf } from "../../solvers/jointTarget.js";
import { grid } from "../../solvers/lambdaWalk.js";
import { plus } from "../../tables/offset.js";
import { type Choice, CrossValidation, choose, curveOf, type Division, type Repeat } from "./crossValidation.js";
import type { Folding } from "./divide.js";
import { leaveOut, merged, statisticsOfFolds } from "./foldStatistics.js";
import { eventsIn, jointLambdaMax, jointPredictions, layersAt } from "./jointFolds.js";
import type { FoldSource, Outcome, Unit } from "./unit.js";

/** What is asked for, checked. Plain data. */
export interface Plan {
  /** the folds, once a repeat */
  readonly divisions: readonly Folding[];
  readonly l1Ratios: readonly number[];
  readonly sequence: Pick<Sequence, "given" | "count" | "minRatio">;
  readonly choice: "min" | "oneSe";
}

/** for every repeat, whether its folds are fitted to second moments rather than to their rows */
export function fromMoments({ problem, loss, joint, inTime }: FoldSource, { divisions, l1Ratios, sequence }: Plan): boolean[] {
  const looks = l1Ratios.length * (sequence.given?.length ?? sequence.count);
  return divisions.map(({ rows }) => !joint && !inTime && loss.loss === "squared" && mergingPays(problem, rows.length, looks));
}

/**
 * The paths of all rows, then one unit a fold, repeat by repeat; each is made when it is asked for.
 * @param known the statistics of every repeat's folds, where they have been computed already
 */
export function* unitsOf(
  source: FoldSource,
  plan: Plan,
  known?: readonly (readonly Statistics[] | undefined)[],
): Generator<Unit, void, undefined> {
  const { l1Ratios, sequence } = plan;
  const { name } = source.problem;
  const divisions = plan.divisions.map(({ rows }) => rows);
  const pays = fromMoments(source, plan);
  const statisticsAt = (r: number) => (known ? known[r] : pays[r] ? statisticsOfFolds(source, divisions[r]) : undefined);
  const first = statisticsAt(0);
  const all = first && merged(name, first);
  const lambdas = l1Ratios.map((l1Ratio) => sequence.given ?? grid(lambdaMax(source, l1Ratio, all), sequence.count, sequence.minRatio));
  yield { heldOut: new Int32Array(0), l1Ratios, lambdas, moments: all && { others: all } };
  for (const [r, folds] of divisions.entries()) {
    const statistics = r === 0 ? first : statisticsAt(r);
    if (!statistics) for (const heldOut of folds) yield { heldOut, l1Ratios, lambdas };
    else
      for (const [k, others] of leaveOut(name, statistics)) {
        yield { heldOut: folds[k], l1Ratios, lambdas, moments: { others, heldOut: statistics[k] } };
      }
  }
}

/** where the paths of all rows begin */
function lambdaMax(source: FoldSource, l1Ratio: number, all: Statistics | undefined): number {
  const { problem, loss, target, joint } = source;
  if (joint) return jointLambdaMax(source, joint, l1Ratio);
  return scope((memory) => {
    if (loss.loss !== "squared") return new LossSolver(memory, problem, target, loss, l1Ratio, { count: 1, zero: false }).lambdaMax;
    const rows: Problem = all ? loadStatistics(memory, problem.name, all, problem.settings, () => problem) : problem;
    return new Descent(memory, rows).lambdaMax(l1Ratio);
  });
}

/** what the outcomes of all units say, in the order of `unitsOf` */
export function assemble(source: FoldSource, plan: Plan, outcomes: readonly Outcome[]): CrossValidation<AnyFit> {
  const { measure, loss, joint } = source;
  const { name, settings } = source.problem;
  const [all, ...others] = outcomes;
  const model = joint && modelOf(source.problem, joint);
  const paths = all.paths.map((parts) => pathOf<AnyFit>(parts, model?.make ?? fitOf(loss)));
  const divisions = plan.divisions.map(({ ids: foldIds, rows: folds }): Division => {
    const ofRows = (rows: Int32Array) => rows.reduce((sum, i) => sum + (settings.weights?.[i] ?? 1), 0);
    // likelihoods of survival are sums over events
    const byEvents = joint?.kind === "cox" && measure === "deviance" ? joint : undefined;
    const weights = Float64Array.from(folds, (rows) => (byEvents ? eventsIn(byEvents, rows, settings.weights) : ofRows(rows)));
    return { foldIds, folds, weights, outcomes: others.splice(0, folds.length) };
  });
  const curves = paths.map((path, place) => curveOf(path, divisions, place));
  const choices = choose(curves, isScore(measure));
  const repeats = divisions.map((division) => repeatOf(source, division, choices[plan.choice]));
  const points = outcomes.flatMap((outcome) => outcome.paths.flatMap((path) => path.points));
  warnOnce(name, points, settings);
  return new CrossValidation({ measure, curves, repeats, ...choices, choice: plan.choice });
}

function repeatOf(source: FoldSource, { foldIds, folds, weights, outcomes }: Division, { curve, k }: Choice): Repeat<AnyFit> {
  const { joint } = source;
  const { offset } = source.problem.settings;
  // a row that is never held out has no prediction, one that is held out several times that of the last fit, which saw most rows
  const eta = new Float64Array(foldIds.length).fill(Number.NaN);
  const many: (number | Float64Array)[] = [];
  for (const [fold, { paths }] of outcomes.entries()) {
    const point = paths[curve].points[k];
    if (!joint || joint.kind === "rows") {
      predict(source, folds[fold], point, eta);
      for (const row of folds[fold]) eta[row] += offset?.[0][row] ?? 0;
    } else {
      const ahead = layersAt(source, joint, folds[fold], point);
      const own = joint.kind === "targets" ? offset?.map((layer) => pick(layer, folds[fold])) : undefined;
      const layers = plus(ahead, own);
      folds[fold].forEach((row, i) => {
        many[row] = jointPredictions(joint, layers, i);
      });
    }
  }
  const errors = outcomes[0].errors.map((_, place) => outcomes.map((outcome) => outcome.errors[place]));
  const found = many.length > 0 ? many : eta.map(LOSSES[source.loss.loss].predict);
  const layers = found.find((each) => typeof each !== "number" && each !== undefined) as Float64Array | undefined;
  const predictions = layers
    ? Array.from(foldIds, (_, i) => (found[i] as Float64Array | undefined) ?? layers.map(() => Number.NaN))
    : Float64Array.from(foldIds, (_, i) => (found[i] as number | undefined) ?? Number.NaN);
  return { foldIds, weights, errors, predictions };
}
