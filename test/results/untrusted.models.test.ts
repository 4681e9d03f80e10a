// Texts of statistics, encodings and models that somebody has changed: refused in plain words, or something that works.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { Encoding, encode, fromGram, GramAccumulator, lasso, logistic, Model, model } from "../../src/index.js";
import { type AnyReadable, judge, longest } from "../helpers/mutations.js";

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
encoding.dispose();

const kinds: Record<string, AnyReadable> = {
  GramAccumulator: {
    value: written(new GramAccumulator(4).add(record, y)),
    read: GramAccumulator.fromJSON,
    write: again,
    uses: [
      (seen: GramAccumulator) => [seen.means, seen.weightSum, seen.yMean],
      (seen: GramAccumulator) => fromGram(seen).lasso({ lambda: 0.1 }).predict(X),
      (seen: GramAccumulator) => fromGram(seen).ridge({ lambda: 0.1, standardize: true }).coefficients,
      (seen: GramAccumulator) => fromGram(seen).path({ count: 3 }).objectives,
      (seen: GramAccumulator) => new GramAccumulator(4).add(X, y).merge(seen).means,
    ],
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
  "Model of classes": {
    value: written(ofClasses),
    read: Model.fromJSON,
    write: again,
    uses: [(made: Model) => made.predictProbability(raw, { offset: 0 } as never), (made: Model) => made.score(raw, labels as never)],
  },
};

describe("fromJSON of changed texts", () => {
  test.each(Object.entries(kinds))(
    "%s",
    (_, kind) => {
      const { read, refused } = judge(kind);
      expect(Math.min(read, refused)).toBeGreaterThan(20);
    },
    longest,
  );
});
