// A lasso or elastic-net path of a problem in memory.
import { type Scope, scope } from "../kernels/scope.js";
import type { Sequence } from "../options/pathOptions.js";
import { startAt } from "../options/warmStart.js";
import { pays } from "../problem/costs.js";
import type { Problem } from "../problem/problem.js";
import { intercept, penaltyOverLambda } from "../problem/solution.js";
import { condense } from "../problem/virtualRows.js";
import { Fit } from "../results/fit.js";
import type { Path } from "../results/path.js";
import { Descent } from "./coordinateDescent.js";
import { eliminateFree } from "./freeColumns.js";
import { follow, grid } from "./lambdaWalk.js";
import { ridgePathPlaced } from "./spectralPath.js";
import { isQuadratic } from "./spectrum.js";
import { better, noWorse, solveAny } from "./squaredFit.js";
import { largestOfNone, withoutPenalty } from "./withoutPenalty.js";
import { ActiveSet } from "./workingSetNewton.js";

/** the path of a placed problem */
export function pathPlaced(memory: Scope, problem: Problem, sequence: Sequence): Path {
  const { l1Ratio, given, count, minRatio, stopWhen, from } = sequence;
  const { watch, warmStart } = problem.settings;
  const looks = given?.length ?? count;
  if (isQuadratic(problem.settings, l1Ratio)) {
    const lambdas = given ?? grid(new Descent(memory, problem).lambdaMax(l1Ratio), count, minRatio);
    return ridgePathPlaced(memory, problem, lambdas, stopWhen);
  }
  const eliminated = eliminateFree(memory, problem);
  const inner = eliminated?.problem ?? problem;
  const solver = new ActiveSet(memory, pays(inner, looks) ? condense(memory, inner) : inner, l1Ratio, looks);
  const lambdas = given ?? grid(solver.lambdaMax, count, minRatio);
  const nearest = from?.nearest(lambdas.reduce((a, b) => Math.max(a, b)));
  const start = nearest ? startAt(problem.name, nearest, problem.p, problem.settings.featureNames) : warmStart;
  if (start) solver.start(eliminated ? eliminated.restrict(start.coefficients) : start.coefficients);
  const { settings } = problem;
  const none = largestOfNone(problem);
  const solveAt = (lambda: number) => {
    const at = { lambda, l1Ratio };
    if (lambda <= none) return scope((own) => withoutPenalty(own, problem, at));
    const certificate = solver.solve(lambda, watch.check);
    const solution = solver.nonzero();
    if (eliminated) {
      const { objective, gap, ...whole } = eliminated.restore(certificate, solution, at);
      return { certificate: solver.yardstick.certify(settings.tol, objective, gap, certificate.iterations), solution: whole.solution };
    }
    // nothing but bounds is left: a fit eliminates what has none
    if (lambda === 0 && !certificate.converged)
      return better(
        scope((own) => solveAny(own, problem, at)),
        { certificate, solution },
      );
    return { certificate, solution };
  };
  return follow(problem, lambdas, { l1Ratio, yardstick: solver.yardstick, stopWhen, make: (parts) => new Fit(parts) }, (lambda) => {
    const { certificate, solution } = noWorse(problem, solveAt(lambda), solver.yardstick);
    const penalty = penaltyOverLambda(problem, solution, l1Ratio);
    return { lambda, ...solution, intercept: intercept(problem, solution), penalty, certificate };
  });
}
