// Predictions on the scale of the response and of the linear predictor, and of all λ's at once.
import { expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { exp } from "../../src/elementary.js";
import { Fit, Matrix, multinomial, Path, path } from "../../src/index.js";
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
