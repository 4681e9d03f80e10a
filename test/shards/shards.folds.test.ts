// Cross-validation of losses in rounds against that of the whole table on the same folds: the fits by their gaps, the errors by their rows.
import { afterAll, describe, expect, test, vi } from "vitest";
import { normal } from "../../reference/problems.js";
import { crossValidate, type LogisticFit, type MultinomialFit, path } from "../../src/index.js";
import { type Chunk, shardFolds, shardsOf } from "../../src/shards/index.js";
import { pool } from "../../src/worker/index.js";

const [n, p, folds, count] = [240, 5, 4, 5];
const draw = normal(31);
const X = Array.from({ length: n }, () => Array.from({ length: p }, (_, j) => (1 + 0.5 * j) * draw() + (j === 3 ? 4 : 0)));
const eta = X.map((row) => 0.3 + 0.8 * row[0] - 0.4 * row[1] + 0.1 * row[2]);
const weights = Array.from({ length: n }, (_, i) => [0, 1, 2.5][i % 3]);
const names = ["blue", "green", "red"];
const targets = {
  logistic: eta.map((value) => Number(value + 1.5 * draw() > 0)),
  poisson: eta.map((value) => Math.max(0, Math.round(Math.exp(0.6 * value) + 0.5 * draw()))),
  multinomial: eta.map((value) => names[1 + Math.max(-1, Math.min(1, Math.round(value + draw())))]),
};
type Loss = keyof typeof targets;
const losses = Object.keys(targets) as Loss[];
const classesOf = (loss: Loss) => (loss === "multinomial" ? { classes: names } : {});

const chunks = (loss: Loss, weighted = false, size = 50) =>
  function* (): Generator<Chunk> {
    for (let from = 0; from < n; from += size) {
      const y = targets[loss].slice(from, from + size);
      yield { X: X.slice(from, from + size), y, ...(weighted && { weights: weights.slice(from, from + size) }) };
    }
  };

const pools = [pool(1), pool(2), pool(8)];
afterAll(() => {
  for (const each of pools) each.terminate();
});

const some = <T>(values: readonly T[], keep: (i: number) => boolean) => values.filter((_, i) => keep(i));

/** the error of one row by the textbook's formula, from what a fit predicts of it */
function errorOf(loss: Loss, measure: string, fit: unknown, row: number[], y: number | string): number {
  if (loss === "poisson") {
    const mean = (fit as { predict(X: number[][]): Float64Array }).predict([row])[0];
    const r = (y as number) - mean;
    if (measure !== "deviance") return measure === "mae" ? Math.abs(r) : r * r;
    return 2 * (((y as number) > 0 ? (y as number) * Math.log((y as number) / mean) : 0) - r);
  }
  const { classes } = fit as MultinomialFit;
  const shares =
    loss === "multinomial"
      ? (fit as MultinomialFit).predictProbability([row])[0]
      : (([share]) => [1 - share, share])(Array.from((fit as LogisticFit).predictProbability([row])));
  const k = classes.indexOf(y);
  if (measure === "deviance") return -2 * Math.log(shares[k]);
  if (measure === "accuracy") return Number(shares.every((share, other) => other === k || share < shares[k]));
  return measure === "mae" ? 1 - shares[k] : (1 - shares[k]) ** 2;
}

describe.each(losses)("%s", (loss) => {
  const measures = {
    logistic: ["deviance", "accuracy", "mse", "mae"],
    poisson: ["deviance", "mse", "mae"],
    multinomial: ["deviance", "accuracy"],
  };

  test.each(measures[loss])("%s: fits proven by their gaps, errors those of their rows, means those of crossValidate", async (measure) => {
    const common = { l1Ratio: [1, 0.5], count, minRatio: 0.01, tol: 1e-9, standardize: measure === "deviance", measure } as const;
    const a = await shardsOf(chunks(loss, true)).crossValidate({ ...common, loss, folds, seed: 7, ...classesOf(loss) } as never);
    const foldIds = shardFolds(n, { folds, seed: 7 });
    const b = crossValidate(X, targets[loss] as never, { ...common, loss, weights, foldIds } as never);
    expect(a.measure).toBe(measure);
    expect(a.curves.map(({ l1Ratio }) => l1Ratio)).toEqual([1, 0.5]);
    for (const [c, l1Ratio] of common.l1Ratio.entries()) {
      const { lambdas } = a.curves[c];
      for (let fold = 0; fold < folds; fold++) {
        const outside = (i: number) => foldIds[i] !== fold;
        const own = a.foldPaths[c][fold];
        const rows = { loss, lambdas, l1Ratio, standardize: common.standardize, tol: 1e-12, weights: some(weights, outside) };
        const best = path(some(X, outside), some<number | string>(targets[loss], outside) as never, rows as never);
        const held = Array.from(foldIds.keys()).filter((i) => foldIds[i] === fold && weights[i] > 0);
        const total = held.reduce((sum, i) => sum + weights[i], 0);
        expect(a.weights[fold]).toBeCloseTo(total, 12);
        for (let k = 0; k < count; k++) {
          expect(own.converged[k]).toBe(true);
          expect(own.objectives[k] - best.objectives[k]).toBeLessThanOrEqual(own.gaps[k] + 1e-14);
          expect(best.objectives[k] - own.objectives[k]).toBeLessThanOrEqual(best.gaps[k] + 1e-14);
          const mean = held.reduce((sum, i) => sum + weights[i] * errorOf(loss, measure, own.fit(k), X[i], targets[loss][i]), 0) / total;
          expect(Math.abs(a.errors[c][fold][k] - mean)).toBeLessThan(1e-12 * (1 + Math.abs(mean)));
        }
      }
      // both gaps are at most 1e-9 of the null model's objective, which is below 2. Where the curvature in η is at least 0.01, the root mean square of
      // what two η's differ by is at most √(2·gap/0.01) each on the rows that were fitted, at most twice that on others of their kind, and an error
      // changes by its slope times that: 2 of classes, 2·max |y − mean| of counts
      const close = (loss === "poisson" ? 40 : 2) * 2 * 2 * Math.sqrt((2 * 2e-9) / 0.01);
      for (const key of ["means", "standardErrors"] as const)
        for (let k = 0; k < count; k++) expect(Math.abs(a.curves[c][key][k] - b.curves[c][key][k])).toBeLessThan(close);
    }
    if (measure !== "accuracy") expect([a.min.k, a.min.curve]).toEqual([b.min.k, b.min.curve]);
    expect(a.min.mean).toBe(
      measure === "accuracy" ? Math.max(...a.curves.flatMap(({ means }) => [...means])) : a.curves[a.min.curve].means[a.min.k],
    );
  });

  test.each(pools)("on a pool of 1, 2, 8 workers (%#) the bits of this thread, and the path of path", async (on) => {
    const options = { loss, folds, count, minRatio: 0.01, ...classesOf(loss) } as never;
    const shards = shardsOf(chunks(loss));
    const [here, there] = [await shards.crossValidate(options), await shardsOf(chunks(loss), { on }).crossValidate(options)];
    for (const key of ["means", "standardErrors", "errors", "rows", "weights"] as const) expect(there[key]).toEqual(here[key]);
    expect(there.fit).toEqual(here.fit);
    for (let fold = 0; fold < folds; fold++) expect(there.foldPaths[0][fold].gaps).toEqual(here.foldPaths[0][fold].gaps);
    const alone = await shards.path({ loss, count, minRatio: 0.01, ...classesOf(loss) } as never);
    // the moments of all rows are merged from those of the folds: the last digits may differ
    for (let k = 0; k < count; k++) expect(Math.abs(here.curves[0].lambdas[k] / alone.lambdas[k] - 1)).toBeLessThan(1e-14);
    for (let k = 0; k < count; k++)
      expect(Math.abs(here.curves[0].path.objectives[k] - alone.objectives[k])).toBeLessThanOrEqual(alone.gaps[k] + 1e-14);
  });

  test("folds share the rounds: ten of them take about as many passes as one path", async () => {
    let passes = 0;
    const counted = () => {
      passes++;
      return chunks(loss)();
    };
    await shardsOf(counted).path({ loss, count: 10, minRatio: 0.01, ...classesOf(loss) } as never);
    const alone = passes;
    passes = 0;
    const cv = await shardsOf(counted).crossValidate({ loss, folds: 10, count: 10, minRatio: 0.01, ...classesOf(loss) } as never);
    expect(cv.weights).toHaveLength(10);
    expect(passes).toBeLessThanOrEqual(2 * alone + 1);
  });
});

test("a fold whose fits are far from the optimum has gaps that hold, and a warning", async () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  const options = { loss: "logistic", folds, count, minRatio: 0.01, maxIterations: 1, tol: 1e-9 } as const;
  const rough = await shardsOf(chunks("logistic")).crossValidate(options);
  expect(warned).toHaveBeenCalledOnce();
  warned.mockRestore();
  const foldIds = shardFolds(n, { folds });
  const outside = (i: number) => foldIds[i] !== 2;
  const own = rough.foldPaths[0][2];
  const best = path(some(X, outside), some(targets.logistic, outside), { loss: "logistic", lambdas: own.lambdas, tol: 1e-12 });
  for (let k = 0; k < count; k++) expect(own.objectives[k] - best.objectives[k]).toBeLessThanOrEqual(own.gaps[k]);
  expect(own.objectives[count - 1]).toBeGreaterThan(best.objectives[count - 1] + 1e-6);
});

test("mae of squared error is of the rows", async () => {
  const y = X.map((row, i) => row[0] - row[1] + Math.sin(i));
  const a = await shardsOf({ X, y }, { rowsPerChunk: 70 }).crossValidate({ folds, count, measure: "mae", tol: 1e-13 });
  const b = crossValidate(X, y, { foldIds: shardFolds(n, { folds }), count, measure: "mae", tol: 1e-13 });
  for (let k = 0; k < count; k++) expect(a.means[k]).toBeCloseTo(b.means[k], 6);
  expect(a.measure).toBe("mae");
});

const rare = targets.logistic.map((_, i) => Number(i === 5));
test.each<[string, object, string]>([
  [
    "auc",
    { measure: "auc" },
    'measure is "auc" (a string), which needs all rows of a fold side by side, expected "deviance", "accuracy", "mse", "mae" of loss "logistic" from shards',
  ],
  ["a measure of another kind", { measure: "concordance" }, 'measure is "concordance" (a string), expected "deviance"'],
  ["another loss", { loss: "huber" }, 'loss is "huber" (a string), expected "squared", "logistic", "multinomial" or "poisson"'],
  ["one fold", { folds: 1 }, "folds is 1, expected a whole number from 2 to 1000"],
  ["bounds", { lower: 0 }, "lower is not an option"],
  ["λ = 0", { lambdas: [1, 0] }, "lambdas[1] is 0, expected numbers above 0"],
  ["an unknown option", { stratify: true }, "stratify is not an option"],
])("refuses %s", async (_, options, message) => {
  await expect(shardsOf(chunks("logistic")).crossValidate({ loss: "logistic", ...options } as never)).rejects.toThrow(
    `Shards.crossValidate: ${message}`,
  );
});

test("refuses a class that one fold has all rows of, and a source that is read once", async () => {
  const inside = shardFolds(n, { folds: 3 })[5];
  await expect(shardsOf({ X, y: rare }).crossValidate({ loss: "logistic", folds: 3 })).rejects.toThrow(
    `Shards.crossValidate: fold ${inside} has all rows of class 1, expected some outside of every fold; take fewer folds or another seed`,
  );
  const three = targets.multinomial.map((label, i) => (label === "red" && i !== 5 ? "blue" : i === 5 ? "red" : label));
  await expect(shardsOf({ X, y: three }).crossValidate({ loss: "multinomial", classes: names, folds: 3 })).rejects.toThrow(
    `Shards.crossValidate: fold ${inside} has all rows of class "red", expected some outside`,
  );
  await expect(shardsOf(chunks("logistic")()).crossValidate({ loss: "logistic" })).rejects.toThrow(
    "expected a function that returns it anew",
  );
});
