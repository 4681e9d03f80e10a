// One clear error for what may not be passed, before anything is allocated.
import { expect, test } from "vitest";
import * as theory from "../../src/theory/index.js";
import { type Anything, type Kind, refuses, X, y } from "../helpers/refuses.js";

const t: Anything = theory;
const four = [[1], [2], [3], [4]];
const model = { lambda: 1, l1Ratio: 0 };
const world = { truth: [1, 2], design: X, noise: 1, model };

/** every option that a name does not have is refused alike */
const options: Record<string, (own: object) => unknown> = {
  shrinkageFactors: (own) => t.shrinkageFactors(X, [1], own),
  diagonalLasso: (own) => t.diagonalLasso(four, y, { lambda: 1, ...own }),
  orthonormalize: (own) => t.orthonormalize(X, own),
  lambdaForRadius: (own) => t.lambdaForRadius(X, y, { norm: "l1", radius: 1, ...own }),
  tangentPoint: (own) => t.tangentPoint(X, y, { norm: "l1", radius: 1, ...own }),
  priorFromLambda: (own) => t.priorFromLambda({ lambda: 1, noiseVariance: 1, n: 1, ...own }),
  lambdaFromPrior: (own) => t.lambdaFromPrior({ laplaceScale: 1, noiseVariance: 1, n: 1, ...own }),
  logPosterior: (own) => t.logPosterior(X, y, { coefficients: [1, 2], noiseVariance: 1, laplaceScale: 1, ...own }),
  weightDecay: (own) => t.weightDecay(X, y, { lambda: 1, steps: 1, learningRate: 0.1, ...own }),
  penalizedDescent: (own) => t.penalizedDescent(X, y, { lambda: 1, steps: 1, learningRate: 0.1, ...own }),
  earlyStopping: (own) => t.earlyStopping(X, y, { steps: 1, learningRate: 0.01, ...own }),
  biasVariance: (own) => t.biasVariance({ ...world, ...own }),
  learningCurve: (own) => t.learningCurve(X, y, { sizes: [2], model, ...own }),
  validationCurve: (own) => t.validationCurve(X, y, { lambdas: [1], ...own }),
  polynomialFeatures: (own) => t.polynomialFeatures([1, 2], { degree: 2, ...own }),
  pNormBall: (own) => t.pNormBall({ p: 1, radius: 1, ...own }),
  lossContours: (own) => t.lossContours(X, y, own),
};

test.each(Object.keys(options))("%s works without a fault, and refuses an option that nobody reads", (name) => {
  expect(options[name]({})).toBeDefined();
  expect(() => options[name]({ alpha: 1 })).toThrow(`${name}: alpha is not an option, expected one of `);
});

const cases: [() => unknown, Kind, string][] = [
  [() => t.shrinkageFactors([], [1]), RangeError, "shrinkageFactors: X is 0×0, expected at least one row and one column"],
  [() => t.shrinkageFactors([[1, NaN]], [1]), RangeError, "shrinkageFactors: X has NaN at row 0, column 1, expected a finite number"],
  [() => t.shrinkageFactors(X, [-1]), RangeError, "shrinkageFactors: lambdas[0] is -1, expected a finite number ≥ 0"],
  [
    () => t.shrinkageFactors([[1e200], [0]], [1]),
    RangeError,
    "shrinkageFactors: column 0 of X is too large to be squared, expected entries below 1e150; rescale it",
  ],
  [() => t.shrinkageFactors(X, [1], { fitIntercept: 1 }), TypeError, "shrinkageFactors: fitIntercept is 1, expected true or false"],
  [() => t.shrinkageFactors(X, [1]).shrink([1], 1), RangeError, "ShrinkageFactors.shrink: coefficients has 1 entries but X has 2 columns"],
  [() => t.softThreshold("1", 1), TypeError, 'softThreshold: z is "1" (a string), expected a finite number'],
  [() => t.softThreshold(1, -1), RangeError, "softThreshold: threshold is -1, expected a number ≥ 0"],
  [() => t.diagonalLasso(X, y, {}), TypeError, "diagonalLasso: lambda is missing, expected a number ≥ 0"],
  [() => t.diagonalLasso(X, [1], { lambda: 1 }), RangeError, "diagonalLasso: y has 1 entries but X has 4 rows"],
  [
    () =>
      t.orthonormalize([
        [1, 2],
        [2, 4],
        [3, 6],
      ]),
    RangeError,
    "orthonormalize: column 1 of X depends on the columns before it, expected independent columns",
  ],
  [() => t.constraintRadius({}), TypeError, "constraintRadius: fit is an object, expected a Fit"],
  [() => t.lambdaForRadius(X, y, { norm: 1, radius: 1 }), TypeError, 'lambdaForRadius: norm is 1, expected "l1" or "l2"'],
  [() => t.lambdaForRadius(X, y, { norm: "l1" }), TypeError, "lambdaForRadius: radius is missing, expected a finite number above 0"],
  [() => t.lambdaForRadius(X, y, { norm: "l1", radius: 0 }), RangeError, "lambdaForRadius: radius is 0, expected a finite number above 0"],
  [() => t.tangentPoint(four, y, { norm: "l1", radius: 1 }), RangeError, "tangentPoint: X has 1 columns, expected 2"],
  [() => t.lossContours(four, y), RangeError, "lossContours: X has 1 columns, expected 2"],
  [
    () =>
      t.lossContours(
        [
          [1, 2],
          [2, 4],
          [3, 6],
        ],
        [1, 2, 3],
      ),
    RangeError,
    "lossContours: the columns of X depend on each other, expected independent columns",
  ],
  [() => t.lossContours(X, y, { points: 10 }), RangeError, "lossContours: points is 10, expected a multiple of 8 from 8 to 1e6"],
  [() => t.lossContours(X, y, { levels: 3 }), TypeError, "lossContours: levels is 3, expected an array of numbers"],
  [() => t.pNormBall({ p: 0, radius: 1 }), RangeError, "pNormBall: p is 0, expected a number above 0 or Infinity"],
  [() => t.pNormBall({ p: 1, radius: -1 }), RangeError, "pNormBall: radius is -1, expected a finite number above 0"],
  [() => t.priorFromLambda({ lambda: 1, n: 3 }), TypeError, "priorFromLambda: noiseVariance is missing, expected a finite number above 0"],
  [
    () => t.priorFromLambda({ lambda: 1, noiseVariance: 1, n: 0.5 }),
    RangeError,
    "priorFromLambda: n is 0.5, expected a whole number from 1 to 2147483647",
  ],
  [
    () => t.lambdaFromPrior({ noiseVariance: 1, n: 1 }),
    TypeError,
    "lambdaFromPrior: neither of gaussianVariance and laplaceScale given, expected one",
  ],
  [
    () => t.lambdaFromPrior({ gaussianVariance: 1, laplaceScale: 1, noiseVariance: 1, n: 1 }),
    TypeError,
    "lambdaFromPrior: both of gaussianVariance and laplaceScale given, expected one",
  ],
  [
    () => t.logPosterior(X, y, { coefficients: [1, 2], noiseVariance: 1, gaussianVariance: Infinity }),
    RangeError,
    "logPosterior: gaussianVariance is Infinity, expected a finite number above 0",
  ],
  [
    () => t.logPosterior(X, y, { noiseVariance: 1, gaussianVariance: 1 }),
    TypeError,
    "logPosterior: coefficients is undefined, expected an array of numbers",
  ],
  [
    () => t.weightDecay(X, y, { lambda: 1, steps: 0, learningRate: 1 }),
    RangeError,
    "weightDecay: steps is 0, expected a whole number from 1 to 2147483647",
  ],
  [
    () => t.weightDecay(X, y, { lambda: 1, steps: 1, learningRate: 0 }),
    RangeError,
    "weightDecay: learningRate is 0, expected a finite number above 0",
  ],
  [
    () => t.penalizedDescent(X, y, { lambda: 1, steps: 1, learningRate: 1, start: [1] }),
    RangeError,
    "penalizedDescent: start has 1 entries but X has 2 columns",
  ],
  [
    () => t.biasVariance({ ...world, truth: undefined }),
    TypeError,
    "biasVariance: truth is missing, expected coefficients, { coefficients, intercept } or a function",
  ],
  [() => t.biasVariance({ ...world, truth: [1] }), RangeError, "biasVariance: truth has 1 entries but X has 2 columns"],
  [() => t.biasVariance({ ...world, truth: () => NaN }), RangeError, "biasVariance: truth is NaN at row 0, expected a finite number"],
  [() => t.biasVariance({ ...world, noise: -1 }), RangeError, "biasVariance: noise is -1, expected a finite number ≥ 0"],
  [() => t.biasVariance({ ...world, universes: 1 }), RangeError, "biasVariance: universes is 1, expected a whole number from 2"],
  [() => t.biasVariance({ ...world, seed: -1 }), RangeError, "biasVariance: seed is -1, expected a whole number from 0 to 4294967295"],
  [() => t.biasVariance({ ...world, at: [[1]] }), RangeError, "biasVariance: at has 1 columns but design has 2"],
  [
    () => t.biasVariance({ ...world, model: undefined }),
    TypeError,
    "biasVariance: model is missing, expected { lambda, l1Ratio, … } or a function",
  ],
  [
    () => t.biasVariance({ ...world, model: { alpha: 1 } }),
    TypeError,
    "biasVariance: model.alpha is not an option, expected one of lambda, l1Ratio, fitIntercept, penaltyFactors, standardize, lower, upper, tol, maxIterations",
  ],
  [
    () => t.biasVariance({ ...world, model: () => 5 }),
    TypeError,
    "biasVariance: model returned 5, expected an object with a function predict",
  ],
  [
    () => t.biasVariance({ ...world, model: () => ({ predict: () => [1] }) }),
    RangeError,
    "biasVariance: predict returned an array of 1, expected 4 finite numbers, one a row",
  ],
  [
    () => t.learningCurve(X, y, { sizes: [4], model }),
    RangeError,
    "learningCurve: sizes[0] is 4, expected a whole number from 1 to 3, the rows to learn from",
  ],
  [
    () => t.learningCurve(X, y, { sizes: [], model }),
    TypeError,
    "learningCurve: sizes is an array of 0, expected an array of numbers with at least one entry",
  ],
  [
    () => t.learningCurve(X, y, { sizes: [1], model, testShare: 0.99 }),
    RangeError,
    "learningCurve: testShare 0.99 of 4 rows is 4, expected rows on both sides",
  ],
  [
    () => t.validationCurve(X, y, {}),
    TypeError,
    "validationCurve: lambdas is undefined, expected an array of numbers with at least one entry",
  ],
  [
    () => t.validationCurve(X, y, { lambdas: [1], test: { X: [[1]], y: [1] } }),
    RangeError,
    "validationCurve: test.X has 1 columns but X has 2",
  ],
  [
    () => t.validationCurve(X, y, { lambdas: [1], test: { X, y }, testShare: 0.5 }),
    TypeError,
    "validationCurve: both test and testShare given, expected one",
  ],
  [
    () => t.validationCurve(X, y, { lambdas: [1], l1Ratio: 2 }),
    RangeError,
    "validationCurve: l1Ratio is 2, expected a number from 0 (ridge) to 1 (lasso)",
  ],
  [() => t.polynomialFeatures([1], { degree: 0 }), RangeError, "polynomialFeatures: degree is 0, expected a whole number from 1 to 50"],
  [
    () => t.polynomialFeatures([1e300], { degree: 2 }),
    RangeError,
    "polynomialFeatures: x^2 is beyond the range of numbers, expected smaller numbers or a smaller degree",
  ],
  [() => t.normals(0.5), RangeError, "normals: seed is 0.5, expected a whole number from 0 to 4294967295"],
];

test.each(cases.map(([call, kind, message]) => [message, call, kind] as const))("%s", (message, call, kind) => {
  refuses(call, kind, message);
});

test("an elastic-net fit needs a norm, and columns that are not orthogonal are named", async () => {
  const { elasticNet } = await import("../../src/index.js");
  const fit = elasticNet(X, y, { lambda: 0.1, l1Ratio: 0.5 });
  expect(() => theory.constraintRadius(fit)).toThrow("constraintRadius: fit.l1Ratio is 0.5, expected 0 (ridge) or 1 (lasso), or a norm");
  const skew = [
    [1, 1],
    [2, 2.5],
    [3, 2.9],
  ];
  expect(() => theory.diagonalLasso(skew, [1, 2, 3], { lambda: 1 })).toThrow(
    /^diagonalLasso: columns 0 and 1 of X have the mean product [\d.]+, expected orthogonal columns/,
  );
  // columns that fall where the other rises are refused as well
  const falling = skew.map(([a, b]) => [a, -b]);
  expect(() => theory.diagonalLasso(falling, [1, 2, 3], { lambda: 1 })).toThrow("have the mean product -");
  const many = Array.from({ length: 60 }, (_, j) => j);
  expect(() => t.biasVariance({ ...world, model: () => ({ predict: () => [1, 2, NaN, 4] }) })).toThrow(
    "expected 4 finite numbers, one a row",
  );
  expect(() => theory.polynomialFeatures([many], { degree: 5 })).toThrow(
    "polynomialFeatures: degree 5 of 60 columns makes more than 100000 columns",
  );
});
