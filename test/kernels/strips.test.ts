// Gradients through strips of rows are those over the columns, and stay within what they were given.
import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { STRUCT_BYTES } from "../../src/kernels/abi.js";
import { Arena, kernels as k } from "../helpers/kernels.js";

const random = normal(83);
const vector = (length: number) => Array.from({ length }, random);
/** tails of every length in rows and columns, and more rows than are written at a time */
const SIZES = [
  ...[1, 2, 7, 8, 9, 15, 16, 17].flatMap((n) => [1, 2, 3, 4].map((m) => [n, m])),
  ...[63, 64, 65, 130].map((n) => [n, 5]),
  // strips of more than 4 KiB, one at a time
  [21, 80],
];

/** a problem of which the columns are used backwards and off centre */
function problem(n: number, m: number) {
  const arena = new Arena();
  const numbers = { X: vector(n * m).map((x) => x + 3), means: vector(m), y: vector(n).map(Math.sign), w: vector(n).map(Math.abs) };
  const list = Array.from({ length: m }, (_, j) => m - 1 - j);
  const [X, means, y, w] = [numbers.X, numbers.means, numbers.y, numbers.w].map((values) => arena.f64(values));
  const columns = arena.i32(list);
  const design = arena.bytes(STRUCT_BYTES);
  k.dense(design, n, m, X, columns, means, w);
  const strips = arena.bytes(k.stripsScratch(n, m));
  k.strips(n, m, X, columns, means, strips);
  const limits = [1, 1, -Infinity, Infinity].map((value) => arena.f64(new Float64Array(m).fill(value)));
  const penalty = arena.bytes(STRUCT_BYTES);
  k.elasticNet(penalty, 0.3, 0, limits[0], limits[1], limits[2], limits[3]);
  const none = arena.bytes(STRUCT_BYTES);
  k.elasticNet(none, 0, 1, limits[0], limits[1], limits[2], limits[3]);
  const work = arena.f64(new Float64Array(2 * Math.ceil(n / 8) * 8));
  const smooth = arena.bytes(STRUCT_BYTES);
  const over = (where: number, intercept: boolean) => k.smooth(smooth, design, penalty, none, 1, intercept, where, work);
  return { arena, ...numbers, list, strips, y, w, smooth, over };
}

describe.each(SIZES)("%i rows, %i columns", (n, m) => {
  test("a strip is eight rows, column after column, centred, with zeros where there is nothing", () => {
    const { arena, X, means, list, strips } = problem(n, m);
    arena.checkGuards();
    const width = m + (m % 2);
    const out = arena.read(strips, Math.ceil(n / 8) * 8 * width);
    const expected = out.map((_, at) => {
      const [row, j] = [8 * Math.floor(at / (8 * width)) + (at % 8), Math.floor(at / 8) % width];
      return row < n && j < m ? X[list[j] * n + row] - means[j] : 0;
    });
    expect(out).toEqual(expected);
  });

  test.each(["squared", "logistic", "huber", "poisson", "squaredHinge"] as const)("%s: value, gradient and intercept", (name) => {
    const { arena, strips, y, w, smooth, over } = problem(n, m);
    const loss = arena.bytes(STRUCT_BYTES);
    if (name === "huber") k.huber(loss, n, y, w, 0.7);
    else k[name](loss, n, y, w);
    const b = arena.f64(vector(m + 1).map((value) => 0.3 * value));
    for (const intercept of [false, true]) {
      const [through, along] = [strips, 0].map((where) => {
        over(where, intercept);
        const grad = arena.blank(m + 2);
        const value = k.evaluate(smooth, loss, b, grad);
        return [value, ...arena.read(grad, m + 2)];
      });
      arena.checkGuards();
      // sums of n terms and margins of m, in another order; entries are below 10 and w below 4
      const largest = Math.max(...along.map(Math.abs), 1);
      for (const [at, value] of through.entries()) {
        expect(Math.abs(value - along[at])).toBeLessThanOrEqual(8 * (n + 10 * m) * Number.EPSILON * largest);
      }
    }
  });

  test("the largest curvature", () => {
    const { arena, strips, smooth, over } = problem(n, m);
    const start = [...vector(m), 0];
    const metric = arena.f64(vector(m).map(Math.abs));
    const [through, along] = [strips, 0].map((where) => {
      over(where, true);
      return k.curvature(smooth, metric, 20, arena.f64(start), arena.blank(2 * (m + 1) + 40));
    });
    arena.checkGuards();
    expect(Math.abs(through - along)).toBeLessThanOrEqual(1e-10 * along);
  });
});
