// Offsets against reference answers, by relations to fits without, and in predictions.
import { describe, expect, test } from "vitest";
import {
  cox,
  crossValidate,
  elasticNet,
  Fit,
  informationCriteria,
  lasso,
  logistic,
  multinomial,
  Path,
  path,
  relaxed,
  ridge,
} from "../../src/index.js";
import fixture from "../fixtures/offset.json" with { type: "json" };
import { type Case, expectProven, optionsOf, titleOf } from "../helpers/capabilities.js";
import { difference } from "../helpers/judging.js";
import { type Anything, refuses } from "../helpers/refuses.js";

interface OffsetCase extends Case {
  loss: "squared" | "logistic" | "poisson" | "huber" | "squaredHinge" | "multinomial" | "cox";
  y: string;
  offset: string;
  delta?: number;
  time?: string;
  status?: string;
}

const cases = fixture.cases as unknown as OffsetCase[];
const dataOf = (name: string) => (fixture.data as Anything)[name] as Record<string, Anything>;
const targetOf = (one: OffsetCase, data: Record<string, Anything>) =>
  one.loss === "cox" ? { time: data[one.time as string], event: data[one.status as string] } : data[one.y];

describe.each(cases.map((one) => [titleOf(one), one] as const))("%s", (_, one) => {
  const data = dataOf(one.data);
  const X = data.X as number[][];
  const { fitIntercept, ...common } = optionsOf(one, data);
  const options = {
    ...common,
    ...(one.loss !== "cox" && { fitIntercept }),
    ...(one.delta && { delta: one.delta }),
    ...(one.loss === "multinomial" && { grouped: Boolean(one.grouped) }),
    loss: one.loss,
    l1Ratio: one.l1Ratio,
    offset: data[one.offset],
    // rows beyond δ have no curvature: the last steps are short, and end where rounding hides them
    ...(one.loss === "huber" && { tol: 1e-9 }),
  } as Anything;
  const lambdas = one.path.map(({ lambda }) => lambda);
  const fits = path(X, targetOf(one, data), { ...options, lambdas }) as unknown as Path;

  test("objectives, proofs and coefficients of the path", () => {
    one.path.forEach((answer, k) => {
      const fit = fits.fit(k);
      expectProven(fit.certificate, answer, one.nullObjective);
      const ours = [fit.coefficients as Anything].flat().flatMap((beta: ArrayLike<number>) => Array.from(beta));
      const theirs = (answer.coefs as Anything).flat();
      const size = Math.max(...theirs.map(Math.abs), 1e-3);
      for (const [j, b] of theirs.entries()) expect(Math.abs(ours[j] - b)).toBeLessThan(1e-4 * Math.max(1, size));
    });
  });

  test("λmax is that of the null model with the offset", () => {
    if (one.lambdaMax === undefined) return;
    const [largest] = (path(X, targetOf(one, data), { ...options, count: 1 }) as unknown as Path).lambdas;
    expect(Math.abs(largest / one.lambdaMax - 1)).toBeLessThan(1e-7);
  });
});

const { X, y2, offset, y } = dataOf("birthwtRaw") as { X: number[][]; y2: number[]; y: number[]; offset: number[] };

test("squared error: the fit to y less the offset, and predictions add it again", () => {
  const less = y2.map((value, i) => value - offset[i]);
  for (const call of [lasso, ridge as typeof lasso]) {
    const fit = call(X, y2, { lambda: 0.05, offset });
    const plain = call(X, less, { lambda: 0.05 });
    expect(fit.coefficients).toEqual(plain.coefficients);
    expect(fit.predict(X, { offset })).toEqual(plain.predict(X).map((value, i) => value + offset[i]));
    expect(fit.predict(X, { offset: 0 })).toEqual(plain.predict(X));
    expect(fit.score(X, y2, { offset })).toBeLessThanOrEqual(1);
  }
});

test("a constant offset moves the intercept alone", () => {
  const labels = y.map((value) => (value > 0 ? "yes" : "no"));
  const plain = logistic(X, labels, { lambda: 0.02, tol: 1e-12 });
  const moved = logistic(X, labels, { lambda: 0.02, tol: 1e-12, offset: labels.map(() => 0.7) });
  expect(difference([...moved.coefficients, 1], [...plain.coefficients, 1])).toBeLessThan(1e-6);
  expect(moved.intercept).toBeCloseTo(plain.intercept - 0.7, 6);
});

test("predictions of a fit with an offset ask for it; JSON remembers", () => {
  const fit = lasso(X, y2, { lambda: 0.05, offset });
  const message = "predict: offset is missing, expected that of these rows, as the model was fitted with one; offset: 0 leaves it out";
  refuses(() => fit.predict(X), TypeError, message);
  refuses(() => Fit.fromJSON(JSON.stringify(fit)).predict(X), TypeError, message);
  const fits = path(X, y2, { offset, count: 3 });
  refuses(() => Path.fromJSON(JSON.stringify(fits)).fit(1).predict(X), TypeError, message);
  refuses(() => fit.predict(X, { offset: [1] }), RangeError, `predict: offset has 1 entries but X has ${X.length} rows`);
  expect(lasso(X, y2, { lambda: 0.05 }).predict(X.slice(0, 1), { offset: [2] })[0]).toBeCloseTo(
    lasso(X, y2, { lambda: 0.05 }).predict(X.slice(0, 1))[0] + 2,
    12,
  );
});

test("several layers: a table of one column each", () => {
  const iris = dataOf("iris");
  const fit = multinomial(iris.X, iris.y, { lambda: 0.05, offset: iris.offset });
  const eta = fit.decision(iris.X, { offset: iris.offset });
  const plain = fit.decision(iris.X, { offset: 0 });
  expect(eta[1][7]).toBeCloseTo(plain[1][7] + iris.offset[7][1], 12);
  refuses(
    () => multinomial(iris.X, iris.y, { lambda: 0.05, offset: [[1, 2]] }),
    RangeError,
    "multinomial: offset is 1×2, expected 150×3: a row for every row of X, a column each",
  );
  const Y = y2.map((value, i) => [value, offset[i]]);
  const both = lasso(X, Y, { lambda: 0.05, grouped: true, offset: Y.map(([, b]) => [b, 0]) });
  expect(both.predict(X, { offset: 0 })).toHaveLength(2);
});

test("cross-validation against cv.glmnet", () => {
  const [one] = fixture.crossValidation as unknown as Anything[];
  const data = dataOf(one.data);
  const { foldIds, l1Ratio, standardize, lambda } = one;
  const cv = crossValidate(data.X, data[one.y], {
    loss: one.loss,
    offset: data[one.offset],
    foldIds,
    l1Ratio,
    standardize,
    lambdas: lambda,
    tol: 1e-12,
  } as Anything);
  expect(difference(cv.means, one.mean)).toBeLessThan(1e-6);
  expect(difference(cv.standardErrors, one.standardError)).toBeLessThan(1e-6);
  expect(cv.min.lambda).toBe(one.lambdaMin);
});

test("cross-validation of squared error with an offset is that of y less it", () => {
  const less = y2.map((value, i) => value - offset[i]);
  const options = { folds: 4, count: 5, seed: 3 };
  const cv = crossValidate(X, y2, { ...options, offset });
  const plain = crossValidate(X, less, options);
  expect(cv.means).toEqual(plain.means);
  cv.predictions.forEach((value, i) => {
    expect(value).toBeCloseTo(plain.predictions[i] + offset[i], 12);
  });
});

test("what refits or judges without the offset refuses it, and several targets", () => {
  const fit = lasso(X, y2, { lambda: 0.05, offset });
  refuses(() => relaxed(fit, X, y2), TypeError, "relaxed: from was fitted with an offset, expected one without");
  const fits = path(X, y2, { offset, count: 3 });
  refuses(() => informationCriteria(fits), TypeError, "informationCriteria: path was fitted with an offset, expected one without");
  const both = path(X, { a: y2, b: y2 }, { count: 3 }) as Anything;
  refuses(() => informationCriteria(both), TypeError, "informationCriteria: path is of several targets, expected one of one target");
});

test.each<[() => unknown, new (message: string) => Error, string]>([
  [() => lasso(X, y2, { lambda: 1, offset: [1] }), RangeError, `lasso: offset has 1 entries but X has ${X.length} rows`],
  [
    () => elasticNet(X, y2, { lambda: 1, offset: 3 as Anything }),
    TypeError,
    "elasticNet: offset is 3, expected an array with one number a row",
  ],
  [
    () => cox([[1], [2]], { time: [1, 2], event: [1, 1] }, { lambda: 1, offset: [1, Number.NaN] }),
    RangeError,
    "cox: offset has NaN at index 1, expected a finite number",
  ],
])("refused %#", (call, kind, message) => {
  refuses(call, kind, message);
});
