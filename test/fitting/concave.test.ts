// MCP and SCAD against reference answers, by their first-order conditions, and by their relation to the lasso.
import { describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf, uniform } from "../../reference/problems.js";
import { Path, path, SparseMatrix } from "../../src/index.js";
import fixture from "../fixtures/nonconvex.json" with { type: "json" };
import { difference } from "../helpers/judging.js";
import { type Anything, refuses } from "../helpers/refuses.js";

interface ConcaveCase {
  data: string;
  loss: "squared" | "logistic";
  y: string;
  penalty: "mcp" | "scad";
  shape: number;
  standardize: boolean;
  nullObjective: number;
  lambdaMax: number;
  path: { lambda: number; objective: number; coefs: number[]; globalObjective?: number }[];
}

const cases = fixture.cases as unknown as ConcaveCase[];
const dataOf = (name: string) => (fixture.data as Anything)[name] as Record<string, Anything>;

describe.each(cases.map((one) => [`${one.data}, ${one.loss}, ${one.penalty} ${one.shape}`, one] as const))("%s", (_, one) => {
  const data = dataOf(one.data);
  const X = data.X as number[][];
  const options = { loss: one.loss, penalty: one.penalty, gamma: one.shape, standardize: one.standardize, tol: 1e-11 };
  const fits = path(X, data[one.y], { ...options, lambdas: one.path.map(({ lambda }) => lambda) }) as Path;

  test("stationary at every λ, and no objective is above the reference's", () => {
    one.path.forEach((answer, k) => {
      const { certificate, coefficients } = fits.fit(k);
      expect(certificate.stationarity).toBeLessThan(1e-11);
      expect(certificate.converged).toBe(true);
      expect(certificate.gap).toBe(Number.POSITIVE_INFINITY);
      const above = (certificate.objective - answer.objective) / one.nullObjective;
      expect(above).toBeLessThan(1e-11);
      // a lower one is another local minimum, which is as good an answer
      if (above > -1e-9) expect(difference([...coefficients, 1], [...answer.coefs, 1])).toBeLessThan(1e-5);
      if (answer.globalObjective !== undefined && certificate.convexRegion)
        expect(certificate.objective).toBeCloseTo(answer.globalObjective, 10);
    });
  });

  test("λmax is the lasso's", () => {
    const [largest] = path(X, data[one.y], { ...options, count: 1 }).lambdas;
    expect(Math.abs(largest / one.lambdaMax - 1)).toBeLessThan(1e-9);
  });
});

const { columns, y } = autoregressive({ n: 80, p: 10, density: 0.3, seed: 5 });
const X = rowsOf(columns);

test.each(["mcp", "scad"] as const)("%s: γ → ∞ is the lasso", (penalty) => {
  const lambdas = [0.5, 0.2, 0.05];
  const far = path(X, y, { penalty, gamma: 1e9, lambdas, tol: 1e-10 });
  const lasso = path(X, y, { lambdas, tol: 1e-13 });
  for (const k of lambdas.keys()) expect(difference(far.coefficients(k), lasso.coefficients(k))).toBeLessThan(1e-6);
});

test("the first-order conditions, written out", () => {
  const [lambda, gamma] = [0.15, 3];
  const fit = path(X, y, { penalty: "mcp", gamma, lambdas: [lambda], tol: 1e-10 }).fit(0);
  const r = fit.predict(X).map((value, i) => value - y[i]);
  const worst = columns.map((column, j) => {
    const z = -column.reduce((sum, x, i) => sum + x * r[i], 0) / y.length;
    const b = fit.coefficients[j];
    const held = Math.max(0, lambda - Math.abs(b) / gamma);
    return b === 0 ? Math.max(0, Math.abs(z) - lambda) : Math.abs(z - Math.sign(b) * held);
  });
  expect(Math.max(...worst) / lambda).toBeLessThan(1e-9);
});

test("convexRegion: true where squared error outweighs the penalty, false where it may not", () => {
  // orthonormal columns: X̃ᵀX̃/n = I
  const random = normal(3);
  const wide = Array.from({ length: 10 }, () => Array.from({ length: 30 }, random));
  const of = (table: number[][], target: ArrayLike<number>, gamma: number) =>
    path(table, Array.from(target), { penalty: "mcp", gamma, lambdas: [0.1], standardize: true }).fit(0).certificate.convexRegion;
  const signs = [1, 2, 4].map((bit) => Array.from({ length: 8 }, (_, i) => (i & bit ? 1 : -1)));
  const orthogonal = Array.from({ length: 8 }, (_, i) => signs.map((column) => column[i]));
  expect(of(orthogonal, [1, 3, 2, 5, 4, 1, 2, 6], 1.5)).toBe(true);
  expect(of(wide, y.slice(0, 10), 3)).toBe(false);
});

test("it recovers the support where the lasso takes more, dense and sparse alike", () => {
  const random = normal(12);
  const many = Array.from({ length: 100 }, () => Array.from({ length: 40 }, random));
  const target = many.map((row) => 3 * row[0] - 2 * row[7] + 1.5 * row[20] + 0.3 * random());
  const lambda = 0.3;
  const fit = path(many, target, { penalty: "mcp", lambdas: [2, 1, 0.6, lambda] }).fit(3);
  const found = [...fit.coefficients.keys()].filter((j) => fit.coefficients[j] !== 0);
  expect(found).toEqual([0, 7, 20]);
  // large coefficients are not shrunk
  expect(fit.coefficients[0]).toBeCloseTo(3, 1);
  expect(Math.abs(path(many, target, { lambdas: [lambda] }).fit(0).coefficients[0])).toBeLessThan(2.85);
  using sparse = SparseMatrix.fromRows(
    many.map((row) => Object.fromEntries(row.entries())),
    40,
  );
  const again = path(sparse, target, { penalty: "mcp", lambdas: [2, 1, 0.6, lambda] }).fit(3);
  expect(difference(again.coefficients, fit.coefficients)).toBeLessThan(1e-9);
});

test("factors: 0 leaves a column unpenalised, Infinity out; JSON keeps the certificate", () => {
  const penaltyFactors = columns.map((_, j) => (j === 1 ? 0 : j === 2 ? Infinity : 1));
  const fits = path(X, y, { penalty: "scad", count: 6, penaltyFactors });
  expect(fits.fit(0).coefficients[1]).not.toBe(0);
  expect(fits.fit(5).coefficients[2]).toBe(0);
  const again = Path.fromJSON(JSON.stringify(fits));
  expect(again.fit(3)).toEqual(fits.fit(3));
  expect(fits.converged.every(Boolean)).toBe(true);
  refuses(
    () => fits.at((fits.lambdas[0] + fits.lambdas[1]) / 2),
    RangeError,
    `Path.at: lambda is ${(fits.lambdas[0] + fits.lambdas[1]) / 2}, expected a λ of the path, as its penalty is not convex: nothing is known between two`,
  );
});

test.each<[object, new (message: string) => Error, string]>([
  [{ penalty: "lasso" }, TypeError, 'path: penalty is "lasso" (a string), expected "mcp" or "scad"'],
  [{ penalty: "mcp", gamma: 1 }, RangeError, "path: gamma is 1, expected a finite number above 1"],
  [{ penalty: "scad", gamma: 2 }, RangeError, "path: gamma is 2, expected a finite number above 2"],
  [{ gamma: 3 }, TypeError, 'path: gamma is given without penalty, expected penalty "mcp" or "scad" with it'],
  [{ penalty: "mcp", l1Ratio: 0.5 }, TypeError, 'path: l1Ratio is given with penalty "mcp", expected one of them'],
  [{ penalty: "mcp", lower: 0 }, TypeError, 'path: lower or upper is given with penalty "mcp", expected one of them'],
  [{ penalty: "mcp", loss: "huber" }, TypeError, 'path: penalty is "mcp" with loss "huber", expected loss "squared" or "logistic" with it'],
])("refused %#", (options, kind, message) => {
  refuses(() => path(X, y, options as Anything), kind, message);
});

test("random problems: every answer is stationary by its definition, whatever is said of it", () => {
  const random = uniform(11);
  let converged = 0;
  for (let round = 0; round < 60; round++) {
    const [n, p] = [5 + Math.floor(random() * 30), 1 + Math.floor(random() * 30)];
    const one = autoregressive({ n, p, rho: 0.9 * random(), density: 0.5, seed: round });
    const penalty = round % 2 ? "mcp" : "scad";
    const gamma = (round % 2 ? 1.05 : 2.05) + 4 * random();
    const factors = one.columns.map(() => (random() < 0.1 ? 0 : 0.5 + random()));
    const table = rowsOf(one.columns);
    const fits = path(table, one.y, { penalty, gamma, penaltyFactors: factors, count: 12, minRatio: 0.02, tol: 1e-9 });
    const size = Math.hypot(...one.y);
    for (const [k, lambda] of fits.lambdas.entries()) {
      const { coefficients, certificate, ...fit } = fits.fit(k);
      const r = table.map((row, i) => one.y[i] - fit.intercept - row.reduce((sum, x, j) => sum + x * coefficients[j], 0));
      const worst = Math.max(
        ...one.columns.map((column, j) => {
          const mean = column.reduce((sum, x) => sum + x, 0) / n;
          const z = column.reduce((sum, x, i) => sum + (x - mean) * r[i], 0) / n;
          const [b, l] = [coefficients[j], lambda * factors[j]];
          const t = Math.abs(b);
          const slope = penalty === "mcp" ? l - t / gamma : t <= l ? l : (gamma * l - t) / (gamma - 1);
          return b === 0 ? Math.max(0, Math.abs(z) - l) : Math.abs(z - Math.sign(b) * Math.max(0, slope));
        }),
      );
      // the sums here are rounded by some n·p·ε of their terms
      expect(worst).toBeLessThanOrEqual((certificate.stationarity as number) * lambda + 1e-12 * size);
      converged += Number(certificate.converged);
    }
  }
  // but where free columns fit y, and λ is rounding
  expect(converged).toBeGreaterThan(650);
});
