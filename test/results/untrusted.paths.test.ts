// Texts of paths, statistics and models that somebody has changed: refused in plain words, or something that works.
import { describe, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { type AnyFit, type CoxFit, Path, path, ridgePath } from "../../src/index.js";
import { type AnyReadable, holds, longest, type Readable } from "../helpers/mutations.js";

const { columns, y } = autoregressive({ n: 20, p: 4, density: 0.8, seed: 72 });
const X = rowsOf(columns);
const record = { a: columns[0], b: columns[1], c: columns[2], d: columns[3] };
const labels = Array.from(y, (value) => (value > 0 ? "up" : "down"));
const three = Array.from(y, (value) => Math.sign(Math.trunc(value)));
const survival = { time: Array.from(y, (value) => 1 + Math.abs(value)), event: Array.from(y, (_, i) => i % 3 > 0) };
const strata = Array.from(y, (_, i) => `s${i % 2}`);

const written = (made: object) => JSON.parse(JSON.stringify(made));
const again = (made: unknown) => JSON.stringify(made);
const largest = (along: Path) => along.lambdas.reduce((a, b) => Math.max(a, b));
const smallest = (along: Path) => along.lambdas.reduce((a, b) => Math.min(a, b));

const pathUses: Readable<Path>["uses"] = [
  (along) => along.predict(X, { offset: 0 }),
  (along) => along.predict(record, { offset: 0 }),
  (along) => (along.coefficients(0).length > 1e5 ? 0 : along.coefficients(0)),
  (along) => [along.lambdas, along.intercepts, along.objectives, along.devianceExplained, along.gaps],
  (along) => along.fit(0).nonzero,
  (along) => {
    const { certificate, coefficients } = along.at((smallest(along) + largest(along)) / 2);
    return [coefficients, certificate.objective, certificate.gap];
  },
  (along) => ("survival" in along.fit(0) ? (along.fit(0) as never as CoxFit).survival(X, [0, 1, 9], { strata, offset: 0 }) : 0),
];
const ofPath = (made: Path<never> | Path<AnyFit>): AnyReadable => ({
  value: written(made),
  read: Path.fromJSON,
  write: again,
  uses: pathUses,
});

const kinds: Record<string, AnyReadable> = {
  "Path of one target": ofPath(path(record, y, { count: 4 }) as never),
  "Path that stops": ofPath(path(X, y, { stopWhen: { maxNonzero: 2 }, count: 6, penalty: "mcp" }) as never),
  "Path of classes": ofPath(path(record, labels, { loss: "logistic", count: 3 }) as never),
  "Path of three classes": ofPath(path(X, three, { loss: "multinomial", count: 3 }) as never),
  "Path of targets": ofPath(path(X, { one: y, two: columns[0] }, { count: 3 }) as never),
  "Path of targets, grouped": ofPath(path(X, { one: y, two: columns[0] }, { count: 3, grouped: true }) as never),
  "Path of survival": ofPath(path(X, { ...survival, strata }, { loss: "cox", count: 3 }) as never),
  "Path of counts": ofPath(path(X, y.map(Math.abs), { loss: "poisson", count: 3 }) as never),
  "Path of ridge": ofPath(ridgePath(X, y, { lambdas: [1, 0.1] }) as never),
};

describe("fromJSON of changed texts", () => {
  test.each(Object.entries(kinds))("%s", (_, kind) => holds(kind), longest);
});
