// What texts can say that no fit says, one by one: the right answer, or the words of the refusal.
import { expect, test } from "vitest";
import {
  Encoding,
  encode,
  Fit,
  GramAccumulator,
  LogisticFit,
  lasso,
  MultiFit,
  MultinomialFit,
  memoryUsage,
  multinomial,
  Path,
  path,
  ridge,
  SparseMatrix,
} from "../../src/index.js";

const X = [
  [1, 2],
  [3, 5],
  [4, 1],
  [7, 8],
  [2, 2],
  [9, 4],
];
const y = [1, 2, 4, 3, 5, 7];
const written = (made: object) => JSON.parse(JSON.stringify(made));
const fit = written(lasso(X, y, { lambda: 0.1 }));
const along = written(path(X, y, { count: 3 }));
const several = written(ridge(X, { s: y, t: [2, 1, 0, 1, 4, 4] }, { lambda: 0.1 }));

test.each<[what: string, read: () => unknown, message: string]>([
  [
    "a coefficient that is infinite",
    () => Fit.fromJSON({ ...fit, coefficients: [1, "Infinity"] }),
    "Fit.fromJSON: a coefficient or the intercept is infinite or NaN, expected finite numbers",
  ],
  ["λ below 0", () => Fit.fromJSON({ ...fit, lambda: -1 }), "Fit.fromJSON: lambda is -1, expected a finite number ≥ 0"],
  ["ρ beyond 1", () => Fit.fromJSON({ ...fit, l1Ratio: 2 }), "Fit.fromJSON: l1Ratio is 2, expected a number from 0 to 1"],
  [
    "another link",
    () => Fit.fromJSON({ ...fit, link: "__proto__" }),
    'Fit.fromJSON: link is "__proto__" (a string), expected "log" or nothing',
  ],
  ["an offset that is no boolean", () => Fit.fromJSON({ ...fit, offset: 1 }), "Fit.fromJSON: offset is 1, expected true or nothing"],
  [
    "a text inside",
    () => LogisticFit.fromJSON({ format: "shrinkage/logistic-fit", version: 1, classes: [0, 1], linear: "{" }),
    'LogisticFit.fromJSON: linear is "{" (a string), expected what JSON.stringify wrote',
  ],
  [
    "one label twice",
    () => LogisticFit.fromJSON({ format: "shrinkage/logistic-fit", version: 1, classes: [1, 1], linear: fit }),
    "LogisticFit.fromJSON: classes is an array of 2, expected 2 different labels of one kind, numbers, booleans or strings",
  ],
  [
    "targets of other columns",
    () => MultiFit.fromJSON({ ...several, fits: [several.fits[0], { ...several.fits[1], coefficients: [1] }] }),
    "MultiFit.fromJSON: fits[1] has other columns, λ or offset than fits[0], expected those of one X",
  ],
  [
    "a loss that objects inherit",
    () => Path.fromJSON({ ...along, loss: "constructor" }),
    'Path.fromJSON: loss is "constructor" (a string), expected what JSON.stringify(path) wrote',
  ],
  [
    "columns that are not there",
    () => Path.fromJSON({ ...along, columns: 1e9 }),
    "Path.fromJSON: columns is 1000000000, expected at most 33554432 coefficients",
  ],
  [
    "a place that is an object",
    () => Path.fromJSON({ ...along, coefficients: [{ columns: [{ toString: 1 }], values: [1] }, ...along.coefficients.slice(1)] }),
    "Path.fromJSON: coefficients is an array of 3, expected what JSON.stringify(path) wrote",
  ],
  [
    "columns of a sparse table that are not there",
    () => SparseMatrix.fromEntries({ rows: [0], columns: [0], values: [1], shape: [3, 1e9] }),
    "SparseMatrix.fromEntries: shape has 1000000000 columns, expected a whole number from 1 to 33554432",
  ],
  [
    "columns of statistics that are not there",
    () => GramAccumulator.fromJSON({ format: "shrinkage/gram-accumulator", version: 1, rows: 1, columns: 2 ** 31 - 1, data: "AAAA" }),
    'GramAccumulator.fromJSON: data is "AAAA" (a string), expected 2305843014582',
  ],
  [
    "a loss of path that objects inherit",
    () => path(X, y as never, { loss: "constructor" as never }),
    'path: loss is "constructor" (a string), expected ',
  ],
])("%s", (_, read, message) => {
  const { bytes } = memoryUsage();
  expect(read).toThrow(message);
  expect(memoryUsage().bytes).toBe(bytes);
});

test("text that is no JSON is refused in the name of the function, with the engine's words as cause", () => {
  expect(() => Fit.fromJSON('{"format":')).toThrow(/^Fit\.fromJSON: text is no JSON \(.+\), expected what JSON\.stringify wrote$/);
  expect(() => Fit.fromJSON('{"format":')).toThrow(SyntaxError);
});

test("a message has the beginnings of names, and of many the first", () => {
  const names = Array.from({ length: 500 }, (_, j) => `${j}`.padEnd(300, "x"));
  const wide = Fit.fromJSON({ ...fit, coefficients: names.map(() => 1), featureNames: names });
  try {
    wide.predict({ other: [1] });
  } catch (error) {
    const { message } = error as Error;
    expect(message.length).toBeLessThan(2000);
    expect(message).toContain(" and 480 more");
  }
});

test("terms beyond the range of numbers that cancel are added as they are", () => {
  const huge = (coefficients: number[], intercept = 0) => Fit.fromJSON({ ...fit, coefficients, intercept });
  expect([
    ...huge([1e308, -1e308]).predict([
      [10, 10],
      [10, 9],
      [9, 10],
      [1, 1],
    ]),
  ]).toEqual([0, 1e308, -1e308, 0]);
  using sparse = SparseMatrix.fromRows([{ 0: 100, 1: 100 }, { 1: 100 }], 2);
  expect([...huge([1e308, -1e308]).predict(sparse)]).toEqual([0, -Infinity]);
  const classes = written(multinomial(X, [0, 1, 2, 0, 1, 2], { lambda: 0.01 }));
  const certain = MultinomialFit.fromJSON({
    ...classes,
    coefficients: [
      [1e308, 0],
      [-1e308, 0],
      [0, 0],
    ],
  });
  expect(certain.predictProbability([[10, 0]]).map((row) => [...row])).toEqual([[1, 0, 0]]);
});

test("R² of numbers whose squares are beyond the range, or below it", () => {
  const model = (slope: number) => Fit.fromJSON({ ...fit, coefficients: [slope], intercept: 0 });
  const one = [[1], [2], [3]];
  const plain = model(1.25).score(one, [1, 2.5, 3]);
  for (const size of [2 ** 1000, 2 ** -900, 2 ** -1060])
    expect(model(1.25 * size).score(one, [size, 2.5 * size, 3 * size])).toBeCloseTo(plain, 4);
  expect(model(1e200).score(one, [1, 2, 3])).toBe(-Infinity);
});

test("a table may have many rows that hold nothing, at no cost", () => {
  const { bytes } = memoryUsage();
  using sparse = SparseMatrix.fromEntries({ rows: [2e9, 5, 5], columns: [1, 1, 0], values: [3, 2, 1], shape: [2 ** 31 - 1, 2] });
  expect([sparse.rows, sparse.nonzero]).toEqual([2 ** 31 - 1, 3]);
  expect(memoryUsage().bytes).toBe(bytes);
});

test("names that products would make too long are refused before they are made", () => {
  const value = written(
    encode(
      [
        { a: "x", b: "y" },
        { a: "z", b: "w" },
      ],
      { interactions: [["a", "b"]] },
    ),
  );
  const levels = (count: number, length: number) => Array.from({ length: count }, (_, k) => `${k}`.padEnd(length, "."));
  value.columns[0].levels = levels(1000, 4000);
  value.columns[1].levels = levels(1000, 4);
  expect(() => Encoding.fromJSON(value)).toThrow(/^Encoding\.fromJSON: the columns' names have \d+ characters, expected at most 67108864/);
});
