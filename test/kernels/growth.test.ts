// Memory that grows in the middle of every public call: views made before are detached, and no answer changes by a bit.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as library from "../../src/index.js";
import { Heap, heap } from "../../src/kernels/heap.js";
import { kernels } from "../../src/kernels/kernels.js";
import { Scope } from "../../src/kernels/scope.js";
import { calls, elsewhere } from "../helpers/calls.js";
import { fillUp } from "../helpers/fillUp.js";

// every block is the heap's own
const { room } = Scope;
beforeEach(() => {
  Scope.room = 0;
});
afterEach(() => {
  Scope.room = room;
  vi.restoreAllMocks();
});

/** Every block comes full of NaN (−1 as an integer), and every view made before it is detached, as growth does. */
function movingMemory(): { blocks: number } {
  const count = { blocks: 0 };
  const { allocate } = Heap.prototype;
  vi.spyOn(Heap.prototype, "allocate").mockImplementation(function (this: Heap, bytes: number) {
    const start = allocate.call(this, bytes);
    const before = kernels().memory.buffer;
    // by no page: enough to detach
    kernels().memory.grow(0);
    if (before.byteLength !== 0) expect.fail("growing did not detach the buffer");
    new Uint8Array(kernels().memory.buffer, start, Math.ceil(bytes / 64) * 64).fill(0xff);
    count.blocks++;
    return start;
  });
  return count;
}

test.each(calls.map(([name, call], k) => [`${name} (${k})`, call] as const))("%s", (_, call) => {
  const expected = call();
  const { used } = heap();

  const { bytes } = library.memoryUsage();
  const giveBack = fillUp();
  const grown = call();
  giveBack();
  expect(library.memoryUsage().bytes, "memory grew meanwhile").toBeGreaterThan(bytes);
  expect(grown).toEqual(expected);

  const count = movingMemory();
  const moved = call();
  expect(count.blocks).toBeGreaterThan(0);
  expect(moved).toEqual(expected);
  expect(heap().used).toBe(used);
});

test("the list has every public function that works in WebAssembly memory", () => {
  const listed = new Set([...calls.map(([name]) => name), ...elsewhere]);
  const functions = Object.entries(library).flatMap(([name, value]) => (typeof value === "function" ? [name] : []));
  expect(functions.filter((name) => !listed.has(name))).toEqual([]);
});
