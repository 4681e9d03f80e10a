import { describe, expect, test } from "vitest";
import { autoregressive } from "../../reference/problems.js";
import { elasticNet, LogisticFit, logistic, memoryUsage, path } from "../../src/index.js";
import breast from "../fixtures/breast_cancer.json" with { type: "json" };
import golub from "../fixtures/golub.json" with { type: "json" };
import { judgeClasses } from "../helpers/classes.js";
import { quietly } from "../helpers/judging.js";

/** a linear model's sign with noise, so that neither class is clear */
function classes(n: number, p: number, rho: number, seed: number) {
  const { columns, y } = autoregressive({ n, p, rho, density: 0.3, seed });
  const mean = y.reduce((a, b) => a + b, 0) / n;
  const t = Array.from(y, (value, i) => (value - mean + (i % 7 < 2 ? -2 : 1) * 0.3 * mean > 0 ? 1 : -1));
  const X = Array.from({ length: n }, (_, i) => columns.map((column) => column[i]));
  return { columns, X, t };
}

const designs = { tall: classes(120, 8, 0.5, 71), wide: classes(40, 150, 0.6, 72), "correlated 0.95": classes(60, 30, 0.95, 73) };
const weights = (n: number) => Array.from({ length: n }, (_, i) => (i % 5 === 0 ? 0 : 1 + (i % 3)));
const factors = (p: number) => Array.from({ length: p }, (_, j) => (j % 6 === 0 ? 2 : 0.5 + (j % 4)));

describe.each(Object.entries(designs))("%s", (_, { columns, X, t }) => {
  const { lambdas } = path(X, t, { loss: "logistic", count: 2 });
  test.each([
    ["lasso", {}],
    ["elastic net", { l1Ratio: 0.5 }],
    ["ridge", { l1Ratio: 0 }],
    ["weights", { weights: weights(t.length) }],
    ["penalty factors, standardised", { penaltyFactors: factors(columns.length), standardize: true }],
  ] as const)("%s: objective, gap and KKT conditions hold by the judge", (_, options) => {
    for (const share of [0.5, 0.1, 0.01]) {
      const lambda = share * lambdas[0];
      const fit = logistic(X, t, { lambda, ...options, tol: 1e-10 });
      const { objective, gap, relativeGap, converged } = fit.certificate;
      const verdict = judgeClasses({ columns, t, lambda, ...options }, fit.coefficients, fit.intercept);
      expect(converged).toBe(true);
      expect(Math.abs(objective / verdict.objective - 1)).toBeLessThan(1e-13);
      // log 2 bounds the objective of the null model; the judge's P − D cancels
      expect(verdict.gap).toBeLessThan(1e-10 * Math.LN2 + 1e-14);
      expect(gap).toBeGreaterThanOrEqual(0);
      expect(relativeGap).toBeLessThanOrEqual(1e-10);
      // an error e in the gradient costs at least e²/2L, L ≤ ¼Σ‖x‖²-like: 1e-10 of log 2 leaves 1e-5 of a column's sd
      expect(verdict.kkt).toBeLessThan(1e-5);
    }
  });
});

test("without an intercept and with bounds nothing outside of them pays", () => {
  const { columns, X, t } = designs.tall;
  const fit = logistic(X, t, { lambda: 0.01, fitIntercept: false, lower: 0, tol: 1e-10 });
  expect(fit.intercept).toBe(0);
  expect(fit.certificate.converged).toBe(true);
  expect(Math.min(...fit.coefficients)).toBe(0);
  const at = (b: Float64Array) => judgeClasses({ columns, t, lambda: 0.01 }, b, 0).objective;
  const best = at(fit.coefficients);
  for (let j = 0; j < columns.length; j++) {
    for (const step of [1e-4, -1e-4]) {
      const b = fit.coefficients.slice();
      b[j] = Math.max(0, b[j] + step);
      expect(at(b)).toBeGreaterThanOrEqual(best - 1e-15);
    }
  }
});

test("an unpenalised column is fitted as maximum likelihood fits it", () => {
  const { columns, X, t } = designs.tall;
  const free = [0, ...Array.from({ length: columns.length - 1 }, () => 1)];
  const fit = logistic(X, t, { lambda: 0.02, penaltyFactors: free, tol: 1e-12 });
  expect(fit.certificate.converged).toBe(true);
  expect(judgeClasses({ columns, t, lambda: 0.02, penaltyFactors: free }, fit.coefficients, fit.intercept).kkt).toBeLessThan(1e-6);
  const none = logistic(X, t, { lambda: 0, tol: 1e-12 });
  expect(none.certificate.converged).toBe(true);
  expect(judgeClasses({ columns, t, lambda: 0 }, none.coefficients, none.intercept).kkt).toBeLessThan(1e-6);
});

test("glmnet's path on golub, 38×3051, to what its own tolerance leaves", () => {
  const [{ path: points }] = golub.cases;
  const { X, y } = golub;
  const p = path(X, y, { loss: "logistic", standardize: true, lambdas: points.map(({ lambda }) => lambda), tol: 1e-12 });
  points.forEach(({ intercept, index, value }, k) => {
    const ours = p.coefficients(k);
    const theirs = new Float64Array(ours.length);
    index.forEach((j, i) => {
      theirs[j] = value[i];
    });
    const size = Math.hypot(...theirs) || 1;
    expect(Math.hypot(...ours.map((b, j) => b - theirs[j])) / size).toBeLessThan(1e-6);
    expect(Math.abs(p.intercepts[k] - intercept)).toBeLessThan(1e-6 * Math.max(1, Math.abs(intercept)));
  });
  expect(p.converged.every(Boolean)).toBe(true);
  expect(p.fit(points.length - 1)).toBeInstanceOf(LogisticFit);
});

test("scikit-learn's answers on breast cancer, 569×30", () => {
  const { X: raw, y } = breast;
  const n = raw.length;
  const columns = raw[0].map((_, j) => raw.map((row) => row[j]));
  const scaled = columns.map((x) => {
    const mean = x.reduce((a, b) => a + b, 0) / n;
    const sd = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
    return x.map((value) => (value - mean) / sd);
  });
  const X = Array.from({ length: n }, (_, i) => scaled.map((x) => x[i]));
  const cases = breast.cases as { penalty: string; C: number; l1Ratio?: number; coef: number[]; intercept: number }[];
  for (const { penalty, C, l1Ratio = penalty === "l1" ? 1 : 0, coef, intercept } of cases) {
    const fit = logistic(X, y, { lambda: 1 / (n * C), l1Ratio, tol: 1e-14 });
    const theirs = judgeClasses(
      { columns: scaled, t: y.map((v) => (v ? 1 : -1)), lambda: fit.lambda, l1Ratio: fit.l1Ratio },
      coef,
      intercept,
    );
    // they have not left an objective below ours
    expect(fit.certificate.objective - theirs.objective).toBeLessThan(1e-14);
    const off = Math.hypot(...fit.coefficients.map((b, j) => b - coef[j])) / Math.hypot(...coef);
    expect(off).toBeLessThan(1e-6);
    expect(fit.score(X, y)).toBeGreaterThan(0.96);
  }
});

test("labels: numbers, booleans and strings mean the same", () => {
  const { X, t } = designs.tall;
  const plain = logistic(X, t, { lambda: 0.02 });
  expect(plain.classes).toEqual([-1, 1]);
  for (const [first, second] of [
    [0, 1],
    [false, true],
    ["benign", "malignant"],
    [3, 8],
  ]) {
    const y = t.map((value) => (value > 0 ? second : first));
    const fit = logistic(X, y, { lambda: 0.02 });
    expect(fit.classes).toEqual([first, second]);
    expect(fit.coefficients).toEqual(plain.coefficients);
    expect(fit.predict(X).filter((label, i) => label === y[i]).length / y.length).toBe(fit.score(X, y));
    expect(LogisticFit.fromJSON(JSON.stringify(fit)).predict(X)).toEqual(fit.predict(X));
  }
  const probability = plain.predictProbability(X);
  plain.decision(X).forEach((eta, i) => {
    expect(Math.abs(probability[i] - 1 / (1 + Math.exp(-eta)))).toBeLessThan(1e-15);
  });
});

test("separable classes, one class, huge scales and a perfect predictor end with a proof or a mark", () => {
  const x = Array.from({ length: 30 }, (_, i) => [i - 14.5, Math.sin(i)]);
  const t = x.map(([a]) => (a > 0 ? 1 : -1));
  for (const lambda of [1e-2, 1e-5, 1e-8]) {
    const fit = logistic(x, t, { lambda });
    expect(fit.certificate.converged).toBe(true);
    expect(fit.score(x, t)).toBe(1);
  }
  const { result } = quietly(() => logistic(x, t, { lambda: 0 }));
  expect(Number.isFinite(result.certificate.objective + result.intercept + result.coefficients[0])).toBe(true);
  const one = logistic(
    x,
    t.map(() => 1),
    { lambda: 0.1 },
  );
  expect(one.certificate.converged).toBe(true);
  expect(one.classes).toEqual([0, 1]);
  expect(one.predict(x).every((label) => label === 1)).toBe(true);
  for (const scale of [1e-6, 1e6]) {
    const base = logistic(x, t, { lambda: 0.05, tol: 1e-12 });
    const scaled = logistic(
      x.map((row) => row.map((value) => scale * value)),
      t,
      { lambda: 0.05 * scale, tol: 1e-12 },
    );
    scaled.coefficients.forEach((b, j) => {
      expect(Math.abs(b * scale - base.coefficients[j])).toBeLessThan(1e-5);
    });
  }
});

test("a warm start that is not enough is not converged", () => {
  const { columns, X, t } = designs.tall;
  const start = logistic(X, t, { lambda: 0.05 });
  const { result: fit } = quietly(() => logistic(X, t, { lambda: 1e-3, warmStart: start, maxIterations: 1 }));
  const verdict = judgeClasses({ columns, t, lambda: 1e-3 }, fit.coefficients, fit.intercept);
  expect(Math.abs(fit.certificate.objective / verdict.objective - 1)).toBeLessThan(1e-13);
  expect(fit.certificate.gap).toBeGreaterThan(0.5 * verdict.gap);
  expect(fit.certificate.converged).toBe(fit.certificate.relativeGap <= 1e-7);
});

test("one λ at a time, warm starts and paths agree, and leave nothing behind", () => {
  const { X, t } = designs.wide;
  const { used } = memoryUsage();
  const p = path(X, t, { loss: "logistic", count: 12, tol: 1e-12 });
  expect(p.converged.every(Boolean)).toBe(true);
  for (const k of [3, 7, 11]) {
    const alone = logistic(X, t, { lambda: p.lambdas[k], tol: 1e-12 });
    const warm = logistic(X, t, { lambda: p.lambdas[k], tol: 1e-12, warmStart: p.fit(k) });
    for (const fit of [alone, warm]) {
      const off = Math.hypot(...fit.coefficients.map((b, j) => b - p.coefficients(k)[j]));
      expect(off).toBeLessThan(1e-4 * Math.hypot(...fit.coefficients));
    }
    expect(warm.certificate.iterations).toBeLessThanOrEqual(alone.certificate.iterations);
  }
  expect(p.nonzero[0]).toBe(0);
  expect(p.devianceExplained[0]).toBeCloseTo(0, 10);
  expect(p.devianceExplained[11]).toBeGreaterThan(0.5);
  expect(memoryUsage().used).toBe(used);
});

test("Huber is squared error far from its corner; Poisson and the squared hinge reach their optimality conditions", () => {
  const { columns, y } = autoregressive({ n: 80, p: 12, rho: 0.4, density: 0.4, seed: 74 });
  const X = Array.from({ length: 80 }, (_, i) => columns.map((column) => column[i]));
  const p = path(X, y, { loss: "huber", delta: 1e6, count: 6, tol: 1e-12 });
  p.lambdas.forEach((lambda, k) => {
    const squared = elasticNet(X, y, { lambda, tol: 1e-12 });
    const off = Math.hypot(...squared.coefficients.map((b, j) => b - p.coefficients(k)[j]));
    expect(off).toBeLessThan(1e-5 * (Math.hypot(...squared.coefficients) || 1));
  });
  const counts = columns[0].map((value, i) => Math.round(Math.exp(0.5 * value + 0.3 * columns[3][i])));
  const signs = Array.from(y, (value) => (value > 0 ? 1 : 0));
  const slopes = {
    poisson: (eta: number, i: number) => Math.exp(eta) - counts[i],
    squaredHinge: (eta: number, i: number) => -(2 * signs[i] - 1) * Math.max(0, 1 - (2 * signs[i] - 1) * eta),
    huber: (eta: number, i: number) => Math.max(-0.5, Math.min(0.5, eta - y[i])),
  };
  for (const [loss, target] of [
    ["poisson", counts],
    ["squaredHinge", signs],
    ["huber", y],
  ] as const) {
    const q = path(X, target, { loss, ...(loss === "huber" && { delta: 0.5 }), count: 8, minRatio: 0.01, tol: 1e-11 });
    expect(q.converged.every(Boolean)).toBe(true);
    q.lambdas.forEach((lambda, k) => {
      const eta = q.fit(k).predict(X, { type: "link" });
      const g = Array.from(eta, (value, i) => slopes[loss](value, i) / 80);
      expect(Math.abs(g.reduce((a, b) => a + b, 0))).toBeLessThan(1e-5);
      columns.forEach((x, j) => {
        const z = -g.reduce((sum, gi, i) => sum + gi * x[i], 0);
        const b = q.coefficients(k)[j];
        expect(b === 0 ? Math.max(0, Math.abs(z) - lambda) : Math.abs(z - lambda * Math.sign(b))).toBeLessThan(1e-5);
      });
    });
  }
});

test.each([
  [() => logistic([[1], [2]], [0, 1, 1], { lambda: 1 }), "logistic: y has 3 entries but X has 2 rows"],
  [
    () => logistic([[1], [2], [3]], [0, 1, 2], { lambda: 1 }),
    "logistic: y has a third label, 2 at row 2, expected two: 0 and 1; multinomial takes any number of them",
  ],
  [() => logistic([[1], [2]], [0, Number.NaN], { lambda: 1 }), "logistic: y has NaN at row 1, expected a number, a boolean or a string"],
  [
    () => logistic([[1], [2]], [0, "a"], { lambda: 1 }),
    'logistic: y has 0 (a number) and "a" (a string) at row 1, expected labels of one kind',
  ],
  [() => logistic([[1], [2]], [5, 5], { lambda: 1 }), "logistic: y has only 5, expected two labels"],
  [() => path([[1], [2]], [1, -1], { loss: "poisson" }), "path: y has -1 at row 1, expected a number ≥ 0"],
  [
    () => path([[1], [2]], [1, 0], { loss: "hinge" as "huber" }),
    'path: loss is "hinge" (a string), expected "squared", "logistic", "huber", "poisson", "squaredHinge" or "gamma"',
  ],
  [() => path([[1], [2]], [1, 0], { loss: "huber", delta: 0 }), "path: delta is 0, expected a finite number above 0"],
  [() => path([[1], [2]], [1, 0], { loss: "logistic", delta: 1 }), 'path: delta is given, expected it with loss "huber" only'],
  [() => logistic([[1], [Number.NaN]], [1, 0], { lambda: 1 }), "logistic: X has NaN at row 1, column 0, expected a finite number"],
])("error %#", (call, message) => {
  const { used } = memoryUsage();
  expect(call).toThrow(message);
  expect(memoryUsage().used).toBe(used);
});
