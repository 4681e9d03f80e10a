// What the tests of answers share: asking the judge about a fit, and comparing numbers.
import { expect, vi } from "vitest";
import { type JudgedProblem, judge, type Verdict } from "../../reference/objective.js";
import type { CommonOptions, Fit } from "../../src/index.js";

export type Columns = readonly ArrayLike<number>[];

export function columnsOf(rows: readonly ArrayLike<number>[]): Float64Array[] {
  return Array.from({ length: rows[0].length }, (_, j) => Float64Array.from(rows, (row) => row[j]));
}

/** the judge's verdict on a fit that was made with these options */
export function verdictOn(columns: Columns, y: ArrayLike<number>, options: CommonOptions, fit: Fit): Verdict {
  return judge(problemOf(columns, y, options, fit), fit);
}

export function problemOf(
  columns: Columns,
  y: ArrayLike<number>,
  options: CommonOptions,
  { lambda, l1Ratio }: { lambda: number; l1Ratio: number },
): JudgedProblem {
  const { fitIntercept, weights, penaltyFactors, standardize, lower, upper } = options;
  return { columns, y, lambda, l1Ratio, fitIntercept, weights, penaltyFactors, standardize, lower, upper };
}

/** max |aⱼ − bⱼ| / max |bⱼ| */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  const largest = Math.max(...Array.from(b, Math.abs));
  const off = Math.max(...Array.from(b, (value, j) => Math.abs(a[j] - value)));
  return off === 0 ? 0 : off / largest;
}

/** what `work` returns and the warnings it printed, which stay unseen */
export function quietly<T>(work: () => T): { result: T; warnings: string[] } {
  const spy = vi.spyOn(console, "warn").mockImplementation(() => {});
  try {
    return { result: work(), warnings: spy.mock.calls.map(([text]) => String(text)) };
  } finally {
    spy.mockRestore();
  }
}
