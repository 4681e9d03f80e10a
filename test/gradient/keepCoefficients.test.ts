// The coefficients of every epoch, from one run.
import { expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { GradientFit, gradientDescent } from "../../src/index.js";

const { columns, y } = autoregressive({ n: 60, p: 5, density: 0.6, seed: 4 });
const X = rowsOf(columns);

test.each(["sgd", "momentum", "nesterov", "adam", "adamw"] as const)("%s: those of runs that end there", (method) => {
  const options = { method, lambda: 0.05, l1Ratio: 0.5, standardize: true, learningRate: 0.02, batchSize: 8, seed: 9 };
  const { history } = gradientDescent(X, y, { ...options, epochs: 6, keepCoefficients: true });
  expect(history.coefficients).toHaveLength(6);
  for (let k = 0; k < 6; k++) {
    const short = gradientDescent(X, y, { ...options, epochs: k + 1 });
    expect(history.coefficients?.[k]).toEqual(short.coefficients);
    expect(history.intercepts?.[k]).toBe(short.intercept);
    expect(short.history.coefficients).toBe(undefined);
  }
});

test("a stream goes on with them, JSON leaves them out, other methods have none", () => {
  const first = gradientDescent(X, y, { method: "sgd", lambda: 0.1, epochs: 2, keepCoefficients: true });
  const second = first.partialFit(X, y, { epochs: 3 });
  expect(second.history.coefficients).toHaveLength(5);
  expect(second.history.coefficients?.[4]).toEqual(second.coefficients);
  const again = GradientFit.fromJSON(JSON.stringify(first));
  expect(again.history.coefficients).toBe(undefined);
  expect(again.history.objective).toEqual(first.history.objective);
  expect(() => gradientDescent(X, y, { method: "fista", lambda: 0.1, keepCoefficients: true })).toThrow(
    'gradientDescent: keepCoefficients is given but method is "fista"',
  );
});

test("where the rate is halved, what came before is forgotten", () => {
  const wild = X.map((row) => row.map((x) => 300 * x));
  const { history } = gradientDescent(wild, y, { method: "sgd", lambda: 0.1, epochs: 4, keepCoefficients: true });
  expect(history.coefficients).toHaveLength(history.objective.length);
});
