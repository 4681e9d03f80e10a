// The steps of methods that look at all rows, against plain JS; and what their certificates know.
import { describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { Fit, type GradientFit, gradientDescent } from "../../src/index.js";
import { type LossName, lossAt, penaltyAt, type Training } from "../helpers/gradients.js";
import { quietly } from "../helpers/judging.js";
import { Arena, kernels as k } from "../helpers/kernels.js";

const [n, p] = [60, 8];
const { columns, y: response } = autoregressive({ n, p, rho: 0.9, density: 0.6, seed: 61 });
const X = rowsOf(columns);
const targets: Record<LossName, number[]> = {
  squared: Array.from(response, (value) => value + 5),
  huber: Array.from(response, (value) => value + 5),
  logistic: Array.from(response, (value, i) => (value + (i % 5) - 2 > 0 ? 1 : -1)),
  squaredHinge: Array.from(response, (value, i) => (value + (i % 5) - 2 > 0 ? 1 : -1)),
  poisson: Array.from(response, (value) => Math.round(Math.exp(value / 3))),
  gamma: Array.from(response, (value) => Math.exp(value / 3)),
};
const means = columns.map((column) => column.reduce((sum, x) => sum + x, 0) / n);
const centred = X.map((row) => row.map((x, j) => x - means[j]));
const soft = (z: number, t: number) => Math.sign(z) * Math.max(0, Math.abs(z) - t);

/** the same coefficients, with another intercept */
function moved({ linear }: GradientFit, shift: number): Fit {
  return Fit.fromJSON({ ...linear.toJSON(), intercept: linear.intercept + shift });
}

describe.each(Object.keys(targets) as LossName[])("loss %s", (loss) => {
  const problem = (l1Ratio: number): Training => ({
    X: centred,
    y: targets[loss],
    loss,
    a: 0.03 * l1Ratio,
    c: 0.03 * (1 - l1Ratio),
  });
  const delta = loss === "huber" ? { delta: 1 } : {};
  const null_ = gradientDescent(X, targets[loss], { loss, ...delta, lambda: 1e4, l1Ratio: 1, tol: 1e-12 });

  test.each(["gd", "fista"] as const)("%s with a fixed step goes as the formula says, in centred columns from the null model", (method) => {
    const [steps, t, l1Ratio] = [80, 0.05, 0.5];
    const given = { loss, ...delta, method, lambda: 0.03, l1Ratio, learningRate: t, maxIterations: steps, tol: 0 } as const;
    const fit = quietly(() => gradientDescent(X, targets[loss], given)).result;
    const at = problem(l1Ratio);
    let b = [...null_.coefficients, null_.intercept];
    let q = [...b];
    let [theta, restarts] = [1, 0];
    for (let step = 0; step < steps; step++) {
      const { value, gradient } = lossAt(at, q);
      expect(fit.history.trainingLoss[step]).toBeCloseTo(value, 11);
      expect(fit.history.objective[step]).toBeCloseTo(value + penaltyAt(at, q), 11);
      const next = q.map((v, j) => (j < p ? soft(v - t * (gradient[j] + at.c * v), t * at.a) : v - t * gradient[j]));
      const uphill = next.reduce((sum, v, j) => sum + (q[j] - v) * (v - b[j]), 0) > 0;
      if (uphill) restarts++;
      const from = uphill ? 1 : theta;
      theta = (1 + Math.sqrt(1 + 4 * from * from)) / 2;
      const carry = method === "gd" || uphill ? 0 : (from - 1) / theta;
      q = next.map((v, j) => v + carry * (v - b[j]));
      b = next;
    }
    b.slice(0, p).forEach((v, j) => {
      expect(fit.coefficients[j]).toBeCloseTo(v, 11);
    });
    if (method === "fista" && loss === "squared") expect(restarts).toBeGreaterThan(0);
  });

  test("the gap knows of an intercept that is not the best one", () => {
    const optimum = gradientDescent(X, targets[loss], { loss, lambda: 0.03, l1Ratio: 0, tol: 1e-12 });
    for (const shift of [-0.5, 0.5]) {
      const still = { method: "gd", learningRate: 1e-12, maxIterations: 1, warmStart: moved(optimum, shift) } as const;
      const { certificate } = quietly(() => gradientDescent(X, targets[loss], { loss, lambda: 0.03, l1Ratio: 0, ...still })).result;
      const above = certificate.objective - optimum.certificate.objective;
      expect(above).toBeGreaterThan(1e-3);
      expect(certificate.gap).toBeGreaterThanOrEqual(above);
    }
  });
});

test("so does the KKT residual: the intercept's own part is how far it is off", () => {
  const options = { lambda: 0, tol: 1e-10 } as const;
  const optimum = gradientDescent(X, targets.squared, options);
  const still = { ...options, method: "gd", learningRate: 1e-12, maxIterations: 1, warmStart: moved(optimum, 0.5) } as const;
  const { certificate } = quietly(() => gradientDescent(X, targets.squared, still)).result;
  expect(certificate.proof).toBe("kkt");
  expect(certificate.gap).toBeCloseTo(0.5, 6);
});

test("where there is nothing to learn, rounding is not taken for a residual", () => {
  const flat = [
    [1, 2],
    [1, 2],
    [1, 2],
  ];
  for (const loss of ["squared", "logistic", "huber", "poisson", "squaredHinge"] as const)
    for (const method of ["gd", "fista", "lbfgs"] as const) {
      const { certificate } = gradientDescent(flat, [0, 1, 1], { loss, method, lambda: 0 });
      expect(certificate).toMatchObject({ proof: "kkt", converged: true, iterations: 0 });
    }
});

test("X in other units, λ with it: the same steps, for the intercept's column is as curved as the others", () => {
  const options = { loss: "logistic", tol: 1e-9 } as const;
  for (const [method, l1Ratio] of [
    ["gd", 0],
    ["fista", 0],
    ["lbfgs", 0],
  ] as const) {
    const [one, other] = [1, 1000].map((unit) => {
      const scaled = X.map((row) => row.map((x) => unit * x));
      return gradientDescent(scaled, targets.logistic, { ...options, method, l1Ratio, lambda: 0.03 * unit ** 2 });
    });
    expect(Math.abs(other.certificate.iterations - one.certificate.iterations)).toBeLessThanOrEqual(10);
  }
});

test("bounds that are far away cost nothing", () => {
  const options = { lambda: 0.1, l1Ratio: 1, tol: 1e-9 };
  const free = gradientDescent(X, targets.squared, options);
  const far = gradientDescent(X, targets.squared, { ...options, lower: -1e9, upper: 1e9 });
  expect(far.certificate.iterations).toBe(free.certificate.iterations);
  expect(far.certificate.converged).toBe(true);
});

test("momentum pays: fista takes a fraction of the steps of gd, lbfgs fewer still", () => {
  const options = { lambda: 0.001, l1Ratio: 0, tol: 1e-8, maxIterations: 100_000 };
  const [gd, fista, lbfgs] = (["gd", "fista", "lbfgs"] as const).map(
    (method) => gradientDescent(X, targets.squared, { ...options, method }).certificate.iterations,
  );
  expect(fista).toBeLessThan(gd / 3);
  expect(lbfgs).toBeLessThan(fista / 2);
});

test("the direction of L-BFGS is that of the inverse Hessian which its pairs make, in whatever place of the rings", () => {
  const random = normal(62);
  const [m, size] = [7, 4];
  for (const [count, newest] of [
    [0, 3],
    [1, 0],
    [3, 2],
    [4, 1],
  ]) {
    const vector = () => Array.from({ length: m }, random);
    const pairs = Array.from({ length: size }, () => {
      const s = vector();
      return { s, y: s.map((value, j) => (1 + j) * value) };
    });
    const grad = vector();
    const metric = vector().map(Math.abs);
    const dot = (a: number[], b: number[]) => a.reduce((sum, value, j) => sum + value * b[j], 0);
    const last = pairs[newest];
    const gamma =
      count > 0
        ? dot(last.s, last.y) /
          dot(
            last.y,
            last.y.map((value, j) => metric[j] * value),
          )
        : 1;
    let H = Array.from({ length: m }, (_, i) => Array.from({ length: m }, (_, j) => (i === j ? gamma * metric[i] : 0)));
    for (let back = count - 1; back >= 0; back--) {
      const { s, y } = pairs[(newest - back + size) % size];
      const sy = dot(s, y);
      // (I − syᵀ/sᵀy) H (I − ysᵀ/sᵀy) + ssᵀ/sᵀy
      const left = (v: number[]) => v.map((value, i) => value - (s[i] * dot(y, v)) / sy);
      const columnsOfH = H.map((row) => {
        const hy = dot(row, y);
        return row.map((value, j) => value - (hy * s[j]) / sy);
      });
      H = columnsOfH[0]
        .map((_, j) => left(columnsOfH.map((row) => row[j])))
        .map((column, j) => column.map((value, i) => value + (s[i] * s[j]) / sy));
    }
    const arena = new Arena();
    const [S, Y] = [arena.f64(pairs.flatMap(({ s }) => s)), arena.f64(pairs.flatMap(({ y }) => y))];
    const d = arena.blank(m);
    k.direction(m, size, count, newest, S, Y, arena.blank(size), arena.f64(metric), arena.f64(grad), d);
    arena.checkGuards();
    arena.read(d, m).forEach((value, i) => {
      expect(value).toBeCloseTo(-dot(H[i], grad), 11);
    });
  }
});
