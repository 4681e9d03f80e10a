// Learning rates of stochastic methods: the default does not diverge, and what ends above its start says so.
import { describe, expect, test } from "vitest";
import { normal, uniform } from "../../reference/problems.js";
import { gradientDescent } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";

const methods = ["sgd", "momentum", "nesterov", "adam", "adamw"] as const;
/** y = x + 2 */
const x = Array.from({ length: 21 }, (_, i) => i);
const line = { X: x.map((value) => [value]), y: x.map((value) => value + 2) };

test.each(methods)("%s by the defaults on y = x + 2, x up to 20: down, not away", (method) => {
  const options = { method, lambda: 0 } as const;
  const { result, warnings } = quietly(() => gradientDescent(line.X, line.y, options));
  expect(warnings).toEqual([]);
  const start = quietly(() => gradientDescent(line.X, line.y, { method: "gd", lambda: 0, learningRate: 1e-300, maxIterations: 1 })).result;
  expect(result.certificate.objective).toBeLessThan(start.certificate.objective);
  // centred inside, curvatures of 37 and 1 want some ten steps of the hundred; adam's go a hundredth at most, whatever the curvature
  if (method !== "adam" && method !== "adamw") expect(Math.abs(result.coefficients[0] - 1)).toBeLessThan(0.02);
});

describe.each(["squared", "logistic", "huber", "poisson", "squaredHinge"] as const)("loss %s", (loss) => {
  test.each(methods)("%s by the defaults ends below its start, whatever the units of X", (method) => {
    const [random, gauss] = [uniform(181), normal(182)];
    for (const scale of [0.1, 3, 100, 3000]) {
      const [n, p] = [40 + Math.floor(100 * random()), 1 + Math.floor(9 * random())];
      const X = Array.from({ length: n }, () => Array.from({ length: p }, () => scale * (gauss() + 1)));
      const eta = X.map((row) => row.reduce((sum, value) => sum + value / scale, -p) / Math.sqrt(p));
      const y = eta.map((value, i) =>
        loss === "poisson" ? Math.round(Math.exp(value)) : loss === "squared" || loss === "huber" ? value : Number(value + (i % 3) - 1 > 0),
      );
      const given = { method, loss, lambda: 1e-3, epochs: 10, ...(scale < 1000 && { weights: y.map((_, i) => 1 + (i % 2)) }) };
      const { result, warnings } = quietly(() => gradientDescent(X, y, given));
      const least = quietly(() => gradientDescent(X, y, { ...given, epochs: 1, learningRate: 1e-300 })).result;
      expect(result.certificate.objective).toBeLessThanOrEqual(least.certificate.objective);
      expect(warnings).toEqual([]);
    }
  });
});

test("the default is the smaller of 0.01 and 1/2𝓛 of the batches: Gower et al. 2019, proposition 3.8", () => {
  // one column of ±a without an intercept: L = Lᵢ = a², so 𝓛 = a² whatever the batch
  const a = 10;
  const X = Array.from({ length: 30 }, (_, i) => [i % 2 ? a : -a]);
  const y = X.map(([value], i) => 0.3 * value + (i % 3));
  const options = { lambda: 0, fitIntercept: false, epochs: 2, batchSize: 7 } as const;
  for (const [method, rate] of [
    ["sgd", 1 / (2 * a * a)],
    ["momentum", 0.1 / (2 * a * a)],
    ["nesterov", 0.1 / (2 * a * a)],
    ["adam", 0.01],
  ] as const) {
    const [open, named] = [{}, { learningRate: rate }].map((given) => gradientDescent(X, y, { ...options, method, ...given }));
    expect(open.coefficients[0]).toBeCloseTo(named.coefficients[0], 12);
  }
  // columns of one sd keep the usual 0.01
  const [open, named] = [{}, { learningRate: 0.01 }].map((given) =>
    gradientDescent(
      X.map(([v]) => [v / a]),
      y,
      { ...options, method: "sgd", ...given },
    ),
  );
  expect(open.coefficients).toEqual(named.coefficients);
});

test("columns are centred inside where no rate is named, and not where there is dropout or a rate", () => {
  const far = line.X.map(([value]) => [value + 1e4]);
  const options = { method: "sgd", lambda: 0.1, l1Ratio: 0, seed: 3 } as const;
  const [near, away] = [line.X, far].map((X) => gradientDescent(X, line.y, options));
  expect(away.coefficients[0]).toBeCloseTo(near.coefficients[0], 9);
  const named = quietly(() => gradientDescent(far, line.y, { ...options, learningRate: 1e-9 })).result;
  expect(named.coefficients[0]).not.toBeCloseTo(near.coefficients[0], 2);
  const dropped = quietly(() => gradientDescent(far, line.y, { ...options, dropout: 0.5 })).result;
  expect(dropped.coefficients[0]).not.toBeCloseTo(near.coefficients[0], 2);
});

test("a rate that the first epochs prove wrong is halved until they do not", () => {
  // |b|⁴/4 has no bound on its curvature: the rows allow 0.01, the penalty does not
  const X = Array.from({ length: 40 }, (_, i) => [Math.sin(i)]);
  const y = X.map(([value]) => 100 * value);
  const options = { method: "sgd", lambda: 1e4, penaltyPower: 4, epochs: 60 } as const;
  const given = quietly(() => gradientDescent(X, y, { ...options, learningRate: 0.01 }));
  expect(given.warnings).toHaveLength(1);
  const open = quietly(() => gradientDescent(X, y, options));
  expect(open.warnings).toEqual([]);
  expect(open.result.history.objective).toHaveLength(60);
});

test.each(["sgd", "momentum", "nesterov"] as const)(
  "%s that ends above its start by the rate it was given warns, and is not converged",
  (method) => {
    const { result, warnings } = quietly(() => gradientDescent(line.X, line.y, { method, lambda: 0, learningRate: 0.03, epochs: 30 }));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^gradientDescent: (the objective ended at \S+, above the 18.3 of its start|step \d+ was not finite.*); lower learningRate$/,
    );
    expect(result.certificate.converged).toBe(false);
    // a perfect model exists: the objective is all gap, but for rounding
    expect(result.certificate.gap).toBeGreaterThanOrEqual(result.certificate.objective * (1 - 1e-15));
  },
);

test("a full batch method does so too, and a stream", () => {
  const gd = quietly(() => gradientDescent(line.X, line.y, { method: "gd", lambda: 0, learningRate: 0.06, maxIterations: 20 }));
  expect(gd.warnings).toHaveLength(1);
  expect(gd.warnings[0]).toMatch(/^gradientDescent: the objective ended at \S+, above the 18.3 of its start; lower learningRate$/);
  expect(gd.result.certificate.converged).toBe(false);
  const fit = gradientDescent(line.X.slice(0, 2), line.y.slice(0, 2), { method: "sgd", lambda: 0, learningRate: 0.03, epochs: 1 });
  const { warnings } = quietly(() => fit.partialFit(line.X, line.y, { epochs: 20 }));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/^partialFit: the objective ended at \S+, above the \S+ of its start; lower learningRate$/);
});

test("a stream by the default rate heeds the rows of every chunk", () => {
  let fit = gradientDescent([[0.1], [0.2], [0.3]], [1, 2, 3], { method: "sgd", lambda: 0, epochs: 2 });
  const { result, warnings } = quietly(() => {
    for (let chunk = 0; chunk < 4; chunk++) fit = fit.partialFit(line.X, line.y, { epochs: 50 });
    return fit;
  });
  expect(warnings).toEqual([]);
  expect(Math.abs(result.coefficients[0] - 1)).toBeLessThan(0.5);
});
