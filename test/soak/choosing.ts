// The functions that fit many times, and those of shrinkage/theory: nothing stays behind, what they return is whole, proofs hold.
import fc from "fast-check";
import * as library from "../../src/index.js";
import * as theory from "../../src/theory/index.js";
import { type Command, command, thrownBy } from "./call.js";
import { inputOf } from "./fits.js";
import { checkCertificate } from "./judging.js";
import { choices, lambdaOf, optionsOf } from "./options.js";
import { forms, frozen, problems } from "./problems.js";
import { assert } from "./world.js";

/** what a good question may be answered with, each by its message */
const NO_ANSWER = [
  /^ridgeInference: (the columns depend on each other|column \d+ depends on|\d+ rows leave no degrees of freedom)/,
  /^(ridgeCv|adaptiveLasso): no λ has a finite error/,
  /^crossValidate: (fold|weights)/,
  /^stabilitySelection: X has \d+ rows of positive weight, expected at least 4$/,
  /expected at least 2 to hold one out$/,
];

const finite = (values: ArrayLike<number>) => Array.from(values).every(Number.isFinite);

const parts = fc.record({
  problem: problems,
  form: forms,
  choice: choices,
  on: fc.option(fc.nat(3)),
  seed: fc.nat(99),
  count: fc.integer({ min: 2, max: 6 }),
});

type Work = (context: Context) => void;
interface Context {
  X: library.TableInput;
  y: Float64Array;
  options: library.CommonOptions;
  /** `options` without penalty factors and bounds */
  plain: library.CommonOptions;
  lambda: number;
  l1Ratio: number;
  seed: number;
  count: number;
  n: number;
  p: number;
  /** a fit of X and y is proven, by these options */
  proven(fit: library.Fit, l1Ratio: number, options: library.CommonOptions): void;
}

const works: Record<string, Work> = {
  crossValidate({ X, y, options, l1Ratio, seed, count, n, proven }) {
    const folds = Math.min(n, count);
    const cv = library.crossValidate(X, y, frozen({ ...options, l1Ratio, seed, folds, count }));
    assert(cv.foldIds.length === n && new Set(cv.foldIds).size === folds, `${new Set(cv.foldIds).size} folds of ${folds}`);
    assert(cv.min.mean >= 0 && cv.predictions.length === n && finite(cv.predictions), "predictions are missing");
    proven(cv.fit, l1Ratio, options);
  },
  stabilitySelection({ X, y, options, l1Ratio, seed, count, p }) {
    const { shares, selected } = library.stabilitySelection(X, y, frozen({ ...options, l1Ratio, seed, count, subsamples: 4 }));
    assert(shares.length === p && shares.every((share) => share >= 0 && share <= 1), `shares ${shares}`);
    assert(
      selected.every((j) => shares[j] >= 0.75),
      `selected ${selected}`,
    );
  },
  informationCriteria({ X, y, options, l1Ratio, count }) {
    const path = library.path(X, y, frozen({ ...options, l1Ratio, count }));
    const { degreesOfFreedom, bic } = library.informationCriteria(path, X, y, options);
    assert(bic.length === count, `${bic.length} values for ${count} λ's`);
    degreesOfFreedom.forEach((df, k) => {
      // columns 1e5 from 0 agree to 1e-5: κ ≤ 20·1e10, and a trace of 20 terms is right to 20κε
      assert(df >= 0 && df <= path.nonzero[k] + 1e-3, `${df} degrees of freedom of ${path.nonzero[k]} coefficients`);
    });
  },
  ridgeCv({ X, y, plain, seed, proven }) {
    const cv = library.ridgeCv(X, y, frozen({ ...plain, method: seed % 2 ? "gcv" : "loo" }));
    assert(cv.errors.length === cv.lambdas.length && cv.errors[cv.best] >= 0, `errors ${cv.errors}`);
    proven(cv.fit, 0, plain);
  },
  ridgeInference({ X, y, plain, lambda, proven }) {
    const inference = library.ridgeInference(X, y, frozen({ ...plain, lambda }));
    assert(
      inference.standardErrors.every((error) => error >= 0),
      `standard errors ${inference.standardErrors}`,
    );
    proven(inference.fit, 0, plain);
  },
  adaptiveLasso({ X, y, plain, lambda }) {
    const first = library.ridge(X, y, frozen({ ...plain, lambda: lambda + 0.1 }));
    assert(finite(library.adaptiveLasso(X, y, frozen({ ...plain, lambda, first })).coefficients), "coefficients are no numbers");
  },
  relaxed({ X, y, options, lambda }) {
    const { standardize: _, penaltyFactors: __, ...rest } = options;
    const fit = library.lasso(X, y, frozen({ ...options, lambda }));
    const after = library.relaxed(fit, X, y, frozen(rest));
    assert(
      after.coefficients.every((b, j) => b === 0 || fit.coefficients[j] !== 0),
      "a column came in",
    );
  },
  "several targets"({ X, y, options, lambda, proven }) {
    const both = library.ridge(X, { y, other: y.map((value) => 3 - value) } as library.TableInput, frozen({ ...options, lambda }));
    const fit = library.MultiFit.fromJSON(JSON.stringify(both));
    assert(fit.coefficients.length === 2 && fit.predict(X).length === 2, "a target is missing");
    proven(library.ridge(X, y, frozen({ ...options, lambda })), 0, options);
  },
  "JSON, predict and score"({ X, y, options, lambda, n }) {
    const fit = library.lasso(X, y, frozen({ ...options, lambda }));
    const again = library.Fit.fromJSON(JSON.stringify(fit));
    const [a, b] = [fit.predict(X), again.predict(X)];
    assert(a.length === n && a.every((value, i) => Object.is(value, b[i])), "a round trip through JSON changed predictions");
    assert(fit.score(X, y) <= 1, `R² ${fit.score(X, y)}`);
  },
  "gradientDescent in batches"({ X, y, plain, lambda, seed, count }) {
    const { tol: _, maxIterations: __, ...rest } = plain;
    const methods = ["sgd", "momentum", "nesterov", "adam", "adamw"] as const;
    const method = methods[seed % methods.length];
    const options = {
      ...rest,
      lambda: Math.min(lambda, 1),
      method,
      epochs: count,
      batchSize: count,
      seed,
      learningRate: 1e-9,
      standardize: true,
      precision: seed % 2 === 0 ? ("single" as const) : ("double" as const),
    };
    const fit = library.gradientDescent(X, y, frozen(options));
    const { objective } = fit.history;
    // steps too long for far columns grow in either precision; 32 bits run out first, maybe in the second epoch, and the run ends there
    const atZero = y.reduce((sum, value) => sum + value * value, 0) / y.length;
    const ranOut = options.precision === "single" && objective[objective.length - 1] > 1e20 * atZero;
    assert((objective.length === count || ranOut) && finite(objective), `history ${objective}`);
    assert(finite(fit.partialFit(X, y).coefficients), "partialFit gives no numbers");
  },
  theory({ X, y, lambda, seed, count, n, p }) {
    if (n > p + 2) {
      const { degreesOfFreedom } = theory.shrinkageFactors(X, [lambda, lambda + 1]);
      assert(degreesOfFreedom[1] <= degreesOfFreedom[0] && degreesOfFreedom[0] <= p * (1 + 1e-9), `degrees of freedom ${degreesOfFreedom}`);
    }
    const { bias2, variance, mse } = theory.biasVariance({
      ...{
        truth: new Array(p).fill(1),
        design: X,
        noise: 1,
        universes: 10 * count,
        model: { lambda: lambda + 0.1, l1Ratio: seed % 2 },
        seed,
      },
    });
    // an estimate without bias of a bias² near 0 may be below
    assert(mse >= 0 && variance >= 0 && Number.isFinite(bias2), `bias² ${bias2}, variance ${variance}, error ${mse}`);
    if (n > 4) theory.validationCurve(X, y, { lambdas: [0.1, 1] });
  },
};

export const otherCalls: fc.Arbitrary<Command>[] = Object.entries(works).map(([name, work]) =>
  parts.map((given) =>
    command(name, given, (world) => {
      const { data, X } = inputOf(world, given.problem, given.form, given.on);
      const { y, columns } = data;
      const { seed, count, choice } = given;
      const options = optionsOf(choice, data);
      const { penaltyFactors: _, lower: __, upper: ___, ...plain } = options;
      const { error } = thrownBy(() =>
        world.call(() =>
          work({
            ...{
              X,
              y,
              options,
              plain,
              seed,
              count,
              lambda: lambdaOf(choice, data),
              l1Ratio: choice.l1Ratio,
              n: y.length,
              p: columns.length,
            },
            proven: (fit, l1Ratio, asked) => checkCertificate(data, { lambda: fit.lambda, l1Ratio, options: asked }, fit),
          }),
        ),
      );
      const known = error instanceof RangeError && NO_ANSWER.some((says) => says.test(error.message));
      if (error && !known) throw error;
    }),
  ),
);
