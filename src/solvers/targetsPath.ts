// Paths of several targets, each solved on its own at the same λ's, as one path.
import type { StopWhen } from "../options/pathOptions.js";
import { Yardstick } from "../results/certificate.js";
import { type MultiFit, multiFitOf } from "../results/multiFit.js";
import { type Path, pathOf } from "../results/path.js";
import { explained, type Point, type Stopped } from "../results/points.js";

/** the path whose objectives, gaps and penalties are the sums of those of `paths` */
export function pathOfTargets(paths: readonly Path[], stopWhen: StopWhen = {}, targetNames?: readonly string[]): Path<MultiFit> {
  const all = paths.map(({ parts }) => parts);
  const [{ common }] = all;
  const sum = (each: (k: number) => number) => all.reduce((total, _, k) => total + each(k), 0);
  const nullObjective = sum((k) => all[k].common.yardstick.nullObjective);
  const rounding = sum((k) => all[k].common.yardstick.rounding);
  const yardstick = Yardstick.of({ nullObjective, rounding });
  const points = Array.from(paths[0].lambdas, (lambda, i): Point => {
    const own = all.map(({ points }) => points[i]);
    const places = own.flatMap((point, k) => Array.from(point.places, (j) => k * common.p + j));
    const gap = sum((k) => own[k].certificate.gap);
    const relativeGap = yardstick.relative(gap);
    return {
      lambda,
      places: Int32Array.from(places),
      values: Float64Array.from(own.flatMap(({ values }) => Array.from(values))),
      intercept: 0,
      intercepts: own.map(({ intercept }) => intercept),
      penalty: sum((k) => own[k].penalty),
      certificate: {
        objective: sum((k) => own[k].certificate.objective),
        gap,
        relativeGap,
        iterations: Math.max(...own.map(({ certificate }) => certificate.iterations)),
        converged: relativeGap <= common.tol,
      },
    };
  });
  const nullLoss = sum((k) => all[k].common.nullLoss);
  const candidates = Math.max(...all.map(({ common }) => common.candidates));
  const { kept, stopped } = until(points, stopWhen, { nullLoss, saturated: 0 });
  const parts = { points: kept, common: { ...common, layers: paths.length, yardstick, nullLoss, candidates, stopped } };
  return pathOf(parts, (each) => multiFitOf(each, paths.length, targetNames));
}

/** the points from the largest λ down to where the path is to end, in their order */
function until(
  points: readonly Point[],
  { devianceExplained = Infinity, maxNonzero = Infinity }: StopWhen,
  deviance: { nullLoss: number; saturated: number },
): { kept: Point[]; stopped?: Stopped } {
  const order = Array.from(points.keys()).sort((a, b) => points[b].lambda - points[a].lambda);
  const kept = new Set<number>();
  let reason: Stopped["reason"] | undefined;
  for (const k of order) {
    if (kept.size > 0 && points[k].places.length > maxNonzero) {
      reason = "maxNonzero";
      break;
    }
    kept.add(k);
    if (kept.size < points.length && explained(points[k], deviance) >= devianceExplained) {
      reason = "devianceExplained";
      break;
    }
  }
  return { kept: points.filter((_, k) => kept.has(k)), stopped: reason && { reason, left: points.length - kept.size } };
}
