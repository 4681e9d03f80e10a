// Shards on a pool: the same bits as in this thread, whatever the number of workers.
import { afterAll, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { SparseMatrix } from "../../src/index.js";
import { type Chunk, shardsOf } from "../../src/shards/index.js";
import { pool } from "../../src/worker/index.js";

const draw = normal(11);
const X = Array.from({ length: 600 }, () => Array.from({ length: 5 }, draw));
const y = X.map((row) => row[0] - row[1] + draw());

const pools = [pool(1), pool(3)];
afterAll(() => {
  for (const each of pools) each.terminate();
});

function* chunks(): Generator<Chunk> {
  for (let from = 0; from < 600; from += 70) {
    const [some, of] = [X.slice(from, from + 70), y.slice(from, from + 70)];
    const entries = some.map((row) => Object.fromEntries(row.map((value, j) => [j, value])));
    yield { X: from % 3 ? some : SparseMatrix.fromRows(entries, 5), y: of, weights: of.map((_, i) => i % 4) };
  }
}

test.each(pools)("a pool of %# + 1 workers gives the bits of this thread", async (on) => {
  const here = await shardsOf(chunks).crossValidate({ folds: 4, count: 10, l1Ratio: [1, 0.3] });
  const there = await shardsOf(chunks, { on }).crossValidate({ folds: 4, count: 10, l1Ratio: [1, 0.3] });
  expect(there.means).toEqual(here.means);
  expect(there.standardErrors).toEqual(here.standardErrors);
  expect(there.fit.coefficients).toEqual(here.fit.coefficients);
  const fit = await shardsOf(chunks).ridge({ lambda: 0.1, on });
  expect(fit.coefficients).toEqual((await shardsOf(chunks).ridge({ lambda: 0.1 })).coefficients);
});

test("a source is read no faster than it is worked on", async () => {
  let ahead = 0;
  let most = 0;
  const counted = async function* () {
    for (let k = 0; k < 30; k++) {
      most = Math.max(most, ++ahead);
      yield { X, y };
    }
  };
  const [, on] = pools;
  await shardsOf(counted(), { on }).gram({ onProgress: () => ahead-- });
  // four at the workers, one in hand
  expect(most).toBeLessThanOrEqual(on.size + 2);
});

test("errors of rows come from there as from here", async () => {
  const bad = X.map((row, i) => (i === 40 ? [1, 2, Number.NaN, 4, 5] : row));
  const source = () => [
    { X, y },
    { X: bad, y },
  ];
  await expect(shardsOf(source).path({ on: pools[1] })).rejects.toThrow(
    "Shards.path: X has NaN at row 640, column 2, expected a finite number",
  );
  const huge = X.map((row) => row.map((value) => value * 1e200));
  await expect(shardsOf([{ X: huge, y }]).path({ on: pools[1] })).rejects.toThrow(/^Shards\.path: /);
});

test.each([
  ["logistic", [0, 1]],
  ["multinomial", [0, 1, 2]],
] as const)("rounds of %s give the same bits", async (loss, classes) => {
  const classed = () =>
    Array.from(chunks(), ({ X, y }) => ({
      X,
      y: Array.from(y as number[], (value) => Math.min(classes.length - 1, Math.max(0, Math.ceil(value)))),
    }));
  const options = { loss, classes, count: 6, minRatio: 0.01 } as never as { loss: "logistic"; classes: [0, 1]; count: 6; minRatio: 0.01 };
  const [here, there] = [await shardsOf(classed).path(options), await shardsOf(classed).path({ ...options, on: pools[1] })];
  expect(there.gaps).toEqual(here.gaps);
  expect(there.coefficients(5)).toEqual(here.coefficients(5));
  expect(there.converged).toEqual(here.converged.map(() => true));
});
