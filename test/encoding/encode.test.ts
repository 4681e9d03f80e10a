import { describe, expect, test } from "vitest";
import { cox, encode, lasso, Matrix, memoryUsage, path, SparseMatrix } from "../../src/index.js";
import { rowsOfTable } from "../helpers/wholeTable.js";

const people = [
  { age: 30, town: "Bern", smoker: true, income: "1000" },
  { age: 40, town: "Chur", smoker: false, income: "2.5e3" },
  { age: 50, town: "Bern", smoker: false, income: " 4000 " },
  { age: 60, town: "Basel", smoker: true, income: "-1" },
];

describe("columns of X", () => {
  test("numbers stay, text of numbers becomes numbers, strings and booleans a column a level", () => {
    using encoding = encode(people);
    expect(encoding.featureNames).toEqual(["age", "town=Basel", "town=Bern", "town=Chur", "smoker=false", "smoker=true", "income"]);
    expect(encoding.groups).toEqual(["age", "town", "town", "town", "smoker", "smoker", "income"]);
    expect(encoding.X.featureNames).toEqual(encoding.featureNames);
    expect(rowsOfTable(encoding.X)).toEqual([
      [30, 0, 1, 0, 0, 1, 1000],
      [40, 0, 0, 1, 1, 0, 2500],
      [50, 0, 1, 0, 1, 0, 4000],
      [60, 1, 0, 0, 0, 1, -1],
    ]);
  });

  test("a record of columns gives the same, typed arrays too", () => {
    using records = encode(people);
    using columns = encode({
      age: Float32Array.of(30, 40, 50, 60),
      town: people.map(({ town }) => town),
      smoker: people.map(({ smoker }) => smoker),
      income: people.map(({ income }) => income),
    });
    expect(columns.featureNames).toEqual(records.featureNames);
    expect(rowsOfTable(columns.X)).toEqual(rowsOfTable(records.X));
    expect(JSON.stringify(columns)).toBe(JSON.stringify(records));
  });

  test("the reference has no column: the first, or the one that is named", () => {
    const names = (reference: Parameters<typeof encode>[1]) => encode(people, { ignore: ["age", "income"], ...reference }).featureNames;
    expect(names({ reference: true })).toEqual(["town=Bern", "town=Chur", "smoker=true"]);
    expect(names({ reference: "first" })).toEqual(["town=Bern", "town=Chur", "smoker=true"]);
    expect(names({ reference: { town: "Bern" } })).toEqual(["town=Basel", "town=Chur", "smoker=false", "smoker=true"]);
    expect(names({ reference: { smoker: true } })).toEqual(["town=Basel", "town=Bern", "town=Chur", "smoker=false"]);
    using encoding = encode(people, { reference: { town: "Bern" }, ignore: ["age", "income", "smoker"] });
    expect(rowsOfTable(encoding.X)).toEqual([
      [0, 0],
      [0, 1],
      [0, 0],
      [1, 0],
    ]);
  });

  test("numbers are levels where they are listed, in the order of their size", () => {
    using encoding = encode({ zip: [10, 9, "10", 200n], size: [1, 2, 3, 4] }, { categorical: ["zip"] });
    expect(encoding.featureNames).toEqual(["zip=9", "zip=10", "zip=200", "size"]);
    expect(rowsOfTable(encoding.X).map((row) => row.indexOf(1))).toEqual([1, 0, 1, 2]);
  });

  test("bigints are numbers, dates are levels where they are listed", () => {
    using encoding = encode(
      [
        { a: 5n, day: new Date(0) },
        { a: 7n, day: new Date(86_400_000) },
      ],
      { categorical: ["day"] },
    );
    expect(encoding.featureNames).toEqual(["a", "day=1970-01-01T00:00:00.000Z", "day=1970-01-02T00:00:00.000Z"]);
    expect(rowsOfTable(encoding.X)).toEqual([
      [5, 1, 0],
      [7, 0, 1],
    ]);
  });

  test("powers and products by name", () => {
    using encoding = encode(people, {
      ignore: ["income"],
      polynomial: { age: 3 },
      reference: { town: "Bern" },
      interactions: [
        ["town", "age"],
        ["town", "smoker"],
      ],
    });
    expect(encoding.featureNames).toEqual([
      ...["age", "age^2", "age^3", "town=Basel", "town=Chur", "smoker=false", "smoker=true"],
      ...["town=Basel:age", "town=Chur:age"],
      ...["town=Basel:smoker=false", "town=Basel:smoker=true", "town=Chur:smoker=false", "town=Chur:smoker=true"],
    ]);
    expect(encoding.groups.slice(7)).toEqual([...Array(2).fill("town:age"), ...Array(4).fill("town:smoker")]);
    expect(rowsOfTable(encoding.X)).toEqual([
      [30, 900, 27_000, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
      [40, 1600, 64_000, 0, 1, 1, 0, 0, 40, 0, 0, 1, 0],
      [50, 2500, 125_000, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
      [60, 3600, 216_000, 1, 0, 0, 1, 60, 0, 0, 1, 0, 0],
    ]);
    expect(encode(people, { polynomial: 2, interactions: [["age", "income", "smoker"]] }).featureNames).toEqual([
      ...["age", "age^2", "town=Basel", "town=Bern", "town=Chur", "smoker=false", "smoker=true", "income", "income^2"],
      ...["age:income:smoker=false", "age:income:smoker=true"],
    ]);
  });

  test("standardised numbers have mean 0 and sd 1, powers are of those, and new rows are treated alike", () => {
    using encoding = encode({ a: [1, 2, 3, 6], c: [5, 5, 5, 5] }, { standardize: true, polynomial: { a: 2 } });
    const sd = Math.sqrt((4 + 1 + 0 + 9) / 4);
    const [first] = rowsOfTable(encoding.X);
    // two roundings of numbers near 1
    expect(first[0]).toBeCloseTo(-2 / sd, 14);
    expect(first[1]).toBeCloseTo(4 / sd ** 2, 14);
    expect(first[2]).toBe(0);
    using other = encoding.transform([{ a: 10, c: 6 }]);
    expect(rowsOfTable(other)[0][0]).toBeCloseTo(7 / sd, 14);
    expect(rowsOfTable(other)[0][2]).toBe(1);
  });
});

describe("missing values", () => {
  const gaps = { age: [1, null, 3, Number.NaN, 8], town: ["b", "a", "", undefined, "a"] };

  test("mean and median stand in their place, and indicators say where they were", () => {
    using mean = encode(gaps, { missing: "mean", indicators: true });
    expect(mean.featureNames).toEqual(["age", "age=missing", "town=a", "town=b", "town=missing"]);
    expect(rowsOfTable(mean.X)).toEqual([
      [1, 0, 0, 1, 0],
      [4, 1, 1, 0, 0],
      [3, 0, 0, 0, 1],
      [4, 1, 0, 0, 1],
      [8, 0, 1, 0, 0],
    ]);
    using median = encode(gaps, { missing: "median" });
    expect(rowsOfTable(median.X).map(([age]) => age)).toEqual([1, 3, 3, 3, 8]);
    using even = encode({ a: [4, 1, null, 2, 9] }, { missing: "median" });
    expect(rowsOfTable(even.X)[2]).toEqual([3]);
  });

  test("the level of missing values may be the reference, and may be there already", () => {
    using encoding = encode({ c: ["missing", "a", null, "b"], d: [null, "x", "x", "y"] }, { missing: "mean", reference: { d: "missing" } });
    expect(encoding.featureNames).toEqual(["c=a", "c=b", "c=missing", "d=x", "d=y"]);
    expect(rowsOfTable(encoding.X)).toEqual([
      [0, 0, 1, 0, 0],
      [1, 0, 0, 1, 0],
      [0, 0, 1, 1, 0],
      [0, 1, 0, 0, 1],
    ]);
  });

  test("where only new rows miss a level, it is the most frequent one", () => {
    using encoding = encode({ town: ["b", "a", "a"], age: [1, 2, 6] }, { missing: "mean" });
    using other = encoding.transform([{ town: null, age: "" }]);
    expect(rowsOfTable(other)).toEqual([[1, 0, 3]]);
  });

  test("more values count as missing where they are listed", () => {
    using encoding = encode(
      [
        { a: "NA", b: -999, c: "?" },
        { a: "3", b: 4, c: "x" },
      ],
      { missing: "mean", missingValues: ["NA", "?", -999] },
    );
    expect(encoding.featureNames).toEqual(["a", "b", "c=x", "c=missing"]);
    expect(rowsOfTable(encoding.X)).toEqual([
      [3, 4, 0, 1],
      [3, 4, 1, 0],
    ]);
  });
});

describe("the target", () => {
  test("numbers stay numbers, strings and booleans become labels", () => {
    expect(encode(people, { target: "income" }).y).toEqual(Float64Array.of(1000, 2500, 4000, -1));
    expect(encode(people, { target: "town" }).y).toEqual(["Bern", "Chur", "Bern", "Basel"]);
    expect(encode(people, { target: "smoker" }).y).toEqual([true, false, false, true]);
    expect(encode({ k: ["1", "2", "1"], x: [1, 2, 3] }, { target: "k", categorical: ["k"] }).y).toEqual(["1", "2", "1"]);
    const encoding = encode(people, { target: "income" });
    expect(encoding.featureNames).not.toContain("income");
    expect(encoding.target([{ income: "7" }])).toEqual(Float64Array.of(7));
  });

  test("several targets, and times with events, go to their fits as they are", () => {
    using several = encode(people, { target: ["age", "income"], ignore: ["smoker"] });
    expect(several.y).toEqual({ age: Float64Array.of(30, 40, 50, 60), income: Float64Array.of(1000, 2500, 4000, -1) });
    expect(path(several.X, several.y, { count: 3 }).fit(1).targetNames).toEqual(["age", "income"]);
    using survival = encode(people, { target: { time: "age", event: "smoker" } });
    expect(survival.y).toEqual({ time: Float64Array.of(30, 40, 50, 60), event: [true, false, false, true] });
    expect(cox(survival.X, survival.y, { lambda: 0.1 }).certificate.converged).toBe(true);
    expect(survival.featureNames).toEqual(["town=Basel", "town=Bern", "town=Chur", "income"]);
  });
});

describe("where X is", () => {
  test("levels make it sparse, numbers alone dense, and answers are the same", () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ a: (i * 37) % 11, town: `t${(i * 7) % 13}`, y: (i * 5) % 9 }));
    using sparse = encode(rows, { target: "y" });
    expect(sparse.X).toBeInstanceOf(SparseMatrix);
    expect((sparse.X as SparseMatrix).nonzero).toBe(60 + rows.filter(({ a }) => a !== 0).length);
    using dense = encode(rows, { target: "y", ignore: ["town"] });
    expect(dense.X).toBeInstanceOf(Matrix);
    const options = { lambda: 0.05, tol: 1e-12 };
    const [one, other] = [lasso(sparse.X, sparse.y, options), lasso(rowsOfTable(sparse.X), sparse.y, options)];
    // objectives within 1e-12 of the optimum, which is strongly convex in what is predicted
    expect(one.certificate.objective).toBeCloseTo(other.certificate.objective, 11);
  });

  test("its memory comes back", () => {
    const before = memoryUsage();
    {
      using encoding = encode(people);
      encoding.transform(people).dispose();
      expect(encoding.disposed).toBe(false);
    }
    expect(memoryUsage().used).toBe(before.used);
    expect(memoryUsage().matrices).toBe(before.matrices);
  });
});
