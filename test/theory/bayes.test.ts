// The MAP view: penalised fits are the most probable coefficients.
import { expect, test } from "vitest";
import { judge } from "../../reference/objective.js";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { lasso, ridge } from "../../src/index.js";
import { lambdaFromPrior, logPosterior, priorFromLambda } from "../../src/theory/index.js";

const { columns, y, n, p } = autoregressive({ n: 30, p: 5, density: 1 });
const X = rowsOf(columns);
const noiseVariance = 0.7;

test("τ² and b are σ²/(nλ), and back", () => {
  expect(priorFromLambda({ lambda: 0.5, noiseVariance: 2, n: 10 })).toEqual({ gaussianVariance: 0.4, laplaceScale: 0.4 });
  expect(priorFromLambda({ lambda: 0, noiseVariance: 2, n: 10 })).toEqual({ gaussianVariance: Infinity, laplaceScale: Infinity });
  expect(lambdaFromPrior({ gaussianVariance: 0.4, noiseVariance: 2, n: 10 })).toBe(0.5);
  expect(lambdaFromPrior({ laplaceScale: 0.4, noiseVariance: 2, n: 10 })).toBe(0.5);
  expect(lambdaFromPrior({ laplaceScale: Infinity, noiseVariance: 2, n: 10 })).toBe(0);
  for (const lambda of [1e-9, 0.3, 1e12]) {
    const { gaussianVariance, laplaceScale } = priorFromLambda({ lambda, noiseVariance: 1.3, n: 77 });
    expect(lambdaFromPrior({ gaussianVariance, noiseVariance: 1.3, n: 77 }) / lambda).toBeCloseTo(1, 14);
    expect(lambdaFromPrior({ laplaceScale, noiseVariance: 1.3, n: 77 }) / lambda).toBeCloseTo(1, 14);
  }
});

test.each([
  ["Gaussian", 0],
  ["Laplace", 1],
])("differences of the log posterior with a %s prior are −n/σ² times those of the objective, to 1e-10", (_, l1Ratio) => {
  const lambda = 0.2;
  const { gaussianVariance, laplaceScale } = priorFromLambda({ lambda, noiseVariance, n });
  const prior = l1Ratio === 0 ? { gaussianVariance } : { laplaceScale };
  const random = normal(3);
  const fit = (l1Ratio === 0 ? ridge : (lasso as typeof ridge))(X, y, { lambda, tol: 1e-14 });
  const posterior = (w: ArrayLike<number>, intercept: number) =>
    logPosterior(X, y, { coefficients: w, intercept, noiseVariance, ...prior });
  const objective = (w: ArrayLike<number>, intercept: number) =>
    judge({ columns, y, lambda, l1Ratio }, { coefficients: w, intercept }).objective;
  const best = posterior(fit.coefficients, fit.intercept);
  const least = objective(fit.coefficients, fit.intercept);
  for (let trial = 0; trial < 50; trial++) {
    const w = Float64Array.from({ length: p }, (_, j) => fit.coefficients[j] + 0.3 * random());
    const intercept = fit.intercept + 0.3 * random();
    const difference = posterior(w, intercept) - best;
    expect(Math.abs(difference + (n / noiseVariance) * (objective(w, intercept) - least))).toBeLessThan(1e-10);
    // the fit is the mode
    expect(difference).toBeLessThan(0);
  }
});

test("the densities themselves, one row and one coefficient, in closed form", () => {
  const one = { coefficients: [2], intercept: 1, noiseVariance: 4 };
  // r = 7 − 1 − 2·2 = 2
  const likelihood = -0.5 * Math.log(8 * Math.PI) - 4 / 8;
  expect(logPosterior([[2]], [7], { ...one, gaussianVariance: 9 })).toBeCloseTo(likelihood - 0.5 * Math.log(18 * Math.PI) - 4 / 18, 14);
  expect(logPosterior([[2]], [7], { ...one, laplaceScale: 3 })).toBeCloseTo(likelihood - Math.log(6) - 2 / 3, 14);
});
