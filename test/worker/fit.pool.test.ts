// One fit on several workers: the same bits on any number of them, and what the rows themselves give.
import { afterAll, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { type FitOptions, type LogisticFit, logistic, type Path, type PathOptions, path, ridge } from "../../src/index.js";
import { Caller } from "../../src/worker/caller.js";
import { sharedFit } from "../../src/worker/fitOn.js";
import { pool } from "../../src/worker/index.js";
import { blocksOf } from "../../src/worker/momentsOn.js";

const { columns, y } = autoregressive({ n: 1500, p: 12, density: 0.4, seed: 93 });
const X = rowsOf(columns);
const weights = y.map((value, i) => (i % 7 === 0 ? 0 : 1 + Math.abs(value)));
const callers = Array.from({ length: 3 }, () => new Caller("test", undefined));
const two = pool(2);
afterAll(() => {
  for (const caller of callers) caller.terminate();
  two.terminate();
});

test("blocks follow from the shape alone, and have rows enough", () => {
  expect(blocksOf(1500, 12)).toEqual([
    { from: 0, to: 750 },
    { from: 750, to: 1500 },
  ]);
  expect(blocksOf(3000, 1000).map(({ from, to }) => to - from)).toEqual([750, 750, 750, 750]);
  expect(blocksOf(1e6, 10)).toHaveLength(16);
  expect(blocksOf(40, 90)).toEqual([{ from: 0, to: 40 }]);
});

test.each<[string, PathOptions]>([
  ["defaults", {}],
  ["weights, standardised", { weights, standardize: true, l1Ratio: 0.5, count: 20 }],
  ["bounds, factors, λ's of its own", { lower: -0.2, penaltyFactors: columns.map((_, j) => j), lambdas: [0.01, 0.3, 0.1] }],
  ["an early end", { stopWhen: { maxNonzero: 4 } }],
])("path: %s", async (_, options) => {
  const one = (await sharedFit(callers.slice(0, 1), "path", X, y, options)) as Path;
  for (const many of [2, 3]) expect(await sharedFit(callers.slice(0, many), "path", X, y, options)).toStrictEqual(one);
  const here = path(X, y, options);
  expect(one.lambdas.length).toBe(here.lambdas.length);
  for (let k = 0; k < here.lambdas.length; k++) {
    // λmax of sums in another order
    expect(Math.abs(one.lambdas[k] / here.lambdas[k] - 1)).toBeLessThan(1e-12);
    const [a, b] = [one.fit(k).certificate, here.fit(k).certificate];
    expect(Math.abs(a.objective - b.objective)).toBeLessThanOrEqual(Math.max(a.gap, b.gap) + 1e-12 * b.objective);
  }
});

test("ridge", async () => {
  const options: FitOptions = { lambda: 0.1, weights };
  const [one, three] = [await sharedFit(callers.slice(0, 1), "ridge", X, y, options), await sharedFit(callers, "ridge", X, y, options)];
  expect(three).toStrictEqual(one);
  const here = ridge(X, y, options);
  const { coefficients } = one as typeof here;
  for (const [j, value] of here.coefficients.entries()) expect(Math.abs(coefficients[j] - value)).toBeLessThan(1e-10);
});

test("what is small, sparse in options or of another loss is one worker's, the same to the bit; matrices of the pool are taken", async () => {
  const X1 = await two.Matrix.from(X);
  expect(await path(X1, y, { pool: two, count: 9 })).toStrictEqual(path(X, y, { count: 9 }));
  expect(await path(X, y, { pool: two, groups: columns.map((_, j) => j >> 1), count: 5 })).toStrictEqual(
    path(X, y, { groups: columns.map((_, j) => j >> 1), count: 5 }),
  );
  expect(await ridge(X1, y, { pool: two, lambda: 1 })).toStrictEqual(ridge(X, y, { lambda: 1 }));
  const labels = Array.from(y, (value) => (value > 0 ? "up" : "down"));
  const there: LogisticFit = await logistic(X1, labels, { pool: two, lambda: 0.05 });
  expect(there).toStrictEqual(logistic(X, labels, { lambda: 0.05 }));
});

test("errors are those of the function, and a signal stops all of them", async () => {
  expect(() => path(X, y, { pool: {} as never })).toThrow("path: pool is an object, expected one made by pool() of shrinkage/worker");
  await expect(sharedFit(callers, "path", X, y, { tol: -1 })).rejects.toThrow("path: tol is -1, expected a finite number ≥ 0");
  await expect(sharedFit(callers, "path", X, y.slice(1), {})).rejects.toThrow("path: y has 1499 entries but X has 1500 rows");
  const bad = X.map((row, i) => (i === 1400 ? row.map(() => Number.NaN) : row));
  await expect(sharedFit(callers, "path", bad, y, {})).rejects.toThrow("path: X has NaN at row 1400, column 0");
  const reason = new Error("enough");
  await expect(sharedFit(callers, "path", X, y, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
