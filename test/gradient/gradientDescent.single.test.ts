// precision "single": rows in 32 bits, less their means. How far its steps may be from those on rows in 64 bits is derived in
// docs/design/gradients.md; the certificate is of X as it was given.
import { describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import {
  elasticNet,
  Fit,
  GradientFit,
  type GradientMethod,
  type GradientOptions,
  gradientDescent,
  memoryUsage,
  SparseMatrix,
} from "../../src/index.js";
import { type LossName, lossAt, losses } from "../helpers/gradients.js";
import { quietly, verdictOn } from "../helpers/judging.js";

const U = 2 ** -24;
const methods = ["sgd", "momentum", "nesterov", "adam", "adamw"] as const;
const [n, p] = [75, 9];
const { columns, y } = autoregressive({ n, p, density: 0.6, snr: 2, seed: 12 });
const X = rowsOf(columns);
const classes = Array.from(y, (value) => (value > 0 ? 1 : -1));
const counts = Array.from(y, (value) => Math.round(Math.exp(value / 4)));
const targets: Record<LossName, ArrayLike<number>> = {
  ...{ squared: y, huber: y, logistic: classes, squaredHinge: classes, poisson: counts, gamma: counts.map((value) => value + 0.5) },
};
const meanOf = (rows: readonly ArrayLike<number>[], j: number) => rows.reduce((sum, row) => sum + row[j], 0) / rows.length;
const linear = (b: readonly number[]) =>
  new Fit({
    coefficients: Float64Array.from(b.slice(0, -1)),
    intercept: b[b.length - 1],
    lambda: 0,
    l1Ratio: 1,
    certificate: { objective: 0, gap: 0, relativeGap: 0, iterations: 0, converged: true },
  });

/**
 * How far each entry of the gradient of all rows at b may be from that on rows in 64 bits, the intercept's last: the bound of
 * docs/design/gradients.md, and 2⁻⁴⁵ of everything for what 64 bits round.
 */
function bound(rows: readonly ArrayLike<number>[], t: ArrayLike<number>, loss: LossName, b: readonly number[], delta?: number): number[] {
  const m = rows[0].length;
  const means = Array.from({ length: m }, (_, j) => meanOf(rows, j));
  const out = new Array(m + 1).fill(0);
  rows.forEach((row, i) => {
    const [centred, whole] = [0, 1].map((k) => Array.from(row, (x, j) => Math.abs(x - (k === 0 ? means[j] : 0)) + k * Math.abs(means[j])));
    const inner = (x: number[]) => x.reduce((sum, value, j) => sum + value * Math.abs(b[j]), 0);
    const offEta = (Math.min(32, Math.ceil(m / 4)) + 4) * U * inner(centred) + 2 ** -45 * (inner(whole) + Math.abs(b[m]) + Math.abs(t[i]));
    const eta = row.length === 0 ? 0 : Array.from(row).reduce((sum, x, j) => sum + x * b[j], b[m]);
    const slope = (at: number) => losses[loss].slope(t[i], at, delta ?? 1);
    // slopes are monotone in η
    const offSlope = Math.max(slope(eta + offEta) - slope(eta), slope(eta) - slope(eta - offEta)) / n;
    const size = Math.abs(slope(eta)) / n + offSlope;
    for (let j = 0; j < m; j++) out[j] += offSlope * (centred[j] + Math.abs(means[j])) + size * (34 * U * centred[j] + 2 ** -45 * whole[j]);
    out[m] += offSlope + 2 ** -45 * size;
  });
  return out;
}

const length = (v: readonly number[]) => Math.hypot(...v);
const both = (rows: typeof X, t: ArrayLike<number>, options: GradientOptions) =>
  (["single", "double"] as const).map((precision) => quietly(() => gradientDescent(rows, t, { ...options, precision })).result);

describe.each(Object.keys(targets) as LossName[])("%s", (loss) => {
  const b = [0.3, -0.2, 0, 0.1, 0.4, -0.1, 0.2, 0, -0.3, 0.1];
  const t = targets[loss];
  const options = { loss, lambda: 0.02, l1Ratio: 0.5, epochs: 1, batchSize: n, learningRate: 0.05, warmStart: linear(b) } as const;
  const given = loss === "huber" ? { ...options, delta: 0.8 } : options;
  const moved = (X: number[][]) => X.map((row) => row.map((x, j) => x + (j === 2 ? 1e6 : 0)));

  test.each(methods)("one step of %s is the one on rows in 64 bits to within the bound", (method) => {
    for (const rows of [X, moved(X)]) {
      const [single, double] = both(rows, t, { ...given, method });
      const off = bound(rows, t, loss, b, 0.8);
      const { gradient } = lossAt({ X: rows, y: t, loss, delta: 0.8, a: 0, c: 0 }, b);
      off.forEach((e, j) => {
        const d = gradient[j] + (method === "adamw" || j === p ? 0 : 0.01 * b[j]);
        // adam's first step is αd/(|d| + ε), and its prox takes αa/(|d| + ε) off
        const per = e / Math.max(Number.MIN_VALUE, Math.abs(d) - e) ** 2;
        const adam = Math.min(2, 1e-8 * per) + (j === p ? 0 : 0.01 * per) + 2 ** -48;
        const step = 0.05 * (method === "sgd" || method === "momentum" ? e : method === "nesterov" ? 1.9 * e : adam);
        // and 64 bits round the step
        const rounding = 2 ** -48 * (Math.abs(b[j]) + 0.1 * Math.abs(d));
        const at = (fit: GradientFit) => (j < p ? fit.coefficients[j] : fit.intercept);
        expect(Math.abs(at(single) - at(double))).toBeLessThanOrEqual(step + rounding);
      });
      expect(Math.abs(single.history.objective[0] - double.history.objective[0])).toBeLessThanOrEqual(
        1e-5 * Math.abs(double.history.objective[0]),
      );
    }
  });
});

test.each(["squared", "logistic"] as const)(
  "%s: T steps of sgd are off by at most α times the sum of what T gradients are off by",
  (loss) => {
    const [alpha, T, t] = [0.05, 200, targets[loss]];
    // steps up to 2/L bring two points nearer to each other, and so does the prox: L ≤ Σ‖(xᵢ, 1)‖²/n + c
    expect(alpha).toBeLessThan(2 / (X.reduce((sum, row) => sum + row.reduce((s, x) => s + x * x, 1), 0) / n + 0.01));
    const options = { loss, method: "sgd", lambda: 0.02, l1Ratio: 0.5, learningRate: alpha } as const;
    const [single, double] = both(X, t, { ...options, epochs: T, batchSize: n, keepCoefficients: true });
    const { coefficients = [], intercepts = [] } = single.history;
    const from = (k: number) => [...coefficients[k], intercepts[k]];
    const start = [...new Array(p).fill(0), quietly(() => gradientDescent(X, t, { ...options, lambda: 1e9, l1Ratio: 1 })).result.intercept];
    let most = 0;
    for (let k = 0; k < T; k++) {
      most += alpha * length(bound(X, t, loss, k === 0 ? start : from(k - 1)));
      const other = [...(double.history.coefficients ?? [])[k], (double.history.intercepts ?? [])[k]];
      expect(length(from(k).map((value, j) => value - other[j]))).toBeLessThanOrEqual(most);
    }
    expect(most).toBeLessThan(1e-4);
  },
);

test.each([127, 128, 129, 300])("%i columns: beyond 128 the bound grows no further", (m) => {
  const random = normal(m);
  const rows = Array.from({ length: 40 }, () => Array.from({ length: m }, random));
  const t = rows.map((row) => row[0] + random());
  const b = Array.from({ length: m + 1 }, () => random() / 10);
  const options = { lambda: 0, method: "sgd", epochs: 1, batchSize: 40, learningRate: 0.01, warmStart: linear(b) } as const;
  const [single, double] = both(rows, t, options);
  bound(rows, t, "squared", b).forEach((e, j) => {
    const [one, other] = [single, double].map((fit) => (j < m ? fit.coefficients[j] : fit.intercept));
    expect(Math.abs(one - other)).toBeLessThanOrEqual(0.01 * e + 2 ** -48 * Math.abs(b[j]));
  });
});

test("a column with a mean of 1e6 loses nothing: standardised or not, the answer is that of the column without it", () => {
  const moved = X.map((row) => row.map((x, j) => (j === 0 ? x + 1e6 : x)));
  const options = { method: "sgd", lambda: 0.02, learningRate: 0.05, epochs: 50, standardize: true, precision: "single" } as const;
  const [there, here] = [moved, X].map((rows) => quietly(() => gradientDescent(rows, y, options)).result);
  // x + 1e6 was rounded to 64 bits: 1e-10 of a standard deviation
  there.coefficients.forEach((value, j) => {
    expect(Math.abs(value - here.coefficients[j])).toBeLessThan(1e-6);
  });
  expect(there.score(moved, y)).toBeCloseTo(here.score(X, y), 6);
});

test("columns and targets beyond the range of 32 bits", () => {
  for (const scale of [1e-60, 1e60]) {
    const rows = X.map((row) => row.map((x) => x * scale));
    const t = Array.from(y, (value) => value * scale);
    const options = { method: "sgd", lambda: 0, learningRate: 0.05, epochs: 30, standardize: true, precision: "single" } as const;
    const fit = quietly(() => gradientDescent(rows, t, options)).result;
    const plain = quietly(() => gradientDescent(X, y, options)).result;
    fit.coefficients.forEach((value, j) => {
      expect(Math.abs(value - plain.coefficients[j])).toBeLessThan(1e-5);
    });
  }
});

test("the gap is a bound on X as it was given, by the judge", () => {
  const random = normal(8);
  for (const standardize of [false, true])
    for (const method of methods) {
      const weights = Float64Array.from({ length: n }, () => 0.5 + Math.abs(random()));
      const options = { lambda: 0.05, l1Ratio: 0.7, weights, standardize } as const;
      const plan = { ...options, method, learningRate: 0.02, schedule: "cosine", epochs: 150, precision: "single" } as const;
      const { result } = quietly(() => gradientDescent(X, y, plan));
      const { objective } = verdictOn(columns, y, options, result.linear);
      expect(Math.abs(result.certificate.objective - objective)).toBeLessThanOrEqual(1e-12 * objective);
      const optimum = verdictOn(columns, y, options, elasticNet(X, y, { ...options, tol: 1e-12 }));
      // the judge's optimum is right to within its own gap
      expect(result.certificate.gap).toBeGreaterThanOrEqual(objective - optimum.objective - 1e-14 * objective);
      expect(result.certificate.gap).toBeLessThan(Infinity);
    }
});

test("dropout, noise, early stopping, streams, JSON", () => {
  const options = { method: "adam", lambda: 0.02, epochs: 4, batchSize: 11, seed: 5 } as const;
  const some: Partial<GradientOptions>[] = [{ dropout: 0.7 }, { noise: 0.3 }, { earlyStopping: { fraction: 0.3 } }, { shuffle: false }];
  for (const more of some) {
    const [single, double] = both(X, y, { ...options, ...more });
    expect(single.history.validationLoss).toHaveLength(more.earlyStopping ? 4 : 0);
    single.coefficients.forEach((value, j) => {
      expect(Math.abs(value - double.coefficients[j])).toBeLessThan(1e-5);
    });
  }
  const [single, double] = both(X.slice(0, 40), Array.from(y).slice(0, 40), options).map((fit) =>
    quietly(() => fit.partialFit(X.slice(40), Array.from(y).slice(40), { epochs: 3 })),
  );
  single.result.coefficients.forEach((value, j) => {
    expect(Math.abs(value - double.result.coefficients[j])).toBeLessThan(1e-5);
  });
  expect(single.result.coefficients).not.toEqual(double.result.coefficients);
  expect(GradientFit.fromJSON(JSON.stringify(single.result)).coefficients).toEqual(single.result.coefficients);
});

test("the same bits every time, nothing stays allocated, and less is used meanwhile", () => {
  const used: Record<string, number> = {};
  const before = memoryUsage().used;
  const options = (precision: "single" | "double"): GradientOptions => ({
    ...{ method: "sgd", lambda: 0.1, epochs: 2, precision },
    onProgress: () => {
      used[precision] = memoryUsage().used - before;
    },
  });
  const wide = Array.from({ length: 300 }, (_, i) => Array.from({ length: 64 }, (_, j) => Math.sin(1 + i * 64 + j)));
  const t = wide.map((row) => row[0] - row[1]);
  const [single, again] = [0, 1].map(() => quietly(() => gradientDescent(wide, t, options("single"))).result);
  quietly(() => gradientDescent(wide, t, options("double")));
  expect(again.coefficients).toEqual(single.coefficients);
  expect(memoryUsage().used).toBe(before);
  // half of one copy of X
  expect(used.double - used.single).toBeGreaterThan(0.9 * 4 * 300 * 64);
});

test("refused where it means nothing, and for sparse tables, also later in a stream", () => {
  const before = memoryUsage().used;
  const single = { lambda: 0.1, precision: "single" } as const;
  for (const method of ["fista", "gd", "lbfgs"] as const)
    expect(() => gradientDescent(X, y, { ...single, l1Ratio: 0, method })).toThrow(
      `gradientDescent: precision is given but method is "${method}", expected one of sgd, momentum, nesterov, adam, adamw`,
    );
  expect(() => gradientDescent(X, y, { lambda: 0.1, method: "sgd", precision: "half" as "single" })).toThrow(
    'gradientDescent: precision is "half" (a string), expected "double", "single"',
  );
  const sparse = SparseMatrix.fromRows([{ 0: 1 }, { 1: 2 }, { 0: 3, 1: 1 }], 2);
  const message = 'precision is "single" but X is sparse, expected "double", or X as rows or a Matrix';
  expect(() => gradientDescent(sparse, [1, 2, 3], { ...single, method: "sgd" })).toThrow(`gradientDescent: ${message}`);
  const pairs = X.map((row) => row.slice(0, 2));
  const stream = quietly(() => gradientDescent(pairs, y, { ...single, method: "sgd" as GradientMethod, epochs: 1 })).result;
  expect(() => stream.partialFit(sparse, [1, 2, 3])).toThrow(`partialFit: ${message}`);
  sparse.dispose();
  expect(memoryUsage().used).toBe(before);
});
