// How good the predictions are: of held-out rows where there are some, else of the rows that were fitted.
import type { AnyFit } from "../describe.js";
import { shown } from "../failure.js";
import type { Problem } from "../problem.js";
import { escaped, htmlTable } from "./html.js";
import { calibrationChart, residualChart, rocChart, survivalChart } from "./judged.js";
import type { Parts } from "./page.js";

/** the section; nothing of a path alone */
export function judgement({ problem, fit, folds }: Parts): string {
  if (!fit) return "";
  const predicted = (folds?.predictions ?? ofFitted(problem, fit)) as unknown;
  const whose = folds
    ? "Every row is predicted by a fit that has not seen it."
    : "Of the rows that were fitted: new rows will be predicted less well.";
  const y = problem.y as ArrayLike<unknown>;
  if (problem.family === "cox") {
    const { time, event } = problem.y as { time: ArrayLike<number>; event: ArrayLike<boolean> };
    return section("Survival", whose, `<figure>${survivalChart(time, event, predicted as Float64Array)}</figure>`);
  }
  if ("intercepts" in fit) return section("Classes", whose, confusion(y, fit.classes, predicted as Float64Array[]));
  if ("classes" in fit) {
    const isSecond = Array.from(y, (label) => String(label) === String(fit.classes[1]));
    const chances = predicted as Float64Array;
    const right = isSecond.filter((is, i) => is === chances[i] > 0.5).length / isSecond.length;
    const text = `${whose} The probabilities are those of ${fit.classes[1]}; ${shown(100 * right, 3)} % of the rows are on the right side of one half.`;
    return section(
      "ROC and calibration",
      text,
      `<div class="pair"><figure>${rocChart(isSecond, chances)}</figure><figure>${calibrationChart(isSecond, chances)}</figure></div>`,
    );
  }
  if (problem.family === "squaredHinge") return "";
  return section("Residuals", whose, `<figure>${residualChart(y as ArrayLike<number>, predicted as Float64Array)}</figure>`);
}

const section = (title: string, text: string, content: string) => `<h2>${title}</h2><p>${escaped(text)}</p>${content}`;

/** what the fit says of its own rows, in the form that cross-validation has */
function ofFitted({ X, offset }: Problem, fit: AnyFit): unknown {
  const options = offset ? { offset } : {};
  const given = fit as unknown as Record<string, (X: unknown, options: object) => unknown>;
  return "classes" in fit ? given.predictProbability(X, options) : given.predict(X, options);
}

/** how many rows of each class are taken for which */
function confusion(y: ArrayLike<unknown>, classes: readonly unknown[], chances: readonly Float64Array[]): string {
  const names = classes.map(String);
  const counts = names.map(() => names.map(() => 0));
  chances.forEach((row, i) => {
    const said = row.reduce((best, value, k) => (value > row[best] ? k : best), 0);
    const truth = names.indexOf(String(y[i]));
    if (truth >= 0) counts[truth][said]++;
  });
  const right = counts.reduce((sum, row, k) => sum + row[k], 0) / chances.length;
  const rows = counts.map((row, k) => [names[k], ...row.map(String)]);
  return `<p>${shown(100 * right, 3)} % are right. Rows: what is; columns: what is predicted.</p>${htmlTable(["", ...names], rows)}`;
}
