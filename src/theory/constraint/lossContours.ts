import { checkVector, isArrayLike } from "../../check.js";
import type { TableInput, VectorInput } from "../../tables/readTable.js";
import { centredColumns, centredTarget, dot } from "../algebra/centredColumns.js";
import { principalAxes } from "../algebra/principalAxes.js";
import { checkOptions } from "../checkOptions.js";
import { checkPoints, circle, type Point } from "./pNormBall.js";

/** One contour of the loss. */
export interface LossContour {
  /** the loss on it */
  level: number;
  /** once around, at equal angles of the ellipse's own axes */
  points: Point[];
}

/** What {@link lossContours} found. */
export interface LossContours {
  /** w*, where the loss is smallest */
  optimum: Point;
  /** the loss there */
  minimum: number;
  /** one a level: the points where the loss has it, once around */
  contours: LossContour[];
}

/** Where no levels are given: the loss at w = 0 is on the last of these, counted from the minimum. */
const SHARES = [0.02, 0.1, 0.25, 0.5, 0.75, 1];

/**
 * Contours of the squared loss over two coefficients, the intercept at its best for each: ellipses around the least-squares answer w*, for
 * L(w) = (1/2n)‖ỹ − X̃w‖² = L(w*) + ½(w − w*)ᵀH(w − w*), H = X̃ᵀX̃/n = QΛQᵀ: w* + Σ qᵢ √(2(level − L(w*))/dᵢ)·(cos, sin) (Hastie,
 * Tibshirani, Friedman, The Elements of Statistical Learning, figure 3.11).
 *
 * @param X n rows, two independent columns
 * @param y n numbers
 * @param options `levels`: values of the loss, none below its minimum (default: six, the last one through w = 0); `points` on each, a
 *   multiple of 8 (default 200); `fitIntercept` (default true)
 * @throws {TypeError | RangeError} when an argument is not what it should be, X has not two columns, or they depend on each other
 */
export function lossContours(
  X: TableInput,
  y: VectorInput,
  options: { levels?: ArrayLike<number>; points?: number; fitIntercept?: boolean } = {},
): LossContours {
  const name = "lossContours";
  checkOptions(name, options, ["levels", "points", "fitIntercept"]);
  const columns = centredColumns(name, X, options.fitIntercept);
  const { n, p } = columns;
  if (p !== 2) throw new RangeError(`${name}: X has ${p} columns, expected 2`);
  const { target } = centredTarget(name, y, n, options.fitIntercept ?? true);
  const count = checkPoints(name, options.points);
  const { eigenvalues, axes } = principalAxes(columns);
  if (axes.length < 2) throw new RangeError(`${name}: the columns of X depend on each other, expected independent columns`);
  const products = columns.columns.map((column) => dot(column, target) / n);
  const along = axes.map((q, i) => dot(q, products) / eigenvalues[i]);
  const optimum: Point = [0, 1].map((j) => along[0] * axes[0][j] + along[1] * axes[1][j]) as Point;
  const residual = target.map((value, i) => value - optimum[0] * columns.columns[0][i] - optimum[1] * columns.columns[1][i]);
  const minimum = dot(residual, residual) / (2 * n);
  const atZero = dot(target, target) / (2 * n);
  const levels = levelsOf(name, options.levels, minimum, atZero);
  const unit = circle(count);
  const contours = Array.from(levels, (level) => {
    const reach = axes.map((_, i) => Math.sqrt((2 * (level - minimum)) / eigenvalues[i]));
    const points = unit.map(([u, v]): Point => {
      const [a, b] = [reach[0] * u, reach[1] * v];
      return [optimum[0] + a * axes[0][0] + b * axes[1][0], optimum[1] + a * axes[0][1] + b * axes[1][1]];
    });
    return { level, points };
  });
  return { optimum, minimum, contours };
}

function levelsOf(name: string, levels: unknown, minimum: number, atZero: number): ArrayLike<number> {
  if (levels === undefined) return SHARES.map((share) => minimum + share * (atZero - minimum));
  const length = isArrayLike(levels) ? levels.length : 0;
  return checkVector(name, "levels", levels, length, "", (x) => x >= minimum && x < Infinity, `a finite number ≥ the minimum ${minimum}`);
}
