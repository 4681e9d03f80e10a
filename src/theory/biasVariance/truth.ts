import { checkNumber, checkVector, describe, isArrayLike, isFiniteNumber } from "../../check.js";
import { dot } from "../algebra/centredColumns.js";
import { checkOptions } from "../checkOptions.js";

/** A linear function of a row. */
export interface LinearTruth {
  /** one a column */
  coefficients: ArrayLike<number>;
  /** its value where all columns are 0 (default 0) */
  intercept?: number;
}

/** What the noise is added to: coefficients, also with an intercept, or any function of a row. */
export type Truth = ArrayLike<number> | LinearTruth | ((row: Float64Array) => number);

/** f of every row of a table with p columns */
export function truthReader(name: string, truth: unknown, p: number): (rows: readonly Float64Array[]) => Float64Array {
  if (truth === undefined)
    throw new TypeError(`${name}: truth is missing, expected coefficients, { coefficients, intercept } or a function`);
  if (typeof truth === "function")
    return (rows) =>
      Float64Array.from(rows, (row, i) => {
        const value: unknown = truth(row);
        if (!isFiniteNumber(value)) throw new RangeError(`${name}: truth is ${describe(value)} at row ${i}, expected a finite number`);
        return value;
      });
  const given = isArrayLike(truth) ? { coefficients: truth } : (truth as { coefficients: unknown; intercept?: unknown });
  checkOptions(name, given, ["coefficients", "intercept"], "truth");
  const { coefficients, intercept = 0 } = given as { coefficients: unknown; intercept?: unknown };
  const w = checkVector(name, "truth", coefficients, p, "columns", Number.isFinite, "a finite number");
  const at0 = checkNumber(name, "truth.intercept", intercept, Number.isFinite, "a finite number");
  return (rows) => Float64Array.from(rows, (row) => at0 + dot(w, row));
}
