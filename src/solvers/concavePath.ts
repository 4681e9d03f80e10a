// Paths of MCP and SCAD. Each λ starts from the answer at the λ before: what is found is a stationary point along that way, and where the
// objective is convex the minimum.
import { square } from "../elementary.js";
import { view } from "../kernels/heap.js";
import { spend } from "../kernels/heed.js";
import type { Scope } from "../kernels/scope.js";
import { type Concave, concave } from "../losses/concave.js";
import type { LossSpec } from "../losses/loss.js";
import type { Sequence } from "../options/pathOptions.js";
import { columnsIn, type Problem } from "../problem/problem.js";
import { spread } from "../problem/solution.js";
import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import type { Path } from "../results/path.js";
import type { Point } from "../results/points.js";
import { ConcavePieces } from "./concavePieces.js";
import type { ConcaveSpec } from "./concaveSolver.js";
import { follow, grid } from "./lambdaWalk.js";
import { groupsModel } from "./rowModels.js";
import { WeightedLassos } from "./weightedLassos.js";

/** entries that the second derivative of all columns is worth to be looked at */
const MOST = 2e8;

/** the path of a placed problem with squared or logistic loss */
export function concavePathPlaced(
  memory: Scope,
  problem: Problem,
  target: Float64Array,
  spec: LossSpec,
  shape: ConcaveSpec,
  { given, count, minRatio, stopWhen }: Sequence,
): Path<Fit | LogisticFit> {
  const { settings, included, scales } = problem;
  const model = groupsModel(problem, target, spec);
  // without λ there is no penalty, and the weighted lassos know that case
  const byPieces = spec.loss === "squared" && !given?.includes(0);
  const solver = byPieces ? new ConcavePieces(memory, problem, shape) : new WeightedLassos(memory, problem, model, spec, shape);
  const lambdas = given ?? grid(solver.lambdaMax, count, minRatio);
  const penalty = concave(shape.penalty, shape.gamma);
  const convexRegion = spec.loss === "squared" && isConvexOn(problem, penalty);
  const walk = {
    loss: spec.loss,
    l1Ratio: 1,
    yardstick: solver.yardstick,
    stopWhen,
    make: model.make,
    nullLoss: solver.nullLoss + solver.saturated,
    saturated: solver.saturated,
  };
  return follow(problem, lambdas, walk, (lambda): Point => {
    const { solution, violation, objective, iterations, ...answer } = solver.solve(lambda);
    const stationarity = lambda > 0 ? violation / lambda : violation;
    const beta = spread(solution, problem.p);
    const whole = included.reduce((sum, j) => sum + penalty.value(Math.abs(beta[j]) * scales[j], lambda * settings.penaltyFactors[j]), 0);
    return {
      lambda,
      ...solution,
      intercept: answer.intercept,
      penalty: lambda > 0 ? whole / lambda : 0,
      certificate: {
        objective,
        gap: Number.POSITIVE_INFINITY,
        relativeGap: Number.POSITIVE_INFINITY,
        iterations,
        converged: stationarity <= settings.tol,
        stationarity,
        convexRegion,
      },
    };
  }) as Path<Fit | LogisticFit>;
}

/** true where squared error is at least as convex in every direction as the penalty is concave: X̃ᵀWX̃ − cD² has a Cholesky factor */
function isConvexOn(problem: Problem, { concavity }: Concave): boolean {
  const { n, included, scales, w } = problem;
  const m = included.length;
  if (m > n || n * m * m > MOST) return false;
  const columns = columnsIn(problem);
  const shares = view(w, n).slice();
  const A = Array.from({ length: m }, (_, i) => new Float64Array(i + 1));
  for (let i = 0; i < m; i++) {
    spend(n * i);
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let row = 0; row < n; row++) sum += shares[row] * columns[i][row] * columns[j][row];
      A[i][j] = sum - (i === j ? concavity * square(scales[included[i]]) : 0);
    }
  }
  for (let i = 0; i < m; i++) {
    spend(i * i);
    for (let j = 0; j <= i; j++) {
      let sum = A[i][j];
      for (let k = 0; k < j; k++) sum -= A[i][k] * A[j][k];
      // beyond rounding
      if (i === j && !(sum > 1e-10 * problem.h[included[i]])) return false;
      A[i][j] = i === j ? Math.sqrt(sum) : sum / A[j][j];
    }
  }
  return true;
}
