// Fits from statistics are the fits from the rows: coefficients, certificates, refusals.
import { afterEach, describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf, uniform } from "../../reference/problems.js";
import {
  type CommonOptions,
  elasticNet,
  type Fit,
  fromGram,
  GramAccumulator,
  type GramFits,
  lasso,
  memoryUsage,
  path,
  ridge,
} from "../../src/index.js";
import diabetes from "../fixtures/diabetes.json" with { type: "json" };
import { difference, quietly, verdictOn } from "../helpers/judging.js";
import { CLOSE, samples } from "../helpers/models.js";
import { type Anything, refuses } from "../helpers/refuses.js";

afterEach(() => {
  expect(memoryUsage().used).toBe(0);
});

type Data = { X: number[][]; y: ArrayLike<number>; weights?: number[] };

/** chunks of `size` rows in a seeded order, every third one merged in from an accumulator of its own */
function accumulate({ X, y, weights }: Data, size: number): GramAccumulator {
  const random = uniform(size);
  const starts = Array.from({ length: Math.ceil(X.length / size) }, (_, k) => ({ at: k * size, key: random() }));
  const all = new GramAccumulator(X[0].length);
  starts
    .sort((a, b) => a.key - b.key)
    .forEach(({ at }, k) => {
      const rows = [X, Array.from(y)].map((values) => values.slice(at, at + size)) as [number[][], number[]];
      const options = { weights: weights?.slice(at, at + size) };
      if (k % 3 === 2) all.merge(new GramAccumulator(X[0].length).add(...rows, options));
      else all.add(...rows, options);
    });
  return all;
}

interface Model {
  name: string;
  rows(X: number[][], y: ArrayLike<number>, options: Anything): Fit;
  gram(fits: GramFits, options: Anything): Fit;
}
const models: Model[] = [
  { name: "ridge", rows: ridge, gram: (fits, options) => fits.ridge(options) },
  { name: "lasso", rows: lasso, gram: (fits, options) => fits.lasso(options) },
  {
    name: "elasticNet",
    rows: (X, y, options) => elasticNet(X, y, { l1Ratio: 0.3, ...options }),
    gram: (fits, options) => fits.elasticNet({ l1Ratio: 0.3, ...options }),
  },
];

const p = 10;
const factors = Array.from({ length: p }, (_, j) => (j === 1 || j === 4 ? 0 : j === 6 ? Infinity : 0.5 + (j % 3)));
const variants: [string, CommonOptions & { lambda: number }][] = [
  ["plain", { lambda: 0.5 }],
  ["no penalty", { lambda: 0 }],
  ["standardized", { lambda: 2, standardize: true }],
  ["penalty factors", { lambda: 3, penaltyFactors: factors, standardize: true }],
  ["bounds", { lambda: 0.2, lower: 0, upper: 3 }],
  ["no intercept", { lambda: 0.7, fitIntercept: false }],
  ["no intercept, standardized, factors", { lambda: 0.7, fitIntercept: false, standardize: true, penaltyFactors: factors }],
];
const raw: Data = { X: diabetes.X, y: diabetes.y };
const weighted: Data = { ...raw, weights: diabetes.y.map((_, i) => ((i * 5) % 7) * 0.5) };

function expectSame(fit: Fit, from: Fit, tolerance = 1e-9): void {
  expect(difference(fit.coefficients, from.coefficients)).toBeLessThanOrEqual(tolerance);
  const size = Math.max(Math.abs(from.intercept), ...from.coefficients.map(Math.abs));
  expect(Math.abs(fit.intercept - from.intercept)).toBeLessThanOrEqual(tolerance * size);
  const scale = from.certificate.objective;
  expect(Math.abs(fit.certificate.objective - scale)).toBeLessThanOrEqual(1e-8 * scale);
  expect(Math.abs(fit.certificate.gap - from.certificate.gap)).toBeLessThanOrEqual(1e-8 * scale);
}

describe.each([
  ["diabetes", raw],
  ["diabetes, weighted", weighted],
] as const)("%s", (_, data) => {
  const gathered = [1, 7, 100].map((size) => fromGram(accumulate(data, size)));

  describe.each(models)("$name", ({ rows, gram }) => {
    test.each(variants)("%s: as from the rows, whatever the chunks", (_, options) => {
      // a gap of 1e-10 leaves coefficients 1e-5 apart; steps that are only rounding bring them together
      const exact = { tol: 0, maxIterations: 3000, ...options };
      const { result: from } = quietly(() => rows(data.X, data.y, { ...exact, weights: data.weights }));
      for (const fits of gathered) expectSame(quietly(() => gram(fits, exact)).result, from);
    });
  });

  test.each([1, 0.4])("path, l1Ratio %f: as from the rows", (l1Ratio) => {
    const options = { l1Ratio, standardize: true, count: 30 };
    const from = path(data.X, data.y, { ...options, weights: data.weights });
    for (const fits of gathered) {
      const along = fits.path(options);
      expect(difference(along.lambdas, from.lambdas)).toBeLessThan(1e-13);
      from.lambdas.forEach((_, k) => {
        expectSame(along.fit(k), from.fit(k), 1e-8);
      });
      expect(along.converged.every(Boolean)).toBe(true);
      expect(along.nonzero).toEqual(from.nonzero);
    }
  });
});

describe.each(samples.map((one) => [one.name, one] as const))("%s", (_, { X, y, columns }) => {
  const weights = Array.from(y, (_, i) => 0.5 + (i % 3));
  const fits = fromGram(accumulate({ X, y, weights }, 4));

  test.each(models)("$name is proven and near the fit from the rows", ({ rows, gram }) => {
    for (const options of [{ lambda: 0.1 }, { lambda: 0.1, fitIntercept: false }, { lambda: 0.3, standardize: true, lower: -0.1 }]) {
      const { result: fit } = quietly(() => gram(fits, { ...options, tol: 1e-13 }));
      const from = rows(X, y, { ...options, weights, tol: 1e-13 });
      expect(difference(fit.coefficients, from.coefficients)).toBeLessThanOrEqual(CLOSE);
      const verdict = verdictOn(columns, y, { ...options, weights }, fit);
      expect(Math.abs(verdict.objective - fit.certificate.objective)).toBeLessThanOrEqual(1e-10 * from.certificate.objective);
      // second moments of 40 columns are known to 1e-14 of the columns' lengths, and so is a gap that rests on them
      expect(fit.certificate.relativeGap).toBeLessThanOrEqual(1e-11);
    }
  });
});

describe("columns that depend on each other", () => {
  const X = diabetes.X.map(([a, b, c, d]) => [a, c, a, 1e-3 * c + d, d, 7, b]);
  const fits = fromGram(accumulate({ X, y: diabetes.y }, 7));

  test.each(models)("$name", ({ rows, gram }) => {
    // coefficients may be shared out in many ways, fitted values differ by the roots of the gaps at most
    const options = { lambda: 0.1, standardize: true, tol: 1e-14 };
    expect(difference(gram(fits, options).predict(X), rows(X, diabetes.y, options).predict(X))).toBeLessThan(CLOSE);
  });

  test("λ = 0 gives the shortest coefficients and the rank", () => {
    const { result: fit } = quietly(() => fits.ridge({ lambda: 0 }));
    const from = ridge(X, diabetes.y, { lambda: 0 });
    expect(difference(fit.coefficients, from.coefficients)).toBeLessThanOrEqual(1e-9);
    // that they depend on each other exactly is nothing that second moments can know, nor what they would explain if they did not
    expect(fit.certificate.gap).toBeGreaterThanOrEqual(0.5 * fit.certificate.objective);
    expect(fit.certificate.converged).toBe(false);
    expect(fit.conditioning?.route).toBe("orthogonal");
    expect(fit.conditioning?.rank).toBe(from.conditioning?.rank);
    expect(fit.conditioning?.columns).toBe(6);
  });

  test("without an intercept a constant column is a column", () => {
    expectSame(fits.ridge({ lambda: 0.01, fitIntercept: false }), ridge(X, diabetes.y, { lambda: 0.01, fitIntercept: false }));
  });
});

test("a column with mean 1e8 and sd 1 keeps its digits: the coefficients of the column without the mean", () => {
  const { columns, y } = samples[0];
  const centred = Array.from(y, (_, i) => columns.map((x) => Math.round(x[i] * 2 ** 20) / 2 ** 20));
  const far = centred.map((row) => row.map((value) => value + 1e8));
  for (const options of [{ lambda: 0 }, { lambda: 0.1 }]) {
    for (const size of [1, 7]) {
      const fit = fromGram(accumulate({ X: far, y }, size)).ridge(options);
      expect(difference(fit.coefficients, ridge(centred, y, options).coefficients)).toBeLessThan(1e-12);
    }
  }
});

test("one row, a constant y, and y that is exactly linear are fitted", () => {
  const one = fromGram(new GramAccumulator(2).add([[1, 2]], [5]));
  expect(one.lasso({ lambda: 0.1 })).toMatchObject({ intercept: 5, coefficients: new Float64Array(2) });
  expect(one.ridge({ lambda: 0.1 }).intercept).toBe(5);
  const X = [[1], [2], [4]];
  const flat = fromGram(new GramAccumulator(1).add(X, [3, 3, 3])).lasso({ lambda: 0.1 });
  expect(flat).toMatchObject({ intercept: 3, coefficients: new Float64Array(1), certificate: { converged: true } });
  const exact = fromGram(new GramAccumulator(1).add(X, [3, 5, 9]));
  for (const fit of [exact.ridge({ lambda: 0 }), exact.lasso({ lambda: 0 })]) {
    expect(fit.coefficients[0]).toBeCloseTo(2, 13);
    expect(fit.intercept).toBeCloseTo(1, 13);
    expect(fit.certificate.converged).toBe(true);
  }
});

test("rows that come later are not in fits that were made before", () => {
  const accumulator = new GramAccumulator(1).add([[1], [2]], [1, 3]);
  const fits = fromGram(accumulator);
  const before = fits.ridge({ lambda: 0.1 });
  accumulator.add([[9]], [-4]);
  expect(fits.ridge({ lambda: 0.1 })).toEqual(before);
  expect(fromGram(accumulator).ridge({ lambda: 0.1 }).coefficients).not.toEqual(before.coefficients);
});

test("a warm start, onProgress and signal do what they do for rows", () => {
  const fits = fromGram(accumulate(raw, 100));
  const options = { lambda: 1, standardize: true };
  const warm = fits.lasso({ ...options, warmStart: lasso(raw.X, raw.y, options) });
  expect(warm.certificate.iterations).toBeLessThan(fits.lasso(options).certificate.iterations);
  let calls = 0;
  fits.path({ count: 5, onProgress: () => calls++ });
  expect(calls).toBe(5);
  const signal = AbortSignal.abort(new Error("enough"));
  for (const call of [() => fits.ridge({ ...options, signal }), () => fits.lasso({ ...options, signal }), () => fits.path({ signal })])
    expect(call).toThrow("enough");
  expect(() =>
    fits.path({
      onProgress: () => {
        throw new Error("stop");
      },
    }),
  ).toThrow("stop");
});

test("a fit that has not converged says so once, by its own name", () => {
  const fits = fromGram(accumulate(raw, 100));
  const { warnings } = quietly(() => fits.lasso({ lambda: 0.01, maxIterations: 1 }));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/^fromGram\.lasso: not converged after 1 iterations/);
});

describe("refuses", () => {
  const fits = fromGram(new GramAccumulator(2).add({ a: [1, 3], b: [2, 5] }, [3, 4]));
  const all: [string, (options: Anything) => unknown][] = [
    ["fromGram.ridge", (options) => fits.ridge(options)],
    ["fromGram.lasso", (options) => fits.lasso(options)],
    ["fromGram.elasticNet", (options) => fits.elasticNet(options)],
    ["fromGram.path", (options) => fits.path(options)],
  ];

  test.each(all)("%s: options that are wrong", (name, call) => {
    const lambda = name === "fromGram.path" ? {} : { lambda: 1 };
    const added = `${name}: weights is not an option, expected them where the rows are added to the accumulator`;
    refuses(() => call({ ...lambda, weights: [1, 1] }), TypeError, added);
    refuses(() => call(null), TypeError, `${name}: options is null, expected an object${name.endsWith("path") ? "" : " with lambda"}`);
    refuses(() => call({ ...lambda, tol: -1 }), RangeError, `${name}: tol is -1, expected a finite number ≥ 0`);
    refuses(() => call({ ...lambda, lower: 1 }), RangeError, `${name}: lower is 1, expected a number ≤ 0`);
    const short = `${name}: penaltyFactors has 1 entries but X has 2 columns`;
    refuses(() => call({ ...lambda, penaltyFactors: [1] }), RangeError, short);
    if (name === "fromGram.path")
      refuses(() => call({ count: 0 }), RangeError, `${name}: count is 0, expected a whole number from 1 to 2147483647`);
    else refuses(() => call({}), TypeError, `${name}: lambda is missing, expected a number ≥ 0`);
  });

  test("columns too small to be squared", () => {
    const tiny = fromGram(new GramAccumulator(1).add([[1e-160], [1e-160]], [1, 2]));
    const message = "fromGram.ridge: column 0 of X is too small to be squared, expected entries above 1e-150; rescale it";
    refuses(() => tiny.ridge({ lambda: 1, fitIntercept: false }), RangeError, message, "late");
  });
});

test("a path of ridge fits agrees with ridge", () => {
  const { columns, y } = autoregressive({ n: 160, p: 9, rho: 0.5, density: 0.5, seed: 91 });
  const X = rowsOf(columns);
  for (const fitIntercept of [true, false]) {
    const fits = fromGram(new GramAccumulator(9).add(X, y));
    const p = fits.path({ l1Ratio: 0, lambdas: [1, 0.1], fitIntercept });
    [1, 0.1].forEach((lambda, k) => {
      const single = fits.ridge({ lambda, fitIntercept });
      p.coefficients(k).forEach((b, j) => {
        expect(Math.abs(b - single.coefficients[j])).toBeLessThan(1e-12);
      });
    });
  }
});

describe("units of measurement change nothing: powers of two come through bit by bit", () => {
  const gaussian = normal(31);
  const rows = Array.from({ length: 20 }, () => Array.from({ length: 4 }, gaussian));
  const y = rows.map((row) => row[0] - row[1] + gaussian());
  const seen = (X: number[][], target: number[]) => fromGram(new GramAccumulator(X[0].length).add(X, target));
  // fourth powers of these are no numbers any more
  const powers = [-400, -300, 300, 400];

  test.each(powers)("y times 2^%i", (power) => {
    const unit = 2 ** power;
    const [plain, other] = [y, y.map((value) => value * unit)].map((target) => seen(rows, target));
    for (const [a, b] of [
      [plain.ridge({ lambda: 0.1 }), other.ridge({ lambda: 0.1 })],
      [plain.lasso({ lambda: 0.1 }), other.lasso({ lambda: 0.1 * unit })],
    ]) {
      expect(b.coefficients).toEqual(a.coefficients.map((value) => value * unit));
      expect(b.certificate.objective).toBe(a.certificate.objective * unit * unit);
      expect(b.certificate.gap).toBe(a.certificate.gap * unit * unit);
      expect(b.certificate.converged).toBe(true);
    }
  });

  test.each(powers)("X times 2^%i", (power) => {
    const unit = 2 ** power;
    const [plain, other] = [rows, rows.map((row) => row.map((value) => value * unit))].map((X) => seen(X, y));
    const [a, b] = [plain.ridge({ lambda: 0.1 }), other.ridge({ lambda: 0.1 * unit * unit })];
    expect(b.coefficients).toEqual(a.coefficients.map((value) => value / unit));
    expect(b.certificate.gap).toBe(a.certificate.gap);
    expect(b.certificate.converged).toBe(true);
  });
});
