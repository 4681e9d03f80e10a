// Early stopping: rows kept apart say when to stop, nothing is learnt from them, the best coefficients come back.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { Fit, type GradientMethod, gradientDescent } from "../../src/index.js";
import { lossAt, train } from "../helpers/gradients.js";
import { quietly } from "../helpers/judging.js";

const n = 50;
const { columns, y: response } = autoregressive({ n, p: 12, density: 0.4, snr: 1, seed: 51 });
const X = rowsOf(columns);
const y = Array.from(response);
const methods: GradientMethod[] = ["gd", "fista", "lbfgs", "sgd", "momentum", "nesterov", "adam", "adamw"];
const isStochastic = (method: GradientMethod) => !["gd", "fista", "lbfgs"].includes(method);
const at = (coefficients: ArrayLike<number>, intercept: number) =>
  new Fit({
    coefficients: Float64Array.from(coefficients),
    intercept,
    lambda: 0,
    l1Ratio: 1,
    certificate: { objective: 0, gap: 0, relativeGap: 0, iterations: 0, converged: true },
  });

describe.each(methods)("%s with early stopping", (method) => {
  const rows = [3, 8, 11, 20, 30, 31, 44, 49];
  const rest = y.map((_, i) => i).filter((i) => !rows.includes(i));
  const long = isStochastic(method) ? { epochs: 400, learningRate: 0.02 } : { maxIterations: 400, tol: 0 };
  const options = { method, lambda: 0, loss: "squared", ...long, earlyStopping: { rows, patience: 4 } } as const;
  const { result: fit } = quietly(() => gradientDescent(X, y, options));
  const { validationLoss } = fit.history;

  test("ends when the loss of the rows kept apart has not fallen for `patience` epochs, with the best coefficients", () => {
    const best = validationLoss.indexOf(Math.min(...validationLoss));
    expect(validationLoss.length).toBe(best + 1 + 4);
    expect(validationLoss.length).toBeLessThan(400);
    const apart = { X: rows.map((i) => X[i]), y: rows.map((i) => y[i]), loss: "squared", a: 0, c: 0 } as const;
    const b = [...fit.coefficients, fit.intercept];
    expect(lossAt(apart, b).value).toBeCloseTo(validationLoss[best], 12);
    const others = { ...apart, X: rest.map((i) => X[i]), y: rest.map((i) => y[i]) };
    expect(lossAt(others, b).value).toBeCloseTo(fit.history.trainingLoss[best], 12);
    expect(fit.certificate.objective).toBeCloseTo(fit.history.trainingLoss[best], 12);
  });

  test("does not learn from the rows kept apart", () => {
    const spoiled = y.map((value, i) => (rows.includes(i) ? 1e3 * value : value));
    const short = isStochastic(method) ? { epochs: 3, learningRate: 0.02 } : { maxIterations: 3, tol: 0 };
    const keep = { method, lambda: 0.1, l1Ratio: 0, ...short, earlyStopping: { rows, patience: 100 } } as const;
    const [one, other] = [y, spoiled].map((target) => quietly(() => gradientDescent(X, target, keep)).result.history.trainingLoss);
    one.forEach((value, k) => {
      expect(other[k]).toBeCloseTo(value, 12);
    });
  });

  test("a share of the rows is drawn by the seed", () => {
    const draw = (seed: number) => quietly(() => gradientDescent(X, y, { ...options, earlyStopping: { fraction: 0.3 }, seed })).result;
    expect(draw(1).coefficients).toEqual(draw(1).coefficients);
    expect(draw(1).coefficients).not.toEqual(draw(2).coefficients);
  });

  test("minDelta: what falls by less is no improvement", () => {
    const stop = { rows, patience: 2, minDelta: 1e9 };
    expect(quietly(() => gradientDescent(X, y, { ...options, earlyStopping: stop })).result.history.validationLoss).toHaveLength(3);
  });
});

test("early stopping trains as plain JS does on the other rows", () => {
  const rows = [0, 5, 6];
  const start = [...new Array(12).fill(0), 1];
  const fit = gradientDescent(X, y, {
    method: "adam",
    lambda: 0.1,
    l1Ratio: 0,
    epochs: 3,
    batchSize: 7,
    seed: 4,
    earlyStopping: { rows, patience: 9 },
    warmStart: at(start.slice(0, 12), 1),
  });
  const others = y.map((_, i) => i).filter((i) => !rows.includes(i));
  const steps = train({
    X,
    y,
    rows: others,
    loss: "squared",
    a: 0,
    c: 0.1,
    rule: "adam",
    alpha: () => 0.01,
    epochs: 3,
    batchSize: 7,
    seed: 4,
    start,
  });
  const best = fit.history.validationLoss.indexOf(Math.min(...fit.history.validationLoss));
  fit.coefficients.forEach((value, j) => {
    expect(value).toBeCloseTo(steps[best][j], 12);
  });
});
