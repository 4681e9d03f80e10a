// A path as JSON: what Path.fromJSON makes the same path of.
import { checkNames, describe, isArrayLike } from "../check.js";
import type { LossName } from "../losses/loss.js";
import type { Label } from "../tables/labels.js";
import { certificateOf, numberOf, numbersOf, parsed, written, writtenAll, writtenCertificate } from "./json.js";
import type { PathParts, Point, Stopped } from "./points.js";

const FORMAT = "shrinkage/path";

/** A path as plain data, with its classes if it has some. */
export interface PathWithClasses {
  readonly parts: PathParts;
  readonly classes?: readonly [Label, Label];
}

/** one entry a λ in every array; of the coefficients, those that are not 0 and the columns they are of */
export function pathToJSON({ parts: { points, common }, classes }: PathWithClasses): object {
  const { p, featureNames, stopped, loss, l1Ratio, rows, candidates, yardstick, ...numbers } = common;
  return {
    format: FORMAT,
    version: 1,
    loss,
    l1Ratio,
    columns: p,
    ...(featureNames && { featureNames }),
    ...(classes && { classes }),
    lambdas: writtenAll(points.map(({ lambda }) => lambda)),
    intercepts: writtenAll(points.map(({ intercept }) => intercept)),
    coefficients: points.map(({ places, values }) => ({ columns: Array.from(places), values: writtenAll(values) })),
    penalties: writtenAll(points.map(({ penalty }) => penalty)),
    certificates: points.map(({ certificate }) => writtenCertificate(certificate)),
    ...(stopped && { stopped }),
    rows,
    candidates,
    ...Object.fromEntries(Object.entries({ ...numbers, ...yardstick }).map(([key, value]) => [key, written(value as number)])),
  };
}

/** the path that was written */
export function pathFromJSON(name: string, text: string | object): PathWithClasses {
  const value = parsed(name, text, FORMAT);
  const wrong = (what: string) => new TypeError(`${name}: ${what} is ${describe(value[what])}, expected what JSON.stringify(path) wrote`);
  const number = (what: string): number => {
    const found = numberOf(value[what]);
    if (found === undefined) throw wrong(what);
    return found;
  };
  const count = (what: string): number => {
    if (!Number.isSafeInteger(number(what)) || number(what) < 0) throw wrong(what);
    return number(what);
  };
  const lambdas = numbersOf(value.lambdas);
  if (!lambdas || lambdas.length === 0) throw wrong("lambdas");
  const list = (what: string): readonly unknown[] => {
    const found = value[what];
    if (!Array.isArray(found) || found.length !== lambdas.length) throw wrong(what);
    return found;
  };
  const [intercepts, penalties] = ["intercepts", "penalties"].map((what) => numbersOf(list(what)));
  if (!intercepts || !penalties) throw wrong(intercepts ? "penalties" : "intercepts");
  const p = count("columns");
  const certificates = list("certificates").map(certificateOf);
  const points = list("coefficients").map((each, k): Point => {
    const { columns, values } = (each ?? {}) as { columns?: unknown; values?: unknown };
    const found = numbersOf(values);
    const certificate = certificates[k];
    if (!certificate) throw wrong("certificates");
    if (!found || !isArrayLike(columns) || columns.length !== found.length) throw wrong("coefficients");
    const places = Int32Array.from(columns as ArrayLike<number>);
    if (places.some((j, i) => j !== columns[i] || j < 0 || j >= p) || new Set(places).size < places.length) throw wrong("coefficients");
    return { lambda: lambdas[k], places, values: found, intercept: intercepts[k], penalty: penalties[k], certificate };
  });
  const { loss, classes, stopped } = value;
  if (typeof loss !== "string") throw wrong("loss");
  if (classes !== undefined && !(Array.isArray(classes) && classes.length === 2)) throw wrong("classes");
  return {
    parts: {
      points,
      common: {
        p,
        l1Ratio: number("l1Ratio"),
        tol: number("tol"),
        nullLoss: number("nullLoss"),
        saturated: number("saturated"),
        yardstick: { nullObjective: number("nullObjective"), rounding: number("rounding") },
        rows: count("rows"),
        candidates: count("candidates"),
        featureNames: checkNames(name, value.featureNames, p, `there are ${p} columns`),
        stopped: stopped as Stopped | undefined,
        loss: loss as LossName,
      },
    },
    ...(classes !== undefined && { classes: [classes[0], classes[1]] as const }),
  };
}
