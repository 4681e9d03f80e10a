// A kernel that traps: the call ends with one error that says so, the instance is made anew, and what lived in the old one says what happened.
import { afterEach, expect, test, vi } from "vitest";
import { GramAccumulator, init, KernelError, lasso, Matrix, memoryUsage, path, ridge } from "../../src/index.js";
import { decode } from "../../src/kernels/base64.js";
import type { Kernels } from "../../src/kernels/boundary.js";
import { heap } from "../../src/kernels/heap.js";
import { kernels } from "../../src/kernels/kernels.js";
import { bytes } from "../generated/testing.js";

// the testing build has a kernel that does nothing but trap; the run on the relaxed build has started already, and reads out of bounds
const own = import.meta.env.RELAXED_SIMD !== "on";
if (own) init(decode(bytes));
// only now, for its fits start the library
const { calls, X, y } = await import("../helpers/calls.js");

const expected = lasso(X, y, { lambda: 0.1 });
const far = 2 ** 32 - 64;
const kinds = { "that reads outside the memory": () => kernels().moments(64, 1, far, far, far, far) } as Record<string, () => void>;
if (own) kinds["that runs into `unreachable`"] = () => (kernels() as Kernels & { trap(): void }).trap();
const reads = () => kinds["that reads outside the memory"]();

afterEach(() => {
  vi.restoreAllMocks();
});

/** what is thrown */
function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return expect.fail("nothing was thrown");
}

/** runs `call` with its kernel call number `at` (from 0) replaced by a trap; how many it made */
function broken(call: () => unknown, at: number, trap = reads): { error?: unknown; made: number } {
  const instance = kernels() as unknown as Record<string, unknown>;
  let made = 0;
  const real = { ...instance };
  for (const [name, kernel] of Object.entries(real)) {
    if (typeof kernel !== "function") continue;
    instance[name] = (...numbers: number[]) => {
      if (made++ !== at) return kernel(...numbers);
      Object.assign(instance, real);
      trap();
    };
  }
  try {
    call();
    return { made };
  } catch (error) {
    return { error, made };
  } finally {
    Object.assign(instance, real);
  }
}

test.each(Object.keys(kinds))("a kernel %s ends the call with a KernelError", (kind) => {
  const { error } = broken(() => lasso(X, y, { lambda: 0.1 }), 3, kinds[kind]);
  expect(error).toBeInstanceOf(KernelError);
  expect(error).toBeInstanceOf(Error);
  const { name, message, cause } = error as KernelError;
  expect(name).toBe("KernelError");
  expect(cause).toBeInstanceOf(WebAssembly.RuntimeError);
  expect(message).toBe(
    `kernel: trapped (${(cause as Error).message}), which is a bug of shrinkage; the call may be repeated in new memory, ` +
      "but every Matrix made before is lost, make it again with Matrix.from",
  );
  expect(lasso(X, y, { lambda: 0.1 })).toEqual(expected);
  // made from the module that was handed in, not from the bytes that are built in
  if (own) expect(kernels()).toHaveProperty("trap");
  expect(() => init(decode(bytes))).toThrow("init: the library is already running, call init before anything else");
});

test.each(calls.map(([name, call], k) => [`${name} (${k})`, call] as const))("%s, wherever it traps", (_, call) => {
  const right = call();
  const { made } = broken(call, Infinity);
  for (const at of new Set([0, made >> 1, made - 1])) {
    if (made === 0) break;
    const before = kernels();
    const { error } = broken(call, at);
    expect(error, `at call ${at} of ${made}`).toBeInstanceOf(KernelError);
    expect(kernels()).not.toBe(before);
    expect(memoryUsage()).toMatchObject({ used: 0, peak: 0, matrices: 0 });
    expect(call()).toEqual(right);
    expect(memoryUsage()).toMatchObject({ used: 0, matrices: 0 });
  }
});

test("a Matrix of the old memory says what happened, in every use; disposing of it takes nothing from the new", () => {
  const old = Matrix.from(X);
  const forgotten = Matrix.from(X);
  const column = old.column(3);
  broken(() => ridge(X, y, { lambda: 1 }), 2);
  using fresh = Matrix.from(X);
  const used = memoryUsage().used;
  for (const lost of [old, forgotten]) {
    const message = "was lost when a kernel trapped, make it again with Matrix.from";
    expect(thrown(() => lost.column(0))).toEqual(new TypeError(`Matrix.column: the Matrix ${message}`));
    expect(thrown(() => lasso(lost, y, { lambda: 0.1 }))).toEqual(new TypeError(`lasso: X is a Matrix that ${message}`));
    expect(thrown(() => expected.predict(lost))).toEqual(new TypeError(`predict: X is a Matrix that ${message}`));
    expect(thrown(() => Matrix.from(lost))).toEqual(new TypeError(`Matrix.from: X is a Matrix that ${message}`));
    expect(lost.disposed).toBe(false);
  }
  expect(memoryUsage()).toMatchObject({ used, matrices: 1 });
  old.dispose();
  old.dispose();
  expect(thrown(() => old.column(0))).toEqual(new TypeError("Matrix.column: the Matrix was disposed of, make it again with Matrix.from"));
  expect(memoryUsage()).toMatchObject({ used, matrices: 1 });
  // its numbers can still be read, and be given to the new one
  expect(Array.from(column)).toEqual(X.map((row) => row[3]));
  expect(lasso({ a: column }, y, { lambda: 0 })).toEqual(lasso({ a: X.map((row) => row[3]) }, y, { lambda: 0 }));
  expect(lasso(fresh, y, { lambda: 0.1 })).toEqual(expected);
  expect(
    heap()
      .layout()
      .filter(({ free }) => !free),
  ).toHaveLength(1);
});

test("accumulators, fits and paths live on; a chunk whose moments trapped was not taken in", () => {
  const seen = new GramAccumulator(9).add(X, y);
  const before = JSON.stringify(seen);
  const fits = path(X, y, { count: 5 });
  expect(broken(() => seen.add(X, y), 1).error).toBeInstanceOf(KernelError);
  expect(JSON.stringify(seen)).toBe(before);
  expect(JSON.stringify(seen.add(X, y))).toBe(JSON.stringify(new GramAccumulator(9).add(X, y).add(X, y)));
  expect(fits.at(0.2).predict(X)).toEqual(path(X, y, { count: 5 }).at(0.2).predict(X));
  expect(lasso(X, y, { lambda: 0.1, warmStart: fits.fit(2) }).certificate.converged).toBe(true);
});

test("a trap in a call from onProgress ends the call around it too, even where the handler swallows the error", () => {
  using table = Matrix.from(X);
  let traps = 0;
  let said: unknown;
  const onProgress = () => {
    if (traps++) return;
    said = thrown(reads);
    // nothing starts anew as long as addresses of the old memory are in use
    expect(thrown(() => ridge(X, y, { lambda: 1 }))).toBe(said);
    expect(thrown(() => new Matrix(3, 3))).toBe(said);
    expect(thrown(memoryUsage)).toBe(said);
  };
  expect(thrown(() => path(table, y, { count: 20, onProgress }))).toBe(said);
  expect(said).toBeInstanceOf(KernelError);
  expect(memoryUsage()).toMatchObject({ used: 0, matrices: 0 });
  expect(lasso(X, y, { lambda: 0.1 })).toEqual(expected);
});

test("what other WebAssembly modules throw in a callback is theirs", () => {
  using table = Matrix.from(X);
  const theirs = new WebAssembly.RuntimeError("unreachable");
  const onProgress = () => {
    throw theirs;
  };
  expect(thrown(() => path(table, y, { onProgress }))).toBe(theirs);
  expect(lasso(table, y, { lambda: 0.1 })).toEqual(expected);
});
