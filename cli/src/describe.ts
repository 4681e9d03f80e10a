// What a fit says, for tables, JSON and the report alike.
import type { Certificate, CoxFit, Fit, LogisticFit, MultinomialFit } from "shrinkage";
import { shown } from "./failure.js";
import { type AnyFolds, foldCount } from "./solve.js";

export type AnyFit = Fit | LogisticFit | MultinomialFit | CoxFit;

/** Coefficients of one class, or of all that there is. */
export interface Layer {
  /** the class; undefined where there is but one layer */
  readonly name?: string;
  readonly intercept?: number;
  readonly coefficients: Float64Array;
}

/** the layers of a fit */
export function layersOf(fit: AnyFit): Layer[] {
  if ("intercepts" in fit)
    return fit.classes.map((name, k) => ({ name: String(name), intercept: fit.intercepts[k], coefficients: fit.coefficients[k] }));
  return [{ intercept: "intercept" in fit ? fit.intercept : undefined, coefficients: fit.coefficients }];
}

/** One coefficient. */
export interface Term {
  readonly name: string;
  readonly value: number;
  /** per standard deviation of its column */
  readonly perSd?: number;
}

/** the coefficients that are not 0, the largest per standard deviation first */
export function termsOf({ coefficients }: Layer, names: readonly string[], sds?: Float64Array): Term[] {
  const terms = Array.from(coefficients, (value, j): Term => ({ name: names[j] ?? `x${j + 1}`, value, perSd: sds && value * sds[j] }));
  const size = ({ value, perSd }: Term) => Math.abs(perSd ?? value);
  return terms.filter(({ value }) => value !== 0).sort((a, b) => size(b) - size(a));
}

/** the proof in words */
export function proof({ gap, relativeGap, converged, stationarity, convexRegion, iterations }: Certificate): string {
  if (stationarity !== undefined) {
    const what = convexRegion
      ? "the objective is convex there, so this is the minimum"
      : "the objective is not convex: there may be a better minimum";
    return `${converged ? "stationary" : "NOT CONVERGED"}: first-order conditions hold to ${shown(stationarity, 2)} of λ; ${what}`;
  }
  const bound = `proven within ${shown(gap, 2)} of the smallest possible objective, ${shown(relativeGap, 2)} of the null model's`;
  return converged ? bound : `NOT CONVERGED after ${iterations} iterations: ${bound}`;
}

/** a fit for --json */
export function asJson(fit: AnyFit, names: readonly string[]): object {
  const record = ({ coefficients }: Layer) => Object.fromEntries(Array.from(coefficients, (value, j) => [names[j] ?? `x${j + 1}`, value]));
  const layers = layersOf(fit);
  const [only] = layers;
  const body =
    "intercepts" in fit
      ? { classes: fit.classes, intercepts: Array.from(fit.intercepts), coefficients: layers.map(record) }
      : {
          ...("classes" in fit && { classes: fit.classes }),
          ...(only.intercept !== undefined && { intercept: only.intercept }),
          coefficients: record(only),
        };
  return { lambda: fit.lambda, l1Ratio: fit.l1Ratio, nonzero: fit.nonzero, ...body, certificate: fit.certificate };
}

/** folds for --json */
export function foldsJson(found: AnyFolds): object {
  const { measure, choice, min, oneSe, curves } = found;
  const list = (numbers: ArrayLike<number>) => Array.from(numbers);
  return {
    measure,
    folds: foldCount(found),
    choice,
    min,
    oneSe,
    curves: curves.map(({ l1Ratio, lambdas, means, standardErrors, path }) => ({
      l1Ratio,
      lambdas: list(lambdas),
      means: list(means),
      standardErrors: list(standardErrors),
      nonzero: list(path.nonzero),
    })),
  };
}

/** rows of cells as lines, numbers to the right */
export function table(header: readonly string[], rows: readonly (readonly string[])[], left = 1): string {
  const widths = header.map((cell, j) => Math.max(cell.length, ...rows.map((row) => row[j].length)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, j) => (j < left ? cell.padEnd(widths[j]) : cell.padStart(widths[j]))).join("  ")}`.trimEnd();
  return [line(header), ...rows.map(line)].join("\n");
}

/** what a number of score is called */
export const scoreName = (fit: AnyFit): string =>
  "classes" in fit ? "accuracy" : "events" in fit || !("intercept" in fit) ? "concordance" : "R²";
