// The λ's of a path, and the walk along them: watched, stopped where that was asked for, never cut short otherwise.

import { checkCount, checkNumber, describe, isArrayLike } from "../check.js";
import type { PathOptions, StopWhen } from "../fitting/path.js";
import type { LossName } from "../losses/losses.js";
import { checkL1Ratio } from "../options/commonOptions.js";
import type { Problem } from "../problem/problem.js";
import { type Certificate, warnOnce, type Yardstick } from "../results/certificate.js";
import type { FitParts } from "../results/fit.js";
import { explained, Path, type Point, type Stopped } from "../results/path.js";

/** What a path is asked for, checked and completed. */
export interface Sequence {
  l1Ratio: number;
  given?: Float64Array;
  count: number;
  minRatio: number;
  stopWhen?: StopWhen;
  /** another path to start from */
  from?: Path;
}

/** the names of the options that only a path has */
export const PATH_OPTIONS = ["l1Ratio", "lambdas", "count", "minRatio", "stopWhen"];

/** the options of a path that other fits do not have */
export function checkSequence(name: string, options: PathOptions, rows: number, columns: number): Sequence {
  const l1Ratio = checkL1Ratio(name, options.l1Ratio);
  const given = options.lambdas === undefined ? undefined : checkLambdas(name, options.lambdas);
  const { count: many = 100, minRatio: least = rows < columns ? 1e-2 : 1e-4 } = options;
  const count = checkCount(name, "count", many);
  const minRatio = checkNumber(name, "minRatio", least, (x) => x > 0 && x <= 1, "a number above 0, up to 1");
  const from = options.warmStart instanceof Path ? (options.warmStart as Path) : undefined;
  return { l1Ratio, given, count, minRatio, stopWhen: checkStopWhen(name, options.stopWhen), from };
}

function checkStopWhen(name: string, given: unknown): StopWhen | undefined {
  if (given === undefined) return undefined;
  const expected = "{ devianceExplained?, maxNonzero? }";
  if (given === null || typeof given !== "object" || isArrayLike(given))
    throw new TypeError(`${name}: stopWhen is ${describe(given)}, expected ${expected}`);
  const odd = Object.keys(given).find((key) => key !== "devianceExplained" && key !== "maxNonzero");
  if (odd !== undefined) throw new TypeError(`${name}: stopWhen.${odd} is not an option, expected ${expected}`);
  const { devianceExplained, maxNonzero } = given as StopWhen;
  if (devianceExplained !== undefined)
    checkNumber(name, "stopWhen.devianceExplained", devianceExplained, (x) => x > 0 && x <= 1, "a number above 0, up to 1");
  if (maxNonzero !== undefined) checkCount(name, "stopWhen.maxNonzero", maxNonzero);
  return { devianceExplained, maxNonzero };
}

/** the λ's that were given, in the order given */
export function checkLambdas(name: string, lambdas: unknown): Float64Array {
  if (!isArrayLike(lambdas) || lambdas.length === 0)
    throw new TypeError(`${name}: lambdas is ${describe(lambdas)}, expected an array of numbers with at least one entry`);
  return Float64Array.from(
    { length: lambdas.length },
    (_, k) => checkNumber(name, `lambdas[${k}]`, lambdas[k], (x) => x >= 0 && x < Infinity, "a finite number ≥ 0") + 0,
  );
}

/** geometric from λmax down; where nothing can enter at any λ (constant y), from 1 down */
export function grid(lambdaMax: number, count: number, minRatio: number): Float64Array {
  const start = lambdaMax > 0 ? lambdaMax : 1;
  return Float64Array.from({ length: count }, (_, k) => (k === 0 ? start : start * minRatio ** (k / (count - 1))));
}

/** How a path is walked along, beside what is solved. */
interface Walk<F> {
  l1Ratio: number;
  yardstick: Yardstick;
  /** what a point becomes */
  make: (parts: FitParts) => F;
  loss?: LossName;
  /** what its deviance is measured by (default: squared error) */
  nullLoss?: number;
  saturated?: number;
  stopWhen?: StopWhen;
  /** called after every λ */
  check?: () => void;
  /** what a user may do about a λ that did not converge */
  remedy?: string;
}

/** the points at all λ's, solved from the largest down and given back in the order of `lambdas` */
export function follow<F extends { certificate: Certificate }>(
  problem: Problem,
  lambdas: Float64Array,
  walk: Walk<F>,
  solve: (lambda: number) => Point,
): Path<F> {
  const { settings, p, yHalfSquares, included } = problem;
  const { signal, onProgress, featureNames, tol } = settings;
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
    onProgress?.({ stage: "path", done: done + (tooMany ? 1 : 0), total: lambdas.length });
    signal?.throwIfAborted();
    walk.check?.();
    const left = lambdas.length - done;
    if (tooMany) stopped = { reason: "maxNonzero", left };
    else if (left > 0 && explained(point, deviance) >= devianceExplained) stopped = { reason: "devianceExplained", left };
    if (stopped) break;
  }
  // holes are λ's that were left
  const solved = points.filter(() => true);
  const path = new Path(solved, {
    p,
    l1Ratio,
    yardstick,
    tol,
    featureNames,
    stopped,
    make: walk.make,
    rows: settings.weights?.reduce((count, s) => count + Number(s > 0), 0) ?? problem.rows ?? problem.n,
    candidates: included.length,
    loss: walk.loss ?? "squared",
    ...deviance,
  });
  if (!settings.quiet) warnOnce(problem.name, [path.worst()], tol, walk.remedy);
  return path;
}
