// Paths of losses that are not quadratic.
import { checkNumber, describe } from "./check.js";
import { readClasses } from "./classes.js";
import { Fit, type FitParts } from "./fit.js";
import { Path } from "./fits.js";
import { checkStart, Glm, type Smooth } from "./glm.js";
import { LogisticFit } from "./logisticFit.js";
import { scope } from "./memory.js";
import { type CommonOptions, checkCommon } from "./options.js";
import type { PathOptions } from "./path.js";
import { place } from "./problem.js";
import { checkSequence, follow, grid } from "./sequence.js";
import { huber, LOGISTIC, median, POISSON, SQUARED_HINGE } from "./smooth.js";
import { penaltyOverLambda } from "./solution.js";
import { orBadEntry, readTable, readTarget, type TableInput } from "./table.js";

/** Huber's estimate is 95 % as efficient as the mean at the normal distribution with this δ, in units of its sd (Huber 1981, section 4.5). */
const DELTA = 1.345;
/** The median of |z| for a standard normal z. */
const MEDIAN = 0.6744897501960817;

/** 1.345 sds of y, by its median absolute deviation, or by its largest where that is 0 */
function defaultDelta(y: Float64Array): number {
  const middle = median(y);
  const off = y.map((value) => Math.abs(value - middle));
  return (DELTA * (median(off) || off.reduce((a, b) => Math.max(a, b)) || 1)) / MEDIAN;
}

/** what a loss reads y as, and what a point of its path becomes */
interface Reading {
  smooth: Smooth;
  target: Float64Array;
  make: (parts: FitParts) => Fit | LogisticFit;
}

function read(name: string, loss: unknown, delta: unknown, y: unknown, rows: number): Reading {
  const make = (parts: FitParts) => new Fit(parts);
  if (delta !== undefined && loss !== "huber") throw new TypeError(`${name}: delta is given, expected it with loss "huber" only`);
  if (loss === "logistic" || loss === "squaredHinge") {
    const { labels, signs: target } = readClasses(name, y, rows);
    if (loss === "squaredHinge") return { smooth: SQUARED_HINGE, target, make };
    return { smooth: LOGISTIC, target, make: (parts) => new LogisticFit(parts, labels) };
  }
  const target = readTarget(name, y, rows);
  if (loss === "huber") {
    const at = checkNumber(name, "delta", delta ?? defaultDelta(target), (x) => x > 0 && x < Infinity, "a finite number above 0");
    return { smooth: huber(at), target, make };
  }
  if (loss !== "poisson")
    throw new TypeError(`${name}: loss is ${describe(loss)}, expected "squared", "logistic", "huber", "poisson" or "squaredHinge"`);
  const negative = target.findIndex((value) => value < 0);
  if (negative >= 0) throw new RangeError(`${name}: y has ${target[negative]} at row ${negative}, expected a number ≥ 0`);
  return { smooth: POISSON, target, make };
}

/** the path of any loss but the squared one */
export function glmPath(name: string, X: TableInput, y: unknown, options: PathOptions): Path<Fit | LogisticFit> {
  const table = readTable(name, "X", X, "later");
  const { warmStart, ...common } = options;
  const { reading, settings, sequence } = orBadEntry(name, table, () => ({
    reading: read(name, options.loss, options.delta, y, table.rows),
    settings: checkCommon(name, common as CommonOptions, table.rows, table.columns, table.names),
    sequence: checkSequence(name, common, table.rows, table.columns),
  }));
  checkStart(name, warmStart, table.columns);
  const { l1Ratio, given, count, minRatio, stopWhen } = sequence;
  const { smooth, target, make } = reading;
  const { signal } = settings;
  signal?.throwIfAborted();
  const check = () => table.pointer?.();
  return scope((memory) => {
    const problem = place(memory, name, table, [target], settings);
    const glm = new Glm(memory, problem, target, smooth, l1Ratio, { count: given?.length ?? count, zero: given?.includes(0) ?? false });
    const { yardstick, nullLoss, saturated } = glm;
    const lambdas = given ?? grid(glm.lambdaMax, count, minRatio);
    const largest = lambdas.reduce((a, b) => Math.max(a, b));
    const start = warmStart instanceof Path ? (warmStart as Path).nearest(largest) : warmStart;
    if (start) glm.start(start.coefficients, start.intercept);
    const walk = { loss: options.loss, l1Ratio, yardstick, stopWhen, check, make, nullLoss: nullLoss + saturated, saturated };
    return follow(problem, lambdas, walk, (lambda) => {
      const certificate = glm.solve(lambda, () => signal?.throwIfAborted());
      const solution = glm.nonzero();
      const penalty = penaltyOverLambda(problem, solution, l1Ratio);
      return { lambda, ...solution, intercept: glm.intercept(), penalty, certificate };
    });
  });
}
