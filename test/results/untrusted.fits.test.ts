// Texts of fits that somebody has changed: refused in plain words, or a fit that works.
import { describe, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import {
  CoxFit,
  cox,
  Fit,
  GradientFit,
  gradientDescent,
  LogisticFit,
  lasso,
  logistic,
  MultiFit,
  MultinomialFit,
  multinomial,
  ridge,
} from "../../src/index.js";
import { type AnyReadable, holds, longest, type Readable } from "../helpers/mutations.js";

const { columns, y } = autoregressive({ n: 20, p: 4, density: 0.8, seed: 71 });
const X = rowsOf(columns);
const record = { a: columns[0], b: columns[1], c: columns[2], d: columns[3] };
const labels = Array.from(y, (value) => (value > 0 ? "up" : "down"));
const three = Array.from(y, (value) => Math.sign(Math.trunc(value)));
const survival = { time: Array.from(y, (value) => 1 + Math.abs(value)), event: Array.from(y, (_, i) => i % 3 > 0) };
const strata = Array.from(y, (_, i) => `s${i % 2}`);
const offset = Array.from(y, (value) => value / 10);

const written = (made: object) => JSON.parse(JSON.stringify(made));
const again = (made: unknown) => JSON.stringify(made);
/** finite numbers of every size, as many columns as the model has */
const tables = (p: number) => [
  Array.from({ length: 3 }, (_, i) => Array.from({ length: p }, (_, j) => i - j + 0.5)),
  [Array.from({ length: p }, (_, j) => (j % 2 ? 1e300 : -1e300)), new Array(p).fill(1.7e308)],
];
const each = (p: number, use: (X: number[][]) => unknown) => tables(Math.min(p, 1000)).map(use);

const fitUses: Readable<Fit>["uses"] = [
  (fit) => each(fit.coefficients.length, (X) => fit.predict(X, { offset: 0 })),
  (fit) => each(fit.coefficients.length, (X) => fit.score(X, [3, 2, 1].slice(0, X.length), { offset: 0 })),
  (fit) => fit.predict(record, { offset }),
  (fit) => [fit.coefficients, fit.intercept, fit.nonzero, fit.lambda, fit.l1Ratio],
];

const ofTargets = (made: MultiFit): AnyReadable => ({
  value: written(made),
  read: MultiFit.fromJSON,
  write: again,
  uses: [
    (fit: MultiFit) => each(fit.coefficients[0].length, (X) => fit.predict(X, { offset: 0 })),
    (fit: MultiFit) => fit.score(record, { first: y, second: columns[1] }, { offset: 0 }),
    (fit: MultiFit) => [fit.coefficients, fit.intercept, fit.nonzero, fit.certificate.objective],
  ],
});

const kinds: Record<string, AnyReadable> = {
  Fit: { value: written(lasso(record, y, { lambda: 0.05 })), read: Fit.fromJSON, uses: fitUses, write: again },
  "Fit of ridge": { value: written(ridge(X, y, { lambda: 0.05 })), read: Fit.fromJSON, uses: fitUses, write: again },
  LogisticFit: {
    value: written(logistic(record, labels, { lambda: 0.02, offset })),
    read: LogisticFit.fromJSON,
    write: again,
    uses: [
      (fit: LogisticFit) =>
        each(fit.coefficients.length, (X) => [
          fit.decision(X, { offset: 0 }),
          fit.predictProbability(X, { offset: 0 }),
          fit.predict(X, { offset: 0 }),
        ]),
      (fit: LogisticFit) => fit.score(record, labels, { offset }),
      (fit: LogisticFit) => [fit.coefficients, fit.intercept, fit.nonzero],
    ],
  },
  MultinomialFit: {
    value: written(multinomial(record, three, { lambda: 0.01 })),
    read: MultinomialFit.fromJSON,
    write: again,
    uses: [
      (fit: MultinomialFit) =>
        each(fit.coefficients[0].length, (X) => [
          fit.decision(X, { offset: 0 }),
          fit.predictProbability(X, { offset: 0 }),
          fit.predict(X, { offset: 0 }),
        ]),
      (fit: MultinomialFit) => fit.score(record, three, { offset: 0 }),
      (fit: MultinomialFit) => [fit.coefficients, fit.intercepts, fit.nonzero],
    ],
  },
  MultiFit: ofTargets(ridge(record, { first: y, second: columns[2] }, { lambda: 0.1 })),
  "MultiFit, grouped": ofTargets(lasso(record, { first: y, second: columns[2] }, { lambda: 0.1, grouped: true })),
  CoxFit: {
    value: written(cox(record, { ...survival, strata }, { lambda: 0.02 })),
    read: CoxFit.fromJSON,
    write: again,
    uses: [
      (fit: CoxFit) => each(fit.coefficients.length, (X) => fit.predict(X, { offset: 0 })),
      (fit: CoxFit) => each(fit.coefficients.length, (X) => fit.survival(X, [-1, 0, 2, Infinity], { offset: 0 })),
      (fit: CoxFit) => fit.survival(record, [1, 2], { strata, offset: 0 }),
      (fit: CoxFit) => fit.score(record, survival, { offset: 0 }),
    ],
  },
  GradientFit: {
    value: written(gradientDescent(record, labels, { loss: "logistic", lambda: 0.1, method: "sgd", epochs: 3 })),
    read: GradientFit.fromJSON,
    write: again,
    uses: [
      (fit: GradientFit) => each(fit.coefficients.length, (X) => [fit.decision(X), fit.predict(X)]),
      (fit: GradientFit) => fit.predictProbability(record),
      (fit: GradientFit) => fit.score(record, labels),
      (fit: GradientFit) => fit.partialFit(record, labels),
    ],
  },
  "GradientFit of counts": {
    value: written(gradientDescent(X, y.map(Math.abs), { loss: "poisson", lambda: 0.1 })),
    read: GradientFit.fromJSON,
    write: again,
    uses: [
      (fit: GradientFit) => each(fit.coefficients.length, (X) => [fit.decision(X), fit.predict(X)]),
      (fit: GradientFit) => fit.score(X, y),
    ],
  },
};

describe("fromJSON of changed texts", () => {
  test.each(Object.entries(kinds))("%s", (_, kind) => holds(kind), longest);
});
