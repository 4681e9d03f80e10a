// --stream: a file is read piece by piece, and no row is kept. Least squares takes two passes, other losses one a round, with folds as without.
import { type ModelFit, model, type Path } from "shrinkage";
import { type ShardCrossValidation, shardsOf } from "shrinkage/shards";
import type { Outlet } from "./commands.js";
import { type AnyFit, asJson, foldsJson, proof } from "./describe.js";
import { CODES, usage } from "./failure.js";
import { failureOf } from "./library.js";
import type { Given } from "./optionList.js";
import { choiceLine, coefficients, foldsText, headline, pathText } from "./print.js";
import { progressOn } from "./progress.js";
import { type AnyPath, commonOptions, defined, ratiosOf } from "./solve.js";
import { readStreamed, type Streamed } from "./streamed.js";
import { formatOf } from "./tables/open.js";
import { IN_PIECES } from "./tables/pieces.js";
import { checkFile, nameOf } from "./tables/text.js";
import { checkPlace, write } from "./write.js";

/** options that need rows in memory */
const ROWS: readonly (keyof Given)[] = [
  "repeats",
  "row-groups",
  "offset",
  "groups",
  "report",
  "output",
  "delta",
  "ties",
  "gamma",
  "time",
  "event",
];
const FAMILIES: readonly string[] = ["squared", "logistic", "multinomial", "poisson"];

type Command = "fit" | "cv" | "path";

export async function stream(command: Command, file: string, given: Given, { print, note }: Outlet): Promise<number> {
  const folds = command === "cv" || (command === "fit" && given.lambda === undefined);
  checkOptions(command, file, given);
  const streamed = await readStreamed(file, given, note);
  const { encoding, family, guessed, rows, dropped } = streamed;
  const { featureNames } = encoding;
  checkFamily(family, given);
  const account = { file: nameOf(file), rows, dropped, featureNames, target: given.target as string, family, guessed };
  const { save, json, digits } = given;
  const head = { command, ...account, featureNames: undefined, columns: featureNames.length };
  const found = await solved(streamed, file, given, folds);
  if (command === "path") {
    const path = found as AnyPath;
    const fits = () => Array.from(path.lambdas, (_, k) => asJson(path.fit(k) as AnyFit, featureNames));
    if (json) print(`${JSON.stringify({ ...head, devianceExplained: Array.from(path.devianceExplained), fits: fits() })}\n`);
    else print(`${headline(account)}\n\n${pathText(path, digits)}\n`);
    return path.converged.every(Boolean) ? CODES.done : CODES.notConverged;
  }
  const cv = folds ? (found as ShardCrossValidation) : undefined;
  const fit = (cv ? cv.fit : (found as Path).fit(0)) as AnyFit;
  if (save) write(save, `${JSON.stringify(model(encoding, fit as ModelFit))}\n`);
  if (json) print(`${JSON.stringify({ ...head, ...asJson(fit, featureNames), ...(cv && { cv: foldsJson(cv) }) })}\n`);
  else {
    const table = command === "cv" && cv ? ["", foldsText(cv, digits)] : [];
    const end = ["", coefficients(fit, featureNames, undefined, digits), "", proof(fit.certificate), ""];
    print([headline(account), choiceLine(fit, given, cv), ...table, ...end].join("\n") + (save ? `model written to ${save}\n` : ""));
  }
  return fit.certificate.converged ? CODES.done : CODES.notConverged;
}

/** what can be said before the file is read */
function checkOptions(command: Command, file: string, given: Given): void {
  const format = formatOf(file, given);
  if (!IN_PIECES.includes(format)) throw usage(`--stream is given with a file in the format ${format}, expected ${IN_PIECES.join(", ")}`);
  if (file === "-") throw usage("--stream reads a file more than once, expected a file, not stdin");
  if (given.penalty === "mcp" || given.penalty === "scad")
    throw usage(`--stream is given with --penalty ${given.penalty}, expected lasso, ridge or elastic-net`);
  const odd = ROWS.find((option) => given[option] !== undefined);
  if (odd) throw usage(`--stream is given with --${odd}, which needs rows in memory, expected one of the two`);
  if (given.family !== undefined) checkFamily(given.family, given);
  if (ratiosOf(given).length > 1 && (command === "path" || given.lambda !== undefined))
    throw usage("--l1-ratio has several values, expected one; cv chooses between several");
  if (given.save) checkPlace(given.save, "save");
  checkFile(file);
}

function checkFamily(family: string, { lower, upper }: Given): void {
  if (!FAMILIES.includes(family)) throw usage(`--stream is given with ${family} loss, expected ${FAMILIES.join(", ")}`);
  if (family === "squared") return;
  if (lower !== undefined || upper !== undefined)
    throw usage(`--${lower === undefined ? "upper" : "lower"} is given with --stream and ${family} loss, expected neither`);
}

async function solved(
  { chunks, family, classes }: Streamed,
  file: string,
  given: Given,
  folds: boolean,
): Promise<AnyPath | ShardCrossValidation> {
  const progress = progressOn(process.stderr, given.quiet ?? false);
  const { lambda, lambdas, folds: many, seed, measure, choice } = given;
  const ratios = ratiosOf(given);
  const common = { ...commonOptions(given), onProgress: progress.onProgress };
  const l1Ratio = ratios.length === 1 ? ratios[0] : ratios;
  try {
    const shards = shardsOf(chunks as never);
    if (folds) {
      const options = { ...common, l1Ratio, lambdas, folds: many, seed, measure, choice, loss: family, classes };
      return (await shards.crossValidate(defined(options) as never)) as ShardCrossValidation;
    }
    const sequence = lambda === undefined ? { lambdas } : { lambdas: [lambda], count: undefined, minRatio: undefined };
    const options = { ...common, l1Ratio, ...sequence, loss: family, classes };
    return (await shards.path(defined(options) as never)) as unknown as AnyPath;
  } catch (error) {
    throw failureOf(error, nameOf(file));
  } finally {
    progress.end();
  }
}
