// What an error says where the likely cause is known: what came, and how to mend it. Nothing is read that is too long.
import { describe, expect, test } from "vitest";
import {
  crossValidate,
  elasticNet,
  fromTextbook,
  GramAccumulator,
  gradientDescent,
  lasso,
  logistic,
  Matrix,
  path,
  ridge,
  ridgeCv,
  toTextbook,
} from "../../src/index.js";
import { constraintRadius, lambdaForRadius } from "../../src/theory/index.js";
import { type Anything, refuses, X, y } from "../helpers/refuses.js";

const lambda = 0.1;
const forms = "an array of rows, a Matrix, { data, shape }, a matrix or tensor object, or a record of columns";
const wants = `expected ${forms}`;

function* each<T>(values: Iterable<T>): Generator<T> {
  yield* values;
}

describe("what can be walked through but is no array", () => {
  test.each<[string, Anything]>([
    ["a Generator", each(X)],
    ["a Set", new Set(X)],
    ["an Array Iterator", X.values()],
  ])("X is %s", (kind, value) => {
    refuses(() => lasso(value, y, { lambda }), TypeError, `lasso: X is ${kind} (Array.from makes an array of it), ${wants}`);
    refuses(() => Matrix.from(value), TypeError, `Matrix.from: X is ${kind} (Array.from makes an array of it), ${wants}`);
  });

  test("y, labels, options and rows", () => {
    const generator = "a Generator (Array.from makes an array of it)";
    refuses(() => ridgeCv(X, each(y) as Anything), TypeError, `ridgeCv: y is ${generator}, expected an array of numbers`);
    refuses(
      () => logistic(X, each([0, 1, 0, 1]) as Anything, { lambda }),
      TypeError,
      `logistic: y is ${generator}, expected an array of two kinds of labels: 0 and 1, −1 and 1, booleans or strings`,
    );
    refuses(
      () => lasso(X, y, { lambda, weights: each(y) as Anything }),
      TypeError,
      `lasso: weights is ${generator}, expected an array of numbers`,
    );
    refuses(
      () => lasso(X.map(each) as Anything, y, { lambda }),
      TypeError,
      `lasso: X has ${generator} for row 0, expected an array of numbers`,
    );
  });

  test("what has no name of its own is an object", () => {
    const nameless = [Object.create(null), new (class {})(), { constructor: 7 }, { constructor: { name: "" } }];
    for (const value of nameless) refuses(() => lasso(value as Anything, y, { lambda }), TypeError, `lasso: X is an object, ${wants}`);
  });
});

describe("y as a column", () => {
  const column = y.map((value) => [value]);
  const labels = [["a"], ["b"], ["a"], ["b"]];
  test.each<[string, (y: Anything) => unknown]>([
    ["path", (y) => path(X, y, { loss: "poisson" })],
    ["crossValidate", (y) => crossValidate(X, y, { loss: "poisson" })],
    ["gradientDescent", (y) => gradientDescent(X, y, { lambda })],
    ["GramAccumulator.add", (y) => new GramAccumulator(2).add(X, y)],
  ])("%s", (name, call) => {
    const message = `${name}: y has 2 dimensions, expected an array of numbers`;
    refuses(() => call(column), TypeError, `${message}; y.flat() makes one of a column`);
    refuses(
      () => call(column.map((row) => Float64Array.from(row))),
      TypeError,
      `${message}; Float64Array.from(y, ([value]) => value) makes one of a column`,
    );
    refuses(() => call({ data: y, shape: [4, 1] }), TypeError, `${message}; a column of them has shape [4]`);
    refuses(() => call(X), TypeError, message);
  });

  test("of labels", () => {
    refuses(
      () => logistic(X, labels as Anything, { lambda }),
      TypeError,
      "logistic: y has 2 dimensions, expected an array of two kinds of labels: 0 and 1, −1 and 1, booleans or strings; y.flat() makes one of a column",
    );
  });
});

describe("labels of several kinds are called by their kinds", () => {
  test.each<[Anything[], string]>([
    [[0, "1", 1, 0], 'y has 0 (a number) and "1" (a string) at row 1, expected labels of one kind'],
    [["0", "0", 1, "1"], 'y has "0" (a string) and 1 (a number) at row 2, expected labels of one kind'],
    [[true, 0, false, 1], "y has true (a boolean) and 0 (a number) at row 1, expected labels of one kind"],
  ])("%j", (labels, message) => {
    refuses(() => logistic(X, labels, { lambda }), TypeError, `logistic: ${message}`);
    refuses(() => path(X, labels, { loss: "logistic" }), TypeError, `path: ${message}`);
    refuses(() => gradientDescent(X, labels, { loss: "logistic", lambda }), TypeError, `gradientDescent: ${message}`);
  });

  test("of a model that knows others", () => {
    const fit = logistic(X, [0, 1, 0, 1], { lambda });
    expect(() => fit.score(X, ["0", "1", "0", "1"])).toThrow(
      new TypeError('score: y has "0" (a string) at row 0, expected the labels of the model, 0 (a number) and 1 (a number)'),
    );
    expect(() => fit.score(X, [0, 2, 0, 1])).toThrow(new RangeError("score: y has 2 at row 1, expected the labels of the model, 0 and 1"));
  });
});

describe("tables that are nearly one", () => {
  test("an array of records says how to pass it", () => {
    const records = X.map(([a, b]) => ({ a, "b c": b }));
    refuses(
      () => lasso(records as Anything, y, { lambda }),
      TypeError,
      "lasso: X has an object for row 0, expected an array of numbers; give a record of columns: " +
        'Object.fromEntries(["a","b c"].map((name) => [name, X.map((row) => row[name])]))',
    );
    const columns = Object.fromEntries(["a", "b c"].map((name) => [name, records.map((row) => row[name as "a"])]));
    expect(lasso(columns, y, { lambda }).coefficients).toEqual(lasso(X, y, { lambda }).coefficients);
  });

  test.each<[string, object, string]>([
    ["flat values", { values: X.flat(), shape: [4, 2], columns: ["a", "b"] }, "{ data: X.values, shape: X.shape }"],
    ["typed values", { values: new Float64Array(8), shape: [4, 2], columns: ["a", "b"] }, "{ data: X.values, shape: X.shape }"],
    ["rows", { values: X, shape: [4, 2], columns: ["a", "b"], index: [0, 1, 2, 3] }, "X.values"],
  ])("values, shape and columns: %s", (_, value, give) => {
    refuses(
      () => lasso(value as Anything, y, { lambda }),
      TypeError,
      `lasso: X has values and shape but no data, expected ${forms}; give ${give}`,
    );
  });

  test("a record whose columns are called so is a record", () => {
    const record = { values: [1, 2, 4, 3], shape: [2, 1, 1, 5] };
    expect(lasso(record, y, { lambda }).featureNames).toEqual(["values", "shape"]);
    expect(ridge({ values: [1, 2], shape: [2, 1] }, [1, 2], { lambda }).featureNames).toEqual(["values", "shape"]);
  });
});

describe("what is too long is refused before it is read", () => {
  const rows = 4;
  const lengths = [2e8, 2 ** 32 - 1];
  /** an array that must not be read */
  const long = (length: number) =>
    new Proxy([], {
      get(_, key) {
        if (key === "length") return length;
        if (key === "0" || typeof key === "symbol") return undefined;
        throw new Error(`read at ${key}`);
      },
    }) as Anything;

  test.each(lengths)("%d entries", (length) => {
    const message = (name: string, what = "y") => `${name}: ${what} has ${length} entries but X has ${rows} rows`;
    for (const value of [long(length), new Array(length)]) {
      refuses(() => lasso(X, value, { lambda }), RangeError, message("lasso"));
      refuses(() => elasticNet(X, value, { lambda }), RangeError, message("elasticNet"));
      refuses(() => ridge(X, value, { lambda }), RangeError, message("ridge"));
      refuses(() => path(X, value), RangeError, message("path"));
      refuses(() => path(X, value, { loss: "poisson" }), RangeError, message("path"));
      refuses(() => crossValidate(X, value), RangeError, message("crossValidate"));
      refuses(() => logistic(X, value, { lambda }), RangeError, message("logistic"));
      refuses(() => gradientDescent(X, value, { lambda }), RangeError, message("gradientDescent"));
      refuses(() => lasso(X, y, { lambda, weights: value }), RangeError, message("lasso", "weights"));
      expect(() => lasso(X, y, { lambda }).score(X, value)).toThrow(new RangeError(message("score")));
      refuses(
        () => lasso(X, y, { lambda, featureNames: value }),
        RangeError,
        `lasso: featureNames has ${length} entries but X has 2 columns`,
      );
    }
  });

  test("strided and of several targets", () => {
    const message = (name: string) => `${name}: y has 5 entries but X has 4 rows`;
    refuses(() => lasso(X, { data: [1, 2, NaN, 4, 5], shape: [5] }, { lambda }), RangeError, message("lasso"));
    refuses(() => ridge(X, [[1], [2], [NaN], [4], [5]], { lambda }), RangeError, message("ridge"));
    refuses(() => ridge(X, { data: [1, 2, NaN, 4, 5], shape: [5, 1] }, { lambda }), RangeError, message("ridge"));
    refuses(() => ridge(X, { a: [1, 2, NaN, 4, 5] }, { lambda }), RangeError, message("ridge"));
  });
});

describe("numbers that are gone once the options were read", () => {
  const detach = (view: Float64Array) => structuredClone(view.buffer, { transfer: [view.buffer as ArrayBuffer] });
  const options = (view: Float64Array) => ({
    lambda,
    get tol() {
      detach(view);
      return 1e-7;
    },
  });

  test.each<[string, (view: Float64Array) => Anything, string]>([
    ["a row", (view) => [view, ...X.slice(1)], "X has undefined at row 0, column 0"],
    ["a row of typed ones", (view) => [view, ...X.slice(1).map((row) => Float64Array.from(row))], "X has undefined at row 0, column 0"],
  ])("%s", (_, table, message) => {
    const view = Float64Array.from(X[0]);
    const late = "late";
    refuses(
      () => lasso(table(view), y, options(view)),
      TypeError,
      `lasso: ${message}, expected a finite number; its array changed, or its buffer was detached, while the call was read`,
      late,
    );
  });

  test.each<[string, (view: Float64Array) => Anything]>([
    ["a column", (view) => ({ a: view, b: y })],
    ["data", (view) => ({ data: view, shape: [4, 1] })],
    ["data by columns", (view) => ({ data: view, shape: [2, 2], order: "F" })],
  ])("%s", (_, table) => {
    const view = Float64Array.from(y);
    const shape = (table(view) as { shape?: number[] }).shape;
    expect(() => lasso(table(view), y.slice(0, shape?.[0] ?? 4), options(view))).toThrow(
      /^lasso: X has undefined at row 0, column 0( \(a\))?, expected a finite number; its array changed/,
    );
  });
});

test("a chunk whose row is gone once its weights were read is not taken in", () => {
  const row = Float64Array.from(X[0]);
  const options = {
    get weights() {
      structuredClone(row.buffer, { transfer: [row.buffer] });
      return undefined;
    },
  };
  const seen = new GramAccumulator(2);
  expect(() => seen.add([row, ...X.slice(1)], y, options)).toThrow("GramAccumulator.add: X has undefined at row 0, column 0");
  expect(seen.rows).toBe(0);
});

test("a word that is none is a TypeError everywhere", () => {
  const words: [() => unknown, string][] = [
    [() => fromTextbook({ form: "x" as never, norm: "l1", lambda: 1, rows: 2 }), 'fromTextbook: form is "x" (a string), expected'],
    [
      () => fromTextbook({ form: "sum", norm: "x" as never, lambda: 1, rows: 2 }),
      'fromTextbook: norm is "x" (a string), expected "l1" or "l2"',
    ],
    [
      () => toTextbook({ form: "sum", norm: "x" as never, lambda: 1, rows: 2 }),
      'toTextbook: norm is "x" (a string), expected "l1" or "l2"',
    ],
    [
      () => constraintRadius(ridge(X, y, { lambda }), { norm: "x" as never }),
      'constraintRadius: norm is "x" (a string), expected "l1" or "l2"',
    ],
    [() => lambdaForRadius(X, y, { norm: "x" as never, radius: 1 }), 'lambdaForRadius: norm is "x" (a string), expected "l1" or "l2"'],
    [() => lasso({ data: [1, 2], shape: [2, 1], order: "x" }, [1, 2], { lambda }), 'lasso: X has order "x" (a string), expected'],
    [() => path(X, y as never, { loss: "x" as never }), 'path: loss is "x" (a string), expected'],
    [() => crossValidate(X, y, { measure: "x" as never }), 'crossValidate: measure is "x" (a string), expected'],
    [() => gradientDescent(X, y, { lambda, method: "x" as never }), 'gradientDescent: method is "x" (a string), expected'],
  ];
  for (const [call, message] of words) {
    let thrown: unknown;
    try {
      call();
    } catch (error) {
      thrown = error;
    }
    expect(thrown, message).toBeInstanceOf(TypeError);
    expect((thrown as Error).message).toContain(message);
  }
});
