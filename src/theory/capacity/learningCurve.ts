import { checkCount, checkNumber, describe, isArrayLike } from "../../check.js";
import { checkSeed, seeded } from "../../random.js";
import type { TableInput, VectorInput } from "../../tables/readTable.js";
import { checkModel, fitAndPredict, type Model } from "../biasVariance/model.js";
import { meanOf, standardError } from "../biasVariance/spreadOf.js";
import { checkOptions } from "../checkOptions.js";
import { type HeldOut, meanSquaredError, readExamples } from "./examples.js";

/** Options of {@link learningCurve}. */
export interface LearningCurveOptions extends HeldOut {
  /** how many examples to learn from, each at most the rows that are not held out */
  sizes: ArrayLike<number>;
  /** options of a fit, or a function that fits */
  model: Model;
  /** how often the examples are drawn again (default 20) */
  repeats?: number;
}

/** What {@link learningCurve} found. Every array has one entry a size; errors are mean squared errors, means over the repeats. */
export interface LearningCurve {
  /** how many examples were learnt from */
  sizes: Float64Array;
  /** on the examples that were learnt from */
  training: Float64Array;
  /** on the examples that were held out */
  test: Float64Array;
  /** standard errors of `training`; 0 with one repeat */
  trainingErrors: Float64Array;
  /** standard errors of `test`; 0 with one repeat */
  testErrors: Float64Array;
}

/**
 * Training and test error by the number of examples: with few, the first is too good to be true and the second is large; with more they
 * meet at the noise (and the bias) (Goodfellow, Bengio, Courville, Deep Learning, figure 5.4; Cortes, Jackel, Solla, Vapnik, Denker 1993).
 * Every repeat shuffles the rows, holds the test rows out, and learns from the first of the others: a smaller size is part of a larger one.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options `sizes` and `model` are required
 * @throws {TypeError | RangeError} when an argument is not what it should be
 */
export function learningCurve(X: TableInput, y: VectorInput, options: LearningCurveOptions): LearningCurve {
  const name = "learningCurve";
  checkOptions(name, options, ["sizes", "model", "repeats", "test", "testShare", "seed"]);
  const { p, learning, split } = readExamples(name, X, y, options, seeded(checkSeed(name, options.seed)));
  const model = checkModel(name, options.model, p);
  const repeats = checkCount(name, "repeats", options.repeats ?? 20);
  const sizes = checkSizes(name, options.sizes, learning);
  const training = Array.from(sizes, () => new Float64Array(repeats));
  const test = Array.from(sizes, () => new Float64Array(repeats));
  for (let r = 0; r < repeats; r++) {
    const examples = split();
    sizes.forEach((size, k) => {
      const rows = examples.learn.X.slice(0, size);
      const target = examples.learn.y.slice(0, size);
      const [seen, unseen] = fitAndPredict(name, model, rows, target, [rows, examples.test.X]);
      training[k][r] = meanSquaredError(target, seen);
      test[k][r] = meanSquaredError(examples.test.y, unseen);
    });
  }
  return {
    sizes,
    training: Float64Array.from(training, meanOf),
    test: Float64Array.from(test, meanOf),
    trainingErrors: Float64Array.from(training, standardError),
    testErrors: Float64Array.from(test, standardError),
  };
}

function checkSizes(name: string, sizes: unknown, learning: number): Float64Array {
  if (!isArrayLike(sizes) || sizes.length === 0)
    throw new TypeError(`${name}: sizes is ${describe(sizes)}, expected an array of numbers with at least one entry`);
  const fits = (x: number) => Number.isInteger(x) && x >= 1 && x <= learning;
  return Float64Array.from({ length: sizes.length }, (_, k) =>
    checkNumber(name, `sizes[${k}]`, sizes[k], fits, `a whole number from 1 to ${learning}, the rows to learn from`),
  );
}
