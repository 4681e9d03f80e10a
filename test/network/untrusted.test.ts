// Texts of networks that somebody has changed: refused in plain words, or a network that works.
import { describe, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { encode, Model, model } from "../../src/index.js";
import { NetworkFit, network } from "../../src/network/index.js";
import { type AnyReadable, holds, longest } from "../helpers/mutations.js";

const { columns, y } = autoregressive({ n: 16, p: 3, density: 0.8, seed: 73 });
const X = rowsOf(columns);
const record = { a: columns[0], b: columns[1], c: columns[2] };
const labels = Array.from(y, (value) => (value > 0 ? "up" : "down"));
const three = Array.from(y, (value) => Math.sign(Math.trunc(value)));

const ofNetwork = (made: NetworkFit, target: unknown): AnyReadable => ({
  value: JSON.parse(JSON.stringify(made)),
  read: NetworkFit.fromJSON,
  write: (fit: NetworkFit) => JSON.stringify(fit),
  uses: [
    (fit: NetworkFit) => [fit.decision(X), fit.predict(X)],
    (fit: NetworkFit) => fit.predict(record),
    (fit: NetworkFit) => fit.predictProbability(X),
    (fit: NetworkFit) => fit.score(X, target as never),
    (fit: NetworkFit) => [fit.nonzero, fit.layers],
    (fit: NetworkFit) => fit.partialFit(X, target as never).predict(X),
  ],
});

const kinds: Record<string, AnyReadable> = {
  "of one target": ofNetwork(network(record, y, { hidden: [3], epochs: 2, lambda: 0.01 }), y),
  "of targets": ofNetwork(network(X, { s: y, t: columns[0] }, { hidden: [2, 2], activation: "relu", epochs: 2 }), { s: y, t: columns[0] }),
  "of two classes": ofNetwork(
    network(X, labels, { loss: "logistic", hidden: [2], method: "sgd", epochs: 2, keepProbability: 0.8 }),
    labels,
  ),
  "of three classes": ofNetwork(network(X, three, { loss: "multinomial", hidden: [2], activation: "logistic", epochs: 2 }), three),
};

const raw = X.map(([a, b, c], i) => ({ a, b, c: i % 4 ? c : null, town: labels[i] }));
const encoding = encode(raw, { missing: "mean" });
const ofRecords: AnyReadable = {
  value: JSON.parse(JSON.stringify(model(encoding, network(encoding.X, y, { hidden: [2], epochs: 2 })))),
  read: (text) => Model.fromJSON(text, NetworkFit),
  write: (made: object) => JSON.stringify(made),
  uses: [(made: Model<NetworkFit>) => made.predict(raw)],
};

describe("NetworkFit.fromJSON of changed texts", () => {
  test.each(Object.entries({ ...kinds, "with an encoding": ofRecords }))("%s", (_, kind) => holds(kind), longest);
});
