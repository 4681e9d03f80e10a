// Bias, variance and noise over many universes, beside ridge's closed form and beside universes that are drawn here.
import { describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { lasso, memoryUsage, ridge } from "../../src/index.js";
import { biasVariance, normals } from "../../src/theory/index.js";
import { normalEquations, solveLinear } from "../helpers/leastSquares.js";

const { columns, truth, n, p } = autoregressive({ n: 30, p: 4, density: 1, seed: 5 });
const design = rowsOf(columns);
const noise = 0.8;
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, x, i) => sum + x * b[i], 0);

/** means over the points of (E ŷ − f)² and Var ŷ by the smoother: row x of it is x̃'(X̃'X̃ + nλI)⁻¹X̃' + 1/n, solved by elimination */
function bySmoother(lambda: number, f: (row: number[]) => number, points: number[][]) {
  const means = columns.map((column) => column.reduce((sum, x) => sum + x, 0) / n);
  const centred = columns.map((column, j) => column.map((x) => x - means[j]));
  const A = centred.map((u, i) => centred.map((v, j) => dot(u, v) + (i === j ? n * lambda : 0)));
  let [bias2, variance] = [0, 0];
  for (const point of points) {
    const a = solveLinear(
      A,
      point.map((x, j) => x - means[j]),
    );
    const row = design.map((_, i) => 1 / n + centred.reduce((sum, column, j) => sum + a[j] * column[i], 0));
    bias2 += (dot(row, design.map(f)) - f(point)) ** 2 / points.length;
    variance += (noise ** 2 * dot(row, row)) / points.length;
  }
  return { bias2, variance };
}

describe("ridge", () => {
  test("the closed form is that of the smoother, at the design and elsewhere, for straight and bent truths", () => {
    const random = normal(9);
    const elsewhere = Array.from({ length: 7 }, () => Array.from({ length: p }, () => 2 * random()));
    const straight = (row: ArrayLike<number>) => 3 + dot(row, truth);
    const bent = (row: ArrayLike<number>) => Math.sin(row[0]) + row[1] * row[2];
    for (const lambda of [0, 0.1, 3]) {
      for (const f of [straight, bent]) {
        for (const at of [undefined, elsewhere]) {
          const { exact } = biasVariance({ truth: f, design, noise, model: { lambda, l1Ratio: 0 }, universes: 2, at });
          const { bias2, variance } = bySmoother(lambda, f, at ?? design);
          expect(exact?.bias2).toBeCloseTo(bias2, 12);
          expect(exact?.variance).toBeCloseTo(variance, 12);
          expect(exact?.noise).toBe(noise ** 2);
          expect(exact?.mse).toBeCloseTo(bias2 + variance + noise ** 2, 12);
        }
      }
    }
  });

  test("what 2000 universes give is within five standard errors of it, and the parts add up", () => {
    for (const fitIntercept of [true, false]) {
      for (const lambda of [0, 0.2, 5]) {
        for (const f of [truth, { coefficients: truth, intercept: 2 }, (row: Float64Array) => Math.abs(row[0])]) {
          const world = { truth: f, design, noise, model: { lambda, l1Ratio: 0, fitIntercept }, universes: 2000, seed: 3 };
          const { bias2, variance, noise: floor, mse, errors, exact } = biasVariance(world);
          if (!exact) throw new Error("no closed form");
          expect(mse).toBeCloseTo(bias2 + variance + floor, 12);
          for (const part of ["bias2", "variance", "mse"] as const) {
            const found = { bias2, variance, mse }[part];
            expect(Math.abs(found - exact[part]), `${part} at λ = ${lambda}`).toBeLessThan(5 * errors[part] + 1e-14);
          }
          // 2000 universes say something: 5 % of what is estimated
          expect(errors.variance).toBeLessThan(0.05 * variance);
        }
      }
    }
  });

  test("standard errors are what estimates of other seeds differ by", () => {
    const runs = Array.from({ length: 60 }, (_, k) =>
      biasVariance({ truth, design, noise, model: { lambda: 0.5, l1Ratio: 0 }, universes: 100, seed: 100 + k }),
    );
    for (const part of ["bias2", "variance", "mse"] as const) {
      const mean = runs.reduce((sum, run) => sum + run[part], 0) / 60;
      const sd = Math.sqrt(runs.reduce((sum, run) => sum + (run[part] - mean) ** 2, 0) / 59);
      const said = runs.reduce((sum, run) => sum + run.errors[part], 0) / 60;
      // sd of 60 numbers is known to 1/√118 = 9 %: four of these
      expect(said / sd, part).toBeGreaterThan(0.64);
      expect(said / sd, part).toBeLessThan(1.36);
      expect(Math.abs(mean - (runs[0].exact?.[part] as number)), part).toBeLessThan((5 * sd) / Math.sqrt(60));
    }
  });

  test("at λ = 0 with a straight truth there is no bias and the variance is σ²(p + 1)/n", () => {
    const { exact, bias2, errors } = biasVariance({ truth, design, noise, model: { lambda: 0, l1Ratio: 0 } });
    expect(exact?.bias2).toBeLessThan(1e-26);
    expect(exact?.variance).toBeCloseTo((noise ** 2 * (p + 1)) / n, 14);
    expect(Math.abs(bias2)).toBeLessThan(5 * errors.bias2);
  });

  test("standard errors cover an estimate of no bias at a single point, where the mean may hit the truth by chance", () => {
    for (let seed = 0; seed < 100; seed++) {
      const at = [design[0]];
      const { bias2, errors } = biasVariance({ truth, design, noise, model: { lambda: 0, l1Ratio: 0 }, universes: 20, seed, at });
      expect(Math.abs(bias2), `seed ${seed}`).toBeLessThan(5 * errors.bias2);
    }
  });

  test("bias rises and variance falls with λ, and noise stays", () => {
    const runs = [0, 0.01, 0.1, 1, 10].map((lambda) => biasVariance({ truth, design, noise, model: { lambda, l1Ratio: 0 }, seed: 8 }));
    for (let k = 1; k < runs.length; k++) {
      expect(runs[k].exact?.bias2).toBeGreaterThan(runs[k - 1].exact?.bias2 as number);
      expect(runs[k].exact?.variance).toBeLessThan(runs[k - 1].exact?.variance as number);
      // the same noise in all of them
      expect(runs[k].variance).toBeLessThan(runs[k - 1].variance);
      expect(runs[k].noise).toBe(noise ** 2);
    }
  });
});

describe("any model", () => {
  const slow = (lambda: number) => (X: Float64Array[], y: Float64Array) => {
    const w = normalEquations(
      columns,
      y,
      X.map(() => 1),
      new Array(p).fill(lambda),
    );
    const mean =
      y.reduce((sum, value) => sum + value, 0) / n -
      columns.reduce(
        (sum, column, j) =>
          sum +
          (w[j] *
            dot(
              column,
              column.map(() => 1),
            )) /
            n,
        0,
      );
    return { predict: (rows: Float64Array[]) => rows.map((row) => mean + dot(row, w)) };
  };

  test("a function that solves the normal equations, the fits and the unit vectors agree in every digit that counts", () => {
    // more than a block of universes
    const world = { truth, design, noise, universes: 300, seed: 4 };
    const fast = biasVariance({ ...world, model: { lambda: 0.3, l1Ratio: 0 } });
    const own = biasVariance({ ...world, model: slow(0.3) });
    // bounds that never bind take the way of one fit a universe
    const fitted = biasVariance({ ...world, model: { lambda: 0.3, l1Ratio: 0, lower: -1e6, tol: 1e-15 } });
    for (const other of [own, fitted]) {
      expect(other.exact).toBeUndefined();
      for (const part of ["bias2", "variance", "mse"] as const) {
        expect(other[part]).toBeCloseTo(fast[part], 7);
        expect(other.errors[part]).toBeCloseTo(fast.errors[part], 7);
      }
    }
    expect(own.mse).toBeCloseTo(fast.mse, 12);
  });

  test("the lasso: universes drawn and fitted by hand with the same seed", () => {
    const next = normals(6);
    const universes = 40;
    const answers = Array.from({ length: universes }, () => {
      const y = design.map((row) => dot(row, truth) + noise * next());
      return lasso(design, y, { lambda: 0.1 }).predict(design);
    });
    const f = design.map((row) => dot(row, truth));
    const mse = answers.reduce((sum, answer) => sum + answer.reduce((s, value, i) => s + (value - f[i]) ** 2, 0) / n, 0) / universes;
    const mean = f.map((_, i) => answers.reduce((sum, answer) => sum + answer[i], 0) / universes);
    const variance = answers.reduce((sum, a) => sum + a.reduce((s, value, i) => s + (value - mean[i]) ** 2, 0) / n, 0) / (universes - 1);
    const used = memoryUsage().used;
    const found = biasVariance({ truth, design, noise, model: { lambda: 0.1 }, universes, seed: 6 });
    expect(found.mse).toBeCloseTo(mse + noise ** 2, 12);
    expect(found.variance).toBeCloseTo(variance, 12);
    expect(found.bias2).toBeCloseTo(mse - variance, 12);
    expect(memoryUsage().used).toBe(used);
  });

  test("more points than coefficients or fewer, standardised or with penalty factors: ridge by hand", () => {
    const at = [design[0], [1, 1, 1, 1]];
    for (const own of [{ standardize: true }, { penaltyFactors: [1, 2, 0, Infinity] }]) {
      const next = normals(1);
      const answers = Array.from({ length: 10 }, () => {
        const y = design.map((row) => dot(row, truth) + noise * next());
        return ridge(design, y, { lambda: 0.5, ...own }).predict(at);
      });
      const mse =
        answers.reduce((sum, answer) => sum + answer.reduce((s, value, i) => s + (value - dot(at[i], truth)) ** 2, 0) / 2, 0) / 10;
      const found = biasVariance({ truth, design, noise, model: { lambda: 0.5, l1Ratio: 0, ...own }, universes: 10, at });
      expect(found.mse).toBeCloseTo(mse + noise ** 2, 12);
      expect(found.exact).toBeUndefined();
    }
  });

  test("the same seed gives the same numbers, another one others; without noise there is only bias", () => {
    const run = (seed: number, sd = noise) =>
      biasVariance({ truth, design, noise: sd, model: { lambda: 1, l1Ratio: 0 }, universes: 20, seed });
    expect(run(1)).toEqual(run(1));
    expect(run(1).mse).not.toBe(run(2).mse);
    const still = run(1, 0);
    expect(still.variance).toBeLessThan(1e-28);
    expect(still.bias2).toBeCloseTo(still.exact?.bias2 as number, 14);
  });
});
