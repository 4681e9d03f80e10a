// Where a path starts from: a fit, another path, or nonsense; the answers are the same to what their gaps leave.
import { describe, expect, test } from "vitest";
import { elasticNet, lasso, path, ridge } from "../../src/index.js";
import { expectProven, type HardCase, oddCases, plainCases, quietPath } from "../helpers/designs.js";
import { quietly } from "../helpers/judging.js";

const cases = [...plainCases, ...oddCases];
const named = (list: readonly HardCase[]) => list.map((one) => [one.name, one] as const);
const find = (name: string) => cases.find((one) => one.name === name) ?? expect.fail(name);
/** where the first coefficient enters */
const largest = (one: HardCase) => quietPath(one, { count: 1 }).lambdas[0];

describe("warmStart", () => {
  const options = { count: 6, minRatio: 1e-2 };

  test.each(named(cases))("from a fit and from another path, near, far and nonsense: %s", (_, one) => {
    const { X, y, p } = one;
    const top = largest(one);
    const lambda = 0.05 * top;
    const starts = quietly(() => [
      lasso(X, y, { lambda }),
      elasticNet(X, y, { lambda: 0, l1Ratio: 0.5, maxIterations: 50 }),
      // no coefficient is 0, and those of X with other signs
      ridge(X, y, { lambda: 0.1 * top }),
      ridge(
        X.map((row) => row.map((v) => -v)),
        y,
        { lambda: 1e-3 * top },
      ),
      path(X, y, { ...options, l1Ratio: 0.5 }),
      path(X, y, { lambdas: [0, lambda] }),
      path(X, y, { ...options, l1Ratio: 0 }),
    ]).result;
    starts.forEach((warmStart, which) => {
      for (const box of which === 3 ? [{ lower: -0.05, upper: 0.02 }, { lower: 0 }] : [{}, { l1Ratio: 0.9 }]) {
        const asked = { lambdas: [2 * lambda, lambda], ...box };
        const answers = quietly(() => path(X, y, { ...asked, warmStart })).result;
        // a dense start on columns that are nearly the same leaves more steps than there are
        expectProven(one, asked, answers, which === 0 ? 1 : 2, !one.name.includes("near"));
        expect(answers.coefficients(0)).toHaveLength(p);
      }
    });
  });

  test("from an answer saves the steps to it", () => {
    const one = find("wider 40×400");
    const lambdas = [0.05 * largest(one)];
    const cold = quietPath(one, { lambdas });
    const warm = quietly(() => path(one.X, one.y, { lambdas, warmStart: cold.fit(0) })).result;
    expect(cold.iterations[0]).toBeGreaterThan(4);
    expect(warm.iterations[0]).toBeLessThan(cold.iterations[0] / 2);
    const again = quietly(() => path(one.X, one.y, { lambdas, warmStart: quietPath(one, { count: 30 }) })).result;
    expect(again.converged).toEqual([true]);
  });

  test("from another path takes its fit at the λ nearest to the first", () => {
    const one = find("wider 40×400");
    const other = quietPath(one, { count: 20, minRatio: 0.02 });
    const lambdas = [other.lambdas[14] * 1.001, other.lambdas[17]];
    const fromPath = quietly(() => path(one.X, one.y, { lambdas, warmStart: other })).result;
    expect(fromPath).toEqual(quietly(() => path(one.X, one.y, { lambdas, warmStart: other.fit(14) })).result);
  });

  test("of another number of columns, or no fit at all, is refused", () => {
    const [one, other] = [find("tall 60×8"), find("wide 30×80")];
    const start = quietPath(other, { count: 2 });
    expect(() => path(one.X, one.y, { warmStart: start })).toThrow(
      new RangeError("path: warmStart has 80 coefficients but X has 8 columns"),
    );
    expect(() => path(one.X, one.y, { warmStart: {} as never })).toThrow(TypeError);
  });
});
