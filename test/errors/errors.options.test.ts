// Bad options: one message each, from every function that takes the option.
import { test } from "vitest";
import { elasticNet, lasso, path, ridge } from "../../src/index.js";
import { type Anything, functions, type Kind, refuses, X, y } from "../helpers/refuses.js";

const wider = lasso([[1, 2, 3]], [1], { lambda: 0.1 });
const factor = "expected a number ≥ 0 or Infinity";
const weight = "expected a finite number ≥ 0";
const common: [options: object, kind: Kind, message: string][] = [
  [{ weights: [1, 2, 3] }, RangeError, "weights has 3 entries but X has 4 rows"],
  [{ weights: new Uint8Array(5) }, RangeError, "weights has 5 entries but X has 4 rows"],
  [{ weights: [1, -2, 3, 4] }, RangeError, `weights has -2 at index 1, ${weight}`],
  [{ weights: [1, 2, NaN, 4] }, RangeError, `weights has NaN at index 2, ${weight}`],
  [{ weights: [1, 2, 3, Infinity] }, RangeError, `weights has Infinity at index 3, ${weight}`],
  [{ weights: [1, "2", 3, 4] }, TypeError, `weights has "2" (a string) at index 1, ${weight}`],
  [{ weights: [1, 2, 3, undefined] }, TypeError, `weights has undefined at index 3, ${weight}`],
  [{ weights: new BigInt64Array(4) }, TypeError, `weights has 0n (a bigint) at index 0, ${weight}`],
  [{ weights: [0, 0, 0, -0] }, RangeError, "weights are all zero, expected at least one above 0"],
  [{ weights: 1 }, TypeError, "weights is 1, expected an array of numbers"],
  [{ weights: null }, TypeError, "weights is null, expected an array of numbers"],
  [{ weights: { a: 1 } }, TypeError, "weights is an object, expected an array of numbers"],

  [{ penaltyFactors: [1] }, RangeError, "penaltyFactors has 1 entries but X has 2 columns"],
  [{ penaltyFactors: [1, -1] }, RangeError, `penaltyFactors has -1 at index 1, ${factor}`],
  [{ penaltyFactors: [NaN, 1] }, RangeError, `penaltyFactors has NaN at index 0, ${factor}`],
  [{ penaltyFactors: [1, null] }, TypeError, `penaltyFactors has null at index 1, ${factor}`],
  [{ penaltyFactors: 2 }, TypeError, "penaltyFactors is 2, expected an array of numbers"],
  [{ penaltyFactors: 0 }, TypeError, "penaltyFactors is 0, expected an array of numbers"],
  [{ penaltyFactors: null }, TypeError, "penaltyFactors is null, expected an array of numbers"],
  [{ penaltyFactors: "" }, TypeError, 'penaltyFactors is "" (a string), expected an array of numbers'],

  [{ lower: 0.5 }, RangeError, "lower is 0.5, expected a number ≤ 0"],
  [{ lower: NaN }, RangeError, "lower is NaN, expected a number ≤ 0"],
  [{ lower: "0" }, TypeError, 'lower is "0" (a string), expected a number ≤ 0'],
  [{ lower: null }, TypeError, "lower is null, expected a number ≤ 0"],
  [{ lower: [0, 1] }, RangeError, "lower has 1 at index 1, expected a number ≤ 0"],
  [{ lower: [0, 0, 0] }, RangeError, "lower has 3 entries but X has 2 columns"],
  [{ upper: -1e-9 }, RangeError, "upper is -1e-9, expected a number ≥ 0"],
  [{ upper: NaN }, RangeError, "upper is NaN, expected a number ≥ 0"],
  [{ upper: true }, TypeError, "upper is true (a boolean), expected a number ≥ 0"],
  [{ upper: null }, TypeError, "upper is null, expected a number ≥ 0"],
  [{ upper: new Float32Array([1, -1]) }, RangeError, "upper has -1 at index 1, expected a number ≥ 0"],
  [{ upper: [] }, RangeError, "upper has 0 entries but X has 2 columns"],

  [{ tol: -1 }, RangeError, "tol is -1, expected a finite number ≥ 0"],
  [{ tol: NaN }, RangeError, "tol is NaN, expected a finite number ≥ 0"],
  [{ tol: Infinity }, RangeError, "tol is Infinity, expected a finite number ≥ 0"],
  [{ tol: "1e-7" }, TypeError, 'tol is "1e-7" (a string), expected a finite number ≥ 0'],
  [{ maxIterations: 0 }, RangeError, "maxIterations is 0, expected a whole number from 1 to 2147483647"],
  [{ maxIterations: 1.5 }, RangeError, "maxIterations is 1.5, expected a whole number from 1 to 2147483647"],
  [{ maxIterations: Infinity }, RangeError, "maxIterations is Infinity, expected a whole number from 1 to 2147483647"],
  [{ maxIterations: 2 ** 31 }, RangeError, "maxIterations is 2147483648, expected a whole number from 1 to 2147483647"],
  [{ maxIterations: null }, TypeError, "maxIterations is null, expected a whole number from 1 to 2147483647"],
  [{ fitIntercept: 1 }, TypeError, "fitIntercept is 1, expected true or false"],
  [{ standardize: "yes" }, TypeError, 'standardize is "yes" (a string), expected true or false'],
  [{ standardize: null }, TypeError, "standardize is null, expected true or false"],

  [{ warmStart: [0, 0] }, TypeError, "warmStart is an array of 2, expected a Fit"],
  [{ warmStart: ridge(X, X, { lambda: 1 }) }, TypeError, "warmStart is a MultiFit, expected a Fit"],
  [{ warmStart: wider.toJSON() }, TypeError, "warmStart is an object, expected a Fit"],
  [{ warmStart: wider }, RangeError, "warmStart has 3 coefficients but X has 2 columns"],
  [{ featureNames: ["a"] }, RangeError, "featureNames has 1 entries but X has 2 columns"],
  [{ featureNames: ["a", 1] }, TypeError, "featureNames is an array of 2, expected an array of strings"],
  [{ featureNames: "ab" }, TypeError, 'featureNames is "ab" (a string), expected an array of strings'],
  [{ signal: true }, TypeError, "signal is true (a boolean), expected an AbortSignal"],
  [{ signal: new AbortController() }, TypeError, "signal is an AbortController, expected an AbortSignal"],
  [{ onProgress: "log" }, TypeError, 'onProgress is "log" (a string), expected a function'],
];

function show(options: object): string {
  const [key, value] = Object.entries(options)[0];
  if (typeof value === "object" && value !== null) return `${key}: ${value.constructor.name}`;
  return `${key}: ${typeof value === "string" ? JSON.stringify(value) : value}`;
}

test.each(common.map((row) => [show(row[0]), row[2], ...row] as const))(
  "{ %s } is refused because %s",
  (_title, _text, options, kind, message) => {
    for (const [name, call] of Object.entries(functions)) refuses(() => call(X, y, options), kind, `${name}: ${message}`);
  },
);

const LAMBDA = "expected a finite number ≥ 0";
const RHO = "expected a number from 0 (ridge) to 1 (lasso)";
const COUNT = "expected a whole number from 1 to 2147483647";
const RATIO = "expected a number above 0, up to 1";
const atOneLambda = Object.entries({ ridge, lasso, elasticNet });
const own: [names: string[], options: object, kind: Kind, message: string][] = [
  [["ridge", "lasso", "elasticNet"], { lambda: undefined }, TypeError, "lambda is missing, expected a number ≥ 0"],
  [["ridge", "lasso", "elasticNet"], { lambda: -1e-9 }, RangeError, `lambda is -1e-9, ${LAMBDA}`],
  [["ridge", "lasso", "elasticNet"], { lambda: NaN }, RangeError, `lambda is NaN, ${LAMBDA}`],
  [["ridge", "lasso", "elasticNet"], { lambda: Infinity }, RangeError, `lambda is Infinity, ${LAMBDA}`],
  [["ridge", "lasso", "elasticNet"], { lambda: "1" }, TypeError, `lambda is "1" (a string), ${LAMBDA}`],
  [["ridge", "lasso", "elasticNet"], { lambda: null }, TypeError, `lambda is null, ${LAMBDA}`],
  [["ridge", "lasso", "elasticNet"], { lambda: [0.1, 1] }, TypeError, `lambda is an array of 2, ${LAMBDA}`],
  [["elasticNet", "path"], { l1Ratio: -0.1 }, RangeError, `l1Ratio is -0.1, ${RHO}`],
  [["elasticNet", "path"], { l1Ratio: 1.0000001 }, RangeError, `l1Ratio is 1.0000001, ${RHO}`],
  [["elasticNet", "path"], { l1Ratio: NaN }, RangeError, `l1Ratio is NaN, ${RHO}`],
  [["elasticNet", "path"], { l1Ratio: "0.5" }, TypeError, `l1Ratio is "0.5" (a string), ${RHO}`],
  [["elasticNet", "path"], { l1Ratio: null }, TypeError, `l1Ratio is null, ${RHO}`],
  [["path"], { count: 0 }, RangeError, `count is 0, ${COUNT}`],
  [["path"], { count: 2.5 }, RangeError, `count is 2.5, ${COUNT}`],
  [["path"], { count: NaN }, RangeError, `count is NaN, ${COUNT}`],
  [["path"], { count: 1e15 }, RangeError, `count is 1000000000000000, ${COUNT}`],
  [["path"], { count: "3" }, TypeError, `count is "3" (a string), ${COUNT}`],
  [["path"], { count: null }, TypeError, `count is null, ${COUNT}`],
  [["path"], { minRatio: 0 }, RangeError, `minRatio is 0, ${RATIO}`],
  [["path"], { minRatio: 1.5 }, RangeError, `minRatio is 1.5, ${RATIO}`],
  [["path"], { minRatio: NaN }, RangeError, `minRatio is NaN, ${RATIO}`],
  [["path"], { minRatio: "0.1" }, TypeError, `minRatio is "0.1" (a string), ${RATIO}`],
  [["path"], { minRatio: null }, TypeError, `minRatio is null, ${RATIO}`],
  [["path"], { lambdas: [] }, TypeError, "lambdas is an array of 0, expected an array of numbers with at least one entry"],
  [["path"], { lambdas: 0.1 }, TypeError, "lambdas is 0.1, expected an array of numbers with at least one entry"],
  [["path"], { lambdas: null }, TypeError, "lambdas is null, expected an array of numbers with at least one entry"],
  [["path"], { lambdas: [1, -1] }, RangeError, `lambdas[1] is -1, ${LAMBDA}`],
  [["path"], { lambdas: [NaN] }, RangeError, `lambdas[0] is NaN, ${LAMBDA}`],
  [["path"], { lambdas: [1, Infinity] }, RangeError, `lambdas[1] is Infinity, ${LAMBDA}`],
  [["path"], { lambdas: [1, "2"] }, TypeError, `lambdas[1] is "2" (a string), ${LAMBDA}`],
];

test.each(own.map((row) => [row[0].join(", "), show(row[1]), ...row] as const))(
  "%s: { %s } is refused",
  (_title, _text, names, options, kind, message) => {
    for (const name of names) refuses(() => functions[name](X, y, options), kind, `${name}: ${message}`);
  },
);

test("options that are missing or no object are refused", () => {
  for (const [name, call] of atOneLambda) {
    const solve = call as Anything;
    refuses(() => solve(X, y), TypeError, `${name}: options is undefined, expected an object with lambda`);
    refuses(() => solve(X, y, null), TypeError, `${name}: options is null, expected an object with lambda`);
    refuses(() => solve(X, y, 0.1), TypeError, `${name}: options is 0.1, expected an object with lambda`);
    refuses(() => solve(X, y, {}), TypeError, `${name}: lambda is missing, expected a number ≥ 0`);
  }
  refuses(() => (path as Anything)(X, y, null), TypeError, "path: options is null, expected an object");
});

test("an option that nobody reads is refused, naming those that are read", () => {
  const shared =
    "fitIntercept, weights, penaltyFactors, standardize, tol, maxIterations, lower, upper, warmStart, featureNames, signal, onProgress";
  const options: [name: string, key: string, own: string][] = [
    ["ridge", "l1Ratio", "lambda, offset"],
    ["lasso", "Lambda", "lambda, groups, groupSparsity, groupFactors, grouped, offset"],
    ["elasticNet", "rho", "lambda, l1Ratio, groups, groupSparsity, groupFactors, grouped, offset"],
    [
      "path",
      "lambda",
      "l1Ratio, lambdas, count, minRatio, stopWhen, loss, delta, ties, penalty, gamma, groups, groupSparsity, groupFactors, grouped, offset",
    ],
  ];
  for (const [name, key, own] of options) {
    const message = `${name}: ${key} is not an option, expected one of ${own}, ${shared}`;
    refuses(() => functions[name](X, y, { [key]: 1 }), TypeError, message);
  }
});

test("alpha is refused with what to say instead", () => {
  const meant = { ridge: "", lasso: "", elasticNet: " or l1Ratio for the mix", path: " or l1Ratio for the mix" };
  for (const [name, hint] of Object.entries(meant))
    refuses(
      () => functions[name](X, y, { alpha: 1 }),
      TypeError,
      `${name}: alpha is not an option, expected lambda for the strength${hint}`,
    );
});
