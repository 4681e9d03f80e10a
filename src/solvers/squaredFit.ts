// One lasso or elastic net: coordinate descent, then Newton's method on a working set where that is slow.

import type { Scope } from "../kernels/scope.js";
import { pays } from "../problem/costs.js";
import type { Problem } from "../problem/problem.js";
import type { Solution } from "../problem/solution.js";
import { dense, intercept, spread } from "../problem/solution.js";
import { condense } from "../problem/virtualRows.js";
import type { Certificate } from "../results/certificate.js";
import { Fit } from "../results/fit.js";
import { Descent } from "./coordinateDescent.js";
import { momentsGap } from "./momentsGap.js";
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
  const proven = (certificate: Certificate, solution: Solution): Certificate => {
    const { objective, gap, iterations } = certificate;
    const { yardstick } = descent;
    const bound = momentsGap(problem, certificate, solution, { lambda, l1Ratio }, yardstick.target(settings.tol));
    return gap === bound ? certificate : yardstick.certify(settings.tol, objective, bound, iterations);
  };
  let certificate = descent.solve(lambda, l1Ratio, watch, watched ? PASSES : maxIterations);
  let solution = dense(descent.coefficients());
  const slow = watched && !certificate.converged && certificate.iterations >= PASSES;
  if (slow && solution.places.length > MOST * problem.n) {
    const more = descent.solve(lambda, l1Ratio, (done) => watch(PASSES + done), maxIterations - PASSES);
    certificate = { ...more, iterations: PASSES + more.iterations };
    solution = dense(descent.coefficients());
    certificate = proven(certificate, solution);
  } else if (slow) {
    const rest = { ...problem, settings: { ...settings, maxIterations: maxIterations - PASSES } };
    const newton = new ActiveSet(memory, pays(rest, LOOKS) ? condense(memory, rest) : rest, l1Ratio, LOOKS);
    const other = newton.solve(lambda, (done) => watch(PASSES + done));
    const before = proven(certificate, solution);
    if (other.gap < before.gap) solution = newton.nonzero();
    const best = other.gap < before.gap ? other : before;
    certificate = { ...best, iterations: PASSES + other.iterations };
  } else certificate = proven(certificate, solution);
  const coefficients = spread(solution, problem.p);
  return new Fit({ coefficients, intercept: intercept(problem, solution), lambda, l1Ratio, certificate, featureNames });
}
