// Every refusal: what came, what was expected, how to mend it; nothing stays allocated.
import { expect, test, vi } from "vitest";
import { encode, lasso, model } from "../../src/index.js";
import { type Anything, type Kind, refuses } from "../helpers/refuses.js";
import { rowsOfTable } from "../helpers/wholeTable.js";

const good = [
  { a: 1, c: "x" },
  { a: 2, c: "y" },
];
const events = { a: [1, 2], c: ["yes", "no"], x: [1, 2] };
const plain = "expected an array of records or a record of columns";

const tables: readonly (readonly [unknown, Anything, Kind, string])[] = [
  [undefined, {}, TypeError, `encode: table is undefined, ${plain}`],
  ["a,b", {}, TypeError, `encode: table is "a,b" (a string), ${plain}`],
  [Float64Array.of(1), {}, TypeError, `encode: table is a Float64Array, ${plain}`],
  [new Map([["a", [1]]]), {}, TypeError, `encode: table is a Map, ${plain}`],
  [new Set([1]), {}, TypeError, `encode: table is a Set (Array.from makes an array of it), ${plain}`],
  [Promise.resolve([]), {}, TypeError, `encode: table is a Promise, ${plain}; await it`],
  [(async function* () {})(), {}, TypeError, `encode: table is an AsyncGenerator, ${plain}; encode.fitStream takes tables in chunks`],
  [[], {}, RangeError, "encode: table has no rows, expected at least one record"],
  [{}, {}, RangeError, `encode: table has no columns, ${plain}`],
  [{ a: [] }, {}, RangeError, "encode: table has no rows, expected at least one"],
  [[{}, {}], {}, RangeError, `encode: the records of table have no keys, ${plain}`],
  [{ a: [1, 2], b: [1] }, {}, RangeError, 'encode: column "b" has 1 entries but column "a" has 2, expected columns of one length'],
  [{ a: 1, b: 2 }, {}, TypeError, 'encode: column "a" is 1, expected an array; a single record stands in an array, [record]'],
  [{ a: [1], b: "x" }, {}, TypeError, 'encode: column "b" is "x" (a string), expected an array'],
  [
    [[1, 2]],
    {},
    TypeError,
    "encode: row 0 is an array of 2, expected a record, { name: value, … }; an array of arrays has no names: Object.fromEntries(names.map((name, j) => [name, row[j]]))",
  ],
  [[{ a: 1 }, null], {}, TypeError, "encode: row 1 is null, expected a record, { name: value, … }"],
  [
    [...good, { a: "" }],
    {},
    RangeError,
    "encode: row 2 is empty, expected values; Papa.parse leaves an empty last line out with skipEmptyLines: true",
  ],
  [
    { a: [null, undefined, "", Number.NaN, "  ", new Date("x")], b: [1, 2, 3, 4, 5, 6] },
    {},
    RangeError,
    'encode: column "a" has no value in any row, expected one at least; ignore: ["a"] leaves it out',
  ],
  [
    { a: [null], b: [1] },
    { missing: "mean" },
    RangeError,
    'encode: column "a" has no value in any row, expected one at least; ignore: ["a"] leaves it out',
  ],
  [
    { a: [1, null] },
    {},
    RangeError,
    'encode: column "a" has null at row 1, a missing value, expected a value; encode with missing: "mean" or "median" fills in, or leave such rows out',
  ],
  [
    [{ a: 1, b: 1 }, { a: 1 }],
    {},
    RangeError,
    'encode: column "b" has undefined at row 1, a missing value, expected a value; encode with missing: "mean" or "median" fills in, or leave such rows out',
  ],
  [{ a: [1, Infinity] }, {}, RangeError, 'encode: column "a" has Infinity at row 1, expected a finite number'],
  [{ a: ["1", "1e999"] }, {}, RangeError, 'encode: column "a" has "1e999" (a string) at row 1, expected a finite number'],
  [{ a: [1, [2]] }, {}, TypeError, 'encode: column "a" has an array of 1 at row 1, expected a number, a string or a boolean'],
  [
    { a: [{}, 2] },
    { categorical: ["a"] },
    TypeError,
    'encode: column "a" has an object at row 0, expected a number, a string or a boolean',
  ],
  [
    [{ a: 1, __parsed_extra: ["x"] }],
    {},
    TypeError,
    'encode: column "__parsed_extra" has an array of 1 at row 0, expected a number, a string or a boolean: the row has more fields than the header',
  ],
  [
    { a: ["x", 1] },
    {},
    TypeError,
    'encode: column "a" has "x" (a string) at row 0, but 1 at row 1, expected one kind; categorical: ["a"] makes it levels',
  ],
  [
    { a: [1, "NA", "n/a"] },
    {},
    TypeError,
    'encode: column "a" has "NA" (a string) at row 1, but 1 at row 0, expected one kind; missingValues: ["NA","n/a"] counts it as missing, categorical: ["a"] makes it levels',
  ],
  [
    { a: ["1", "?", "2"] },
    {},
    TypeError,
    'encode: column "a" has "?" (a string) at row 1, beside numbers, expected numbers; missingValues: ["?"] counts it as missing, categorical: ["a"] makes it levels',
  ],
  [
    { a: ["$1,200", "$900", "15"] },
    {},
    TypeError,
    'encode: column "a" has "$1,200" (a string) at row 0, a number with other characters, expected plain digits and a point; convert it before, or categorical: ["a"] makes it levels',
  ],
  ...["2024-02-29", "2024-02-29T10:00:00Z", "2024-02", "29.02.2024", "2/29/2024"].map(
    (day) =>
      [
        { a: [day, day] },
        {},
        TypeError,
        `encode: column "a" has "${day}" (a string) at row 0, a date, expected a number or a level; give a number, such as new Date(value).getTime(), its year or weekday, or name the column in categorical or ignore`,
      ] as const,
  ),
  [
    { a: [1, new Date(0)] },
    {},
    TypeError,
    'encode: column "a" has a Date at row 1, a date, expected a number or a level; give a number, such as new Date(value).getTime(), its year or weekday, or name the column in categorical or ignore',
  ],
  [{ "a=x": [1], a: ["x"] }, {}, RangeError, 'encode: two columns of X would be called "a=x", expected different names; rename a column'],
  [
    { a: [1], "a^2": [1] },
    { polynomial: 2 },
    RangeError,
    'encode: two columns of X would be called "a^2", expected different names; rename a column',
  ],
  [
    { a: [1], b: [2], "a:b": ["x"] },
    { interactions: [["a", "b"]] },
    RangeError,
    'encode: two terms are called "a:b", expected different names; rename a column',
  ],
  [{ a: [1e200] }, { polynomial: 2 }, RangeError, 'encode: column "a^2" of X has Infinity at row 0, expected a finite number'],
  [
    { a: [1e300, 1], b: [1e300, 2] },
    { interactions: [["a", "b"]] },
    RangeError,
    'encode: column "a:b" of X has Infinity at row 0, expected a finite number',
  ],
  [{ a: [1e300, -1e300] }, { standardize: true }, RangeError, 'encode: the sd of column "a" is Infinity, expected smaller numbers'],
];

test("events are true or false", () => {
  const message = 'encode: column "c" has "yes" (a string) at row 0, expected true or 1 for an event, false or 0 for none';
  refuses(() => encode(events, { target: { time: "a", event: "c" } }), TypeError, message);
});

test.each(tables)("a table %j with %j", (table, options, kind, message) => {
  refuses(() => encode(table as Anything, options), kind, message);
});

const options: readonly (readonly [Anything, Kind, string])[] = [
  [null, TypeError, "encode: options is null, expected an object"],
  [
    { standardise: true },
    TypeError,
    'encode: there is no option "standardise", expected target, ignore, categorical, reference, unseen, missing, missingValues, indicators, standardize, polynomial, interactions',
  ],
  [{ target: "price" }, RangeError, 'encode: target names "price", expected a column of the table: "a", "c"'],
  [{ target: ["a", "b"] }, RangeError, 'encode: target names "b", expected a column of the table: "a", "c"'],
  [{ target: ["a", "a"] }, RangeError, 'encode: target has "a" twice, expected every name once'],
  [{ target: ["a", "c"] }, TypeError, 'encode: target names "c", a column of levels, expected numbers in each of several'],
  [{ target: 1 }, TypeError, "encode: target is 1, expected the name of a column, an array of names, or { time, event, start?, strata? }"],
  [
    { target: { time: "a" } },
    TypeError,
    "encode: target has time, expected the name of a column, an array of names, or { time, event, start?, strata? }, names of columns each",
  ],
  [{ target: "a", ignore: ["a"] }, RangeError, 'encode: ignore names "a", the target, expected another column'],
  [{ ignore: ["a", "c"] }, RangeError, "encode: no column is left for X, expected one at least"],
  [{ ignore: "a" }, TypeError, 'encode: ignore is "a" (a string), expected an array of names of columns; ["a"] is one'],
  [{ ignore: ["q"] }, RangeError, 'encode: ignore names "q", expected a column of the table: "a", "c"'],
  [{ categorical: ["q"] }, RangeError, 'encode: categorical names "q", expected a column of the table: "a", "c"'],
  [{ categorical: [1] }, TypeError, "encode: categorical is an array of 1, expected an array of names of columns"],
  [{ reference: "last" }, TypeError, 'encode: reference is "last" (a string), expected true, false, "first" or a record of column → level'],
  [{ reference: { c: "z" } }, RangeError, 'encode: reference.c is "z", expected a level of it: "x", "y"'],
  [{ reference: { c: null } }, TypeError, 'encode: reference.c is null, expected a level of column "c"'],
  [{ reference: { a: 1 } }, TypeError, 'encode: reference names "a", a column of numbers, expected a factor'],
  [{ reference: { q: 1 } }, RangeError, 'encode: reference names "q", expected a column of X: "a", "c"'],
  [{ unseen: "ignore" }, TypeError, 'encode: unseen is "ignore" (a string), expected "error" or "zero"'],
  [{ missing: "mode" }, TypeError, 'encode: missing is "mode" (a string), expected "error", "mean" or "median"'],
  [{ missingValues: "NA" }, TypeError, 'encode: missingValues is "NA" (a string), expected an array of strings and numbers'],
  [{ indicators: 1 }, TypeError, "encode: indicators is 1, expected true or false"],
  [{ indicators: true }, TypeError, 'encode: indicators is true but missing is "error", expected missing: "mean" or "median" beside it'],
  [{ standardize: "yes" }, TypeError, 'encode: standardize is "yes" (a string), expected true or false'],
  [{ polynomial: 0 }, RangeError, "encode: polynomial is 0, expected a whole number from 1 to 100"],
  [{ polynomial: { a: 1.5 } }, RangeError, "encode: polynomial.a is 1.5, expected a whole number from 1 to 100"],
  [{ polynomial: "a" }, TypeError, 'encode: polynomial is "a" (a string), expected a whole number from 1 to 100'],
  [{ polynomial: { c: 2 } }, TypeError, 'encode: polynomial names "c", a column of levels, expected a number'],
  [{ polynomial: { q: 2 } }, RangeError, 'encode: polynomial names "q", expected a column of X: "a", "c"'],
  [{ interactions: ["a", "c"] }, TypeError, 'encode: interactions is an array of 2, expected an array of arrays, [["age", "town"], …]'],
  [{ interactions: [["a"]] }, RangeError, "encode: interactions[0] has 1 names, expected two or more"],
  [{ interactions: [["a", "a"]] }, RangeError, 'encode: interactions[0] has "a" twice; polynomial: { "a": 2 } makes its square'],
  [{ interactions: [["a", "q"]] }, RangeError, 'encode: interactions names "q", expected a column of X: "a", "c"'],
  [
    {
      interactions: [
        ["a", "c"],
        ["a", "c"],
      ],
    },
    RangeError,
    'encode: two columns of X would be called "a:c=x", expected different names; rename a column',
  ],
];

test.each(options)("options %j", (given, kind, message) => {
  refuses(() => encode(good, given), kind, message);
});

test("targets that are missing, or of another kind, are refused", () => {
  refuses(
    () => encode({ a: [1, 2], y: [1, null] }, { target: "y", missing: "mean" }),
    RangeError,
    'encode: column "y" has null at row 1, a missing value, expected none in the target; leave such rows out',
  );
  using encoding = encode({ a: [1, 2], y: [1, 3] }, { target: "y" });
  refuses(() => encoding.target([{ a: 1 }]), RangeError, 'target: table has no column "y", expected it for y');
  refuses(() => encoding.target([{ y: "high" }]), TypeError, 'target: column "y" has "high" (a string) at row 0, expected a number');
  refuses(
    () => encoding.target([{ y: new Date(0) }]),
    TypeError,
    'target: column "y" has a Date at row 0, a date, expected a number or a level; give a number, such as new Date(value).getTime(), its year or weekday, or name the column in categorical or ignore',
  );
  using bare = encode(good);
  refuses(() => bare.target(good), TypeError, "target: the encoding has no target, expected encode(table, { target }), or y given");
});

test("new rows of other names and kinds are refused with row and column, by every function that takes them", () => {
  using encoding = encode(
    [
      { a: 1, c: "x", b: true, y: 1 },
      { a: 2, c: "y", b: false, y: 2 },
      { a: 4, c: "y", b: false, y: 2 },
    ],
    { target: "y" },
  );
  const row = { a: 1, c: "x", b: true };
  const answer = model(encoding, lasso(encoding.X, encoding.y, { lambda: 0.1 }));
  const wrong: readonly (readonly [Anything, Kind, string])[] = [
    [[{ a: 1, c: "x" }], RangeError, 'table has no column "b", expected "a", "c", "b"; null says that a value is missing'],
    [[row, { ...row, a: "old" }], TypeError, 'column "a" has "old" (a string) at row 1, expected a number'],
    [[row, { ...row, a: true }], TypeError, 'column "a" has true (a boolean) at row 1, expected a number'],
    [[row, { ...row, a: [1] }], TypeError, 'column "a" has an array of 1 at row 1, expected a number'],
    [[{ ...row, a: Infinity }], RangeError, 'column "a" has Infinity at row 0, expected a finite number'],
    [
      [{ ...row, a: null }],
      RangeError,
      'column "a" has null at row 0, a missing value, expected a value; encode with missing: "mean" or "median" fills in, or leave such rows out',
    ],
    [
      [{ ...row, c: "" }],
      RangeError,
      'column "c" has "" (a string) at row 0, a missing value, expected a value; encode with missing: "mean" or "median" fills in, or leave such rows out',
    ],
    [
      [row, { ...row, c: "z" }],
      RangeError,
      'column "c" has "z" (a string) at row 1, a level that was not there before, expected one of "x", "y"; encode with unseen: "zero" takes it for none of them',
    ],
    [[{ ...row, c: 5 }], TypeError, 'column "c" has 5 at row 0, expected a level: "x", "y"'],
    [[{ ...row, c: {} }], TypeError, 'column "c" has an object at row 0, expected a level: "x", "y"'],
    [[{ ...row, b: "maybe" }], TypeError, 'column "b" has "maybe" (a string) at row 0, expected a level: "false", "true"'],
    [row, TypeError, 'column "a" is 1, expected an array; a single record stands in an array, [record]'],
  ];
  for (const [rows, kind, message] of wrong) {
    refuses(() => encoding.transform(rows), kind, `transform: ${message}`);
    refuses(() => answer.predict(rows), kind, `predict: ${message}`);
    refuses(() => answer.score(rows, [1]), kind, `score: ${message}`);
  }
  // what is not asked for may be there, and text says the same as the value
  expect(answer.predict([{ ...row, more: new Date() }])).toEqual(answer.predict([{ a: "1.0", c: "x", b: "true" }]));
});

test('unseen: "zero" takes new levels for none, of the kinds that were there', () => {
  using encoding = encode({ c: ["x", "y"] }, { unseen: "zero" });
  using X = encoding.transform([{ c: "z" }]);
  expect(
    lasso(
      [
        [0, 1],
        [1, 0],
      ],
      [1, 2],
      { lambda: 0 },
    ).predict(X),
  ).toHaveLength(1);
  refuses(() => encoding.transform([{ c: 5 }]), TypeError, 'transform: column "c" has 5 at row 0, expected a level: "x", "y"');
});

test("codes may come as text or as numbers, and new ones are unseen levels either way", () => {
  for (const zip of [
    ["8001", "3000", "8001"],
    [8001, 3000, 8001],
    [8001n, 3000n, 8001n],
  ]) {
    using encoding = encode({ zip, x: [1, 2, 3] }, { categorical: ["zip"], unseen: "zero" });
    const seen = [8001, "8001", 8001n, 4000, "4000", 4000n].map((code) => {
      using X = encoding.transform({ zip: [code], x: [0] });
      return rowsOfTable(X)[0].slice(0, 2).join("");
    });
    expect(seen).toEqual(["01", "01", "01", "00", "00", "00"]);
    expect(() => encoding.transform({ zip: ["Bern"], x: [0] })).toThrow(TypeError);
  }
  // biome-ignore lint/suspicious/noSparseArray: a place that was never filled
  refuses(() => encode([{ a: 1 }, , { a: 2 }] as Anything), TypeError, "encode: row 1 is undefined, expected a record, { name: value, … }");
});

test("text that differs in every one of many rows is said to be of no use, unless it is asked for", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  try {
    const table = { id: Array.from({ length: 100 }, (_, i) => `id${i}`), x: Array.from({ length: 100 }, (_, i) => i) };
    encode(table, { categorical: ["id"] }).dispose();
    encode(table, { ignore: ["id"] }).dispose();
    encode({ ...table, id: table.id.map((id, i) => (i === 0 ? "id1" : id)) }).dispose();
    expect(warn).not.toHaveBeenCalled();
    encode(table).dispose();
    expect(warn.mock.calls).toEqual([
      [
        'encode: column "id" has another text in each of 100 rows, which says nothing of other rows; ignore: ["id"] leaves it out, categorical: ["id"] takes it without this warning',
      ],
    ]);
  } finally {
    warn.mockRestore();
  }
});
