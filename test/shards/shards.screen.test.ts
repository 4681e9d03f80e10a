// Rounds that bring the curvature of a working set alone: the paths of the table, their gaps over all columns, and how much travels.
import { afterAll, describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { path, SparseMatrix } from "../../src/index.js";
import { ENGINE, type Engine, sumOfPart } from "../../src/shards/engine.js";
import { type Chunk, shardsOf } from "../../src/shards/index.js";
import { encodeSum } from "../../src/shards/sum.js";
import type { Task } from "../../src/shards/tasks.js";
import { pool } from "../../src/worker/index.js";

const [n, p, size] = [300, 150, 75];
const draw = normal(41);
// columns of one block of ten look like each other: what a first gradient wants is not what stays
const X = Array.from({ length: n }, () => {
  const common = Array.from({ length: p / 10 }, draw);
  return Array.from({ length: p }, (_, j) => (1 + (j % 3)) * (0.8 * common[Math.floor(j / 10)] + 0.6 * draw()) + (j % 7 === 0 ? 3 : 0));
});
const eta = X.map((row) => 0.4 * row[1] - 0.5 * row[14] + 0.3 * row[33] - 0.2 * row[35] + 0.3 * row[61]);
const targets = {
  logistic: eta.map((value) => Number(value + 1.2 * draw() > 0)),
  poisson: eta.map((value) => Math.round(Math.exp(0.5 * value + 0.3 * draw()))),
  multinomial: eta.map((value) => (value + draw() > 1 ? 2 : value + draw() > -0.5 ? 1 : 0)),
};
type Loss = keyof typeof targets;
const losses = Object.keys(targets) as Loss[];
const classesOf = (loss: Loss) => (loss === "multinomial" ? { classes: [0, 1, 2] } : {});

const chunks =
  (loss: Loss, sparse = false) =>
  () =>
    Array.from({ length: n / size }, (_, k): Chunk => {
      const rows = X.slice(k * size, (k + 1) * size);
      const entries = rows.map((row) => Object.fromEntries(row.map((value, j) => [j, value])));
      return { X: sparse ? SparseMatrix.fromRows(entries, p) : rows, y: targets[loss].slice(k * size, (k + 1) * size) };
    });

/** runs parts here, and looks at what would travel */
function watched(loss: Loss, look: (task: Task, bytes: number) => void) {
  const parts = chunks(loss)();
  const engine: Engine = {
    width: 1,
    async part(name, task, part, index, watch) {
      const found = await sumOfPart(name, [parts[part as number]], index, { task, watch, named: true });
      if (found) look(task, encodeSum(found.sum).length);
      return found;
    },
  };
  return shardsOf({ parts: [...parts.keys()] }, { on: Object.assign({ size: 1 }, { [ENGINE]: engine }) as never });
}

const on = pool(2);
afterAll(() => on.terminate());

describe.each(losses)("%s", (loss) => {
  test.each([
    [1, true, true],
    [1, false, false],
    [0.3, true, false],
  ])(
    "l1Ratio %s, standardize %s, intercept %s: the path of the table, dense and sparse, here and on a pool",
    async (l1Ratio, standardize, fitIntercept) => {
      const penaltyFactors = Array.from({ length: p }, (_, j) => (j === 14 ? 2 : j === 20 ? Infinity : 1));
      const options = {
        loss,
        l1Ratio,
        standardize,
        fitIntercept,
        penaltyFactors,
        count: 14,
        minRatio: loss === "multinomial" ? 0.1 : 0.03,
        tol: 1e-7,
      };
      const a = await shardsOf(chunks(loss)).path({ ...options, ...classesOf(loss) } as never);
      const b = path(X, targets[loss] as never, options as never);
      expect(a.converged).toEqual(b.converged.map(() => true));
      for (let k = 0; k < 14; k++) {
        expect(Math.abs(a.lambdas[k] / b.lambdas[k] - 1)).toBeLessThan(1e-12);
        expect(a.objectives[k] - b.objectives[k]).toBeLessThanOrEqual(a.gaps[k] + 1e-14);
        expect(b.objectives[k] - a.objectives[k]).toBeLessThanOrEqual(b.gaps[k] + 1e-14);
      }
      const there = await shardsOf(chunks(loss), { on }).path({ ...options, ...classesOf(loss) } as never);
      expect(there.gaps).toEqual(a.gaps);
      expect(there.coefficients(13)).toEqual(a.coefficients(13));
      const thin = await shardsOf(chunks(loss, true)).path({ ...options, ...classesOf(loss) } as never);
      for (let k = 0; k < 14; k++)
        expect(Math.abs(thin.objectives[k] - a.objectives[k])).toBeLessThanOrEqual(Math.max(thin.gaps[k], a.gaps[k]) + 1e-14);
    },
  );

  test("what travels is the gradient and the curvature of what is in use", async () => {
    const [most, all]: Record<string, number>[] = [{}, {}];
    const look = ({ kind }: Task, bytes: number) => {
      most[kind] = Math.max(most[kind] ?? 0, bytes);
      all[kind] = (all[kind] ?? 0) + 1;
    };
    const found = await watched(loss, look).path({ loss, count: 10, minRatio: 0.2, together: 10, ...classesOf(loss) } as never);
    expect(found.converged).toEqual(found.converged.map(() => true));
    const layers = loss === "multinomial" ? 3 : 1;
    const round = most[loss === "multinomial" ? "classRound" : "round"];
    // ten models of p²/2 numbers a layer would be travelling otherwise
    expect(round).toBeLessThan(0.25 * 10 * layers * 8 * 0.5 * p * p);
    expect(most.margins).toBeLessThan(0.25 * 8 * 0.5 * p * p);
  });

  test("ridge has every column in use", async () => {
    let most = 0;
    const options = { loss, l1Ratio: 0, lambdas: [0.5], ...classesOf(loss) } as never;
    const a = await watched(loss, ({ kind }, bytes) => {
      if (/ound/.test(kind)) most = Math.max(most, bytes);
    }).path(options);
    const b = path(X, targets[loss] as never, { loss, l1Ratio: 0, lambdas: [0.5] } as never);
    expect(a.objectives[0] - b.objectives[0]).toBeLessThanOrEqual(a.gaps[0] + 1e-14);
    expect(most).toBeGreaterThan(8 * 0.5 * p * p);
  });

  test("a λ far below, from nothing: columns that want in come in, and the proof is of all of them", async () => {
    const options = { loss, lambdas: [loss === "multinomial" ? 0.1 : 0.004], tol: 1e-7 };
    const a = await shardsOf(chunks(loss)).path({ ...options, ...classesOf(loss) } as never);
    const b = path(X, targets[loss] as never, options as never);
    expect(a.converged).toEqual([true]);
    expect(a.objectives[0] - b.objectives[0]).toBeLessThanOrEqual(a.gaps[0] + 1e-14);
    expect(b.objectives[0] - a.objectives[0]).toBeLessThanOrEqual(b.gaps[0] + 1e-14);
  });
});
