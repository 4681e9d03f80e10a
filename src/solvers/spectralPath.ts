// Ridge along many λ's from one eigendecomposition.
import { type Scope, scope } from "../kernels/scope.js";
import type { StopWhen } from "../options/pathOptions.js";
import type { Problem } from "../problem/problem.js";
import { dense, intercept, penaltyOverLambda } from "../problem/solution.js";
import { Fit, type FitParts } from "../results/fit.js";
import type { Path } from "../results/path.js";
import { solvePlaced } from "./factorised.js";
import { follow, grid } from "./lambdaWalk.js";
import { forRows } from "./rowsOfMoments.js";
import { Spectrum } from "./spectrum.js";

/** how many λ's, and the smallest beside the largest eigenvalue, where `lambdas` is not given */
export const COUNT = 100;
export const MIN_RATIO = 1e-6;

/** a grid of λ's for this problem */
export function spectralGrid(spectrum: Spectrum): Float64Array {
  return grid(spectrum.largest, COUNT, MIN_RATIO);
}

/** the path of a placed problem without bounds or free columns; `given`: the λ's, or a grid of its own */
export function ridgePathPlaced(memory: Scope, problem: Problem, given: Float64Array | undefined, stopWhen?: StopWhen): Path {
  const spectrum = new Spectrum(memory, problem);
  const lambdas = given ?? spectralGrid(spectrum);
  const { tol } = problem.settings;
  const proven = (fit: ReturnType<Spectrum["solve"]>, lambda: number) => {
    if (!problem.moments) return fit;
    const at = { lambda, l1Ratio: 0 };
    const { objective, gap } = forRows(problem, fit.certificate, dense(fit.coefficients), at, spectrum.yardstick.target(tol));
    return { ...fit, certificate: spectrum.yardstick.certify(tol, objective, gap, fit.certificate.iterations) };
  };
  const make = (parts: FitParts) => new Fit(parts);
  return follow(problem, lambdas, { stopWhen, l1Ratio: 0, yardstick: spectrum.yardstick, make }, (lambda) => {
    const { coefficients, certificate } = spectrum.reaches(lambda)
      ? proven(spectrum.solve(lambda), lambda)
      : scope((own) => solvePlaced(own, problem, lambda)[0]);
    const solution = dense(coefficients);
    const penalty = penaltyOverLambda(problem, solution, 0);
    return { lambda, ...solution, intercept: intercept(problem, solution), penalty, certificate };
  });
}
