// A table that is tall enough for all workers of a pool to share one fit.
import { expect, test } from "vitest";
import { autoregressive } from "../../reference/problems.js";
import { Matrix, path } from "../../src/index.js";
import { pool } from "../../src/worker/index.js";

test("a path of 200,000 × 50 from moments of all workers: the same bits on one, two and three, and proven", async () => {
  const { columns, y } = autoregressive({ n: 200_000, p: 50, density: 0.2, seed: 12 });
  const X = { data: Float64Array.from({ length: 1e7 }, (_, k) => columns[Math.floor(k / 200_000)][k % 200_000]), shape: [200_000, 50] };
  using here = Matrix.from({ ...X, order: "column-major" } as never);
  const alone = path(here, y, { count: 12 });
  const found: unknown[] = [];
  for (const size of [1, 2, 3]) {
    using workers = pool(size);
    found.push(await path(size === 2 ? await workers.Matrix.from(here) : here, y, { count: 12, pool: workers }));
  }
  expect(found[1]).toStrictEqual(found[0]);
  expect(found[2]).toStrictEqual(found[0]);
  const shared = found[0] as typeof alone;
  expect(shared.converged.every(Boolean)).toBe(true);
  // sums in another order: the shared route was taken
  expect(shared).not.toStrictEqual(alone);
  for (let k = 0; k < 12; k++) expect(Math.abs(shared.objectives[k] / alone.objectives[k] - 1)).toBeLessThan(1e-7);
});
