// The group lasso and the sparse group lasso against reference answers, and by their relations to the lasso.
import { describe, expect, test } from "vitest";
import { crossValidate, elasticNet, lasso, logistic, multinomial, Path, path, SparseMatrix } from "../../src/index.js";
import fixture from "../fixtures/group.json" with { type: "json" };
import { type Case, expectProven, optionsOf, titleOf } from "../helpers/capabilities.js";
import { difference } from "../helpers/judging.js";
import { type Anything, refuses } from "../helpers/refuses.js";

interface GroupCase extends Case {
  loss: "squared" | "logistic" | "poisson";
  y: string;
  group: string;
  groupFactors?: number[];
  tau?: number;
}

const cases = fixture.cases as unknown as GroupCase[];
const dataOf = (name: string) => (fixture.data as Anything)[name] as Record<string, Anything>;

describe.each(cases.map((one) => [titleOf(one), one] as const))("%s", (_, one) => {
  const data = dataOf(one.data);
  const X = data.X as number[][];
  const y = data[one.y] as number[];
  const groups = data[one.group] as number[];
  const { loss, groupFactors, tau: groupSparsity } = one;
  // the sparse group penalty of the reference has its factors on the norms alone
  const options = { ...optionsOf(one, data), warmStart: undefined, l1Ratio: one.l1Ratio ?? 1, groups, groupFactors, groupSparsity };
  const lambdas = one.path.map(({ lambda }) => lambda);
  const fits = path(X, y, { ...options, loss, lambdas }) as Path;

  test("objectives, proofs and coefficients of the path", () => {
    one.path.forEach((answer, k) => {
      const fit = fits.fit(k);
      expectProven(fit.certificate, answer, one.nullObjective);
      expect(difference([...fit.coefficients, 1], [...(answer.coefs as number[]), 1])).toBeLessThan(2e-5);
    });
  });

  test("λmax is the smallest λ without coefficients", () => {
    const [largest] = path(X, y, { ...options, loss, count: 1 }).lambdas;
    expect(Math.abs(largest / (one.lambdaMax as number) - 1)).toBeLessThan(1e-9);
  });

  test("groups are in use whole, or not at all", () => {
    if (groupSparsity) return;
    for (const k of lambdas.keys()) {
      const beta = fits.coefficients(k);
      const labels = [...new Set(groups)];
      const used = labels.map((label) =>
        groups.map((each, j) => (each === label ? Number(beta[j] !== 0) : -1)).filter((each) => each >= 0),
      );
      for (const each of used) expect(new Set(each).size).toBe(1);
    }
  });

  test("one fit, dense and sparse, is the path's", () => {
    const lambda = lambdas[2];
    using sparse = SparseMatrix.fromRows(
      X.map((row) => Object.fromEntries(row.entries())),
      X[0].length,
    );
    for (const table of [X, sparse]) {
      const fit =
        loss === "logistic"
          ? logistic(table, y, { ...options, lambda })
          : loss === "squared"
            ? elasticNet(table, y, { ...options, lambda })
            : path(table, y, { ...options, loss, lambdas: [lambda] }).fit(0);
      expect(difference([...fit.coefficients, 1], [...fits.coefficients(2), 1])).toBeLessThan(1e-5);
    }
  });
});

const { X, y, y2, group } = dataOf("birthwt") as { X: number[][]; y: number[]; y2: number[]; group: number[] };
const each = X[0].map((_, j) => j);

test("groups of one column are the lasso to the bit", () => {
  const groupFactors = each.map((j) => 1 + (j % 3));
  const one = lasso(X, y, { lambda: 0.01, groups: each, groupFactors });
  expect(one).toEqual(lasso(X, y, { lambda: 0.01, penaltyFactors: groupFactors }));
  expect(path(X, y2, { loss: "logistic", groups: each, count: 5 }).fit(4)).toEqual(path(X, y2, { loss: "logistic", count: 5 }).fit(4));
});

test("σ = 1 is the lasso, σ = 0 the group lasso, and labels may be anything", () => {
  const names = group.map((g) => `group ${g}`);
  const sparse = lasso(X, y, { lambda: 0.01, groups: names, groupSparsity: 1, tol: 1e-12 });
  expect(difference(sparse.coefficients, lasso(X, y, { lambda: 0.01, tol: 1e-12 }).coefficients)).toBeLessThan(1e-5);
  const whole = lasso(X, y, { lambda: 0.01, groups: names, tol: 1e-12 });
  expect(whole).toEqual(lasso(X, y, { lambda: 0.01, groups: group, groupSparsity: 0, tol: 1e-12 }));
});

test("groups of a multinomial hold the classes together where they are grouped", () => {
  const labels = y.map((value) => (value > 3.3 ? "c" : value > 2.6 ? "b" : "a"));
  const together = multinomial(X, labels, { lambda: 0.03, groups: group, grouped: true, tol: 1e-10 });
  const apart = multinomial(X, labels, { lambda: 0.03, groups: group, tol: 1e-10 });
  expect(together.certificate.converged && apart.certificate.converged).toBe(true);
  for (const g of new Set(group)) {
    const columns = each.filter((j) => group[j] === g);
    const used = together.coefficients.flatMap((beta) => columns.map((j) => beta[j] !== 0));
    expect(new Set(used).size).toBe(1);
    for (const beta of apart.coefficients) expect(new Set(columns.map((j) => beta[j] !== 0)).size).toBe(1);
  }
});

test("cross-validation: labels a column are groups of columns, labels a row of rows", () => {
  const options = { folds: 4, count: 6, minRatio: 0.05, seed: 2 };
  const cv = crossValidate(X, y, { ...options, groups: group });
  const naive = path(X, y, { groups: group, lambdas: cv.lambdas });
  expect(cv.fit.coefficients).toEqual(naive.fit(cv.min.k).coefficients);
  const rowGroups = y.map((_, i) => i % 20);
  const both = crossValidate(X, y, { ...options, groups: group, rowGroups });
  for (const [i, g] of rowGroups.entries()) expect(both.foldIds[i]).toBe(both.foldIds[g]);
  expect(crossValidate(X, y, { ...options, groups: rowGroups }).foldIds).toEqual(both.foldIds);
});

test("JSON of a path of groups is exact", () => {
  const fits = path(X, y, { groups: group, count: 4 });
  expect(Path.fromJSON(JSON.stringify(fits)).fit(2)).toEqual(fits.fit(2));
});

test.each<[object, new (message: string) => Error, string]>([
  [{ groups: [1, 2] }, RangeError, "lasso: groups has 2 entries but X has 16 columns"],
  [{ groups: 3 }, TypeError, "lasso: groups is 3, expected an array with one label a column"],
  [{ groups: each.map(() => null) }, TypeError, "lasso: groups has null at index 0, expected a number or a string"],
  [{ groupSparsity: 0.5 }, TypeError, "lasso: groupSparsity is given without groups, expected groups with one label a column"],
  [{ groups: group, groupSparsity: 2 }, RangeError, "lasso: groupSparsity is 2, expected a number from 0 to 1"],
  [{ groups: group, groupFactors: [1] }, RangeError, "lasso: groupFactors has 1 entries but there are 8 groups"],
  [{ groups: group, lower: 0 }, TypeError, "lasso: lower or upper is given with groups, expected one of them: groups have no bounds"],
  [
    { grouped: true },
    TypeError,
    "lasso: grouped is given with one target, expected it with a table of targets as y; groups holds columns together",
  ],
])("refused %#", (options, kind, message) => {
  refuses(() => lasso(X, y, { lambda: 0.1, ...options } as Anything), kind, message);
});

test("what penaltyFactors leave out stays out of groups of one column, whatever the loss", () => {
  const X = Array.from({ length: 12 }, (_, i) => [Math.sin(i), Math.cos(3 * i), Math.sin(5 * i + 1)]);
  const y = X.map(([a, b]) => Number(a + b > 0.2));
  const options = { groups: [0, 1, 2], penaltyFactors: [1, Number.POSITIVE_INFINITY, 1], l1Ratio: 0.5 };
  const fits = [
    elasticNet(X, y, { ...options, lambda: 0.01 }),
    logistic(X, y, { ...options, lambda: 0.01 }),
    (path(X, y, { ...options, loss: "poisson", lambdas: [0.01] }) as Path).fit(0),
    crossValidate(X, y, { ...options, loss: "logistic", lambdas: [0.1, 0.01], folds: 3 }).fit,
  ];
  for (const { coefficients } of fits) expect([...coefficients].slice(0, 2).map((b) => b !== 0)).toEqual([true, false]);
});

test("wide groups: the descent on n rows ends where the one on second moments does", () => {
  // 40 columns are more than half of 24 rows, but not of the same rows four times over: weights are shares, so the problem is the same
  const X = Array.from({ length: 24 }, (_, i) => Array.from({ length: 40 }, (_, j) => Math.sin(i * (j + 1.3) + j * j)));
  const y = X.map(([a, b, c]) => Number(a + b - c > 0));
  const groups = X[0].map((_, j) => Math.floor(j / 4));
  const options = { groups, loss: "logistic" as const, count: 12, minRatio: 0.05, tol: 1e-10 };
  const [wide, tall] = [1, 4].map((times) => path(Array(times).fill(X).flat(), Array(times).fill(y).flat(), options));
  for (let k = 0; k < 12; k++) {
    const [a, b] = [wide.fit(k), tall.fit(k)];
    expect(a.certificate.converged && b.certificate.converged).toBe(true);
    expect(Math.abs(a.certificate.objective - b.certificate.objective)).toBeLessThanOrEqual(
      a.certificate.gap + b.certificate.gap + 1e-13 * b.certificate.objective,
    );
  }
});
