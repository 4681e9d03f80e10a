// λ = 0 without bounds, and a λ that is lost in rounding: least squares, the shortest coefficients where many are equally good.

import { CertificateField } from "../kernels/abi.js";
import type { Scope } from "../kernels/scope.js";
import type { Problem } from "../problem/problem.js";
import { dense, penaltyOverLambda, type Solution } from "../problem/solution.js";
import { type Certificate, Yardstick } from "../results/certificate.js";
import { negligibleLambda, unpenalised } from "./coordinateDescent.js";
import { leastSquares, solvePlaced } from "./factorised.js";
import type { At } from "./rowsOfMoments.js";

/** the largest λ that counts as none where nothing bounds the coefficients: 0, or what is lost in rounding beside a y that no unpenalised column explains */
export function largestOfNone(problem: Problem): number {
  if (problem.settings.bounded) return -1;
  return unpenalised(problem).length === 0 ? negligibleLambda(problem, problem.included) : 0;
}

/** the answer of least squares at λ: the optimum there is not below that at 0, so that objective and gap grow by the penalty at most */
export function withoutPenalty(
  memory: Scope,
  problem: Problem,
  at: At,
): { certificate: Certificate; solution: Solution; yardstick: Yardstick } {
  const { settings, yHalfSquares, yRawHalfSquares } = problem;
  const [{ coefficients, certificate }] = solvePlaced(memory, problem, 0);
  const solution = dense(coefficients);
  const penalty = at.lambda * penaltyOverLambda(problem, solution, at.l1Ratio);
  const free = unpenalised(problem);
  const least = free.length === 0 ? yHalfSquares[0] : leastSquares(problem, free)[CertificateField.Objective];
  const yardstick = new Yardstick(least, yRawHalfSquares[0]);
  const { objective, gap, iterations } = certificate;
  return { certificate: yardstick.certify(settings.tol, objective + penalty, gap + penalty, iterations), solution, yardstick };
}
