// Records and options that somebody has changed: refused in plain words, or an encoding that works.
import { describe, test } from "vitest";
import { cox, Encoding, encode, lasso } from "../../src/index.js";
import { type AnyReadable, holds, longest } from "../helpers/mutations.js";
import { rowsOfTable } from "../helpers/wholeTable.js";

const records = Array.from({ length: 12 }, (_, i) => ({
  age: i % 5 === 4 ? null : 20 + ((i * 7) % 40),
  income: i % 4 === 3 ? "NA" : String(1000 + 13 * i),
  town: ["Bern", "Basel", "Chur"][(i >> 1) % 3],
  smoker: i % 3 === 0,
  days: 1 + ((i * 11) % 13),
  y: ((i * 5) % 7) - 0.5,
}));
const names = Object.keys(records[0]) as (keyof (typeof records)[0])[];
const columns = Object.fromEntries(names.map((name) => [name, records.map((record) => record[name])]));
const options = {
  target: "y",
  missing: "median",
  missingValues: ["NA"],
  indicators: true,
  interactions: [["age", "town"]],
  polynomial: { age: 2 },
  reference: { town: "Chur" },
  standardize: true,
};
const survival = { target: { time: "days", event: "smoker", strata: "town" }, ignore: ["income"], missing: "mean", unseen: "zero" };

// biome-ignore lint/suspicious/noExplicitAny: a text may hold anything
type Anything = any;
type Made = Encoding<Anything>;

/** what a fit of it answers */
const fitted = ({ X, y }: Made) => {
  const fit = "time" in y ? cox(X, y, { lambda: 0.1 }) : lasso(X, y, { lambda: 0.1, standardize: true });
  return [fit.coefficients, fit.predict(X as never)];
};
const transformed = (made: Made, table: Anything) => {
  using X = made.transform(table);
  return [rowsOfTable(X), made.target(table)];
};

const ofTable = (value: object): AnyReadable => ({
  value,
  // what it was made of stays beside it
  read: ({ table, options }: Anything) => Object.assign(encode(table, options), { table }) as Made & { table: Anything },
  parsedOnly: true,
  uses: [
    fitted,
    (made: Made) => [made.featureNames.length, made.groups.length, made.X.columns],
    (made: Made & { table: Anything }) => transformed(made, made.table),
    (made: Made) => transformed(Encoding.fromJSON(JSON.stringify(made)), records),
  ],
  dispose: (made: Made) => made.dispose(),
});

const kinds: Record<string, AnyReadable> = {
  "encode, records": ofTable({ table: records, options }),
  "encode, columns": ofTable({ table: columns, options: { ...options, missing: "mean", target: ["y", "days"] } }),
  "encode, survival": ofTable({ table: records, options: survival }),
  "encode.fitStream": {
    value: { chunks: [records.slice(0, 5), [], records.slice(5)], options },
    read: ({ chunks, options }: Anything) => encode.fitStream(chunks, options),
    parsedOnly: true,
    uses: [
      (made: Made) => [made.featureNames.length, made.groups.length],
      (made: Made) => transformed(made, records),
      (made: Made) => transformed(Encoding.fromJSON(JSON.stringify(made)), columns),
    ],
  },
};

describe("encode of changed records", () => {
  test.each(Object.entries(kinds))("%s", (_, kind) => holds(kind), longest);
});
