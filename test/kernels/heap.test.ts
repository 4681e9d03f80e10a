import { describe, expect, test } from "vitest";
import { uniform } from "../../reference/problems.js";
import { packed } from "../../src/generated/squared.js";
import type { Kernels } from "../../src/kernels/boundary.js";
import { Heap, OutOfMemoryError } from "../../src/kernels/heap.js";
import { instantiate } from "../../src/kernels/kernels.js";
import { unpack } from "../../src/kernels/unpack.js";

const PAGE = 65536;
const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** A memory without bytes: 4 GiB cost nothing. */
class MockMemory {
  readonly buffer = { byteLength: 0 };
  grown = 0;

  /** `limit`: what the machine has to give */
  constructor(
    pages: number,
    public limit = 65536 * PAGE,
  ) {
    this.buffer.byteLength = pages * PAGE;
  }

  grow(pages: number): number {
    const before = this.buffer.byteLength;
    if (!Number.isInteger(pages) || pages < 0 || before + pages * PAGE > this.limit) throw new RangeError("failed to grow memory");
    this.buffer.byteLength += pages * PAGE;
    this.grown += pages;
    return before / PAGE;
  }
}

function thrown(action: () => unknown): OutOfMemoryError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(OutOfMemoryError);
    return error as OutOfMemoryError;
  }
  return expect.fail("nothing was thrown");
}

describe("placing blocks", () => {
  test("blocks are 64-byte aligned, 0 bytes get a block of their own, and used counts whole blocks", () => {
    const heap = new Heap(new MockMemory(1), 100);
    expect([1, 0, 64, 65, 0].map((size) => heap.allocate(size))).toEqual([128, 192, 256, 320, 448]);
    expect(heap.used).toBe(6 * 64);
  });

  test.each([
    ["memory that starts with pages", 2, 1024],
    ["memory that ends before the base, as asc leaves it where a module has no static data", 0, 1024],
    ["a base at the very end of a page", 1, PAGE - 1],
  ])("thousands of random allocations and frees keep to the model, in %s", (_, pages, base) => {
    const random = uniform(6);
    const memory = new MockMemory(pages);
    const heap = new Heap(memory, base);
    const live: { start: number; size: number }[] = [];
    let peak = 0;
    let outside = 0;
    for (let step = 0; step < 4000; step++) {
      // waves: mostly allocating, then mostly freeing
      if (live.length === 0 || random() < (step % 1000 < 600 ? 0.6 : 0.4)) {
        const asked = random() < 0.1 ? Math.floor(random() * 3 * PAGE) : Math.floor(random() * 500);
        const start = heap.allocate(asked);
        const size = Math.max(64, Math.ceil(asked / 64) * 64);
        if (start % 64 !== 0 || start < base) expect.fail(`step ${step}: a block at ${start}`);
        if (start + size > memory.buffer.byteLength) outside++;
        for (const other of live) {
          if (start < other.start + other.size && other.start < start + size) expect.fail(`step ${step}: blocks overlap at ${start}`);
        }
        live.push({ start, size });
      } else {
        heap.free(live.splice(Math.floor(random() * live.length), 1)[0].start);
      }
      const used = live.reduce((sum, { size }) => sum + size, 0);
      peak = Math.max(peak, used);
      if (heap.used !== used || heap.peak !== peak) expect.fail(`step ${step}: used ${heap.used}, peak ${heap.peak}, not ${used}, ${peak}`);
    }
    expect(outside, "blocks that end outside the memory").toBe(0);
    for (const { start } of live) heap.free(start);
    expect(heap.used).toBe(0);
    const { grown } = memory;
    const first = Math.ceil(base / 64) * 64;
    expect(heap.allocate(memory.buffer.byteLength - first), "all of it is one hole again").toBe(first);
    expect(memory.grown).toBe(grown);
  });

  test("in the shipped module, every byte of every block is there", () => {
    const { memory, heapBase } = instantiate<Kernels>(unpack(packed));
    const heap = new Heap(memory, heapBase.value >>> 0);
    for (const size of [PAGE, 1, 3 * PAGE - 64, PAGE / 2, PAGE / 2]) {
      const start = heap.allocate(size);
      expect(start + size, `${size} bytes at ${start}`).toBeLessThanOrEqual(memory.buffer.byteLength);
      new Uint8Array(memory.buffer, start, size).fill(1);
    }
  });

  test("memory grows by whole pages, and only by what the hole at its end lacks", () => {
    const memory = new MockMemory(1);
    const heap = new Heap(memory, 0);
    expect(heap.allocate(PAGE / 2)).toBe(0);
    expect(memory.grown).toBe(0);
    expect(heap.allocate(PAGE)).toBe(PAGE / 2);
    expect(memory.grown).toBe(1);
    expect(heap.allocate(PAGE / 2)).toBe(1.5 * PAGE);
    expect(memory.grown).toBe(1);
    expect(heap.allocate(PAGE + 1)).toBe(2 * PAGE);
    expect(memory.grown).toBe(3);
  });
});

describe("giving blocks back", () => {
  // five blocks fill the memory; B and D are freed around C in four ways, then C itself
  test.each([
    ["no hole on either side", "C", "C", 1],
    ["a hole before it", "BC", "B", 2],
    ["a hole behind it", "DC", "C", 2],
    ["holes on both sides", "BDC", "B", 3],
  ])("a block with %s leaves one hole", (_, order, first, length) => {
    const memory = new MockMemory(1);
    const heap = new Heap(memory, PAGE - 5 * 64);
    const blocks = Object.fromEntries(["A", "B", "C", "D", "E"].map((name) => [name, heap.allocate(64)]));
    for (const name of order) heap.free(blocks[name]);
    expect(heap.used).toBe((5 - length) * 64);
    expect(heap.allocate(64 * length)).toBe(blocks[first]);
    expect(memory.grown).toBe(0);
  });

  test("the first hole that is long enough is taken, and the rest of it stays", () => {
    const heap = new Heap(new MockMemory(1), 0);
    const [a, , c] = [64, 64, 256, 64].map((size) => heap.allocate(size));
    heap.free(a);
    heap.free(c);
    expect(heap.allocate(128)).toBe(c);
    expect(heap.allocate(64)).toBe(a);
    expect(heap.allocate(128)).toBe(c + 128);
  });

  test("freeing twice, or what was never allocated, throws and changes nothing", () => {
    const heap = new Heap(new MockMemory(1), 0);
    const start = heap.allocate(200);
    for (const foreign of [start + 64, 12345, -64, NaN]) {
      expect(() => heap.free(foreign)).toThrow(`memory: ${foreign} is not an allocated block`);
    }
    expect(heap.used).toBe(256);
    heap.free(start);
    expect(() => heap.free(start)).toThrow(`memory: ${start} is not an allocated block`);
    expect(heap.used).toBe(0);
    expect(heap.allocate(PAGE)).toBe(0);
  });
});

describe("the end of memory", () => {
  test("addresses go on above 2 GiB, up to a page below 4 GiB: no end of a block is 2³²", () => {
    const memory = new MockMemory(0);
    const heap = new Heap(memory, 0);
    const last = GIB - PAGE;
    expect([2 * GIB - 64, GIB, last, 64].map((size) => heap.allocate(size))).toEqual([0, 2 * GIB - 64, 3 * GIB - 64, 4 * GIB - PAGE - 64]);
    expect(memory.buffer.byteLength).toBe(4 * GIB - PAGE);
    expect(heap.used).toBe(4 * GIB - PAGE);
    expect(thrown(() => heap.allocate(1)).requested).toBe(64);
    heap.free(3 * GIB - 64);
    expect(heap.allocate(last)).toBe(3 * GIB - 64);
  });

  test("what cannot fit in 4 GiB is refused without asking for it, and the heap goes on", () => {
    const memory = new MockMemory(1);
    const heap = new Heap(memory, 0);
    heap.allocate(MIB);
    const { grown } = memory;
    const error = thrown(() => heap.allocate(4 * GIB));
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe("OutOfMemoryError");
    expect(error.requested).toBe(4 * GIB);
    expect(error.message).toContain("memory: 4096.0 MiB asked for with 1.0 MiB in use");
    expect(memory.grown).toBe(grown);
    expect([heap.used, heap.peak]).toEqual([MIB, MIB]);
    expect(heap.allocate(MIB)).toBe(MIB);
  });

  test("a machine that has no more to give makes an OutOfMemoryError with its cause, and the heap goes on", () => {
    const memory = new MockMemory(1, 16 * PAGE);
    const heap = new Heap(memory, 0);
    const start = heap.allocate(10 * PAGE);
    const error = thrown(() => heap.allocate(7 * PAGE));
    expect(error.requested).toBe(7 * PAGE);
    expect(error.cause).toBeInstanceOf(RangeError);
    expect([heap.used, heap.peak]).toEqual([10 * PAGE, 10 * PAGE]);
    expect(heap.allocate(6 * PAGE)).toBe(10 * PAGE);
    heap.free(start);
    expect(heap.allocate(10 * PAGE)).toBe(0);
    memory.limit = 32 * PAGE;
    expect(heap.allocate(7 * PAGE), "once there is more, it is used").toBe(16 * PAGE);
  });

  test.each([Infinity, NaN, 2 ** 53, 1e300])("a size of %d is out of memory, not a crash", (size) => {
    const heap = new Heap(new MockMemory(1), 0);
    const error = thrown(() => heap.allocate(size));
    expect(error.requested).toBe(size);
    expect(heap.used).toBe(0);
    expect(heap.allocate(64)).toBe(0);
  });
});
