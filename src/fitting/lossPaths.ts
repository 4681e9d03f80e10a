// Paths of losses by rows but the squared one.
import { complete } from "../losses/readLoss.js";
import { rowsInUse } from "../options/commonOptions.js";
import { asFactors, checkGroups } from "../options/groups.js";
import { checkSequence, type PathOptions } from "../options/pathOptions.js";
import { readStart } from "../options/warmStart.js";
import { ofLoss, pathOn, readCall } from "../problem/call.js";
import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import type { Path } from "../results/path.js";
import { concavePathPlaced } from "../solvers/concavePath.js";
import { glmPathPlaced } from "../solvers/glmPath.js";
import { jointPathPlaced } from "../solvers/jointPath.js";
import { groupsModel } from "../solvers/rowModels.js";
import type { TableInput } from "../tables/readTable.js";
import { checkConcave, name, OWN, refuse } from "./pathCalls.js";

/** the path of any loss by rows but the squared one */
export function glmPath(X: TableInput, y: unknown, options: PathOptions): Path<Fit | LogisticFit> {
  const { warmStart, ...common } = options;
  const call = readCall(name, X, options, OWN, ofLoss(options.loss, options.delta, y), common);
  const { table, targets } = call;
  refuse(options, call.spec.loss, "ties", "grouped");
  const given = checkGroups(name, options, table.columns, call.settings.bounded);
  const factors = given && asFactors(given, call.settings.penaltyFactors);
  const groups = factors ? undefined : given;
  const settings = factors ? { ...call.settings, penaltyFactors: factors } : call.settings;
  const sequence = checkSequence(name, common, rowsInUse(settings, table.rows), table.columns);
  const spec = complete(name, call.spec, targets[0], settings.weights);
  const start = readStart(name, warmStart, table.columns, settings.featureNames);
  const concave = checkConcave(options, spec.loss, settings, given !== undefined);
  return pathOn({ ...call, settings }, (memory, problem) => {
    if (concave) return concavePathPlaced(memory, problem, targets[0], spec, concave, sequence);
    if (!groups && !settings.offset) return glmPathPlaced(memory, problem, targets[0], spec, sequence, start);
    return jointPathPlaced(memory, problem, groupsModel(problem, targets[0], spec, groups), sequence, (largest) => {
      const from = start(largest);
      return from && { coefficients: [from.coefficients], intercepts: [from.intercept] };
    });
  });
}
