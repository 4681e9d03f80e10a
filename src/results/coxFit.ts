import { checkNames, checkNumber, describe, isArrayLike, isFiniteNumber } from "../check.js";
import { exp } from "../elementary.js";
import { concordance } from "../losses/concordance.js";
import { readSurvival, type SurvivalInput, strataOf } from "../losses/readSurvival.js";
import type { TableInput } from "../tables/readTable.js";
import type { Certificate } from "./certificate.js";
import { Fit, type FitParts, type PredictOptions } from "./fit.js";
import { fitLines } from "./fitLines.js";
import { finitesOf, inner, numbersOf, parsed, written, writtenAll } from "./json.js";
import { type Style, shown } from "./lines.js";

const FORMAT = "shrinkage/cox-fit";

/** When events were, of all strata. */
export interface EventTimes {
  /** times of events, rising within a stratum */
  readonly times: Float64Array;
  /** the place of every time's stratum */
  readonly strata: Int32Array;
  /** what the strata are called, where there are any */
  readonly labels?: readonly (number | string)[];
}

/** The cumulative hazard at the times of events where η is `centre`. */
export interface Baseline {
  readonly centre: number;
  readonly hazards: Float64Array;
}

/** A proportional-hazards regression (Cox 1972): the hazard of x is the baseline's times exp(xᵀcoefficients). */
export class CoxFit {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "CoxFit";
  /** one coefficient a column, on the scale of the X that was given: log hazard ratios */
  readonly coefficients: Float64Array;
  /** λ of this fit */
  readonly lambda: number;
  /** ρ of this fit: 1 lasso, 0 ridge */
  readonly l1Ratio: number;
  /** how far the fit is from the optimum at most */
  readonly certificate: Certificate;
  /** names of the columns, where X had them */
  readonly featureNames?: readonly string[];
  /** true where the model was fitted with an offset, which predictions then ask for */
  readonly offset?: true;
  readonly #linear: Fit;
  readonly #events: EventTimes;
  readonly #baseline: Baseline;

  /** @internal made by `cox`, `path` with `loss: "cox"` and `CoxFit.fromJSON` */
  constructor(parts: FitParts, events: EventTimes) {
    shown(this);
    this.#linear = new Fit({ ...parts, intercept: 0 });
    this.#events = events;
    this.#baseline = parts.baseline ?? { centre: 0, hazards: new Float64Array(events.times.length) };
    this.coefficients = parts.coefficients;
    this.lambda = parts.lambda;
    this.l1Ratio = parts.l1Ratio;
    this.certificate = parts.certificate;
    if (parts.featureNames) this.featureNames = parts.featureNames;
    if (parts.offset) this.offset = true;
  }

  /** @internal what a copy of it is made from */
  get parts(): FitParts & { events: EventTimes } {
    const { coefficients, lambda, l1Ratio, certificate, featureNames, offset } = this;
    return {
      offset,
      coefficients,
      intercept: 0,
      lambda,
      l1Ratio,
      certificate,
      featureNames,
      baseline: this.#baseline,
      events: this.#events,
    };
  }

  /** @internal what `summary` and the console show */
  summaryLines(style: Style): string[] {
    const { lambda, l1Ratio, featureNames, certificate } = this;
    const title = `CoxFit of ${this.#events.times.length} event times`;
    const layers = [this.coefficients];
    return fitLines({ title, lambda, l1Ratio, layers, intercepts: [], featureNames, certificate, scored: "concordance" }, style);
  }

  /** how many coefficients are not exactly 0 */
  get nonzero(): number {
    return this.#linear.nonzero;
  }

  /** @internal what a path of such fits writes down */
  get events(): EventTimes {
    return this.#events;
  }

  /**
   * X·coefficients, one entry a row: the log of the hazard, relative to that of a row of zeros.
   * @param X any table with as many columns as the model
   * @throws {TypeError | RangeError} as {@link Fit.predict}
   */
  predict(X: TableInput, options: PredictOptions = {}): Float64Array {
    return this.#linear.predict(X, options);
  }

  /**
   * The probability of no event up to each time, exp(−H(t)·exp(xᵀcoefficients)), H the cumulative baseline hazard after Breslow (1974), or
   * Efron where the fit has those ties.
   * @param X any table with as many columns as the model
   * @param times the times that are asked for, in any order
   * @param options `strata`: the stratum of every row, of a fit with strata
   * @returns one Float64Array(times) a row
   * @throws {TypeError | RangeError} as {@link Fit.predict}, and when times or strata are not what they should be
   */
  survival(
    X: TableInput,
    times: ArrayLike<number>,
    options: PredictOptions & { strata?: ArrayLike<number | string> } = {},
  ): Float64Array[] {
    const name = "survival";
    if (!isArrayLike(times)) throw new TypeError(`${name}: times is ${describe(times)}, expected an array of numbers`);
    const asked = Array.from(times, (t, k) => checkNumber(name, `times[${k}]`, t, (x) => !Number.isNaN(x), "a number"));
    const { labels } = this.#events;
    if (labels && options.strata === undefined)
      throw new TypeError(`${name}: strata is missing, expected the stratum of every row, as the fit has strata`);
    const eta = this.predict(X, options);
    const strata = labels ? strataOf(name, options.strata, eta.length, labels).places : new Int32Array(eta.length);
    const curves = new Map<number, Float64Array>();
    return Array.from(eta, (value, i) => {
      const curve = curves.get(strata[i]) ?? Float64Array.from(asked, (t) => this.#hazard(t, strata[i]));
      curves.set(strata[i], curve);
      const ratio = exp(value - this.#baseline.centre);
      // an infinite hazard leaves nobody, whatever the ratio is
      return curve.map((hazard) => (hazard === 0 ? 1 : hazard === Infinity ? 0 : exp(-hazard * ratio)));
    });
  }

  /** the cumulative baseline hazard of a stratum at t */
  #hazard(t: number, stratum: number): number {
    const { times, strata } = this.#events;
    let hazard = 0;
    for (let k = 0; k < times.length; k++) if (strata[k] === stratum && times[k] <= t) hazard = this.#baseline.hazards[k];
    return hazard;
  }

  /**
   * Harrell's concordance: of the pairs of which one had its event while the other was observed beyond it, the share whose predictions are
   * in that order; ties count half. 0.5 is chance.
   * @param X any table with as many columns as the model
   * @param y `{ time, event, start?, strata? }` with one entry a row
   * @throws {TypeError | RangeError} as {@link Fit.predict}, and when y is not what it should be
   */
  score(X: TableInput, y: SurvivalInput, options: PredictOptions = {}): number {
    const eta = this.predict(X, options);
    return concordance(readSurvival("score", y, eta.length).survival, eta);
  }

  /** A plain object for JSON.stringify; every number comes back exactly through {@link CoxFit.fromJSON}. */
  toJSON(): object {
    const { times, strata, labels } = this.#events;
    return {
      format: FORMAT,
      version: 1,
      linear: this.#linear,
      times: writtenAll(times),
      ...(labels && { strata: Array.from(strata), labels }),
      centre: written(this.#baseline.centre),
      hazards: writtenAll(this.#baseline.hazards),
    };
  }

  /**
   * The fit that was written by JSON.stringify.
   * @param text the text, or the object it parses to
   * @throws {SyntaxError} when the text is not JSON
   * @throws {TypeError | RangeError} when it is not a Cox fit, or of a version this library does not know
   */
  static fromJSON(text: string | object): CoxFit {
    const name = "CoxFit.fromJSON";
    const value = parsed(name, text, FORMAT);
    const times = finitesOf(value.times);
    const baseline = times && baselineOf(value, times.length);
    if (!baseline) throw new TypeError(`${name}: times, hazards or centre are missing, expected what JSON.stringify(fit) wrote`);
    const events = eventTimes(name, times, value);
    const linear = Fit.fromJSON(inner(name, "linear", value.linear));
    const { coefficients, intercept, lambda, l1Ratio, certificate, offset } = linear;
    const featureNames = checkNames(name, linear.featureNames, coefficients.length, `there are ${coefficients.length} coefficients`);
    return new CoxFit({ coefficients, intercept, lambda, l1Ratio, certificate, featureNames, offset, baseline }, events);
  }
}

/** a cumulative hazard that was written; undefined where it is none */
export function baselineOf(value: unknown, times: number): Baseline | undefined {
  const { centre, hazards } = (value ?? {}) as Record<string, unknown>;
  const [at] = finitesOf([centre]) ?? [];
  const found = numbersOf(hazards);
  return at === undefined || found?.length !== times || !found.every((hazard) => hazard >= 0) ? undefined : { centre: at, hazards: found };
}

/** the times of events that were written, with their strata */
export function eventTimes(name: string, times: Float64Array, { strata, labels }: Record<string, unknown>): EventTimes {
  if (labels === undefined) return { times, strata: new Int32Array(times.length) };
  const isStratum = (label: unknown) => typeof label === "string" || isFiniteNumber(label);
  const named = Array.isArray(labels) && labels.every(isStratum) && new Set(labels).size === labels.length;
  const wrong = !named || !isArrayLike(strata) || strata.length !== times.length;
  if (wrong || Array.from(strata).some((s) => !Number.isInteger(s) || (s as number) < 0 || (s as number) >= labels.length))
    throw new TypeError(`${name}: strata is ${describe(strata)}, expected the place of a label for every time`);
  return { times, strata: Int32Array.from(strata as ArrayLike<number>), labels: [...labels] };
}
