// Paths and folds as the options ask for them.
import { type CrossValidation, crossValidate, type Fit, type Path, path } from "shrinkage";
import type { ShardCrossValidation } from "shrinkage/shards";
import { usage } from "./failure.js";
import { asked } from "./library.js";
import type { Given } from "./optionList.js";
import type { Problem } from "./problem.js";
import type { progressOn } from "./progress.js";

/** Fits of any family: what they have in common is asked of them by `in`. */
export type AnyPath = Path<Fit>;
export type AnyFolds = CrossValidation<Fit> | ShardCrossValidation;

/** how many folds there were */
export const foldCount = (folds: AnyFolds): number => ("repeats" in folds ? folds.repeats[0].weights : folds.weights).length;

/** ρ, or several of them */
export function ratiosOf(given: Given): number[] {
  const { penalty, "l1-ratio": ratios } = given;
  if (ratios !== undefined && penalty !== undefined && penalty !== "elastic-net")
    throw usage(`--l1-ratio is given with --penalty ${penalty}, expected --penalty elastic-net, or one of the two`);
  if (ratios) return ratios;
  return penalty === "ridge" ? [0] : penalty === "elastic-net" ? [0.5] : [1];
}

/** the penalty in words */
export function penaltyOf(given: Given, l1Ratio: number): string {
  if (given.penalty === "mcp" || given.penalty === "scad") return given.penalty;
  return l1Ratio === 1 ? "lasso" : l1Ratio === 0 ? "ridge" : `elastic net, ρ = ${l1Ratio}`;
}

/** what every fit is told */
export function commonOptions(given: Given) {
  return {
    standardize: given.standardize,
    fitIntercept: given.intercept,
    tol: given.tol,
    maxIterations: given["max-iterations"],
    lower: given.lower,
    upper: given.upper,
    count: given.count,
    minRatio: given["min-ratio"],
  };
}

function optionsOf({ family, weights, offset, groups }: Problem, given: Given) {
  for (const [option, of] of [
    ["delta", "huber"],
    ["ties", "cox"],
  ] as const)
    if (given[option] !== undefined && family !== of) throw usage(`--${option} is given with --family ${family}, expected --family ${of}`);
  if (given.gamma !== undefined && given.penalty !== "mcp" && given.penalty !== "scad")
    throw usage("--gamma is given, expected --penalty mcp or scad beside it");
  return defined({ ...commonOptions(given), loss: family, weights, offset, groups, delta: given.delta, ties: given.ties });
}

/** fits at the λ's asked for, or at one */
export function pathOf(
  problem: Problem,
  given: Given,
  lambdas: readonly number[] | undefined,
  progress: ReturnType<typeof progressOn>,
): AnyPath {
  const [l1Ratio, ...more] = ratiosOf(given);
  if (more.length > 0) throw usage("--l1-ratio has several values, expected one; cv chooses between several");
  const concave = given.penalty === "mcp" || given.penalty === "scad" ? { penalty: given.penalty, gamma: given.gamma } : { l1Ratio };
  const options = defined({
    ...optionsOf(problem, given),
    ...concave,
    lambdas,
    ...(lambdas && { count: undefined, minRatio: undefined }),
    onProgress: progress.onProgress,
  });
  try {
    return asked(problem.file, problem.raw, () => path(problem.X, problem.y as never, options as never)) as unknown as AnyPath;
  } finally {
    progress.end();
  }
}

/** λ chosen by folds */
export function foldsOf(problem: Problem, given: Given, progress: ReturnType<typeof progressOn>): CrossValidation<Fit> {
  if (given.penalty === "mcp" || given.penalty === "scad")
    throw usage(`--penalty ${given.penalty} is not cross-validated, expected fit with --lambda, or path`);
  const ratios = ratiosOf(given);
  const options = defined({
    ...optionsOf(problem, given),
    l1Ratio: ratios.length === 1 ? ratios[0] : ratios,
    lambdas: given.lambdas,
    folds: given.folds,
    repeats: given.repeats,
    seed: given.seed,
    measure: given.measure,
    choice: given.choice,
    rowGroups: problem.rowGroups,
    onProgress: progress.onProgress,
  });
  // without groups of columns, `groups` of rows need no second name
  const named = options as Record<string, unknown>;
  try {
    return asked(problem.file, problem.raw, () =>
      crossValidate(problem.X, problem.y as never, named as never),
    ) as unknown as CrossValidation<Fit>;
  } finally {
    progress.end();
  }
}

/** the options that have a value */
export function defined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
