// The one generator of src/: against plain arithmetic, and that orders are fair. What kernels draw is tested with gradientDescent's steps.
import { expect, test } from "vitest";
import { nextBits, nextUniform, seeded, shuffle } from "../src/random.js";

test("sfc32: the numbers of whole arithmetic modulo 2³²", () => {
  for (const [seed, stream] of [
    [0, 0],
    [1, 0],
    [2 ** 32 - 1, 2 ** 32 - 1],
    [12345, 7],
  ]) {
    const state = seeded(seed, stream);
    let [a, b, c, counter] = [0n, BigInt(seed), BigInt(stream), 1n];
    const word = (x: bigint) => BigInt.asUintN(32, x);
    for (let k = 0; k < 1016; k++) {
      const out = word(a + b + counter);
      counter++;
      [a, b, c] = [b ^ (b >> 9n), word(c + (c << 3n)), word(((c << 21n) | (c >> 11n)) + out)];
      if (k >= 16) expect(nextBits(state) >>> 0).toBe(Number(out));
    }
  }
});

test("numbers are in [0, 1), evenly; streams and neighbouring seeds have nothing to do with each other", () => {
  const n = 20_000;
  const draw = (seed: number, stream?: number) => {
    const state = seeded(seed, stream);
    return Array.from({ length: n }, () => nextUniform(state));
  };
  const x = draw(3);
  expect(x.every((value) => value >= 0 && value < 1)).toBe(true);
  const centred = (values: number[]) => values.map((value) => value - 0.5);
  // Var of a uniform number is 1/12: five standard errors
  expect(Math.abs(centred(x).reduce((sum, value) => sum + value, 0) / n)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
  for (const other of [draw(4), draw(3, 1), draw(2 ** 31 + 3)]) {
    const product = centred(x).reduce((sum, value, i) => sum + value * (other[i] - 0.5), 0) / n;
    expect(Math.abs(product)).toBeLessThan(5 / 12 / Math.sqrt(n));
  }
});

test("permutations hold every place once, and every order is as likely as any other", () => {
  const next = seeded(5);
  const counts = new Map<string, number>();
  for (let k = 0; k < 24_000; k++) {
    const order = shuffle([0, 1, 2, 3], next);
    expect(order.toSorted().join()).toBe("0,1,2,3");
    counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  const chi2 = [...counts.values()].reduce((total, count) => total + (count - 1000) ** 2 / 1000, 0);
  // 23 degrees of freedom, sd √46
  expect(chi2).toBeLessThan(23 + 5 * Math.sqrt(46));
});
