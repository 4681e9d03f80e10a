// How tables come into WebAssembly memory: the transposition, and every form of which there is more than one block.
import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { Matrix, memoryUsage, type TableInput } from "../../src/index.js";
import { heeding } from "../../src/kernels/heed.js";
import { Arena, kernels as k, skews } from "../helpers/kernels.js";
import { type Anything, functions, type Kind, refuses } from "../helpers/refuses.js";

const random = normal(11);

describe.each(skews)("with arrays %i bytes past a multiple of 16,", (skew) => {
  const sizes = [1, 2, 3, 4, 5, 8, 9];
  const shapes = [[65, 7], [255, 9], [7, 203], [300, 64], ...sizes.flatMap((n) => sizes.map((p) => [n, p]))];

  test.each(shapes)("transpose writes %i rows of %i numbers as columns, and nothing else", (n, p) => {
    for (const ld of [n, n + 1, n + 6]) {
      const arena = new Arena(skew);
      const B = Float64Array.from({ length: n * p }, random);
      const from = arena.f64(B);
      // the last column ends where the guard begins
      const X = arena.blank(ld * (p - 1) + n);
      k.transpose(n, p, ld, from, X);
      arena.checkGuards();
      const naive = new Float64Array(ld * (p - 1) + n).fill(NaN);
      for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) naive[j * ld + i] = B[i * p + j];
      expect(arena.read(X, naive.length)).toEqual(naive);
      expect(arena.read(from, n * p)).toEqual(B);
    }
  });
});

/** n × p numbers that Float32Array holds exactly, every one different; row-major */
const numbers = (n: number, p: number) => Float64Array.from({ length: n * p }, (_, k) => k + 0.5);

type Form = (data: Float64Array, n: number, p: number) => unknown;

const rowsOf = (data: Float64Array, n: number, p: number) => Array.from({ length: n }, (_, i) => data.slice(i * p, (i + 1) * p));

/** rows of p numbers with two more between them that are NaN, and three in front */
function padded(data: Float64Array, n: number, p: number) {
  const wide = new Float64Array(3 + n * (p + 2)).fill(NaN);
  for (let i = 0; i < n; i++) wide.set(data.subarray(i * p, (i + 1) * p), 3 + i * (p + 2));
  return { data: wide, shape: [n, p], strides: [p + 2, 1], offset: 3 };
}

function columnMajor(data: Float64Array, n: number, p: number) {
  return Float64Array.from({ length: n * p }, (_, k) => data[(k % n) * p + Math.floor(k / n)]);
}

const forms: Record<string, Form> = {
  "rows that are arrays": (data, n, p) => rowsOf(data, n, p).map((row) => Array.from(row)),
  "rows that are Float64Arrays": rowsOf,
  "rows of both kinds": (data, n, p) => rowsOf(data, n, p).map((row, i) => (i % 3 ? row : Array.from(row))),
  "{ data, shape } of a Float64Array": (data, n, p) => ({ data, shape: [n, p] }),
  "{ data, shape } of a Float32Array": (data, n, p) => ({ data: Float32Array.from(data), shape: [n, p] }),
  "{ data, shape } of an array": (data, n, p) => ({ data: Array.from(data), shape: [n, p] }),
  "{ data, shape } with a gap between rows": padded,
  "{ data, shape } with a gap between rows of an array": (...given) => ({ ...padded(...given), data: Array.from(padded(...given).data) }),
  "{ data, shape } upside down": (data, n, p) => ({
    data: rowsOf(data, n, p)
      .reverse()
      .flatMap((row) => [...row]),
    shape: [n, p],
    strides: [-p, 1],
    offset: (n - 1) * p,
  }),
  "{ data, shape }, column-major": (...given) => ({ data: columnMajor(...given), shape: given.slice(1), order: "F" }),
  "{ data, shape }, column-major, of an array": (...given) => ({
    data: Array.from(columnMajor(...given)),
    shape: given.slice(1),
    order: "F",
  }),
  "{ data, shape }, every second entry": (data, n, p) => ({
    data: Array.from(data).flatMap((x) => [x, NaN]),
    shape: [n, p],
    strides: [2 * p, 2],
  }),
  "an ml-matrix": (data, n, p) => ({ rows: n, columns: p, get: (i: number, j: number) => data[i * p + j] }),
  "a record of arrays": (data, n, p) =>
    Object.fromEntries(Array.from({ length: p }, (_, j) => [`c${j}`, Array.from({ length: n }, (_, i) => data[i * p + j])])),
};

describe.each(Object.entries(forms))("%s", (_, form) => {
  // one block; a few blocks of rows; blocks of rows and of columns, with rests in both
  test.each([
    [1, 1],
    [3, 5],
    [65, 7],
    [501, 70],
    [70, 1029],
  ])("%i×%i is copied entry by entry", (n, p) => {
    const data = numbers(n, p);
    using matrix = Matrix.from(form(data, n, p) as TableInput);
    expect([matrix.rows, matrix.columns]).toEqual([n, p]);
    for (let j = 0; j < p; j++) expect(matrix.column(j)).toEqual(Float64Array.from({ length: n }, (_, i) => data[i * p + j]));
  });

  const bad: [entry: unknown, text: string, kind: Kind][] = [
    [NaN, "NaN", RangeError],
    [Infinity, "Infinity", RangeError],
    [-Infinity, "-Infinity", RangeError],
    ["2", '"2" (a string)', TypeError],
    [null, "null", TypeError],
    [true, "true (a boolean)", TypeError],
    [undefined, "undefined", TypeError],
    [7n, "7n (a bigint)", TypeError],
    [Symbol("s"), "a Symbol", TypeError],
    [{ valueOf: () => expect.fail("an object was turned into a number") }, "an object", TypeError],
  ];

  test.each(bad)(
    "with the entry %s is refused by name where the rest of the call is right, also in a row of no weight",
    (entry, text, kind) => {
      const [n, p] = [21, 6];
      const y = Array.from({ length: n }, random);
      const weights = y.map((_, i) => Number(i !== 18));
      // in the rows of eight at a time, in those that are left over, and in the row whose value the columns are first centred by
      for (const [i, j] of [
        [0, 2],
        [9, 0],
        [18, 5],
      ]) {
        const data = Float64Array.from({ length: n * p }, random);
        data[i * p + j] = 12345;
        const table = replaced(form(data, n, p), entry);
        // a typed array has no room for what is no number
        if (!table) continue;
        for (const [name, call] of Object.entries(functions)) {
          const column = Array.isArray(table) || "rows" in table || "data" in table ? `column ${j}` : `column ${j} (c${j})`;
          for (const options of [{}, { weights }, { fitIntercept: false }])
            refuses(() => call(table, y, options), kind, `${name}: X has ${text} at row ${i}, ${column}, expected a finite number`, "late");
        }
      }
    },
  );

  test("a text is found wherever it stands", () => {
    const [n, p] = [21, 6];
    const y = Array.from({ length: n }, random);
    for (let place = 0; place < n * p; place++) {
      const data = Float64Array.from({ length: n * p }, random);
      data[place] = 12345;
      const table = replaced(form(data, n, p), "2");
      if (!table) continue;
      const at = `at row ${Math.floor(place / p)}, column ${place % p}`;
      expect(() => functions.ridge(table, y)).toThrow(`ridge: X has "2" (a string) ${at}`);
    }
  });
});

/** the table with `entry` where it has 12345; undefined where it cannot hold it */
function replaced(table: Anything, entry: unknown): Anything {
  if (table === 12345) return entry;
  if (typeof table === "function") return (i: number, j: number) => replaced(table(i, j), entry);
  if (ArrayBuffer.isView(table)) {
    const numbers = table as Float64Array;
    if (!numbers.includes(12345)) return table;
    return typeof entry === "number" ? numbers.map((x) => (x === 12345 ? entry : x)) : undefined;
  }
  if (Array.isArray(table)) {
    const out = table.map((x) => (x === 12345 ? undefined : replaced(x, entry)));
    const at = table.indexOf(12345);
    if (at >= 0) out[at] = entry;
    else if (out.includes(undefined)) return undefined;
    return out;
  }
  if (table === null || typeof table !== "object") return table;
  const parts = Object.entries(table).map(([key, part]) => [key, replaced(part, entry)]);
  return parts.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(parts);
}

test("what comes before its entries in a call is named before them, and what comes after is not", () => {
  const X = [
    [1, 2],
    [3, NaN],
    [2, 2],
  ];
  for (const [name, call] of Object.entries(functions)) {
    const message = `${name}: X has NaN at row 1, column 1, expected a finite number`;
    for (const y of [[1, 2], [1, "2", 3], {}]) refuses(() => call(X, y), RangeError, message);
    refuses(() => call(X, [1, 2, 3], { tol: -1 }), RangeError, message);
    refuses(() => call([...X, [1]], [1, 2]), RangeError, `${name}: row 3 of X has 1 entries but row 0 has 2`);
  }
});

test.each(["row-major", "column-major"] as const)("a long copy looks up, and one that is ended gives its memory back: %s", (order) => {
  const shape = [3000, 3000] as const;
  const source = { data: new Float64Array(9e6), shape, order };
  const before = memoryUsage();
  let looks = 0;
  const look = (at: number) => () => {
    if (++looks === at) throw new Error("enough");
  };
  heeding(look(0), () => Matrix.from(source)).dispose();
  // 9 million entries, looks at 4
  expect(looks).toBeGreaterThanOrEqual(2);
  looks = 0;
  expect(() => heeding(look(1), () => Matrix.from(source))).toThrow(new Error("enough"));
  expect(memoryUsage()).toMatchObject({ used: before.used, matrices: before.matrices });
});
