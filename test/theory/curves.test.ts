// Curves over examples and over λ, and polynomials of every capacity.
import { describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { path, ridge } from "../../src/index.js";
import { learningCurve, normals, polynomialFeatures, validationCurve } from "../../src/theory/index.js";

const grid = (from: number, to: number, count: number) => Array.from({ length: count }, (_, k) => from * (to / from) ** (k / (count - 1)));
const mse = (y: ArrayLike<number>, predicted: ArrayLike<number>) =>
  Array.from(y).reduce((sum, value, i) => sum + (value - predicted[i]) ** 2, 0) / y.length;

describe("learningCurve", () => {
  const p = 6;
  const random = normal(12);
  const X = Array.from({ length: 400 }, () => Array.from({ length: p }, random));
  const truth = [1, -2, 0.5, 0, 0, 3];
  const y = X.map((row) => row.reduce((sum, x, j) => sum + x * truth[j], 0) + random());

  test("least squares: training error σ²(1 − (p+1)/m), test error above σ², both near σ² = 1 with many examples", () => {
    const sizes = [10, 20, 100, 200];
    const {
      training,
      test: unseen,
      trainingErrors,
      testErrors,
    } = learningCurve(X, y, { sizes, model: { lambda: 0, l1Ratio: 0 }, repeats: 60 });
    sizes.forEach((m, k) => {
      // the repeats share 400 rows: their own mean of ε² differs from 1 by about √(2/400)
      const expected = 1 - (p + 1) / m;
      expect(Math.abs(training[k] - expected)).toBeLessThan(5 * trainingErrors[k] + 4 * Math.sqrt(2 / 400) * expected);
      // Gaussian design: σ²(1 + 1/m)(1 + p/(m − p − 2)) (Breiman, Freedman 1983), heavy-tailed for small m
      if (m >= 20)
        expect(Math.abs(unseen[k] - (1 + 1 / m) * (1 + p / (m - p - 2)))).toBeLessThan(5 * testErrors[k] + 4 * Math.sqrt(2 / 400));
    });
    expect(training).toEqual(training.toSorted());
    expect(unseen).toEqual(unseen.toSorted().reverse());
    expect(unseen[0]).toBeGreaterThan(2 * unseen[2]);
  });

  test("with test rows of its own, and one repeat of all rows: the fit of everything", () => {
    const held = { X: X.slice(300), y: y.slice(300) };
    const learn = { X: X.slice(0, 300), y: y.slice(0, 300) };
    const model = { lambda: 0.3, l1Ratio: 0 };
    const curve = learningCurve(learn.X, learn.y, { sizes: [300], model, test: held, repeats: 1 });
    const fit = ridge(learn.X, learn.y, { lambda: 0.3 });
    expect(curve.training[0]).toBeCloseTo(mse(learn.y, fit.predict(learn.X)), 12);
    expect(curve.test[0]).toBeCloseTo(mse(held.y, fit.predict(held.X)), 12);
    expect([curve.trainingErrors[0], curve.testErrors[0]]).toEqual([0, 0]);
  });

  test("no row is learnt from and tested on, smaller sets are part of larger ones, repeats differ, seeds decide", () => {
    const rows = Array.from({ length: 20 }, (_, i) => [i]);
    const learnt: number[][] = [];
    const tested: number[][] = [];
    const model = (seen: Float64Array[]) => {
      learnt.push(seen.map(([x]) => x));
      return {
        predict: (asked: Float64Array[]) => {
          tested.push(asked.map(([x]) => x));
          return asked.map(() => 0);
        },
      };
    };
    const options = { sizes: [3, 15], model, testShare: 0.25, repeats: 2, seed: 9 };
    const once = learningCurve(rows, new Array(20).fill(1), options);
    expect([...once.test]).toEqual([1, 1]);
    expect(learnt.map((set) => set.length)).toEqual([3, 15, 3, 15]);
    for (const [small, large, k] of [
      [0, 1, 3],
      [2, 3, 7],
    ]) {
      expect(learnt[large].slice(0, 3)).toEqual(learnt[small]);
      const all = [...learnt[large], ...tested[k]].toSorted((a, b) => a - b);
      expect(all).toEqual(rows.map(([x]) => x));
    }
    expect(learnt[3]).not.toEqual(learnt[1]);
    const before = learnt.slice();
    learningCurve(rows, new Array(20).fill(1), options);
    expect(learnt.slice(4)).toEqual(before);
    learningCurve(rows, new Array(20).fill(1), { ...options, seed: 10 });
    expect(learnt.slice(8)).not.toEqual(before);
  });
});

describe("validationCurve", () => {
  const { columns, y } = autoregressive({ n: 60, p: 30, density: 0.3, snr: 1, seed: 11 });
  const X = rowsOf(columns);
  const lambdas = grid(1e-4, 30, 30);

  test.each([0, 0.5, 1])("training error never falls where λ rises, test error is smallest inside, l1Ratio %s", (l1Ratio) => {
    const curve = validationCurve(X, y, { lambdas, l1Ratio, tol: 1e-10 });
    for (let k = 1; k < lambdas.length; k++) expect(curve.training[k]).toBeGreaterThanOrEqual(curve.training[k - 1] * (1 - 1e-12));
    expect(curve.best).toBeGreaterThan(0);
    expect(curve.best).toBeLessThan(lambdas.length - 1);
    expect(curve.lambda).toBe(lambdas[curve.best]);
    expect(curve.test[curve.best]).toBe(Math.min(...curve.test));
    expect(curve.test[0]).toBeGreaterThan(1.1 * curve.test[curve.best]);
    expect(curve.test[29]).toBeGreaterThan(1.1 * curve.test[curve.best]);
    if (l1Ratio === 0) expect([...curve.nonzero]).toEqual(lambdas.map(() => 30));
    else expect(curve.nonzero[29]).toBe(0);
  });

  test("errors are mean squares of the path's predictions, on test rows of their own", () => {
    const held = { X: X.slice(40), y: y.slice(40) };
    const options = { lambdas: [1, 0.01, 0.1], standardize: true };
    const curve = validationCurve(X.slice(0, 40), y.slice(0, 40), { ...options, test: held });
    const fits = path(X.slice(0, 40), y.slice(0, 40), options);
    [0, 1, 2].forEach((k) => {
      expect(curve.test[k]).toBeCloseTo(mse(held.y, fits.fit(k).predict(held.X)), 6);
      expect(curve.training[k]).toBeCloseTo(mse(y.slice(0, 40), fits.fit(k).predict(X.slice(0, 40))), 6);
    });
    expect([...curve.lambdas]).toEqual([1, 0.01, 0.1]);
  });

  test("of equal test errors the largest λ is chosen, and the seed decides the split", () => {
    const top = validationCurve(X, y, { lambdas: [1000, 2000, 1500] });
    expect([...top.nonzero]).toEqual([0, 0, 0]);
    expect([top.best, top.lambda]).toEqual([1, 2000]);
    expect(validationCurve(X, y, { lambdas, seed: 5 })).toEqual(validationCurve(X, y, { lambdas, seed: 5 }));
    expect(validationCurve(X, y, { lambdas, seed: 5 }).test).not.toEqual(validationCurve(X, y, { lambdas, seed: 6 }).test);
  });
});

describe("polynomialFeatures", () => {
  test("powers of one variable, as a vector, a column or a record", () => {
    expect(polynomialFeatures([2, -3], { degree: 3 })).toEqual({
      x: Float64Array.of(2, -3),
      "x^2": Float64Array.of(4, 9),
      "x^3": Float64Array.of(8, -27),
    });
    expect(polynomialFeatures([[2], [-3]], { degree: 2 })).toEqual({ x: Float64Array.of(2, -3), "x^2": Float64Array.of(4, 9) });
    expect(polynomialFeatures({ age: [5] }, { degree: 2 })).toEqual({ age: Float64Array.of(5), "age^2": Float64Array.of(25) });
  });

  test("all products of several variables, each once: C(p + degree, degree) − 1 of them", () => {
    const made = polynomialFeatures([[2, 3]], { degree: 3 });
    expect(Object.entries(made).map(([title, [value]]) => `${title} = ${value}`)).toEqual([
      "x0 = 2",
      "x1 = 3",
      "x0^2 = 4",
      "x0*x1 = 6",
      "x1^2 = 9",
      "x0^3 = 8",
      "x0^2*x1 = 12",
      "x0*x1^2 = 18",
      "x1^3 = 27",
    ]);
    expect(Object.keys(polynomialFeatures([[1, 2, 3, 4]], { degree: 4 }))).toHaveLength(69);
  });

  test("degrees 1 to 5 of six points: training error falls to 0, test error ends far above that of degree 2", () => {
    const next = normals(3);
    const f = (x: number) => 1 - 2 * x + 3 * x * x;
    const x = [-1, -0.6, -0.2, 0.2, 0.6, 1];
    const y = x.map((value) => f(value) + 0.3 * next());
    const between = Array.from({ length: 41 }, (_, i) => -1 + i / 20);
    const errors = [1, 2, 3, 4, 5].map((degree) => {
      const fit = ridge(polynomialFeatures(x, { degree }), y, { lambda: 0 });
      return {
        training: mse(y, fit.predict(polynomialFeatures(x, { degree }))),
        test: mse(between.map(f), fit.predict(polynomialFeatures(between, { degree }))),
      };
    });
    for (let k = 1; k < 5; k++) expect(errors[k].training).toBeLessThan(errors[k - 1].training + 1e-20);
    expect(errors[4].training).toBeLessThan(1e-24);
    expect(Math.min(...errors.map((e) => e.test))).toBe(errors[1].test);
    expect(errors[4].test).toBeGreaterThan(3 * errors[1].test);
    // a little weight decay on degree 5 is better than none
    const decayed = ridge(polynomialFeatures(x, { degree: 5 }), y, { lambda: 1e-3 });
    expect(mse(between.map(f), decayed.predict(polynomialFeatures(between, { degree: 5 })))).toBeLessThan(errors[4].test);
  });
});
