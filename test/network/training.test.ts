// What training does: it learns, it stops, it forgets on average, it goes on; and the same bits everywhere.
import { describe, expect, test } from "vitest";
import { NetworkFit, type NetworkMethod, network } from "../../src/network/index.js";
import { bytesInUse } from "../../src/network/kernels.js";
import { nextUniform, seeded } from "../../src/random.js";

const random = seeded(21);
const signed = () => 2 * nextUniform(random) - 1;
const X = Array.from({ length: 40 }, () => [signed(), signed(), signed()]);
const y = X.map(([a, b, c]) => Math.sin(3 * a) - b * c + 0.1 * signed());
const wide = (fit: NetworkFit) => fit.layers.flatMap(({ weights, biases }) => [...weights.flatMap((unit) => [...unit]), ...biases]);
const apart = (a: NetworkFit, b: NetworkFit) => {
  const other = wide(b);
  return wide(a).reduce((most, x, i) => Math.max(most, Math.abs(x - other[i])), 0);
};

test.each<NetworkMethod>(["adam", "adamw", "sgd", "momentum", "nesterov", "gd", "lbfgs"])("%s learns exclusive or", (method) => {
  const corners = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  const labels = ["same", "other", "other", "same"];
  const rate = { sgd: 0.5, gd: 0.5, lbfgs: undefined }[method as "gd"] ?? (method === "lbfgs" ? undefined : 0.05);
  const fit = network(corners, labels, { hidden: 4, loss: "logistic", method, learningRate: rate, epochs: 1000 });
  expect(fit.predict(corners)).toEqual(labels);
  expect(fit.score(corners, labels)).toBe(1);
});

/** two arms that wind about each other */
function spirals(n: number): { X: number[][]; labels: string[] } {
  const points = Array.from({ length: n }, (_, i) => {
    const t = (i >> 1) / (n / 2);
    const angle = 3.5 * Math.PI * t + (i % 2) * Math.PI;
    const radius = 0.2 + 2 * t;
    return [radius * Math.cos(angle) + 0.03 * signed(), radius * Math.sin(angle) + 0.03 * signed()];
  });
  return { X: points, labels: points.map((_, i) => "ab"[i % 2]) };
}

test("two spirals", () => {
  const { X, labels } = spirals(160);
  const fit = network(X, labels, { hidden: [20, 20], loss: "logistic", method: "lbfgs", activation: "relu", lambda: 1e-5, epochs: 400 });
  expect(fit.score(X, labels)).toBe(1);
});

describe("weight decay", () => {
  const options = { hidden: [4], lambda: 0.1, epochs: 20, learningRate: 0.05 } as const;
  const both = (method: "sgd" | "adam") =>
    (["coupled", "decoupled"] as const).map((weightDecay) => network(X, y, { ...options, method, weightDecay }));
  // each step rounds its own way: 20 epochs of 2 steps, a few ulp each
  test("is L2 under sgd", () => expect(apart(...(both("sgd") as [NetworkFit, NetworkFit]))).toBeLessThan(1e-13));
  test("is not under adam", () => expect(apart(...(both("adam") as [NetworkFit, NetworkFit]))).toBeGreaterThan(1e-2));
  test("adamw is adam, decoupled", () => expect(apart(both("adam")[1], network(X, y, { ...options, method: "adamw" }))).toBe(0));
  test("leaves biases alone", () => {
    const fit = network(
      X,
      y.map((value) => value + 100),
      { hidden: [], lambda: 1e6, method: "lbfgs" },
    );
    expect(fit.layers[0].biases[0]).toBeCloseTo(100 + y.reduce((sum, value) => sum + value, 0) / y.length, 3);
  });
});

test("L1 by its prox: weights are exactly 0, and what is left satisfies the first-order conditions", () => {
  const options = { hidden: [6], l1Ratio: 1, lambda: 0.02, method: "gd", learningRate: 0.2, epochs: 6000 } as const;
  const fit = network(X, y, options);
  expect(fit.nonzero).toBeLessThan(18);
  expect(fit.nonzero).toBeGreaterThan(0);
  expect(fit.stationarity).toBeLessThan(1e-4);
});

/** the mean over seeds, and its standard error */
function mean(count: number, of: (seed: number) => number): [number, number] {
  const values = Array.from({ length: count }, (_, k) => of(k + 1));
  const middle = values.reduce((sum, x) => sum + x, 0) / count;
  return [middle, Math.sqrt(values.reduce((sum, x) => sum + (x - middle) ** 2, 0) / (count - 1) / count)];
}

describe("dropout and noise", () => {
  const w = [0.5, -1, 2];
  const line = { hidden: [], initial: [{ weights: [Float64Array.from(w)], biases: Float64Array.of(0.3) }] };
  const step = { method: "gd", learningRate: 1, epochs: 1 } as const;
  const exact = X.map((row, i) => 0.3 + row.reduce((sum, x, j) => sum + x * w[j], 0) - y[i]);
  const squares = [0, 1, 2].map((j) => X.reduce((sum, row) => sum + row[j] * row[j], 0) / X.length);
  const slope = (j: number) => X.reduce((sum, row, i) => sum + exact[i] * row[j], 0) / X.length;

  // E[r x̃ⱼ] with x̃ = x∘mask/k: ∇ⱼ + (1−k)/k·mean(xⱼ²)wⱼ, the L2 penalty that input dropout stands for
  test.each([0, 1, 2])("inputs kept with 0.7: the step of weight %s on average", (j) => {
    const [average, error] = mean(
      300,
      (seed) => w[j] - network(X, y, { ...line, ...step, seed, keepProbability: [0.7] }).layers[0].weights[0][j],
    );
    expect(Math.abs(average - slope(j) - (0.3 / 0.7) * squares[j] * w[j])).toBeLessThan(5 * error);
    expect(error).toBeLessThan(0.05);
  });

  // E[r(x + σε)ⱼ] = ∇ⱼ + σ²wⱼ
  test.each([0, 1, 2])("noise of 0.5: the step of weight %s on average", (j) => {
    const [average, error] = mean(300, (seed) => w[j] - network(X, y, { ...line, ...step, seed, inputNoise: 0.5 }).layers[0].weights[0][j]);
    expect(Math.abs(average - slope(j) - 0.25 * w[j])).toBeLessThan(5 * error);
    expect(error).toBeLessThan(0.05);
  });

  test("hidden units kept with 0.5: outputs are what they are on average", () => {
    const initial = network(X, y, { hidden: [8], epochs: 3 });
    const rest = initial.predict(X) as Float64Array;
    const residual = rest.reduce((sum, value, i) => sum + value - y[i], 0) / y.length;
    const start = initial.layers[1].biases[0];
    const [average, error] = mean(300, (seed) => {
      const fit = network(X, y, { ...step, hidden: [8], initial, seed, keepProbability: 0.5 });
      return start - fit.layers[1].biases[0];
    });
    expect(Math.abs(average - residual)).toBeLessThan(5 * error);
    expect(error).toBeLessThan(0.05);
  });

  test("history and predictions have all units", () => {
    const fit = network(X, y, { hidden: [8], keepProbability: [0.9, 0.5], epochs: 4 });
    const predicted = fit.predict(X) as Float64Array;
    const loss = predicted.reduce((sum, value, i) => sum + 0.5 * (value - y[i]) ** 2, 0) / y.length;
    expect(fit.history.trainingLoss[3]).toBeCloseTo(loss, 12);
  });
});

describe("early stopping", () => {
  const rows = [0, 3, 7, 11, 20, 21, 22, 39];
  const options = { hidden: [12], method: "gd", learningRate: 0.5 } as const;
  const fit = network(X, y, { ...options, earlyStopping: { rows, patience: 3 }, epochs: 5000 });

  test("ends after so many epochs without a better one, and goes back to the best", () => {
    const { validationLoss, objective } = fit.history;
    expect(validationLoss.length).toBe(objective.length);
    expect(fit.epochs).toBe(validationLoss.indexOf(Math.min(...validationLoss)) + 1);
    expect(validationLoss.length).toBe(fit.epochs + 3);
    const held = rows.map((i) => 0.5 * ((fit.predict([X[i]]) as Float64Array)[0] - y[i]) ** 2);
    expect(held.reduce((sum, x) => sum + x, 0) / rows.length).toBeCloseTo(Math.min(...validationLoss), 12);
  });

  test("rows kept apart do not train: weights of 0 are the same", () => {
    const weights = X.map((_, i) => (rows.includes(i) ? 0 : 1));
    // products are added in another order
    expect(apart(fit, network(X, y, { ...options, weights, epochs: fit.epochs }))).toBeLessThan(1e-9);
  });
});

test("the curves: norms of weights by layer, shares of units in their linear range", () => {
  const fit = network(X, y, { hidden: [5, 3], epochs: 3, standardize: false });
  const norms = fit.layers.map(({ weights }) => Math.sqrt(weights.reduce((sum, unit) => sum + unit.reduce((s, w) => s + w * w, 0), 0)));
  for (const [l, norm] of norms.entries()) expect(fit.history.norms[l][2]).toBeCloseTo(norm, 12);
  const { weights, biases } = fit.layers[0];
  const sums = X.flatMap((row) => weights.map((unit, j) => unit.reduce((sum, w, k) => sum + w * row[k], biases[j])));
  expect(fit.history.linearShare[0][2]).toBeCloseTo(sums.filter((z) => Math.abs(z) <= 0.5).length / sums.length, 12);
  expect(fit.history.linearShare).toHaveLength(2);
});

describe("JSON and partialFit", () => {
  const labels = y.map((value) => (value > 0.3 ? 30 : value > -0.3 ? 20 : 10));
  const options = { hidden: [5], loss: "multinomial", keepProbability: 0.8, inputNoise: 0.1, standardize: true, epochs: 3 } as const;
  test.each<NetworkMethod>(["adam", "momentum", "sgd", "gd"])("%s: comes back to the bit, and goes on with the same bits", (method) => {
    const fit = network(X, labels, { ...options, method, lambda: 0.01 });
    const again = NetworkFit.fromJSON(JSON.stringify(fit));
    expect(again).toEqual(fit);
    expect(JSON.stringify(again)).toBe(JSON.stringify(fit));
    const [a, b] = [fit, again].map((each) => each.partialFit(X.slice(0, 20), labels.slice(0, 20), { epochs: 2 }));
    expect(JSON.stringify(a)).toBe(JSON.stringify(b));
    expect(a.history.objective).toHaveLength(5);
    expect(JSON.stringify(again)).toBe(JSON.stringify(fit));
  });

  test("gd in two calls is gd in one", () => {
    const one = network(X, y, { hidden: [5], method: "gd", epochs: 7 });
    const two = network(X, y, { hidden: [5], method: "gd", epochs: 3 }).partialFit(X, y, { epochs: 4 });
    expect(wide(two)).toEqual(wide(one));
  });

  test("lbfgs and early stopping do not go on", () => {
    for (const more of [{ method: "lbfgs" }, { earlyStopping: true }, { schedule: "cosine" }] as const)
      expect(() => network(X, y, { hidden: 2, epochs: 2, ...more }).partialFit(X, y)).toThrow("partialFit: the network cannot go on");
  });
});

test("columns by their names, targets by theirs", () => {
  const record = { a: X.map((row) => row[0]), b: X.map((row) => row[1]), c: X.map((row) => row[2]) };
  const Y = { first: y, second: y.map((value) => -value) };
  const fit = network(record, Y, { hidden: [4], epochs: 5, standardize: true });
  const { a, b, c } = record;
  expect(fit.predict({ c, b, a })).toEqual(fit.predict(X));
  expect(fit.targetNames).toEqual(["first", "second"]);
  expect(fit.predict(X)).toHaveLength(2);
  expect(Number.isFinite(fit.score(X, Y))).toBe(true);
});

test("tanh, logistic and relu, by networks of one unit", () => {
  const z = [-800, -30, -3.5, -0.7, -0.1, -1e-9, 0, 1e-300, 0.01, 0.2, 0.5, 1, 2.5, 19, 21, 700];
  const f = { tanh: Math.tanh, logistic: (x: number) => 1 / (1 + Math.exp(-x)), relu: (x: number) => Math.max(x, 0) };
  const one = { weights: [Float64Array.of(1)], biases: Float64Array.of(0) };
  const column = z.map((x) => [x]);
  for (const activation of ["tanh", "logistic", "relu"] as const) {
    const expected = z.map(f[activation]);
    const fit = network(column, expected, { hidden: 1, activation, initial: [one, one], method: "gd", learningRate: 1e-300, epochs: 1 });
    const got = fit.predict(column) as Float64Array;
    for (const [i, value] of expected.entries())
      expect(Math.abs(got[i] - value)).toBeLessThanOrEqual(8 * Number.EPSILON * Math.abs(value) + 1e-299);
  }
});

test("a signal stops between epochs, progress is told, and nothing stays in memory", () => {
  const stop = new AbortController();
  const seen: number[] = [];
  const onProgress = ({ stage, done, total }: { stage: string; done: number; total: number }) => {
    expect([stage, total]).toEqual(["adam", 10]);
    seen.push(done);
    if (done === 3) stop.abort(new Error("enough"));
  };
  expect(() => network(X, y, { hidden: [3], epochs: 10, signal: stop.signal, onProgress })).toThrow("enough");
  expect(seen).toEqual([1, 2, 3]);
  expect(bytesInUse()).toBe(0);
});

test("a rate that is too large is said, and the network is the last one that was finite", () => {
  const said: string[] = [];
  const { warn } = console;
  console.warn = (text: string) => void said.push(text);
  try {
    const fit = network(
      X,
      y.map((value) => 1e3 * value),
      { hidden: [5], activation: "relu", method: "sgd", learningRate: 100, epochs: 50 },
    );
    expect(wide(fit).every(Number.isFinite)).toBe(true);
  } finally {
    console.warn = warn;
  }
  expect(said.join()).toMatch(
    /^network: the objective was not finite after epoch \d+, the network is the one before it; lower learningRate$/,
  );
});
