// Methods that look at all rows: the optimum by an independent judge, and by plain JS where the loss is not squared.
import { describe, expect, test } from "vitest";
import { judge } from "../../reference/objective.js";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { type GradientMethod, type GradientOptions, gradientDescent, lasso, logistic, path, ridge } from "../../src/index.js";
import { type LossName, lossAt, losses, penaltyAt, subgradient, type Training } from "../helpers/gradients.js";
import { quietly } from "../helpers/judging.js";

const n = 60;
const { columns, y: response } = autoregressive({ n, p: 8, density: 0.6, seed: 41 });
const X = rowsOf(columns);
const y = Float64Array.from(response, (value) => value + 5);
const random = normal(42);
const targets: Record<LossName, number[]> = {
  squared: [...y],
  huber: [...y],
  logistic: Array.from(response, (value) => (value + random() > 0 ? 1 : -1)),
  squaredHinge: Array.from(response, (value) => (value + random() > 0 ? 1 : -1)),
  poisson: Array.from(response, (value) => Math.round(Math.exp(value / 3))),
  gamma: Array.from(response, (value) => Math.exp(value / 3)),
};
const lossNames = Object.keys(targets) as LossName[];
/** the δ of the formulas */
const ofHuber = (loss: LossName) => (loss === "huber" ? { delta: 1 } : {});

const squared: [method: GradientMethod, l1Ratio: number, learningRate?: GradientOptions["learningRate"]][] = [
  ["gd", 0, "lipschitz"],
  ["gd", 0, "backtracking"],
  ["gd", 0, 0.1],
  ["gd", 0.5, "lipschitz"],
  ["gd", 1, "backtracking"],
  ["gd", 1, 0.1],
  ["fista", 0, "lipschitz"],
  ["fista", 0.5, "backtracking"],
  ["fista", 1, "lipschitz"],
  ["fista", 1, 0.1],
  ["lbfgs", 0],
];

const settings: [string, Partial<GradientOptions>][] = [
  ["as it comes", {}],
  ["weighted", { weights: Array.from({ length: n }, (_, i) => 0.5 + (i % 3)) }],
  ["standardised", { standardize: true }],
  ["without an intercept", { fitIntercept: false }],
  ["with penalty factors", { penaltyFactors: [1, 2, 0.5, 1, Infinity, 1, 3, 1] }],
];

describe.each(settings)("squared loss, %s", (_, given) => {
  test.each(squared)("%s, l1Ratio %d, learningRate %s is within 1e-8 of the optimum", (method, l1Ratio, learningRate) => {
    const options = { lambda: 0.1, l1Ratio, ...given };
    const fit = gradientDescent(X, y, { method, learningRate, tol: 1e-9, ...options });
    const verdict = judge({ columns, y, ...options }, fit);
    expect(verdict.relativeGap).toBeLessThanOrEqual(1e-8);
    expect(fit.certificate.converged).toBe(true);
    expect(fit.certificate.proof).toBe("gap");
    // what the certificate says is what the judge finds, up to the rounding of the objective
    expect(Math.abs(fit.certificate.objective - verdict.objective)).toBeLessThanOrEqual(1e-13 * verdict.nullObjective);
    expect(fit.certificate.gap).toBeGreaterThanOrEqual(
      verdict.objective - judge({ columns, y, ...options }, lassoOrRidge(options)).objective,
    );
  });
});

/** the optimum, by other solvers */
const lassoOrRidge = ({ l1Ratio, ...options }: { lambda: number; l1Ratio: number }) =>
  l1Ratio === 0
    ? ridge(X, y, { tol: 1e-12, ...options })
    : l1Ratio === 1
      ? lasso(X, y, { tol: 1e-12, ...options })
      : gradientDescent(X, y, { tol: 1e-12, l1Ratio, ...options });

test("without a penalty the KKT residual stands in for the gap, and says so", () => {
  for (const method of ["gd", "fista", "lbfgs"] as const) {
    const fit = gradientDescent(X, y, { method, lambda: 0, tol: 1e-10 });
    expect(fit.certificate.proof).toBe("kkt");
    expect(judge({ columns, y, lambda: 0, l1Ratio: 1 }, fit).relativeGap).toBeLessThanOrEqual(1e-16);
    // a column that nothing penalises has no dual point either
    const free = gradientDescent(X, y, { method, lambda: 0.1, l1Ratio: 0, penaltyFactors: [0, 1, 1, 1, 1, 1, 1, 1], tol: 1e-10 });
    expect(free.certificate.proof).toBe("kkt");
  }
});

test("bounds hold in gd and fista", () => {
  for (const method of ["gd", "fista"] as const) {
    const options = { lambda: 0.02, l1Ratio: 0.5, lower: -0.1, upper: 0.2 };
    const fit = gradientDescent(X, y, { method, tol: 1e-9, ...options });
    expect(judge({ columns, y, ...options }, fit).relativeGap).toBeLessThanOrEqual(1e-8);
  }
});

test("columns with large means do not slow the methods down", () => {
  const shifted = X.map((row) => row.map((x, j) => x + 1000 * (j - 3)));
  const fit = gradientDescent(shifted, y, { method: "fista", lambda: 0.1, tol: 1e-9 });
  const plain = gradientDescent(X, y, { method: "fista", lambda: 0.1, tol: 1e-9 });
  expect(fit.certificate.iterations).toBeLessThanOrEqual(plain.certificate.iterations + 10);
  expect(fit.certificate.converged).toBe(true);
});

describe.each(lossNames)("loss %s", (loss) => {
  const target = targets[loss];
  const problem = (l1Ratio: number, more: Partial<Training> = {}): Training => ({
    X,
    y: target,
    loss,
    a: 0.03 * l1Ratio,
    c: 0.03 * (1 - l1Ratio),
    ...more,
  });
  const methods: [GradientMethod, number, Partial<GradientOptions>][] = [
    ["gd", 0, {}],
    ["gd", 0.5, {}],
    ["gd", 1, { learningRate: "backtracking" }],
    ["fista", 0, { learningRate: "backtracking" }],
    ["fista", 0.5, {}],
    ["fista", 1, {}],
    ["lbfgs", 0, {}],
  ];

  test.each(methods)("%s with l1Ratio %d reaches the optimum of the formula", (method, l1Ratio, given) => {
    const options = { loss, method, l1Ratio, lambda: 0.03, ...ofHuber(loss), ...given };
    const fit = gradientDescent(X, target, { ...options, tol: 1e-12, maxIterations: 50_000 });
    expect(fit.certificate.converged).toBe(true);
    const b = [...fit.coefficients, fit.intercept];
    const at = problem(l1Ratio);
    // F is curved by μ > 0 around the optimum: |∇F|² ≤ 2L·(F − F*), L ≤ 20 here
    expect(subgradient(at, b)).toBeLessThanOrEqual(1e-5);
    expect(Math.abs(fit.certificate.objective - lossAt(at, b).value - penaltyAt(at, b))).toBeLessThanOrEqual(1e-13);
    // a looser fit is not further from the optimum than its gap says
    const { result: loose } = quietly(() => gradientDescent(X, target, { ...options, maxIterations: 7 }));
    expect(loose.certificate.converged).toBe(false);
    expect(loose.certificate.gap).toBeGreaterThanOrEqual(loose.certificate.objective - fit.certificate.objective);
    expect(loose.certificate.objective).toBeGreaterThan(fit.certificate.objective);
  });

  test.each([1.5, 2, 3, 4])("penaltyPower %d reaches the optimum of the formula", (power) => {
    for (const method of ["lbfgs", "fista", "gd"] as const) {
      const fit = gradientDescent(X, target, {
        ...ofHuber(loss),
        loss,
        method,
        lambda: 0.03,
        penaltyPower: power,
        tol: 1e-8,
        maxIterations: 50_000,
      });
      expect(fit.certificate.converged).toBe(true);
      expect(fit.certificate.proof).toBe("kkt");
      expect(subgradient(problem(0, { a: 0.03, c: 0, power }), [...fit.coefficients, fit.intercept])).toBeLessThanOrEqual(1e-6);
    }
  });

  test("where λ is large enough, everything but the intercept is 0 from the start, and that is the best there is", () => {
    const fit = gradientDescent(X, target, { loss, ...ofHuber(loss), lambda: 1e3, l1Ratio: 1, tol: 1e-12 });
    expect(fit.nonzero).toBe(0);
    expect(fit.certificate.iterations).toBe(0);
    expect(Math.abs(lossAt(problem(1), [...fit.coefficients, fit.intercept]).gradient[8])).toBeLessThanOrEqual(1e-12);
  });
});

test("the formulas above are the losses' own: slopes are differences of values", () => {
  for (const loss of lossNames) {
    const { value, slope } = losses[loss];
    for (const eta of [-2, -0.3, 0.4, 1.7])
      expect((value(1, eta + 1e-6, 1) - value(1, eta - 1e-6, 1)) / 2e-6).toBeCloseTo(slope(1, eta, 1), 6);
  }
});

test("Huber's δ is by default that of path: weighted, rows of weight 0 have no say", () => {
  const weights = Array.from({ length: n }, (_, i) => (i % 4 === 0 ? 0 : 1 + (i % 3)));
  const wild = y.map((value, i) => (weights[i] === 0 ? 1e3 * value : value));
  for (const [target, given] of [
    [y, {}],
    [wild, { weights }],
  ] as const) {
    const lambda = 0.05;
    const options = { loss: "huber", ...given } as const;
    const other = path(X, target, { ...options, lambdas: [lambda], tol: 1e-12 }).fit(0);
    const fit = gradientDescent(X, target, { ...options, lambda, tol: 1e-12 });
    expect(Math.abs(fit.certificate.objective - other.certificate.objective)).toBeLessThanOrEqual(1e-12 * other.certificate.objective);
    fit.coefficients.forEach((value, j) => {
      expect(value).toBeCloseTo(other.coefficients[j], 5);
    });
  }
});

test("logistic() has the same optimum", () => {
  for (const l1Ratio of [0, 0.5, 1]) {
    const other = logistic(X, targets.logistic, { lambda: 0.03, l1Ratio, tol: 1e-12 });
    const fit = gradientDescent(X, targets.logistic, { loss: "logistic", lambda: 0.03, l1Ratio, tol: 1e-12 });
    fit.coefficients.forEach((value, j) => {
      expect(value).toBeCloseTo(other.coefficients[j], 5);
    });
    expect(fit.intercept).toBeCloseTo(other.intercept, 5);
  }
});

test("gd with the subgradient of an L1 part oscillates around 0, the prox sets coefficients to 0", () => {
  const options = { method: "gd", lambda: 0.5, l1Ratio: 1, maxIterations: 300, learningRate: 0.05 } as const;
  const prox = quietly(() => gradientDescent(X, y, options)).result;
  const sub = quietly(() => gradientDescent(X, y, { ...options, l1: "subgradient" })).result;
  expect(prox.nonzero).toBeLessThan(6);
  expect(sub.nonzero).toBe(8);
  // the same for stochastic methods whose batch is everything
  const batch = { lambda: 0.5, l1Ratio: 1, batchSize: n, epochs: 300, learningRate: 0.05 } as const;
  for (const method of ["sgd", "momentum", "nesterov", "adam"] as const) {
    expect(gradientDescent(X, y, { ...batch, method }).nonzero).toBe(prox.nonzero);
    expect(gradientDescent(X, y, { ...batch, method, l1: "subgradient" }).nonzero).toBe(8);
  }
});
