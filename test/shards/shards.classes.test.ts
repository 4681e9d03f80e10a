// Softmax regression in rounds against the same paths of the whole table, and its gaps against what they bound.
import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { logistic, multinomial, path } from "../../src/index.js";
import { type Chunk, shardsOf } from "../../src/shards/index.js";

const [n, p] = [400, 6];
const draw = normal(19);
const X = Array.from({ length: n }, () => Array.from({ length: p }, (_, j) => (1 + j) * draw() + (j === 3 ? 5 : 0)));
const noise = normal(20);
const classes = ["blue", "green", "red", "white"];
const labels = X.map((row) => {
  const scores = [0.8 * row[0], -0.4 * row[1] + 0.3, 0.2 * row[2] - 0.5, 0.1 * row[4]].map((score) => score + 1.2 * noise());
  return classes[scores.indexOf(Math.max(...scores))];
});
const weights = Array.from({ length: n }, (_, i) => [0, 1, 2.5][i % 3]);

const chunks = (y: readonly string[], weighted = false, size = 60) =>
  function* (): Generator<Chunk> {
    for (let from = 0; from < n; from += size) {
      const part = y.slice(from, from + size);
      yield { X: X.slice(from, from + size), y: part, ...(weighted && { weights: weights.slice(from, from + size) }) };
    }
  };

const cases = [1, 0.5, 0].flatMap((l1Ratio) =>
  [true, false].flatMap((fitIntercept) => [true, false].map((standardize) => ({ l1Ratio, fitIntercept, standardize }))),
);

describe("path", () => {
  test.each(cases)("%j: the path of the table", async (options) => {
    const common = { ...options, count: 10, minRatio: 1e-3, tol: 1e-9, penaltyFactors: [1, 2, 1, 0.5, 1, 1] };
    const a = await shardsOf(chunks(labels, true)).path({ ...common, loss: "multinomial", classes });
    const b = path(X, labels, { ...common, weights, loss: "multinomial" });
    expect(a.converged).toEqual(b.converged.map(() => true));
    for (let k = 0; k < 10; k++) {
      expect(Math.abs(a.lambdas[k] / b.lambdas[k] - 1)).toBeLessThan(1e-12);
      expect(a.objectives[k] - b.objectives[k]).toBeLessThanOrEqual(a.gaps[k] + 1e-14);
      expect(b.objectives[k] - a.objectives[k]).toBeLessThanOrEqual(b.gaps[k] + 1e-14);
      expect(Math.abs(a.devianceExplained[k] - b.devianceExplained[k])).toBeLessThan(1e-4);
      expect(a.intercepts[k].reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 10);
    }
    expect(a.fit(9).predict(X)).toEqual(b.fit(9).predict(X));
    expect(a.fit(9).classes).toEqual(classes);
  });

  test("far from the optimum the gap still holds", async () => {
    const options = { loss: "multinomial", classes, count: 5, minRatio: 0.01 } as const;
    const rough = await shardsOf(chunks(labels)).path({ ...options, maxIterations: 1, tol: 1 });
    const best = path(X, labels, { loss: "multinomial", lambdas: rough.lambdas, tol: 1e-12 });
    for (let k = 0; k < 5; k++) expect(rough.objectives[k] - best.objectives[k]).toBeLessThanOrEqual(rough.gaps[k]);
    expect(rough.objectives[4]).toBeGreaterThan(best.objectives[4] + 1e-6);
  });

  test("how many rounds it takes", async () => {
    let passes = 0;
    const source = () => {
      passes++;
      return chunks(labels)();
    };
    const found = await shardsOf(source).path({ loss: "multinomial", classes, count: 10, minRatio: 0.01 });
    expect(found.converged.every(Boolean)).toBe(true);
    expect(passes).toBeLessThanOrEqual(60);
  });
});

test("two classes are those of logistic at half the distance", async () => {
  const two = labels.map((label) => (label < "green" ? "a" : "b"));
  const a = await shardsOf(chunks(two)).multinomial({ lambda: 0.02, classes: ["a", "b"], l1Ratio: 0, tol: 1e-12 });
  // λ/2 (b² + b²) of ±b beside λ′/2 (2b)² of logistic: λ′ = λ/2
  const b = logistic(X, two, { lambda: 0.01, l1Ratio: 0, tol: 1e-12 });
  for (let j = 0; j < p; j++) expect(a.coefficients[1][j] - a.coefficients[0][j]).toBeCloseTo(b.coefficients[j], 5);
  expect(a.predictProbability(X.slice(0, 3)).map((each) => each[1])).toEqual(
    Array.from(b.predictProbability(X.slice(0, 3)), (value) => expect.closeTo(value, 5)),
  );
});

test("classes that a plane tells apart have a proof at a small λ, and one λ is a fit", async () => {
  const apart = X.map((row) => (row[0] > 0.5 ? "red" : row[0] < -0.5 ? "green" : "blue"));
  const options = { lambda: 1e-4, tol: 1e-7, classes: ["blue", "green", "red"] };
  const a = await shardsOf(chunks(apart)).multinomial(options);
  const b = multinomial(X, apart, { lambda: 1e-4, tol: 1e-9 });
  expect(a.certificate.objective - b.certificate.objective).toBeLessThanOrEqual(a.certificate.gap);
  expect(a.certificate.converged).toBe(true);
});

test.each<[string, object, string]>([
  ["no classes", {}, "Shards.path: classes is undefined, expected two or more different labels of one kind, numbers, booleans or strings"],
  [
    "a label that is none of them",
    { classes: ["blue", "green", "red"] },
    'Shards.path: y has "white" (a string) at row 0, expected one of "blue"',
  ],
  [
    "a class without rows",
    { classes: [...classes, "yellow"] },
    'Shards.path: y has no row of positive weight of class "yellow", expected rows of every class',
  ],
  ["bounds", { classes, lower: 0 }, 'Shards.path: lower is not an option of loss "multinomial" from shards, expected none'],
])("%s", async (_, options, message) => {
  await expect(shardsOf(chunks(labels)).path({ loss: "multinomial", ...options } as never)).rejects.toThrow(message);
});
