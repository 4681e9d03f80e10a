// The λ's of a path, and the walk along them: watched, stopped where that was asked for, never cut short otherwise.
import { power } from "../elementary.js";
import type { PathLoss } from "../losses/loss.js";
import type { StopWhen } from "../options/pathOptions.js";
import type { Problem } from "../problem/problem.js";
import type { Certificate, Yardstick } from "../results/certificate.js";
import type { FitParts } from "../results/fit.js";
import { Path } from "../results/path.js";
import { explained, type Point, type Stopped } from "../results/points.js";

/** geometric from λmax down; where nothing can enter at any λ (constant y), from 1 down */
export function grid(lambdaMax: number, count: number, minRatio: number): Float64Array {
  const start = lambdaMax > 0 ? lambdaMax : 1;
  return Float64Array.from({ length: count }, (_, k) => (k === 0 ? start : start * power(minRatio, k / (count - 1))));
}

/** How a path is walked along, beside what is solved. */
interface Walk<F> {
  l1Ratio: number;
  yardstick: Yardstick;
  /** what a point becomes */
  make: (parts: FitParts) => F;
  loss?: PathLoss;
  /** layers of coefficients, where there are several */
  layers?: number;
  /** what its deviance is measured by (default: squared error) */
  nullLoss?: number;
  saturated?: number;
  stopWhen?: StopWhen;
}

/** the points at all λ's, solved from the largest down and given back in the order of `lambdas` */
export function follow<F extends { certificate: Certificate }>(
  problem: Problem,
  lambdas: Float64Array,
  walk: Walk<F>,
  solve: (lambda: number) => Point,
): Path<F> {
  const { settings, p, yHalfSquares, included } = problem;
  const { watch, featureNames, tol } = settings;
  const { l1Ratio, yardstick } = walk;
  const deviance = { nullLoss: walk.nullLoss ?? yHalfSquares[0], saturated: walk.saturated ?? 0 };
  const points: Point[] = [];
  const order = Array.from(lambdas.keys()).sort((a, b) => lambdas[b] - lambdas[a]);
  let stopped: Stopped | undefined;
  let done = 0;
  for (const k of order) {
    const point = solve(lambdas[k]);
    const { devianceExplained = Infinity, maxNonzero = Infinity } = walk.stopWhen ?? {};
    const tooMany = done > 0 && point.places.length > maxNonzero;
    if (!tooMany) {
      points[k] = point;
      done++;
    }
    watch.report("path", done + Number(tooMany), lambdas.length);
    const left = lambdas.length - done;
    if (tooMany) stopped = { reason: "maxNonzero", left };
    else if (left > 0 && explained(point, deviance) >= devianceExplained) stopped = { reason: "devianceExplained", left };
    if (stopped) break;
  }
  // holes are λ's that were left
  const solved = points.filter(() => true);
  return new Path(solved, {
    p,
    ...(walk.layers && { layers: walk.layers }),
    l1Ratio,
    yardstick,
    tol,
    featureNames,
    ...(settings.offset && { offset: true }),
    stopped,
    make: walk.make,
    rows: settings.weights?.reduce((count, s) => count + Number(s > 0), 0) ?? problem.rows ?? problem.n,
    candidates: included.length,
    loss: walk.loss ?? "squared",
    ...deviance,
  });
}
