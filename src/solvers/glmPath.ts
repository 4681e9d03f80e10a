// Paths of losses that are not quadratic.

import type { PathOptions } from "../fitting/path.js";
import { type Scope, scope } from "../kernels/heap.js";
import { fitOf, type LossSpec, readLoss, smoothOf } from "../losses/readLoss.js";
import { type CommonOptions, checkCommon } from "../options/commonOptions.js";
import { type Problem, place } from "../problem/problem.js";
import { penaltyOverLambda } from "../problem/solution.js";
import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import { Path } from "../results/path.js";
import { orBadEntry, readTable, type TableInput } from "../tables/readTable.js";
import { checkSequence, follow, grid, type Sequence } from "./lambdaWalk.js";
import { checkStart, Glm } from "./proximalNewton.js";

/** Where a path starts from. */
export type Start = Pick<Fit, "coefficients" | "intercept">;

/** the path of any loss but the squared one */
export function glmPath(name: string, X: TableInput, y: unknown, options: PathOptions): Path<Fit | LogisticFit> {
  const table = readTable(name, "X", X, "later");
  const { warmStart, ...common } = options;
  const { spec, target, settings, sequence } = orBadEntry(name, table, () => ({
    ...readLoss(name, options.loss, options.delta, y, table.rows),
    settings: checkCommon(name, common as CommonOptions, table.rows, table.columns, table.names),
    sequence: checkSequence(name, common, table.rows, table.columns),
  }));
  checkStart(name, warmStart, table.columns);
  settings.signal?.throwIfAborted();
  const check = () => table.pointer?.();
  return scope((memory) => {
    const problem = place(memory, name, table, [target], settings);
    const start = warmStart instanceof Path ? (largest: number) => (warmStart as Path).nearest(largest) : () => warmStart;
    return glmPathPlaced(memory, problem, target, spec, sequence, start, check);
  });
}

/** the path of a placed problem; `start` is asked for the fit to begin with at the largest λ, `check` is called after every λ */
export function glmPathPlaced(
  memory: Scope,
  problem: Problem,
  target: Float64Array,
  spec: LossSpec,
  sequence: Sequence,
  start: (largest: number) => Start | undefined,
  check?: () => void,
): Path<Fit | LogisticFit> {
  const { l1Ratio, given, count, minRatio, stopWhen } = sequence;
  const { signal } = problem.settings;
  const glm = new Glm(memory, problem, target, smoothOf(spec), l1Ratio, {
    count: given?.length ?? count,
    zero: given?.includes(0) ?? false,
  });
  const { yardstick, nullLoss, saturated } = glm;
  const lambdas = given ?? grid(glm.lambdaMax, count, minRatio);
  const from = start(lambdas.reduce((a, b) => Math.max(a, b)));
  if (from) glm.start(from.coefficients, from.intercept);
  const walk = { loss: spec.loss, l1Ratio, yardstick, stopWhen, check, make: fitOf(spec), nullLoss: nullLoss + saturated, saturated };
  return follow(problem, lambdas, walk, (lambda) => {
    const certificate = glm.solve(lambda, () => signal?.throwIfAborted());
    const solution = glm.nonzero();
    const penalty = penaltyOverLambda(problem, solution, l1Ratio);
    return { lambda, ...solution, intercept: glm.intercept(), penalty, certificate };
  });
}
