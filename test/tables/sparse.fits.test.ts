// A sparse table's answers are the dense table's, whatever is asked of them.
import { afterAll, describe, expect, test } from "vitest";
import { normal, uniform } from "../../reference/problems.js";
import {
  crossValidate,
  elasticNet,
  fromGram,
  GramAccumulator,
  gradientDescent,
  informationCriteria,
  lasso,
  logistic,
  Matrix,
  memoryUsage,
  path,
  relaxed,
  ridge,
  ridgeCv,
  ridgeInference,
  ridgePath,
  SparseMatrix,
  stabilitySelection,
} from "../../src/index.js";
import { quietly } from "../helpers/judging.js";

/** n × p with a share of entries: some columns of ones, one dense, one empty, one whose entries are 1e8 and a little */
function tableOf(n: number, p: number, seed: number): number[][] {
  const [draw, random] = [normal(seed), uniform(seed)];
  return Array.from({ length: n }, () =>
    Array.from({ length: p }, (_, j) => {
      if (j === 1) return 3 + draw();
      if (j === 2) return 0;
      if (j === 4) return 1e4 + draw();
      if (random() > 0.2) return 0;
      return j % 3 ? draw() : 1;
    }),
  );
}

const sparseOf = (X: number[][]) =>
  SparseMatrix.fromRows(
    X.map((row) => Object.fromEntries([...row.entries()].filter(([, x]) => x !== 0))),
    X[0].length,
  );

const [n, p] = [60, 12];
const X = tableOf(n, p, 5);
const S = sparseOf(X);
const draw = normal(6);
const y = X.map((row) => row[0] - 2 * row[3] + 0.5 * row[1] + row[6] + 0.3 * draw());
const classes = y.map((value) => Number(value > 1));
const counts = y.map((value) => Math.round(Math.exp(value / 3)));
const weights = y.map((_, i) => (i % 7 === 3 ? 0 : 0.5 + (i % 4)));

afterAll(() => {
  S.dispose();
  expect(memoryUsage().used).toBe(0);
});

const grid = [
  {},
  { standardize: true },
  { fitIntercept: false },
  { weights },
  { weights, standardize: true },
  { penaltyFactors: X[0].map((_, j) => [1, 0, 2, Infinity, 0.5, 1][j % 6]) },
  { lower: X[0].map((_, j) => (j % 2 ? 0 : -0.5)), upper: 0.8 },
  { fitIntercept: false, standardize: true, weights },
];

/** the largest difference of η, which does not feel columns that are as good as each other; of the size of y */
const apart = (a: { predict(X: number[][]): Float64Array }, b: { predict(X: number[][]): Float64Array }) => {
  const [one, two] = [a.predict(X), b.predict(X)];
  return one.reduce((most, value, i) => Math.max(most, Math.abs(value - two[i])), 0);
};

describe.each(grid.map((options) => [JSON.stringify(options).slice(0, 60), options] as const))("%s", (_, options) => {
  test("lasso, elastic net, ridge, their paths", () => {
    const fits = (T: number[][] | SparseMatrix) => [
      ...[0.3, 0.02].map((lambda) => lasso(T, y, { ...options, lambda, tol: 1e-13 })),
      elasticNet(T, y, { ...options, lambda: 0.1, l1Ratio: 0.4, tol: 1e-13 }),
      ridge(T, y, { ...options, lambda: 0.2 }),
      path(T, y, { ...options, tol: 1e-13, count: 12, minRatio: 1e-2 }).fit(11),
    ];
    const { result: dense } = quietly(() => fits(X));
    const { result: sparse } = quietly(() => fits(S));
    sparse.forEach((fit, k) => {
      const { objective, gap } = fit.certificate;
      expect(Math.abs(objective - dense[k].certificate.objective)).toBeLessThanOrEqual(gap + dense[k].certificate.gap + 1e-12);
      // a gap of 1e-13 leaves η the root of it, in units of y's spread
      expect(apart(fit, dense[k])).toBeLessThan(4e-6);
      expect([...fit.predict(S)]).toEqual([...fit.predict(X)].map((value) => expect.closeTo(value, 9)));
    });
  });

  test.each([
    ["logistic", classes],
    ["huber", y],
    ["poisson", counts],
    ["squaredHinge", classes],
  ] as const)("%s", (loss, target) => {
    const fits = (T: number[][] | SparseMatrix) =>
      path(T, target, { ...options, loss, tol: 1e-12, count: 6, minRatio: 0.05, ...(loss === "huber" && { delta: 1 }) });
    const { result: dense } = quietly(() => fits(X));
    const { result: sparse } = quietly(() => fits(S));
    for (let k = 0; k < 6; k++) {
      const [a, b] = [sparse.fit(k).certificate, dense.fit(k).certificate];
      expect(Math.abs(sparse.lambdas[k] - dense.lambdas[k])).toBeLessThanOrEqual(1e-9 * dense.lambdas[k]);
      expect(Math.abs(a.objective - b.objective)).toBeLessThanOrEqual(a.gap + b.gap + 1e-9 * Math.abs(b.objective));
    }
  });
});

test("λ = 0 and columns without a penalty that depend on each other", () => {
  const twice = X.map((row) => [...row, row[0], row[3] + row[6]]);
  const T = sparseOf(twice);
  const penaltyFactors = twice[0].map((_, j) => Number(j % 2));
  for (const options of [{ lambda: 0 }, { lambda: 0.05, penaltyFactors }]) {
    const [dense, sparse] = [lasso(twice, y, options), lasso(T, y, options)];
    expect(sparse.certificate.converged).toBe(true);
    expect(Math.abs(sparse.certificate.objective - dense.certificate.objective)).toBeLessThanOrEqual(
      sparse.certificate.gap + dense.certificate.gap + 1e-12,
    );
  }
  T.dispose();
});

describe.each(["sgd", "momentum", "nesterov", "adam", "adamw"] as const)("mini-batches by %s", (method) => {
  test("the steps of the dense table: batches, inputs with noise and dropout, standardised, no intercept, the rate left open", () => {
    const common = { method, lambda: 0.05, epochs: 4, seed: 4, batchSize: 7, onProgress: undefined };
    for (const options of [
      { learningRate: 1e-4 },
      { learningRate: 1e-3, standardize: true },
      { learningRate: 1e-4, fitIntercept: false, weights: y.map((_, i) => i % 4) },
      { learningRate: 1e-4, noise: 0.1, dropout: 0.8 },
      {},
    ]) {
      const [s, d] = quietly(() => [S, X].map((T) => gradientDescent(T, y, { ...common, ...options }))).result;
      const size = d.coefficients.reduce((most, b) => Math.max(most, Math.abs(b)), 1e-300);
      s.coefficients.forEach((b, j) => {
        expect(Math.abs(b - d.coefficients[j])).toBeLessThanOrEqual(1e-9 * size);
      });
      expect(Math.abs(s.intercept - d.intercept)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(d.intercept)));
    }
  });
});

test("mini-batches take the memory of the entries, not of n × p numbers", () => {
  const [rows, columns] = [2000, 5000];
  const random = uniform(9);
  const table = SparseMatrix.fromRows(
    Array.from({ length: rows }, () => new Map(Array.from({ length: 5 }, () => [Math.floor(columns * random()), 1]))),
    columns,
  );
  const target = Array.from({ length: rows }, () => random());
  quietly(() => gradientDescent(table, target, { method: "adam", lambda: 0.01, l1Ratio: 0, epochs: 2 }));
  // all that this file has taken at once: n × p numbers would be 80 MB
  expect(memoryUsage().peak).toBeLessThan(20e6);
  table.dispose();
});

test("wide: ridge by its dual, lasso", () => {
  const wide = tableOf(20, 60, 8);
  const target = wide.map((row) => row[0] + row[5] + 0.1 * draw());
  const T = sparseOf(wide);
  const [a, b] = [ridge(T, target, { lambda: 0.1, standardize: true }), ridge(wide, target, { lambda: 0.1, standardize: true })];
  a.coefficients.forEach((value, j) => {
    expect(Math.abs(value - b.coefficients[j])).toBeLessThan(1e-9);
  });
  const [c, d] = [lasso(T, target, { lambda: 0.05 }), lasso(wide, target, { lambda: 0.05 })];
  expect(Math.abs(c.certificate.objective - d.certificate.objective)).toBeLessThanOrEqual(c.certificate.gap + d.certificate.gap);
  T.dispose();
});

test("choosing, inference, statistics, gradients: as of the dense table", () => {
  const options = { count: 10, minRatio: 1e-2, tol: 1e-12 };
  const near = (a: ArrayLike<number>, b: ArrayLike<number>, digits = 7) => {
    expect(Array.from(a)).toEqual(Array.from(b, (value) => expect.closeTo(value, digits)));
  };
  const [cv, cvDense] = [S, X].map((T) => crossValidate(T, y, { ...options, folds: 4, seed: 3 }));
  near(cv.curves[0].means, cvDense.curves[0].means);
  near(cv.predictions, cvDense.predictions, 5);
  const [one, two] = [S, X].map((T) => crossValidate(T, classes, { ...options, folds: 3, loss: "logistic", seed: 2 }));
  near(one.curves[0].means, two.curves[0].means, 6);
  const [left, right] = [S, X].map((T) => ridgeCv(T, y));
  near(left.errors, right.errors);
  near(left.predictions, right.predictions);
  near(ridgePath(S, y).fit(50).coefficients, ridgePath(X, y).fit(50).coefficients);
  near(ridgeInference(S, y, { lambda: 0.1 }).standardErrors, ridgeInference(X, y, { lambda: 0.1 }).standardErrors);
  const fits = path(S, y, options);
  near(informationCriteria(fits, S, y).bic, informationCriteria(path(X, y, options), X, y).bic, 5);
  expect(stabilitySelection(S, y, { ...options, subsamples: 6, seed: 1 }).selected).toEqual(
    stabilitySelection(X, y, { ...options, subsamples: 6, seed: 1 }).selected,
  );
  near(relaxed(fits.fit(5), S, y).coefficients, relaxed(path(X, y, options).fit(5), X, y).coefficients, 6);
  const accumulator = new GramAccumulator(p);
  accumulator.add(S, y);
  near(fromGram(accumulator).lasso({ lambda: 0.1, tol: 1e-12 }).predict(X), lasso(X, y, { lambda: 0.1, tol: 1e-12 }).predict(X), 5);
  for (const method of ["lbfgs", "fista"] as const) {
    const l1Ratio = method === "lbfgs" ? 0 : 1;
    const [a, b] = [S, X].map((T) => gradientDescent(T, y, { method, lambda: 0.1, l1Ratio }).certificate.objective);
    expect(Math.abs(a - b)).toBeLessThan(1e-6 * b);
  }
  const [s, d] = [S, X].map((T) =>
    gradientDescent(T, y, { method: "sgd", lambda: 0.1, epochs: 3, seed: 4, learningRate: 1e-3, standardize: true }),
  );
  near(s.coefficients, d.coefficients, 10);
  const copy = Matrix.from(S);
  near(
    copy.column(4),
    X.map((row) => row[4]),
    12,
  );
  copy.dispose();
  expect(logistic(S, classes, { lambda: 0.02 }).score(S, classes)).toBe(logistic(X, classes, { lambda: 0.02 }).score(X, classes));
});

test("more columns than their factor is worth: descent gets as far as Newton's method on the dense table", () => {
  const [rows, columns] = [400, 900];
  const [draw, random] = [normal(11), uniform(12)];
  const wide = Array.from({ length: rows }, () => Array.from({ length: columns }, () => (random() < 0.01 ? draw() : 0)));
  const classes = wide.map((row) => (row.slice(0, 300).reduce((sum, x) => sum + x, 0) + draw() > 0 ? 1 : 0));
  const table = SparseMatrix.fromRows(
    wide.map((row) => new Map([...row.entries()].filter(([, x]) => x !== 0))),
    columns,
  );
  const options = { loss: "logistic", count: 20, minRatio: 0.05, tol: 1e-9 } as const;
  const [sparse, dense] = [path(table, classes, options), path(wide, classes, options)];
  expect(sparse.nonzero[19]).toBeGreaterThan(250);
  expect(sparse.converged.every(Boolean)).toBe(true);
  // two answers within a gap of the optimum each
  sparse.objectives.forEach((objective, k) => {
    expect(Math.abs(objective - dense.objectives[k])).toBeLessThanOrEqual(2e-9 * Math.LN2);
  });
  table.dispose();
});

test("a table in which nothing has a say: columns that are constant where rows weigh, or empty", () => {
  const T = SparseMatrix.fromRows([{ 0: 1 }, {}, {}, {}], 3);
  const options = { lambda: 0.1, weights: [0, 1, 1, 1] };
  for (const fit of [ridge(T, [9, 1, 2, 3], options), lasso(T, [9, 1, 2, 3], options), logistic(T, [1, 0, 1, 0], options)]) {
    expect([...fit.coefficients]).toEqual([0, 0, 0]);
    expect(fit.certificate.converged).toBe(true);
  }
  T.dispose();
});
