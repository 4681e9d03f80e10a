// Paths of squared error: of one target or several, of single columns or groups.
import { checkDelta } from "../losses/readLoss.js";
import { rowsInUse } from "../options/commonOptions.js";
import { checkSequence, type PathOptions, type Sequence, withFit } from "../options/pathOptions.js";
import { onProblem, pathOn } from "../problem/call.js";
import { warnOnce } from "../results/certificate.js";
import type { Fit } from "../results/fit.js";
import { MultiFit } from "../results/multiFit.js";
import { Path } from "../results/path.js";
import { squaredGroupsModel, targetsModel } from "../solvers/blockModels.js";
import { concavePathPlaced } from "../solvers/concavePath.js";
import { jointPathPlaced } from "../solvers/jointPath.js";
import { grid } from "../solvers/lambdaWalk.js";
import { pathPlaced } from "../solvers/squaredPath.js";
import { pathOfTargets } from "../solvers/targetsPath.js";
import type { TableInput } from "../tables/readTable.js";
import { ALONE, checkConcave, name, refuse } from "./pathCalls.js";
import { ofSingles, readTargetsCall, settingsOfTarget, type TargetsCall } from "./squaredFits.js";

const SQUARED = { loss: "squared" } as const;

/** the path of squared error */
export function squaredPath(X: TableInput, y: unknown, options: PathOptions): Path | Path<MultiFit> {
  checkDelta(name, "squared", options?.delta);
  const read = readTargetsCall(name, X, y, startOf(options), ALONE);
  refuse(options, "squared", "ties");
  const call = ofSingles(read);
  const { table, settings, single, groups, grouped, targetNames } = call;
  const sequence = checkSequence(name, options, rowsInUse(settings, table.rows), table.columns);
  const concave = checkConcave(options, single ? "squared" : "of several targets", settings, groups !== undefined);
  if (concave)
    return pathOn(call, (memory, problem) => concavePathPlaced(memory, problem, call.targets[0], SQUARED, concave, sequence)) as Path;
  if (grouped) {
    return pathOn(call, (memory, problem) =>
      jointPathPlaced(memory, problem, targetsModel(problem, groups, targetNames), sequence, () => call.start),
    );
  }
  if (single) return onePath(call, 0, sequence);
  // every target on the λ's of the one that needs the largest
  const largest = Math.max(...call.targets.map((_, k) => quiet(call, k, { ...sequence, count: 1, given: undefined }).lambdas[0]));
  const given = sequence.given ?? grid(largest, sequence.count, sequence.minRatio);
  const paths = call.targets.map((_, k) => quiet(call, k, { ...sequence, given, stopWhen: undefined }));
  const together = pathOfTargets(paths, sequence.stopWhen, targetNames);
  warnOnce(name, [together.worst()], settings);
  return together;
}

/** the options with a start that fits know: of a path, its fit at the λ nearest to the first */
function startOf(options: PathOptions): never {
  const { warmStart } = options ?? {};
  if (warmStart instanceof Path && (warmStart as Path<unknown>).fit(0) instanceof MultiFit) {
    const given = options.lambdas ? Math.max(...Array.from(options.lambdas)) : Infinity;
    return { ...options, warmStart: (warmStart as Path<unknown>).nearest(given) } as never;
  }
  return withFit(options) as never;
}

function onePath(call: TargetsCall, k: number, sequence: Sequence): Path {
  const own = { ...call, targets: [call.targets[k]], settings: settingsOfTarget(call, k) };
  return pathOn(own, (memory, problem) => solve(call, memory, problem, sequence));
}

/** the same without a warning */
function quiet(call: TargetsCall, k: number, sequence: Sequence): Path {
  const own = { ...call, targets: [call.targets[k]], settings: settingsOfTarget(call, k) };
  return onProblem(own, (memory, problem) => solve(call, memory, problem, sequence));
}

function solve(
  { groups }: TargetsCall,
  memory: Parameters<typeof pathPlaced>[0],
  problem: Parameters<typeof pathPlaced>[1],
  sequence: Sequence,
): Path {
  if (!groups) return pathPlaced(memory, problem, sequence);
  const { warmStart } = problem.settings;
  const start = warmStart && { coefficients: [warmStart.coefficients], intercepts: [warmStart.intercept] };
  const model = squaredGroupsModel(problem, groups);
  return jointPathPlaced(memory, problem, model, sequence, () => start) as Path<Fit>;
}
