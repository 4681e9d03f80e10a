// A fit that meets a table again: by names where both sides know them, in any order; what is missing is refused.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import {
  adaptiveLasso,
  crossValidate,
  elasticNet,
  Fit,
  fromGram,
  GramAccumulator,
  gradientDescent,
  informationCriteria,
  lasso,
  logistic,
  Matrix,
  path,
  relaxed,
} from "../../src/index.js";
import { difference } from "../helpers/judging.js";
import { type Anything, refuses } from "../helpers/refuses.js";

const { columns, y: target } = autoregressive({ n: 60, p: 6, density: 0.5, snr: 3, seed: 31 });
const y = Array.from(target);
const X = rowsOf(columns);
const labels = y.map((value) => (value > 0 ? "yes" : "no"));
const names = ["age", "bmi", "dose", "ldl", "sbp", "tch"];
const record = Object.fromEntries(names.map((name, j) => [name, columns[j]]));
const ORDERS = [
  [5, 4, 3, 2, 1, 0],
  [2, 0, 5, 1, 4, 3],
  [1, 0, 2, 3, 5, 4],
];
const turned = (order: readonly number[]) => Object.fromEntries(order.map((j) => [names[j], columns[j]]));
const strange = Object.fromEntries(names.map((name, j) => [name.toUpperCase(), columns[j]]));
/** the forms in which a table with names in another order may come */
const forms: [string, (order: readonly number[]) => Anything, (order: readonly number[]) => object][] = [
  ["record", turned, () => ({})],
  ["Matrix", (order) => Matrix.from(turned(order)), () => ({})],
  ["rows and featureNames", (order) => rowsOf(order.map((j) => columns[j])), (order) => ({ featureNames: order.map((j) => names[j]) })],
];
const each = forms.flatMap(([form, table, options]) =>
  ORDERS.map((order) => [`${form}, columns ${order.join("")}`, table(order), options(order), order] as const),
);
const by = (fit: { featureNames?: readonly string[]; coefficients: Float64Array }) =>
  names.map((name) => fit.coefficients[fit.featureNames?.indexOf(name) ?? NaN]);

describe.each(each)("%s", (_, table, options, order) => {
  test("relaxed refits the columns of that name", () => {
    const fit = lasso(record, y, { lambda: 0.2 });
    expect(fit.nonzero).toBeGreaterThan(1);
    expect(fit.nonzero).toBeLessThan(6);
    const expected = relaxed(fit, record, y);
    const found = relaxed(fit, table, y, options);
    expect(difference(by(found), by(expected))).toBeLessThan(1e-12);
    expect(found.featureNames).toEqual(names);
    const fits = path(record, y, { count: 8 });
    relaxed(fits, table, y, options).forEach((refit, k) => {
      expect(refit.coefficients.map((b) => Number(b !== 0))).toEqual(fits.coefficients(k).map((b) => Number(b !== 0)));
    });
  });

  test("relaxed: bounds are those of the fit's columns", () => {
    const fit = lasso(record, y, { lambda: 0.05 });
    const upper = fit.coefficients.map((b) => (b > 0 ? b / 2 : Infinity));
    expect(
      difference(relaxed(fit, table, y, { ...options, upper }).coefficients, relaxed(fit, record, y, { upper }).coefficients),
    ).toBeLessThan(1e-12);
  });

  test("adaptiveLasso weighs by the first fit's coefficient of that name", () => {
    const first = elasticNet(record, y, { lambda: 0.01, l1Ratio: 0 });
    const expected = adaptiveLasso(record, y, { lambda: 0.05, first, tol: 1e-12 });
    const found = adaptiveLasso(table, y, { lambda: 0.05, first, tol: 1e-12, ...options });
    expect(difference(by(found), by(expected))).toBeLessThan(1e-9);
    expect(found.featureNames).toEqual(order.map((j) => names[j]));
  });

  test("informationCriteria", () => {
    const penaltyFactors = [1, 0.5, 1, 0, 2, 1];
    const fits = path(record, y, { l1Ratio: 0.5, count: 6, penaltyFactors });
    const expected = informationCriteria(fits, record, y, { penaltyFactors });
    const found = informationCriteria(fits, table, y, { penaltyFactors, ...options });
    expect(difference(found.degreesOfFreedom, expected.degreesOfFreedom)).toBeLessThan(1e-12);
    expect(difference(found.aic, expected.aic)).toBeLessThan(1e-10);
  });

  test("warmStart: one look at the answer is enough", () => {
    const tight = { lambda: 0.02, tol: 1e-9 };
    const once = { ...tight, ...options, maxIterations: 1 };
    const fit = lasso(record, y, tight);
    expect(lasso(table, y, { ...once, warmStart: fit }).certificate.relativeGap).toBeLessThan(2e-9);
    expect(elasticNet(table, y, { ...once, warmStart: fit }).certificate.relativeGap).toBeLessThan(2e-9);
    const lambdas = [0.02];
    const paths = path(record, y, { lambdas: [1, 0.02, 0.001], tol: 1e-9 });
    for (const warmStart of [fit, paths])
      expect(path(table, y, { lambdas, tol: 1e-9, maxIterations: 1, warmStart, ...options }).relativeGaps[0]).toBeLessThan(2e-9);
    const classes = logistic(record, labels, tight);
    expect(logistic(table, labels, { ...once, warmStart: classes }).certificate.relativeGap).toBeLessThan(2e-9);
    const classPaths = path(record, labels, { lambdas: [0.02], loss: "logistic", tol: 1e-9 });
    for (const warmStart of [classes, classPaths])
      expect(
        path(table, labels, { lambdas, loss: "logistic", tol: 1e-9, maxIterations: 1, warmStart, ...options }).relativeGaps[0],
      ).toBeLessThan(2e-9);
    const begun = gradientDescent(table, y, { ...once, l1Ratio: 1, warmStart: fit, tol: 1e-6 });
    expect(begun.certificate.relativeGap).toBeLessThan(1e-6);
    const cv = crossValidate(table, y, { lambdas, folds: 3, warmStart: fit, maxIterations: 1, tol: 1e-9, ...options });
    expect(cv.curves[0].path.relativeGaps[0]).toBeLessThan(2e-9);
    const seen = new GramAccumulator(6).add(turned(order), y);
    expect(fromGram(seen).lasso({ ...tight, maxIterations: 1, warmStart: fit }).certificate.relativeGap).toBeLessThan(2e-9);
  });
});

test("names that are missing are refused", () => {
  const fit = lasso(record, y, { lambda: 0.1 });
  const fits = path(record, y, { count: 3 });
  const classes = logistic(record, labels, { lambda: 0.1 });
  const gone = `has no column ${names.join(", ")}, expected ${names.join(", ")}`;
  refuses(() => relaxed(fit, strange, y), RangeError, `relaxed: X ${gone}`);
  refuses(() => relaxed(fits, strange, y), RangeError, `relaxed: X ${gone}`);
  refuses(() => informationCriteria(fits, strange, y), RangeError, `informationCriteria: X ${gone}`);
  const { tch: _, ...five } = record;
  refuses(() => relaxed(fit, five, y), RangeError, "relaxed: X has no column tch, expected age, bmi, dose, ldl, sbp, tch");
  const named = { ...five, TCH: columns[5] };
  const missing = (name: string, what: string) =>
    `${name}: ${what} has no coefficient of column TCH, expected age, bmi, dose, ldl, sbp, TCH`;
  const lambda = 0.1;
  refuses(() => adaptiveLasso(named, y, { lambda, first: fit }), RangeError, missing("adaptiveLasso", "first"));
  refuses(() => lasso(named, y, { lambda, warmStart: fit }), RangeError, missing("lasso", "warmStart"));
  refuses(() => elasticNet(named, y, { lambda, warmStart: fit }), RangeError, missing("elasticNet", "warmStart"));
  refuses(() => path(named, y, { warmStart: fit }), RangeError, missing("path", "warmStart"));
  refuses(() => path(named, y, { warmStart: fits }), RangeError, missing("path", "warmStart"));
  refuses(() => logistic(named, labels, { lambda, warmStart: classes }), RangeError, missing("logistic", "warmStart"));
  refuses(() => path(named, labels, { loss: "logistic", warmStart: classes }), RangeError, missing("path", "warmStart"));
  refuses(() => crossValidate(named, y, { warmStart: fit }), RangeError, missing("crossValidate", "warmStart"));
  refuses(() => gradientDescent(named, y, { lambda, warmStart: fit }), RangeError, missing("gradientDescent", "warmStart"));
});

test("where one side knows no names, the place decides", () => {
  const fit = lasso(record, y, { lambda: 0.2 });
  const plain = lasso(X, y, { lambda: 0.2 });
  expect(relaxed(fit, X, y).coefficients).toEqual(relaxed(plain, record, y).coefficients);
  expect(lasso(X, y, { lambda: 0.2, warmStart: fit, maxIterations: 1 }).certificate.converged).toBe(true);
  expect(lasso(strange, y, { lambda: 0.2, warmStart: plain, maxIterations: 1 }).certificate.converged).toBe(true);
});

test("relaxed reads a record with columns that the fit does not know, as predict does", () => {
  const fit = Fit.fromJSON(JSON.stringify(lasso(record, y, { lambda: 0.2 })));
  const more = { id: y.map(String) as Anything, ...turned(ORDERS[1]) };
  expect(relaxed(fit, more, y).coefficients).toEqual(relaxed(fit, record, y).coefficients);
});
