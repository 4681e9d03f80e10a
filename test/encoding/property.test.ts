// Random tables and options against X written out by the definitions, cell by cell.
import { expect, test } from "vitest";
import { type EncodeOptions, Encoding, encode } from "../../src/index.js";
import { nextUniform, type Random, seeded } from "../../src/random.js";
import { rowsOfTable } from "../helpers/wholeTable.js";

type Row = Record<string, unknown>;

/** a column of the naive table: its name, and its value by row */
type Named = readonly [name: string, value: (row: Row) => number];

const isGone = (x: unknown) => x === null || x === undefined || x === "" || Number.isNaN(x);

/** the columns that a raw column is in a product, and the others that it becomes */
function naive(rows: readonly Row[], column: string, options: EncodeOptions): { single: Named[]; more: Named[] } {
  const { missing = "error", reference = false, standardize = false, polynomial = 1, indicators = false } = options;
  const present = rows.map((row) => row[column]).filter((x) => !isGone(x));
  if (/^n/.test(column)) {
    const numbers = present.map(Number);
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const sd = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
    const sorted = numbers.toSorted((a, b) => a - b);
    const [low, high] = [sorted[(numbers.length - 1) >> 1], sorted[numbers.length >> 1]];
    const fill = missing === "mean" ? mean : (low + high) / 2;
    const value = (row: Row) => {
      const x = isGone(row[column]) ? fill : Number(row[column]);
      return standardize ? (x - mean) / (sd || 1) : x;
    };
    const degree = typeof polynomial === "number" ? polynomial : (polynomial[column] ?? 1);
    const powers = Array.from({ length: degree - 1 }, (_, k): Named => [`${column}^${k + 2}`, (row) => value(row) ** (k + 2)]);
    const where: Named[] = indicators && present.length < rows.length ? [[`${column}=missing`, (row) => Number(isGone(row[column]))]] : [];
    return { single: [[column, value]], more: [...powers, ...where] };
  }
  const counts = new Map<string, number>();
  for (const x of present) counts.set(String(x), (counts.get(String(x)) ?? 0) + 1);
  const known = [...counts.keys()].sort();
  const fill =
    present.length < rows.length ? "missing" : known.toSorted((a, b) => (counts.get(b) as number) - (counts.get(a) as number))[0];
  const levels = present.length < rows.length ? [...known, "missing"] : known;
  const left = reference === true || reference === "first" ? known[0] : typeof reference === "object" ? reference[column] : undefined;
  const of = (row: Row) => (isGone(row[column]) ? fill : String(row[column]));
  const single = levels.filter((level) => level !== left).map((level): Named => [`${column}=${level}`, (row) => Number(of(row) === level)]);
  return { single, more: [] };
}

function naiveTable(rows: readonly Row[], columns: readonly string[], options: EncodeOptions): Named[] {
  const each = new Map(columns.map((column) => [column, naive(rows, column, options)]));
  const products = (options.interactions ?? []).flatMap((parts) =>
    parts
      .map((part) => each.get(part)?.single as Named[])
      .reduce((all, next) => all.flatMap(([a, f]) => next.map(([b, g]): Named => [`${a}:${b}`, (row) => f(row) * g(row)]))),
  );
  return [...[...each.values()].flatMap(({ single, more }) => [...single, ...more]), ...products];
}

/** a table of numbers (n…) and levels (f…), and options that suit it */
function problem(state: Random): { rows: Row[]; columns: string[]; options: EncodeOptions } {
  const pick = (count: number) => Math.floor(count * nextUniform(state));
  const chance = (share: number) => nextUniform(state) < share;
  const columns = Array.from({ length: 1 + pick(5) }, (_, j) => `${chance(0.5) ? "n" : "f"}${j}`);
  const gaps = chance(0.5);
  const cells = columns.map((column) => {
    const words = ["b", "a", "__proto__", "Z", "é", "10x"].slice(0, 1 + pick(6));
    const [asText, zeros, whole] = [chance(0.3), chance(0.3), chance(0.3)];
    return () => {
      if (column[0] === "f") return words.length === 2 && asText ? chance(0.5) : words[pick(words.length)];
      const x = zeros && chance(0.8) ? 0 : whole ? pick(9) : 40 * nextUniform(state) - 20;
      return asText ? ` ${x}` : x;
    };
  });
  const rows = Array.from({ length: 3 + pick(30) }, (_, i) => {
    const value = (j: number) => (gaps && i > 0 && chance(0.2) ? [null, undefined, "", Number.NaN][pick(4)] : cells[j]());
    return Object.fromEntries(columns.map((column, j) => [column, value(j)]));
  });
  const pairs = columns.flatMap((a, i) => columns.slice(i + 1).map((b) => (chance(0.5) ? [a, b] : [b, a])));
  const [factor] = columns.filter((column) => column[0] === "f");
  const options: EncodeOptions = {
    missing: gaps ? (chance(0.5) ? "mean" : "median") : chance(0.5) ? "error" : "mean",
    reference: chance(0.5) ? false : chance(0.5) || !factor ? "first" : { [factor]: String(rows[0][factor]) },
    standardize: chance(0.4),
    polynomial: chance(0.5) ? 1 + pick(3) : Object.fromEntries(columns.filter((column) => column[0] === "n").map((column) => [column, 2])),
    interactions: [...pairs.filter(() => chance(0.4)), ...(columns.length > 2 && chance(0.2) ? [columns.slice(0, 3)] : [])],
  };
  return { rows, columns, options: { ...options, indicators: options.missing !== "error" && chance(0.5) } };
}

test("200 random tables are what the definitions say, from records and columns, in chunks, and again from JSON", async () => {
  const state = seeded(11);
  let sparse = 0;
  for (let k = 0; k < 200; k++) {
    const { rows, columns, options } = problem(state);
    const expected = naiveTable(rows, columns, options);
    if (expected.length === 0) continue;
    using encoding = encode(rows, options);
    sparse += Number("nonzero" in encoding.X);
    const names = expected.map(([name]) => name);
    expect(encoding.featureNames, JSON.stringify(options)).toEqual(names);
    const found = rowsOfTable(encoding.X);
    // mean, sd and powers are computed in other orders: each step rounds, and x − mean may cancel numbers up to 20
    const off = rows.flatMap((row, i) =>
      expected
        .filter(([, value], j) => !(Math.abs(found[i][j] - value(row)) <= 1e-12 * (Math.abs(value(row)) + 1)))
        .map(([name]) => [i, name]),
    );
    expect(off, `table ${k}: ${JSON.stringify(options)}`).toEqual([]);
    using asColumns = encode(Object.fromEntries(columns.map((column) => [column, rows.map((row) => row[column])])), options);
    expect(JSON.stringify(asColumns)).toBe(JSON.stringify(encoding));
    const cut = 1 + (k % (rows.length - 1));
    const streamed = await encode.fitStream([rows.slice(0, cut), [], rows.slice(cut)], options);
    expect(JSON.stringify(streamed)).toBe(JSON.stringify(encoding));
    using again = Encoding.fromJSON(JSON.stringify(encoding)).transform(rows.slice(1));
    expect(rowsOfTable(again)).toEqual(found.slice(1));
    expect(encoding.groups).toHaveLength(names.length);
  }
  expect(sparse).toBeGreaterThan(40);
  expect(sparse).toBeLessThan(160);
});
