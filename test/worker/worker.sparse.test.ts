import { expect, test } from "vitest";
import { normal, uniform } from "../../reference/problems.js";
import { crossValidate, lasso, SparseMatrix } from "../../src/index.js";
import { createWorker, pool } from "../../src/worker/index.js";

const [draw, random] = [normal(3), uniform(3)];
const rows = Array.from({ length: 40 }, () =>
  Object.fromEntries(Array.from({ length: 30 }, (_, j) => [j, draw()] as const).filter(() => random() < 0.15)),
);
const X = SparseMatrix.fromRows(rows, 30);
const y = rows.map((row) => (row[2] ?? 0) - (row[5] ?? 0) + 0.1 * draw());

test("a worker takes a sparse table, once or with a call, and answers as this thread does, to the bit", async () => {
  using worker = await createWorker();
  const here = lasso(X, y, { lambda: 0.02 });
  const there = await worker.lasso(X, y, { lambda: 0.02 });
  expect(there.coefficients).toEqual(here.coefficients);
  const kept = await worker.Matrix.from(X);
  expect((await worker.lasso(kept, y, { lambda: 0.02 })).coefficients).toEqual(here.coefficients);
  await kept.dispose();
});

test("a pool cross-validates a sparse table", async () => {
  using two = await pool(2);
  const options = { folds: 4, seed: 1, count: 10 };
  const there = await crossValidate(X, y, { ...options, pool: two } as never);
  const here = crossValidate(X, y, options);
  expect((there as typeof here).predictions).toEqual(here.predictions);
});
