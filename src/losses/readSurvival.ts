// How Cox's model reads y: how long each row was observed, and how that ended.
import { checkVector, describe, isArrayLike, isObject } from "../check.js";
import type { Survival, Ties } from "./cox.js";

/** How long each row was observed: one entry a row. */
export interface SurvivalInput {
  /** when observation ended */
  time: ArrayLike<number>;
  /** true or 1 where it ended with the event, false or 0 where it was censored */
  event: ArrayLike<boolean | number>;
  /** when observation began, before `time`: a row is at risk in (start, time] (default: always) */
  start?: ArrayLike<number>;
  /** a label a row: rows are compared within a stratum only (default: one) */
  strata?: ArrayLike<number | string>;
}

/** A survival, and the labels of its strata. */
export interface ReadSurvival {
  readonly survival: Survival;
  readonly strata?: readonly (number | string)[];
}

const KEYS = ["time", "event", "start", "strata"];

/** y as times and events; `known`: the strata of a model */
export function readSurvival(name: string, y: unknown, rows: number, known?: readonly (number | string)[]): ReadSurvival {
  const expected = "{ time, event, start?, strata? } with one entry a row";
  if (!isObject(y) || isArrayLike(y)) throw new TypeError(`${name}: y is ${describe(y)}, expected ${expected}`);
  const odd = Object.keys(y).find((key) => !KEYS.includes(key));
  if (odd !== undefined) throw new TypeError(`${name}: y.${odd} is not known, expected ${expected}`);
  const numbers = (key: "time" | "start") => {
    if (y[key] === undefined) throw new TypeError(`${name}: y.${key} is missing, expected ${expected}`);
    return checkVector(name, `y.${key}`, y[key], rows, "rows", (x) => x - x === 0, "a finite number");
  };
  const time = numbers("time");
  const event = eventsOf(name, y.event, rows);
  const start = y.start === undefined ? undefined : numbers("start");
  const late = start ? start.findIndex((from, i) => from >= time[i]) : -1;
  if (start && late >= 0)
    throw new RangeError(`${name}: y.start is ${start[late]} and y.time ${time[late]} at row ${late}, expected a start before the time`);
  const strata = y.strata === undefined ? undefined : strataOf(name, y.strata, rows, known);
  return { survival: { time, event, start, strata: strata?.places }, strata: strata?.labels };
}

function eventsOf(name: string, given: unknown, rows: number): Uint8Array {
  const expected = "true or 1 for an event, false or 0 for censoring";
  if (!isArrayLike(given)) throw new TypeError(`${name}: y.event is ${describe(given)}, expected an array of ${expected}`);
  if (given.length !== rows) throw new RangeError(`${name}: y.event has ${given.length} entries but X has ${rows} rows`);
  const out = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const x = given[i];
    if (x !== 0 && x !== 1 && x !== true && x !== false)
      throw new TypeError(`${name}: y.event has ${describe(x)} at row ${i}, expected ${expected}`);
    out[i] = Number(x);
  }
  return out;
}

/** labels of strata as places among them; `known`: those of a model */
export function strataOf(name: string, given: unknown, rows: number, known?: readonly (number | string)[]) {
  if (!isArrayLike(given)) throw new TypeError(`${name}: strata is ${describe(given)}, expected an array of labels`);
  if (given.length !== rows) throw new RangeError(`${name}: strata has ${given.length} entries but X has ${rows} rows`);
  const labels: (number | string)[] = known ? [...known] : [];
  const places = new Map(labels.map((label, k) => [label, k]));
  const out = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const label = given[i];
    if (typeof label !== "string" && !(typeof label === "number" && Number.isFinite(label)))
      throw new TypeError(`${name}: strata has ${describe(label)} at row ${i}, expected a number or a string`);
    if (!places.has(label)) {
      if (known) throw new RangeError(`${name}: strata has ${describe(label)} at row ${i}, expected a stratum of the model`);
      places.set(label, labels.length);
      labels.push(label);
    }
    out[i] = places.get(label) as number;
  }
  return { labels, places: out };
}

/** how ties are taken */
export function checkTies(name: string, ties: unknown = "breslow"): Ties {
  if (ties === "breslow" || ties === "efron") return ties;
  throw new TypeError(`${name}: ties is ${describe(ties)}, expected "breslow" or "efron"`);
}
