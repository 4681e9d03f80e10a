// Losses in rounds against the same paths of the whole table, and their gaps against what they bound.
import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { logistic, path } from "../../src/index.js";
import { type Chunk, shardsOf } from "../../src/shards/index.js";

const n = 400;
const p = 6;
const draw = normal(9);
const X = Array.from({ length: n }, () => Array.from({ length: p }, (_, j) => (1 + j) * draw() + (j === 3 ? 5 : 0)));
const eta = X.map((row) => 0.3 + 0.8 * row[0] - 0.4 * row[1] + 0.1 * row[2]);
const uniform = normal(10);
const labels = eta.map((value) => (value + 1.7 * uniform() > 0 ? 1 : 0));
const counts = eta.map((value) => Math.max(0, Math.round(Math.exp(0.7 * value) + 0.5 * uniform())));
const weights = Array.from({ length: n }, (_, i) => [0, 1, 2.5][i % 3]);

const chunks = (y: ArrayLike<number | string>, weighted = false, size = 60) =>
  function* (): Generator<Chunk> {
    for (let from = 0; from < n; from += size) {
      const part = Array.from(y).slice(from, from + size);
      yield { X: X.slice(from, from + size), y: part, ...(weighted && { weights: weights.slice(from, from + size) }) };
    }
  };

const cases = [1, 0.5, 0].flatMap((l1Ratio) =>
  [true, false].flatMap((fitIntercept) => [true, false].map((standardize) => ({ l1Ratio, fitIntercept, standardize }))),
);

describe.each(["logistic", "poisson"] as const)("%s", (loss) => {
  const y = loss === "logistic" ? labels : counts;

  test.each(cases)("%j: the path of the table", async (options) => {
    const common = { ...options, loss, count: 12, minRatio: 1e-3, tol: 1e-9, penaltyFactors: [1, 2, 1, 0.5, 1, 1] };
    const a = await shardsOf(chunks(y, true)).path(common as never);
    const b = path(X, y, { ...common, weights });
    expect(a.converged).toEqual(b.converged.map(() => true));
    for (let k = 0; k < 12; k++) {
      expect(Math.abs(a.lambdas[k] / b.lambdas[k] - 1)).toBeLessThan(1e-12);
      // either objective is above the optimum by its gap at most: no gap is too small
      expect(a.objectives[k] - b.objectives[k]).toBeLessThanOrEqual(a.gaps[k] + 1e-14);
      expect(b.objectives[k] - a.objectives[k]).toBeLessThanOrEqual(b.gaps[k] + 1e-14);
      // objectives within 1e-9 of the null model leave models apart by about its root
      expect(Math.abs(a.devianceExplained[k] - b.devianceExplained[k])).toBeLessThan(1e-4);
    }
  });

  test("the same bits whatever the order of chunks' arrival is not, and far from the optimum a gap that still holds", async () => {
    const options = { loss, count: 5, minRatio: 0.01 } as const;
    const a = await shardsOf(chunks(y)).path(options as never);
    const b = await shardsOf(() => Promise.resolve([...chunks(y)()])).path(options as never);
    expect(a.gaps).toEqual(b.gaps);
    expect(a.coefficients(4)).toEqual(b.coefficients(4));
    const best = path(X, y, { ...options, lambdas: a.lambdas, tol: 1e-12 });
    const rough = await shardsOf(chunks(y)).path({ ...options, maxIterations: 1, tol: 1 } as never);
    for (let k = 0; k < 5; k++) expect(rough.objectives[k] - best.objectives[k]).toBeLessThanOrEqual(rough.gaps[k]);
    expect(rough.objectives[4]).toBeGreaterThan(best.objectives[4] + 1e-6);
  });
});

test("logistic of one λ, with labels of any kind", async () => {
  const words = labels.map((label) => (label ? "yes" : "no"));
  const a = await shardsOf(chunks(words)).logistic({ lambda: 0.02, classes: ["no", "yes"], tol: 1e-10 });
  const b = logistic(X, words, { lambda: 0.02, tol: 1e-10 });
  for (let j = 0; j < p; j++) expect(Math.abs(a.coefficients[j] - b.coefficients[j])).toBeLessThan(1e-4);
  expect(a.certificate.objective - b.certificate.objective).toBeLessThanOrEqual(a.certificate.gap);
  expect(a.predict(X)).toEqual(b.predict(X));
  expect(a.classes).toEqual(["no", "yes"]);
});

test("rows are read a number of times that does not grow with the number of λ's in a round", async () => {
  let passes = 0;
  const source = () => {
    passes++;
    return chunks(labels)();
  };
  await shardsOf(source).path({ loss: "logistic", count: 10, minRatio: 0.01, together: 10 });
  expect(passes).toBeLessThanOrEqual(12);
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    "another loss",
    () => shardsOf(chunks(labels)).path({ loss: "huber" } as never),
    'loss is "huber" (a string), expected "squared", "logistic", "multinomial" or "poisson"',
  ],
  ["a source that is read once", () => shardsOf(chunks(labels)()).path({ loss: "logistic" }), "expected a function that returns it anew"],
  ["λ = 0", () => shardsOf(chunks(labels)).path({ loss: "logistic", lambdas: [1, 0] }), "lambdas[1] is 0, expected numbers above 0"],
  [
    "columns without a penalty",
    () => shardsOf(chunks(labels)).path({ loss: "logistic", penaltyFactors: [1, 0, 1, 1, 1, 1] }),
    "penaltyFactors has 0 at index 1",
  ],
  [
    "an unknown label",
    () => shardsOf(chunks(labels.map((label) => 2 * label))).path({ loss: "logistic" }),
    "expected 0 or 1; the option classes says",
  ],
  [
    "one class",
    () => shardsOf(chunks(labels.map(() => 1))).path({ loss: "logistic" }),
    "y is 1 in all rows of positive weight, expected both classes",
  ],
  [
    "negative counts",
    () => shardsOf(chunks(counts.map((c, i) => (i === 77 ? -1 : c)))).path({ loss: "poisson" }),
    "y has -1 at row 77, expected a number ≥ 0",
  ],
  ["bounds", () => shardsOf(chunks(labels)).logistic({ lambda: 1, lower: 0 }), "lower is not an option"],
  ["no lambda", () => shardsOf(chunks(labels)).logistic({} as never), "Shards.logistic: lambda is missing"],
])("refuses %s", async (_, call, message) => {
  await expect(call()).rejects.toThrow(message);
});
