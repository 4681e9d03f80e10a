// Tables for a person.
import { type AnyFit, layersOf, proof, scoreName, table, termsOf } from "./describe.js";
import { listed, shown } from "./failure.js";
import type { Given } from "./optionList.js";
import type { Problem } from "./problem.js";
import { type AnyFolds, type AnyPath, foldCount, penaltyOf } from "./solve.js";

/** coefficients that are printed at most */
const MOST = 40;

/** what was read */
export function headline(problem: Pick<Problem, "file" | "rows" | "dropped" | "featureNames" | "target" | "family" | "guessed">): string {
  const { file, rows, dropped, featureNames, target, family, guessed } = problem;
  const columns = featureNames.length;
  const left = dropped > 0 ? ` (${dropped} with missing values left out)` : "";
  return `${file}: ${rows} ${rows === 1 ? "row" : "rows"}${left}, ${columns} ${columns === 1 ? "column" : "columns"} of numbers; ${target}, ${family} loss${guessed && family !== "squared" ? " by its values" : ""}`;
}

/** λ and where it comes from */
export function choiceLine(fit: AnyFit, given: Given, folds?: AnyFolds): string {
  const { digits = 4 } = given;
  const at = `${penaltyOf(given, fit.l1Ratio)}, λ = ${shown(fit.lambda, digits)}`;
  if (!folds) return at;
  const { mean, standardError } = folds[folds.choice];
  const many = foldCount(folds);
  const how = folds.choice === "min" ? `the best of ${folds.lambdas.length} λ's` : "the largest λ within one standard error of the best";
  return `${at}: ${how} by ${many}-fold cross-validation, ${folds.measure} ${shown(mean, digits)} ± ${shown(standardError, 2)} on held-out rows`;
}

/** the coefficients of every layer */
export function coefficients(fit: AnyFit, names: readonly string[], sds: Float64Array | undefined, digits = 4): string {
  return layersOf(fit)
    .map((layer) => {
      const terms = termsOf(layer, names, sds);
      const cut = terms.slice(0, MOST);
      const header = [layer.name === undefined ? "" : layer.name, "coefficient", ...(sds ? ["per sd"] : [])];
      const rows = cut.map(({ name, value, perSd }) => [
        name,
        shown(value, digits),
        ...(perSd === undefined ? [] : [shown(perSd, digits)]),
      ]);
      if (layer.intercept !== undefined) rows.unshift(["(intercept)", shown(layer.intercept, digits), ...(sds ? [""] : [])]);
      const zero = names.filter((_, j) => layer.coefficients[j] === 0);
      return [
        table(header, rows),
        ...(terms.length > MOST ? [`  … and ${terms.length - MOST} more`] : []),
        ...(zero.length > 0 ? [`  ${zero.length} ${zero.length === 1 ? "is" : "are"} 0: ${listed(zero, 6)}`] : []),
      ].join("\n");
    })
    .join("\n\n");
}

/** the fit, its score and its proof */
export function fitText(problem: Problem, fit: AnyFit, given: Given, score: number | undefined, folds?: AnyFolds): string {
  const said = score === undefined ? [] : [`${scoreName(fit)} ${shown(score, given.digits)} on the rows it was fitted to`];
  return [
    headline(problem),
    choiceLine(fit, given, folds),
    "",
    coefficients(fit, problem.featureNames, problem.sds, given.digits),
    "",
    ...said,
    proof(fit.certificate),
    "",
  ].join("\n");
}

/** the errors of held-out rows around the chosen λ */
export function foldsText(folds: AnyFolds, digits = 4): string {
  const { min, oneSe, curves, measure } = folds;
  const curve = curves[min.curve];
  const { lambdas, means, standardErrors, path } = curve;
  const places = [...lambdas.keys()];
  const step = Math.max(1, Math.ceil(lambdas.length / 20));
  const near = (k: number) =>
    Math.abs(k - min.k) <= 2 || Math.abs(k - oneSe.k) <= 1 || k === 0 || k === lambdas.length - 1 || k % step === 0;
  const rows = places
    .filter(near)
    .map((k) => [
      shown(lambdas[k], digits),
      shown(means[k], digits),
      Number.isNaN(standardErrors[k]) ? "" : `± ${shown(standardErrors[k], 2)}`,
      String(path.nonzero[k]),
      [k === min.k ? "← best" : "", k === oneSe.k ? "← one standard error" : ""].filter(Boolean).join(" "),
    ]);
  const lines = [
    table(
      ["λ", measure, "", "nonzero", ""],
      rows.map((row) => row),
      0,
    ),
  ];
  if (curves.length > 1) {
    const best = curves.map(({ l1Ratio, means }) => {
      const ordered = Array.from(means).sort((a, b) => (["accuracy", "auc", "concordance"].includes(measure) ? b - a : a - b));
      return [shown(l1Ratio), shown(ordered[0], digits), l1Ratio === min.l1Ratio ? "← best" : ""];
    });
    lines.unshift(table(["ρ", `best ${measure}`, ""], best, 0), "");
  }
  return lines.join("\n");
}

/** λ by λ: how many coefficients, how much is explained, how well it is proven */
export function pathText(path: AnyPath, digits = 4): string {
  const rows = Array.from(path.lambdas, (lambda, k) => [
    shown(lambda, digits),
    String(path.nonzero[k]),
    shown(path.devianceExplained[k], digits),
    Number.isFinite(path.relativeGaps[k]) ? shown(path.relativeGaps[k], 2) : "",
    path.converged[k] ? "" : "NOT CONVERGED",
  ]);
  return table(["λ", "nonzero", "deviance explained", "relative gap", ""], rows, 0);
}
