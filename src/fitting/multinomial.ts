import { describe } from "../check.js";
import { type ClassOptions, weighClasses } from "../options/classWeights.js";
import { checkL1Ratio, checkLambda, type FitOptions } from "../options/commonOptions.js";
import { checkGrouped, checkGroups, GROUP_OPTIONS, type GroupOptions, type LayerOptions } from "../options/groups.js";
import { layersStart } from "../options/warmStart.js";
import { fitOn, readCall } from "../problem/call.js";
import { MultinomialFit } from "../results/multinomialFit.js";
import { jointFitPlaced } from "../solvers/jointPath.js";
import { multinomialModel } from "../solvers/multinomialModel.js";
import { type Label, readLabels } from "../tables/labels.js";
import type { OffsetOptions } from "../tables/offset.js";
import type { TableInput } from "../tables/readTable.js";

/** Options of {@link multinomial}; `lambda` is required, `warmStart` takes a MultinomialFit. */
export interface MultinomialOptions extends Omit<FitOptions, "warmStart">, GroupOptions, LayerOptions, OffsetOptions, ClassOptions {
  /** ρ from 0 (ridge) to 1 (lasso); default 1 */
  l1Ratio?: number;
  /** start from this fit's coefficients, by name if both it and X know names */
  warmStart?: MultinomialFit;
}

/** y is labels of two kinds or more */
export const ofLabels = (y: unknown) => (name: string, rows: number) => {
  const { labels, places } = readLabels(name, y, rows);
  return { labels, targets: [places], layers: labels.length };
};

/**
 * Softmax regression of K ≥ 2 classes (Hastie, Tibshirani, Friedman 2009, section 4.4; Zhu, Hastie 2004): minimises
 * (1/n) Σ sᵢ(log Σₖ exp(ηᵢₖ) − ηᵢ of the class that was seen) + λ Σⱼ vⱼ Σₖ(ρ|βⱼₖ| + (1−ρ)/2 βⱼₖ²) by Newton's method with the exact second
 * derivative on a working set, and proves it by a duality gap. With `grouped` the penalty of a column is λvⱼ(ρ‖βⱼ‖ + (1−ρ)/2 ‖βⱼ‖²), and it
 * is in use for all classes or for none.
 *
 * A common shift of all classes changes no probability: intercepts sum to 0, and so do the coefficients of a column where ρ is 0 or the
 * column has no penalty. Of an even number of classes the lasso may leave a column two classes between whose coefficients a shift costs
 * nothing; probabilities are the same there. For two classes with ρ = 0 it is {@link logistic} at λ/2 with coefficients ±½ of its; with
 * ρ = 1 at λ, where only one of the two classes need have a coefficient.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n labels of two kinds or more: numbers, booleans or strings
 * @param given `lambda` is required; `l1Ratio` is ρ (default 1); `grouped` (default false), `groups`, `groupSparsity`, `groupFactors`
 * @returns the fit; where `certificate.converged` is false the gap says how far it is from the optimum, and a warning was printed. At
 *   λ = 0 classes that X separates have no optimum: their loss is brought as near to 0 as `tol` asks, which the gap proves.
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function multinomial(X: TableInput, y: ArrayLike<Label>, given: MultinomialOptions): MultinomialFit {
  const name = "multinomial";
  const options = weighClasses(name, y, given);
  const { warmStart, ...common } = options ?? {};
  const call = readCall(name, X, options, ["lambda", "l1Ratio", "grouped", ...GROUP_OPTIONS, "offset"], ofLabels(y), common);
  const { labels, table, settings } = call;
  if (warmStart !== undefined && !(warmStart instanceof MultinomialFit))
    throw new TypeError(`${name}: warmStart is ${describe(warmStart, "MultinomialFit")}, expected a MultinomialFit`);
  const start = warmStart && layersStart(name, warmStart, labels.length, table.columns, settings.featureNames);
  const lambda = checkLambda(name, options.lambda);
  const l1Ratio = checkL1Ratio(name, options.l1Ratio);
  const grouped = checkGrouped(name, options.grouped, settings.bounded);
  const groups = checkGroups(name, options, table.columns, settings.bounded);
  return fitOn(call, (memory, problem) =>
    jointFitPlaced(memory, problem, multinomialModel(problem, call.targets[0], labels, { grouped, groups }), lambda, l1Ratio, start),
  );
}
