// Folds on several workers are the folds of one thread, to the bit.
import { afterAll, beforeAll, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { crossValidate, type FitProgress } from "../../src/index.js";
import { type Pool, pool, type WorkerMatrix } from "../../src/worker/index.js";

const tall = autoregressive({ n: 300, p: 12, density: 0.5, seed: 74 });
const wide = autoregressive({ n: 40, p: 90, density: 0.1, seed: 75 });
const [X, Xw] = [rowsOf(tall.columns), rowsOf(wide.columns)];
const { y } = tall;
const labels = Array.from(y, (value) => (value > 0 ? "up" : "down"));

let three: Pool;
let X1: WorkerMatrix;
beforeAll(async () => {
  three = pool(3);
  X1 = await three.Matrix.from(X);
});
afterAll(() => three.terminate());

const cases = {
  "second moments": { l1Ratio: [0.5, 1], count: 20 },
  "more workers than folds": { folds: 2, count: 5 },
  repeats: { folds: 4, repeats: 3, count: 10, standardize: true, choice: "oneSe" },
  weights: { count: 10, weights: y.map((value) => Math.abs(value)), measure: "mae" },
  "λ's of its own": { lambdas: [0.01, 1, 0.1], foldIds: Int32Array.from(y, (_, i) => i % 4) },
} as const;

test.each(Object.entries(cases))("%s", async (_, options) => {
  const one = crossValidate(X, y, options);
  expect(await crossValidate(X1, y, { ...options, pool: three })).toStrictEqual(one);
  expect(await three.crossValidate(X, y, options)).toStrictEqual(one);
});

test.each([2, 3])("second moments too large to be copied twice, on %d workers, two calls at a time", async (workers) => {
  // 52 kB a fold: an answer moves its buffers
  const { columns, y } = autoregressive({ n: 1500, p: 112, density: 0.1, seed: 76 });
  const X = rowsOf(columns);
  using some = pool(workers);
  using there = await some.Matrix.from(X);
  for (const options of [
    { folds: 5, repeats: 2, count: 5 },
    { folds: 2, count: 5, weights: y.map((value) => Math.max(0, value)) },
  ]) {
    const one = crossValidate(X, y, options);
    const twice = [1, 2].map(() => crossValidate(there, y, { ...options, pool: some }));
    for (const each of await Promise.all(twice)) expect(each).toStrictEqual(one);
  }
});

test("a matrix is made in all workers while one of them is busy", async () => {
  const busy = three.map([0], (worker) => worker.crossValidate(X, y, { count: 20 }));
  using there = await three.Matrix.from(Xw);
  expect(await three.map([0, 1, 2], (worker) => worker.path(there, wide.y, { count: 3 }))).toHaveLength(3);
  await busy;
});

test("rows of wide tables, and labels", async () => {
  expect(await three.crossValidate(Xw, wide.y, { count: 20 })).toStrictEqual(crossValidate(Xw, wide.y, { count: 20 }));
  const options = { loss: "logistic", measure: "auc", count: 8, folds: 5 } as const;
  expect(await three.crossValidate(X1, labels, options)).toStrictEqual(crossValidate(X, labels, options));
});

test("every worker has its share, and gives everything back", async () => {
  const usage = () => three.map([0, 1, 2], (worker) => worker.memoryUsage());
  const before = await usage();
  await crossValidate(X, y, { pool: three, count: 10 });
  const after = await usage();
  expect(after.map(({ used, matrices }) => [used, matrices])).toEqual(before.map(({ used, matrices }) => [used, matrices]));
  const tasks = new Set<unknown>();
  await three.map(Array.from({ length: 30 }), async (worker) => {
    tasks.add(worker);
    await worker.memoryUsage();
  });
  expect(tasks.size).toBe(3);
});

test("progress counts what all of them have done", async () => {
  const [far, near]: FitProgress[][] = [[], []];
  await crossValidate(X1, y, { pool: three, folds: 5, count: 10, onProgress: (progress) => far.push(progress) });
  crossValidate(X, y, { folds: 5, count: 10, onProgress: (progress) => near.push(progress) });
  expect(near).toHaveLength(60);
  expect(far).toEqual(near);
});

test("one signal stops all of them, and they go on", async () => {
  const controller = new AbortController();
  const onProgress = () => controller.abort("enough");
  const job = crossValidate(X1, y, { pool: three, count: 500_000, tol: 1e-14, signal: controller.signal, onProgress });
  await expect(job).rejects.toBe("enough");
  expect((await three.crossValidate(X1, y, { count: 5 })).lambda).toBe(crossValidate(X, y, { count: 5 }).lambda);
  await expect(three.crossValidate(X1, y, { signal: AbortSignal.abort("before") })).rejects.toBe("before");
});

test("errors are those of this thread", async () => {
  const bad = [{ folds: 1 }, { count: 0 }, { l1Ratio: 2 }, { weights: [1] }, { alpha: 1 }] as object[];
  for (const options of bad) {
    let near: unknown;
    try {
      crossValidate(X, y, options);
    } catch (error) {
      near = error;
    }
    expect(near).toBeInstanceOf(Error);
    await expect(crossValidate(X1, y, { ...options, pool: three })).rejects.toThrow(near as Error);
  }
  // biome-ignore lint/suspicious/noExplicitAny: what may not be passed is passed on purpose
  const call = crossValidate as any;
  expect(() => call(X, y, { pool: 3 })).toThrow(new TypeError("crossValidate: pool is 3, expected one made by pool() of shrinkage/worker"));
  expect(() => pool(0)).toThrow(new RangeError("pool: size is 0, expected a whole number from 1 to 2147483647"));
});

test("map hands out items to workers that are free, keeps their order, and ends with the first that fails", async () => {
  const l1Ratios = [1, 0.5, 0.2, 0.1];
  const fits = await three.map(l1Ratios, (worker, l1Ratio, place) => worker.elasticNet(X1, y, { lambda: 0.1 * (place + 1), l1Ratio }));
  expect(fits.map(({ l1Ratio }) => l1Ratio)).toEqual(l1Ratios);
  let begun = 0;
  let fail = () => {};
  const failed = new Promise<void>((resolve) => {
    fail = resolve;
  });
  const failing = three.map(Array.from({ length: 100 }).keys(), async (worker, k) => {
    begun++;
    // the fifth fails while the others that are under way wait for that, however slow a worker is
    if (k < 4) await worker.memoryUsage();
    else if (k > 4) await failed;
    else {
      fail();
      throw new Error("the fifth");
    }
  });
  await expect(failing).rejects.toThrow("the fifth");
  await three.map([0, 1, 2], (worker) => worker.memoryUsage());
  expect(begun).toBeLessThan(20);
});

test("terminate ends them all", async () => {
  using two = pool(2);
  const job = two.crossValidate(X, y, { count: 500_000, tol: 1e-14 });
  two.terminate();
  const said = new Error("pool: the worker was terminated, expected no calls from then on; make another one");
  await expect(job).rejects.toThrow(said);
  await expect(two.map([1], (worker) => worker.memoryUsage())).rejects.toThrow(said);
});
