// The forms of a sparse table: the same entries from each; each wrong in each way is refused in words; nothing is lost.
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { lasso, Matrix, memoryUsage, path, ridge, SparseMatrix } from "../../src/index.js";
import { asTable } from "../../src/tables/recognise.js";

// 0 1.5 0 0 / 2 0 0 -1 / 0 3 0 0
const dense = [
  [0, 1.5, 0, 0],
  [2, 0, 0, -1],
  [0, 3, 0, 0],
];
const shape = [3, 4];
const csr = { data: [1.5, 2, -1, 3], indices: [1, 0, 3, 1], indptr: [0, 1, 3, 4], shape, format: "csr" } as const;
const csc = { data: [2, 1.5, 3, -1], indices: [1, 0, 2, 1], indptr: [0, 1, 3, 3, 4], shape, format: "csc" } as const;
const triplets = { rows: [0, 1, 1, 2], columns: [1, 0, 3, 1], values: [1.5, 2, -1, 3], shape };

const numbers = (X: SparseMatrix) => {
  const table = X[asTable]("test", "X");
  const all = new Float64Array(X.rows * X.columns);
  table.copyTo(all);
  const rows = Array.from({ length: X.rows }, (_, i) => Array.from({ length: X.columns }, (_, j) => all[j * X.rows + i]));
  rows.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(table.at(i, j)).toBe(value);
    });
  });
  X.dispose();
  return rows;
};

afterEach(() => {
  expect(memoryUsage()).toMatchObject({ used: 0, matrices: 0 });
});

describe("the same entries", () => {
  const forms: Record<string, () => SparseMatrix> = {
    csr: () => SparseMatrix.from(csr),
    csc: () => SparseMatrix.from(csc),
    "csr in typed arrays": () =>
      SparseMatrix.from({
        ...csr,
        data: Float32Array.from(csr.data),
        indices: Int32Array.from(csr.indices),
        indptr: Uint8Array.from(csr.indptr),
      }),
    "indices in any order, some twice, zeros among them": () =>
      SparseMatrix.from({
        data: [1, 0.5, 0, -1, 1, 1, 4, -1],
        indices: [1, 1, 2, 3, 0, 0, 1, 1],
        indptr: [0, 3, 6, 8],
        shape,
        format: "csr",
      }),
    triplets: () => SparseMatrix.fromEntries(triplets),
    objects: () => SparseMatrix.fromRows([{ 1: 1.5 }, { 3: -1, 0: 2 }, { 1: 3 }], 4),
    Maps: () =>
      SparseMatrix.fromRows(
        [
          new Map([[1, 1.5]]),
          new Map([
            [3, -1],
            [0, 2],
          ]),
          new Map([[1, 3]]),
        ],
        4,
      ),
    mathjs: () => SparseMatrix.from({ isSparseMatrix: true, _values: csc.data, _index: csc.indices, _ptr: csc.indptr, _size: shape }),
    "ml-sparse-matrix": () =>
      SparseMatrix.from({
        rows: 3,
        columns: 4,
        forEachNonZero: (each) => {
          dense.forEach((row, i) => {
            row.forEach((value, j) => {
              if (value !== 0) each(i, j, value);
            });
          });
        },
      }),
  };
  test.each(Object.entries(forms))("%s", (_, make) => {
    const X = make();
    expect([X.rows, X.columns, X.nonzero]).toEqual([3, 4, 4]);
    expect(numbers(X)).toEqual(dense);
  });

  test("a pattern of mathjs is ones", () => {
    const X = SparseMatrix.from({ isSparseMatrix: true, _index: csc.indices, _ptr: csc.indptr, _size: shape });
    expect(numbers(X)).toEqual(dense.map((row) => row.map((value) => Number(value !== 0))));
  });

  test("what adds up to 0 is no entry; names are kept", () => {
    const X = SparseMatrix.fromEntries({ rows: [0, 0, 1], columns: [0, 0, 1], values: [1, -1, 2], shape: [2, 2] }, ["a", "b"]);
    expect([X.nonzero, X.featureNames]).toEqual([1, ["a", "b"]]);
    expect(numbers(X)).toEqual([
      [0, 0],
      [0, 2],
    ]);
  });
});

test("columns of ones take 4 bytes an entry, others 12, dense ones 8 a row", () => {
  const bytes = (entries: [number, number, number][]) => {
    const [rows, columns, values] = [0, 1, 2].map((k) => entries.map((entry) => entry[k]));
    const X = SparseMatrix.fromEntries({ rows, columns, values, shape: [1000, 1] });
    const { used } = memoryUsage();
    X.dispose();
    return used;
  };
  const column = (count: number, value: number) => Array.from({ length: count }, (_, i): [number, number, number] => [i, 0, value]);
  const rounded = (size: number) => Math.ceil(size / 64) * 64;
  expect(bytes(column(300, 1))).toBe(rounded(16 + 4 * 300));
  expect(bytes(column(300, 2))).toBe(rounded(16 + 12 * 300));
  expect(bytes(column(800, 1))).toBe(rounded(16 + 8 * 1000));
});

test("disposed of, by hand or at the end of a block: functions say so", () => {
  const X = SparseMatrix.from(csr);
  X.dispose();
  X.dispose();
  expect(X.disposed).toBe(true);
  expect(() => lasso(X, [1, 2, 3], { lambda: 0.1 })).toThrow(
    new TypeError("lasso: X is a SparseMatrix that was disposed of, make it again with SparseMatrix.from"),
  );
});

test("a sparse table of another library is not read as a dense one", () => {
  expect(() => lasso(csr as never, [1, 2, 3], { lambda: 0.1 })).toThrow("lasso: X is a sparse table, expected SparseMatrix.from(X)");
});

test("n × p may be beyond any memory", () => {
  const X = SparseMatrix.fromEntries({ rows: [0, 1, 2], columns: [7, 49_999, 7], values: [1, 1, 2], shape: [100_000, 50_000] });
  const y = new Float64Array(100_000);
  y[0] = 5;
  expect(lasso(X, y, { lambda: 1e-5 }).coefficients[7]).toBeGreaterThan(0);
  expect(() => Matrix.from(X)).toThrow("memory:");
  X.dispose();
});

const from = "SparseMatrix.from: ";
const wrong: [string, () => unknown, string][] = [
  [
    "nothing",
    () => SparseMatrix.from(null as never),
    `${from}X is null, expected { data, indices, indptr, shape, format: "csr" or "csc" }, or`,
  ],
  ["rows", () => SparseMatrix.from(dense as never), `${from}X is an array of 3, expected { data`],
  ["no format", () => SparseMatrix.from({ ...csr, format: undefined } as never), `${from}format is undefined, expected "csr" or "csc"`],
  [
    "another format",
    () => SparseMatrix.from({ ...csr, format: "coo" } as never),
    `${from}format is "coo" (a string), expected "csr" or "csc"`,
  ],
  ["no shape", () => SparseMatrix.from({ ...csr, shape: undefined } as never), `${from}shape is undefined, expected two whole numbers`],
  [
    "shape of 0",
    () => SparseMatrix.from({ ...csr, shape: [0, 4] }),
    `${from}shape has 0 rows, expected a whole number from 1 to 2147483647`,
  ],
  ["half a column", () => SparseMatrix.from({ ...csr, shape: [3, 3.5] }), `${from}shape has 3.5 columns, expected a whole number`],
  ["no data", () => SparseMatrix.from({ ...csr, data: undefined } as never), `${from}data is null, expected an array of numbers`],
  ["data short", () => SparseMatrix.from({ ...csr, data: [1] }), `${from}data has 1 entries but indices has 4`],
  ["indices no array", () => SparseMatrix.from({ ...csr, indices: 3 } as never), `${from}indices is 3, expected an array of numbers`],
  [
    "an index too large",
    () => SparseMatrix.from({ ...csr, indices: [1, 0, 4, 1] }),
    `${from}indices[2] is 4, expected a whole number from 0 to 3: there are 4 columns`,
  ],
  [
    "an index below 0",
    () => SparseMatrix.from({ ...csc, indices: [1, 0, -1, 1] }),
    `${from}indices[2] is -1, expected a whole number from 0 to 2: there are 3 rows`,
  ],
  [
    "an index of 2³²",
    () => SparseMatrix.from({ ...csr, indices: [1, 0, 2 ** 32, 1] }),
    `${from}indices[2] is 4294967296, expected a whole number`,
  ],
  ["an index between", () => SparseMatrix.from({ ...csr, indices: [1, 0.5, 3, 1] }), `${from}indices[1] is 0.5, expected a whole number`],
  ["indptr short", () => SparseMatrix.from({ ...csr, indptr: [0, 4] }), `${from}indptr has 2 entries, expected 4: one more than rows`],
  ["indptr between", () => SparseMatrix.from({ ...csr, indptr: [0, 1.5, 3, 4] }), `${from}indptr[1] is 1.5, expected a whole number`],
  [
    "indptr falls",
    () => SparseMatrix.from({ ...csr, indptr: [0, 3, 1, 4] }),
    `${from}indptr[2] is 1 after 3, expected numbers that do not fall`,
  ],
  [
    "indptr ends early",
    () => SparseMatrix.from({ ...csr, indptr: [0, 1, 3, 3] }),
    `${from}indptr goes from 0 to 3, expected from 0 to 4, the number of entries`,
  ],
  [
    "NaN",
    () => SparseMatrix.from({ ...csr, data: [1.5, 2, Number.NaN, 3] }),
    `${from}X has NaN at row 1, column 3, expected a finite number`,
  ],
  [
    "a string",
    () => SparseMatrix.from({ ...csc, data: [2, 1.5, "3", -1] } as never),
    `${from}X has "3" (a string) at row 2, column 1, expected a finite number`,
  ],
  ["mathjs without a size", () => SparseMatrix.from({ isSparseMatrix: true, _index: [], _ptr: [0] } as never), `${from}_size is undefined`],
  [
    "ml-sparse-matrix with Infinity",
    () =>
      SparseMatrix.from({ rows: 2, columns: 2, forEachNonZero: (each: (i: number, j: number, v: number) => void) => each(1, 1, Infinity) }),
    `${from}X has Infinity at row 1, column 1`,
  ],
  ["names", () => SparseMatrix.from(csr, ["a"]), `${from}featureNames has 1 entries but there are 4 columns`],
  [
    "a sum beyond numbers",
    () => SparseMatrix.fromEntries({ rows: [0, 0], columns: [0, 0], values: [1e308, 1e308], shape: [1, 1] }),
    "SparseMatrix.fromEntries: the entries at row 0, column 0 add up to Infinity",
  ],
  [
    "triplets of different lengths",
    () => SparseMatrix.fromEntries({ ...triplets, values: [1] }),
    "SparseMatrix.fromEntries: values has 1 entries but rows has 4",
  ],
  [
    "a row outside",
    () => SparseMatrix.fromEntries({ ...triplets, rows: [0, 1, 3, 2] }),
    "SparseMatrix.fromEntries: rows[2] is 3, expected a whole number from 0 to 2: there are 3 rows",
  ],
  [
    "no entries",
    () => SparseMatrix.fromEntries(undefined as never),
    "SparseMatrix.fromEntries: entries is undefined, expected { rows, columns, values, shape }",
  ],
  [
    "columns that are one array of numbers",
    () => SparseMatrix.fromColumns(Float64Array.of(1, 2) as never),
    "SparseMatrix.fromColumns: columns is a Float64Array, expected an array of columns",
  ],
  ["no columns", () => SparseMatrix.fromColumns([]), "SparseMatrix.fromColumns: columns is an array of 0, expected an array of columns"],
  [
    "a column of text",
    () => SparseMatrix.fromColumns(["abc" as never]),
    'SparseMatrix.fromColumns: columns[0] is "abc" (a string), expected an array of numbers, { codes, levels } or a SparseMatrix',
  ],
  [
    "columns of two lengths",
    () => SparseMatrix.fromColumns([[1, 2], { codes: [0, 1, 1], levels: 2 }]),
    "SparseMatrix.fromColumns: columns[1] has 3 rows but columns[0] has 2",
  ],
  [
    "a level that is not there",
    () => SparseMatrix.fromColumns([{ codes: [0, 2], levels: 2 }]),
    "SparseMatrix.fromColumns: columns[0].codes[1] is 2, expected −1 or a whole number below its 2 levels",
  ],
  [
    "a factor without levels",
    () => SparseMatrix.fromColumns([{ codes: [0, 1] } as never]),
    "SparseMatrix.fromColumns: columns[0], a factor, has undefined columns, expected a whole number from 1",
  ],
  [
    "NaN in a dense column",
    () => SparseMatrix.fromColumns([{ codes: [0, 1], levels: 2 }, [1, Number.NaN]]),
    "SparseMatrix.fromColumns: X has NaN at row 1, column 2, expected a finite number",
  ],
  [
    "a row that is an array",
    () => SparseMatrix.fromRows([[1, 2]] as never, 2),
    "SparseMatrix.fromRows: row 0 is an array of 2, expected an object or a Map from column to value",
  ],
  [
    "a column by name",
    () => SparseMatrix.fromRows([{ age: 2 }] as never, 2),
    'SparseMatrix.fromRows: row 0 has an entry for "age" (a string), expected a column from 0 to 1',
  ],
  [
    "a column outside",
    () => SparseMatrix.fromRows([new Map([[2, 1]])], 2),
    "SparseMatrix.fromRows: row 0 has an entry for 2, expected a column from 0 to 1",
  ],
  [
    "no number of columns",
    () => SparseMatrix.fromRows([{ 1: 1 }], undefined as never),
    "SparseMatrix.fromRows: the table has undefined columns",
  ],
];
test.each(wrong)("%s is refused", (_, call, message) => {
  let said = "nothing";
  try {
    (call() as SparseMatrix).dispose();
  } catch (error) {
    expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
    said = (error as Error).message;
  }
  expect(said.startsWith(message), `${said}\ninstead of\n${message}`).toBe(true);
});

test("columns side by side: dense, a factor, a sparse table, one that was disposed of", () => {
  const words = SparseMatrix.fromRows([{ 1: 2 }, {}, { 0: -1 }, { 0: 3 }, {}], 2);
  const X = SparseMatrix.fromColumns(
    [[1, 2, 3, 4, 5], { codes: Int32Array.of(2, 0, -1, 0, 1), levels: 3 }, words, [0, 0, 7, 0, 0]],
    [..."abcdefg"],
  );
  const rows = [
    [1, 0, 0, 1, 0, 2, 0],
    [2, 1, 0, 0, 0, 0, 0],
    [3, 0, 0, 0, -1, 0, 7],
    [4, 1, 0, 0, 3, 0, 0],
    [5, 0, 1, 0, 0, 0, 0],
  ];
  expect([X.rows, X.columns, X.nonzero, X.featureNames?.join("")]).toEqual([5, 7, 13, "abcdefg"]);
  const y = [1, 2, 0, 3, -1];
  const [sparse, dense] = [ridge(X, y, { lambda: 0.5 }), ridge(rows, y, { lambda: 0.5 })];
  sparse.coefficients.forEach((b, j) => {
    expect(Math.abs(b - dense.coefficients[j])).toBeLessThanOrEqual(1e-13);
  });
  words.dispose();
  expect(() => SparseMatrix.fromColumns([[1], words])).toThrow("columns[1] is a SparseMatrix that was disposed of");
  X.dispose();
});

test("10,000 tables at random, most of them malformed: refused in words or the entries they say, no trap, no leak", () => {
  const odd = fc.oneof(fc.integer({ min: -2, max: 8 }), fc.double(), fc.constantFrom(undefined, null, "1", {}, 2 ** 31, 2 ** 32, -0));
  const list = (of: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 9, arbitrary: fc.array(of, { minLength: 6, maxLength: 8 }) }, { weight: 1, arbitrary: odd });
  const place = fc.oneof({ weight: 8, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: odd });
  const starts = fc.oneof(
    { weight: 5, arbitrary: fc.array(fc.nat(6), { minLength: 1, maxLength: 5 }).map((a) => [0, ...a].sort((x, y) => x - y)) },
    { weight: 1, arbitrary: list(place) },
  );
  const sides = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.integer({ min: 3, max: 6 }), fc.integer({ min: 4, max: 6 })) },
    { weight: 1, arbitrary: list(odd) },
  );
  const tables = fc.record({
    data: list(fc.oneof({ weight: 8, arbitrary: fc.double({ noNaN: true, min: -9, max: 9 }) }, { weight: 1, arbitrary: odd })),
    indices: list(place),
    indptr: starts,
    shape: sides,
    format: fc.constantFrom("csr", "csc", "coo"),
    rows: list(place),
  });
  let made = 0;
  fc.assert(
    fc.property(tables, fc.nat(5), (table, length) => {
      // most lists end at the same place
      const cut = (list: unknown) => (Array.isArray(list) && list.length < 8 ? list.slice(0, length) : list);
      const { rows, ...given } = { ...table, data: cut(table.data), indices: cut(table.indices), rows: cut(table.rows) };
      for (const make of [
        () => SparseMatrix.from(given as never),
        () => SparseMatrix.fromEntries({ rows, columns: given.indices, values: given.data, shape: given.shape } as never),
      ]) {
        let X: SparseMatrix | undefined;
        try {
          X = make();
          made++;
          // y of its own rows, and numbers whose squares vanish are refused by the fit
          path(
            X,
            Float64Array.from({ length: X.rows }, (_, i) => i),
            { count: 2 },
          );
        } catch (error) {
          if (!(error instanceof TypeError || error instanceof RangeError) || !/^(SparseMatrix\.from\w*|path): /.test(error.message))
            throw error;
        } finally {
          X?.dispose();
        }
        if (memoryUsage().used !== 0) throw new Error("bytes are left");
      }
    }),
    { numRuns: 5000, seed: 1 },
  );
  expect(made).toBeGreaterThan(50);
});
