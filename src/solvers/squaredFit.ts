// One lasso or elastic net: coordinate descent, then Newton's method on a working set where that is slow.
import type { Scope } from "../kernels/scope.js";
import { pays } from "../problem/costs.js";
import type { Problem } from "../problem/problem.js";
import { dense, intercept, spread } from "../problem/solution.js";
import { condense } from "../problem/virtualRows.js";
import { Fit } from "../results/fit.js";
import { Descent } from "./coordinateDescent.js";
import { ActiveSet, MOST } from "./workingSetNewton.js";

/**
 * Passes of coordinate descent before Newton's method on a working set takes over: what those cost is about what Newton's method would
 * have cost from the start, and most fits need fewer.
 */
export const PASSES = 100;
/** λ's that Newton's method sees on its way from λmax, about. */
export const LOOKS = 20;

/** one fit of a placed problem */
export function fitPlaced(memory: Scope, problem: Problem, lambda: number, l1Ratio: number): Fit {
  const { settings } = problem;
  const { maxIterations, warmStart, featureNames } = settings;
  const watch = (done: number) => settings.watch.report("descent", done, maxIterations);
  const descent = new Descent(memory, problem);
  if (warmStart) descent.start(warmStart.coefficients);
  const watched = lambda > descent.negligible && maxIterations > PASSES;
  let certificate = descent.solve(lambda, l1Ratio, watch, watched ? PASSES : maxIterations);
  let solution = dense(descent.coefficients());
  const slow = watched && !certificate.converged && certificate.iterations >= PASSES;
  if (slow && solution.places.length > MOST * problem.n) {
    const more = descent.solve(lambda, l1Ratio, (done) => watch(PASSES + done), maxIterations - PASSES);
    certificate = { ...more, iterations: PASSES + more.iterations };
    solution = dense(descent.coefficients());
  } else if (slow) {
    const rest = { ...problem, settings: { ...settings, maxIterations: maxIterations - PASSES } };
    const newton = new ActiveSet(memory, pays(rest, LOOKS) ? condense(memory, rest) : rest, l1Ratio, LOOKS);
    const other = newton.solve(lambda, (done) => watch(PASSES + done));
    if (other.gap < certificate.gap) solution = newton.nonzero();
    const best = other.gap < certificate.gap ? other : certificate;
    certificate = { ...best, iterations: PASSES + other.iterations };
  }
  const coefficients = spread(solution, problem.p);
  return new Fit({ coefficients, intercept: intercept(problem, solution), lambda, l1Ratio, certificate, featureNames });
}
