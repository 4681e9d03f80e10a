// Some three hundred small calls that reach every loss, penalty, design and solver, and the numbers that they answer: the same to the bit
// wherever the base build runs (answers.test.ts). Their data are sums of uniform numbers, exact on every machine.

import * as lib from "../../src/index.js";
import { network } from "../../src/network/index.js";
import { nextUniform, seeded } from "../../src/random.js";
import * as theory from "../../src/theory/index.js";
import { quietly } from "../helpers/judging.js";
import type { Anything } from "../helpers/refuses.js";

type Numbers = Iterable<number>;
type Call = () => Numbers;

const random = seeded(29);
/** mean 0, sd 1, nearly normal */
const draw = () => Array.from({ length: 6 }, () => nextUniform(random) - 0.5).reduce((sum, x) => sum + x, 0) * Math.SQRT2;
const table = (n: number, p: number) => Array.from({ length: n }, () => Array.from({ length: p }, draw));

const [n, p] = [48, 7];
const X = table(n, p);
for (const row of X) row[3] = 0.6 * row[0] + 0.5 * row[3];
const signal = X.map((row) => 0.5 + 1.5 * row[0] - row[1] + 0.4 * row[4]);
const y = signal.map((value) => value + 0.7 * draw());
const binary = y.map((value) => (value + draw() > 0.5 ? "yes" : "no"));
const classes = y.map((value) => (value + 0.5 * draw() < -0.6 ? "low" : value < 1.2 ? "middle" : "high"));
const counts = y.map((value) => Math.max(0, Math.round(value + 1)));
const positive = y.map((value) => 0.3 + Math.abs(value));
const Y = y.map((value, i) => [value, signal[i] - X[i][2] + 0.3 * draw(), draw()]);
const survival = { time: y.map((value) => Math.ceil(4 * Math.abs(value) + 0.5)), event: y.map((_, i) => Number(i % 3 !== 1)) };
const weights = y.map((_, i) => 1 + (i % 4));
const offset = y.map((_, i) => 0.1 * ((i % 5) - 2));
const groups = ["a", "a", "b", "b", "b", "c", "d"];
const wide = table(20, 60);
const wideY = wide.map((row) => row[0] - 2 * row[7] + 0.3 * draw());
const sparse = lib.SparseMatrix.fromRows(
  X.map((row) => Object.fromEntries(row.flatMap((value, j) => (Math.abs(value) > 0.8 ? [[j, value]] : [])))),
  p,
);
const designs: Record<string, Anything> = { dense: X, typed: X.map((row) => Float64Array.from(row)), sparse };

function* numbersOf(value: Anything): Generator<number> {
  if (typeof value === "number") yield value;
  else if (value && typeof value !== "string" && Symbol.iterator in value) for (const each of value) yield* numbersOf(each);
}
/** coefficients, intercepts, objective and gap */
const fitted = (fit: Anything): number[] => [
  ...numbersOf(fit.coefficients),
  ...numbersOf(fit.intercept ?? fit.intercepts ?? []),
  ...numbersOf([fit.certificate?.objective, fit.certificate?.gap]),
];
const ofPath = (path: Anything): number[] => [...path.lambdas, ...[0, 2, path.lambdas.length - 1].flatMap((k) => fitted(path.fit(k)))];

const calls: Record<string, Call> = {};
const add = (name: string, call: Call) => {
  calls[name] = () => quietly(call).result as Numbers;
};

for (const [design, table] of Object.entries(designs)) {
  for (const standardize of [false, true]) {
    const of = `${design}${standardize ? ", standardize" : ""}`;
    for (const lambda of [0, 0.02, 0.3]) {
      add(`ridge ${lambda}, ${of}`, () => fitted(lib.ridge(table, y, { lambda, standardize })));
      add(`lasso ${lambda}, ${of}`, () => fitted(lib.lasso(table, y, { lambda, standardize })));
      add(`elastic net ${lambda}, ${of}`, () => fitted(lib.elasticNet(table, y, { lambda, l1Ratio: 0.4, standardize, weights })));
      add(`logistic ${lambda}, ${of}`, () => fitted(lib.logistic(table, binary, { lambda: lambda + 0.01, l1Ratio: 0.7, standardize })));
      add(`multinomial ${lambda}, ${of}`, () => fitted(lib.multinomial(table, classes, { lambda: lambda + 0.01, standardize })));
      add(`cox ${lambda}, ${of}`, () => fitted(lib.cox(table, survival, { lambda: lambda / 4 + 0.01, standardize })));
      add(`groups ${lambda}, ${of}`, () => fitted(lib.lasso(table, y, { lambda: lambda + 0.01, groups, groupSparsity: 0.3, standardize })));
      add(`targets ${lambda}, ${of}`, () => fitted(lib.lasso(table, Y, { lambda: lambda + 0.01, grouped: true, standardize } as Anything)));
    }
    for (const [loss, target] of Object.entries({
      squared: y,
      logistic: binary,
      huber: y,
      poisson: counts,
      gamma: positive,
      squaredHinge: binary,
      multinomial: classes,
      cox: survival,
    })) {
      const options = { loss, standardize, count: 6, minRatio: 0.05 } as Anything;
      add(`path ${loss}, ${of}`, () => ofPath(lib.path(table, target as Anything, { ...options, l1Ratio: 0.8 })));
      if (loss !== "cox")
        add(`path ${loss} l2, ${of}`, () => ofPath(lib.path(table, target as Anything, { ...options, l1Ratio: 0.05, weights })));
    }
  }
  for (const penalty of ["mcp", "scad"] as const)
    add(`${penalty}, ${design}`, () => {
      const path = lib.path(table, y, { penalty, count: 5, minRatio: 0.1, standardize: true } as Anything);
      return Array.from(path.lambdas as Float64Array).flatMap((_, k) => [...path.fit(k).coefficients]);
    });
}
for (const ties of ["breslow", "efron"] as const)
  add(`cox ${ties}, predictions`, () => {
    const fit = lib.cox(X, survival, { lambda: 0.02, ties });
    return numbersOf([fit.predict(X.slice(0, 4)), fit.survival(X.slice(0, 2), [2, 5, 9]), fit.score(X, survival)]);
  });
for (const method of ["gd", "fista", "lbfgs", "sgd", "momentum", "nesterov", "adam", "adamw"] as const)
  for (const loss of ["squared", "logistic", "huber", "poisson"] as const)
    for (const schedule of method === "sgd" ? (["constant", "invscaling", "cosine"] as const) : [undefined])
      add(`gradientDescent ${method} ${loss} ${schedule ?? ""}`, () => {
        const target = loss === "logistic" ? binary : loss === "poisson" ? counts : y;
        const own = { method, loss, lambda: 0.05, l1Ratio: 0.5, ...(method === "lbfgs" && { l1Ratio: 0 }), ...(schedule && { schedule }) };
        const some = ["gd", "fista", "lbfgs"].includes(method) ? { maxIterations: 40 } : { epochs: 4, batchSize: 8 };
        return fitted(lib.gradientDescent(X, target as Anything, { ...own, ...some, standardize: true } as Anything));
      });
for (const loss of ["squared", "poisson"] as const) {
  const rough = { method: "adam", precision: "single", epochs: 4, batchSize: 8 } as const;
  add(`gradientDescent single ${loss}`, () =>
    fitted(lib.gradientDescent(X, (loss === "poisson" ? counts : y) as Anything, { loss, lambda: 0.05, ...rough } as Anything)),
  );
}
for (const penaltyPower of [1.5, 3])
  add(`gradientDescent |β|^${penaltyPower}`, () => fitted(lib.gradientDescent(X, y, { lambda: 0.1, penaltyPower } as Anything)));
for (const loss of ["squared", "logistic", "poisson", "multinomial", "cox"] as const)
  for (const folds of [4, { initial: 24, horizon: 8, step: 8 }])
    add(`crossValidate ${loss}, ${typeof folds === "number" ? "folds" : "in time"}`, () => {
      const target = { squared: y, logistic: binary, poisson: counts, multinomial: classes, cox: survival }[loss];
      const cv = lib.crossValidate(
        X,
        target as Anything,
        { loss, folds, count: 5, minRatio: 0.05, standardize: true } as Anything,
      ) as Anything;
      return numbersOf([cv.lambdas, cv.means, cv.standardErrors, cv.min.lambda, cv.oneSe.lambda]);
    });
for (const [name, [rows, target]] of Object.entries({ tall: [X, y], wide: [wide, wideY] })) {
  const table = rows as number[][];
  const response = target as number[];
  for (const lambda of [1e-4, 0.1]) add(`ridge ${name} ${lambda}`, () => fitted(lib.ridge(table, response, { lambda })));
  for (const l1Ratio of [0.1, 0.5, 1]) add(`path ${name} ${l1Ratio}`, () => ofPath(lib.path(table, response, { l1Ratio, count: 8 })));
  add(`ridgePath ${name}`, () => ofPath(lib.ridgePath(table, response, { lambdas: [10, 1, 0.1, 0.01, 0] })));
  add(`ridgeCv ${name}`, () => {
    const cv = lib.ridgeCv(table, response) as Anything;
    return numbersOf([cv.lambdas, cv.errors ?? cv.scores ?? [], fitted(cv.fit ?? cv)]);
  });
  add(`adaptive lasso ${name}`, () => fitted(lib.adaptiveLasso(table, response, { lambda: 0.05 })));
  add(`stability ${name}`, () =>
    numbersOf((lib.stabilitySelection(table, response, { subsamples: 10, count: 5 } as Anything) as Anything).shares),
  );
}
for (const missing of ["mean", "median"] as const)
  for (const standardize of [false, true])
    add(`model of records, ${missing}${standardize ? ", standardised" : ""}`, () => {
      const rows = X.map((row, i) => ({
        a: i % 9 === 4 ? null : String(row[0]),
        b: row[1],
        c: `é${Math.floor(2 * Math.abs(row[2]))}`,
        d: binary[i],
        y: y[i],
      }));
      const options = { target: "y", missing, standardize, polynomial: { a: 3 }, interactions: [["c", "b"]], indicators: true } as const;
      const encoding = lib.encode(rows, options);
      const made = lib.model(encoding, lib.lasso(encoding.X, encoding.y, { lambda: 0.02 }));
      const text = lib.Model.fromJSON(JSON.stringify(made));
      const letters = Array.from(JSON.stringify(encoding), (letter) => letter.charCodeAt(0));
      return numbersOf([letters, text.predict(rows), made.score(rows), made.fit.coefficients]);
    });
add("ridgeInference", () => {
  const inference = lib.ridgeInference(X, y, { lambda: 0.05 }) as Anything;
  return numbersOf(["standardErrors", "tValues", "pValues", "coefficients"].map((name) => inference[name] ?? []));
});
add("informationCriteria", () => {
  const criteria = lib.informationCriteria(lib.path(X, y, { count: 6 }), X, y);
  return numbersOf([criteria.aic, criteria.bic, criteria.ebic]);
});
add("relaxed", () => fitted(lib.relaxed(lib.lasso(X, y, { lambda: 0.2 }), X, y)));
add("fromGram", () => {
  const gram = new lib.GramAccumulator(p);
  gram.add(X.slice(0, 20), y.slice(0, 20));
  gram.add(X.slice(20), y.slice(20));
  const fits = lib.fromGram(gram) as Anything;
  return [...fitted(fits.ridge({ lambda: 0.1 })), ...fitted(fits.lasso({ lambda: 0.1 })), ...ofPath(fits.path({ count: 5 }))];
});
add("offsets", () => [
  ...fitted(lib.lasso(X, y, { lambda: 0.05, offset } as Anything)),
  ...fitted(lib.logistic(X, binary, { lambda: 0.05, offset } as Anything)),
]);
add("bounds and factors", () =>
  fitted(lib.elasticNet(X, y, { lambda: 0.05, lower: -0.2, upper: 1, penaltyFactors: [0, 1, 2, 0.5, 1, Infinity, 1] } as Anything)),
);
add("probabilities", () => numbersOf([lib.multinomial(X, classes, { lambda: 0.02 }).predictProbability(X.slice(0, 5))]));
add("scores", () => [lib.logistic(X, binary, { lambda: 0.02 }).score(X, binary), lib.lasso(X, y, { lambda: 0.02 }).score(X, y)]);
add("means of counts", () =>
  lib
    .path(X, counts, { loss: "poisson", count: 4 } as Anything)
    .fit(3)
    .predict(X.slice(0, 5)),
);

add("normals", () => Array.from({ length: 12 }, theory.normals(3)));
for (const [name, call] of Object.entries({
  shrinkageFactors: () => theory.shrinkageFactors(X, [0.3, 2]),
  tangentPoint: () =>
    theory.tangentPoint(
      X.map((row) => row.slice(0, 2)),
      y,
      { radius: 0.5, norm: "l2" },
    ),
  earlyStopping: () => theory.earlyStopping(X, y, { steps: 20, learningRate: 0.1 } as Anything),
  lambdaForRadius: () => theory.lambdaForRadius(X, y, { radius: 0.5, norm: "l1" }),
  pNormBall: () => theory.pNormBall({ p: 1.5, radius: 1, points: 16 }),
  logPosterior: () =>
    theory.logPosterior(X, y, { coefficients: [1, 0, 0, 0, 0, 0, 0.5], noiseVariance: 0.5, laplaceScale: 0.7 } as Anything),
  biasVariance: () =>
    theory.biasVariance({
      truth: [1, -1, 0, 0, 0, 0, 2],
      design: X,
      noise: 0.5,
      model: { lambda: 0.2, l1Ratio: 0.5 } as Anything,
      universes: 20,
    }),
}))
  add(name, () => deep(call()));

const trained = { hidden: [5, 3], lambda: 0.01, l1Ratio: 0.3, epochs: 4, keepProbability: [0.9, 0.7], inputNoise: 0.2 } as const;
for (const activation of ["tanh", "relu", "logistic"] as const)
  for (const [loss, target] of [
    ["squared", Y],
    ["logistic", binary],
    ["multinomial", classes],
    ["poisson", counts],
  ] as const)
    add(`network ${activation} ${loss}`, () =>
      deep(JSON.parse(JSON.stringify(network(X, target, { ...trained, activation, loss, weights })))),
    );
for (const method of ["momentum", "nesterov", "adamw", "sgd", "gd"] as const)
  add(`network ${method}`, () => deep(network(X, y, { ...trained, method, standardize: true, earlyStopping: true }).layers));
add("network lbfgs", () => deep(network(X, y, { hidden: 4, method: "lbfgs", lambda: 0.01, epochs: 60 }).layers));

/** every number of an answer in the order of its names */
function deep(value: Anything): number[] {
  if (typeof value === "number") return [value];
  if (value === null || typeof value !== "object") return [];
  return (
    Array.isArray(value) || ArrayBuffer.isView(value)
      ? [...(value as Float64Array)]
      : Object.keys(value)
          .sort()
          .map((key) => value[key])
  ).flatMap(deep);
}

export { calls };
