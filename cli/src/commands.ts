// fit, cv and path.
import { type CrossValidation, type Fit, type ModelFit, model } from "shrinkage";
import { type AnyFit, asJson, foldsJson, scoreName } from "./describe.js";
import { CODES } from "./failure.js";
import type { Given } from "./optionList.js";
import { fitText, foldsText, headline, pathText } from "./print.js";
import { type Problem, readProblem } from "./problem.js";
import { progressOn } from "./progress.js";
import { type AnyPath, foldsOf, pathOf, ratiosOf } from "./solve.js";
import { checkPlace, write } from "./write.js";

/** Where a command's answer goes. */
export interface Outlet {
  print(text: string): void;
  note(message: string): void;
}

/** the model as predict reads it: encoding and fit, of libsvm the fit alone */
export function modelText({ encoding }: Pick<Problem, "encoding">, fit: AnyFit): string {
  return `${JSON.stringify(encoding ? model(encoding, fit as ModelFit) : fit)}\n`;
}

/** checks what will be written, and what needs no data, before hours of work */
function checkPlaces(given: Given): void {
  const { save, report, output } = given;
  ratiosOf(given);
  if (save) checkPlace(save, "save");
  if (report) checkPlace(report, "report");
  if (output) checkPlace(output, "output");
}

export async function fit(file: string, given: Given, { print, note }: Outlet): Promise<number> {
  checkPlaces(given);
  const progress = progressOn(process.stderr, given.quiet ?? false);
  const problem = await readProblem(file, given, note);
  const chooses = given.lambda === undefined;
  const folds = chooses ? foldsOf(problem, given, progress) : undefined;
  const answer = (folds ? folds.fit : pathOf(problem, given, [given.lambda as number], progress).fit(0)) as AnyFit;
  return finish("fit", problem, given, answer, folds, { print, note });
}

export async function cv(file: string, given: Given, { print, note }: Outlet): Promise<number> {
  checkPlaces(given);
  const progress = progressOn(process.stderr, given.quiet ?? false);
  const problem = await readProblem(file, given, note);
  const folds = foldsOf(problem, given, progress);
  return finish("cv", problem, given, folds.fit as AnyFit, folds, { print, note });
}

export async function path(file: string, given: Given, { print, note }: Outlet): Promise<number> {
  checkPlaces(given);
  const progress = progressOn(process.stderr, given.quiet ?? false);
  const problem = await readProblem(file, given, note);
  const answer = pathOf(problem, given, given.lambdas, progress);
  const { lambdas, featureNames = problem.featureNames } = answer;
  if (given.output) write(given.output, coefficientsCsv(answer, featureNames));
  if (given.report) await report(given.report, { problem, given, path: answer });
  if (given.json) {
    const fits = Array.from(lambdas, (_, k) => asJson(answer.fit(k) as AnyFit, featureNames));
    const explained = Array.from(answer.devianceExplained);
    print(`${JSON.stringify({ command: "path", ...account(problem), devianceExplained: explained, fits })}\n`);
  } else print(`${headline(problem)}\n\n${pathText(answer, given.digits)}\n${written(given)}`);
  return answer.converged.every(Boolean) ? CODES.done : CODES.notConverged;
}

/** scores, writes and prints a fit */
async function finish(
  command: string,
  problem: Problem,
  given: Given,
  fit: AnyFit,
  folds: CrossValidation<Fit> | undefined,
  { print }: Outlet,
): Promise<number> {
  const score = scoreOf(problem, fit);
  if (given.save) write(given.save, modelText(problem, fit));
  if (given.report) {
    const curve = folds?.curves[folds[folds.choice].curve].path;
    await report(given.report, {
      problem,
      given,
      fit,
      folds,
      path: curve ?? pathOf(problem, { ...given, lambda: undefined }, undefined, progressOn(process.stderr, true)),
      score,
    });
  }
  if (given.json)
    print(
      `${JSON.stringify({ command, ...account(problem), ...asJson(fit, problem.featureNames), score, scoreName: scoreName(fit), ...(folds && { cv: foldsJson(folds) }) })}\n`,
    );
  else if (command === "cv") {
    const text = fitText(problem, fit, given, score, folds).split("\n");
    print([...text.slice(0, 2), "", foldsText(folds as CrossValidation<Fit>, given.digits), ...text.slice(2)].join("\n") + written(given));
  } else print(fitText(problem, fit, given, score, folds) + written(given));
  return fit.certificate.converged ? CODES.done : CODES.notConverged;
}

/** the page is made of parts that other commands need not load */
async function report(file: string, parts: import("./report/page.js").Parts): Promise<void> {
  const { page } = await import("./report/page.js");
  write(file, page(parts));
}

export function scoreOf({ X, y, offset }: Problem, fit: AnyFit): number | undefined {
  const score = fit.score as (X: unknown, y: unknown, options?: object) => number;
  return score.call(fit, X, y, offset ? { offset } : {});
}

const account = ({ file, rows, dropped, featureNames, target, family }: Problem) => ({
  file,
  rows,
  dropped,
  columns: featureNames.length,
  target,
  family,
});

const written = ({ save, report, output }: Given) =>
  [
    ["model", save],
    ["report", report],
    ["coefficients", output],
  ]
    .map(([what, file]) => (file ? `${what} written to ${file}\n` : ""))
    .join("");

/** one row a λ (and class), one column a coefficient */
function coefficientsCsv(path: AnyPath, names: readonly string[]): string {
  const first = path.fit(0) as AnyFit;
  const classes = "intercepts" in first ? first.classes.map(String) : undefined;
  const header = ["lambda", ...(classes ? ["class"] : []), "intercept", ...names];
  const lines = Array.from(path.lambdas).flatMap((lambda, k) => {
    const all = path.coefficients(k) as unknown as Float64Array | Float64Array[];
    const layers = all instanceof Float64Array ? [all] : all;
    const intercepts = path.intercepts as unknown as (number | Float64Array)[];
    return layers.map((each, c) => {
      const intercept = intercepts[k];
      return [lambda, ...(classes ? [cell(classes[c])] : []), typeof intercept === "number" ? intercept : intercept[c], ...each].join(",");
    });
  });
  return `${[header.map(cell).join(","), ...lines].join("\n")}\n`;
}

/** a cell of CSV */
export const cell = (value: unknown): string => {
  const text = String(value ?? "");
  return /[",\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
