import { expect, test } from "vitest";
import { path } from "../../src/index.js";
import { STRUCT_BYTES } from "../../src/kernels/abi.js";
import { Arena, kernels as k } from "../helpers/kernels.js";

/** fenchel of one row of weight 1 */
function fenchel(fill: typeof k.logistic, y: number, eta: number, theta: number): number {
  const arena = new Arena();
  const struct = arena.bytes(STRUCT_BYTES);
  const out = arena.blank(5);
  fill(struct, 1, arena.f64([y]), arena.f64([1]));
  k.lossOf(struct, arena.f64([eta]), 1, arena.f64([theta]), arena.blank(4), out);
  return arena.read(out, 2)[1];
}

// Far out, f(η) + f*(θ) − θη written as it stands loses everything. From s, which is the smaller one of p and 1 − p or the mean, and b,
// which θ stands for, it is b log(b/s) − b + s, and for the two classes as much of 1 − b and 1 − s: (b − s)²/2 up to a share of b.
const excess = (s: number, b: number) => b * Math.log1p((b - s) / s) - (b - s);

// An error of ε in s moves that by |b − s|ε, which is at most 2max(b, s)/|b − s| of it; the same for b and for the cancellation in `excess`,
// some 8 in all. Where b is not within a quarter of s, the kernel may take the difference of log b and log s, which are about η.
const allowed = (expected: number, s: number, b: number, eta: number) =>
  Number.EPSILON * (16 * expected * (Math.max(b, s) / Math.abs(b - s)) + (Math.abs(b - s) <= s / 4 ? 0 : 4 * Math.abs(eta) * b));

test.each([1, -1])("logistic, t = %i: the gap of rows far on either side keeps its digits", (t) => {
  for (const eta of [22, 25, 28, 31]) {
    const s = Math.exp(-eta) / (1 + Math.exp(-eta));
    for (const share of [0.5, 0.9, 0.98, 1.02, 1.1, 2, 8]) {
      // few bits, so that 1 − b is exact
      const b = Math.round(s * share * 2 ** 53) / 2 ** 53;
      const expected = excess(s, b) + (b - s) ** 2 / 2;
      const room = allowed(expected, s, b, eta);
      const right = fenchel(k.logistic, t, t * eta, -t * b);
      const wrong = fenchel(k.logistic, t, -t * eta, -t * (1 - b));
      expect(Math.abs(right - expected), `right, η = ${eta}, ${share}`).toBeLessThanOrEqual(room);
      expect(Math.abs(wrong - expected), `wrong, η = ${eta}, ${share}`).toBeLessThanOrEqual(room);
    }
  }
});

test("poisson: the gap of tiny means keeps its digits", () => {
  for (const eta of [-30, -300, -600]) {
    const s = Math.exp(eta);
    for (const share of [0.5, 0.9, 1.1, 2, 8]) {
      const expected = excess(s, share * s);
      const actual = fenchel(k.poisson, 0, eta, share * s);
      expect(Math.abs(actual - expected), `η = ${eta}, ${share}`).toBeLessThanOrEqual(allowed(expected, s, share * s, eta));
    }
  }
});

test.each([
  ["one class", "logistic", [1, 1, 1, 1], undefined],
  ["one class", "squaredHinge", [0, 0, 0, 0], undefined],
  ["one class of positive weight", "logistic", [0, 1, 1, 0], [0, 0.3, 2, 0]],
  ["one class of positive weight", "squaredHinge", [0, 1, 1, 0], [7, 0, 0, 0.1]],
  ["constant counts", "poisson", [1.49, 1.49, 1.49, 1.49], [1, 4.3, 2.1, 0.7]],
  ["no counts", "poisson", [0, 0, 0, 0], undefined],
  ["constant", "huber", [0.1, 0.1, 0.1, 0.1], undefined],
] as const)("devianceExplained is 0 where the intercept leaves nothing to explain: %s, %s", (_, loss, y, weights) => {
  const rows = [
    [1, 2],
    [3, 1],
    [4, 7],
    [2, 2],
  ];
  const fits = path(rows, [...y], { loss, count: 5, weights });
  expect([...fits.devianceExplained]).toEqual([0, 0, 0, 0, 0]);
  expect(fits.converged).not.toContain(false);
});
