// Chunks of any size, in any order and merged in any tree leave the statistics of all rows; JSON keeps every bit.
import { afterEach, describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf, uniform } from "../../reference/problems.js";
import { fromGram, GramAccumulator, Matrix, memoryUsage } from "../../src/index.js";
import { diagonal } from "../../src/problem/statistics.js";
import diabetes from "../fixtures/diabetes.json" with { type: "json" };

afterEach(() => {
  expect(memoryUsage().used).toBe(0);
});

interface Rows {
  X: number[][];
  y: number[];
  weights: number[];
}

const slice = ({ X, y, weights }: Rows, from: number, to: number): Rows => ({
  X: X.slice(from, to),
  y: y.slice(from, to),
  weights: weights.slice(from, to),
});
const seen = ({ X, y, weights }: Rows) => new GramAccumulator(X[0].length).add(X, y, { weights });
const chunks = (rows: Rows, size: number) =>
  Array.from({ length: Math.ceil(rows.X.length / size) }, (_, k) => slice(rows, k * size, (k + 1) * size));
const inChunks = (rows: Rows, size: number) =>
  chunks(rows, size).reduce((all, { X, y, weights }) => all.add(X, y, { weights }), new GramAccumulator(rows.X[0].length));

function shuffled(rows: Rows, seed: number): Rows {
  const random = uniform(seed);
  const order = rows.y.map((_, i) => ({ i, key: random() })).sort((a, b) => a.key - b.key);
  return { X: order.map(({ i }) => rows.X[i]), y: order.map(({ i }) => rows.y[i]), weights: order.map(({ i }) => rows.weights[i]) };
}

/** halves, quarters, … merged back, right into left and left into right by turns */
function tree(rows: Rows, depth = 0): GramAccumulator {
  const n = rows.y.length;
  if (n <= 3) return seen(rows);
  const cut = Math.floor(n / 3) + 1;
  const [left, right] = [tree(slice(rows, 0, cut), depth + 1), tree(slice(rows, cut, n), depth + 1)];
  return depth % 2 ? right.merge(left) : left.merge(right);
}

/** Σw, means and centred products, y last, in two passes around `origin`, which is near the mean */
function twoPass({ X, y, weights }: Rows, origin: number[]) {
  const z = X.map((row, i) => [...row, y[i]].map((value, j) => value - origin[j]));
  const weightSum = weights.reduce((a, b) => a + b);
  const columns = origin.map((_, j) => z.map((row) => row[j]));
  const sum = (values: number[]) => values.reduce((total, value, i) => total + weights[i] * value, 0);
  const off = columns.map((column) => sum(column) / weightSum);
  const centred = columns.map((column, j) => column.map((value) => value - off[j]));
  const triangle = centred.flatMap((u, a) => centred.slice(0, a + 1).map((v) => sum(u.map((ui, i) => ui * v[i]))));
  return { weightSum, off, means: off.map((d, j) => origin[j] + d), triangle };
}

/** the worst error of the products, in units of √(Mⱼⱼ Mₖₖ), and of the means in standard deviations */
function errors(accumulator: GramAccumulator, rows: Rows, origin: number[]) {
  const { means, rests, triangle, weightSum } = accumulator.statistics();
  const truth = twoPass(rows, origin);
  const length = (j: number) => Math.sqrt(truth.triangle[diagonal(j)]);
  let products = 0;
  for (let a = 0, k = 0; a < means.length; a++)
    for (let b = 0; b <= a; b++, k++) products = Math.max(products, Math.abs(triangle[k] - truth.triangle[k]) / (length(a) * length(b)));
  const shift = truth.off.map((d, j) => Math.abs(means[j] - origin[j] + rests[j] - d) / (length(j) / Math.sqrt(weightSum)));
  return { products, means: Math.max(...shift), weightSum: Math.abs(weightSum / truth.weightSum - 1) };
}

const n = 300;
const { columns, y } = autoregressive({ n, p: 6, density: 1, seed: 31 });
const rows: Rows = { X: rowsOf(columns), y: Array.from(y), weights: Array.from({ length: n }, (_, i) => ((i * 5) % 7) * 0.5) };
const zeros = new Array(7).fill(0);

describe("the statistics of all rows", () => {
  const ways: [string, (rows: Rows) => GramAccumulator][] = [
    ["at once", seen],
    ["in chunks of 1", (rows) => inChunks(rows, 1)],
    ["in chunks of 7", (rows) => inChunks(rows, 7)],
    ["in chunks of 100", (rows) => inChunks(rows, 100)],
    ["in chunks of 7, shuffled", (rows) => inChunks(shuffled(rows, 5), 7)],
    ["merged in a tree", tree],
    ["merged in a tree, shuffled", (rows) => tree(shuffled(rows, 6))],
    [
      "through JSON between chunks",
      (rows) =>
        chunks(rows, 100).reduce(
          (all, { X, y, weights }) => GramAccumulator.fromJSON(JSON.stringify(all)).add(X, y, { weights }),
          new GramAccumulator(6),
        ),
    ],
  ];

  test.each(ways)("%s", (_, way) => {
    const accumulator = way(rows);
    const error = errors(accumulator, rows, zeros);
    expect(accumulator.rows).toBe(n);
    expect(error.weightSum).toBeLessThan(1e-14);
    expect(error.means).toBeLessThan(1e-14);
    expect(error.products).toBeLessThan(1e-14);
    const { means } = twoPass(rows, zeros);
    expect(accumulator.weightSum).toBe(accumulator.statistics().weightSum);
    [...accumulator.means, accumulator.yMean].forEach((mean, j) => {
      expect(mean).toBeCloseTo(means[j], 13);
    });
  });

  // 1e8 ± 1, and y with mean −1e8 as well: 6 digits are asked for, the second half of the means keeps nearly all of them
  test.each(ways)("of columns with mean 1e8 and sd 1, %s", (_, way) => {
    const origin = [1e8, -1e8, 1e8, 1e8, 0, 1e8, -1e8];
    // multiples of 2⁻²⁰: adding 1e8 rounds nothing, so that the truth is known
    const round = (value: number, j: number) => Math.round(value * 2 ** 20) / 2 ** 20 + origin[j];
    const far = { ...rows, X: rows.X.map((row) => row.map(round)), y: rows.y.map((value) => round(value, 6)) };
    const error = errors(way(far), far, origin);
    expect(error.products).toBeLessThan(1e-13);
    expect(error.means).toBeLessThan(1e-13);
  });

  test("of ever larger numbers: a million rows of a column with mean 1e8 in chunks of 1000", () => {
    const random = normal(3);
    const accumulator = new GramAccumulator(1);
    let [sum, squares] = [0, 0];
    for (let k = 0; k < 1000; k++) {
      const d = Array.from({ length: 1000 }, () => Math.round(random() * 2 ** 20) / 2 ** 20);
      accumulator.add({ data: d.map((value) => 1e8 + value), shape: [1000, 1] }, d);
      // chunk by chunk here too: a plain sum of a million terms is off by 1e-12 itself
      sum += d.reduce((total, value) => total + value, 0);
      squares += d.reduce((total, value) => total + value * value, 0);
    }
    const { triangle } = accumulator.statistics();
    const truth = squares - (sum * sum) / 1e6;
    for (const value of triangle) expect(Math.abs(value / truth - 1)).toBeLessThan(1e-12);
  });

  test("of a constant column are its value and exactly 0", () => {
    const constant = { ...rows, X: rows.X.map((row) => [0.1, row[0]]) };
    for (const accumulator of [seen(constant), inChunks(constant, 1), inChunks(constant, 7), tree(constant)]) {
      expect(accumulator.means[0]).toBe(0.1);
      expect(Array.from(accumulator.statistics().triangle.slice(0, 2))).toEqual([0, 0]);
    }
  });
});

describe("rows", () => {
  test("of weight 0 are counted and leave nothing else, alone or among others", () => {
    const accumulator = new GramAccumulator(1).add([[5], [6]], [1, 2], { weights: [0, 0] });
    expect(accumulator.rows).toBe(2);
    expect(accumulator.weightSum).toBe(0);
    expect(() => fromGram(accumulator)).toThrow("accumulator has 2 rows, expected at least one of positive weight");
    accumulator.add([[1], [2], [7]], [3, 4, 9], { weights: [1, 3, 0] }).add([[1e9]], [1e9], { weights: [0] });
    expect(accumulator.rows).toBe(6);
    expect(accumulator.means).toEqual(Float64Array.of(1.75));
    expect(accumulator.yMean).toBe(3.75);
    expect(Array.from(accumulator.statistics().triangle)).toEqual([0.75, 0.75, 0.75]);
  });

  test("come in every form, by name where names are known", () => {
    const X = [
      [1, 2],
      [3, 5],
      [4, 1],
    ];
    const expected = new GramAccumulator(2).add(X, [1, 2, 4]).statistics();
    using matrix = Matrix.from({ extra: [9, 9, 9], b: [2, 5, 1], a: [1, 3, 4] });
    using plain = Matrix.from(X);
    const named = () => new GramAccumulator(2, { featureNames: ["a", "b"] });
    for (const accumulator of [
      new GramAccumulator(2).add(
        plain,
        plain.column(0).map((_, i) => [1, 2, 4][i]),
      ),
      new GramAccumulator(2).add({ data: [1, 2, 3, 5, 4, 1], shape: [3, 2] }, { data: [1, 2, 4], shape: [3] }),
      named().add(matrix, [1, 2, 4]),
      named().add({ b: [2, 5, 1], a: [1, 3, 4] }, [1, 2, 4]),
    ])
      expect(accumulator.statistics()).toEqual(expected);
    const adopted = new GramAccumulator(2).add({ a: [1], b: [2] }, [1]).add({ b: [5, 1], a: [3, 4] }, [2, 4]);
    expect(adopted.featureNames).toEqual(["a", "b"]);
    expect(adopted.means).toEqual(Float64Array.of(8 / 3, 8 / 3));
    expect(fromGram(adopted).lasso({ lambda: 0.1 }).featureNames).toEqual(["a", "b"]);
  });

  test("merged with themselves are there twice", () => {
    const twice = seen(rows);
    twice.merge(twice);
    expect(twice.statistics().triangle).toEqual(
      seen(rows)
        .statistics()
        .triangle.map((value) => 2 * value),
    );
    expect(twice.rows).toBe(2 * n);
    expect(twice.weightSum).toBe(2 * seen(rows).weightSum);
  });
});

describe("JSON", () => {
  test("keeps every bit, as text and as an object, empty ones too", () => {
    const named = new GramAccumulator(10, { featureNames: diabetes.features }).add(diabetes.X, diabetes.y);
    for (const accumulator of [named, tree(rows), new GramAccumulator(3)]) {
      for (const form of [JSON.stringify(accumulator), accumulator.toJSON()]) {
        const back = GramAccumulator.fromJSON(form);
        expect(back.statistics()).toEqual(accumulator.statistics());
        expect(back.featureNames).toEqual(accumulator.featureNames);
        expect(JSON.stringify(back)).toBe(JSON.stringify(accumulator));
      }
    }
  });

  test("is base64 of little-endian numbers with a format and a version", () => {
    const accumulator = new GramAccumulator(1).add([[1], [3], [1], [3]], [2, 4, 2, 4]);
    const data = new Float64Array([4, 2, 3, 0, 0, 4, 4, 4]);
    expect(JSON.parse(JSON.stringify(accumulator))).toEqual({
      format: "shrinkage/gram-accumulator",
      version: 1,
      rows: 4,
      columns: 1,
      data: btoa(String.fromCharCode(...new Uint8Array(data.buffer))),
    });
  });
});
