// 1797 handwritten digits of 8×8 pixels (test/fixtures/digits.json says whose): three quarters train, the others judge.
import { expect, test } from "vitest";
import { network } from "../../src/network/index.js";
import { seeded, shuffle } from "../../src/random.js";
import digits from "../fixtures/digits.json" with { type: "json" };

const X = digits.rows.map((row) => Array.from(row, (letter) => (letter.charCodeAt(0) - 97) / 16));
const labels = Array.from(digits.labels);

/** three quarters of the rows in random order, and the rest */
function split(seed: number) {
  const order = shuffle(
    X.map((_, i) => i),
    seeded(seed),
  );
  return [order.slice(0, 1348), order.slice(1348)].map((list) => ({ X: list.map((i) => X[i]), y: list.map((i) => labels[i]) }));
}

test.each([7, 8])("at least 97 percent of digits that it has not seen are right, split %s", (seed) => {
  const [training, apart] = split(seed);
  const fit = network(training.X, training.y, {
    ...{ hidden: [64], activation: "relu", loss: "multinomial", epochs: 40, learningRate: 0.01, schedule: "cosine" },
    ...{ keepProbability: [0.9, 0.7], inputNoise: 0.1 },
  });
  expect(fit.classes).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  expect(fit.score(apart.X, apart.y)).toBeGreaterThanOrEqual(0.97);
  for (const row of fit.predictProbability(apart.X.slice(0, 5)) as Float64Array[])
    expect(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1e-14);
});
