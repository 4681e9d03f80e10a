// Beside an intercept, a column that is constant up to the rounding of its entries is constant: centred, nothing of it is its own.
import { describe, expect, it } from "vitest";
import { normal } from "../../reference/problems.js";
import { elasticNet, fromGram, GramAccumulator, lasso, path, ridge, ridgeCv, ridgePath } from "../../src/index.js";

const random = normal(3);
const n = 40;
const one = Array.from({ length: n }, random);
const y = one.map((value) => 2 * value + random());

describe.each([1, 0.1, 1e6, -1e-30, 1e100])("a column of %d, every third entry one ulp above", (at) => {
  const X = one.map((value, i) => [value, i % 3 === 0 ? at * (1 + Number.EPSILON) : at]);
  const alone = one.map((value) => [value]);

  it.each([true, false])("standardize: %s, its coefficient is 0, and the other one as without it", (standardize) => {
    for (const lambda of [0, 1e-20, 0.1]) {
      const common = { lambda, standardize };
      for (const call of [ridge, lasso as typeof ridge]) {
        const { coefficients, certificate } = call(X, y, common);
        expect(coefficients[1]).toBe(0);
        expect(certificate.converged).toBe(true);
        expect(coefficients[0]).toBe(call(alone, y, common).coefficients[0]);
      }
      expect(elasticNet(X, y, { ...common, l1Ratio: 0.5 }).coefficients[1]).toBe(0);
    }
    expect(path(X, y, { standardize, count: 5 }).fit(4).coefficients[1]).toBe(0);
    expect(ridgePath(X, y, { standardize, lambdas: [0, 1] }).fit(0).coefficients[1]).toBe(0);
    expect(ridgeCv(X, y, { standardize }).fit.coefficients[1]).toBe(0);
    const all = new GramAccumulator(2);
    all.add(X, y);
    expect(fromGram(all).ridge({ lambda: 0.1, standardize }).coefficients[1]).toBe(0);
  });
});

it("one row that stands out by more, or no intercept: a column like any other", () => {
  const X = one.map((value, i) => [value, i === 7 ? 1 + 1e-9 : 1]);
  expect(ridge(X, y, { lambda: 0, standardize: true }).coefficients[1]).not.toBe(0);
  expect(ridge(X, y, { lambda: 0, fitIntercept: false }).coefficients[1]).not.toBe(0);
});
