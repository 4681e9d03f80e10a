// Records of columns: where their names go, and how a model with names reads the tables it is to predict.
import { expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { Fit, lasso, Matrix, path, ridge } from "../../src/index.js";

const { columns, y } = autoregressive({ n: 30, p: 3, density: 1, seed: 6 });
const X = rowsOf(columns);
const names = ["age", "bmi", "dose"];
const record = Object.fromEntries(names.map((name, j) => [name, columns[j]]));
const turned = Object.fromEntries(Object.entries(record).reverse());
const lambda = 0.01;
const plain = lasso(X, y, { lambda });
const named = lasso(record, y, { lambda });
const expected = plain.predict(X);

test("a record's names go into the fit, through a Matrix too; featureNames takes precedence", () => {
  expect(named.featureNames).toEqual(names);
  expect(path(record, y, { count: 3 }).fit(2).featureNames).toEqual(names);
  expect(path(record, y, { count: 3 }).featureNames).toEqual(names);
  expect(ridge(record, y, { lambda }).featureNames).toEqual(names);
  expect(ridge(record, X, { lambda }).fits[2].featureNames).toEqual(names);
  using matrix = Matrix.from(record);
  expect(matrix.featureNames).toEqual(names);
  expect(lasso(matrix, y, { lambda }).featureNames).toEqual(names);
  using copy = Matrix.from(matrix);
  expect(copy.featureNames).toEqual(names);
  using made = new Matrix(30, 3, names);
  expect(made.featureNames).toEqual(names);
  const others = names.map((name) => name.toUpperCase());
  for (const table of [record, matrix, X])
    expect(lasso(table as typeof X, y, { lambda, featureNames: others }).featureNames).toEqual(others);
  expect(plain.featureNames).toBeUndefined();
});

test("names are copied: changing the given ones changes no fit", () => {
  const given = [...names];
  const fit = lasso(X, y, { lambda, featureNames: given });
  using matrix = new Matrix(30, 3, given);
  given[0] = "changed";
  expect(fit.featureNames).toEqual(names);
  expect(matrix.featureNames).toEqual(names);
});

test("a record is predicted by its names: in any order, with columns that the model does not know", () => {
  expect(named.nonzero).toBe(3);
  expect(named.predict(turned)).toEqual(expected);
  expect(named.predict({ z: y, ...turned, label: ["text"] as never })).toEqual(expected);
  expect(named.score(turned, y)).toBe(plain.score(X, y));
  expect(Fit.fromJSON(JSON.stringify(named)).predict(turned)).toEqual(expected);
  expect(() => named.predict({ bmi: [1] })).toThrow(new RangeError("predict: X has no column age, dose, expected age, bmi, dose"));
});

test("a Matrix with names is predicted by its names too", () => {
  using matrix = Matrix.from(turned);
  expect(named.predict(matrix)).toEqual(expected);
});

test("the targets of a score are matched by their names too", () => {
  const model = ridge(record, { u: y, v: columns[0] }, { lambda });
  expect(model.score(record, { v: columns[0], u: y })).toBe(model.score(record, { u: y, v: columns[0] }));
});

test("a table without names is predicted by position, also by a model with names", () => {
  using matrix = Matrix.from(X);
  for (const table of [X, matrix, { data: X.flat(), shape: [30, 3] }]) expect(named.predict(table as typeof X)).toEqual(expected);
});

test("a model without names reads a record by position", () => {
  expect(plain.predict(record)).toEqual(expected);
  expect(() => plain.predict({ ...record, more: y })).toThrow(new RangeError("predict: X has 4 columns but the model has 3 coefficients"));
});

test("columns called data and shape are columns, in one row as in many", () => {
  const two = { data: columns[0], shape: columns[1] };
  const model = ridge(two, y, { lambda });
  expect(model.featureNames).toEqual(["data", "shape"]);
  const all = model.predict(two);
  for (const rows of [1, 2, 3])
    model.predict({ data: columns[0].slice(0, rows), shape: columns[1].slice(0, rows) }).forEach((value, i) => {
      // a lone row runs in the loop's tail, which fuses nothing where the build with relaxed SIMD does
      expect(value).toBeCloseTo(all[i], 14);
    });
});

test("columns called data and shape are columns, whatever is in them", () => {
  for (const shape of [
    [1, 1, 2, 2],
    [1, 1, 1, 4],
    [2, 2, 2, 2],
    [0, 0, 1, 0],
  ])
    expect(ridge({ data: [1, 2, 3, 4], shape }, [1, 2, 3, 5], { lambda }).featureNames).toEqual(["data", "shape"]);
});

test("to a model that knows no such columns, two numbers with a shape of two are one row", () => {
  const model = ridge(
    X.map((row) => row.slice(0, 2)),
    y,
    { lambda },
  );
  const expected = model.predict([[3, 5]]);
  expect(model.predict({ data: [3, 5], shape: [1, 2] })).toEqual(expected);
  expect(lasso({ data: [3, 5], shape: [2, 1] }, [1, 2], { lambda })).toEqual(lasso([[3], [5]], [1, 2], { lambda }));
});
