// One lasso or elastic net: coordinate descent, then Newton's method on a working set where that is slow.

import { DesignKind } from "../kernels/abi.js";
import type { Scope } from "../kernels/scope.js";
import { pays } from "../problem/costs.js";
import type { Problem } from "../problem/problem.js";
import type { Solution } from "../problem/solution.js";
import { dense, intercept, spread } from "../problem/solution.js";
import { condense } from "../problem/virtualRows.js";
import type { Certificate, Yardstick } from "../results/certificate.js";
import { Fit } from "../results/fit.js";
import { solveRidge } from "./conjugateGradients.js";
import { Descent, unpenalised } from "./coordinateDescent.js";
import { eliminateFree } from "./freeColumns.js";
import { type At, forRows } from "./rowsOfMoments.js";
import { largestOfNone, withoutPenalty } from "./withoutPenalty.js";
import { ActiveSet } from "./workingSetNewton.js";

/** Passes of coordinate descent before Newton's method takes over: they cost about what it would have cost alone, and most fits need fewer. */
const PASSES = 100;
/** λ's that Newton's method sees on its way from λmax, about. */
const LOOKS = 20;
/** the next λ beside the last on the way to one that is rounding */
const STRIDE = 0.1;

/** one fit of a problem in memory */
export function fitPlaced(memory: Scope, problem: Problem, lambda: number, l1Ratio: number): Fit {
  const { settings, p } = problem;
  const { featureNames, offset } = settings;
  // without an L1 part and without bounds one factorisation answers
  if (l1Ratio === 0 && !settings.bounded) return solveRidge(memory, problem, lambda)[0];
  const { certificate, solution } = solveAny(memory, problem, { lambda, l1Ratio });
  const coefficients = spread(solution, p);
  return new Fit({
    coefficients,
    intercept: intercept(problem, solution),
    lambda,
    l1Ratio,
    certificate,
    featureNames,
    offset: offset !== undefined,
  });
}

/** by what the columns and the penalty ask for */
export function solveAny(memory: Scope, problem: Problem, at: At): Solved {
  const solved =
    at.lambda <= largestOfNone(problem)
      ? withoutPenalty(memory, problem, at)
      : (solveEliminated(memory, problem, at) ?? solve(memory, problem, at));
  return noWorse(problem, solved, solved.yardstick);
}

/** β = 0 if that is better: steps along columns that depend on each other may end above it, where rounding stops them */
export function noWorse(problem: Problem, solved: Solved, yardstick: Yardstick): Solved {
  const { objective, gap, iterations } = solved.certificate;
  const atZero = problem.yHalfSquares[0];
  if (objective <= atZero * (1 + 8 * Number.EPSILON)) return solved;
  // what lies below is the same, but for the digits of a difference; no objective is below 0
  const left = gap < Infinity ? Math.max(0, gap - (objective - atZero)) + 8 * Number.EPSILON * (objective + gap) : Infinity;
  const certificate = yardstick.certify(problem.settings.tol, atZero, Math.min(atZero, left), iterations);
  return { certificate, solution: { places: [], values: [] } };
}

/** without the columns that nothing penalises and nothing bounds, if they depend on each other; undefined if they don't */
function solveEliminated(memory: Scope, problem: Problem, at: At): Measured | undefined {
  const eliminated = eliminateFree(memory, problem, at.lambda === 0 ? problem.included : unpenalised(problem));
  if (!eliminated) return undefined;
  const inner = solve(memory, eliminated.problem, at);
  const { objective, gap, solution } = eliminated.restore(inner.certificate, inner.solution, at);
  // at λ = 0 more is eliminated than the null model has
  const null0 = at.lambda === 0 ? (eliminateFree(memory, problem)?.problem ?? problem) : eliminated.problem;
  const { yardstick } = new Descent(memory, null0);
  return { certificate: yardstick.certify(problem.settings.tol, objective, gap, inner.certificate.iterations), solution, yardstick };
}

/** An answer and its proof. */
export interface Solved {
  certificate: Certificate;
  solution: Solution;
}

/** The same and what its gap is measured by. */
export interface Measured extends Solved {
  yardstick: Yardstick;
}

/** the one of the smaller gap */
export const better = (a: Solved, b: Solved): Solved => (a.certificate.gap < b.certificate.gap ? a : b);

/** coordinate descent, and Newton's method from λmax down if that is slow */
function solve(memory: Scope, problem: Problem, at: At): Measured {
  const { settings } = problem;
  const { tol, maxIterations, watch, warmStart } = settings;
  const descent = new Descent(memory, problem);
  const { yardstick } = descent;
  if (warmStart) descent.start(warmStart.coefficients);
  const { lambda, l1Ratio } = at;
  const descend = (done: number, most: number): Solved => {
    const step = (passes: number) => watch.report("descent", done + passes, maxIterations);
    const claim = descent.solve(lambda, l1Ratio, step, most);
    const solution = dense(descent.coefficients());
    const { objective, gap } = forRows(problem, claim, solution, at, yardstick.target(tol));
    return { certificate: yardstick.certify(tol, objective, gap, done + claim.iterations), solution };
  };
  // a pass over a sparse table costs all rows for every column: Newton's method looks at the entries
  if (problem.kind === DesignKind.Sparse && lambda > descent.negligible) {
    const newton = new ActiveSet(memory, problem, l1Ratio, LOOKS);
    if (warmStart) newton.start(warmStart.coefficients);
    const certificate = newton.solve(lambda, (done) => watch.report("descent", done, maxIterations));
    return { certificate, solution: newton.nonzero(), yardstick };
  }
  const first = descend(0, Math.min(PASSES, maxIterations));
  const left = maxIterations - PASSES;
  // the name before the spread: see readTargetsCall
  if (first.certificate.converged || left <= 0 || first.certificate.iterations < PASSES) return { yardstick, ...first };
  const rest = { ...problem, settings: { ...settings, maxIterations: left } };
  const newton = new ActiveSet(memory, pays(rest, LOOKS) ? condense(memory, rest) : rest, l1Ratio, LOOKS);
  const step = (done: number) => watch.report("descent", PASSES + done, maxIterations);
  if (lambda > descent.negligible) {
    const certificate = newton.solve(lambda, step);
    const iterations = PASSES + certificate.iterations;
    return { yardstick, ...better({ certificate: { ...certificate, iterations }, solution: newton.nonzero() }, first) };
  }
  // λ is rounding: down to where it no longer is, and from there the unpenalised columns as a block
  let done = PASSES;
  for (let on = STRIDE * newton.lambdaMax; on > descent.negligible && done < maxIterations; on *= STRIDE) {
    done += newton.solve(on, step).iterations;
  }
  if (done >= maxIterations) return { yardstick, ...first };
  descent.start(newton.coefficients());
  return { yardstick, ...better(descend(done, maxIterations - done), first) };
}
