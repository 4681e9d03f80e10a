// Several targets: grouped against reference answers, each on its own against fits of one.
import { describe, expect, test } from "vitest";
import { crossValidate, elasticNet, lasso, MultiFit, Path, path, ridge } from "../../src/index.js";
import fixture from "../fixtures/multigaussian.json" with { type: "json" };
import { type Case, expectProven, optionsOf, titleOf } from "../helpers/capabilities.js";
import { difference } from "../helpers/judging.js";
import { type Anything, refuses } from "../helpers/refuses.js";

const cases = fixture.cases as unknown as (Case & { Y: string })[];
const dataOf = (name: string) => (fixture.data as Anything)[name] as Record<string, Anything>;

describe.each(cases.map((one) => [titleOf(one), one] as const))("%s", (_, one) => {
  const data = dataOf(one.data);
  const [X, Y] = [data.X as number[][], data[one.Y] as number[][]];
  const options = { ...optionsOf(one, data), warmStart: undefined, l1Ratio: one.l1Ratio, grouped: true };
  const lambdas = one.path.map(({ lambda }) => lambda);
  const fits = path(X, Y, { ...options, lambdas });

  test("objectives, proofs and coefficients of the path", () => {
    one.path.forEach((answer, k) => {
      const fit = fits.fit(k);
      expectProven(fit.certificate, answer, one.nullObjective);
      const size = Math.max(...(answer.coefs as number[][]).flat().map(Math.abs), 1e-6);
      (answer.coefs as number[][]).forEach((beta, c) => {
        for (const [j, b] of beta.entries()) expect(Math.abs(fit.coefficients[c][j] - b)).toBeLessThan(2e-5 * size);
      });
    });
  });

  test("one fit, and λmax", () => {
    const k = lambdas.length - 1;
    const fit = elasticNet(X, Y, { ...options, lambda: lambdas[k] });
    const [a, b] = [fit.certificate, fits.fit(k).certificate];
    expect(Math.abs(a.objective - b.objective)).toBeLessThanOrEqual(a.gap + b.gap + 1e-14 * one.nullObjective);
    const [largest] = path(X, Y, { ...options, count: 1 }).lambdas;
    expect(Math.abs(largest / (one.lambdaMax as number) - 1)).toBeLessThan(1e-9);
  });
});

const { X, Y } = dataOf("wineMulti") as { X: number[][]; Y: number[][] };
const named = { a: Y.map((row) => row[0]), b: Y.map((row) => row[1]) };

test("without grouped every target is a lasso of its own", () => {
  const fit = lasso(X, named, { lambda: 0.1 });
  expect(fit).toBeInstanceOf(MultiFit);
  expect(fit.targetNames).toEqual(["a", "b"]);
  expect(fit.fits).toEqual([lasso(X, named.a, { lambda: 0.1 }), lasso(X, named.b, { lambda: 0.1 })]);
});

test("a path without grouped: one path a target, on shared λ's, objectives and gaps summed", () => {
  const fits = path(X, named, { count: 6 });
  const each = [named.a, named.b].map((y) => path(X, y, { lambdas: fits.lambdas }));
  const largest = [named.a, named.b].map((y) => path(X, y, { count: 1 }).lambdas[0]);
  expect(fits.lambdas[0]).toBe(Math.max(...largest));
  for (const k of fits.lambdas.keys()) {
    expect(fits.coefficients(k)).toEqual(each.map((one) => one.coefficients(k)));
    expect([...fits.intercepts[k]]).toEqual(each.map((one) => one.intercepts[k]));
    expect(fits.objectives[k]).toBeCloseTo(each[0].objectives[k] + each[1].objectives[k], 12);
    expect(fits.gaps[k]).toBeCloseTo(each[0].gaps[k] + each[1].gaps[k], 14);
  }
  expect(path(X, named, { count: 6, stopWhen: { maxNonzero: 3 } }).stopped?.reason).toBe("maxNonzero");
});

test("predictions, scores and JSON", () => {
  const fit = lasso(X, named, { lambda: 0.05, grouped: true });
  expect(fit.predict(X)).toHaveLength(2);
  expect(fit.score(X, named)).toBeGreaterThan(0);
  const again = MultiFit.fromJSON(JSON.stringify(fit));
  expect(again).toEqual(fit);
  expect(again.certificate).toEqual(fit.certificate);
  const fits = path(X, named, { count: 3, grouped: true });
  expect(Path.fromJSON<MultiFit>(JSON.stringify(fits)).fit(2)).toEqual(fits.fit(2));
});

test("at λ 0 grouped targets are ordinary least squares, at ρ 0 ridge", () => {
  const none = lasso(X, Y, { lambda: 0, grouped: true, tol: 1e-12 });
  const free = ridge(X, Y, { lambda: 0 });
  for (const [k, beta] of none.coefficients.entries()) expect(difference(beta, free.coefficients[k])).toBeLessThan(1e-5);
  const some = elasticNet(X, Y, { lambda: 0.3, l1Ratio: 0, grouped: true, tol: 1e-13 });
  const shrunk = ridge(X, Y, { lambda: 0.3 });
  for (const [k, beta] of some.coefficients.entries()) expect(difference(beta, shrunk.coefficients[k])).toBeLessThan(1e-5);
});

test("a warm start takes a MultiFit", () => {
  const fit = lasso(X, Y, { lambda: 0.1, grouped: true });
  expect(lasso(X, Y, { lambda: 0.1, grouped: true, warmStart: fit }).certificate.iterations).toBeLessThanOrEqual(
    fit.certificate.iterations,
  );
  const one = lasso(X, named.a, { lambda: 0.1 });
  refuses(() => lasso(X, Y, { lambda: 0.1, warmStart: one }), TypeError, "lasso: warmStart is a Fit, expected a MultiFit, as y is a table");
});

test("cross-validation against cv.glmnet", () => {
  const [one] = fixture.crossValidation as unknown as Anything[];
  const data = dataOf(one.data);
  const { foldIds, l1Ratio, standardize, lambda } = one;
  const cv = crossValidate(data.X as number[][], data[one.Y] as number[][], {
    grouped: true,
    foldIds,
    l1Ratio,
    standardize,
    lambdas: lambda,
    tol: 1e-12,
  });
  expect(difference(cv.means, one.mean)).toBeLessThan(1e-6);
  expect(difference(cv.standardErrors, one.standardError)).toBeLessThan(1e-6);
  expect(cv.min.lambda).toBe(one.lambdaMin);
  expect(cv.oneSe.lambda).toBe(one.lambda1se);
  expect(cv.predictions[0]).toHaveLength(3);
});
