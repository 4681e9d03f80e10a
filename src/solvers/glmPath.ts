// Paths of losses that are not quadratic.
import type { Scope } from "../kernels/scope.js";
import type { LossSpec } from "../losses/loss.js";
import type { Sequence } from "../options/pathOptions.js";
import type { Start } from "../options/warmStart.js";
import type { Problem } from "../problem/problem.js";
import { penaltyOverLambda } from "../problem/solution.js";
import { Fit, type FitParts, LINKS } from "../results/fit.js";
import { LogisticFit } from "../results/logisticFit.js";
import type { Path } from "../results/path.js";
import { LossSolver } from "./anyLoss.js";
import { follow, grid } from "./lambdaWalk.js";

/** the path of a placed problem; `start` is asked for the fit to begin with at the largest λ */
export function glmPathPlaced(
  memory: Scope,
  problem: Problem,
  target: Float64Array,
  spec: LossSpec,
  sequence: Sequence,
  start: (largest: number) => Start | undefined,
): Path<Fit | LogisticFit> {
  const { l1Ratio, given, count, minRatio, stopWhen } = sequence;
  const { watch } = problem.settings;
  const solver = new LossSolver(memory, problem, target, spec, l1Ratio, {
    count: given?.length ?? count,
    zero: given?.includes(0) ?? false,
  });
  const { yardstick, nullLoss, saturated } = solver;
  const lambdas = given ?? grid(solver.lambdaMax, count, minRatio);
  const from = start(lambdas.reduce((a, b) => Math.max(a, b)));
  if (from) solver.start(from.coefficients, from.intercept);
  const walk = { loss: spec.loss, l1Ratio, yardstick, stopWhen, make: fitOf(spec), nullLoss: nullLoss + saturated, saturated };
  return follow(problem, lambdas, walk, (lambda) => {
    const { certificate, solution, intercept } = solver.solve(lambda, watch.check);
    const penalty = penaltyOverLambda(problem, solution, l1Ratio);
    return { lambda, ...solution, intercept, penalty, certificate };
  });
}

/** what a point of a path becomes */
export function fitOf({ loss, labels }: LossSpec): (parts: FitParts) => Fit | LogisticFit {
  return loss === "logistic" && labels ? (parts) => new LogisticFit(parts, labels) : (parts) => new Fit({ ...parts, link: LINKS[loss] });
}
