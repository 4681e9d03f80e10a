// A path as JSON: of every loss it comes back exactly, and says what it is. Formats are spelled one way, former spellings are read.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import {
  Fit,
  fromGram,
  GradientFit,
  GramAccumulator,
  gradientDescent,
  informationCriteria,
  LogisticFit,
  lasso,
  logistic,
  MultiFit,
  Path,
  path,
  relaxed,
  ridge,
  ridgePath,
} from "../../src/index.js";

const { columns, y } = autoregressive({ n: 50, p: 5, density: 0.5, seed: 41 });
const X = rowsOf(columns);
const record = Object.fromEntries(columns.map((column, j) => [`x${j}`, column]));
const labels = Array.from(y, (value) => (value > 0 ? "up" : "down"));
const counts = Array.from(y, (value) => Math.round(Math.exp(value / 3)));
type AnyPath = Path<Fit> | Path<LogisticFit>;

const paths: Record<string, () => AnyPath> = {
  lasso: () => path(record, y, { count: 12 }),
  "elastic net that stops": () => path(X, y, { l1Ratio: 0.5, stopWhen: { maxNonzero: 2 } }),
  "λ's in any order, 0 among them": () => path(X, y, { lambdas: [0.1, 0, 1, 0.1] }),
  ridge: () => ridgePath(X, y, { lambdas: [1, 0.1] }),
  "from statistics": () => fromGram(new GramAccumulator(5).add(X, y)).path({ count: 4 }),
  logistic: () => path(record, labels, { loss: "logistic", count: 6 }),
  "logistic of numbers": () =>
    path(
      X,
      labels.map((label) => Number(label === "up")),
      { loss: "logistic", count: 3 },
    ),
  "squared hinge": () => path(X, labels, { loss: "squaredHinge", count: 6 }),
  huber: () => path(X, y, { loss: "huber", count: 6 }),
  poisson: () => path(X, counts, { loss: "poisson", count: 6 }),
  "a constant y": () =>
    path(
      X,
      y.map(() => 3),
      { count: 3 },
    ),
};

describe.each(Object.entries(paths))("%s", (_, make) => {
  const along = make();
  const text = JSON.stringify(along);
  const back = Path.fromJSON(text) as AnyPath;

  test("comes back exactly", () => {
    expect(back).toBeInstanceOf(Path);
    expect(back).toStrictEqual(along);
    expect(JSON.stringify(back)).toBe(text);
    expect(JSON.stringify(Path.fromJSON(JSON.parse(text)))).toBe(text);
    for (let k = 0; k < along.lambdas.length; k++) {
      expect(back.coefficients(k)).toStrictEqual(along.coefficients(k));
      expect(back.fit(k)).toStrictEqual(along.fit(k));
      expect(back.fit(k).predict(record)).toStrictEqual(along.fit(k).predict(record));
    }
    const [a, b] = [Math.max(...along.lambdas), Math.min(...along.lambdas)];
    expect(back.at(0.3 * a + 0.7 * b)).toStrictEqual(along.at(0.3 * a + 0.7 * b));
  });

  test("says what it is, with one entry a λ", () => {
    const value = JSON.parse(text);
    expect(value).toMatchObject({ format: "shrinkage/path", version: 1, loss: along.loss, l1Ratio: along.l1Ratio, columns: 5 });
    for (const key of ["lambdas", "intercepts", "coefficients", "certificates"]) expect(value[key]).toHaveLength(along.lambdas.length);
    value.coefficients.forEach((each: { columns: number[]; values: number[] }, k: number) => {
      const dense = new Float64Array(5);
      each.columns.forEach((j, i) => {
        dense[j] = each.values[i];
      });
      expect(dense).toStrictEqual(along.coefficients(k));
    });
  });

  test("works as the path does", () => {
    if (along.loss === "squared") {
      const [from, start] = [back as Path, along as Path];
      expect(relaxed(from, X, y)).toStrictEqual(relaxed(start, X, y));
      expect(informationCriteria(from, X, y)).toStrictEqual(informationCriteria(start, X, y));
      expect(path(X, y, { count: 3, warmStart: from })).toStrictEqual(path(X, y, { count: 3, warmStart: start }));
    } else if (along.loss === "logistic") {
      expect(back.fit(0)).toBeInstanceOf(LogisticFit);
      expect(informationCriteria(back as Path<LogisticFit>)).toStrictEqual(informationCriteria(along as Path<LogisticFit>));
    }
  });
});

test("what JSON has no numbers for comes back too", () => {
  const nothing = { objective: -0, gap: Infinity, relativeGap: Infinity, iterations: 1, converged: false };
  const fit = new Fit({ coefficients: Float64Array.of(-0, 1), intercept: -0, lambda: 0, l1Ratio: 1, certificate: nothing });
  expect(Fit.fromJSON(JSON.stringify(fit))).toStrictEqual(fit);
  const along = path(X, y, { count: 2 });
  const value = JSON.parse(JSON.stringify(along));
  value.certificates[1] = { ...value.certificates[1], gap: "Infinity", relativeGap: "NaN" };
  const back = Path.fromJSON(value);
  expect([back.gaps[1], back.relativeGaps[1], back.gaps[0]]).toEqual([Infinity, NaN, along.gaps[0]]);
  // as it was written before: the proof is lost, not the fit
  const old = JSON.parse(JSON.stringify(fit));
  old.certificate.gap = old.certificate.relativeGap = null;
  expect(Fit.fromJSON(old).certificate.gap).toBe(Infinity);
});

test("a history that is not finite comes back as it was", () => {
  const trained = gradientDescent(X, y, { lambda: 0.1, method: "adam", epochs: 3 });
  const value = JSON.parse(JSON.stringify(trained));
  value.history.objective[1] = "Infinity";
  value.history.trainingLoss[2] = null;
  const { history } = GradientFit.fromJSON(value);
  expect(history.objective[1]).toBe(Infinity);
  expect(history.trainingLoss[2]).toBeNaN();
  expect(JSON.parse(JSON.stringify(GradientFit.fromJSON(value))).history.objective[1]).toBe("Infinity");
});

test("formats are spelled one way, and former spellings are read", () => {
  const classes = logistic(X, labels, { lambda: 0.1 });
  const trained = gradientDescent(X, y, { lambda: 0.1, epochs: 2, method: "sgd" });
  const seen = new GramAccumulator(5).add(X, y);
  const several = ridge(X, X, { lambda: 1 });
  const kinds: [{ toJSON(): object }, string, string | undefined, (value: object) => { toJSON(): object }][] = [
    [lasso(X, y, { lambda: 0.1 }), "shrinkage/fit", undefined, Fit.fromJSON],
    [several, "shrinkage/multi-fit", undefined, MultiFit.fromJSON],
    [classes, "shrinkage/logistic-fit", "shrinkage/logistic", LogisticFit.fromJSON],
    [trained, "shrinkage/gradient-fit", "shrinkage/gradientFit", GradientFit.fromJSON],
    [seen, "shrinkage/gram-accumulator", "shrinkage/gram", GramAccumulator.fromJSON],
    [path(X, y, { count: 2 }), "shrinkage/path", undefined, Path.fromJSON],
  ];
  for (const [result, format, former, read] of kinds) {
    const value = JSON.parse(JSON.stringify(result));
    expect(value).toMatchObject({ format, version: 1 });
    for (const spelled of [format, ...(former ? [former] : [])])
      expect(JSON.stringify(read({ ...value, format: spelled }))).toBe(JSON.stringify(result));
    expect(() => read({ ...value, format: "shrinkage/x" })).toThrow(`.fromJSON: format is "shrinkage/x" (a string), expected "${format}"`);
    expect(() => read({ ...value, version: 2 })).toThrow(".fromJSON: version is 2, expected 1");
  }
});

describe("Path.fromJSON refuses", () => {
  const value = JSON.parse(JSON.stringify(path(record, labels, { loss: "logistic", count: 3 })));
  const pair = { columns: [1, 0], values: [1, 2] };
  test.each<[string, object, string]>([
    ["no λ's", { lambdas: [] }, "lambdas is an array of 0"],
    ["a λ that is a text", { lambdas: [1, "x", 2] }, "lambdas is an array of 3"],
    ["too few intercepts", { intercepts: [1, 2] }, "intercepts is an array of 2"],
    ["no certificates", { certificates: undefined }, "certificates is undefined"],
    ["a certificate that is none", { certificates: [{}, {}, {}] }, "certificates is an array of 3"],
    [
      "coefficients of columns that there are not",
      { coefficients: [{ columns: [5], values: [1] }, pair, pair] },
      "coefficients is an array of 3",
    ],
    ["a column twice", { coefficients: [pair, pair, { columns: [1, 1], values: [1, 2] }] }, "coefficients is an array of 3"],
    ["a column too many", { coefficients: [{ columns: [1, 2], values: [1] }, pair, pair] }, "coefficients is an array of 3"],
    ["one class", { classes: ["up"] }, "classes is an array of 1"],
    ["no tol", { tol: undefined }, "tol is undefined"],
    ["no columns", { columns: -1 }, "columns is -1"],
    ["no loss", { loss: 7 }, "loss is 7"],
  ])("%s", (_, change, message) => {
    expect(() => Path.fromJSON({ ...value, ...change })).toThrow(
      new TypeError(`Path.fromJSON: ${message}, expected what JSON.stringify(path) wrote`),
    );
  });
  test("text that is not JSON, and names of other columns", () => {
    expect(() => Path.fromJSON("{")).toThrow(SyntaxError);
    expect(() => Path.fromJSON({ ...value, featureNames: ["a"] })).toThrow(
      new RangeError("Path.fromJSON: featureNames has 1 entries but there are 5 columns"),
    );
  });
});
