// Softmax regression against reference answers, against logistic regression of two classes, and by its own relations.
import { describe, expect, test } from "vitest";
import { type Certificate, crossValidate, logistic, MultinomialFit, multinomial, Path, path } from "../../src/index.js";
import fixture from "../fixtures/multinomial.json" with { type: "json" };
import { type Case, expectProven, optionsOf, TOL, titleOf } from "../helpers/capabilities.js";
import { difference, quietly } from "../helpers/judging.js";
import { type Anything, refuses } from "../helpers/refuses.js";

const cases = fixture.cases as unknown as (Case & { y: string })[];
const dataOf = (name: string) => (fixture.data as Anything)[name] as Record<string, Anything>;

describe.each(cases.map((one) => [titleOf(one), one] as const))("%s", (_, one) => {
  const data = dataOf(one.data);
  const [X, y] = [data.X as number[][], data[one.y] as (string | number)[]];
  const options = { ...optionsOf(one, data), warmStart: undefined, l1Ratio: one.l1Ratio, grouped: Boolean(one.grouped) };
  const lambdas = one.path.map(({ lambda }) => lambda);
  const fits = path(X, y, { ...options, loss: "multinomial", lambdas });

  test("objectives, proofs and coefficients of the path", () => {
    one.path.forEach((answer, k) => {
      const fit = fits.fit(k);
      expectProven(fit.certificate, answer, one.nullObjective);
      if (one.unique === false || answer.unique === false) return;
      const size = Math.max(...(answer.coefs as number[][]).flat().map(Math.abs), 1e-3);
      for (const [c, beta] of (answer.coefs as number[][]).entries()) {
        expect(difference(fit.coefficients[c], beta)).toBeLessThan(2e-5 * Math.max(1, size));
      }
      if (answer.intercepts) expect(difference(fit.intercepts, answer.intercepts)).toBeLessThan(1e-4 * Math.max(1, size));
    });
  });

  test("one fit from a cold start is the path's", () => {
    const { lambda } = one.path[one.path.length - 1];
    const { certificate } = multinomial(X, y, { ...options, lambda });
    const warm = fits.fit(lambdas.length - 1).certificate;
    expect(Math.abs(certificate.objective - warm.objective)).toBeLessThanOrEqual(certificate.gap + warm.gap + 1e-13);
  });

  test("λmax is the smallest λ without coefficients", () => {
    if (one.lambdaMax === undefined) return;
    const [largest] = path(X, y, { ...options, loss: "multinomial", count: 1 }).lambdas;
    // at a null model with free columns, λmax is as exact as their gradient
    expect(Math.abs(largest / one.lambdaMax - 1)).toBeLessThan(1e-9);
    const free = (one.penaltyFactors ?? []).filter((v) => v === 0).length;
    const used = (at: number) => {
      const { coefficients } = multinomial(X, y, { ...options, lambda: at });
      return coefficients[0].filter((_, j) => coefficients.some((beta) => beta[j] !== 0)).length;
    };
    expect(used(largest * (1 + 1e-9))).toBe(free);
    expect(used(largest * (1 - 1e-3))).toBeGreaterThan(free);
  });
});

const iris = dataOf("iris");
const X = iris.X as number[][];
const species = iris.y as string[];
const two = species.map((label) => (label === species[0] ? "first" : "other"));

describe("two classes", () => {
  test("ridge: logistic at half of λ, its coefficients halved with either sign", () => {
    const both = multinomial(X, two, { lambda: 0.1, l1Ratio: 0, tol: 1e-13 });
    const one = logistic(X, two, { lambda: 0.05, l1Ratio: 0, tol: 1e-13 });
    expect(both.classes).toEqual(one.classes);
    expect(
      difference(
        both.coefficients[1],
        one.coefficients.map((b) => b / 2),
      ),
    ).toBeLessThan(1e-6);
    expect(
      difference(
        both.coefficients[0],
        one.coefficients.map((b) => -b / 2),
      ),
    ).toBeLessThan(1e-6);
    expect(both.intercepts[1]).toBeCloseTo(one.intercept / 2, 6);
    const p = one.predictProbability(X);
    for (const [i, row] of both.predictProbability(X).entries()) expect(row[1]).toBeCloseTo(p[i], 7);
  });

  test("lasso: logistic at the same λ", () => {
    const both = multinomial(X, two, { lambda: 0.03, tol: 1e-13 });
    const one = logistic(X, two, { lambda: 0.03, tol: 1e-13 });
    expect(both.certificate.objective).toBeCloseTo(one.certificate.objective, 11);
    const p = one.predictProbability(X);
    for (const [i, row] of both.predictProbability(X).entries()) expect(row[1]).toBeCloseTo(p[i], 6);
  });
});

test("labels of any kind, in order, and predictions from names", () => {
  const numbers = species.map((label) => (label === species[0] ? 7 : label === species[149] ? -1 : 3));
  const fit = multinomial(X, numbers, { lambda: 0.02 });
  expect(fit.classes).toEqual([-1, 3, 7]);
  expect(fit.score(X, numbers)).toBeGreaterThan(0.9);
  expect(fit.predict(X.slice(0, 2))).toEqual([7, 7]);
  for (const row of fit.predictProbability(X)) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
  expect(fit.nonzero).toBe(fit.coefficients.flatMap((beta) => [...beta]).filter((b) => b !== 0).length);
});

test("intercepts sum to 0, and so do the coefficients of ridge and of free columns", () => {
  const sum = (fit: MultinomialFit, j: number) => fit.coefficients.reduce((total, beta) => total + beta[j], 0);
  const ridge = multinomial(X, species, { lambda: 0.01, l1Ratio: 0, tol: 1e-12 });
  const free = multinomial(X, species, { lambda: 0.05, grouped: true, penaltyFactors: [1, 0, 1, 1], tol: 1e-12 });
  for (const fit of [ridge, free]) expect(Math.abs(fit.intercepts.reduce((a, b) => a + b))).toBeLessThan(1e-6);
  for (const j of [0, 1, 2, 3]) expect(Math.abs(sum(ridge, j))).toBeLessThan(1e-6);
  expect(Math.abs(sum(free, 1))).toBeLessThan(1e-6);
});

test("classes that X separates: the loss is brought near to 0 at λ 0, and the gap proves it", () => {
  const { result: fit } = quietly(() => multinomial(X.slice(0, 60), two.slice(0, 60), { lambda: 0 }));
  expect(fit.certificate.converged).toBe(true);
  expect(fit.certificate.objective).toBeLessThanOrEqual(fit.certificate.gap * (1 + 1e-12));
});

test("JSON, of fits and of paths, is exact", () => {
  const fits = path(X, species, { loss: "multinomial", count: 5, grouped: true });
  const again = Path.fromJSON<MultinomialFit>(JSON.stringify(fits));
  expect(again.fit(3)).toEqual(fits.fit(3));
  expect(again.intercepts).toEqual(fits.intercepts);
  const fit = fits.fit(4);
  expect(MultinomialFit.fromJSON(JSON.stringify(fit))).toEqual(fit);
  expect(fits.coefficients(4)).toEqual(fit.coefficients);
});

test("a fit between two λ's is proven too", () => {
  const fits = path(X, species, { loss: "multinomial", lambdas: [0.1, 0.05], tol: TOL });
  const between = fits.at(0.07);
  const exact = multinomial(X, species, { lambda: 0.07, tol: TOL });
  expect(between.certificate.objective - exact.certificate.objective).toBeLessThanOrEqual(between.certificate.gap);
  expect(between.coefficients.length).toBe(3);
});

test.each(fixture.crossValidation as unknown as Anything[])("cross-validation against cv.glmnet, measure $measure", (one) => {
  const data = dataOf(one.data);
  const measure = one.measure === "class" ? "accuracy" : one.measure;
  const { foldIds, l1Ratio, standardize, lambda, grouped } = one;
  const cv = crossValidate(data.X, data[one.y], {
    loss: "multinomial",
    foldIds,
    l1Ratio,
    standardize,
    lambdas: lambda,
    grouped: Boolean(grouped),
    measure,
    tol: 1e-12,
  });
  const means = measure === "accuracy" ? cv.means.map((mean) => 1 - mean) : cv.means;
  // at the two largest λ's two classes are equally probable, and rounding decides between them
  const from = measure === "accuracy" ? 2 : 0;
  expect(difference(means.slice(from), one.mean.slice(from))).toBeLessThan(1e-6);
  expect(difference(cv.standardErrors.slice(from), one.standardError.slice(from))).toBeLessThan(1e-6);
  expect(cv.min.lambda).toBe(measure === "accuracy" ? cv.min.lambda : one.lambdaMin);
  expect(cv.predictions[0]).toHaveLength(3);
});

test("auc is the mean over classes against the rest", () => {
  const cv = crossValidate(X, species, { loss: "multinomial", measure: "auc", folds: 3, count: 4 });
  expect(Math.max(...cv.means)).toBeGreaterThan(0.95);
  expect(Math.max(...cv.means)).toBeLessThanOrEqual(1);
});

test("warm starts", () => {
  const fit = multinomial(X, species, { lambda: 0.05, tol: 1e-10 });
  const { certificate } = multinomial(X, species, { lambda: 0.05, tol: 1e-10, warmStart: fit });
  expect(certificate.iterations).toBeLessThan(fit.certificate.iterations);
  expect(certificate.converged).toBe(true);
});

test.each<[() => unknown, new (message: string) => Error, string]>([
  [
    () => multinomial(X, X as Anything, { lambda: 1 }),
    TypeError,
    "multinomial: y has 2 dimensions, expected an array of labels: numbers, booleans or strings",
  ],
  [
    () => multinomial([[1], [2]], ["a", "a"], { lambda: 1 }),
    RangeError,
    'multinomial: y has only "a" (a string), expected two labels or more',
  ],
  [
    () => multinomial([[1], [2]], ["a", 1], { lambda: 1 }),
    TypeError,
    'multinomial: y has "a" (a string) and 1 (a number) at row 1, expected labels of one kind',
  ],
  [() => multinomial([[1], [2]], [1], { lambda: 1 }), RangeError, "multinomial: y has 1 entries but X has 2 rows"],
  [
    () => multinomial([[1], [2]], [1, 2], { lambda: 1, grouped: 1 as Anything }),
    TypeError,
    "multinomial: grouped is 1, expected true or false",
  ],
  [
    () => multinomial([[1], [2]], [1, 2], { lambda: 1, grouped: true, lower: 0 }),
    TypeError,
    "multinomial: lower or upper is given with grouped, expected one of them: groups have no bounds",
  ],
])("refused %#", (call, kind, message) => {
  refuses(call, kind, message);
});

test("bounds, of single coefficients", () => {
  const fit = multinomial(X, species, { lambda: 0.01, lower: 0, tol: 1e-11 });
  expect(fit.certificate.converged).toBe(true);
  expect(fit.coefficients.every((beta) => beta.every((b) => b >= 0))).toBe(true);
  const free: Certificate = multinomial(X, species, { lambda: 0.01, tol: 1e-11 }).certificate;
  expect(fit.certificate.objective).toBeGreaterThanOrEqual(free.objective - 1e-12);
});

test("with standardize a coefficient at its bound is inside of it", () => {
  const X = [[-0.006497269146352209], [-1.5973747244800829]];
  const upper = 0.46835062419995666;
  const fit = multinomial(X, ["a", "b"], { lambda: 0.13256370653398336, fitIntercept: false, standardize: true, lower: 0, upper });
  expect(Math.max(...fit.coefficients.flatMap((each) => Array.from(each)))).toBe(upper);
});
