// A path as JSON: what Path.fromJSON makes the same path of.
import { checkNames, describe, MOST_COLUMNS } from "../check.js";
import { PATH_LOSSES, type PathLoss } from "../losses/loss.js";
import { type Label, labelsOf } from "../tables/labels.js";
import { baselineOf, type EventTimes, eventTimes } from "./coxFit.js";
import { certificateOf, finitesOf, flagOf, isCount, parsed, penaltyOf, written, writtenAll, writtenCertificate } from "./json.js";
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
  const must = <T>(what: string, found: T | undefined): T => {
    if (found === undefined) throw wrong(what);
    return found;
  };
  const number = (what: string) => must(what, finitesOf([value[what]]))[0];
  const positive = (what: string) => must(what, number(what) >= 0 ? number(what) : undefined);
  const count = (what: string): number => {
    const found = value[what];
    if (!isCount(found)) throw wrong(what);
    return found;
  };
  const lambdas = must("lambdas", finitesOf(value.lambdas));
  if (lambdas.length === 0 || lambdas.some((lambda) => lambda < 0)) throw wrong("lambdas");
  const list = (what: string): readonly unknown[] => {
    const found = value[what];
    if (!Array.isArray(found) || found.length !== lambdas.length) throw wrong(what);
    return found;
  };
  const p = count("columns");
  const layers = value.layers === undefined ? undefined : count("layers");
  if (layers === 0) throw wrong("layers");
  const all = p * (layers ?? 1);
  if (p === 0) throw wrong("columns");
  // a text says how many there are without having them
  if (all > MOST_COLUMNS)
    throw new RangeError(`${name}: columns is ${p}${layers ? ` and layers ${layers}` : ""}, expected at most ${MOST_COLUMNS} coefficients`);
  const many = layers ? list("intercepts").map((each) => must("intercepts", finitesOf(each))) : undefined;
  if (many?.some((each) => each.length !== layers)) throw wrong("intercepts");
  const intercepts = many ? new Float64Array(many.length) : must("intercepts", finitesOf(list("intercepts")));
  const penalties = must("penalties", finitesOf(list("penalties")));
  if (penalties.some((penalty) => penalty < 0)) throw wrong("penalties");
  const loss = must(
    "loss",
    PATH_LOSSES.find((each) => each === value.loss),
  );
  const known = knownOf(name, value, loss, layers);
  const { events } = known;
  const baselines = events && list("baselines").map((each) => must("baselines", baselineOf(each, events.times.length)));
  const certificates = list("certificates").map((each) => must("certificates", certificateOf(each)));
  const points = list("coefficients").map((each, k): Point => {
    const { columns, values } = (each ?? {}) as { columns?: unknown; values?: unknown };
    const found = must("coefficients", finitesOf(values));
    const places = must("coefficients", finitesOf(columns));
    if (places.length !== found.length || new Set(places).size < places.length) throw wrong("coefficients");
    if (places.some((j) => !Number.isInteger(j) || j < 0 || j >= all)) throw wrong("coefficients");
    return {
      lambda: lambdas[k],
      places: Int32Array.from(places),
      values: found,
      intercept: intercepts[k],
      ...(many && { intercepts: Array.from(many[k]) }),
      ...(baselines && { baseline: baselines[k] }),
      penalty: penalties[k],
      certificate: certificates[k],
    };
  });
  const l1Ratio = number("l1Ratio");
  penaltyOf(name, lambdas[0], l1Ratio);
  return {
    parts: {
      points,
      common: {
        p,
        ...(layers && { layers }),
        ...(flagOf(name, "offset", value.offset) && { offset: true }),
        l1Ratio,
        tol: positive("tol"),
        nullLoss: number("nullLoss"),
        saturated: number("saturated"),
        yardstick: { nullObjective: positive("nullObjective"), rounding: positive("rounding") },
        rows: count("rows"),
        candidates: count("candidates"),
        featureNames: checkNames(name, value.featureNames, p, `there are ${p} columns`),
        ...(value.stopped !== undefined && { stopped: must("stopped", stoppedOf(value.stopped)) }),
        loss,
      },
    },
    ...known,
  };
}

/** labels, names of targets and times of events, as the loss has them */
function knownOf(name: string, { classes, targetNames, events }: Record<string, unknown>, loss: PathLoss, layers?: number): Known {
  const wrong = (what: string, came: unknown) =>
    new TypeError(`${name}: ${what} is ${describe(came)}, expected what JSON.stringify(path) wrote, of loss "${loss}"`);
  const ofClasses = loss === "multinomial" || loss === "logistic";
  // several layers are classes or targets
  if (loss === "multinomial" ? !layers : loss !== "squared" && layers) throw wrong("layers", layers);
  if (loss === "squared" ? targetNames !== undefined && !layers : targetNames !== undefined) throw wrong("targetNames", targetNames);
  const isNames = Array.isArray(targetNames) && targetNames.every((each) => typeof each === "string");
  if (targetNames !== undefined && !(isNames && targetNames.length === layers && new Set(targetNames).size === layers))
    throw wrong("targetNames", targetNames);
  if (loss === "cox") return { events: eventsOf(name, events) };
  if (events !== undefined) throw wrong("events", events);
  if (ofClasses) return { classes: labelsOf(name, classes, layers ?? 2, "what JSON.stringify(path) wrote") };
  if (classes !== undefined) throw wrong("classes", classes);
  return isNames ? { targetNames: [...targetNames] } : {};
}

function stoppedOf(value: unknown): Stopped | undefined {
  const { reason, left } = (value ?? {}) as Partial<Stopped>;
  return (reason === "devianceExplained" || reason === "maxNonzero") && isCount(left) ? { reason, left } : undefined;
}

/** the times of events that were written */
function eventsOf(name: string, value: unknown): EventTimes {
  const { times, ...rest } = (value ?? {}) as Record<string, unknown>;
  const found = finitesOf(times);
  if (!found) throw new TypeError(`${name}: events is ${describe(value)}, expected what JSON.stringify(path) wrote`);
  return eventTimes(name, found, rest);
}
