// Kernels look up as they work. That is counted, not timed: at least one look for so many entries that are read, whose number is derived from
// the shape. What a look throws comes through as it is, gives all memory back, and leaves the next answer the same to the bit.
import { afterAll, describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import * as library from "../../src/index.js";
import { network } from "../../src/network/index.js";
import { Stopping } from "../../src/options/watch.js";
import { quietly } from "../helpers/judging.js";

/** Entries of matrices that are read from one look to the next, at most. */
const APART = 4e6;

/** Stands in a signal's place: counts how often it is asked, and ends the call at the `at`th time. */
class Asked extends Stopping {
  count = 0;
  constructor(
    readonly at = Infinity,
    readonly reason: unknown = undefined,
  ) {
    super();
  }

  throwIfAborted(): void {
    if (++this.count >= this.at) throw this.reason;
  }
}

const random = normal(16);
const numbers = (count: number) => Float64Array.from({ length: count }, random);
const matrices: library.Matrix[] = [];
/** columns of which each is a bit like the one before */
function matrix(n: number, p: number, alike = 0): library.Matrix {
  const X = new library.Matrix(n, p);
  matrices.push(X);
  for (let j = 0; j < p; j++) X.column(j).set(numbers(n).map((value, i) => value + (j > 0 ? alike * X.column(j - 1)[i] : 0)));
  return X;
}

const wide = matrix(300, 1000);
const tall = matrix(6000, 200);
const square = matrix(500, 400, 0.7);
// dependent: QR decides, and completes
const copies = matrix(500, 400);
for (let j = 0; j < 100; j++) copies.column(j + 100).set(copies.column(j));
const [ofWide, ofTall, ofSquare] = [numbers(300), numbers(6000), numbers(500)];
const signs = Array.from(ofSquare, (value) => value > 0);
const classes = Array.from(ofTall, (value) => Math.round(Math.abs(value)) % 3);
const rows = Array.from({ length: 5000 }, () => Array.from(numbers(200)));
const ofRows = numbers(5000);
afterAll(() => {
  for (const each of matrices) each.dispose();
});

/** tiles of 4 × 4 products, which read four rows at a time: a quarter of n·m²/2 and of m³/6 */
const gram = (n: number, m: number) => (n * m * m) / 8;
const factor = (m: number) => m ** 3 / 24;
const EIGEN = (2 / 3 + 1 / 2) * 400 ** 3;
/** the first 200 of 400 columns cost nothing */
const penaltyFactors = Float64Array.from({ length: 400 }, (_, j) => (j < 200 ? 0 : 1));

type Options = { signal?: AbortSignal };
/** by call, the entries that are surely read */
const calls: [name: string, work: number, call: (options: Options) => unknown][] = [
  ["Gram and Cholesky of the columns", gram(500, 400) + factor(400), (o) => library.ridge(square, ofSquare, { lambda: 0.1, ...o })],
  ["Gram and Cholesky of the rows", gram(1000, 300) + factor(300), (o) => library.ridge(wide, ofWide, { lambda: 0.1, ...o })],
  // 300 reflections of what is left of 400 columns in 500 rows
  ["QR", 300 * 200 * 300, (o) => library.ridge(copies, ofSquare, { lambda: 0, ...o })],
  // to tridiagonal form and the product of its reflections m³/3 each, a rotation of rows for half of all pairs
  ["eigenvalues", gram(500, 400) + EIGEN, (o) => library.ridgePath(square, ofSquare, { lambdas: [1], ...o })],
  ["leave-one-out", EIGEN + 100 * 400 * 500, (o) => library.ridgeCv(square, ofSquare, o)],
  ["covariances", 3 * 400 ** 3, (o) => library.ridgeInference(square, ofSquare, { lambda: 0.1, ...o })],
  ["second moments", gram(6000, 200) + factor(200), (o) => library.path(tall, ofTall, { count: 10, minRatio: 0.001, ...o })],
  ["rows that are copied and checked", 2 * 5000 * 200, (o) => library.lasso(rows, ofRows, { lambda: 10, ...o })],
  ["passes over columns", 100 * 300 * 100, (o) => library.lasso(wide, ofWide, { lambda: 0.01, ...o })],
  ["a working set", gram(300, 200), (o) => library.path(wide, ofWide, { lambdas: [0.02], ...o })],
  ["a model of any loss", gram(500, 200), (o) => library.logistic(square, signs, { lambda: 0.003, ...o })],
  ["columns without a penalty", gram(500, 200), (o) => library.lasso(square, ofSquare, { lambda: 0.05, penaltyFactors, ...o })],
  ["classes", 3 * gram(6000, 100), (o) => library.multinomial(tall, classes, { lambda: 0.001, ...o })],
  ["mini-batches", 5 * 6000 * 200, (o) => library.gradientDescent(tall, ofTall, { lambda: 0.01, method: "sgd", epochs: 5, ...o })],
  ["full batches", 5 * 6000 * 200, (o) => library.gradientDescent(tall, ofTall, { lambda: 0.01, method: "fista", ...o })],
  ["folds", 5 * gram(6000 / 5, 200), (o) => library.crossValidate(tall, ofTall, { count: 3, folds: 5, ...o })],
  ["networks", 5 * 2 * 6000 * 200 * 4, (o) => network(tall, ofTall, { hidden: [16], epochs: 5, ...o } as never)],
];

describe.each(calls)("%s", (_, work, call) => {
  const run = (signal?: unknown) => JSON.stringify(quietly(() => call(signal ? { signal: signal as AbortSignal } : {})).result);

  test("looks up often enough, ends where it looks, and changes nothing", () => {
    const asked = new Asked();
    const answer = run(asked);
    expect(asked.count).toBeGreaterThanOrEqual(Math.floor(work / APART));
    const { used } = library.memoryUsage();
    // also by what WebAssembly itself throws where it traps; where the last look falls depends on the calls before
    const ends: [number, unknown][] = [
      [2, "enough"],
      [asked.count >> 1, new WebAssembly.RuntimeError("not ours")],
      [asked.count - 1, undefined],
    ];
    for (const [at, reason] of ends.filter(([at]) => at > 0)) {
      let thrown: unknown = "nothing";
      try {
        run(new Asked(at, reason));
      } catch (error) {
        thrown = error;
      }
      expect(thrown, `${at} of ${asked.count}`).toBe(reason);
      expect(library.memoryUsage().used).toBe(used);
    }
    expect(run()).toBe(answer);
  });
});

test("what is called back is not ended by the call around it", () => {
  const controller = new AbortController();
  let inner: unknown;
  const onProgress = () => {
    controller.abort("outer");
    inner ??= library.ridge(square, ofSquare, { lambda: 0.1 });
    inner = library.Matrix.from(rows);
    matrices.push(inner as library.Matrix);
  };
  expect(() => library.path(square, ofSquare, { signal: controller.signal, onProgress })).toThrow("outer");
  expect(inner).toBeInstanceOf(library.Matrix);
});
