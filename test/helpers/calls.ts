// One call of every public function that works in WebAssembly memory, as plain numbers: what two runs of the same call are compared by.
import { autoregressive, rowsOf } from "../../reference/problems.js";
import * as library from "../../src/index.js";
import * as theory from "../../src/theory/index.js";

const {
  adaptiveLasso,
  cox,
  crossValidate,
  elasticNet,
  fromGram,
  GramAccumulator,
  gradientDescent,
  informationCriteria,
  lasso,
  logistic,
  Matrix,
  multinomial,
  path,
  relaxed,
  ridge,
  ridgeCv,
  ridgeInference,
  ridgePath,
  stabilitySelection,
} = library;

const { columns, y } = autoregressive({ n: 60, p: 9, density: 0.6, seed: 61 });
export const X = rowsOf(columns);
export { y };

const wide = rowsOf(autoregressive({ n: 12, p: 50, density: 0.2, seed: 62 }).columns);
const short = y.slice(0, 12);
const labels = Array.from(y, (value) => (value > 0 ? "yes" : "no"));
const flat = { data: Float64Array.from(X.flat()), shape: [60, 9] };
const three = Array.from(y, (value) => (value > 1 ? "c" : value > -1 ? "b" : "a"));
const groups = [0, 0, 1, 1, 1, 2, 3, 3, 3];
const survival = { time: Array.from(y, (value) => Math.ceil(Math.abs(value) * 3)), event: Array.from(y, (_, i) => i % 3 !== 0) };
const bounds = { lower: -0.2, upper: 0.5 };
// made before anybody counts or breaks anything
const fit = lasso(X, y, { lambda: 0.05 });
const classes = logistic(X, labels, { lambda: 0.05 });
const several = ridge(X, X, { lambda: 0.1 });
const fits = path(X, y, { count: 12 });
const seen = new GramAccumulator(9).add(X, y);
const trained = gradientDescent(X, y, { lambda: 0.05, method: "sgd", epochs: 2 });
const inference = ridgeInference(X, y, { lambda: 0.1 });

const many = multinomial(X, three, { lambda: 0.02 });
const hazards = cox(X, survival, { lambda: 0.02 });

const layered = (f: library.MultinomialFit) => [f.coefficients, f.intercepts, f.certificate];
const numbers = (f: library.Fit | library.LogisticFit) => [f.coefficients, f.intercept, f.certificate];
const points = (p: library.Path<library.Fit> | library.Path<library.LogisticFit> | library.Path<library.MultiFit>) =>
  Array.from(p.lambdas, (lambda, k) => [lambda, p.intercepts[k], p.gaps[k], p.coefficients(k)]);

/** by the public name that works; a name may stand several times, for its other routes */
export const calls: readonly (readonly [name: string, call: () => unknown])[] = [
  ["Matrix", () => usingMatrix((m) => Array.from({ length: 9 }, (_, j) => m.column(j).slice()))],
  ["Matrix", () => new Matrix(30, 30).dispose()],
  [
    "SparseMatrix",
    () => usingSparse((s) => [numbers(lasso(s, y, { lambda: 0.05, standardize: true })), lasso(s, y, { lambda: 0 }).predict(s)]),
  ],
  [
    "SparseMatrix",
    () => usingSparse((s) => [points(path(s, labels, { loss: "logistic", count: 5 })), numbers(ridge(s, y, { lambda: 0.1 }))]),
  ],
  [
    "SparseMatrix",
    () => {
      using s = library.SparseMatrix.fromColumns([y, { codes: labels.map((label) => (label === labels[0] ? 1 : 0)), levels: 2 }]);
      return numbers(ridge(s, y, { lambda: 0.1 }));
    },
  ],
  ["SparseMatrix", () => usingSparse((s) => library.crossValidate(s, y, { folds: 3, count: 5 }).predictions)],
  ["lasso", () => numbers(lasso(X, y, { lambda: 0.05 }))],
  ["lasso", () => usingMatrix((m) => numbers(lasso(m, y, { lambda: 0.01, penaltyFactors: [0, 0, 1, 1, 1, 2, 3, 1, Infinity] })))],
  ["lasso", () => numbers(lasso(wide, short, { lambda: 0.01, tol: 1e-12 }))],
  ["elasticNet", () => numbers(elasticNet(flat, y, { lambda: 0.05, l1Ratio: 0.4, standardize: true, ...bounds }))],
  ["ridge", () => numbers(ridge(X, y, { lambda: 0.1 }))],
  ["ridge", () => numbers(ridge(wide, short, { lambda: 0.1 }))],
  ["ridge", () => numbers(ridge(wide, short, { lambda: 0 }))],
  ["ridge", () => ridge(X, X, { lambda: 0.1 }).coefficients],
  ["path", () => points(path(X, y, { count: 12 }))],
  ["path", () => points(path(wide, short, { count: 12, l1Ratio: 0.7 }))],
  ["path", () => points(path(X, labels, { loss: "logistic", count: 6 }))],
  [
    "path",
    () =>
      points(
        path(
          X,
          y.map((value) => Math.exp(value / 4)),
          { loss: "gamma", count: 4 },
        ),
      ),
  ],
  ["path", () => points(path(X, y.map(Math.abs).map(Math.round), { loss: "poisson", count: 4 }))],
  ["lasso", () => lasso(X, y, { lambda: 0.05, groups, groupSparsity: 0.3 }).coefficients],
  [
    "elasticNet",
    () =>
      elasticNet(
        X,
        X.map((row) => row.slice(0, 3)),
        { lambda: 0.1, l1Ratio: 0.8, grouped: true },
      ).coefficients,
  ],
  [
    "path",
    () =>
      points(
        path(
          X,
          X.map((row) => row.slice(0, 2)),
          { count: 5 },
        ),
      ),
  ],
  ["path", () => points(path(X, labels, { loss: "logistic", groups, count: 5 }))],
  ["multinomial", () => layered(multinomial(X, three, { lambda: 0.02 }))],
  ["multinomial", () => usingSparse((s) => layered(multinomial(s, three, { lambda: 0.02, grouped: true, groups, l1Ratio: 0.9 })))],
  ["cox", () => cox(X, survival, { lambda: 0.02, ties: "efron" }).survival(X, [1, 5, 9])],
  ["crossValidate", () => crossValidate(X, three, { loss: "multinomial", folds: 3, count: 4 }).predictions],
  ["crossValidate", () => crossValidate(X, survival, { loss: "cox", folds: 3, count: 4, measure: "concordance" }).means],
  ["ridgePath", () => points(ridgePath(X, y, { lambdas: [1, 0.1, 0] }))],
  ["ridgeCv", () => [ridgeCv(X, y).errors, numbers(ridgeCv(X, y, { method: "gcv", lambdas: [1, 0.1] }).fit)]],
  ["ridgeInference", () => [ridgeInference(X, y, { lambda: 0.1 }).standardErrors, ...Object.values(inference.predict(X))]],
  ["logistic", () => numbers(logistic(X, labels, { lambda: 0.02, l1Ratio: 0.5 }))],
  ...(["gd", "fista", "lbfgs", "sgd", "momentum", "nesterov", "adam", "adamw"] as const).map((method) => {
    const options = method === "gd" || method === "fista" || method === "lbfgs" ? { tol: 1e-3 } : { epochs: 3, batchSize: 7 };
    return [
      "gradientDescent",
      () => descended(gradientDescent(X, y, { lambda: 0.05, l1Ratio: method === "lbfgs" ? 0 : 1, method, ...options })),
    ] as const;
  }),
  ["gradientDescent", () => descended(gradientDescent(X, y, { lambda: 0.05, method: "adam", epochs: 3, precision: "single" }))],
  ["gradientDescent", () => descended(trained.partialFit(X, y))],
  ["crossValidate", () => validated(crossValidate(X, y, { folds: 4, count: 8 }))],
  ["crossValidate", () => validated(crossValidate(wide, short, { folds: 3, count: 5, measure: "mae" }))],
  [
    "informationCriteria",
    () => [informationCriteria(fits, X, y).aic, informationCriteria(ridgePath(X, y, { lambdas: [1, 0.1] }), X, y).bic],
  ],
  ["relaxed", () => numbers(relaxed(fit, X, y))],
  ["adaptiveLasso", () => numbers(adaptiveLasso(X, y, { lambda: 0.05 }))],
  ["stabilitySelection", () => stabilitySelection(X, y, { subsamples: 6, count: 6 }).shares],
  [
    "GramAccumulator",
    () =>
      new GramAccumulator(9)
        .add(X, y)
        .add(flat, y, { weights: y.map(Math.abs) })
        .toJSON(),
  ],
  ["fromGram", () => [numbers(fromGram(seen).lasso({ lambda: 0.05 })), numbers(fromGram(seen).ridge({ lambda: 0.1 }))]],
  ["fromGram", () => points(fromGram(seen).path({ count: 5 }))],
  ["Fit", () => [fit.predict(X), fit.score(flat, y), fits.at(0.123).coefficients]],
  ["LogisticFit", () => [classes.predictProbability(X), classes.score(X, labels)]],
  ["MultinomialFit", () => [many.predictProbability(X), many.score(X, three)]],
  ["CoxFit", () => [hazards.predict(X), hazards.score(X, survival)]],
  ["MultiFit", () => several.predict(X)],
  ["GradientFit", () => trained.predict(X)],
  ["encode", () => encoded(({ X, y }) => [numbers(lasso(X, y, { lambda: 0.05 })), numbers(ridge(X, y, { lambda: 0.1 }))])],
  [
    "Encoding",
    () =>
      encoded((encoding) => {
        using other = encoding.transform(raw.slice(7));
        return [lasso(encoding.X, encoding.y, { lambda: 0.05 }).predict(other)];
      }),
  ],
  [
    "model",
    () =>
      encoded((encoding) => {
        const made = library.model(encoding, lasso(encoding.X, encoding.y, { lambda: 0.05 }));
        return [made.predict(raw), made.score(raw)];
      }),
  ],
  ["validationCurve", () => Object.values(theory.validationCurve(X, y, { lambdas: [0.1, 1] }))],
  ["biasVariance", () => simulated({ lambda: 0.5, l1Ratio: 0 })],
  ["lambdaForRadius", () => theory.lambdaForRadius(X, y, { norm: "l1", radius: 0.3 })],
];

const raw = X.map((row, i) => ({ a: row[0], b: row[1], c: labels[i], d: three[(7 * i) % 60], y: y[i] }));

function encoded<T>(work: (encoding: library.Encoding) => T): T {
  using encoding = library.encode(raw, { target: "y" });
  return work(encoding);
}

/** the entries of X that are far from 0 */
function usingSparse<T>(work: (s: library.SparseMatrix) => T): T {
  const rows = X.map((row) => Object.fromEntries([...row.entries()].filter(([, x]) => Math.abs(x) > 1)));
  using s = library.SparseMatrix.fromRows(rows, 9);
  return work(s);
}

function usingMatrix<T>(work: (m: library.Matrix) => T): T {
  using m = Matrix.from(X);
  return work(m);
}

function descended(f: library.GradientFit): unknown {
  return [f.coefficients, f.intercept, f.certificate, f.history];
}

function validated(cv: library.CrossValidation): unknown {
  return [cv.lambda, cv.min, cv.predictions, numbers(cv.fit)];
}

function simulated(model: { lambda: number; l1Ratio: number }): unknown {
  const { bias2, variance, mse } = theory.biasVariance({ truth: columns.map(() => 1), design: X, noise: 1, universes: 300, model });
  return [bias2, variance, mse];
}

/** the other functions and classes that are exported: no work in WebAssembly memory, or what stands in {@link calls} does it for them */
export const elsewhere: readonly string[] = [
  ...["configure", "init", "memoryUsage", "KernelError", "OutOfMemoryError", "adaptiveFactors"],
  ...["Path", "CrossValidation", "InformationCriteria", "RidgeCv", "RidgeInference", "StabilitySelection", "Model", "summary"],
  ...Object.keys(library).filter((name) => /^(from|to)[A-Z]/.test(name) && name !== "fromGram"),
];
