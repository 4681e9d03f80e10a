// What a path may be asked for beside the problem: λ's in any order, how accurate, and how far to go.
import { describe, expect, test } from "vitest";
import { path } from "../../src/index.js";
import { expectProven, type HardCase, oddCases, plainCases, quietPath, weightsFor } from "../helpers/designs.js";
import { quietly } from "../helpers/judging.js";

const cases = [...plainCases, ...oddCases];
const named = (list: readonly HardCase[]) => list.map((one) => [one.name, one] as const);
const find = (name: string) => cases.find((one) => one.name === name) ?? expect.fail(name);
/** where the first coefficient enters */
const largest = (one: HardCase) => quietPath(one, { count: 1 }).lambdas[0];

describe("λ's", () => {
  test.each(named(cases))("unsorted, twice there, above λmax and 0: %s", (_, one) => {
    const top = largest(one);
    const lambdas = [0.1 * top, 2 * top, 0, 0.5 * top, 0.1 * top, 0, top, 0.03 * top];
    // without an intercept columns of mean 1e8 and sd 1 are one column to 16 digits
    for (const fitIntercept of one.name.includes("1e8") ? [true] : [true, false]) {
      const asked = { lambdas, fitIntercept, l1Ratio: fitIntercept ? 1 : 0.7 };
      const answers = quietPath(one, asked);
      expect(Array.from(answers.lambdas)).toEqual(lambdas);
      expectProven(one, asked, answers);
      // solved one after the other from the same place: twice the same λ is twice the same answer, to what the gap leaves
      expect(Math.abs(answers.objectives[0] - answers.objectives[4])).toBeLessThanOrEqual(
        answers.gaps[0] + answers.gaps[4] + 1e-14 * answers.objectives[0],
      );
    }
  });

  test.each(named(plainCases))("very many, so close that nothing changes between most: %s", (_, one) => {
    const asked = { count: 50, minRatio: 0.5 };
    expectProven(one, asked, quietPath(one, asked), 25);
  });

  test.each(named(plainCases))("far apart, from λmax to 1e-4 of it in one step: %s", (_, one) => {
    for (const asked of [
      { count: 2, minRatio: 1e-4 },
      { count: 5, minRatio: 1e-4, lower: -0.3, upper: 0.2, weights: weightsFor(one) },
    ])
      expectProven(one, asked, quietPath(one, asked));
  });

  test.each(named(plainCases))("one or few, solved without rounded columns: %s", (_, one) => {
    const top = largest(one);
    for (const lambdas of [[0.02 * top], [0.3 * top, 0.1 * top, 0.04 * top, 0.02 * top], [0.3, 0.2, 0.1, 0.04, 0.02].map((t) => t * top)])
      expectProven(one, { lambdas }, quietPath(one, { lambdas }));
  });

  test("after λ = 0 in the middle of several calls nothing is left of the one before", () => {
    const one = find("wide 30×80");
    const before = quietPath(one, { count: 10 });
    quietPath(one, { lambdas: [1, 0, 0.5] });
    expect(quietPath(one, { count: 10 })).toEqual(before);
  });
});

test("a ridge part that shrinks a thousandfold costs no more steps than any other", () => {
  // with ten times as many columns as rows descent takes over
  for (const one of plainCases.filter(({ n, p }) => p <= 3 * n)) {
    const top = largest(one);
    for (const l1Ratio of [0.5, 0.05]) {
      const asked = { lambdas: [top, 0.5 * top, 0.4 * top, 1e-2 * top, 5e-3 * top, 5e-4 * top], l1Ratio, tol: 1e-10 };
      const answers = quietPath(one, asked);
      expectProven(one, asked, answers, 2);
      // some for every coefficient that comes or goes; with the factor of the first λ it would be a thousand and more
      expect(Math.max(...answers.iterations), `${one.name}, ρ = ${l1Ratio}`).toBeLessThan(100 + 4 * one.p);
    }
  }
});

describe("tol", () => {
  test.each(named(cases))("1e-12 down to a hundredth of λmax: %s", (_, one) => {
    const asked = { tol: 1e-12, count: 12, minRatio: 1e-2, standardize: true };
    expectProven(one, asked, quietPath(one, asked), 4);
  });

  test.each(named(plainCases))("1e-3 is enough where it is asked for: %s", (_, one) => {
    const asked = { tol: 1e-3, count: 12, minRatio: 1e-3 };
    expectProven(one, asked, quietPath(one, asked), 4);
  });

  test("0 goes as far as rounding lets it, is marked, and every gap is a proof", () => {
    for (const one of [find("tall 60×8"), find("wide 30×80"), find("wide, every column twice")]) {
      const { result, warnings } = quietly(() => path(one.X, one.y, { tol: 0, count: 8, minRatio: 1e-2, maxIterations: 400 }));
      expect(warnings.length).toBeLessThanOrEqual(1);
      expect(result.converged.some((done, k) => done !== (result.relativeGaps[k] === 0))).toBe(false);
      for (const gap of result.relativeGaps) expect(gap).toBeLessThan(1e-12);
    }
  });
});

describe("what does not converge", () => {
  test.each(named(plainCases))("is marked at every λ, proven all the same, and the path goes on: %s", (_, one) => {
    const { X, y } = one;
    const exact = quietPath(one, { count: 10, minRatio: 1e-3, tol: 1e-12 });
    for (const maxIterations of [1, 2, 5]) {
      const { result, warnings } = quietly(() => path(X, y, { count: 10, minRatio: 1e-3, maxIterations, tol: 1e-12 }));
      expect(result.lambdas).toEqual(exact.lambdas);
      result.lambdas.forEach((lambda, k) => {
        expect(result.iterations[k], `iterations at ${lambda}`).toBeLessThanOrEqual(maxIterations);
        expect(result.converged[k]).toBe(result.relativeGaps[k] <= 1e-12);
        const room = 1e-13 * exact.objectives[0];
        expect(result.objectives[k] - exact.objectives[k]).toBeLessThanOrEqual(result.gaps[k] + room);
        expect(result.objectives[k]).toBeGreaterThanOrEqual(exact.objectives[k] - exact.gaps[k] - room);
      });
      expect(result.converged[0]).toBe(true);
      expect(warnings).toHaveLength(result.converged.every(Boolean) ? 0 : 1);
      if (maxIterations === 1) expect(result.converged).toContain(false);
      if (warnings.length > 0)
        expect(warnings[0]).toMatch(
          /^path: not converged after \d+ iterations, relative gap \S+ but tol 1e-12; raise maxIterations or tol$/,
        );
    }
  });
});
