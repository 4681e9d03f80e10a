// What a call says that cannot be answered; nothing stays allocated.
import { afterEach, expect, test } from "vitest";
import { NetworkFit, network } from "../../src/network/index.js";
import { bytesInUse } from "../../src/network/kernels.js";

// biome-ignore lint/suspicious/noExplicitAny: what may not be passed is passed on purpose
type Anything = any;

const X = [
  [1, 2],
  [3, 5],
  [4, 1],
  [7, 8],
];
const y = [1, 2, 3, 5];

afterEach(() => expect(bytesInUse()).toBe(0));

test.each<[Anything, string]>([
  [undefined, "options is undefined, expected an object"],
  [{}, "hidden is undefined, expected units of the hidden layers: a whole number ≥ 1, or an array of them"],
  [{ hidden: 0 }, "hidden is 0, expected a whole number from 1 to 2147483647"],
  [{ hidden: [3, 1.5] }, "hidden[1] is 1.5, expected a whole number from 1 to 2147483647"],
  [{ hidden: 2, dropout: 0.5 }, "dropout is not an option, expected keepProbability, the share that is kept"],
  [{ hidden: 2, alpha: 0.5 }, "alpha is not an option, expected lambda for the strength or l1Ratio for the mix"],
  [{ hidden: 2, activation: "swish" }, 'activation is "swish" (a string), expected "tanh", "relu", "logistic"'],
  [{ hidden: 2, loss: "hinge" }, 'loss is "hinge" (a string), expected "squared", "logistic", "multinomial", "poisson"'],
  [{ hidden: 2, lambda: -1 }, "lambda is -1, expected a finite number ≥ 0"],
  [{ hidden: 2, keepProbability: 0 }, "keepProbability is 0, expected a probability above 0, at most 1, with which a unit is kept"],
  [{ hidden: [], keepProbability: 0.5 }, "keepProbability is 0.5 but there is no hidden layer, expected [0.5] to keep inputs by it"],
  [
    { hidden: [2, 2], keepProbability: [0.5] },
    "keepProbability has 1 entries but there are 2 hidden layers, expected one a layer, before which one for the inputs may stand",
  ],
  [
    { hidden: 2, method: "lbfgs", lambda: 1, l1Ratio: 1 },
    'method is "lbfgs" but the penalty has a kink at 0, expected l1Ratio 0 or another method',
  ],
  [
    { hidden: 2, method: "lbfgs", inputNoise: 1 },
    'method is "lbfgs", which takes no inputNoise or keepProbability below 1, expected another method',
  ],
  [{ hidden: 2, method: "gd", batchSize: 2 }, 'batchSize is given but method is "gd", whose steps see all rows'],
  [
    { hidden: 2, initial: 5 },
    "initial is 5, expected a NetworkFit, or a layer { weights, biases } for every hidden one and for the outputs",
  ],
  [{ hidden: 2, initial: [] }, "initial has 0 layers, expected 2, the outputs' included"],
  [
    { hidden: [], initial: [{ weights: [[1]], biases: [0] }] },
    "initial[0].weights[0] is an array of 1, expected 2 finite numbers (2 inputs, 1 units)",
  ],
  [{ hidden: 2, loss: "logistic" }, "y has a third label, 3 at row 2, expected two: 1 and 2; multinomial takes any number of them"],
  [{ hidden: 2, weights: [1] }, "weights has 1 entries but X has 4 rows"],
])("%o", (options, message) => {
  expect(() => network(X, y, options)).toThrow(`network: ${message}`);
});

test("X and y", () => {
  expect(() => network([[1], [NaN]], [1, 2], { hidden: 1 })).toThrow("network: X has NaN at row 1, column 0, expected a finite number");
  expect(() => network(X, [1, 2], { hidden: 1 })).toThrow("network: y has 2 entries but X has 4 rows");
  expect(() => network(X, [1, 2, 3, -1], { hidden: 1, loss: "poisson" })).toThrow(
    'network: y has -1 at row 3, expected a number ≥ 0 for loss "poisson"',
  );
});

test("a fit is asked for what it is", () => {
  const fit = network(X, y, { hidden: 2, epochs: 1 });
  expect(() => fit.predict([[1]])).toThrow("predict: X has 1 columns but the network has 2 inputs");
  expect(() => fit.predictProbability(X)).toThrow('predictProbability: loss is "squared", expected "logistic" or "multinomial"');
  expect(() => fit.partialFit(X, y, { epoch: 1 } as Anything)).toThrow(
    "partialFit: epoch is not an option, expected one of epochs, weights",
  );
  const classes = network(X, ["a", "b", "c", "a"], { hidden: 2, loss: "multinomial", epochs: 1 });
  expect(() => classes.partialFit(X, ["a", "b", "d", "a"])).toThrow(
    'partialFit: y has "d" (a string) at row 2, expected the labels of the model',
  );
});

test("JSON that was changed is refused in words, or is a network", () => {
  const fit = network(X, ["a", "b", "c", "a"], { hidden: [2], loss: "multinomial", epochs: 2, keepProbability: 0.8 });
  const whole = JSON.parse(JSON.stringify(fit));
  const places: [Anything, string][] = [];
  const visit = (at: Anything) => {
    for (const key of Object.keys(at)) {
      places.push([at, key]);
      if (at[key] !== null && typeof at[key] === "object") visit(at[key]);
    }
  };
  visit(whole);
  expect(places.length).toBeGreaterThan(80);
  for (const [at, key] of places)
    for (const odd of [null, undefined, "x", -3, {}, []]) {
      const before = at[key];
      at[key] = odd;
      try {
        const read = NetworkFit.fromJSON(JSON.parse(JSON.stringify(whole)));
        expect(read.predict(X).length).toBe(4);
      } catch (error) {
        expect(String(error)).toMatch(/^(TypeError|RangeError): NetworkFit\.fromJSON: /);
      }
      at[key] = before;
    }
});
