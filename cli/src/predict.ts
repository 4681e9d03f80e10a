// predict: what a saved model says of new rows.
import { readFileSync } from "node:fs";
import { CoxFit, Fit, LogisticFit, Model, MultinomialFit, SparseMatrix } from "shrinkage";
import { cell, type Outlet } from "./commands.js";
import { type AnyFit, scoreName } from "./describe.js";
import { CODES, Failure, shown, usage } from "./failure.js";
import { asked } from "./library.js";
import type { Given } from "./optionList.js";
import { open } from "./tables/open.js";
import { columnOf, type Labelled, numbersOf, recordOf } from "./tables/table.js";
import { checkFile } from "./tables/text.js";
import { checkPlace, write } from "./write.js";

/** A model file: with the encoding of a table, or of libsvm the fit alone. */
export type Saved = { readonly model: Model; readonly fit: AnyFit } | { readonly model?: undefined; readonly fit: AnyFit };

/** the model that --save wrote, or JSON.stringify(model(…)) */
export function readModel(file: string): Saved {
  checkFile(file);
  const text = readFileSync(file === "-" ? 0 : file, "utf8");
  let value: { format?: unknown };
  try {
    value = JSON.parse(text) as { format?: unknown };
  } catch {
    throw new Failure(`${file}: is not JSON, expected a model that --save wrote`);
  }
  return asked(file, undefined, () => {
    switch (value?.format) {
      case "shrinkage/model": {
        const model = Model.fromJSON(value as object);
        return { model, fit: model.fit as AnyFit };
      }
      case "shrinkage/fit":
        return { fit: Fit.fromJSON(value as object) };
      case "shrinkage/logistic-fit":
        return { fit: LogisticFit.fromJSON(value as object) };
      case "shrinkage/multinomial-fit":
        return { fit: MultinomialFit.fromJSON(value as object) };
      case "shrinkage/cox-fit":
        return { fit: CoxFit.fromJSON(value as object) };
      default:
        throw new Failure(`${file}: is no model of shrinkage, expected one that --save wrote`);
    }
  });
}

export async function predict([modelFile, dataFile]: readonly string[], given: Given, { print, note }: Outlet): Promise<number> {
  if (given.output) checkPlace(given.output, "output");
  if (modelFile === "-" && dataFile === "-") throw usage("MODEL and DATA are both stdin, expected a file for one of them");
  const saved = readModel(modelFile);
  const { fit } = saved;
  const hasClasses = "classes" in fit;
  if (given.type === "probability" && !hasClasses)
    throw usage(`--type probability is given, but ${modelFile} has no classes, expected response or link`);
  if (given.offset === undefined && fit.offset) throw usage(`--offset is missing, expected a column: ${modelFile} was fitted with one`);
  if (given.offset !== undefined && !fit.offset) throw usage(`--offset is given, but ${modelFile} was fitted without one`);
  const data = await open(dataFile, { ...given, header: given.header ?? true, note });
  const raw = "labels" in data ? undefined : data;
  if (raw && !saved.model)
    throw new Failure(`${modelFile}: was fitted to a libsvm file, expected one to predict, but ${dataFile} is a table`);
  if (!raw && saved.model)
    throw new Failure(`${dataFile}: is a libsvm file, but ${modelFile} was fitted to a table, expected one with the same columns`);
  const keep = (given.keep ?? []).map((name) => {
    if (!raw) throw usage("--keep is given with a libsvm file, whose columns have no names");
    return [name, columnOf(raw, name, "keep")] as const;
  });
  const X = asked(data.file, raw, () =>
    raw ? (saved.model as Model).encoding.transform(recordOf(raw) as never) : sparse(data as Labelled, fit, modelFile),
  );
  const options = given.offset !== undefined && raw ? { offset: numbersOf(raw, given.offset, "offset") } : {};
  const columns = asked(data.file, raw, () => [...keep, ...answers(fit, X, given.type ?? "response", options)]);
  if (given.score) {
    const truth = asked(data.file, raw, () =>
      raw ? (saved.model as Model).encoding.target(recordOf(raw) as never) : (data as Labelled).labels,
    );
    const score = asked(data.file, raw, () => (fit.score as (...given: unknown[]) => number).call(fit, X, truth, options));
    process.stderr.write(`${scoreName(fit)} ${shown(score, given.digits)}\n`);
  }
  const rows = raw ? raw.rows : (data as Labelled).labels.length;
  const text = given.json ? asJson(columns, rows) : asCsv(columns, rows);
  if (given.output) write(given.output, text);
  else print(text);
  return CODES.done;
}

type Column = readonly [string, ArrayLike<unknown>];

/** columns of answers */
function answers(fit: AnyFit, X: unknown, type: string, options: object): Column[] {
  const given = fit as unknown as Record<string, (X: unknown, options: object) => ArrayLike<unknown>>;
  if (!("classes" in fit)) return [["prediction", given.predict(X, "link" in fit && fit.link ? { ...options, type } : options)]];
  if (type === "link") {
    const eta = given.decision(X, options);
    return "intercepts" in fit ? fit.classes.map((name, k): Column => [`link of ${name}`, eta[k] as ArrayLike<unknown>]) : [["link", eta]];
  }
  const chances = given.predictProbability(X, options);
  const probabilities: Column[] =
    "intercepts" in fit
      ? fit.classes.map((name, k): Column => [`probability of ${name}`, Array.from(chances as ArrayLike<Float64Array>, (row) => row[k])])
      : [[`probability of ${fit.classes[1]}`, chances]];
  return type === "probability" ? probabilities : [["prediction", given.predict(X, options)], ...probabilities];
}

/** a libsvm file with as many columns as the fit */
function sparse({ file, labels, rows, places, values, columns }: Labelled, fit: AnyFit, modelFile: string): SparseMatrix {
  const [first] = fit.coefficients;
  const p = typeof first === "number" ? fit.coefficients.length : (first as Float64Array).length;
  if (columns > p) throw new Failure(`${file}: has a column ${columns}, expected at most ${p}, as ${modelFile} has`);
  return SparseMatrix.fromEntries({ rows, columns: places, values, shape: [labels.length, p] }, fit.featureNames);
}

const asCsv = (columns: readonly Column[], rows: number): string => {
  const lines = Array.from({ length: rows }, (_, i) => columns.map(([, cells]) => cell(cells[i])).join(","));
  return `${[columns.map(([name]) => cell(name)).join(","), ...lines].join("\n")}\n`;
};

const asJson = (columns: readonly Column[], rows: number): string =>
  `${JSON.stringify(Array.from({ length: rows }, (_, i) => Object.fromEntries(columns.map(([name, cells]) => [name, typeof cells[i] === "bigint" ? Number(cells[i]) : cells[i]]))))}\n`;
