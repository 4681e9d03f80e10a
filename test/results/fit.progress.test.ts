// Watching and stopping: onProgress, signal, and that neither changes an answer or leaves anything behind.
import { expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { elasticNet, type FitProgress, lasso, Matrix, memoryUsage, path, ridge } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";

const small = autoregressive({ n: 60, p: 6, density: 0.5, seed: 24 });
const X = rowsOf(small.columns);
const { y } = small;

/** slow on purpose: neighbours correlated 0.99, hardly a penalty, more accuracy than it gets in some hundred passes */
const slow = autoregressive({ n: 2000, p: 200, rho: 0.99, density: 1, seed: 25 });
const large = new Matrix(2000, 200);
slow.columns.forEach((column, j) => {
  large.column(j).set(column);
});
const hard = { lambda: 1e-4, tol: 1e-12, maxIterations: 2000 };

/** what `call` throws; nothing may be left of it in memory */
function thrownBy(call: () => unknown): unknown {
  const { used, matrices } = memoryUsage();
  let reason: unknown = "nothing";
  try {
    call();
  } catch (thrown) {
    reason = thrown;
  }
  expect(memoryUsage().used).toBe(used);
  expect(memoryUsage().matrices).toBe(matrices);
  return reason;
}

test("path reports every λ once, in order", () => {
  const seen: FitProgress[] = [];
  path(X, y, { count: 12, onProgress: (progress) => seen.push(progress) });
  expect(seen).toEqual(Array.from({ length: 12 }, (_, k) => ({ stage: "path", done: k + 1, total: 12 })));
});

test("long descent reports its passes, rising to at most maxIterations", () => {
  for (const solve of [lasso as typeof ridge, elasticNet as typeof ridge, ridge]) {
    const seen: FitProgress[] = [];
    const bounds = solve === ridge ? { lower: -100 } : {};
    const { result } = quietly(() => solve(large, slow.y, { ...hard, ...bounds, onProgress: (progress) => seen.push(progress) }));
    expect(seen.length).toBeGreaterThan(1);
    seen.forEach(({ stage, done, total }, k) => {
      expect([stage, total]).toEqual(["descent", 2000]);
      expect(done).toBeGreaterThan(k === 0 ? 0 : seen[k - 1].done);
    });
    expect(seen[seen.length - 1].done).toBeLessThan(result.certificate.iterations + 1);
  }
});

test("watching changes no answer", () => {
  const watched = { onProgress: () => {}, signal: new AbortController().signal };
  expect(lasso(X, y, { lambda: 0.1, ...watched })).toEqual(lasso(X, y, { lambda: 0.1 }));
  expect(ridge(X, y, { lambda: 0.1, ...watched })).toEqual(ridge(X, y, { lambda: 0.1 }));
  const [plain, seen] = [path(X, y), path(X, y, watched)];
  expect(seen).toEqual(plain);
  expect(seen.coefficients(99)).toEqual(plain.coefficients(99));
  const { result } = quietly(() => [lasso(large, slow.y, hard), lasso(large, slow.y, { ...hard, ...watched })]);
  expect(result[1]).toEqual(result[0]);
});

const functions: Record<string, (options: object) => unknown> = {
  lasso: (options) => lasso(X, y, { lambda: 0.1, ...options }),
  elasticNet: (options) => elasticNet(X, y, { lambda: 0.1, ...options }),
  ridge: (options) => ridge(X, y, { lambda: 0.1, ...options }),
  "ridge with bounds": (options) => ridge(X, y, { lambda: 0.1, lower: 0, ...options }),
  "ridge of several targets": (options) => ridge(X, X, { lambda: 0.1, ...options }),
  path: (options) => path(X, y, options),
};

test.each(Object.entries(functions))("%s throws the reason of a signal that is aborted already", (_, call) => {
  const { used, peak } = memoryUsage();
  const reason = thrownBy(() => call({ signal: AbortSignal.abort() }));
  expect(reason).toBeInstanceOf(DOMException);
  expect((reason as DOMException).name).toBe("AbortError");
  for (const own of [new Error("my reason"), "text", 7, null]) expect(thrownBy(() => call({ signal: AbortSignal.abort(own) }))).toBe(own);
  expect([memoryUsage().used, memoryUsage().peak]).toEqual([used, peak]);
});

const inTheMiddle: [what: string, call: (options: object) => unknown][] = [
  ["a path", (options) => path(X, y, { count: 50, ...options })],
  ["a path on a Matrix", (options) => path(large, slow.y, { count: 50, ...options })],
  ["a long lasso", (options) => lasso(large, slow.y, { ...hard, ...options })],
  ["a long ridge with bounds", (options) => ridge(large, slow.y, { ...hard, lower: -100, ...options })],
];

test.each(inTheMiddle)("%s is stopped by its signal between two steps", (_, call) => {
  for (const reason of [undefined, new RangeError("enough"), "text"]) {
    const controller = new AbortController();
    let calls = 0;
    const onProgress = () => {
      if (++calls === 2) controller.abort(reason);
    };
    const thrown = thrownBy(() => call({ signal: controller.signal, onProgress }));
    expect(calls).toBe(2);
    if (reason !== undefined) expect(thrown).toBe(reason);
    else expect((thrown as DOMException).name).toBe("AbortError");
  }
});

test.each(inTheMiddle)("%s is stopped by an exception in onProgress, which comes through as it is", (_, call) => {
  const own = new TypeError("from the callback");
  let calls = 0;
  const onProgress = () => {
    if (++calls === 2) throw own;
  };
  expect(thrownBy(() => call({ onProgress }))).toBe(own);
  expect(calls).toBe(2);
});

test("a long fit ends when its Matrix is disposed of in onProgress", () => {
  const table = Matrix.from(large);
  const { matrices } = memoryUsage();
  expect(() => lasso(table, slow.y, { ...hard, onProgress: () => table.dispose() })).toThrow(
    new TypeError("lasso: X is a Matrix that was disposed of, make it again with Matrix.from"),
  );
  expect(memoryUsage().matrices).toBe(matrices - 1);
});

test("after it was stopped, the same work gives the same answer", () => {
  const before = path(X, y);
  thrownBy(() => path(X, y, { onProgress: () => expect.fail("stop") }));
  expect(path(X, y)).toEqual(before);
});

test("bad input is refused before a signal is looked at", () => {
  expect(() => lasso(X, [1], { lambda: 1, signal: AbortSignal.abort() })).toThrow(RangeError);
});
