// Texts of statistics, encodings and models that somebody has changed: refused in plain words, or something that works.
import { describe, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { cox, Encoding, encode, fromGram, GramAccumulator, lasso, logistic, Model, model, type RawMoments } from "../../src/index.js";
import { type AnyReadable, holds, longest } from "../helpers/mutations.js";

const { columns, y } = autoregressive({ n: 20, p: 4, density: 0.8, seed: 72 });
const X = rowsOf(columns);
const record = { a: columns[0], b: columns[1], c: columns[2], d: columns[3] };
const labels = Array.from(y, (value) => (value > 0 ? "up" : "down"));
const raw = X.map((row, i) => ({ a: row[0], b: i % 5 === 0 ? null : row[1], town: labels[i], kind: `k${i % 3}`, y: y[i] }));

const written = (made: object) => JSON.parse(JSON.stringify(made));
const again = (made: unknown) => JSON.stringify(made);
const encoding = encode(raw, {
  target: "y",
  missing: "mean",
  indicators: true,
  interactions: [["a", "town"]],
  polynomial: { b: 2 },
} as never);
const encodingOf = (table: object[]) => (made: Encoding) => {
  using other = made.transform(table);
  return other.columns;
};
const made = model(encoding, lasso(encoding.X, encoding.y as Float64Array, { lambda: 0.05 }));
const ofClasses = model(encoding, logistic(encoding.X, labels, { lambda: 0.05 }));
const survival = encode(
  raw.map((row, i) => ({ ...row, days: 1 + (i % 7), died: i % 3 > 0 })),
  { target: { time: "days", event: "died", strata: "kind" }, missing: "mean" },
);
const ofSurvival = model(survival, cox(survival.X, survival.y, { lambda: 0.05 }));
for (const each of [encoding, survival]) each.dispose();

const ofStatistics: AnyReadable["uses"] = [
  (seen: GramAccumulator) => [seen.means, seen.weightSum, seen.yMean],
  (seen: GramAccumulator) => fromGram(seen).lasso({ lambda: 0.1 }).predict(X),
  (seen: GramAccumulator) => fromGram(seen).ridge({ lambda: 0.1, standardize: true }).coefficients,
  (seen: GramAccumulator) => fromGram(seen).path({ count: 3 }).objectives,
  (seen: GramAccumulator) => new GramAccumulator(4).add(X, y).merge(seen).means,
];
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
const one = new Float64Array(y.length).fill(1);

const kinds: Record<string, AnyReadable> = {
  GramAccumulator: {
    value: written(new GramAccumulator(4).add(record, y)),
    read: GramAccumulator.fromJSON,
    write: again,
    uses: ofStatistics,
  },
  "GramAccumulator of others' sums": {
    value: {
      rows: y.length,
      weightSum: y.length,
      xSums: columns.map((column) => dot(column, one)),
      xProducts: columns.map((column) => columns.map((other) => dot(column, other))),
      ySum: dot(y, one),
      ySquares: dot(y, y),
      xyProducts: columns.map((column) => dot(column, y)),
      featureNames: Object.keys(record),
      error: 1e-15,
    },
    read: (value) => GramAccumulator.fromMoments(value as RawMoments),
    parsedOnly: true,
    uses: ofStatistics,
  },
  Encoding: {
    value: written(encoding),
    read: Encoding.fromJSON,
    write: again,
    uses: [
      (made: Encoding) => [made.featureNames.length, made.groups.length],
      encodingOf(raw),
      encodingOf([{ a: 1, b: 1e308, town: "up", kind: "k1", y: 1 }]),
      (made: Encoding) => made.target(raw),
    ],
  },
  Model: {
    value: written(made),
    read: Model.fromJSON,
    write: again,
    uses: [(made: Model) => made.predict(raw, { offset: 0 } as never), (made: Model) => made.score(raw)],
  },
  "Model of survival": {
    value: written(ofSurvival),
    read: Model.fromJSON,
    write: again,
    uses: [(made: Model) => made.predict(raw, { offset: 0 } as never)],
  },
  "Model of classes": {
    value: written(ofClasses),
    read: Model.fromJSON,
    write: again,
    uses: [(made: Model) => made.predictProbability(raw, { offset: 0 } as never), (made: Model) => made.score(raw, labels as never)],
  },
};

describe("fromJSON of changed texts", () => {
  test.each(Object.entries(kinds))("%s", (_, kind) => holds(kind), longest);
});
