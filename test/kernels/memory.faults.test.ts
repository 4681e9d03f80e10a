// Memory that ends at any allocation of any public call, and callers who end a call at any step of it: one error, every byte given back, and
// the next call has the same bits.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { memoryUsage, OutOfMemoryError } from "../../src/index.js";
import { Heap } from "../../src/kernels/heap.js";
import { Scope } from "../../src/kernels/scope.js";
import { calls } from "../helpers/calls.js";

const env = import.meta.env as Record<string, string | undefined>;
/** FAULTS=all: every allocation up to the 200th */
const all = env.FAULTS === "all";

// every block is the heap's own
const { room } = Scope;
beforeEach(() => {
  Scope.room = 0;
});
afterEach(() => {
  Scope.room = room;
  vi.restoreAllMocks();
});

/** fails at allocation number `at`, from 1; how many there were */
function failing(at: number): { count: number; error?: OutOfMemoryError } {
  const state: { count: number; error?: OutOfMemoryError } = { count: 0 };
  const { allocate } = Heap.prototype;
  vi.spyOn(Heap.prototype, "allocate").mockImplementation(function (this: Heap, bytes: number) {
    if (++state.count === at) {
      state.error = new OutOfMemoryError(bytes, this.used);
      throw state.error;
    }
    return allocate.call(this, bytes);
  });
  return state;
}

/** the numbers of the allocations that fail: the first ones, some on the way, the last ones */
function places(count: number): number[] {
  const some = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 200, count - 1, count];
  const asked = all ? Array.from({ length: 200 }, (_, k) => k + 1) : some;
  return [...new Set(asked.filter((n) => n >= 1 && n <= count))];
}

/** numbers of an answer, one behind the other */
function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(numbersIn) : [];
}

function expectNear(answer: unknown, expected: unknown, what: string): void {
  const [a, b] = [numbersIn(answer), numbersIn(expected)];
  expect(a.length, what).toBe(b.length);
  // some hundred roundings, which as many steps have carried on
  expect(
    a.findIndex((x, k) => !(Math.abs(x - b[k]) <= 1e-9 * (1 + Math.abs(b[k])))),
    what,
  ).toBe(-1);
}

test.each(calls.map(([name, call], k) => [`${name} (${k})`, call] as const))("%s", (_, call) => {
  const { used, matrices } = memoryUsage();
  const counted = failing(Infinity);
  const expected = call();
  vi.restoreAllMocks();
  expect(counted.count).toBeGreaterThan(0);
  for (const at of places(counted.count)) {
    const state = failing(at);
    let thrown: unknown;
    let answer: unknown;
    try {
      answer = call();
    } catch (error) {
      thrown = error;
    }
    vi.restoreAllMocks();
    // full gradients do without their copy of X where there is no room for it: sums in another order
    if (thrown === undefined) expectNear(answer, expected, `allocation ${at} failed, and nobody heard`);
    else expect(thrown, `allocation ${at}`).toBe(state.error);
    expect(memoryUsage().used, `bytes in use after allocation ${at} failed`).toBe(used);
    expect(memoryUsage().matrices).toBe(matrices);
  }
  expect(call()).toEqual(expected);
});
