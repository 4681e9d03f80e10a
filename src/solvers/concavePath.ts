// Paths of MCP and SCAD by local linear approximation (Zou, Li 2008): the penalty's slopes at the last answer are the factors of a weighted
// lasso, solved and proven, until the factors stay. Each λ starts from the answer at the λ before: what is found is a stationary point
// along that way, and where the objective is convex the minimum.
import { square } from "../elementary.js";
import { view } from "../kernels/heap.js";
import type { Scope } from "../kernels/scope.js";
import { type Concave, type ConcaveName, concave } from "../losses/concave.js";
import type { LossSpec } from "../losses/loss.js";
import type { Sequence } from "../options/pathOptions.js";
import { columnsIn, type Problem } from "../problem/problem.js";
import { spread } from "../problem/solution.js";
import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import type { Path } from "../results/path.js";
import type { Point } from "../results/points.js";
import { Joint } from "./joint.js";
import { follow, grid } from "./lambdaWalk.js";
import { groupsModel } from "./rowModels.js";

/** relative gap of the weighted lassos */
const INNER = 1e-13;
/** and of the last one of a λ */
const FINAL = 1e-24;
/** entries that the second derivative of all columns is worth to be looked at */
const MOST = 2e8;

/** A penalty with its γ. */
export interface ConcaveSpec {
  readonly penalty: ConcaveName;
  readonly gamma: number;
}

/** the path of a placed problem with squared or logistic loss */
export function concavePathPlaced(
  memory: Scope,
  problem: Problem,
  target: Float64Array,
  spec: LossSpec,
  { penalty, gamma }: ConcaveSpec,
  { given, count, minRatio, stopWhen }: Sequence,
): Path<Fit | LogisticFit> {
  const { settings, included, scales } = problem;
  const model = groupsModel(problem, target, spec);
  const inner: Problem = { ...problem, settings: { ...settings, tol: INNER } };
  // any column may lose its penalty
  const solver = new Joint(memory, inner, model, 1, true);
  const lambdas = given ?? grid(solver.lambdaMax, count, minRatio);
  const shape = concave(penalty, gamma);
  const v = Float64Array.from(included, (j) => settings.penaltyFactors[j]);
  const d = Float64Array.from(included, (j) => scales[j]);
  const isConvex = spec.loss === "squared" && isConvexOn(problem, shape);
  const walk = {
    loss: spec.loss,
    l1Ratio: 1,
    yardstick: solver.yardstick,
    stopWhen,
    make: model.make,
    nullLoss: solver.nullLoss + solver.saturated,
    saturated: solver.saturated,
  };
  const placeOf = new Map(included.map((j, k) => [j, k]));
  /** |dⱼβⱼ| of every included column */
  const lengths = ({ solution: { places, values } }: ReturnType<Joint["solve"]>) => {
    const out = new Float64Array(included.length);
    for (let i = 0; i < places.length; i++) {
      const k = placeOf.get(places[i]) as number;
      out[k] = Math.abs(values[i]) * d[k];
    }
    return out;
  };
  let t = new Float64Array(included.length);
  return follow(problem, lambdas, walk, (lambda): Point => {
    let iterations = 0;
    let rounds = 0;
    let answer: ReturnType<Joint["solve"]>;
    // the penalty's slopes at t, as shares of λ
    const factorsAt = () => v.map((factor, k) => (lambda === 0 ? 0 : shape.slope(t[k], lambda * factor) / lambda));
    let factors = factorsAt();
    for (let settled = false; ; ) {
      solver.reweigh(factors);
      // factors settle within the working set before all columns are looked at
      answer = solver.solve(lambda, settings.watch.check, INNER, !settled);
      iterations += answer.certificate.iterations;
      rounds++;
      t = lengths(answer);
      const next = factorsAt();
      const moved = t.reduce((most, x, k) => (x > 0 ? Math.max(most, Math.abs(next[k] - factors[k])) : most), 0);
      const done = !(moved > 0.1 * settings.tol);
      if ((done && settled) || rounds >= settings.maxIterations) break;
      settled = done;
      factors = next;
    }
    // a gap is of the order of a square of slopes: what is judged by slopes is solved as far as rounding goes in the end
    answer = solver.solve(lambda, settings.watch.check, FINAL, spec.loss === "squared");
    iterations += answer.certificate.iterations;
    const { slopes, loss } = solver.slopes();
    const beta = spread(answer.solution, problem.p);
    t = lengths(answer);
    const violation = (k: number) => {
      const held = shape.slope(t[k], lambda * v[k]);
      const b = beta[included[k]];
      return b === 0 ? Math.max(0, Math.abs(slopes[k]) - held) : Math.abs(slopes[k] - Math.sign(b) * held);
    };
    const worst = t.reduce((most, _, k) => Math.max(most, violation(k)), 0);
    const stationarity = lambda > 0 ? worst / lambda : worst;
    const whole = t.reduce((sum, x, k) => sum + shape.value(x, lambda * v[k]), 0);
    return {
      lambda,
      ...answer.solution,
      intercept: answer.intercepts[0],
      penalty: lambda > 0 ? whole / lambda : 0,
      certificate: {
        objective: loss + whole,
        gap: Number.POSITIVE_INFINITY,
        relativeGap: Number.POSITIVE_INFINITY,
        iterations,
        converged: stationarity <= settings.tol,
        stationarity,
        convexRegion: isConvex,
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
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let row = 0; row < n; row++) sum += shares[row] * columns[i][row] * columns[j][row];
      A[i][j] = sum - (i === j ? concavity * square(scales[included[i]]) : 0);
    }
  }
  for (let i = 0; i < m; i++) {
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
