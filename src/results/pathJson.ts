// A path as JSON: what Path.fromJSON makes the same path of.
import { checkNames, describe, isArrayLike } from "../check.js";
import type { PathLoss } from "../losses/loss.js";
import type { Label } from "../tables/labels.js";
import { type Baseline, type EventTimes, eventTimes } from "./coxFit.js";
import { certificateOf, numberOf, numbersOf, parsed, written, writtenAll, writtenCertificate } from "./json.js";
import type { PathParts, Point, Stopped } from "./points.js";

const FORMAT = "shrinkage/path";

/** What the fits of a path know beside its numbers. */
export interface Known {
  /** of losses of classes: their labels */
  readonly classes?: readonly Label[];
  /** of several targets, where they have names */
  readonly targetNames?: readonly string[];
  /** of Cox's model */
  readonly events?: EventTimes;
}

/** A path as plain data, with what its fits know. */
export interface PathWithClasses extends Known {
  readonly parts: PathParts;
}

/** one entry a λ in every array; of the coefficients, those that are not 0 and the columns they are of */
export function pathToJSON({ parts: { points, common }, classes, targetNames, events }: PathWithClasses): object {
  const { p, layers, offset, featureNames, stopped, loss, l1Ratio, rows, candidates, yardstick, ...numbers } = common;
  return {
    format: FORMAT,
    version: 1,
    loss,
    l1Ratio,
    columns: p,
    ...(layers && { layers }),
    ...(offset && { offset }),
    ...(targetNames && { targetNames }),
    ...(featureNames && { featureNames }),
    ...(classes && { classes }),
    lambdas: writtenAll(points.map(({ lambda }) => lambda)),
    intercepts: layers ? points.map(({ intercepts = [] }) => writtenAll(intercepts)) : writtenAll(points.map(({ intercept }) => intercept)),
    coefficients: points.map(({ places, values }) => ({ columns: Array.from(places), values: writtenAll(values) })),
    penalties: writtenAll(points.map(({ penalty }) => penalty)),
    certificates: points.map(({ certificate }) => writtenCertificate(certificate)),
    ...(events && {
      events: { times: writtenAll(events.times), ...(events.labels && { strata: Array.from(events.strata), labels: events.labels }) },
      baselines: points.map(({ baseline }) => baseline && { centre: written(baseline.centre), hazards: writtenAll(baseline.hazards) }),
    }),
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
  const p = count("columns");
  const layers = value.layers === undefined ? undefined : count("layers");
  if (layers === 0) throw wrong("layers");
  const many = layers ? list("intercepts").map((each) => numbersOf(each)) : undefined;
  if (many?.some((each) => each?.length !== layers)) throw wrong("intercepts");
  const intercepts = many ? new Float64Array(many.length) : numbersOf(list("intercepts"));
  const penalties = numbersOf(list("penalties"));
  if (!intercepts || !penalties) throw wrong(intercepts ? "penalties" : "intercepts");
  const events = value.events === undefined ? undefined : eventsOf(name, value.events);
  const baselines = events && list("baselines").map((each) => baselineOf(each, events.times.length));
  if (baselines?.includes(undefined)) throw wrong("baselines");
  const certificates = list("certificates").map(certificateOf);
  const points = list("coefficients").map((each, k): Point => {
    const { columns, values } = (each ?? {}) as { columns?: unknown; values?: unknown };
    const found = numbersOf(values);
    const certificate = certificates[k];
    if (!certificate) throw wrong("certificates");
    if (!found || !isArrayLike(columns) || columns.length !== found.length) throw wrong("coefficients");
    const places = Int32Array.from(columns as ArrayLike<number>);
    if (places.some((j, i) => j !== columns[i] || j < 0 || j >= p * (layers ?? 1)) || new Set(places).size < places.length)
      throw wrong("coefficients");
    return {
      lambda: lambdas[k],
      places,
      values: found,
      intercept: intercepts[k],
      ...(many && { intercepts: Array.from(many[k] as Float64Array) }),
      ...(baselines && { baseline: baselines[k] }),
      penalty: penalties[k],
      certificate,
    };
  });
  const { loss, classes, targetNames, stopped } = value;
  if (typeof loss !== "string") throw wrong("loss");
  const labels = loss === "multinomial" ? layers : 2;
  if (classes !== undefined && !(Array.isArray(classes) && classes.length === labels)) throw wrong("classes");
  if ((loss === "multinomial" && !classes) || (loss === "cox" && !events)) throw wrong(loss === "cox" ? "events" : "classes");
  const named = Array.isArray(targetNames) && targetNames.length === layers && targetNames.every((each) => typeof each === "string");
  if (targetNames !== undefined && !named) throw wrong("targetNames");
  return {
    parts: {
      points,
      common: {
        p,
        ...(layers && { layers }),
        ...(value.offset === true && { offset: true }),
        l1Ratio: number("l1Ratio"),
        tol: number("tol"),
        nullLoss: number("nullLoss"),
        saturated: number("saturated"),
        yardstick: { nullObjective: number("nullObjective"), rounding: number("rounding") },
        rows: count("rows"),
        candidates: count("candidates"),
        featureNames: checkNames(name, value.featureNames, p, `there are ${p} columns`),
        stopped: stopped as Stopped | undefined,
        loss: loss as PathLoss,
      },
    },
    ...(classes !== undefined && { classes: [...(classes as Label[])] }),
    ...(targetNames !== undefined && { targetNames: [...(targetNames as string[])] }),
    ...(events && { events }),
  };
}

/** the times of events that were written */
function eventsOf(name: string, value: unknown): EventTimes {
  const { times, ...rest } = (value ?? {}) as Record<string, unknown>;
  const found = numbersOf(times);
  if (!found) throw new TypeError(`${name}: events is ${describe(value)}, expected what JSON.stringify(path) wrote`);
  return eventTimes(name, found, rest);
}

/** a cumulative hazard that was written; undefined where it is none */
function baselineOf(value: unknown, times: number): Baseline | undefined {
  const { centre, hazards } = (value ?? {}) as Record<string, unknown>;
  const [at, found] = [numberOf(centre), numbersOf(hazards)];
  return at === undefined || found?.length !== times ? undefined : { centre: at, hazards: found };
}
