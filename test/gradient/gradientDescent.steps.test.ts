// Every update rule, schedule and form of decay against the same steps in plain JS: 1e-12 of the largest coefficient, which is the
// rounding of some hundred steps.
import { describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { Fit, type GradientFit, type GradientOptions, gradientDescent } from "../../src/index.js";
import { type LossName, lossAt, penaltyAt, type Rule, type Steps, subgradient, train } from "../helpers/gradients.js";

const n = 37;
const { columns, y: response } = autoregressive({ n, p: 5, density: 1, seed: 31 });
const X = rowsOf(columns);
const random = normal(32);
const targets: Record<LossName, number[]> = {
  squared: Array.from(response, (value) => value + 3),
  huber: Array.from(response, (value) => 2 * value - 1),
  logistic: Array.from(response, (value) => (value + random() > 0 ? 1 : -1)),
  squaredHinge: Array.from(response, (value) => (value + random() > 0 ? 1 : -1)),
  poisson: Array.from(response, (value) => Math.round(Math.exp(value / 3))),
  gamma: Array.from(response, (value) => Math.exp(value / 3)),
};
const start = [0.3, -0.2, 0, 0.1, 0.05, 0.4];
const warmStart = new Fit({
  coefficients: Float64Array.from(start.slice(0, 5)),
  intercept: start[5],
  lambda: 0,
  l1Ratio: 1,
  certificate: { objective: 0, gap: 0, relativeGap: 0, iterations: 0, converged: true },
});
const rules = ["sgd", "momentum", "nesterov", "adam"] as const;
const lossNames = Object.keys(targets) as LossName[];
const common = { lambda: 0.04, l1Ratio: 0.25, warmStart, batchSize: 8, learningRate: 0.02, seed: 9 };

/** our fit and the plain one, from the same start */
function both(
  method: Rule | "adamw",
  given: Partial<GradientOptions>,
  plain: Partial<Steps> = {},
): { fit: GradientFit; steps: number[][]; problem: Steps } {
  const options = { ...common, epochs: 4, loss: "squared" as LossName, ...given };
  const delta = options.loss === "huber" ? { delta: 1 } : {};
  const fit = gradientDescent(X, targets[options.loss], { ...delta, method, ...options });
  const problem: Steps = {
    X,
    y: targets[options.loss],
    weights: options.weights,
    loss: options.loss,
    a: options.lambda * options.l1Ratio,
    c: options.lambda * (1 - options.l1Ratio),
    rule: method === "adamw" ? "adam" : method,
    decoupled: method === "adamw",
    alpha: () => options.learningRate as number,
    epochs: options.epochs,
    batchSize: options.batchSize,
    seed: options.seed,
    start,
    ...plain,
  };
  return { fit, steps: train(problem), problem };
}

/** coefficients and intercept equal up to 1e-12 of the largest */
function expectSame(fit: GradientFit, expected: readonly number[]): void {
  const largest = Math.max(...expected.map(Math.abs));
  [...fit.coefficients, fit.intercept].forEach((value, j) => {
    if (!(Math.abs(value - expected[j]) <= 1e-12 * largest)) expect.fail(`entry ${j} is ${value}, expected ${expected[j]}`);
  });
}

describe.each([...rules, "adamw"] as const)("%s", (method) => {
  test.each(lossNames)("steps like plain JS with loss %s", (loss) => {
    for (const epochs of [1, 4]) {
      const { fit, steps } = both(method, { loss, epochs });
      expectSame(fit, steps[epochs - 1]);
    }
  });

  test("a single step of a single batch", () => {
    const { fit, steps } = both(method, { epochs: 1, batchSize: 1000, shuffle: false }, { shuffle: false, batchSize: n });
    expectSame(fit, steps[0]);
  });

  test("with weights, without an intercept, in the rows' own order", () => {
    const weights = Array.from({ length: n }, (_, i) => (i % 4) / 2);
    const { fit, steps } = both(
      method,
      { weights, fitIntercept: false, shuffle: false },
      { shuffle: false, fitIntercept: false, start: [...start.slice(0, 5), 0] },
    );
    expectSame(fit, steps[3]);
    expect(fit.intercept).toBe(0);
  });

  test("with coupled and with decoupled decay", () => {
    for (const weightDecay of ["coupled", "decoupled"] as const) {
      const { fit, steps } = both(method, { weightDecay, l1Ratio: 0, lambda: 0.3 }, { decoupled: weightDecay === "decoupled" });
      expectSame(fit, steps[3]);
    }
  });

  test("with the subgradient of the L1 part, and of powers", () => {
    const { fit, steps } = both(method, { l1: "subgradient", l1Ratio: 1 }, { prox: false });
    expectSame(fit, steps[3]);
    for (const penaltyPower of [1, 1.5, 2, 3, 4]) {
      const other = both(method, { penaltyPower, l1Ratio: undefined }, { prox: false, power: penaltyPower, a: 0.04, c: 0 });
      expectSame(other.fit, other.steps[3]);
    }
  });

  test("with noise and dropout on the inputs", () => {
    for (const [noise, dropout] of [
      [0.3, 1],
      [0, 0.7],
      [0.2, 0.5],
    ]) {
      const { fit, steps } = both(method, { noise, dropout }, { noise, keep: dropout });
      expectSame(fit, steps[3]);
    }
  });

  test("with its history", () => {
    // the second has coefficients of exactly 0, where the shortest subgradient is not the gradient
    const zeros = both(method, { lambda: 0.6, l1Ratio: 1, batchSize: 1000, shuffle: false, epochs: 60 }, { batchSize: n, shuffle: false });
    expect(zeros.steps[59].slice(0, -1)).toContain(0);
    const { fit, steps, problem } = both(method, { loss: "logistic" });
    for (const run of [zeros, { fit, steps, problem }])
      run.steps.forEach((b, k) => {
        const { value } = lossAt(run.problem, b);
        expect(run.fit.history.trainingLoss[k]).toBeCloseTo(value, 11);
        expect(run.fit.history.objective[k]).toBeCloseTo(value + penaltyAt(run.problem, b), 11);
        expect(run.fit.history.gradientNorm[k]).toBeCloseTo(subgradient(run.problem, b), 11);
      });
    expect(fit.history.objective).toHaveLength(4);
    expect(fit.history.validationLoss).toHaveLength(0);
    expect(fit.certificate.iterations).toBe(4);
    expect(fit.certificate.objective).toBeCloseTo(fit.history.objective[3], 12);
  });
});

test("parameters of the rules", () => {
  expectSame(both("momentum", { momentum: 0.5 }).fit, both("momentum", {}, { mu: 0.5 }).steps[3]);
  expectSame(both("nesterov", { momentum: 0 }).fit, both("sgd", {}).steps[3]);
  expectSame(
    both("adam", { beta1: 0.5, beta2: 0.9, epsilon: 0.1 }).fit,
    both("adam", {}, { beta1: 0.5, beta2: 0.9, epsilon: 0.1 }).steps[3],
  );
  expectSame(both("sgd", { loss: "huber", delta: 0.3 }).fit, both("sgd", { loss: "huber" }, { delta: 0.3 }).steps[3]);
});

test("schedules", () => {
  const batches = Math.ceil(n / 8);
  const cases: [Partial<GradientOptions>, (t: number) => number][] = [
    [{ schedule: "constant" }, () => 0.02],
    [{ schedule: "invscaling" }, (t) => 0.02 / Math.sqrt(t)],
    [{ schedule: "invscaling", schedulePower: 0.9 }, (t) => 0.02 / t ** 0.9],
    [{ schedule: "cosine" }, (t) => 0.01 * (1 + Math.cos((Math.PI * (t - 1)) / (4 * batches)))],
  ];
  for (const [given, alpha] of cases) {
    const { fit, steps } = both("momentum", given, { alpha });
    expectSame(fit, steps[3]);
  }
});

describe("weight decay", () => {
  const decayed = (method: Rule, weightDecay: "coupled" | "decoupled") =>
    gradientDescent(X, targets.squared, { ...common, method, weightDecay, l1Ratio: 0, lambda: 0.5, epochs: 10 });

  test("coupled and decoupled are the same under sgd", () => {
    expectSame(decayed("sgd", "decoupled"), [...decayed("sgd", "coupled").coefficients, decayed("sgd", "coupled").intercept]);
  });

  test("they are not under adam, where the coupled term is divided by √v", () => {
    const [coupled, decoupled] = [decayed("adam", "coupled"), decayed("adam", "decoupled")];
    const off = Math.max(...coupled.coefficients.map((value, j) => Math.abs(value - decoupled.coefficients[j])));
    expect(off).toBeGreaterThan(1e-3);
  });

  test("adamw is adam with decoupled decay, and does as it is told otherwise", () => {
    const adam = decayed("adam", "decoupled");
    const adamw = gradientDescent(X, targets.squared, { ...common, method: "adamw", l1Ratio: 0, lambda: 0.5, epochs: 10 });
    expect(adamw.coefficients).toEqual(adam.coefficients);
    const coupled = gradientDescent(X, targets.squared, {
      ...common,
      method: "adamw",
      weightDecay: "coupled",
      l1Ratio: 0,
      lambda: 0.5,
      epochs: 10,
    });
    expect(coupled.coefficients).toEqual(decayed("adam", "coupled").coefficients);
  });
});

test("the seed decides about the order of the rows, and nothing else does", () => {
  const run = (seed: number) => gradientDescent(X, targets.squared, { ...common, method: "sgd", epochs: 3, seed }).coefficients;
  expect(run(5)).toEqual(run(5));
  expect(run(5)).not.toEqual(run(6));
});
