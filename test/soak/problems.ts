// Problems at random: a few numbers say everything, so that a counterexample is short and shrinks.
import fc from "fast-check";
import { normal, rowsOf, uniform } from "../../reference/problems.js";
import type { TableInput } from "../../src/index.js";

/** What a problem is made from. */
export interface Problem {
  n: number;
  p: number;
  seed: number;
  kind: (typeof KINDS)[number];
}

/** Data, column by column. */
export interface Data {
  columns: Float64Array[];
  y: Float64Array;
}

const KINDS = ["normal", "counts", "twins", "constants", "far", "scales", "noise", "flat"] as const;
export const FORMS = ["rows", "typed rows", "record", "row-major", "column-major", "tensor", "matrix-like"] as const;

export const problems: fc.Arbitrary<Problem> = fc.record({
  n: fc.integer({ min: 2, max: 30 }),
  p: fc.integer({ min: 1, max: 20 }),
  seed: fc.nat(99_999),
  kind: fc.constantFrom(...KINDS),
});

export const forms = fc.constantFrom(...FORMS);

export function dataOf({ n, p, seed, kind }: Problem): Data {
  const next = normal(seed);
  const pick = uniform(seed + 1);
  const columns: Float64Array[] = [];
  for (let j = 0; j < p; j++) {
    const before = columns[j - 1];
    const fresh = Float64Array.from({ length: n }, (_, i) => (before ? 0.5 * before[i] : 0) + next());
    if (kind === "counts") columns.push(fresh.map((x) => Math.max(0, Math.round(x))));
    else if (kind === "twins" && j % 2) columns.push(before.slice());
    else if (kind === "constants" && pick() < 0.3) columns.push(fresh.fill(j % 3));
    else columns.push(fresh);
  }
  const truth = columns.map(() => (pick() < 0.5 ? next() : 0));
  const y = Float64Array.from({ length: n }, (_, i) => {
    const signal = columns.reduce((sum, column, j) => sum + truth[j] * column[i], 2);
    return kind === "noise" ? next() : signal + 0.5 * next();
  });
  if (kind === "flat") y.fill(3);
  if (kind === "far") return { columns: columns.map((column) => column.map((x) => 1e5 + x)), y };
  if (kind === "scales") return { columns: columns.map((column, j) => column.map((x) => x * 10 ** ((j % 7) - 3))), y };
  return { columns, y };
}

/** the same numbers in one of the forms that a table comes in */
export function tableOf(form: (typeof FORMS)[number], columns: readonly Float64Array[]): TableInput {
  const rows = rowsOf(columns);
  const shape = [rows.length, columns.length];
  if (form === "rows") return rows;
  if (form === "typed rows") return rows.map((row) => Float64Array.from(row));
  if (form === "record") return Object.fromEntries(columns.map((column, j) => [`x${j}`, column]));
  if (form === "row-major") return { data: Float64Array.from(rows.flat()), shape };
  if (form === "column-major") return { data: columns.flatMap((column) => Array.from(column)), shape, order: "column-major" };
  if (form === "tensor") return { shape, dataSync: () => rows.flat() };
  return { rows: shape[0], columns: shape[1], get: (i: number, j: number) => rows[i][j] };
}

/** the largest covariance of a column with y: the scale of λ */
export function scaleOf({ columns, y }: Data): number {
  const n = y.length;
  const mean = (v: Float64Array) => v.reduce((sum, x) => sum + x, 0) / n;
  const middle = mean(y);
  const covariances = columns.map((column) => {
    const m = mean(column);
    return Math.abs(column.reduce((sum, x, i) => sum + (x - m) * (y[i] - middle), 0) / n);
  });
  return Math.max(...covariances) || 1;
}

/** refuses to be changed, all the way down; of typed arrays, which cannot be frozen, {@link copyOf} tells */
export function frozen<T>(value: T): T {
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  for (const each of Object.values(value)) frozen(each);
  return Object.isFrozen(value) || Object.getPrototypeOf(value) !== Object.prototype ? value : Object.freeze(value);
}
