// What people read of a result: lines of text with aligned columns. Every result has a method `summaryLines`, which `summary` and Node's console
// ask for them; so a bundle holds the words of the results that it uses, and no others.

/** How a result is written. */
export interface Style {
  /** significant digits */
  readonly digits: number;
  /** lines of a table at most */
  readonly rows: number;
  /** standard deviations of the columns, where X is at hand */
  readonly deviations?: ArrayLike<number>;
  /** what group each column is in */
  readonly groups?: ArrayLike<number | string>;
  /** how well the model does on X and y, where both are at hand */
  readonly score?: number;
}

/** what console.log shows */
export const PLAIN: Style = { digits: 4, rows: 12 };

/** A result that `summary` can write. */
export interface Shown {
  summaryLines(style: Style): string[];
}

/**
 * Makes Node's console.log show results of this class as text (node:util, custom inspection). Called by constructors, as a class with a
 * computed name in its body stays in every bundle.
 */
export function shown(result: Shown): void {
  const inspect = Symbol.for("nodejs.util.inspect.custom");
  if (inspect in result) return;
  const value = function (this: Shown): string {
    return this.summaryLines(PLAIN).join("\n");
  };
  Object.defineProperty(Object.getPrototypeOf(result), inspect, { value, configurable: true, writable: true });
}

/** a number in so many significant digits, without zeros at the end */
export function written(value: number, digits: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : "–";
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-4 || size >= 1e9) ? value.toExponential(digits - 1) : String(Number(value.toPrecision(digits)));
  return text.replace(/\.?0+(?=e|$)/, (zeros) => (zeros.includes(".") ? "" : zeros)).replace(/^-/, "−");
}

/** rows of cells in columns: names to the left, numbers to the right */
export function aligned(rows: readonly (readonly string[])[], left = 1): string[] {
  const length = (text: string) => [...text].length;
  const widths = rows[0].map((_, j) => rows.reduce((most, row) => Math.max(most, length(row[j] ?? "")), 0));
  return rows.map((row) =>
    row
      .map((cell, j) => {
        const space = " ".repeat(widths[j] - length(cell));
        return j < left ? cell + space : space + cell;
      })
      .join("  ")
      .trimEnd(),
  );
}

/** so many of `length` places, evenly spread, the first and the last among them */
export function spread(length: number, count: number): number[] {
  if (length <= count) return Array.from({ length }, (_, k) => k);
  if (count < 2) return [0];
  return Array.from({ length: count }, (_, k) => Math.round((k * (length - 1)) / (count - 1)));
}

/** what ρ is called */
export const penaltyName = (l1Ratio: number): string => (l1Ratio === 1 ? "lasso" : l1Ratio === 0 ? "ridge" : "elastic net");

interface Proof {
  readonly gap: number;
  readonly relativeGap: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly stationarity?: number;
  readonly convexRegion?: boolean;
}

/** a certificate in words */
export function proofLine({ gap, relativeGap, iterations, converged, stationarity, convexRegion }: Proof, digits: number): string {
  const few = Math.min(2, digits);
  const mark = converged ? "" : `not converged after ${iterations} iterations: `;
  if (stationarity !== undefined) {
    const where = convexRegion ? "the objective is convex there, so it is the optimum" : "another point may be better";
    return `${mark}first-order conditions hold to ${written(stationarity, few)} of λ; ${where}`;
  }
  if (!(gap < Infinity)) return `${mark}nothing is proven of how far the optimum is`;
  return `${mark}proven within ${written(gap, few)} of the optimum, ${written(relativeGap, few)} of the null model's objective`;
}
