// node examples/theory.mjs: what the textbooks state about regularisation, one after another, computed from seeded data.
import { gradientDescent, lasso, ridge } from "shrinkage";
import {
  biasVariance,
  normals,
  orthonormalize,
  penalizedDescent,
  polynomialFeatures,
  shrinkageFactors,
  validationCurve,
  weightDecay,
} from "shrinkage/theory";

/** a title, a table with numbers to four digits, and one line of what is to be seen */
function show(title, rows, seen) {
  const text = (cell) => (typeof cell !== "number" || Number.isInteger(cell) ? String(cell) : String(Number(cell.toPrecision(4))));
  const header = Object.keys(rows[0]);
  const lines = [header, ...rows.map((row) => header.map((key) => text(row[key])))];
  const widths = header.map((_, j) => Math.max(...lines.map((cells) => cells[j].length)));
  console.log(`\n== ${title}`);
  for (const cells of lines) console.log(cells.map((cell, j) => cell.padStart(widths[j])).join("  "));
  console.log(`-> ${seen}`);
}

/** n rows of p standard normal numbers, neighbours correlated by rho */
function correlated(n, p, rho, next) {
  return Array.from({ length: n }, () => {
    const row = [next()];
    while (row.length < p) row.push(rho * row.at(-1) + Math.sqrt(1 - rho * rho) * next());
    return row;
  });
}

const times = (X, w) => X.map((row) => row.reduce((sum, x, j) => sum + x * w[j], 0));
const squares = (a, b) => a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length;

// One world for most of it: 20 columns of which 5 matter, noise of standard deviation 2.
const truth = [3, -2, 0, 0, 1.5, 0, 0, -1, 0, 0, 0, 2, ...Array(8).fill(0)];
const next = normals(1);
const X = correlated(80, 20, 0.5, next);
const y = times(X, truth).map((value) => value + 2 * next());

// 1. The λ table: half of the rows to learn from, half to be tested on.
const lambdas = [0.001, 0.01, 0.03, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2];
const curve = validationCurve(X, y, { lambdas, testShare: 0.5, seed: 1 });
show(
  "the λ table: lasso, 40 rows learnt from, 40 held out",
  lambdas.map((lambda, k) => ({
    λ: lambda,
    "training error": curve.training[k],
    "test error": curve.test[k],
    "non-zero": curve.nonzero[k],
    best: k === curve.best ? "<-" : "",
  })),
  "training error only rises with λ; test error falls while noise is held back, and rises when the truth is",
);

// 2. Capacity: polynomials of a sine seen through noise at 15 places, tested at 500 others.
const place = (count) => Array.from({ length: count }, (_, i) => (2 * i + 1) / count - 1);
const sine = (x) => Math.sin(Math.PI * x);
const [few, many] = [place(15), place(500)];
const seen = few.map((x) => sine(x) + 0.3 * next());
const unseen = many.map((x) => sine(x) + 0.3 * next());
const polynomial = (degree, lambda) => {
  const fit = ridge(polynomialFeatures(few, { degree }), seen, { lambda });
  return {
    degree,
    λ: lambda,
    "training error": squares(seen, fit.predict(polynomialFeatures(few, { degree }))),
    "test error": squares(unseen, fit.predict(polynomialFeatures(many, { degree }))),
    "largest |w|": Math.max(...fit.coefficients.map(Math.abs)),
  };
};
show(
  "polynomials through 15 points of a sine, noise variance 0.09",
  [...[1, 2, 3, 4, 5, 9, 13].map((degree) => polynomial(degree, 0)), polynomial(13, 1e-3)],
  "more capacity always learns its examples better; beyond degree 5 it learns their noise; a little ridge undoes that at degree 13",
);

// 3. A hundred universes: the noise drawn again, the ridge fitted again, its predictions compared with the truth.
const world = { truth, design: X, noise: 2, universes: 100, seed: 1 };
show(
  "100 universes: errors of ridge's predictions, ± Monte-Carlo error, = in closed form",
  [0, 0.03, 0.1, 0.3, 1, 3].map((lambda) => {
    const { bias2, variance, noise, mse, errors, exact } = biasVariance({ ...world, model: { lambda, l1Ratio: 0 } });
    return {
      ...{ λ: lambda, "bias²": bias2, "bias² ±": errors.bias2, "bias² =": exact.bias2 },
      ...{ variance, "variance ±": errors.variance, "variance =": exact.variance },
      ...{ noise, mse, "mse ±": errors.mse, "mse =": exact.mse },
    };
  }),
  "bias² + variance + noise = mse; variance falls and bias² rises with λ, and their sum is smallest in between",
);

// 4. What ridge keeps of each direction of the data.
const strengths = [0, 0.1, 1, 10];
const { eigenvalues, factors, degreesOfFreedom } = shrinkageFactors(
  X.map((row) => row.slice(0, 6)),
  strengths,
);
const kept = (cells) => Object.fromEntries(strengths.map((lambda, k) => [`λ = ${lambda}`, cells(k)]));
show(
  "shrinkage factors d/(d + λ) of six columns",
  [
    ...Array.from(eigenvalues, (d, i) => ({ direction: i + 1, d, ...kept((k) => factors[k][i]) })),
    { direction: "sum", d: "", ...kept((k) => degreesOfFreedom[k]) },
  ],
  "directions in which the data vary little are given up first; the sum is the effective number of parameters",
);

// 5. Which coefficients are exactly 0.
const zeros = (fit) => fit.coefficients.filter((w) => w === 0).length;
const norm1 = (fit) => fit.coefficients.reduce((sum, w) => sum + Math.abs(w), 0);
show(
  "zeros among 20 coefficients, of which 15 are 0 in truth",
  [0.03, 0.1, 0.3, 1, 3].map((lambda) => {
    const [l1, l2] = [lasso(X, y, { lambda }), ridge(X, y, { lambda })];
    return { λ: lambda, "zeros, L1": zeros(l1), "Σ|w|, L1": norm1(l1), "zeros, L2": zeros(l2), "Σ|w|, L2": norm1(l2) };
  }),
  "L1 cuts by the same amount and sets to 0, L2 cuts in proportion and never does",
);

// 6. Weight decay. Two uncorrelated columns, one ten times the other, the same share of y in both.
const flat = orthonormalize(Array.from({ length: 64 }, () => [next(), next()]));
const pair = { wide: flat.x0.map((x) => 10 * x), narrow: flat.x1 };
const target = Array.from(pair.wide, (x, i) => 0.1 * x + pair.narrow[i] + 0.5 * next());
const lambda = 0.5;
const free = ridge(pair, target, { lambda: 0 });
const share = ({ coefficients }) => ({
  "wide kept": coefficients[0] / free.coefficients[0],
  "narrow kept": coefficients[1] / free.coefficients[1],
});
const still = { lambda, steps: 5000, learningRate: 0.01 };
const trained = { lambda, l1Ratio: 0, epochs: 3000, batchSize: 8, schedule: "cosine", seed: 1 };
const train = (method, weightDecay, learningRate) => gradientDescent(pair, target, { ...trained, method, weightDecay, learningRate });
const rows = [
  ["ridge", "closed form", ridge(pair, target, { lambda })],
  ["all rows", "(1 − ελ)w − ε∇", weightDecay(pair, target, still)],
  ["all rows", "in the objective", penalizedDescent(pair, target, still)],
  ["sgd", "coupled", train("sgd", "coupled", 0.005)],
  ["sgd", "decoupled", train("sgd", "decoupled", 0.005)],
  ["adam", "coupled", train("adam", "coupled", 0.01)],
  ["adam", "decoupled", train("adam", "decoupled", 0.01)],
];
show(
  "weight decay: what λ = 0.5 leaves of the answer without penalty, two columns, one ten times as wide",
  rows.map(([method, decay, fit]) => ({ method, decay, ...share(fit) })),
  "for plain steps decay is ridge, however it is written; under Adam only the coupled one is, and the decoupled one minimises something else",
);
