// Tall problems are solved through their second moments, which know half the digits of the rows: what they may hide is in the gap, and
// where that would be too much the rows are asked.
import { describe, expect, test } from "vitest";
import { judge } from "../../reference/objective.js";
import { normal, rowsOf, uniform } from "../../reference/problems.js";
import { path } from "../../src/index.js";
import { expectProven, plainCases, quietPath } from "../helpers/designs.js";
import { problemOf } from "../helpers/judging.js";

const plain = plainCases.find(({ n }) => n === 300) ?? expect.fail("no tall case");
const lambdas = Array.from({ length: 20 }, (_, k) => 0.5 * 0.8 ** k);

// without an intercept the squares of the means stand in the second moments, and take digits from what is beside them
describe.each([1, 300, 3000, 3e4, 3e6])("columns of mean %d without an intercept", (mean) => {
  const columns = plain.columns.map((x, j) => x.map((v) => v + mean * (1 + j / 20)));
  const one = { ...plain, columns, X: rowsOf(columns) };

  test.each([1e-4, 1e-7, 1e-10])("the objective is off by no more than the gap, tol %d", (tol) => {
    const asked = { lambdas, fitIntercept: false, tol };
    const answers = quietPath(one, asked);
    for (const k of lambdas.keys()) {
      const fit = answers.fit(k);
      const { objective, gap } = fit.certificate;
      const verdict = judge(problemOf(columns, one.y, asked, fit), fit);
      // a residual is y less products of about `mean`, each with a rounding of its own
      const room = (1e-14 + 8 * Number.EPSILON * mean) * verdict.nullObjective;
      expect(Math.abs(objective - verdict.objective), `λ = ${lambdas[k]}`).toBeLessThanOrEqual(gap + room);
    }
    if (mean <= 300) expect(answers.converged).not.toContain(false);
    // Newton's steps end at rounding whatever tol is: there is nothing to hide where the means are small
    if (mean === 1) expect(Math.max(...answers.relativeGaps)).toBeLessThan(1e-12);
  });
});

test.each([1e-3, 1e-13, 1e-15])("with an intercept, weights and all, tol %d", (tol) => {
  const weights = plain.y.map((_, i) => (i % 5 ? 1 + (i % 3) : 0));
  const asked = { lambdas, weights, tol, lower: -0.5, upper: 0.4 };
  expectProven(plain, asked, quietPath(plain, asked), 5, tol > 1e-14);
});

test("nearly equal columns: the objective is that of the rows", () => {
  const random = uniform(12);
  const columns = [0, 1].map(() => new Float64Array(574));
  for (let i = 0; i < 574; i++) {
    columns[0][i] = 4 * random() - 2;
    columns[1][i] = columns[0][i] + 1e-6 * (4 * random() - 2);
  }
  const y = columns[0].map((value, i) => (columns[1][i] - value) * 1e6);
  const p = path(rowsOf([...columns]), y, { standardize: true, count: 5 });
  p.lambdas.forEach((lambda, k) => {
    const { objective } = judge({ columns, y, lambda, l1Ratio: 1, standardize: true }, p.fit(k));
    expect(Math.abs(p.objectives[k] / objective - 1)).toBeLessThan(1e-9);
  });
});

test("columns that are rounding beside the others: what virtual rows leave out of them is in the gap", () => {
  for (let seed = 0; seed < 200; seed++) {
    const next = normal(seed);
    const [n, p] = [20, 14];
    const columns = Array.from({ length: p }, () => Float64Array.from({ length: n }, () => 1e5 + next()));
    const y = Float64Array.from({ length: n }, () => 2 + next());
    // as many rows that count as columns: the last pivot is small
    const weights = y.map((_, i) => Number(i < p));
    const asked = { fitIntercept: false, lower: 0, l1Ratio: 0, weights };
    const answers = path(rowsOf(columns), y, { ...asked, count: 4 });
    for (const [k, lambda] of answers.lambdas.entries()) {
      const fit = answers.fit(k);
      const { objective, gap } = fit.certificate;
      const verdict = judge({ columns, y, lambda, ...asked }, fit);
      // products of 1e5 and coefficients of 1e-5 at most, each with a rounding of its own
      const off = 16 * (n + p) * Number.EPSILON * fit.coefficients.reduce((sum, b) => sum + 1e5 * Math.abs(b), 1);
      expect(Math.abs(objective - verdict.objective), `seed ${seed}`).toBeLessThanOrEqual(gap + off * verdict.nullObjective);
    }
  }
});
