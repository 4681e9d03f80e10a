// Predictions on the scale of the response and of the linear predictor, and of all λ's at once.
import { expect, test } from "vitest";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { exp } from "../../src/elementary.js";
import { Fit, Matrix, memoryUsage, multinomial, Path, path, ridge } from "../../src/index.js";
import { type Anything, refuses } from "../helpers/refuses.js";

const { columns, y } = autoregressive({ n: 40, p: 5, density: 0.6, seed: 7 });
const X = rowsOf(columns);
const counts = Array.from(y, (value) => Math.round(Math.abs(value)));

test.each(["poisson", "gamma"] as const)("%s: the mean by default, its logarithm with type link", (loss) => {
  const target = counts.map((value) => value + (loss === "gamma" ? 0.5 : 0));
  const fit = path(X, target, { loss, count: 5 }).fit(4);
  const eta = fit.predict(X, { type: "link" });
  expect(fit.predict(X)).toEqual(eta.map(exp));
  // at the optimum the means add up to y, with an intercept and the canonical link
  if (loss === "poisson")
    expect(fit.predict(X).reduce((a, b) => a + b)).toBeCloseTo(
      target.reduce((a, b) => a + b),
      3,
    );
  expect(Fit.fromJSON(JSON.stringify(fit)).predict(X)).toEqual(fit.predict(X));
  expect(fit.score(X, target)).toBeGreaterThan(0);
});

test("without a link both are the same", () => {
  const fit = path(X, y, { count: 3 }).fit(2);
  expect(fit.predict(X, { type: "link" })).toEqual(fit.predict(X));
  refuses(
    () => fit.predict(X, { type: "mean" as Anything }),
    TypeError,
    'predict: type is "mean" (a string), expected "link" or "response"',
  );
});

test("a path predicts at all λ's what its fits do, from rows, by names and from a Matrix", () => {
  const named = Object.fromEntries(columns.map((column, j) => [`x${j}`, column]));
  const fits = path(named, counts, { loss: "poisson", count: 4 });
  const expected = Array.from(fits.lambdas, (_, k) => fits.fit(k).predict(named));
  expect(fits.predict(named)).toEqual(expected);
  expect(fits.predict({ other: columns[1], ...named })).toEqual(expected);
  using matrix = Matrix.from(X);
  expect(fits.predict(matrix)).toEqual(expected);
  expect(Path.fromJSON(JSON.stringify(fits)).predict(named)).toEqual(expected);
  const labels = Array.from(y, (value) => (value > 1 ? "c" : value > -1 ? "b" : "a"));
  const classes = path(X, labels, { loss: "multinomial", count: 3 });
  expect(classes.predict(X)[2]).toEqual(multinomial(X, labels, { lambda: classes.lambdas[2] }).predict(X));
});

test("one row is not copied into memory, and is predicted to the bit as from a Matrix, by the kernel", () => {
  const random = normal(17);
  const certificate = { objective: 0, gap: 0, relativeGap: 0, iterations: 0, converged: true };
  for (let p = 1; p <= 13; p++)
    for (const scale of [1, 1e200, 1e-200, 1e308])
      for (const zeros of [0, 0.5, 1])
        for (let k = 0; k < 5; k++) {
          const [row, beta] = [0, 1].map(() => Float64Array.from({ length: p }, () => scale * random()).map((x) => (x - x === 0 ? x : 1)));
          const coefficients = beta.map((b, j) => (((j * 7 + k) % 10) / 10 < zeros ? 0 : b));
          const intercept = k === 0 ? -0 : random();
          const fit = new Fit({ coefficients, intercept, lambda: 0, l1Ratio: 1, certificate });
          using matrix = Matrix.from([row]);
          const before = memoryUsage().used;
          const expected = fit.predict(matrix);
          for (const X of [[row], [Array.from(row)], { data: row, shape: [1, p] }])
            expect(Object.is(fit.predict(X)[0], expected[0]), `${fit.predict(X)[0]} ${expected[0]}`).toBe(true);
          expect(memoryUsage().used).toBe(before);
        }
});

test("one row of names, of classes and of targets is as in a table of rows", () => {
  const names = Object.fromEntries(columns.map((column, j) => [`x${j}`, column]));
  const labels = Array.from(y, (value) => (value > 1 ? "c" : value > -1 ? "b" : "a"));
  const [named, classes, targets] = [
    path(names, y, { count: 3 }).fit(2),
    multinomial(X, labels, { lambda: 0.02 }),
    ridge(X, { a: y, b: y.map((value) => value ** 2) }, { lambda: 0.1 }),
  ];
  X.slice(0, 5).forEach((row, i) => {
    const record = Object.fromEntries(row.map((x, j) => [`x${j}`, [x]]).reverse());
    expect(named.predict({ ...record, other: [1] })[0]).toBeCloseTo(named.predict(names)[i], 12);
    expect(classes.predict([row])[0]).toBe(classes.predict(X)[i]);
    expect(targets.predict([row])[1][0]).toBeCloseTo(targets.predict(X)[1][i], 12);
  });
  expect(() => named.predict([[1, 2, 3, 4, Number.NaN]])).toThrow("predict: X has NaN at row 0, column 4, expected a finite number");
});
