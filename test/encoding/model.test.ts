import { expect, test } from "vitest";
import {
  cox,
  crossValidate,
  type Encoding,
  elasticNet,
  encode,
  gradientDescent,
  lasso,
  logistic,
  Model,
  type ModelFit,
  memoryUsage,
  model,
  multinomial,
  path,
  ridge,
  summary,
} from "../../src/index.js";
import { NetworkFit, network } from "../../src/network/index.js";

const towns = ["Bern", "Basel", "__proto__", "constructor"];
const rows = Array.from({ length: 50 }, (_, i) => ({
  age: (i * 37) % 23 === 5 ? null : ((i * 37) % 23) / 7,
  town: towns[(i * 7) % 4],
  smoker: i % 3 === 0,
  time: 1 + ((i * 11) % 17),
  ["__proto__"]: i % 5,
  kind: ["a", "b", "c"][(i * 5 + (i % 2)) % 3],
  street: `s${(i * 7) % 24}`,
}));

type Any = Encoding<never>;
const common = { missing: "median", polynomial: { age: 2 }, interactions: [["age", "town"]], standardize: true } as const;
const fits: readonly (readonly [
  string,
  string | readonly string[] | { time: string; event: string },
  (X: Any["X"], y: never) => ModelFit,
])[] = [
  ["Fit", "time", (X, y) => lasso(X, y, { lambda: 0.05 })],
  ["Fit of ridge", "time", (X, y) => ridge(X, y, { lambda: 0.05 })],
  ["Fit of Poisson", "time", (X, y) => path(X, y, { loss: "poisson", count: 5 }).fit(3)],
  ["Fit of crossValidate", "time", (X, y) => crossValidate(X, y, { folds: 3, count: 5, seed: 1 }).fit],
  ["LogisticFit", "smoker", (X, y) => logistic(X, y, { lambda: 0.02 })],
  ["MultinomialFit", "kind", (X, y) => multinomial(X, y, { lambda: 0.02 })],
  ["MultiFit", ["time", "age"], (X, y) => elasticNet(X, y, { lambda: 0.05, l1Ratio: 0.5, grouped: true })],
  ["CoxFit", { time: "time", event: "smoker" }, (X, y) => cox(X, y, { lambda: 0.02 })],
  ["GradientFit", "smoker", (X, y) => gradientDescent(X, y, { loss: "logistic", lambda: 0.02, epochs: 5, method: "sgd" })],
];

const cases = fits.flatMap(([name, target, fitted]) => [
  [name, "Matrix", target, fitted] as const,
  [name, "SparseMatrix", target, fitted] as const,
]);

test.each(cases)("%s of a %s: the file predicts from raw records, one or many, to the bit", (_, kind, target, fitted) => {
  const isMany = Array.isArray(target);
  const whole = isMany ? rows.filter(({ age }) => age !== null) : rows;
  const options = isMany ? { ...common, polynomial: {}, interactions: [] as string[][] } : common;
  const ignore = kind === "Matrix" ? ["street"] : [];
  using encoding = encode(whole, { target, ignore, ...options } as never) as unknown as Any;
  expect(encoding.X.constructor.name).toBe(kind);
  const fit = fitted(encoding.X, encoding.y);
  const made = model(encoding, fit);
  const before = memoryUsage();
  const read = Model.fromJSON(JSON.stringify(made));
  expect(read.fit).toBeInstanceOf(fit.constructor);
  const byFit = (fit.predict as (X: unknown) => ArrayLike<unknown>)(encoding.X);
  expect(made.predict(whole)).toEqual(byFit);
  expect(read.predict(whole)).toEqual(byFit);
  // fused multiply-adds round once in whole vectors, twice in what is left over
  if (import.meta.env.RELAXED_SIMD !== "on") {
    const alone = whole.map((row) => read.predict([row]));
    expect(alone.map((each) => (isMany ? (each as Float64Array[]).map(([x]) => x) : (each as ArrayLike<unknown>)[0]))).toEqual(
      whole.map((_, i) => (isMany ? (byFit as Float64Array[]).map((layer) => layer[i]) : byFit[i])),
    );
  }
  if ("predictProbability" in fit) {
    expect(read.predictProbability(whole)).toEqual(fit.predictProbability(encoding.X));
  } else expect(() => read.predictProbability(whole)).toThrow(/^predictProbability: the fit is a .*Fit, expected one of classes/);
  const score = (fit.score as (X: unknown, y: unknown) => number)(encoding.X, encoding.y);
  expect(read.score(whole)).toBe(score);
  expect(read.score(whole, encoding.y as never)).toBe(score);
  expect(JSON.stringify(read)).toBe(JSON.stringify(made));
  expect(memoryUsage().used).toBe(before.used);
});

test("a fit of other columns is refused, and what is no fit says where one is", () => {
  using encoding = encode(rows, { target: "time", missing: "mean", ignore: ["street"] });
  using other = encode(rows, { target: "time", missing: "mean", ignore: ["street", "kind"] });
  const fit = lasso(encoding.X, encoding.y, { lambda: 0.1 });
  expect(() => model(other, fit)).toThrow("model: the fit is of 11 columns but the encoding makes 8, expected a fit of encoding.X");
  expect(() => model(encoding, path(encoding.X, encoding.y, { count: 3 }) as never)).toThrow(
    "model: fit is a Path, expected a fit of encoding.X; fit(k) of a path is one",
  );
  expect(() => model(encoding, crossValidate(encoding.X, encoding.y, { folds: 3, count: 3 }) as never)).toThrow(
    "model: fit is a CrossValidation, expected a fit of encoding.X; its .fit is one",
  );
  expect(() => model({} as never, fit)).toThrow("model: encoding is an object, expected what encode returned");
});

test("a fit of another entry point is named when its file is read", () => {
  using encoding = encode(rows, { target: "kind", missing: "mean", standardize: true, ignore: ["street"] });
  const fit = network(encoding.X, encoding.y, { hidden: [3], loss: "multinomial", epochs: 5, seed: 1 });
  const made = model(encoding, fit);
  const text = JSON.stringify(made);
  const read = Model.fromJSON(text, NetworkFit);
  expect(made.predict(rows)).toEqual(fit.predict(encoding.X));
  expect(read.predict(rows)).toEqual(made.predict(rows));
  expect(read.predictProbability(rows)).toEqual(fit.predictProbability(encoding.X));
  expect(read.score(rows)).toBe(made.score(rows));
  expect(summary(read)).toMatch(/^Model of 9 columns\nNetworkFit/);
  expect(() => Model.fromJSON(text)).toThrow(
    'Model.fromJSON: fit has format "shrinkage/network-fit" (a string), expected one of this entry point; Model.fromJSON(text, NetworkFit) reads one of another',
  );
  using other = encode(rows, { target: "kind", missing: "mean", standardize: true });
  expect(() => model(other, fit)).toThrow("model: the fit is of 9 columns but the encoding makes 33, expected a fit of encoding.X");
});

test("what only looks like a fit is none", () => {
  using encoding = encode(rows, { target: "time", missing: "mean" });
  class Fit {
    predict() {}
    score() {}
    toJSON() {}
  }
  expect(() => model(encoding, new Fit() as never)).toThrow(
    "model: fit is a Fit of another copy of shrinkage (one by import, one by require?), expected a fit of encoding.X",
  );
  for (const value of [undefined, 5, {}, { predict() {}, score() {} }, encoding.X])
    expect(() => model(encoding, value as never)).toThrow(/^model: fit is .*, expected a fit of encoding.X/);
});
