// What a call borrows: small blocks stand together in rooms, large ones are the heap's own, and all of it goes back at once.
import { afterEach, expect, test, vi } from "vitest";
import { lasso, memoryUsage, OutOfMemoryError, ridge } from "../../src/index.js";
import { Heap, heap } from "../../src/kernels/heap.js";
import { Scope } from "../../src/kernels/scope.js";

const { room } = Scope;
afterEach(() => {
  Scope.room = room;
  vi.restoreAllMocks();
});

/** sizes on both sides of a cache line, of a quarter of a room and of a room */
const SIZES = [0, 1, 63, 64, 65, 200, 4000, room / 4 - 1, room / 4, room / 4 + 1, room - 64, room, room + 1, 3 * room];

/** `count` sizes among those, in an order that asks for each beside each */
const sizes = (count: number) => Array.from({ length: count }, (_, k) => SIZES[(k * k + 5 * k + Math.floor(k / 3)) % SIZES.length]);

test.each([room, 0, 256, 512])("blocks begin at 64 bytes and stand apart, with rooms of %d bytes", (bytes) => {
  Scope.room = bytes;
  const { used } = memoryUsage();
  const scope = new Scope();
  const blocks = sizes(300).map((size) => ({ size, start: scope.bytes(size) }));
  const held = heap()
    .layout()
    .filter(({ free }) => !free);
  blocks.sort((a, b) => a.start - b.start);
  for (const [k, { start, size }] of blocks.entries()) {
    expect(start % 64).toBe(0);
    // a block without bytes has an address of its own too
    if (k > 0) expect(start).toBeGreaterThanOrEqual(blocks[k - 1].start + Math.max(64, blocks[k - 1].size));
    expect(held.some((block) => block.start <= start && start + size <= block.end)).toBe(true);
  }
  if (bytes === 0) expect(held).toHaveLength(blocks.length);
  scope.release();
  expect(memoryUsage().used).toBe(used);
});

test("after everything was given back, a scope asks the heap again", () => {
  const scope = new Scope();
  const { used } = memoryUsage();
  scope.bytes(64);
  scope.release();
  scope.bytes(64);
  expect(memoryUsage().used).toBe(used + room);
  scope.release();
  expect(memoryUsage().used).toBe(used);
});

test.each([2 ** 32, Number.NaN])("a block of %d bytes is refused, and the scope goes on", (bytes) => {
  const scope = new Scope();
  const { used } = memoryUsage();
  const first = scope.bytes(64);
  expect(() => scope.bytes(bytes)).toThrow(OutOfMemoryError);
  expect(scope.bytes(64)).toBe(first + 64);
  expect(memoryUsage().used).toBe(used + room);
  scope.release();
  expect(memoryUsage().used).toBe(used);
});

test("where memory has no other room, small blocks stand where they fit, and what does not says what was asked for", () => {
  const { allocate } = Heap.prototype;
  let most = Infinity;
  vi.spyOn(Heap.prototype, "allocate").mockImplementation(function (this: Heap, bytes: number) {
    if (bytes > most) throw new OutOfMemoryError(bytes, this.used);
    return allocate.call(this, bytes);
  });
  const { used } = memoryUsage();
  const scope = new Scope();
  const size = room / 4;
  const blocks = [0, 1, 2].map(() => scope.bytes(size));
  most = size;
  // the room that there is comes to its end, and then there is none
  blocks.push(...[0, 1, 2].map(() => scope.bytes(size)));
  expect(memoryUsage().used).toBe(used + room + 2 * size);
  blocks.sort((a, b) => a - b);
  for (const [k, start] of blocks.entries()) if (k > 0) expect(start).toBeGreaterThanOrEqual(blocks[k - 1] + size);
  most = 0;
  expect(() => scope.bytes(65)).toThrow(new OutOfMemoryError(128, used + room + 2 * size));
  most = Infinity;
  const again = scope.bytes(64);
  expect(scope.bytes(64)).toBe(again + 64);
  scope.release();
  expect(memoryUsage().used).toBe(used);
});

test("a small fit asks the heap a few times, and has the same bits where every block is the heap's own", () => {
  const X = Array.from({ length: 50 }, (_, i) => Array.from({ length: 5 }, (_, j) => Math.sin(1 + i * (j + 1))));
  const y = X.map(([a, b, c]) => a - 2 * b + 0.1 * c);
  const allocate = vi.spyOn(Heap.prototype, "allocate");
  const options = { lambda: 0.01 };
  for (const solve of [() => lasso(X, y, options), () => ridge(X, y, options)]) {
    allocate.mockClear();
    Scope.room = room;
    const together = solve();
    expect(allocate.mock.calls.length).toBeLessThanOrEqual(4);
    allocate.mockClear();
    Scope.room = 0;
    expect(solve()).toEqual(together);
    expect(allocate.mock.calls.length).toBeGreaterThan(15);
  }
});
