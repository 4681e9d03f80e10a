// What a test of a user's project may look like, in Jest's default (CommonJS) mode.
const { lasso, path, Fit } = require("shrinkage");
const { constraintRadius } = require("shrinkage/theory");
const { createWorker } = require("shrinkage/worker");
const { X, y } = require("./diabetes.json");

test("lasso", () => {
  const fit = lasso(X, y, { lambda: 0.5, tol: 1e-12 });
  expect(fit).toBeInstanceOf(Fit);
  const digits = [fit.intercept, ...fit.coefficients].map((value) => value.toPrecision(15));
  expect(digits).toEqual(JSON.parse(process.env.DIGITS).slice(0, digits.length));
  expect(constraintRadius(fit)).toBeGreaterThan(0);
  expect(lasso(X, y, { lambda: 0.5, warmStart: fit }).certificate.converged).toBe(true);
  const labels = y.map((value) => (value > 150 ? "high" : "low"));
  expect(path(X, labels, { loss: "logistic", count: 3 }).fit(2).predict(X)).toHaveLength(X.length);
  expect(() => lasso(X, y, { lambda: "1" })).toThrow('lasso: lambda is "1" (a string), expected a finite number ≥ 0');
  expect(typeof createWorker).toBe("function");
});
