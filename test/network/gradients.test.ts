// One step of gd with α = 1 from known weights: b − ∇F, and of an L1 part its prox; against central differences in double-double.
import { describe, expect, test } from "vitest";
import { networkObjective, type PlainLayer, slopes } from "../../reference/networkObjective.js";
import { type NetworkOptions, network } from "../../src/network/index.js";
import { nextUniform, seeded } from "../../src/random.js";

const random = seeded(11);
const signed = () => 2 * nextUniform(random) - 1;
const table = (n: number, p: number) => Array.from({ length: n }, () => Array.from({ length: p }, signed));

function layersOf(sizes: number[]): PlainLayer[] {
  return sizes.slice(1).map((units, l) => ({ weights: table(units, sizes[l]), biases: Array.from({ length: units }, signed) }));
}

/** y as the library gets it, and as the reference wants it */
function targets(loss: string, n: number): { y: number[] | number[][]; plain: number[][]; outputs: number } {
  if (loss === "logistic") {
    const y = Array.from({ length: n }, (_, i) => (i === 0 ? 1 : i === 1 ? -1 : Math.sign(signed())));
    return { y, plain: y.map((t) => [t]), outputs: 1 };
  }
  if (loss === "multinomial") {
    const y = Array.from({ length: n }, (_, i) => (i < 3 ? i : Math.floor(3 * nextUniform(random))));
    return { y, plain: y.map((k) => [k]), outputs: 3 };
  }
  const y = table(n, 2).map((row) => row.map((x) => (loss === "poisson" ? Math.floor(4 * Math.abs(x)) : x)));
  return { y, plain: y, outputs: 2 };
}

const soft = (z: number, t: number) => Math.sign(z) * Math.max(Math.abs(z) - t, 0);

function judge(n: number, hidden: number[], options: Partial<NetworkOptions>) {
  const { loss = "squared", activation = "tanh", lambda = 0, l1Ratio = 0 } = options;
  const X = table(n, 3);
  const { y, plain, outputs } = targets(loss, n);
  const s = Array.from({ length: n }, (_, i) => (i % 5 === 4 ? 0 : 0.5 + nextUniform(random)));
  const sum = s.reduce((a, b) => a + b, 0);
  const initial = layersOf([3, ...hidden, outputs]) as never as PlainLayer[];
  const problem = { X, y: plain, w: s.map((x) => x / sum), activation, loss, lambda, l1Ratio };
  const expected = slopes(problem, initial);
  const common = { hidden, ...options, initial: initial as never, weights: s };
  const fit = network(X, y, { ...common, method: "gd", learningRate: 1, epochs: 1 });
  for (const [l, { weights, biases }] of initial.entries()) {
    for (const [j, unit] of weights.entries())
      for (const [k, w] of unit.entries()) {
        const here = fit.layers[l].weights[j][k];
        expect(Math.abs(here - soft(w - expected[l].weights[j][k], lambda * l1Ratio))).toBeLessThan(1e-13);
      }
    for (const [j, bias] of biases.entries())
      expect(Math.abs(fit.layers[l].biases[j] - (bias - expected[l].biases[j]))).toBeLessThan(1e-13);
  }
  const after = fit.layers.map(({ weights, biases }) => ({ weights: weights.map((unit) => [...unit]), biases: [...biases] }));
  expect(Math.abs(fit.objective - networkObjective(problem, after))).toBeLessThan(1e-13 * Math.max(1, fit.objective));
}

describe.each(["tanh", "relu", "logistic"] as const)("%s", (activation) => {
  describe.each(["squared", "logistic", "multinomial", "poisson"] as const)("%s", (loss) => {
    test.each([
      { lambda: 0, l1Ratio: 0 },
      { lambda: 0.1, l1Ratio: 0 },
      { lambda: 0.05, l1Ratio: 1 },
      { lambda: 0.1, l1Ratio: 0.5 },
    ])("penalty %o", (penalty) => judge(7, [5, 2], { activation, loss, ...penalty }));
  });
});

// chunks of 64 rows, lengths of every remainder by four, no hidden layer
test.each([
  [64, []],
  [65, [1]],
  [67, [4, 3]],
  [130, [6]],
] as const)("%s rows through layers of %s", (n, hidden) => judge(n, [...hidden], { loss: "squared", lambda: 0.1 }));
