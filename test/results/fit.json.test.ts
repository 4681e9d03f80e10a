// JSON: every number comes back exactly, and what is written says what it is.
import { expect, test } from "vitest";
import { autoregressive, rowsOf, uniform } from "../../reference/problems.js";
import { elasticNet, Fit, lasso, MultiFit, path, ridge } from "../../src/index.js";

const { columns, y } = autoregressive({ n: 40, p: 4, seed: 22 });
const X = rowsOf(columns);
const record = { age: columns[0], bmi: columns[1] };

test("a fit is written with its format and version, and read from text or object", () => {
  const fit = lasso(record, y, { lambda: 0.01 });
  const text = JSON.stringify(fit);
  expect(JSON.parse(text)).toEqual({
    format: "shrinkage/fit",
    version: 1,
    lambda: 0.01,
    l1Ratio: 1,
    intercept: fit.intercept,
    coefficients: Array.from(fit.coefficients),
    featureNames: ["age", "bmi"],
    certificate: fit.certificate,
  });
  for (const read of [Fit.fromJSON(text), Fit.fromJSON(JSON.parse(text)), Fit.fromJSON(fit.toJSON())]) {
    expect(read).toBeInstanceOf(Fit);
    expect(read).toEqual(fit);
    expect(read.coefficients).toBeInstanceOf(Float64Array);
    expect(read.predict(record)).toEqual(fit.predict(record));
    expect(JSON.stringify(read)).toBe(text);
  }
});

test("a fit without names is written without names", () => {
  expect("featureNames" in JSON.parse(JSON.stringify(lasso(X, y, { lambda: 0.01 })))).toBe(false);
});

test("fits of every kind come back equal", () => {
  const along = path(X, y, { count: 5 });
  for (const fit of [ridge(X, y, { lambda: 0 }), lasso(X, y, { lambda: 1e9 }), along.fit(4), along.at(along.lambdas[2] * 1.01)])
    expect(Fit.fromJSON(JSON.stringify(fit))).toEqual(fit);
});

test("every double comes back exactly", () => {
  const random = uniform(3);
  const bits = new DataView(new ArrayBuffer(8));
  const numbers = [
    0,
    5e-324,
    -5e-324,
    2.2250738585072014e-308,
    1.7976931348623157e308,
    0.1 + 0.2,
    1 / 3,
    2 ** 53 + 2,
    -1e21,
    1e-7,
    Math.PI,
  ];
  while (numbers.length < 5000) {
    // every sign and exponent, not only the usual ones
    bits.setUint32(0, 2 ** 32 * random());
    bits.setUint32(4, 2 ** 32 * random());
    if (Number.isFinite(bits.getFloat64(0))) numbers.push(bits.getFloat64(0));
  }
  const [intercept, objective] = numbers.slice(20);
  const [lambda, gap, relativeGap] = numbers.slice(22).map(Math.abs);
  const certificate = { objective, gap, relativeGap, iterations: 3, converged: false };
  const fit = new Fit({ coefficients: Float64Array.from(numbers), intercept, lambda, l1Ratio: 0.1, certificate });
  const read = Fit.fromJSON(JSON.stringify(fit));
  expect(numbers.findIndex((x, j) => !Object.is(x, read.coefficients[j]))).toBe(-1);
  expect(read).toEqual(fit);
});

test("a λ or ρ of −0 is 0, which JSON keeps", () => {
  const fits = [
    lasso(X, y, { lambda: -0 }),
    ridge(X, y, { lambda: -0 }),
    elasticNet(X, y, { lambda: 0.1, l1Ratio: -0 }),
    path(X, y, { lambdas: [-0, 1] }).fit(0),
  ];
  for (const fit of fits) expect(Fit.fromJSON(JSON.stringify(fit))).toEqual(fit);
});

test("what is read does not share its parts with what was given", () => {
  const value = JSON.parse(JSON.stringify(lasso(record, y, { lambda: 0.01 })));
  const read = Fit.fromJSON(value);
  const text = JSON.stringify(read);
  value.coefficients[0] = value.certificate.gap = 99;
  value.featureNames[0] = "changed";
  expect(JSON.stringify(read)).toBe(text);
});

test("a MultiFit is written with its format and version, and read from text or object", () => {
  const fit = ridge(record, { a: y, b: columns[2] }, { lambda: 0.1 });
  const text = JSON.stringify(fit);
  const { format, version, fits, targetNames } = JSON.parse(text);
  expect({ format, version, targetNames }).toEqual({ format: "shrinkage/multi-fit", version: 1, targetNames: ["a", "b"] });
  expect(fits.map((each: object) => Fit.fromJSON(each))).toEqual(fit.fits);
  for (const read of [MultiFit.fromJSON(text), MultiFit.fromJSON(JSON.parse(text)), MultiFit.fromJSON(fit.toJSON())]) {
    expect(read).toBeInstanceOf(MultiFit);
    expect(read).toEqual(fit);
    expect(read.predict(record)).toEqual(fit.predict(record));
    expect(JSON.stringify(read)).toBe(text);
  }
  expect("targetNames" in JSON.parse(JSON.stringify(ridge(X, X, { lambda: 0.1 })))).toBe(false);
});
