// Paths of words in texts against answers that are verified by their optimality conditions.
import { expect, test } from "vitest";
import { type LossName, path, SparseMatrix } from "../../src/index.js";
import text from "../fixtures/text.json" with { type: "json" };

const bytes = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const words = (base64: string) => {
  const all = bytes(base64);
  return Uint16Array.from({ length: all.length / 2 }, (_, k) => all[2 * k] + 256 * all[2 * k + 1]);
};
const indptr = [0];
for (const length of text.columnLengths) indptr.push(indptr[indptr.length - 1] + length);
const counts = bytes(text.counts);
const values = { tfidf: Float64Array.from(words(text.tfidf), (value) => value * 1e-4), binary: counts.map(() => 1), counts };
const targets = { label: Array.from(text.label, Number), count: text.count, size: text.size };

const cases = text.cases.map((one) => [`${one.loss}, ${one.values}, ρ ${one.l1Ratio}${one.weights ? ", weights" : ""}`, one] as const);

// Huber's takes as long as all others together
test.each(cases.filter(([, { loss }]) => loss !== "huber"))("%s", (_, one) => {
  const shape = [text.rows, text.columns];
  const data = values[one.values as keyof typeof values];
  const X = SparseMatrix.from({ data, indices: words(text.indices), indptr, shape, format: "csc" });
  const y = targets[one.y as keyof typeof targets];
  const options = {
    loss: one.loss as LossName,
    l1Ratio: one.l1Ratio,
    standardize: one.standardize,
    fitIntercept: one.intercept,
    ...(one.weights && { weights: text.weights }),
  };
  const fits = path(X, y, { ...options, lambdas: one.path.map((answer) => answer.lambda), tol: 1e-12 });
  one.path.forEach(({ objective }, k) => {
    expect(fits.converged[k]).toBe(true);
    // both are sums of 1378 terms
    expect(Math.abs(fits.objectives[k] - objective)).toBeLessThanOrEqual(fits.gaps[k] + 1e-13 * Math.abs(objective));
  });
  expect(path(X, y, { ...options, count: 1 }).lambdas[0] / one.lambdaMax).toBeCloseTo(1, 9);
  X.dispose();
});
