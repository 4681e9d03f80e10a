// What happens around the steps: noise and dropout, streams, watching, stopping, divergence.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { Fit, type FitProgress, type GradientMethod, gradientDescent, Matrix, memoryUsage } from "../../src/index.js";
import { lossAt } from "../helpers/gradients.js";
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

describe("dropout", () => {
  test("keeps the expected output: the mean of one step over many seeds is the step without dropout and its extra shrinkage", () => {
    // one step from b with one batch: b − α∇, ∇ linear in the masks' second moments: E[x̃x̃ᵀ] = xxᵀ + (1/k − 1)·diag(x²), E[x̃] = x
    const [keep, alpha, draws] = [0.6, 0.1, 4000];
    const start = [0.5, -0.3, 0.8, ...new Array(9).fill(0), 0.2];
    const warmStart = at(start.slice(0, 12), 0.2);
    const options = { method: "sgd", lambda: 0, epochs: 1, batchSize: n, learningRate: alpha, warmStart } as const;
    const sum = new Float64Array(13);
    const squares = new Float64Array(13);
    for (let seed = 0; seed < draws; seed++) {
      const fit = gradientDescent(X, y, { ...options, dropout: keep, seed });
      [...fit.coefficients, fit.intercept].forEach((value, j) => {
        sum[j] += value / draws;
        squares[j] += (value * value) / draws;
      });
    }
    const { gradient } = lossAt({ X, y, loss: "squared", a: 0, c: 0 }, start);
    start.forEach((b, j) => {
      const extra = j < 12 ? (1 / keep - 1) * b * (columns[j].reduce((total, x) => total + x * x, 0) / n) : 0;
      const expected = b - alpha * (gradient[j] + extra);
      // five standard errors of a mean
      const error = 5 * Math.sqrt(Math.max(0, squares[j] - sum[j] ** 2) / draws);
      expect(Math.abs(sum[j] - expected)).toBeLessThanOrEqual(error + 1e-12);
    });
  });

  test("and noise are off at prediction", () => {
    const fit = gradientDescent(X, y, { method: "sgd", lambda: 0.1, epochs: 2, dropout: 0.5, noise: 1 });
    const plain = X.map((row) => row.reduce((sum, x, j) => sum + x * fit.coefficients[j], fit.intercept));
    (fit.predict(X) as Float64Array).forEach((value, i) => {
      expect(value).toBeCloseTo(plain[i], 12);
    });
    expect(fit.predict(X)).toEqual(fit.predict(X));
  });
});

test("standardize trains on standardised columns and gives coefficients on the scale of X", () => {
  const scaled = X.map((row) => row.map((x, j) => 10 ** (j % 3) * x + j));
  const z = columns.map((column) => {
    const mean = column.reduce((sum, x) => sum + x, 0) / n;
    const sd = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
    return column.map((x) => (x - mean) / sd);
  });
  const options = { method: "adam", lambda: 0.1, l1Ratio: 0.5, epochs: 5 } as const;
  const fit = gradientDescent(scaled, y, { ...options, standardize: true });
  const standard = gradientDescent(rowsOf(z), y, options);
  const [one, other] = [fit.predict(scaled), standard.predict(rowsOf(z))] as Float64Array[];
  one.forEach((value, i) => {
    expect(value).toBeCloseTo(other[i], 10);
  });
});

describe("partialFit", () => {
  const [first, second] = [
    { X: X.slice(0, 30), y: y.slice(0, 30) },
    { X: X.slice(30), y: y.slice(30) },
  ];
  const options = { lambda: 0.1, l1Ratio: 0.5, epochs: 1, batchSize: 10, shuffle: false, learningRate: 0.02 } as const;

  test.each(["sgd", "momentum", "nesterov", "adam", "adamw"] as const)(
    "%s in two chunks is one epoch over both, memory and schedule kept",
    (method) => {
      const start = at(new Float64Array(12), 0.3);
      for (const schedule of ["constant", "invscaling"] as const) {
        const given = { ...options, method, schedule, warmStart: start };
        const once = gradientDescent(X, y, given);
        const begun = gradientDescent(first.X, first.y, given);
        const before = begun.coefficients.slice();
        const chunks = begun.partialFit(second.X, second.y);
        chunks.coefficients.forEach((value, j) => {
          expect(value).toBeCloseTo(once.coefficients[j], 13);
        });
        expect(chunks.history.objective).toHaveLength(2);
        expect(begun.coefficients).toEqual(before);
        expect(begun.partialFit(second.X, second.y).coefficients).toEqual(chunks.coefficients);
      }
    },
  );

  test("is refused where there is nothing to go on from", () => {
    const message = "partialFit: the fit cannot go on, expected one of a stochastic method without early stopping or a cosine schedule";
    for (const given of [{ method: "fista" }, { method: "sgd", schedule: "cosine" }, { method: "sgd", earlyStopping: true }] as const) {
      const fit = gradientDescent(X, y, { lambda: 0.1, ...given });
      expect(() => fit.partialFit(X, y)).toThrow(new TypeError(message));
    }
  });

  test("classes keep their names, one of them may be missing in a chunk", () => {
    const labels = y.map((value) => (value > 0 ? "yes" : "no"));
    const fit = gradientDescent(X, labels, { ...options, method: "sgd", loss: "logistic" });
    expect(fit.partialFit(X.slice(0, 2), ["yes", "yes"], { epochs: 2 }).classes).toEqual(["no", "yes"]);
  });
});

describe.each(methods)("%s", (method) => {
  const total = 6;
  const options = isStochastic(method)
    ? { method, lambda: 0.1, epochs: total }
    : { method, lambda: 0.1, l1Ratio: 0, maxIterations: total, tol: 0 };

  test("reports every epoch", () => {
    const seen: FitProgress[] = [];
    quietly(() => gradientDescent(X, y, { ...options, onProgress: (progress) => seen.push(progress) }));
    expect(seen).toEqual(Array.from({ length: total }, (_, k) => ({ stage: method, done: k + 1, total })));
  });

  test("is stopped by its signal, by an exception in onProgress, and by a disposed Matrix; nothing stays allocated", () => {
    const { used } = memoryUsage();
    const controller = new AbortController();
    const reason = new Error("enough");
    const onProgress = ({ done }: FitProgress) => done === 2 && controller.abort(reason);
    expect(() => gradientDescent(X, y, { ...options, signal: controller.signal, onProgress })).toThrow(reason);
    const thrown = new Error("from the callback");
    const throwing = () => {
      throw thrown;
    };
    expect(() => gradientDescent(X, y, { ...options, onProgress: throwing })).toThrow(thrown);
    const table = Matrix.from(X);
    expect(() => gradientDescent(table, y, { ...options, onProgress: () => table.dispose() })).toThrow("disposed of");
    expect(() => gradientDescent(X, y, { ...options, signal: AbortSignal.abort(reason) })).toThrow(reason);
    expect(memoryUsage().used).toBe(used);
  });

  test("may be called while another fit runs, which grows the memory under it", () => {
    const { result: alone } = quietly(() => gradientDescent(X, y, options));
    const inside = () => Matrix.from({ data: new Float64Array(2 ** 17), shape: [2 ** 10, 2 ** 7] });
    const tables: Matrix[] = [];
    const { result: watched } = quietly(() => gradientDescent(X, y, { ...options, onProgress: () => tables.push(inside()) }));
    for (const table of tables) table.dispose();
    expect(watched.coefficients).toEqual(alone.coefficients);
  });
});

test("steps that diverge end with the last finite coefficients and a warning", () => {
  const { result, warnings } = quietly(() => gradientDescent(X, y, { method: "sgd", lambda: 0, learningRate: 1e6, epochs: 300 }));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/^gradientDescent: step \d+ was not finite, the fit is the one before it; lower learningRate$/);
  expect([...result.coefficients, result.intercept].every(Number.isFinite)).toBe(true);
  expect(result.certificate.converged).toBe(false);
  const full = quietly(() => gradientDescent(X, y, { method: "gd", lambda: 0, learningRate: 1e6 }));
  expect([...full.result.coefficients, full.result.intercept].every(Number.isFinite)).toBe(true);
  expect(Number.isFinite(full.result.certificate.objective)).toBe(true);
  expect(full.warnings).toHaveLength(1);
});

test("a column whose variance is lost in rounding has no sd to be standardised by, and gets no coefficient", () => {
  const X = [
    [1, 2],
    [1.001, 1],
    [0.999, 5],
  ];
  const options = { lambda: 0.1, weights: [1e160, 1e-160, 1e-160], standardize: true, fitIntercept: false } as const;
  for (const method of ["fista", "sgd", "adam"] as const) {
    const { result } = quietly(() => gradientDescent(X, [1, 1, 1], { ...options, method }));
    expect([...result.coefficients]).toEqual([0, expect.any(Number)]);
    expect([...result.coefficients, result.intercept].every(Number.isFinite)).toBe(true);
  }
});

test("separable data, one class, huge columns: finite, and a gap or a residual that is true", () => {
  const t = columns[0].map((x) => (x > 0 ? 1 : 0));
  for (const loss of ["logistic", "squaredHinge"] as const)
    for (const method of ["fista", "lbfgs", "adam"] as const)
      for (const target of [t, t.map(() => 1)])
        for (const scale of [1, 1e6]) {
          const scaled = X.map((row) => row.map((x) => scale * x));
          const { result } = quietly(() =>
            gradientDescent(scaled, target, { loss, method, lambda: 1e-6, l1Ratio: 0, ...(method !== "adam" && { maxIterations: 200 }) }),
          );
          expect(
            [...result.coefficients, result.intercept, result.certificate.objective, result.certificate.gap].every(Number.isFinite),
          ).toBe(true);
          expect(result.certificate.gap).toBeGreaterThanOrEqual(0);
        }
});
