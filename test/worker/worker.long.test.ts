// Long jobs in a worker: watched, stopped, queued, ended. Jobs that are to be stopped would take hours: a test that ends shows that they were.
import { afterEach, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { type FitProgress, lasso, path } from "../../src/index.js";
import { createWorker, type ShrinkageWorker } from "../../src/worker/index.js";

const small = autoregressive({ n: 60, p: 6, density: 0.5, seed: 72 });
const large = autoregressive({ n: 2000, p: 100, rho: 0.9, density: 1, seed: 73 });
const [X, Xl] = [rowsOf(small.columns), rowsOf(large.columns)];
const labels = large.y.map((value) => Number(value > 0));
const { y } = small;

let worker: ShrinkageWorker;
afterEach(() => worker.terminate());

const endless: Record<string, (signal: AbortSignal, onProgress?: (progress: FitProgress) => void) => Promise<unknown>> = {
  "a path": (signal, onProgress) => worker.path(Xl, large.y, { count: 1_000_000, tol: 1e-14, signal, onProgress }),
  "a path of labels": (signal, onProgress) =>
    worker.path(Xl, labels, { loss: "logistic", count: 1_000_000, tol: 1e-14, signal, onProgress }),
  "full-batch epochs": (signal, onProgress) =>
    worker.gradientDescent(Xl, large.y, {
      lambda: 1e-12,
      tol: 0,
      method: "gd",
      learningRate: 1e-9,
      maxIterations: 2e9,
      signal,
      onProgress,
    }),
  "mini-batch epochs": (signal, onProgress) =>
    worker.gradientDescent(Xl, large.y, { lambda: 1e-12, method: "sgd", learningRate: 1e-9, epochs: 2e9, signal, onProgress }),
  "cross-validation": (signal, onProgress) => worker.crossValidate(Xl, large.y, { count: 1_000_000, tol: 1e-14, signal, onProgress }),
};

test.each(Object.entries(endless))("%s is stopped, and the worker goes on", async (_, job) => {
  worker = createWorker();
  const controller = new AbortController();
  const reason = new Error("enough");
  let seen = 0;
  const stopped = job(controller.signal, () => {
    // not before it is well on its way
    if (++seen === 20) controller.abort(reason);
  });
  await expect(stopped).rejects.toBe(reason);
  const after = seen;
  expect(await worker.lasso(X, y, { lambda: 0.1 })).toStrictEqual(lasso(X, y, { lambda: 0.1 }));
  expect(seen).toBe(after);
});

test("a signal that was aborted before, or while the call waits, makes no call", async () => {
  worker = createWorker();
  const first = new AbortController();
  const second = new AbortController();
  await expect(worker.lasso(X, y, { lambda: 1, signal: AbortSignal.abort("before") })).rejects.toBe("before");
  const [long, waiting] = [endless["a path"](first.signal), endless["a path"](second.signal)];
  second.abort("while waiting");
  await expect(waiting).rejects.toBe("while waiting");
  first.abort();
  await expect(long).rejects.toMatchObject({ name: "AbortError" });
  expect(await worker.lasso(X, y, { lambda: 0.1 })).toStrictEqual(lasso(X, y, { lambda: 0.1 }));
});

test("progress is that of this thread, all of it before the answer, and an error thrown there stops the call", async () => {
  worker = createWorker();
  const [far, near]: FitProgress[][] = [[], []];
  const answer = await worker.path(X, y, { count: 12, onProgress: (progress) => far.push(progress) });
  expect(answer).toStrictEqual(path(X, y, { count: 12, onProgress: (progress) => near.push(progress) }));
  expect(near).toHaveLength(12);
  expect(far).toEqual(near);
  const job = endless["a path"](new AbortController().signal, () => {
    throw new RangeError("seen enough");
  });
  await expect(job).rejects.toThrow(new RangeError("seen enough"));
  expect((await worker.lasso(X, y, { lambda: 0.1 })).nonzero).toBeGreaterThan(0);
});

test("calls are answered one after another, in their order, and a failing one holds up nobody", async () => {
  worker = createWorker();
  const order: string[] = [];
  const note = (name: string) => () => order.push(name);
  await Promise.all([
    worker.path(Xl, large.y, { count: 50 }).then(note("long")),
    worker.lasso(X, y.slice(1), { lambda: 1 }).catch(note("bad")),
    worker.lasso(X, y, { lambda: 1 }).then(note("short")),
    worker.memoryUsage().then(note("usage")),
  ]);
  expect(order).toEqual(["long", "bad", "short", "usage"]);
});

test("what is sent is a copy: the caller's arrays stay, and may change", async () => {
  worker = createWorker();
  const data = Float64Array.from(X.flat());
  const target = y.slice();
  const weights = new Float64Array(61).fill(1).subarray(1);
  const lower = [-9, -9, -9, -9, -9, -9];
  const first = worker.path(X, y);
  const answer = worker.lasso({ data, shape: [60, 6] }, target, { lambda: 0.1, weights, lower });
  for (const each of [data, target, weights, lower]) each.fill(0);
  await first;
  expect(await answer).toStrictEqual(lasso(X, y, { lambda: 0.1, lower: -9 }));
  expect([data.length, target.length, weights.length]).toEqual([360, 60, 60]);
});

test("terminate ends calls in progress and in the queue, and every later one says so", async () => {
  worker = createWorker();
  const jobs = [endless["a path"](new AbortController().signal), worker.lasso(X, y, { lambda: 1 })];
  worker.terminate();
  worker.terminate();
  const said = "createWorker: the worker was terminated, expected no calls from then on; make another one";
  for (const job of [...jobs, worker.lasso(X, y, { lambda: 1 }), worker.memoryUsage(), worker.Matrix.from(X)])
    await expect(job).rejects.toThrow(new Error(said));
});
