// Fits and paths of joint problems (joint.ts).
import type { Scope } from "../kernels/scope.js";
import type { PathLoss } from "../losses/loss.js";
import type { Sequence } from "../options/pathOptions.js";
import type { LayersStart } from "../options/warmStart.js";
import type { Problem } from "../problem/problem.js";
import type { Certificate } from "../results/certificate.js";
import type { FitParts } from "../results/fit.js";
import type { Path } from "../results/path.js";
import type { Point } from "../results/points.js";
import { Joint, type JointAnswer, type JointSpec } from "./joint.js";
import { follow, grid } from "./lambdaWalk.js";

/** A joint problem, and what its fits are. */
export interface JointModel<F> extends JointSpec {
  readonly name: PathLoss;
  readonly make: (parts: FitParts) => F;
  /** what a point has beside its coefficients */
  readonly extra?: (answer: JointAnswer) => Partial<Point>;
}

/** the path of a placed problem; `start` is asked for what to begin with at the largest λ */
export function jointPathPlaced<F extends { certificate: Certificate }>(
  memory: Scope,
  problem: Problem,
  model: JointModel<F>,
  { l1Ratio, given, count, minRatio, stopWhen }: Sequence,
  start: (largest: number) => LayersStart | undefined = () => undefined,
): Path<F> {
  const solver = new Joint(memory, problem, model, l1Ratio, given?.includes(0) ?? false);
  const { yardstick, nullLoss, saturated } = solver;
  const lambdas = given ?? grid(solver.lambdaMax, count, minRatio);
  const from = start(lambdas.reduce((a, b) => Math.max(a, b)));
  if (from) solver.start(from.coefficients, from.intercepts);
  const layers = model.loss.layers > 1 ? model.loss.layers : undefined;
  const walk = { loss: model.name, layers, l1Ratio, yardstick, stopWhen, make: model.make, nullLoss: nullLoss + saturated, saturated };
  return follow(problem, lambdas, walk, (lambda) => pointOf(model, lambda, solver.solve(lambda, problem.settings.watch.check)));
}

/** the fit of a placed problem at one λ */
export function jointFitPlaced<F>(
  memory: Scope,
  problem: Problem,
  model: JointModel<F>,
  lambda: number,
  l1Ratio: number,
  start?: LayersStart,
): F {
  const { watch, maxIterations, featureNames, offset } = problem.settings;
  const solver = new Joint(memory, problem, model, l1Ratio, lambda === 0);
  if (start) solver.start(start.coefficients, start.intercepts);
  const answer = solver.solve(lambda, (done) => watch.report("descent", done, maxIterations));
  const { places, values, intercept, intercepts, baseline, certificate } = pointOf(model, lambda, answer);
  const coefficients = new Float64Array(problem.p * model.loss.layers);
  for (let i = 0; i < places.length; i++) coefficients[places[i]] = values[i];
  return model.make({
    coefficients,
    intercept,
    intercepts,
    baseline,
    lambda,
    l1Ratio,
    certificate,
    featureNames,
    offset: offset !== undefined,
  });
}

function pointOf<F>({ loss, extra }: JointModel<F>, lambda: number, answer: JointAnswer): Point {
  const { certificate, solution, intercepts, penalty } = answer;
  const own = loss.layers > 1 ? { intercept: 0, intercepts } : { intercept: intercepts[0] };
  return { lambda, ...solution, ...own, penalty, certificate, ...extra?.(answer) };
}
