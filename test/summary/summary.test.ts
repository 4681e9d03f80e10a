// What people read of results: every class has it, the largest coefficient first, certificates in words.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import * as lib from "../../src/index.js";
import { quietly } from "../helpers/judging.js";
import { type Anything, refuses } from "../helpers/refuses.js";

const { columns, y } = autoregressive({ n: 60, p: 5, density: 0.6, seed: 3 });
const X = Object.fromEntries(columns.map((column, j) => [`c${j}`, j === 2 ? Float64Array.from(column, (x) => 100 * x) : column]));
const labels = Array.from(y, (value) => (value > 0 ? "up" : "down"));
const three = Array.from(y, (value) => (value > 1 ? "high" : value > -1 ? "middle" : "low"));
const shown = (result: unknown) => (result as Record<symbol, () => string>)[Symbol.for("nodejs.util.inspect.custom")]();
const namesOf = (text: string) => [...text.matchAll(/^(c\d)/gm)].map(([, name]) => name);

const results: Record<string, () => unknown> = {
  Fit: () => lib.lasso(X, y, { lambda: 0.05 }),
  "Fit: λ = 0.05, ρ = 0 (ridge)": () => lib.ridge(X, y, { lambda: 0.05 }),
  LogisticFit: () => lib.logistic(X, labels, { lambda: 0.05 }),
  MultinomialFit: () => lib.multinomial(X, three, { lambda: 0.05 }),
  MultiFit: () => lib.lasso(X, { a: y, b: columns[0] } as Anything, { lambda: 0.05 }),
  CoxFit: () => lib.cox(X, { time: y.map((value) => Math.abs(value) + 0.1), event: y.map((_, i) => i % 2) }, { lambda: 0.05 }),
  GradientFit: () => lib.gradientDescent(X, y, { lambda: 0.05 }),
  Path: () => lib.path(X, y, { count: 8 }),
  CrossValidation: () => lib.crossValidate(X, y, { count: 8, folds: 4 }),
  RidgeCv: () => lib.ridgeCv(X, y),
  RidgeInference: () => lib.ridgeInference(X, y, { lambda: 0.1 }),
  InformationCriteria: () => lib.informationCriteria(lib.path(X, y, { count: 8 }), X, y),
  StabilitySelection: () => lib.stabilitySelection(X, y, { subsamples: 8 } as Anything),
};

test.each(Object.entries(results))("%s: its name first, and what the console shows", (title, make) => {
  const result = make();
  const text = lib.summary(result);
  expect(text.startsWith(title.split(":")[0])).toBe(true);
  expect(text.includes(title)).toBe(true);
  expect(text).not.toMatch(/undefined|NaN|\[object|\s$/);
  expect(shown(result)).toBe(lib.summary(result, { rows: 12 }));
});

describe("a fit", () => {
  const fit = lib.lasso(X, y, { lambda: 0.05, standardize: true });

  test("has the largest coefficients first; per standard deviation where X is given, with R² where y is", () => {
    const bySize = (size: (j: number) => number) =>
      [0, 1, 2, 3, 4].filter((j) => fit.coefficients[j] !== 0).sort((a, b) => size(b) - size(a));
    const deviation = (column: ArrayLike<number>) => {
      const mean = Array.from(column).reduce((sum, x) => sum + x, 0) / column.length;
      return Math.sqrt(Array.from(column).reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length);
    };
    const plain = lib.summary(fit);
    const whole = lib.summary(fit, { X, y, digits: 6 });
    expect(namesOf(plain)).toEqual(bySize((j) => Math.abs(fit.coefficients[j])).map((j) => `c${j}`));
    expect(namesOf(whole)).toEqual(bySize((j) => Math.abs(fit.coefficients[j]) * deviation(X[`c${j}`])).map((j) => `c${j}`));
    expect(namesOf(whole)).not.toEqual(namesOf(plain));
    expect(whole).toContain(`R² ${Number(fit.score(X, y).toPrecision(6))}`);
    expect(whole).toContain("per sd");
  });

  test("counts what it leaves out", () => {
    const text = lib.summary(fit, { rows: 2 });
    expect(namesOf(text)).toHaveLength(2);
    expect(text).toContain(`… and ${fit.nonzero - 2} more`);
    expect(text).toContain("(intercept)");
  });

  test("says how far the optimum is, and where that is not known", () => {
    expect(lib.summary(fit)).toMatch(/proven within \S+ of the optimum, \S+ of the null model's objective$/);
    const mcp = lib.path(X, y, { penalty: "mcp", lambdas: [0.1] } as Anything).fit(0);
    expect(lib.summary(mcp)).toMatch(/first-order conditions hold to \S+ of λ/);
    const early = quietly(() => lib.gradientDescent(X, y, { lambda: 0.1, method: "sgd", epochs: 1 })).result;
    expect(lib.summary(early)).toContain("not converged after 1 iterations: ");
  });

  test("columns without names are x0, x1, …", () => {
    expect(lib.summary(lib.lasso(rowsOf(columns), y, { lambda: 0.05 }))).toMatch(/^x\d/m);
  });
});

test("a cross-validation marks its two choices, with their neighbours", () => {
  const cv = lib.crossValidate(X, y, { count: 40, folds: 5 });
  const lines = lib.summary(cv, { digits: 5 }).split("\n");
  const line = (mark: string) => lines.findIndex((text) => text.endsWith(mark));
  const at = (k: number) => String(Number(cv.lambdas[k].toPrecision(5)));
  expect(lines[line("min")]).toContain(at(cv.min.k));
  expect(lines[line("1-SE")]).toContain(at(cv.oneSe.k));
  expect(lines[line("min") - 1]).toContain(at(cv.min.k - 1));
  expect(lines.at(-1)).toContain(`λ = ${at(cv.min.k)}`);
});

test("groups are shown by the norms of their coefficients", () => {
  const groups = ["first", "first", "second", "second", "third"];
  const fit = lib.lasso(X, y, { lambda: 0.05, groups });
  const [a, b] = fit.coefficients;
  const text = lib.summary(fit, { groups, digits: 6 });
  expect(text).toMatch(/^group +norm$/m);
  expect(text).toMatch(new RegExp(`^first +${Number(Math.sqrt(a * a + b * b).toPrecision(6))}$`, "m"));
  expect(() => lib.summary(fit, { groups: ["a"] })).toThrow("summary: groups has 1 entries but the model has 5 coefficients");
});

test("a model is its fit with its columns", () => {
  const records = Array.from(y, (value, i) => ({ value, size: columns[0][i], kind: i % 2 ? "odd" : "even" }));
  const encoding = lib.encode(records, { target: "value" });
  const fitted = lib.lasso(encoding.X, encoding.y as Anything, { lambda: 0.01 });
  expect(lib.summary(lib.model(encoding, fitted))).toMatch(/^Model of \d columns\nFit: /);
});

test("errors say what was expected", () => {
  const fit = lib.lasso(X, y, { lambda: 0.05 });
  refuses(
    () => lib.summary({}),
    TypeError,
    "summary: result is an object, expected what a function of shrinkage returned: a fit, a path, a cross-validation, …",
  );
  refuses(() => lib.summary(fit, { digits: 0 }), RangeError, "summary: digits is 0, expected a whole number from 1 to 17");
  refuses(() => lib.summary(fit, { y } as Anything), TypeError, "summary: y is given without X, expected both");
  refuses(
    () => lib.summary(fit, { columns: 3 } as Anything),
    TypeError,
    "summary: columns is not an option, expected one of digits, rows, groups, X, y",
  );
  const path = lib.path(X, y, { count: 3 });
  refuses(() => lib.summary(path, { X }), TypeError, "summary: X is given, but a Path is no fit");
});
