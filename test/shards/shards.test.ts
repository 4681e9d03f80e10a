// A table in shards against the same table in one piece.
import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { crossValidate, elasticNet, fromGram, lasso, Matrix, path, ridge, ridgeInference, SparseMatrix } from "../../src/index.js";
import { type Chunk, shardFolds, shardsOf } from "../../src/shards/index.js";

const n = 1000;
const p = 7;
const draw = normal(5);
const X = Array.from({ length: n }, () => Array.from({ length: p }, (_, j) => draw() + (j === 2 ? 100 : 0)));
const y = X.map((row) => 3 + row[0] - 2 * row[1] + 0.5 * row[2] + draw());
const weights = Array.from({ length: n }, (_, i) => (i % 9 === 0 ? 0 : 1 + (i % 3)));

function* cut(size: number, weighted = false): Generator<Chunk> {
  for (let from = 0; from < n; from += size) {
    const to = from + size;
    yield { X: X.slice(from, to), y: y.slice(from, to), ...(weighted && { weights: weights.slice(from, to) }) };
  }
}
async function* later(size: number): AsyncGenerator<Chunk> {
  for (const chunk of cut(size)) {
    await Promise.resolve();
    yield chunk;
  }
}
const close = (a: ArrayLike<number>, b: ArrayLike<number>, digits = 9) => {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(a[i]).toBeCloseTo(b[i], digits);
};

describe("fits", () => {
  const whole = lasso(X, y, { lambda: 0.1, tol: 1e-12 });
  const sources = {
    "an iterable of chunks": () => cut(130),
    "an async iterable": () => later(77),
    "a function": () => () => later(77),
    "an array of chunks": () => [...cut(333)],
    "a table": () => ({ X, y }),
    "a Matrix": () => ({ X: Matrix.from(X), y }),
    "a sparse matrix": () => ({ X: SparseMatrix.from(sparse()), y: Float64Array.from(y) }),
    "a flat array": () => ({ X: { data: X.flat(), shape: [n, p] }, y }),
    parts: () => ({
      parts: [0, 1, 2, 3],
      read: (part: number) => ({ X: X.slice(part * 250, part * 250 + 250), y: y.slice(part * 250, part * 250 + 250) }),
    }),
    "parts of chunks": () => ({ parts: ["all"], read: () => later(100) }),
  };
  test.each(Object.entries(sources))("of %s are those of the table", async (_, source) => {
    const shards = shardsOf(source() as never, { rowsPerChunk: 128 });
    const fit = await shards.lasso({ lambda: 0.1, tol: 1e-12 });
    close(fit.coefficients, whole.coefficients);
    expect(fit.intercept).toBeCloseTo(whole.intercept, 9);
    expect(fit.certificate.converged).toBe(true);
    // moments are kept: a source that can be read once answers again
    close((await shards.ridge({ lambda: 1 })).coefficients, ridge(X, y, { lambda: 1 }).coefficients);
  });

  function sparse() {
    return {
      data: X.flat(),
      indices: X.flatMap((row) => Array.from(row.keys())),
      indptr: Array.from({ length: n + 1 }, (_, i) => i * p),
      shape: [n, p],
      format: "csr" as const,
    };
  }

  test("with weights, standardized, by elastic net and as a path", async () => {
    const shards = shardsOf(() => cut(90, true));
    const options = { lambda: 0.05, l1Ratio: 0.4, standardize: true, tol: 1e-12 };
    close((await shards.elasticNet(options)).coefficients, elasticNet(X, y, { ...options, weights }).coefficients);
    const a = await shards.path({ count: 20, tol: 1e-12 });
    const b = path(X, y, { count: 20, tol: 1e-12, weights });
    close(a.lambdas, b.lambdas);
    close(a.coefficients(19), b.coefficients(19));
    close((await shards.gram()).means, fromMeans());
    expect(
      fromGram(await shards.gram())
        .path({ count: 20, tol: 1e-12 })
        .coefficients(19),
    ).toEqual(a.coefficients(19));
  });

  const fromMeans = () => {
    const total = weights.reduce((sum, s) => sum + s, 0);
    return X[0].map((_, j) => X.reduce((sum, row, i) => sum + (weights[i] / total) * row[j], 0));
  };

  test.each([true, false])("with inference, intercept %s", async (fitIntercept) => {
    const options = { lambda: 0.2, fitIntercept };
    const a = await shardsOf(() => cut(90, true)).ridgeInference(options);
    const b = ridgeInference(X, y, { ...options, weights });
    close(a.standardErrors, b.standardErrors, 10);
    expect(a.interceptStandardError).toBeCloseTo(b.interceptStandardError, 10);
    expect(a.residualVariance).toBeCloseTo(b.residualVariance, 9);
    close(a.predict(X.slice(0, 5)).lower, b.predict(X.slice(0, 5)).lower);
  });

  test("columns go by their names", async () => {
    const column = (j: number, from: number, to: number) => X.slice(from, to).map((row) => row[j]);
    const chunks = [
      { X: { a: column(0, 0, 500), b: column(1, 0, 500) }, y: y.slice(0, 500) },
      { X: { b: column(1, 500, n), a: column(0, 500, n) }, y: y.slice(500) },
    ];
    const fit = await shardsOf(chunks).ridge({ lambda: 0.1 });
    expect(fit.featureNames).toEqual(["a", "b"]);
    close(fit.coefficients, ridge({ a: column(0, 0, n), b: column(1, 0, n) }, y, { lambda: 0.1 }).coefficients);
  });
});

describe("cross-validation in one pass", () => {
  test.each([
    [10, 1, true],
    [3, 7, false],
  ])("%i folds of seed %i, intercept %s: the errors of crossValidate on the same folds", async (folds, seed, fitIntercept) => {
    const common = { l1Ratio: [1, 0.5], count: 30, standardize: true, fitIntercept, tol: 1e-12 };
    const a = await shardsOf(() => cut(64, true)).crossValidate({ ...common, folds, seed });
    const b = crossValidate(X, y, { ...common, weights, foldIds: shardFolds(n, { folds, seed }) });
    for (const c of [0, 1]) {
      for (const key of ["means", "standardErrors"] as const)
        for (let k = 0; k < 30; k++) expect(Math.abs(a.curves[c][key][k] / b.curves[c][key][k] - 1)).toBeLessThan(1e-9);
      close(a.curves[c].lambdas, b.curves[c].lambdas);
    }
    expect([a.min.k, a.oneSe.k, a.min.curve]).toEqual([b.min.k, b.oneSe.k, b.min.curve]);
    close(a.fit.coefficients, b.fit.coefficients, 7);
  });

  test("rows that nothing is left of are read once more", async () => {
    const exact = X.map((row) => 2 * row[0] - row[1]);
    const chunks = [0, 1, 2, 3].map((k) => ({ X: X.slice(k * 250, k * 250 + 250), y: exact.slice(k * 250, k * 250 + 250) }));
    const options = { count: 60, minRatio: 1e-7, tol: 1e-13, folds: 4 };
    const a = await shardsOf(chunks).crossValidate(options);
    const b = crossValidate(X, exact, { ...options, folds: undefined, foldIds: shardFolds(n, { folds: 4 }) });
    // a gap of 1e-13 leaves the residuals of two solvers as far apart as its root, of what is left
    for (let k = 0; k < 30; k++) expect(Math.abs(a.means[k] / b.means[k] - 1)).toBeLessThan(1e-6);
    await expect(shardsOf(chunks.values()).crossValidate(options)).rejects.toThrow("expected a function that returns it anew");
  });

  test("folds are a matter of the seed and the row, not of chunks", async () => {
    const runs = await Promise.all([31, 500].map((size) => shardsOf(() => cut(size)).crossValidate({ folds: 5, count: 5 })));
    expect(runs[0].rows).toEqual(runs[1].rows);
    expect(runs[0].rows.reduce((sum, rows) => sum + rows, 0)).toBe(n);
    for (const rows of runs[0].rows) expect(Math.abs(rows - 200)).toBeLessThan(5 * Math.sqrt(160));
    expect(shardFolds(50, { seed: 2 })).not.toEqual(shardFolds(50, { seed: 3 }));
    expect(shardFolds(50, { part: 2 })).not.toEqual(shardFolds(50));
  });
});

describe("refuses", () => {
  const bad = (i: number, j: number, value: unknown) =>
    X.map((row, r) => (r === i ? row.map((x, c) => (c === j ? value : x)) : row)) as number[][];
  test.each<[string, () => Promise<unknown> | unknown, string]>([
    ["no source", () => shardsOf(7 as never), "shardsOf: source is 7, expected { X, y, weights? }, chunks"],
    ["an unknown option", () => shardsOf([], { workers: 2 } as never), "shardsOf: workers is not an option, expected on or rowsPerChunk"],
    ["an empty source", () => shardsOf([]).gram(), "Shards.gram: the source has 0 rows, expected at least one of positive weight"],
    ["rows without weight", () => shardsOf({ X: [[1], [2]], y: [1, 2], weights: [0, 0] }).path(), "Shards.path: the source has 2 rows"],
    [
      "NaN",
      () => shardsOf({ X: bad(777, 3, Number.NaN), y }, { rowsPerChunk: 100 }).path(),
      "Shards.path: X has NaN at row 777, column 3, expected a finite number",
    ],
    [
      "NaN in a part",
      () =>
        shardsOf({
          parts: [0, 1],
          read: (part: number) => [
            { X, y },
            { X: part ? bad(5, 0, "7") : X, y },
          ],
        }).path(),
      'Shards.path: X has "7" (a string) at row 1005, column 0 of part 1, expected a finite number',
    ],
    [
      "a bad y",
      () =>
        shardsOf([
          { X, y },
          { X, y: y.map((v, i) => (i === 4 ? Infinity : v)) },
        ]).gram(),
      "Shards.gram: y has Infinity at row 1004",
    ],
    [
      "other columns",
      () =>
        shardsOf([
          { X, y },
          { X: [[1]], y: [1] },
        ]).gram(),
      "rows from 1000: X has 1 columns but the rows before have 7",
    ],
    ["a chunk without X", () => shardsOf([[1, 2]] as never).gram(), "rows from 0: "],
    [
      "weights as option",
      () => shardsOf({ X, y }).ridge({ lambda: 1, weights } as never),
      "weights is not an option, expected them in the chunks",
    ],
    ["no lambda", () => shardsOf({ X, y }).lasso({} as never), "Shards.lasso: lambda is missing"],
    ["alpha", () => shardsOf({ X, y }).path({ alpha: 1 } as never), "Shards.path: alpha is not an option"],
    ["no pool", () => shardsOf({ X, y }).path({ on: 4 } as never), "Shards.path: on is 4, expected a pool of shrinkage/worker or a queue"],
    [
      "one fold",
      () => shardsOf({ X, y }).crossValidate({ folds: 1 }),
      "Shards.crossValidate: folds is 1, expected a whole number from 2 to 1000",
    ],
    ["parts that nobody reads", () => shardsOf({ parts: [1] }).gram(), "the parts have no read"],
  ])("%s", async (_, call, message) => {
    await expect((async () => call())()).rejects.toThrow(message);
  });

  test("before a row is read, what is wrong in the options", async () => {
    let read = 0;
    const shards = shardsOf(() => {
      read++;
      return cut(100);
    });
    for (const options of [{ lambda: -1 }, { lambda: 1, fitIntercept: 1 }, { lambda: 1, l1ratio: 1 }])
      await expect(shards.lasso(options as never)).rejects.toThrow("Shards.lasso: ");
    expect(read).toBe(0);
  });

  test("going on when it is to stop, and a source that fails", async () => {
    const controller = new AbortController();
    let read = 0;
    const endless = async function* () {
      for (;;) {
        if (++read === 20) controller.abort(new Error("enough"));
        yield { X: X.slice(0, 50), y: y.slice(0, 50) };
      }
    };
    await expect(shardsOf(endless()).path({ signal: controller.signal })).rejects.toThrow("enough");
    expect(read).toBeLessThan(30);
    const failing = function* () {
      yield { X, y };
      throw new Error("disk");
    };
    await expect(shardsOf(() => failing()).gram()).rejects.toThrow("disk");
  });
});
