// The endurance run finds what it is there to find: each kind of damage, put in on purpose, ends the first rounds.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, expect, test, vi } from "vitest";
import { heap } from "../../src/kernels/heap.js";
import { kernels } from "../../src/kernels/kernels.js";
import { Scope } from "../../src/kernels/scope.js";
import { Yardstick } from "../../src/results/certificate.js";
import { endure } from "../soak/endurance.js";
import { Flatness } from "../soak/flatness.js";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;
const engine = {
  log: () => {},
  sample: () => ({ heap: process.memoryUsage().heapUsed }),
  async collect() {
    gc();
    await new Promise((resolve) => setTimeout(resolve));
  },
};

afterEach(() => {
  vi.restoreAllMocks();
  // new memory: nothing of the damage is left
  const far = 2 ** 32 - 64;
  expect(() => kernels().moments(64, 1, far, far, far, far)).toThrow("kernel: trapped");
});

/** the first failure within some rounds */
async function found(): Promise<string | undefined> {
  for (let seed = 1; seed <= 5; seed++) {
    const { failure } = await endure(engine, { rounds: 1 }, seed);
    if (failure) return failure;
  }
}

test("as it is, rounds pass, and the same seed makes the same calls", async () => {
  const [first, second] = [await endure(engine, { rounds: 1 }, 3), await endure(engine, { rounds: 1 }, 3)];
  expect(first.failure).toBeUndefined();
  expect(first.calls).toBeGreaterThan(50);
  expect([second.calls, second.refused]).toEqual([first.calls, first.refused]);
});

test("rounds that failed once: a Poisson path whose line through the last two λ's led to an infinite objective", async () => {
  const { failure } = await endure(engine, { rounds: 1 }, 91058);
  expect(failure).toBeUndefined();
});

const release = Scope.prototype.release;
const damages: [what: string, damage: () => void, says: RegExp][] = [
  [
    "a block that is never given back",
    () => {
      let calls = 0;
      vi.spyOn(Scope.prototype, "release").mockImplementation(function (this: Scope) {
        if (++calls % 40 === 0) heap().allocate(64);
        release.call(this);
      });
    },
    /bytes in use, but the matrices take/,
  ],
  [
    "a block that is given back twice",
    () => {
      let calls = 0;
      vi.spyOn(Scope.prototype, "bytes").mockImplementation(function (this: Scope, count: number) {
        const block = bytes.call(this, count);
        if (++calls % 200 === 0) heap().free(block);
        return block;
      });
    },
    /is not an allocated block|overlap|bytes in use|expected/,
  ],
  [
    "a hole that is forgotten",
    () => {
      let calls = 0;
      vi.spyOn(Object.getPrototypeOf(heap()), "layout").mockImplementation(function (this: ReturnType<typeof heap>) {
        const all = layout.call(this);
        return ++calls % 50 === 0 ? all.slice(0, -1) : all;
      });
    },
    /the heap (ends at|has)/,
  ],
  [
    "a gap that claims too much",
    () => {
      vi.spyOn(Yardstick.prototype, "certify").mockImplementation(function (this: Yardstick, tol, objective, gap, iterations) {
        return certify.call(this, tol, objective, gap / 1e3, iterations);
      });
    },
    /an answer lies .* below, the gap claims|a tighter answer is .* better, gap/,
  ],
  [
    "an objective that is off in the ninth digit",
    () => {
      vi.spyOn(Yardstick.prototype, "certify").mockImplementation(function (this: Yardstick, tol, objective, gap, iterations) {
        return certify.call(this, tol, objective * (1 + 1e-9), gap, iterations);
      });
    },
    /objective .*, but .* by the judge/,
  ],
  [
    "a kernel that writes into a Matrix",
    () => {
      const instance = kernels();
      const { fitted } = instance;
      vi.spyOn(instance, "fitted").mockImplementation((design, ...rest) => {
        fitted(design, ...rest);
        // X is the fourth word of a design (assembly/design/stored.ts)
        const X = new Uint32Array(instance.memory.buffer, design, 4)[3];
        new Float64Array(instance.memory.buffer, X, 1)[0] += 1;
      });
    },
    /a Matrix has .* at row 0, column 0, expected/,
  ],
];
const { bytes } = Scope.prototype;
const { certify } = Yardstick.prototype;
const { layout } = Object.getPrototypeOf(heap()) as ReturnType<typeof heap>;

test.each(damages)("%s is found", async (_, damage, says) => {
  damage();
  const failure = await found();
  expect(failure).toMatch(says);
  expect(failure).toMatch(/again: npm run soak -- --minutes 0 --seed \d+/);
});

test("a leak of 40 bytes a call is found in what a collection leaves, noise and warming up are not", () => {
  const judged = (heapAfter: (round: number) => number) => {
    const flatness = new Flatness();
    for (let round = 0; round < 60; round++) flatness.add(300 * (round + 1), { heap: heapAfter(round) });
    return flatness.judge().grows;
  };
  const noise = (round: number) => 1e4 * Math.sin(round * round);
  const warm = (round: number) => 5e7 * (1 - Math.exp(-round / 3));
  expect(judged((round) => warm(round))).toBe(false);
  expect(judged((round) => warm(round) + noise(round))).toBe(false);
  expect(judged((round) => warm(round) + noise(round) + 40 * 300 * round)).toBe(true);
});
