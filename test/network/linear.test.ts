// Without hidden layers a network is a linear model, whose certificate says how far it is from the optimum.
import { expect, test } from "vitest";
import { type Certificate, logistic, multinomial, path, ridge } from "../../src/index.js";
import { network } from "../../src/network/index.js";
import { nextUniform, seeded } from "../../src/random.js";

const random = seeded(3);
const X = Array.from({ length: 50 }, () => Array.from({ length: 4 }, () => 2 * nextUniform(random) - 1));
const eta = X.map((row) => row[0] - 2 * row[1] + nextUniform(random));
const options = { hidden: [], method: "lbfgs", tol: 1e-10 } as const;

/** F(network) lies between the optimum and what its own residual r allows: F − F* ≤ r²·(number of weights)/2λ for weights alone */
function close(objective: number, { objective: best, gap }: Certificate): void {
  expect(objective).toBeGreaterThanOrEqual(best - gap - 1e-14 * best);
  expect(objective).toBeLessThanOrEqual(best + 1e-12 * best + gap);
}

test("squared loss: ridge", () => {
  const fit = ridge(X, eta, { lambda: 0.2 });
  const net = network(X, eta, { ...options, lambda: 0.2 });
  close(net.objective, fit.certificate);
  for (const [j, b] of fit.coefficients.entries()) expect(net.layers[0].weights[0][j]).toBeCloseTo(b, 8);
  expect(net.score(X, eta)).toBeCloseTo(fit.score(X, eta), 8);
});

test("logistic loss: logistic, labels of any kind", () => {
  const labels = eta.map((e) => (e > 0.5 ? "yes" : "no"));
  const fit = logistic(X, labels, { lambda: 0.05, l1Ratio: 0, tol: 1e-12 });
  const net = network(X, labels, { ...options, loss: "logistic", lambda: 0.05 });
  close(net.objective, fit.certificate);
  expect(net.classes).toEqual(["no", "yes"]);
  expect(net.predict(X)).toEqual(fit.predict(X));
  const p = net.predictProbability(X) as Float64Array;
  for (const [i, q] of fit.predictProbability(X).entries()) expect(p[i]).toBeCloseTo(q, 7);
});

test("multinomial loss: multinomial", () => {
  const labels = eta.map((e) => (e > 1 ? 7 : e > 0 ? 3 : 5));
  const fit = multinomial(X, labels, { lambda: 0.05, l1Ratio: 0, tol: 1e-12 });
  const net = network(X, labels, { ...options, loss: "multinomial", lambda: 0.05 });
  close(net.objective, fit.certificate);
  expect(net.predict(X)).toEqual(fit.predict(X));
  const p = net.predictProbability(X) as Float64Array[];
  for (const [i, row] of fit.predictProbability(X).entries()) for (const [k, q] of row.entries()) expect(p[i][k]).toBeCloseTo(q, 7);
});

test("poisson loss: path", () => {
  const counts = eta.map((e) => Math.max(0, Math.round(e)));
  const fit = path(X, counts, { loss: "poisson", l1Ratio: 0, lambdas: [0.05], tol: 1e-12 }).fit(0);
  const net = network(X, counts, { ...options, loss: "poisson", lambda: 0.05 });
  close(net.objective, fit.certificate);
});

test("standardised columns: the weights are those of X as it was given", () => {
  const far = X.map((row) => row.map((x, j) => 10 ** j * x + 3));
  const fit = ridge(far, eta, { lambda: 0.2, standardize: true });
  const net = network(far, eta, { ...options, lambda: 0.2, standardize: true });
  for (const [j, b] of fit.coefficients.entries()) expect(net.layers[0].weights[0][j] / b).toBeCloseTo(1, 7);
  expect(net.layers[0].biases[0]).toBeCloseTo(fit.intercept, 7);
});

test("gd with a small step goes down at every epoch", () => {
  const fit = network(X, eta, { hidden: [5], method: "gd", learningRate: 0.02, epochs: 200 });
  const { objective } = fit.history;
  for (let k = 1; k < objective.length; k++) expect(objective[k]).toBeLessThan(objective[k - 1]);
});

test("a linear network stopped early is ridge: shares 1 − (1 − α)ᵗ and 1/(1 + λ) of least squares, where columns are orthogonal", () => {
  const square = [1, 1, -1, -1].map((a, i) => [a, i % 2 ? 1 : -1]);
  const y = [3, 1, -2, 0.5];
  const [rate, epochs] = [0.1, 12];
  const left = 0.9 ** epochs;
  const fit = network(square, y, { hidden: [], method: "gd", learningRate: rate, epochs });
  const { coefficients } = ridge(square, y, { lambda: left / (1 - left) });
  for (const [j, b] of coefficients.entries()) expect(fit.layers[0].weights[0][j]).toBeCloseTo(b, 13);
});
