// What gradientDescent refuses, word for word, before anything is allocated.
import { expect, test } from "vitest";
import { exp } from "../../src/elementary.js";
import { GradientFit, gradientDescent } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";
import { type Anything, type Kind, refuses } from "../helpers/refuses.js";

const X = [
  [1, 2],
  [3, 5],
  [4, 1],
  [7, 8],
];
const y = [1, 2, 3, 5];
const sgd = { method: "sgd" };
const stochastic = "sgd, momentum, nesterov, adam, adamw";

const options: [given: Anything, kind: Kind, message: string][] = [
  [{ lambda: undefined }, TypeError, "lambda is missing, expected a number ≥ 0"],
  [{ alpha: 1 }, TypeError, "alpha is not an option, expected lambda for the strength or l1Ratio for the mix"],
  [
    { method: "lbfgs" },
    TypeError,
    'method is "lbfgs" but the penalty has a kink at 0, expected l1Ratio 0, or "fista", "gd" or a stochastic method',
  ],
  [{ l1Ratio: 2 }, RangeError, "l1Ratio is 2, expected a number from 0 (ridge) to 1 (lasso)"],
  [{ loss: "hinge" }, TypeError, 'loss is "hinge" (a string), expected "squared", "logistic", "huber", "poisson", "squaredHinge", "gamma"'],
  [
    { method: "newton" },
    TypeError,
    'method is "newton" (a string), expected "fista", "gd", "lbfgs", "sgd", "momentum", "nesterov", "adam", "adamw"',
  ],
  [
    { method: "lbfgs", l1Ratio: 0.5 },
    TypeError,
    'method is "lbfgs" but the penalty has a kink at 0, expected l1Ratio 0, or "fista", "gd" or a stochastic method',
  ],
  [
    { method: "lbfgs", penaltyPower: 1 },
    TypeError,
    'method is "lbfgs" but the penalty has a kink at 0, expected l1Ratio 0, or "fista", "gd" or a stochastic method',
  ],
  [
    { l1: "subgradient", l1Ratio: 1 },
    TypeError,
    'method is "fista" with a subgradient, expected l1: "prox", or "gd" or a stochastic method',
  ],
  [
    { method: "gd", l1: "subgradient", l1Ratio: 1, learningRate: "backtracking" },
    TypeError,
    'learningRate is "backtracking" but a subgradient need not descend, expected "lipschitz" or a number',
  ],
  [{ penaltyPower: 5 }, RangeError, "penaltyPower is 5, expected a number from 1 to 4"],
  [{ penaltyPower: 2, l1Ratio: 0 }, TypeError, "l1Ratio and penaltyPower are both given, expected one of them"],
  [{ batchSize: 4 }, TypeError, `batchSize is given but method is "fista", expected one of ${stochastic}`],
  [{ method: "gd", dropout: 0.5 }, TypeError, `dropout is given but method is "gd", expected one of ${stochastic}`],
  [{ method: "lbfgs", weightDecay: "coupled" }, TypeError, `weightDecay is given but method is "lbfgs", expected one of ${stochastic}`],
  [{ ...sgd, maxIterations: 5 }, TypeError, 'maxIterations is given but method is "sgd", expected epochs, or one of gd, fista, lbfgs'],
  [{ ...sgd, lower: 0 }, TypeError, 'lower or upper is given but method is "sgd", expected "fista" or "gd"'],
  [{ method: "lbfgs", l1Ratio: 0, upper: 1 }, TypeError, 'lower or upper is given but method is "lbfgs", expected "fista" or "gd"'],
  [
    { method: "lbfgs", l1Ratio: 0, learningRate: 1 },
    TypeError,
    'learningRate is given but method is "lbfgs", which searches along its directions',
  ],
  [{ learningRate: 0 }, RangeError, "learningRate is 0, expected a finite number above 0"],
  [{ ...sgd, learningRate: "lipschitz" }, TypeError, 'learningRate is "lipschitz" (a string) but method is "sgd", expected a number'],
  [
    { loss: "poisson", learningRate: "lipschitz" },
    TypeError,
    'learningRate is "lipschitz" but the curvature of poisson has no bound, expected "backtracking" or a number',
  ],
  [
    { penaltyPower: 3, learningRate: "lipschitz" },
    TypeError,
    'learningRate is "lipschitz" but the curvature of the penalty has no bound, expected "backtracking" or a number',
  ],
  [{ learningRate: "fast" }, TypeError, 'learningRate is "fast" (a string), expected "backtracking", "lipschitz"'],
  [{ ...sgd, schedule: "linear" }, TypeError, 'schedule is "linear" (a string), expected "constant", "invscaling", "cosine"'],
  [{ ...sgd, schedulePower: -1 }, RangeError, "schedulePower is -1, expected a finite number ≥ 0"],
  [{ ...sgd, epochs: 0 }, RangeError, "epochs is 0, expected a whole number from 1 to 2147483647"],
  [{ ...sgd, batchSize: 1.5 }, RangeError, "batchSize is 1.5, expected a whole number from 1 to 2147483647"],
  [{ ...sgd, shuffle: 1 }, TypeError, "shuffle is 1, expected true or false"],
  [{ ...sgd, seed: -1 }, RangeError, "seed is -1, expected a whole number from 0 to 4294967295"],
  [{ ...sgd, momentum: 1 }, RangeError, "momentum is 1, expected a number from 0 to below 1"],
  [{ ...sgd, beta1: -0.1 }, RangeError, "beta1 is -0.1, expected a number from 0 to below 1"],
  [{ ...sgd, beta2: 1 }, RangeError, "beta2 is 1, expected a number from 0 to below 1"],
  [{ ...sgd, epsilon: 0 }, RangeError, "epsilon is 0, expected a finite number above 0"],
  [{ ...sgd, weightDecay: true }, TypeError, 'weightDecay is true (a boolean), expected "coupled", "decoupled"'],
  [{ ...sgd, noise: -1 }, RangeError, "noise is -1, expected a finite number ≥ 0"],
  [{ ...sgd, dropout: 0 }, RangeError, "dropout is 0, expected a probability above 0, at most 1, with which an input is kept"],
  [{ delta: 1 }, TypeError, 'delta is given, expected it with loss "huber" only'],
  [{ loss: "huber", delta: 0 }, RangeError, "delta is 0, expected a finite number above 0"],
  [{ warmStart: {} }, TypeError, "warmStart is an object, expected a Fit"],
  [{ earlyStopping: 3 }, TypeError, "earlyStopping is 3, expected true or false"],
  [{ earlyStopping: { after: 3 } }, TypeError, "earlyStopping.after is not an option, expected one of fraction, rows, patience, minDelta"],
  [{ earlyStopping: { fraction: 1 } }, RangeError, "earlyStopping.fraction is 1, expected a number above 0 and below 1"],
  [{ earlyStopping: { patience: 0 } }, RangeError, "earlyStopping.patience is 0, expected a whole number from 1 to 2147483647"],
  [{ earlyStopping: { minDelta: -1 } }, RangeError, "earlyStopping.minDelta is -1, expected a finite number ≥ 0"],
  [{ earlyStopping: { rows: [4] } }, RangeError, "earlyStopping.rows is 4, expected a whole number from 0 to 3"],
  [{ earlyStopping: { rows: [] } }, RangeError, "earlyStopping.rows has 0 of 4 rows, expected some and not all"],
  [{ earlyStopping: { rows: [0, 1, 2, 3] } }, RangeError, "earlyStopping.rows has 4 of 4 rows, expected some and not all"],
  [
    { earlyStopping: { rows: [0], fraction: 0.5 } },
    TypeError,
    "earlyStopping.fraction and earlyStopping.rows are both given, expected one of them",
  ],
  [
    { earlyStopping: { rows: [0] }, weights: [0, 1, 1, 1] },
    RangeError,
    "weights of all rows kept apart are zero, expected at least one above 0",
  ],
  [
    { earlyStopping: { rows: [0] }, weights: [1, 0, 0, 0] },
    RangeError,
    "weights of all training rows are zero, expected at least one above 0",
  ],
];

test.each(options)("%j", (given, kind, message) => {
  refuses(() => gradientDescent(X, y, { lambda: 0.1, ...given }), kind, `gradientDescent: ${message}`);
});

const targets: [loss: Anything, y: Anything, kind: Kind, message: string][] = [
  ["squared", [1, 2, 3], RangeError, "y has 3 entries but X has 4 rows"],
  ["squared", [1, 2, NaN, 3], RangeError, "y has NaN at row 2, expected a finite number"],
  ["poisson", [1, 0, -2, 3], RangeError, 'y has -2 at row 2, expected a number ≥ 0 for loss "poisson"'],
  ["logistic", [0, 1, 2, 1], RangeError, "y has a third label, 2 at row 2, expected two: 0 and 1; multinomial takes any number of them"],
  ["squaredHinge", [0, 1, 1], RangeError, "y has 3 entries but X has 4 rows"],
];

test.each(targets)("loss %s, y %j", (loss, target, kind, message) => {
  refuses(() => gradientDescent(X, target, { lambda: 0.1, loss }), kind, `gradientDescent: ${message}`);
});

test("partialFit", () => {
  const fit = gradientDescent(X, y, { lambda: 0.1, method: "sgd", epochs: 1, learningRate: 1e-3 });
  const cases: [() => unknown, Kind, string][] = [
    [() => fit.partialFit([[1, 2, 3]], [1]), RangeError, "X has 3 columns but the model has 2 coefficients"],
    [() => fit.partialFit(X, [1]), RangeError, "y has 1 entries but X has 4 rows"],
    [() => fit.partialFit(X, y, { epochs: 0 }), RangeError, "epochs is 0, expected a whole number from 1 to 2147483647"],
    [() => fit.partialFit(X, y, { weights: [0, 0, 0, 0] }), RangeError, "weights are all zero, expected at least one above 0"],
    [() => fit.partialFit(X, y, { rate: 1 } as Anything), TypeError, "rate is not an option, expected one of epochs, weights"],
  ];
  for (const [call, kind, message] of cases) refuses(call, kind, `partialFit: ${message}`);
});

test("the fit: labels, probabilities, scores, and a way through JSON", () => {
  const t = ["low", "low", "low", "high"];
  const fit = quietly(() => gradientDescent(X, t, { loss: "logistic", lambda: 0.01 })).result;
  expect(fit.classes).toEqual(["high", "low"]);
  const eta = X.map((row) => fit.intercept + row[0] * fit.coefficients[0] + row[1] * fit.coefficients[1]);
  expect(fit.predict(X)).toEqual(eta.map((value) => (value > 0 ? "low" : "high")));
  fit.predictProbability(X).forEach((p, i) => {
    expect(p).toBeCloseTo(1 / (1 + Math.exp(-eta[i])), 14);
  });
  expect(fit.score(X, t)).toBe(eta.filter((value, i) => value > 0 === (t[i] === "low")).length / 4);
  const again = GradientFit.fromJSON(JSON.stringify(fit));
  expect(again).toEqual(fit);
  // what is written the second time is what was written the first
  expect(JSON.stringify(again)).toBe(JSON.stringify(fit));
  expect(again.linear).toEqual(fit.linear);
  expect(again.predict(X)).toEqual(fit.predict(X));
  expect(() => gradientDescent(X, y, { lambda: 0.1 }).predictProbability(X)).toThrow(
    new TypeError('predictProbability: loss is "squared", expected "logistic"'),
  );
  const counts = gradientDescent(X, y, { loss: "poisson", lambda: 0.01 });
  expect([...counts.predict(X)]).toEqual([...counts.decision(X)].map(exp));
  for (const [text, message] of [
    [{}, 'format is undefined, expected "shrinkage/gradient-fit"'],
    [{ ...fit.toJSON(), version: 2 }, "version is 2, expected 1"],
    [
      { ...fit.toJSON(), loss: "none" },
      'loss is "none" (a string), expected one of squared, logistic, huber, poisson, squaredHinge, gamma',
    ],
    [{ ...fit.toJSON(), certificate: {} }, "the certificate is missing, expected what JSON.stringify(fit) wrote"],
  ] as const)
    expect(() => GradientFit.fromJSON(text)).toThrow(new TypeError(`GradientFit.fromJSON: ${message}`));
});

test("a probability below the smallest normal number is not 0, as that of logistic() is not", () => {
  const fit = gradientDescent([[0], [1], [2], [3]], [0, 0, 1, 1], { loss: "logistic", lambda: 0.01 });
  const far = [[(-740 - fit.intercept) / fit.coefficients[0]]];
  expect(fit.predictProbability(far)[0]).toBe(Math.exp(fit.decision(far)[0]));
  expect(fit.predictProbability(far)[0]).toBeGreaterThan(0);
});

test("a start is matched by the names of its columns", () => {
  const names = { a: X.map((row) => row[0]), b: X.map((row) => row[1]) };
  const options = { lambda: 0.01, tol: 1e-10 };
  const warmStart = gradientDescent({ b: names.b, a: names.a }, y, options);
  const still = { ...options, method: "gd", learningRate: 1e-12, maxIterations: 1, warmStart } as const;
  const fit = quietly(() => gradientDescent(names, y, still)).result;
  expect(fit.coefficients[0]).toBeCloseTo(warmStart.coefficients[1], 9);
  expect(fit.coefficients[1]).toBeCloseTo(warmStart.coefficients[0], 9);
  expect(() => gradientDescent({ a: names.a, c: names.b }, y, { ...options, warmStart })).toThrow(
    new RangeError("gradientDescent: warmStart has no coefficient of column c, expected a, c"),
  );
});

test("a fit of gradients is where another may start", () => {
  const once = gradientDescent(X, y, { lambda: 0.1, tol: 1e-10 });
  const twice = gradientDescent(X, y, { lambda: 0.1, tol: 1e-9, warmStart: once });
  expect(twice.certificate.iterations).toBe(0);
  expect(twice.coefficients.every((value, j) => Math.abs(value - once.coefficients[j]) <= 1e-14)).toBe(true);
});
