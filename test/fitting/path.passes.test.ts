// How many steps a path takes in all: models that are kept and added to, and faces that stay, are worth no step more than those that are made
// anew each time. No proof sees that: a model that is wrong ends at the same answers, later.
import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { logistic, path } from "../../src/index.js";

const next = normal(7);
const [n, p] = [300, 30];
const rows = Array.from({ length: n }, () => {
  const common = 0.5 * next();
  return Array.from({ length: p }, () => 1 + common + next());
});
const etas = [0, 1, 2].map((k) => rows.map((row) => row.reduce((sum, x, j) => sum + (j % 3 === k ? 0.4 * (x - 1) : 0), 0)));
/** minus the logarithm of an exponential number */
const gumbel = () => -Math.log((next() ** 2 + next() ** 2) / 2);
const classes = rows.map((_, i) => {
  const scores = [0, 1, 2, 3].map((k) => (k < 3 ? etas[k][i] : 0) + gumbel());
  return `class ${scores.indexOf(Math.max(...scores))}`;
});
const survival = { time: etas[0].map((eta) => Math.exp(-gumbel() - eta)), event: etas[0].map(() => Number(next() < 0.5)) };
const zeroOne = etas[0].map((eta) => Number(eta + next() > 0));
const counts = etas[0].map((eta) => Math.round(Math.exp(eta / 2)));
const groups = Array.from({ length: p }, (_, j) => Math.floor(j / 3));
const wide = rows.slice(0, 40).map((row) => [...row, ...Array.from({ length: 90 }, next)]);
const few = zeroOne.slice(0, 40);

const grid = { count: 50, minRatio: 0.01, tol: 1e-8 };
interface Steps {
  lambdas: ArrayLike<number>;
  relativeGaps: Float64Array;
  fit(k: number): { certificate: { iterations: number } };
}

const multinomial = { loss: "multinomial" } as const;
/** and how many steps they took where every model was made whole (commit b603064); the last three, which take as many, may take a tenth more: last bits of the data differ between engines */
const paths: [string, () => Steps, number][] = [
  ["classes", () => path(rows, classes, { ...multinomial, ...grid }), 601],
  ["classes, elastic net", () => path(rows, classes, { ...multinomial, l1Ratio: 0.5, ...grid }), 379],
  ["grouped classes", () => path(rows, classes, { ...multinomial, grouped: true, ...grid }), 1201],
  ["survival", () => path(rows, survival, { loss: "cox", ...grid }), 308],
  ["logistic, groups", () => path(rows, zeroOne, { loss: "logistic", groups, ...grid }), 981],
  ["logistic, more columns than rows", () => path(wide, few, { loss: "logistic", ...grid, minRatio: 0.05 }), 270],
  ["logistic, elastic net", () => path(wide, few, { loss: "logistic", l1Ratio: 0.4, ...grid, minRatio: 0.05 }), 260],
  ["poisson, elastic net", () => path(rows, counts, { loss: "poisson", l1Ratio: 0.4, ...grid }), 180],
];

describe("steps of 50 λ's", () => {
  test.each(paths)("%s", (_, run, most) => {
    const found = run();
    expect(Math.max(...found.relativeGaps)).toBeLessThanOrEqual(1e-8);
    const steps = Array.from(found.lambdas, (_, k) => found.fit(k).certificate.iterations).reduce((a, b) => a + b, 0);
    expect(steps).toBeLessThanOrEqual(most);
  });
});

test("a warm start of columns that stand twice: those that depend on others stay outside of the face, and the rest is right", () => {
  const twice = rows.slice(0, 80).map((row) => [row[0], row[0], row[1], row[1], row[2], row[2], row[3], row[3], row[4], row[5]]);
  const y = zeroOne.slice(0, 80);
  const warmStart = logistic(twice, y, { lambda: 0.01, l1Ratio: 0 });
  for (const [lambda, most] of [
    [0.001, 7],
    [0.01, 12],
  ]) {
    const { iterations, relativeGap } = logistic(twice, y, { lambda, tol: 1e-10, warmStart }).certificate;
    expect(relativeGap).toBeLessThanOrEqual(1e-10);
    expect(iterations).toBeLessThanOrEqual(most);
  }
});
