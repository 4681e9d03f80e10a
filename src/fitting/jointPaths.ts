// Paths of classes and of survival.
import { describe } from "../check.js";
import { checkTies } from "../losses/readSurvival.js";
import { rowsInUse } from "../options/commonOptions.js";
import { checkGrouped, checkGroups } from "../options/groups.js";
import { checkSequence, type PathOptions } from "../options/pathOptions.js";
import { layersStart, startAt } from "../options/warmStart.js";
import { pathOn, readCall } from "../problem/call.js";
import { CoxFit } from "../results/coxFit.js";
import { MultinomialFit } from "../results/multinomialFit.js";
import { Path } from "../results/path.js";
import { coxModel } from "../solvers/coxModel.js";
import { jointPathPlaced } from "../solvers/jointPath.js";
import { multinomialModel } from "../solvers/multinomialModel.js";
import type { TableInput } from "../tables/readTable.js";
import { checkNoIntercept, ofSurvival } from "./cox.js";
import { ofLabels } from "./multinomial.js";
import { checkConcave, name, OWN, refuse } from "./pathCalls.js";

/** the path of softmax regressions */
export function multinomialPath(X: TableInput, y: unknown, options: PathOptions): Path<MultinomialFit> {
  const { warmStart, ...common } = options;
  const call = readCall(name, X, options, OWN, ofLabels(y), common);
  const { table, settings, targets, labels } = call;
  refuse(options, "multinomial", "delta", "ties");
  checkConcave(options, "multinomial", settings, false);
  const grouped = checkGrouped(name, options.grouped, settings.bounded);
  const groups = checkGroups(name, options, table.columns, settings.bounded);
  const sequence = checkSequence(name, common, rowsInUse(settings, table.rows), table.columns);
  const read = (given: MultinomialFit) => layersStart(name, given, labels.length, table.columns, settings.featureNames);
  const start = startOf(warmStart, MultinomialFit, read);
  return pathOn(call, (memory, problem) =>
    jointPathPlaced(memory, problem, multinomialModel(problem, targets[0], labels, { grouped, groups }), sequence, start),
  );
}

/** the path of proportional hazards */
export function coxPath(X: TableInput, y: unknown, options: PathOptions): Path<CoxFit> {
  const { warmStart, ...common } = options;
  const call = readCall(name, X, options, OWN, ofSurvival(y), common);
  const { table, settings, survival, strata } = call;
  refuse(options, "cox", "delta", "grouped");
  checkConcave(options, "cox", settings, false);
  checkNoIntercept(name, options);
  const ties = checkTies(name, options.ties);
  const groups = checkGroups(name, options, table.columns, settings.bounded);
  const sequence = checkSequence(name, common, rowsInUse(settings, table.rows), table.columns);
  const start = startOf(warmStart, CoxFit, (given: CoxFit) => {
    const { coefficients } = startAt(name, { ...given, intercept: 0 }, table.columns, settings.featureNames);
    return { coefficients: [coefficients], intercepts: [0] };
  });
  return pathOn(call, (memory, problem) =>
    jointPathPlaced(memory, problem, coxModel(problem, { survival, strata, ties }, groups), sequence, start),
  );
}

/** what a path starts from at its largest λ: a fit of its kind, or another path's fit at the λ that is nearest */
function startOf<F, S>(
  given: unknown,
  kind: { new (...parts: never[]): F; readonly name: string },
  read: (fit: F) => S,
): (largest: number) => S | undefined {
  if (given === undefined) return () => undefined;
  const fit: unknown = given instanceof Path ? (given as Path<unknown>).fit(0) : given;
  if (!(fit instanceof kind))
    throw new TypeError(`${name}: warmStart is ${describe(given, kind.name, "Path")}, expected a ${kind.name} or a Path of them`);
  const first = read(fit);
  return given instanceof Path ? (largest) => read((given as Path<unknown>).nearest(largest) as F) : () => first;
}
