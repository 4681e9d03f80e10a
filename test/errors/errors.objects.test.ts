// What Matrix, Fit, MultiFit, Path and init refuse.
import { expect, test } from "vitest";
import { Fit, init, lasso, Matrix, MultiFit, memoryUsage, path, ridge } from "../../src/index.js";
import { heap } from "../../src/kernels/heap.js";
import { type Anything, type Kind, refuses, X, y } from "../helpers/refuses.js";

const AnyMatrix = Matrix as Anything;
const WHOLE = "expected a whole number ≥ 1";

const sizes: [args: unknown[], kind: Kind, message: string][] = [
  [[0, 1], RangeError, `rows is 0, ${WHOLE}`],
  [[-1, 1], RangeError, `rows is -1, ${WHOLE}`],
  [[1.5, 1], RangeError, `rows is 1.5, ${WHOLE}`],
  [[1, NaN], RangeError, `columns is NaN, ${WHOLE}`],
  [[Infinity, 1], RangeError, `rows is Infinity, ${WHOLE}`],
  [[], TypeError, `rows is undefined, ${WHOLE}`],
  [[3], TypeError, `columns is undefined, ${WHOLE}`],
  [["3", 2], TypeError, `rows is "3" (a string), ${WHOLE}`],
  [[3, 2n], TypeError, `columns is 2n (a bigint), ${WHOLE}`],
  [[1, 2, ["a"]], RangeError, "featureNames has 1 entries but there are 2 columns"],
  [[1, 2, ["a", "a"]], RangeError, 'featureNames has "a" twice, expected every name once'],
  [[1, 2, 5], TypeError, "featureNames is 5, expected an array of strings"],
  [[1, 2, "ab"], TypeError, 'featureNames is "ab" (a string), expected an array of strings'],
  [[1, 2, ["a", 1]], TypeError, "featureNames is an array of 2, expected an array of strings"],
];

test.each(sizes)("new Matrix(...%o) is refused", (args, kind, message) => {
  refuses(() => new AnyMatrix(...args), kind, `Matrix: ${message}`);
});

test("a column that a Matrix does not have is refused", () => {
  const matrix = Matrix.from(X);
  for (const j of [-1, 2, 0.5, NaN, Infinity])
    refuses(() => matrix.column(j), RangeError, `Matrix.column: j is ${j}, expected a whole number from 0 to 1`);
  for (const [j, said] of [
    [undefined, "undefined"],
    ["0", '"0" (a string)'],
  ])
    refuses(() => matrix.column(j as Anything), TypeError, `Matrix.column: j is ${said}, expected a whole number from 0 to 1`);
  matrix.dispose();
  refuses(() => matrix.column(0), TypeError, "Matrix.column: the Matrix was disposed of, make it again with Matrix.from");
});

const model = lasso({ a: [1, 3, 4, 7], b: [2, 5, 1, 8] }, y, { lambda: 0.1 });
const several = ridge(X, { s: [1, 2, 3, 5], t: [2, 1, 0, 1] }, { lambda: 0.1 });

test("tables with another number of columns than the model are refused", () => {
  const matrix = Matrix.from([[1]]);
  for (const table of [[[1]], matrix, { data: [1, 2, 3], shape: [3] }])
    refuses(() => model.predict(table as Anything), RangeError, "predict: X has 1 columns but the model has 2 coefficients");
  refuses(() => several.predict([[1, 2, 3]]), RangeError, "predict: X has 3 columns but the model has 2 coefficients");
  refuses(() => several.score(X, [[1], [2], [3], [4]]), RangeError, "score: y has 1 columns but the model has 2 targets");
});

test("a record without a column of the model is refused, naming what is missing", () => {
  refuses(() => model.predict({ b: [1] }), RangeError, "predict: X has no column a, expected a, b");
  refuses(() => model.predict({ b: [1], A: [2] }), RangeError, "predict: X has no column a, expected a, b");
  refuses(() => model.predict({ c: [1], d: [2] }), RangeError, "predict: X has no column a, b, expected a, b");
  refuses(() => model.predict({ b: [1], label: "x" } as Anything), RangeError, "predict: X has no column a, expected a, b");
  refuses(
    () => model.predict({ b: [1], a: "x" } as Anything),
    TypeError,
    'predict: column a of X is "x" (a string), expected an array of numbers',
  );
  const renamed = Matrix.from({ b: [1], c: [2] });
  refuses(() => model.predict(renamed), RangeError, "predict: X has no column a, expected a, b");
  renamed.dispose();
});

const written = JSON.parse(JSON.stringify(model)) as Record<string, unknown>;
const NUMBERS = "a coefficient, the intercept, lambda or l1Ratio is not a number";
const CERTIFICATE = "the certificate is missing, expected what JSON.stringify(fit) wrote";
const jsons: [what: string, value: Anything, message: string, kind?: Kind][] = [
  ["undefined", undefined, 'format is undefined, expected "shrinkage/fit"'],
  ["null", "null", 'format is undefined, expected "shrinkage/fit"'],
  ["a number", "5", 'format is undefined, expected "shrinkage/fit"'],
  ["an empty object", {}, 'format is undefined, expected "shrinkage/fit"'],
  ["a MultiFit", several.toJSON(), 'format is "shrinkage/multi-fit" (a string), expected "shrinkage/fit"'],
  ["another format", { ...written, format: 1 }, 'format is 1, expected "shrinkage/fit"'],
  ["a later version", { ...written, version: 2 }, "version is 2, expected 1"],
  ["no version", { ...written, version: undefined }, "version is undefined, expected 1"],
  ["a text for a coefficient", { ...written, coefficients: ["1", 2] }, NUMBERS],
  ["null for a coefficient", { ...written, coefficients: [null, 2] }, NUMBERS],
  ["no coefficients", { ...written, coefficients: undefined }, NUMBERS],
  ["no intercept", { ...written, intercept: undefined }, NUMBERS],
  ["a text for lambda", { ...written, lambda: "1" }, NUMBERS],
  ["no l1Ratio", { ...written, l1Ratio: null }, NUMBERS],
  ["no certificate", { ...written, certificate: undefined }, CERTIFICATE],
  ["half a certificate", { ...written, certificate: { gap: 0 } }, CERTIFICATE],
  ["a number for names", { ...written, featureNames: 5 }, "featureNames is 5, expected an array of strings"],
  ["too few names", { ...written, featureNames: ["a"] }, "featureNames has 1 entries but there are 2 coefficients", RangeError],
];

test.each(jsons)("Fit.fromJSON refuses %s", (_, value, message, kind = TypeError) => {
  refuses(() => Fit.fromJSON(value), kind, `Fit.fromJSON: ${message}`);
});

const parsed = JSON.parse(JSON.stringify(several)) as { fits: object[] };
const multi: [what: string, value: Anything, message: string][] = [
  ["null", null, 'MultiFit.fromJSON: format is undefined, expected "shrinkage/multi-fit"'],
  ["a Fit", model.toJSON(), 'MultiFit.fromJSON: format is "shrinkage/fit" (a string), expected "shrinkage/multi-fit"'],
  ["another version", { ...parsed, version: "1" }, 'MultiFit.fromJSON: version is "1" (a string), expected 1'],
  ["a bad fit inside", { ...parsed, fits: [parsed.fits[0], {}] }, 'Fit.fromJSON: format is undefined, expected "shrinkage/fit"'],
  ["no fits", { ...parsed, fits: undefined }, "MultiFit.fromJSON: fits is undefined, expected an array with at least one fit"],
  [
    "fits that are no array",
    { ...parsed, fits: "ab" },
    'MultiFit.fromJSON: fits is "ab" (a string), expected an array with at least one fit',
  ],
  ["a text for names", { ...parsed, targetNames: "st" }, 'MultiFit.fromJSON: targetNames is "st" (a string), expected an array of strings'],
  ["an empty list of fits", { ...parsed, fits: [] }, "MultiFit.fromJSON: fits is an array of 0, expected an array with at least one fit"],
];

test.each(multi)("MultiFit.fromJSON refuses %s", (_, value, message) => {
  refuses(() => MultiFit.fromJSON(value), TypeError, message);
});

test("text that is no JSON is a SyntaxError", () => {
  expect(() => Fit.fromJSON("{")).toThrow(SyntaxError);
  expect(() => MultiFit.fromJSON("lasso")).toThrow(SyntaxError);
});

test("a path refuses λ's that it does not have", () => {
  const fits = path(X, y, { lambdas: [0.5, 2, 1] });
  for (const method of ["coefficients", "fit"] as const) {
    for (const k of [-1, 3, 0.5, NaN])
      refuses(() => fits[method](k), RangeError, `Path.${method}: k is ${k}, expected a whole number from 0 to 2`);
    for (const [k, said] of [
      [undefined, "undefined"],
      ["0", '"0" (a string)'],
    ])
      refuses(() => fits[method](k as Anything), TypeError, `Path.${method}: k is ${said}, expected a whole number from 0 to 2`);
  }
  for (const lambda of [0.4, 2.1, NaN, -1, Infinity])
    refuses(() => fits.at(lambda), RangeError, `Path.at: lambda is ${lambda}, expected a number from 0.5 to 2`);
  refuses(() => fits.at("1" as Anything), TypeError, 'Path.at: lambda is "1" (a string), expected a number from 0.5 to 2');
});

test("init refuses what is no module, and everything once the library runs", () => {
  for (const [source, said] of [
    [undefined, "undefined"],
    [null, "null"],
    ["wasm/release.wasm", '"wasm/release.wasm" (a string)'],
    [{}, "an object"],
  ])
    refuses(
      () => init(source as Anything),
      TypeError,
      `init: source is ${said}, expected a WebAssembly.Module or the bytes of shrinkage/wasm/release.wasm`,
    );
  const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  for (const source of [empty, empty.buffer, new WebAssembly.Module(empty)])
    refuses(() => init(source), Error, "init: the library is already running, call init before anything else");
});

test("freeing what was not allocated is a bug of ours, and says so", () => {
  const { used } = memoryUsage();
  expect(() => heap().free(64)).toThrow(new Error("memory: 64 is not an allocated block"));
  expect(memoryUsage().used).toBe(used);
});
