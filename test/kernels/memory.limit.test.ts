// The end of memory: what is too large is refused by name, and everything goes on.
import { afterEach, expect, test, vi } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { lasso, Matrix, memoryUsage, OutOfMemoryError, path, ridge, type TableInput } from "../../src/index.js";
import { heap } from "../../src/kernels/heap.js";
import { fillUp } from "../helpers/fillUp.js";

const { columns, y } = autoregressive({ n: 300, p: 200, density: 0.5, seed: 12 });
const X = rowsOf(columns);
const expected = lasso(X, y, { lambda: 0.1 });
const GIB = 2 ** 30;
const PAGE = 65536;

afterEach(() => {
  vi.restoreAllMocks();
});

/** `call` runs out of memory asking for `requested` bytes; nothing is left of it, and the library goes on */
function runsOut(call: () => unknown, requested?: number): void {
  const before = memoryUsage();
  let error: unknown;
  try {
    call();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(OutOfMemoryError);
  expect(error).toBeInstanceOf(Error);
  const known = error as OutOfMemoryError;
  expect(known.name).toBe("OutOfMemoryError");
  if (requested) expect(known.requested).toBe(requested);
  const [asked, used] = [known.requested, before.used].map((bytes) => (bytes / 2 ** 20).toFixed(1));
  expect(known.message).toContain(`memory: ${asked} MiB asked for with `);
  if (requested) expect(known.message).toContain(`${used} MiB in use`);
  expect(known.message).toMatch(/WebAssembly memory ends at 4096 MiB or earlier; dispose of matrices .* or fit fewer rows or columns$/);
  const after = memoryUsage();
  expect(after.used).toBe(before.used);
  expect(after.matrices).toBe(before.matrices);
}

test.each([
  [2 ** 16, 2 ** 16],
  [2 ** 31, 2 ** 20],
  [1, 2 ** 29],
  [2 ** 52, 2 ** 52],
])("a Matrix of %d × %d is out of memory at once", (rows, width) => {
  const { bytes } = memoryUsage();
  runsOut(() => new Matrix(rows, width), 8 * rows * width);
  expect(memoryUsage().bytes).toBe(bytes);
  expect(lasso(X, y, { lambda: 0.1 })).toEqual(expected);
});

/** numbers that are all 1, `length` of them as far as anybody asks, and have enough of being read after a million */
function ones(length: number): number[] {
  let reads = 0;
  const read = () => (reads++ < 1e6 ? 1 : expect.fail("read more than a million entries of a table that cannot fit"));
  return new Proxy([1], {
    get: (target, key) => (key === "length" ? length : /^\d/.test(String(key)) ? read() : Reflect.get(target, key)),
  });
}

function counting(): () => number {
  const one = ones(1);
  return () => one[0];
}

const size = 65_536;
const huge: [form: string, make: () => TableInput][] = [
  ["{ data, shape } with strides of 0", () => ({ data: ones(1), shape: [size, size], strides: [0, 0] })],
  ["an ml-matrix", () => ({ rows: size, columns: size, get: counting() })],
  ["a tensor", () => ({ shape: [size, size], dataSync: () => ones(size ** 2) })],
  ["rows that are one array", () => new Array(size).fill(ones(size))],
];

test.each(huge)("%s of more than 4 GiB is out of memory before it is read", (_, make) => {
  const bytes = 8 * size * size;
  runsOut(() => Matrix.from(make()), bytes);
  runsOut(() => lasso(make(), [1], { lambda: 1 }), bytes);
  runsOut(() => ridge(make(), [1], { lambda: 1 }), bytes);
  // an array that is longer than X is refused for that, unread
  if (Array.isArray(make())) expect(() => ridge(X, make(), { lambda: 1 })).toThrow(`ridge: y has ${size} entries but X has`);
  else runsOut(() => ridge(X, make(), { lambda: 1 }), bytes);
  runsOut(() => path(make(), [1]), bytes);
  runsOut(() => expected.predict(make()), bytes);
});

test("where the machine has no more to give, every call says so and the next small one works", () => {
  using inside = Matrix.from(X);
  const large = rowsOf(autoregressive({ n: 3000, p: 200, seed: 13 }).columns);
  const target = large.map((row) => row[0]);
  const { bytes } = memoryUsage();
  const grow = vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(() => {
    throw new RangeError("no more");
  });
  const calls: (() => unknown)[] = [
    () => new Matrix(3000, 200),
    () => Matrix.from(large),
    () => lasso(large, target, { lambda: 0.1 }),
    () => path(large, target),
    () => expected.predict(large),
    () => ridge(large, target, { lambda: 0.1, lower: 0 }),
  ];
  for (const call of calls) runsOut(call, 8 * 3000 * 200);
  const error = (() => {
    try {
      return new Matrix(3000, 200);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect((error as OutOfMemoryError).cause).toEqual(new RangeError("no more"));
  expect(grow).toHaveBeenCalled();
  expect(lasso(inside, y, { lambda: 0.1 })).toEqual(expected);
  expect(memoryUsage().bytes).toBe(bytes);
  grow.mockRestore();
  expect(lasso(large, target, { lambda: 0.1 }).nonzero).toBeGreaterThan(0);
});

test("fits whose X fits but not their scratch run out of memory, and leave X usable", () => {
  using inside = Matrix.from(X);
  const before = memoryUsage();
  const giveBack = fillUp(100_000);
  vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(() => {
    throw new RangeError("no more");
  });
  try {
    runsOut(() => ridge(inside, y, { lambda: 0.1 }));
    runsOut(() => lasso(inside, y, { lambda: 0 }));
    runsOut(() => lasso(inside, y, { lambda: 0.1, penaltyFactors: new Array(200).fill(0) }));
    expect(lasso(inside, y, { lambda: 0.1 }), "this one needs little").toEqual(expected);
  } finally {
    giveBack();
  }
  expect(memoryUsage().used).toBe(before.used);
});

// Last in its file: the memory stays at 4 GiB afterwards. Pages that nobody touches cost nothing.
test("addresses above 2 GiB work like those below, up to the last block of 4 GiB", () => {
  const others = { ridge: ridge(X, y, { lambda: 0.1 }), path: path(X, y, { count: 5 }), prediction: expected.predict(X) };
  const { used } = memoryUsage();
  for (const low of [2 * GIB, 3 * GIB, 4 * GIB - 16 * 2 ** 20]) {
    const block = heap().allocate(low - memoryUsage().used - 2 ** 20);
    // the rest of the memory below
    const rest = [heap().allocate(2 ** 20)];
    using inside = Matrix.from(X);
    expect(lasso(inside, y, { lambda: 0.1 })).toEqual(expected);
    expect(lasso(X, y, { lambda: 0.1 })).toEqual(expected);
    expect(ridge(X, y, { lambda: 0.1 })).toEqual(others.ridge);
    expect(path(X, y, { count: 5 })).toEqual(others.path);
    expect(expected.predict(X)).toEqual(others.prediction);
    expect(memoryUsage().bytes).toBeGreaterThan(low);
    expect(inside.column(0).byteOffset).toBeGreaterThan(low - 2 ** 20);
    for (const each of [block, ...rest]) heap().free(each);
  }
  const everything = heap().allocate(4 * GIB - memoryUsage().used - 8 * 2 ** 20);
  runsOut(() => new Matrix(2000, 1000), 16_000_000);
  runsOut(() => ridge(new Array(20_000).fill(X[0]), new Array(20_000).fill(1), { lambda: 1 }), 32_000_000);
  heap().free(everything);
  expect(lasso(X, y, { lambda: 0.1 })).toEqual(expected);
  expect(memoryUsage().used).toBe(used);

  // X is the very last block that there is room for
  const size = 8 * 300 * 200;
  const last = heap().layout().at(-1);
  expect(last?.free).toBe(true);
  const below = heap().allocate(4 * GIB - PAGE - (last?.start ?? 0) - size);
  using inside = Matrix.from(X);
  expect(() => new Matrix(PAGE / 8, 1), "not one page more").toThrow(OutOfMemoryError);
  heap().free(below);
  expect(inside.column(199).byteOffset + 8 * 300).toBeGreaterThan(4 * GIB - 2 * PAGE);
  expect(lasso(inside, y, { lambda: 0.1 })).toEqual(expected);
  expect(ridge(inside, y, { lambda: 0.1 })).toEqual(others.ridge);
  expect(path(inside, y, { count: 5 })).toEqual(others.path);
});
