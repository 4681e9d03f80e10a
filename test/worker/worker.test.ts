// A worker answers what this thread would: the same classes, numbers and errors. Node runs it in a worker thread, Chromium in a Web Worker.
import { afterAll, describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import * as here from "../../src/index.js";
import { Caller } from "../../src/worker/caller.js";
import { createWorker, type ShrinkageWorker, WorkerMatrix } from "../../src/worker/index.js";

const { columns, y } = autoregressive({ n: 60, p: 6, density: 0.5, seed: 71 });
const X = rowsOf(columns);
const labels = Array.from(y, (value) => (value > 0 ? "up" : "down"));
const Y = { y: Array.from(y), squares: Array.from(y, (value) => value * value) };
const fit = here.lasso(X, y, { lambda: 0.1 });
const named = Object.fromEntries(columns.map((column, j) => [`x${5 - j}`, column]));

const turned = Object.fromEntries(Object.entries(named).reverse());

const worker = createWorker();
afterAll(() => worker.terminate());

// biome-ignore lint/suspicious/noExplicitAny: this thread's functions and the worker's are called by the same names
type Called = any;
type Call = (library: Called) => unknown;

const calls: Record<string, Call> = {
  ridge: ({ ridge }) => ridge(X, y, { lambda: 0.1 }),
  "ridge of two targets": ({ ridge }) => ridge(X, Y, { lambda: 0.1 }),
  "ridge of a strided y": ({ ridge }) => ridge(X, { data: y, shape: [60] }, { lambda: 0.1 }),
  lasso: ({ lasso }) => lasso(named, y, { lambda: 0.1, weights: y.map(Math.abs), lower: [-1, 0, -1, -1, -1, -Infinity] }),
  "lasso from a fit": ({ lasso }) => lasso(X, y, { lambda: 0.05, warmStart: fit }),
  elasticNet: ({ elasticNet }) =>
    elasticNet(X, y, { lambda: 0.1, l1Ratio: 0.3, standardize: true, penaltyFactors: [1, 0, 1, 1, 2, Infinity] }),
  path: ({ path }) => path(X, y, { count: 20 }),
  "path that stops": ({ path }) => path(X, y, { stopWhen: { maxNonzero: 2 } }),
  "path of labels": ({ path }) => path(X, labels, { loss: "logistic", count: 5 }),
  "path from a path": ({ path }) => path(X, y, { count: 3, warmStart: here.path(X, y, { count: 5 }) }),
  logistic: ({ logistic }) => logistic(X, labels, { lambda: 0.05 }),
  gradientDescent: ({ gradientDescent }) =>
    gradientDescent(X, labels, { loss: "logistic", lambda: 0.01, earlyStopping: true, method: "adam" }),
  ridgePath: ({ ridgePath }) => ridgePath(X, y, { lambdas: [1, 0.1] }),
  ridgeCv: ({ ridgeCv }) => ridgeCv(X, y),
  ridgeInference: ({ ridgeInference }) => ridgeInference(X, y, { lambda: 0.1 }),
  crossValidate: ({ crossValidate }) => crossValidate(X, y, { folds: 4, count: 10, repeats: 2, l1Ratio: [0.5, 1] }),
  "crossValidate of labels": ({ crossValidate }) => crossValidate(X, labels, { folds: 4, count: 5, loss: "logistic", measure: "auc" }),
  informationCriteria: ({ informationCriteria }) => informationCriteria(here.path(X, y), X, y),
  stabilitySelection: ({ stabilitySelection }) => stabilitySelection(X, y, { subsamples: 10 }),
  adaptiveLasso: ({ adaptiveLasso }) => adaptiveLasso(X, y, { lambda: 0.1, first: fit }),
  relaxed: ({ relaxed }) => relaxed(fit, X, y),
  "relaxed, the columns in another order": ({ relaxed }) => relaxed(here.lasso(named, y, { lambda: 0.1 }), turned, y),
  "relaxed of a path, the columns in another order": ({ relaxed }) => relaxed(here.path(named, y, { count: 5 }), turned, y),
  "informationCriteria, the columns in another order": ({ informationCriteria }) =>
    informationCriteria(here.path(named, y, { count: 5 }), turned, y),
  "adaptiveLasso, the columns in another order": ({ adaptiveLasso }) =>
    adaptiveLasso(turned, y, { lambda: 0.1, first: here.lasso(named, y, { lambda: 0.1 }) }),
  "lasso from a fit, the columns in another order": ({ lasso }) =>
    lasso(turned, y, { lambda: 0.05, warmStart: here.lasso(named, y, { lambda: 0.1 }) }),
  "relaxed of a path": ({ relaxed }) => relaxed(here.path(X, y, { count: 5 }), X, y),
};

/** what only methods tell, private fields included */
const told: readonly [abstract new (...parts: never[]) => object, (value: Called) => unknown][] = [
  [here.Path, (path) => [path.fit(1), path.coefficients(1), path.at((path.lambdas[0] + path.lambdas[1]) / 2)]],
  [here.LogisticFit, (fit) => [fit.predict(X), fit.predictProbability(X), fit.score(X, labels)]],
  [here.GradientFit, (fit) => [fit.predict(X), fit.nonzero, JSON.stringify(fit)]],
  [here.RidgeInference, (inference) => [inference.covariance(0, 1), inference.predict(X), inference.coefficients()]],
  [here.StabilitySelection, (selection) => selection.sharesAt(3)],
  [here.CrossValidation, (cv) => [cv.fitAt(2), cv.curves[0].path.at(cv.curves[0].path.lambdas[1])]],
  [here.MultiFit, (fit) => [fit.predict(X), fit.certificate]],
];

test.each(Object.entries(calls))("%s is the same to the bit", async (_, call) => {
  const [far, near] = [(await call(worker)) as object, call(here) as object];
  expect(far.constructor).toBe(near.constructor);
  expect(far).toStrictEqual(near);
  for (const [of, tell] of told) if (near instanceof of) expect(tell(far)).toStrictEqual(tell(near));
});

test("refuses what this thread refuses, in the same words, and sends nothing that is too long", async () => {
  const generator = () =>
    (function* () {
      yield* y;
    })();
  const long = new Proxy([], { get: (_, key) => (key === "length" ? 2e8 : key === "0" ? 1 : expect.fail(`read at ${String(key)}`)) });
  const X1 = await worker.Matrix.from(X);
  const tries: Call[] = [
    ({ lasso }) => lasso(generator(), y, { lambda: 1 }),
    ({ lasso }) => lasso(X, generator(), { lambda: 1 }),
    ({ ridgeCv }) => ridgeCv(X, Array.from(y, (value) => [value]) as never),
    ({ lasso }) => lasso([{ a: 1, b: 2 }], y, { lambda: 1 }),
    ({ lasso }) => lasso({ values: columns, shape: [6, 60], columns: [1] }, y, { lambda: 1 }),
    ({ logistic }) => logistic(X, ["0", ...Array.from(y, () => 0).slice(1)], { lambda: 1 }),
    ({ relaxed }) => relaxed(fit, X, y, { penaltyFactors: [1] }),
    ({ lasso }) => lasso(X, long, { lambda: 1 }),
    ({ ridge }) => ridge(X, long, { lambda: 1 }),
    (library) => library.lasso(library === worker ? X1 : X, long, { lambda: 1 }),
  ];
  for (const call of tries) {
    const thrown = (work: () => unknown) =>
      Promise.resolve()
        .then(work)
        .then(
          () => expect.fail("nothing was thrown"),
          (error: Error) => `${error.name}: ${error.message}`,
        );
    expect(await thrown(() => call(worker))).toBe(await thrown(() => call(here)));
  }
  await X1.dispose();
});

describe("a Matrix in the worker", () => {
  test("is sent once, gives what the rows give, and gives its memory back", async () => {
    const { used, matrices } = await worker.memoryUsage();
    const X1 = await worker.Matrix.from(named);
    expect(X1).toBeInstanceOf(WorkerMatrix);
    expect([X1.rows, X1.columns, X1.featureNames]).toEqual([60, 6, Object.keys(named)]);
    expect((await worker.memoryUsage()).matrices).toBe(matrices + 1);
    const [a, b] = await Promise.all([worker.lasso(X1, y, { lambda: 0.1 }), worker.ridge(X1, y, { lambda: 0.2 })]);
    expect(a).toStrictEqual(here.lasso(named, y, { lambda: 0.1 }));
    expect(b).toStrictEqual(here.ridge(named, y, { lambda: 0.2 }));
    await X1.dispose();
    expect(X1.disposed).toBe(true);
    expect(await worker.memoryUsage()).toMatchObject({ used, matrices });
    await expect(worker.lasso(X1, y, { lambda: 1 })).rejects.toThrow("lasso: X is a WorkerMatrix that was disposed of");
    await X1.dispose();
  });

  test("serves the calls that were made before it was disposed of", async () => {
    const X1 = await worker.Matrix.from(X);
    const answer = worker.lasso(X1, y, { lambda: 0.1 });
    await X1.dispose();
    expect(await answer).toStrictEqual(here.lasso(X, y, { lambda: 0.1 }));
  });

  test("is refused elsewhere", async () => {
    const X1 = await worker.Matrix.from(X);
    const other = createWorker();
    await expect(other.lasso(X1, y, { lambda: 1 })).rejects.toThrow("lasso: X is a WorkerMatrix of another worker");
    expect(() => here.lasso(X1, y, { lambda: 1 })).toThrow("lasso: X is a WorkerMatrix, expected a table of this thread");
    other.terminate();
    await X1.dispose();
  });
});

describe("errors are of the same classes and say the same", () => {
  const bad: Record<string, Call> = {
    "a y too short": ({ lasso }) => lasso(X, y.slice(1), { lambda: 1 }),
    "no lambda": ({ ridge }) => ridge(X, y, {}),
    "no options": ({ elasticNet }) => elasticNet(X, y),
    "a string in X": ({ path }) => path([[1, "a"]], [1]),
    "NaN in y": ({ crossValidate }) => crossValidate(X, y.map(Math.sqrt), {}),
    "an unknown option": ({ ridgeCv }) => ridgeCv(X, y, { alpha: 1 }),
    "three labels": ({ logistic }) => logistic([[1], [2], [3]], ["a", "b", "c"], { lambda: 1 }),
    "a warm start that is none": ({ lasso }) => lasso(X, y, { lambda: 1, warmStart: here.path(X, y) }),
    "a signal that is none": ({ lasso }) => lasso(X, y, { lambda: 1, signal: {} }),
    "no path": ({ informationCriteria }) => informationCriteria(fit, X, y),
    "no matrix": ({ Matrix }) => Matrix.from("text"),
    "too little memory": ({ ridgeInference }) =>
      ridgeInference([new Float64Array(30_000).map((_, j) => j % 7), new Float64Array(30_000).fill(1)], [1, 2], { lambda: 1 }),
  };

  test.each(Object.entries(bad))("%s", async (_, call) => {
    const { used } = await worker.memoryUsage();
    const far = await Promise.resolve(call(worker)).catch((error: unknown) => error);
    let near: unknown;
    try {
      call(here);
    } catch (error) {
      near = error;
    }
    expect(near).toBeInstanceOf(Error);
    expect(far).toBeInstanceOf((near as Error).constructor as typeof Error);
    expect((far as Error).message.replace(/with .* in use/, "")).toBe((near as Error).message.replace(/with .* in use/, ""));
    if (near instanceof here.OutOfMemoryError) expect((far as here.OutOfMemoryError).requested).toBe(near.requested);
    expect((await worker.memoryUsage()).used).toBe(used);
  });

  test("what cannot be sent is named", async () => {
    const call = worker as Called;
    await expect(call.lasso(X, () => 1, { lambda: 1 })).rejects.toThrow("lasso: y is a function, which no worker can be sent");
    await expect(call.lasso(X, y, { lambda: 1, tol: Symbol("t") })).rejects.toThrow("lasso: tol is a symbol, which no worker can be sent");
    await expect(call.gradientDescent(X, y, { lambda: 1, earlyStopping: { rows: [() => 1] } })).rejects.toThrow(
      "gradientDescent: earlyStopping.rows[0] is a function",
    );
  });
});

test("options are checked", () => {
  const call = createWorker as Called;
  expect(() => call(5)).toThrow(new TypeError("createWorker: options is 5, expected an object"));
  expect(() => call({ size: 2 })).toThrow(new TypeError("createWorker: size is not an option, expected script"));
  expect(() => call({ script: 5 })).toThrow(new TypeError("createWorker: script is 5, expected the URL of shrinkage/worker/script.js"));
});

test("a script that is not there is an error of every call", async () => {
  const lost: ShrinkageWorker = createWorker({ script: new URL("https://127.0.0.1:9/missing.js") });
  await expect(lost.lasso(X, y, { lambda: 1 })).rejects.toThrow(/^createWorker: the worker does not run \(/);
  await expect(lost.memoryUsage()).rejects.toThrow(/shrinkage\/worker\/script\.js/);
});

test("a message that cannot be read is an error of its call, and the next call is answered", async () => {
  const caller = new Caller("somebody");
  const gone = new Float64Array(8);
  structuredClone(gone, { transfer: [gone.buffer] });
  // engines that let it be sent cannot read it there
  await expect(caller.call({ name: "memoryUsage", values: [gone] }, [gone.buffer])).rejects.toThrow();
  expect(await caller.call({ name: "memoryUsage", values: [] })).toMatchObject({ matrices: 0 });
  caller.terminate();
});
