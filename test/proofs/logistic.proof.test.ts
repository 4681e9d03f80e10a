// A gap is never less than the distance to the optimum, however early a fit is stopped.
import { expect, test } from "vitest";
import { normal, uniform } from "../../reference/problems.js";
import { informationCriteria, lasso, logistic, path, relaxed } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";

const random = uniform(5);
const X = Array.from({ length: 40 }, () => Array.from({ length: 4 }, () => 4 * random() - 2));
const eta = X.map(([a, b, , d]) => a + 0.5 * b - d * random());
const targets = {
  poisson: eta.map((value) => Math.floor(3 * Math.exp(0.6 * value))),
  huber: eta.map((value, i) => 50 + 10 * value + (i % 9 === 0 ? 200 : 0)),
  squaredHinge: eta.map((value) => (value + random() > 0.3 ? 1 : 0)),
  logistic: eta.map((value) => (value + 2 * random() > 1 ? 1 : 0)),
};

test.each(Object.entries(targets))("%s", (loss, y) => {
  const losses = { loss: loss as keyof typeof targets };
  for (const options of [{}, { penaltyFactors: [0, 1, 1, 0] }, { fitIntercept: false }, { weights: X.map((_, i) => i % 3) }]) {
    for (const lambda of [0, 0.05]) {
      const call = (maxIterations: number) =>
        quietly(() => path(X, y, { ...losses, ...options, lambdas: [lambda], tol: 1e-13, maxIterations })).result;
      const best = call(10_000).objectives[0];
      for (const most of [1, 2, 3, 4, 5, 6, 8, 12]) {
        const { objectives, gaps } = call(most);
        expect(gaps[0], `${most} steps`).toBeGreaterThanOrEqual(objectives[0] - best - 1e-14 * Math.abs(best));
      }
    }
  }
});

test.each(["squaredHinge", "logistic"] as const)("classes that free columns separate: %s falls to 0, proven", (loss) => {
  for (let seed = 0; seed < 300; seed++) {
    const next = normal(seed);
    const [n, p] = [4 + (seed % 20), 2 + (seed % 6)];
    const rows = Array.from({ length: n }, () => Array.from({ length: p }, () => 10 ** ((seed % 3) - 1) * next()));
    const t = rows.map((row, i) => (i < 2 ? i : Number(row[0] + row[1] > 0)));
    rows[0] = rows[0].map((x) => -Math.abs(x));
    rows[1] = rows[1].map(Math.abs);
    const penaltyFactors = rows[0].map((_, j) => Number(j > 1));
    const fits = path(rows, t, { loss, penaltyFactors, fitIntercept: seed % 2 === 0, count: 4, l1Ratio: 0.5 });
    expect(fits.converged.every(Boolean), `seed ${seed}`).toBe(true);
    expect(Math.max(...fits.objectives)).toBeLessThanOrEqual(1e-7);
  }
});

test("separated classes at λ = 0, to the last digit: curvature underflows, and nothing traps", () => {
  const { result } = quietly(() => {
    for (let seed = 0; seed < 400; seed++) {
      const next = normal(seed);
      const [n, p] = [4 + (seed % 11), 6 + (seed % 13)];
      const rows = Array.from({ length: n }, () => Array.from({ length: p }, () => (seed % 2 ? 1e5 : 0) + next()));
      const penaltyFactors = rows[0].map((_, j) => (j % 3 ? 1 : Number(seed % 3 > 0)));
      const weights = rows.map((_, i) => (i % 7 === 6 ? 0 : 0.1 + Math.abs(next())));
      const asked = { loss: "logistic", lambdas: [0], tol: 1e-14, penaltyFactors, weights } as const;
      const fit = path(
        rows,
        rows.map((_, i) => i % 2),
        asked,
      ).fit(0);
      expect(fit.coefficients.every(Number.isFinite), `seed ${seed}`).toBe(true);
      expect(fit.certificate.gap).toBeGreaterThanOrEqual(0);
    }
    return true;
  });
  expect(result).toBe(true);
});

test("starts that are worse than nothing are left", () => {
  const fit = lasso(X, targets.huber, { lambda: 1 });
  for (const b of [1e5, 1e300, Number.NaN]) {
    fit.coefficients[0] = b;
    const p = path(X, targets.poisson, { loss: "poisson", count: 4, warmStart: fit });
    expect(p.converged.every(Boolean)).toBe(true);
  }
});

test("Huber's loss of house prices", () => {
  const y = X.map(([a], i) => 250_000 + 50_000 * a + 20_000 * Math.sin(9 * i));
  const p = path(X, y, { loss: "huber", count: 6 });
  expect(p.converged.every(Boolean)).toBe(true);
  expect(Math.max(...p.iterations)).toBeLessThan(100);
});

test.each([
  [
    () => logistic(X, targets.logistic, { lambda: 1, warmStart: path(X, targets.logistic, { loss: "logistic", count: 2 }) as never }),
    "a Path",
  ],
  [() => path(X, targets.huber, { delta: 2 }), 'path: delta is given, expected it with loss "huber" only'],
])("refused %#", (call, message) => {
  expect(call).toThrow(message);
});

test("what is for squared error refuses other paths", () => {
  const p = path(X, targets.poisson, { loss: "poisson", count: 3 });
  expect(p.loss).toBe("poisson");
  expect(() => relaxed(p, X, targets.poisson)).toThrow('relaxed: path has loss "poisson", expected one of squared error');
  expect(() => informationCriteria(p, X, targets.poisson)).toThrow("informationCriteria: path has loss");
});
