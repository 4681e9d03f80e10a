// The report: one page with all that it needs, of what a command has computed.
import { basename } from "node:path";
import type { CrossValidation, Fit } from "shrinkage";
import { type AnyFit, layersOf, proof, scoreName, termsOf } from "../describe.js";
import { listed, shown } from "../failure.js";
import { profileOf } from "../inspect.js";
import type { Given } from "../optionList.js";
import { MISSING, type Problem } from "../problem.js";
import { type AnyPath, penaltyOf } from "../solve.js";
import { errorChart, pathChart } from "./curves.js";
import { escaped, htmlTable } from "./html.js";
import { termChart } from "./judged.js";
import { judgement } from "./judgement.js";
import { style } from "./style.js";

/** What a report is made of. */
export interface Parts {
  readonly problem: Problem;
  readonly given: Given;
  /** the fit that the report is of; of a path alone there is none */
  readonly fit?: AnyFit;
  readonly folds?: CrossValidation<Fit>;
  readonly path: AnyPath;
  readonly score?: number;
}

/** rows of a table at most, columns of the data and coefficients alike */
const MOST = 60;

/** the whole page */
export function page(parts: Parts): string {
  const { problem } = parts;
  const title = `${problem.target} from ${basename(problem.file)}`;
  const sections = [
    headOf(parts, title),
    dataOf(problem, parts.given),
    lambdaOf(parts),
    pathOf(parts),
    coefficientsOf(parts),
    judgement(parts),
    proofOf(parts),
    useOf(parts),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="shrinkage-cli">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${sections.filter(Boolean).join("\n")}
</main>
</body>
</html>
`;
}

function headOf({ problem, given, fit, folds, path, score }: Parts, title: string): string {
  const { rows, dropped, featureNames, family } = problem;
  const chosen = folds?.[folds.choice];
  const figures: [string, string][] = [
    ["rows", String(rows)],
    ["columns of numbers", String(featureNames.length)],
    ...(fit
      ? ([
          ["λ", shown(fit.lambda)],
          ["coefficients not 0", String(fit.nonzero)],
        ] as [string, string][])
      : ([["λ's", String(path.lambdas.length)]] as [string, string][])),
    ...(chosen
      ? ([
          [
            `${folds?.measure}, held-out rows`,
            `${shown(chosen.mean)}${Number.isNaN(chosen.standardError) ? "" : ` ± ${shown(chosen.standardError, 2)}`}`,
          ],
        ] as [string, string][])
      : []),
    ...(fit && score !== undefined ? ([[`${scoreName(fit)}, fitted rows`, shown(score)]] as [string, string][]) : []),
  ];
  const standardised = given.standardize ? ", penalty per standard deviation" : "";
  return `<h1>${escaped(title)}</h1>
<p class="soft">${escaped(`${family} loss, ${penaltyOf(given, fit?.l1Ratio ?? path.l1Ratio)}${standardised}${dropped > 0 ? `; ${dropped} rows with missing values were left out` : ""}`)}</p>
<dl class="figures">${figures.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`).join("")}</dl>`;
}

function dataOf({ raw, rows, featureNames }: Problem, given: Given): string {
  if (!raw) return `<h2>Data</h2><p>${rows} rows of a sparse table with ${featureNames.length} columns.</p>`;
  const names = [...raw.columns.keys()].filter((name) => !given.ignore?.includes(name));
  const of = (x: number | undefined) => (x === undefined ? "" : shown(x));
  const lines = names.slice(0, MOST).map((name) => {
    const { kind, missing, mean, sd, min, max, levels, most } = profileOf(raw, name, given["missing-values"] ?? MISSING);
    return [
      name,
      kind,
      missing ? String(missing) : "",
      of(mean),
      of(sd),
      of(min),
      of(max),
      levels === undefined
        ? ""
        : `${levels}: ${most?.map(([level, count]) => `${level.slice(0, 20)} ${count}`).join(", ")}${levels > 3 ? ", …" : ""}`,
    ];
  });
  const more = names.length > MOST ? `<p class="soft">… and ${names.length - MOST} more columns</p>` : "";
  return `<h2>Data</h2>${htmlTable(["column", "kind", "missing", "mean", "sd", "min", "max", "levels"], lines)}${more}`;
}

function lambdaOf({ folds }: Parts): string {
  if (!folds) return "";
  const { min, oneSe, measure, repeats, choice, curves } = folds;
  const times = repeats.length > 1 ? `, ${repeats.length} times` : "";
  const ratios = curves.length > 1 ? ` ρ = ${min.l1Ratio} is the best of ${curves.map(({ l1Ratio }) => l1Ratio).join(", ")}.` : "";
  const line = ({ lambda, mean, standardError }: typeof min) =>
    `λ = ${shown(lambda)} (${measure} ${shown(mean)} ± ${shown(standardError, 2)})`;
  return `<h2>Choosing λ</h2>
<p>${escaped(`${repeats[0].weights.length}-fold cross-validation${times}. The best is ${line(min)}; the largest λ within one standard error of it is ${line(oneSe)}. This report is of the ${choice === "min" ? "former" : "latter"}.${ratios}`)}</p>
<figure>${errorChart(folds as never)}</figure>`;
}

function pathOf({ path, problem, fit }: Parts): string {
  const { featureNames, sds } = problem;
  const last = path.lambdas.length - 1;
  const table =
    path.lambdas.length <= 1
      ? ""
      : `<details><summary>as a table</summary>${htmlTable(
          ["λ", "not 0", "deviance explained", "relative gap"],
          Array.from(path.lambdas, (lambda, k) => [
            shown(lambda),
            String(path.nonzero[k]),
            shown(path.devianceExplained[k]),
            Number.isFinite(path.relativeGaps[k]) ? shown(path.relativeGaps[k], 2) : "",
          ]),
        )}</details>`;
  return `<h2>Path</h2><p>${escaped(`The coefficients as the penalty gets weaker: ${path.nonzero[0]} are not 0 at λ = ${shown(path.lambdas[0])}, ${path.nonzero[last]} at λ = ${shown(path.lambdas[last])}, where ${shown(100 * path.devianceExplained[last], 3)} % of the deviance is explained.`)}</p>
<figure>${pathChart(path as never, featureNames, sds, fit?.lambda)}</figure>${table}`;
}

function coefficientsOf({ fit, problem }: Parts): string {
  if (!fit) return "";
  const { featureNames: names, sds } = problem;
  const layers = layersOf(fit).map((layer) => {
    const terms = termsOf(layer, names, sds);
    const zero = names.filter((_, j) => layer.coefficients[j] === 0);
    const rows = terms
      .slice(0, MOST)
      .map(({ name, value, perSd }) => [name, shown(value, 6), ...(perSd === undefined ? [] : [shown(perSd)])]);
    if (layer.intercept !== undefined) rows.unshift(["(intercept)", shown(layer.intercept, 6), ...(sds ? [""] : [])]);
    const left = [
      terms.length > MOST ? `${terms.length - MOST} more are not 0.` : "",
      zero.length > 0 ? `${zero.length} of ${names.length} are 0: ${listed(zero, 12)}.` : "",
    ];
    return `${layer.name === undefined ? "" : `<h3>${escaped(layer.name)}</h3>`}${terms.length > 0 ? `<figure>${termChart(terms)}</figure>` : ""}${htmlTable(["column", "coefficient", ...(sds ? ["per sd"] : [])], rows)}<p class="soft">${escaped(left.filter(Boolean).join(" "))}</p>`;
  });
  return `<h2>Coefficients</h2>${layers.join("")}`;
}

function proofOf({ fit, path }: Parts): string {
  const worst = path.relativeGaps.reduce((a, b) => Math.max(a, b), 0);
  const bad = path.converged.filter((each) => !each).length;
  const isProven = fit ? fit.certificate.converged : bad === 0;
  const said = fit
    ? proof(fit.certificate)
    : bad > 0
      ? `${bad} of ${path.converged.length} λ's are NOT CONVERGED`
      : Number.isFinite(worst)
        ? `every λ is proven within ${shown(worst, 2)} of the null model's objective of the smallest possible one`
        : "every λ is stationary";
  return `<h2>Proof</h2><p class="proof${isProven ? "" : " open"}">${escaped(`${said[0].toUpperCase()}${said.slice(1)}.`)}</p>
<p class="soft">The duality gap is computed from the answer itself: no other coefficients can have an objective that is smaller by more than that.</p>`;
}

function useOf({ problem, given, fit }: Parts): string {
  if (!fit) return "";
  const file = given.save ?? "model.json";
  const other = problem.encoding ? "new.csv" : "new.libsvm";
  const first =
    problem.raw && [...problem.raw.columns].filter(([name]) => problem.encoding?.groups.some((group) => group.split(":").includes(name)));
  const record = first?.slice(0, 6).map(([name, cells]) => `${JSON.stringify(name)}: ${JSON.stringify(cellOf(cells[0]))}`);
  const saved = given.save ? "" : `<p>--save ${escaped(file)} writes the model.</p>`;
  const code = record
    ? `import { readFileSync } from "node:fs";\nimport { Model } from "shrinkage";\n\nconst model = Model.fromJSON(readFileSync(${JSON.stringify(file)}, "utf8"));\nmodel.predict([{ ${record.join(", ")}${(first?.length ?? 0) > 6 ? ", …" : ""} }]);`
    : "";
  return `<h2>How to predict</h2>${saved}<pre>npx shrinkage-cli predict ${escaped(file)} ${other}</pre>${code ? `<pre>${escaped(code)}</pre>` : ""}`;
}

/** a cell as code would have it */
const cellOf = (cell: unknown): unknown =>
  typeof cell === "bigint"
    ? Number(cell)
    : typeof cell === "string" && cell.trim() !== "" && Number.isFinite(Number(cell))
      ? Number(cell)
      : (cell ?? "");
