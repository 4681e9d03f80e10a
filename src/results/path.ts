import { checkIndex, checkNumber } from "../check.js";
import type { PathLoss } from "../losses/loss.js";
import { selectColumns } from "../tables/forms.js";
import type { Label } from "../tables/labels.js";
import { Matrix } from "../tables/matrix.js";
import { readForModel, type TableInput } from "../tables/readTable.js";
import { type AnyFit, makerOf } from "./anyFit.js";
import { Yardstick } from "./certificate.js";
import { CoxFit } from "./coxFit.js";
import type { Fit, FitParts, PredictOptions } from "./fit.js";
import { layersOf } from "./layers.js";
import { penaltyName, type Style, shown, written } from "./lines.js";
import { LogisticFit } from "./logisticFit.js";
import { MultiFit } from "./multiFit.js";
import { MultinomialFit } from "./multinomialFit.js";
import { type PathWithClasses, pathFromJSON, pathToJSON } from "./pathJson.js";
import { type Common, explained, lossOf, type PathParts, type Point, type Stopped, spreadOut } from "./points.js";
import { tableLines } from "./tableLines.js";

/** What a fit of a path has as coefficients: a Float64Array(p), or one a class or target. */
export type CoefficientsOf<F> =
  F extends Pick<Fit, "coefficients"> ? Float64Array : F extends Pick<MultiFit, "coefficients"> ? Float64Array[] : Float64Array;
/** The intercepts of a path: one a λ, or of several classes or targets a Float64Array of them a λ. */
export type InterceptsOf<F> = F extends Pick<Fit, "coefficients"> ? Float64Array : Float64Array[];

/** What a fit of a path predicts. */
export type PredictionOf<F> = F extends LogisticFit | MultinomialFit ? Label[] : F extends MultiFit ? Float64Array[] : Float64Array;

interface Predicts {
  predict(X: TableInput, options?: PredictOptions): unknown;
}

/** Fits along a sequence of λ's. Every array has one entry a λ. */
export class Path<F = Fit> {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "Path";
  /** λ's, in the order of the fits: falling, or as they were given */
  readonly lambdas: Float64Array;
  /** β₀ on the scale of the X that was given; of several classes or targets a Float64Array of them a λ */
  readonly intercepts: InterceptsOf<F>;
  /** how many coefficients are not exactly 0 */
  readonly nonzero: Int32Array;
  /** loss and penalty together */
  readonly objectives: Float64Array;
  /** duality gaps: objective less optimum is at most that */
  readonly gaps: Float64Array;
  /** gaps divided by the objective of the intercept and the unpenalised columns alone */
  readonly relativeGaps: Float64Array;
  /** steps that each λ took */
  readonly iterations: Int32Array;
  /** relativeGap ≤ tol; a λ that did not get there within maxIterations is marked here and the path goes on */
  readonly converged: boolean[];
  /**
   * 1 − loss / loss of the intercept alone, both less the loss of a perfect model: R² for squared error; without an intercept its η is 0.
   * 0 where the intercept leaves nothing to explain: a constant y, one class only
   */
  readonly devianceExplained: Float64Array;
  /** ρ of all fits: 1 lasso, 0 ridge */
  readonly l1Ratio: number;
  /** names of the columns, where X had them */
  readonly featureNames?: readonly string[];
  /** what was minimised beside the penalty */
  readonly loss: PathLoss;
  /** there where `stopWhen` has ended the path */
  readonly stopped?: Stopped;
  readonly #points: readonly Point[];
  readonly #common: Common<F>;

  /** @internal made by `path` and `ridgePath` */
  constructor(points: readonly Point[], common: Common<F>) {
    shown(this);
    const { l1Ratio, featureNames, stopped } = common;
    this.#points = points;
    this.#common = common;
    this.l1Ratio = l1Ratio;
    this.loss = common.loss;
    if (featureNames) this.featureNames = featureNames;
    if (stopped) this.stopped = stopped;
    const each = (value: (point: Point) => number) => {
      const out = new Float64Array(points.length);
      // `from` with a function takes three times as long
      for (let k = 0; k < out.length; k++) out[k] = value(points[k]);
      return out;
    };
    this.lambdas = each(({ lambda }) => lambda);
    const intercepts = common.layers
      ? points.map((point) => Float64Array.from(point.intercepts ?? []))
      : each(({ intercept }) => intercept);
    this.intercepts = intercepts as InterceptsOf<F>;
    this.objectives = each(({ certificate }) => certificate.objective);
    this.gaps = each(({ certificate }) => certificate.gap);
    this.relativeGaps = each(({ certificate }) => certificate.relativeGap);
    this.devianceExplained = each((point) => explained(point, common));
    this.nonzero = Int32Array.from(each(({ places }) => places.length));
    this.iterations = Int32Array.from(each(({ certificate }) => certificate.iterations));
    this.converged = points.map(({ certificate }) => certificate.converged);
  }

  /** @internal what `pathOf` makes the same path of */
  get parts(): PathParts {
    const { make: _, yardstick, ...common } = this.#common;
    const { nullObjective, rounding } = yardstick;
    return { points: this.#points, common: { ...common, yardstick: { nullObjective, rounding } } };
  }

  /** @internal what `pathWithClasses` makes the same path of */
  get withClasses(): PathWithClasses {
    const fit: unknown = this.fit(0);
    return {
      parts: this.parts,
      ...((fit instanceof LogisticFit || fit instanceof MultinomialFit) && { classes: fit.classes }),
      ...(fit instanceof MultiFit && fit.targetNames && { targetNames: fit.targetNames }),
      ...(fit instanceof CoxFit && { events: fit.events }),
    };
  }

  /** @internal what its fits' likelihoods are made of: rows and columns, and the loss at every λ, without the penalty */
  get account(): { rows: number; candidates: number; losses: Float64Array } {
    const { rows, candidates } = this.#common;
    return { rows, candidates, losses: Float64Array.from(this.#points, lossOf) };
  }

  /** @internal λ number k, as it is stored */
  point(k: number): Point {
    return this.#points[k];
  }

  /** @internal what `summary` and the console show */
  summaryLines(style: Style): string[] {
    const { digits } = style;
    const at = (head: string, values: ArrayLike<number>, few = digits) => ({ head, cell: (k: number) => written(values[k], few) });
    const { length } = this.lambdas;
    const named = this.loss === "squared" ? "R²" : "deviance explained";
    const convex = this.#points.every(({ certificate }) => certificate.stationarity === undefined);
    const last = convex
      ? at("gap / null model", this.relativeGaps, 2)
      : { head: "stationarity / λ", cell: (k: number) => written(this.#points[k].certificate.stationarity ?? 0, 2) };
    const open = this.converged.filter((is) => !is).length;
    return [
      `Path of ${this.loss} loss: ${length} λ, ρ = ${written(this.l1Ratio, digits)} (${penaltyName(this.l1Ratio)})`,
      ...tableLines(length, [at("λ", this.lambdas), at("nonzero", this.nonzero, 17), at(named, this.devianceExplained), last], style),
      open > 0 ? `${open} of ${length} λ did not converge` : `${convex ? "proven" : "stationary"} at every λ`,
    ];
  }

  /** @internal the fit whose λ is nearest */
  nearest(lambda: number): F {
    return this.fit(this.lambdas.reduce((a, other, k) => (Math.abs(other - lambda) < Math.abs(this.lambdas[a] - lambda) ? k : a), 0));
  }

  /** @internal the fit with the largest relative gap */
  worst(): F {
    const of = this.#points.map(({ certificate }) => certificate.stationarity ?? certificate.relativeGap);
    return this.fit(of.reduce((a, gap, k) => (gap > of[a] ? k : a), 0));
  }

  /**
   * The coefficients at λ number k, a copy: p, or of several classes or targets a Float64Array(p) each.
   * @param k the number of the λ, from 0
   * @throws {TypeError | RangeError} when there is no such λ
   */
  coefficients(k: number): CoefficientsOf<F> {
    checkIndex("Path.coefficients", "k", k, this.lambdas.length);
    const { layers } = this.#common;
    return (layers ? layersOf(this.#all(k), layers) : this.#all(k)) as CoefficientsOf<F>;
  }

  /** the coefficients of all layers at λ number k, one behind the other */
  #all(k: number): Float64Array {
    const { p, layers = 1 } = this.#common;
    return spreadOut(this.#points[k], p * layers);
  }

  /**
   * The fit at λ number k.
   * @param k the number of the λ, from 0
   * @throws {TypeError | RangeError} when there is no such λ
   */
  fit(k: number): F {
    checkIndex("Path.fit", "k", k, this.lambdas.length);
    const { intercept, intercepts, baseline, certificate } = this.#points[k];
    return this.#common.make({
      coefficients: this.#all(k),
      intercept,
      intercepts,
      baseline,
      lambda: this.lambdas[k],
      l1Ratio: this.l1Ratio,
      featureNames: this.featureNames,
      offset: this.#common.offset,
      certificate: { ...certificate },
    });
  }

  /**
   * The fit at any λ between the path's largest and smallest: coefficients and intercept interpolated linearly between the neighbours.
   * Its gap is a proven bound, like that of any fit: with λ = (1−t)λₐ + tλ_b, convexity in β and concavity of the optimum in λ give
   * gap ≤ (1−t)gapₐ + t·gap_b + t(1−t)(λ_b−λₐ)(Ωₐ−Ω_b), Ω the penalty divided by λ; `objective` is bounded in the same way.
   * @param lambda λ from the path's smallest to its largest
   * @throws {TypeError | RangeError} when λ lies outside the path
   */
  at(lambda: number): F {
    const order = Array.from(this.lambdas.keys()).sort((a, b) => this.lambdas[b] - this.lambdas[a]);
    const [largest, smallest] = [this.lambdas[order[0]], this.lambdas[order[order.length - 1]]];
    checkNumber("Path.at", "lambda", lambda, (x) => x >= smallest && x <= largest, `a number from ${smallest} to ${largest}`);
    const below = order.findIndex((k) => this.lambdas[k] <= lambda);
    const b = order[below];
    if (this.lambdas[b] === lambda) return this.fit(b);
    const a = order[below - 1];
    if (this.#points[a].certificate.stationarity !== undefined)
      throw new RangeError(
        `Path.at: lambda is ${lambda}, expected a λ of the path, as its penalty is not convex: nothing is known between two`,
      );
    const t = (this.lambdas[a] - lambda) / (this.lambdas[a] - this.lambdas[b]);
    const mix = (values: ArrayLike<number>) => (1 - t) * values[a] + t * values[b];
    const bend = t * (1 - t) * (this.lambdas[a] - this.lambdas[b]) * (this.#points[b].penalty - this.#points[a].penalty);
    const gap = mix(this.gaps) + Math.max(0, bend);
    const relativeGap = this.#common.yardstick.relative(gap);
    const [from, to] = [this.#all(a), this.#all(b)];
    const [one, other] = [this.#points[a], this.#points[b]];
    const mixAll = (x: ArrayLike<number>, y: ArrayLike<number>) => Float64Array.from(x, (value, i) => (1 - t) * value + t * y[i]);
    return this.#common.make({
      coefficients: from.map((value, j) => between(value, to[j], t)),
      intercept: (1 - t) * one.intercept + t * other.intercept,
      ...(one.intercepts && other.intercepts && { intercepts: mixAll(one.intercepts, other.intercepts) }),
      ...(one.baseline &&
        other.baseline && {
          baseline: {
            centre: (1 - t) * one.baseline.centre + t * other.baseline.centre,
            hazards: mixAll(one.baseline.hazards, other.baseline.hazards),
          },
        }),
      lambda,
      l1Ratio: this.l1Ratio,
      featureNames: this.featureNames,
      offset: this.#common.offset,
      certificate: {
        objective: mix(this.objectives) + Math.max(0, bend),
        gap,
        relativeGap,
        iterations: 0,
        converged: relativeGap <= this.#common.tol,
      },
    });
  }

  /**
   * What every fit's `predict` says of X, one entry a λ: X is read and stored once.
   * @param X any table with as many columns as the fits
   * @param options as for the fits' `predict`
   * @throws {TypeError | RangeError} as the fits' `predict`
   */
  predict(X: TableInput, options?: PredictOptions): PredictionOf<F>[] {
    const { p } = this.#common;
    const { table, order } = readForModel("predict", X, p, this.featureNames);
    const stored = table.pointer || table.sparse ? undefined : new Matrix(table.rows, p, this.featureNames, selectColumns(table, order));
    try {
      return Array.from(this.lambdas, (_, k) => (this.fit(k) as Predicts).predict(stored ?? X, options)) as PredictionOf<F>[];
    } finally {
      stored?.dispose();
    }
  }

  /**
   * A plain object for JSON.stringify: λ's, intercepts and certificates one entry a λ, and of the coefficients those that are not 0. The path
   * comes back exactly through {@link Path.fromJSON}.
   */
  toJSON(): object {
    return pathToJSON(this.withClasses);
  }

  /**
   * The path that was written by JSON.stringify, of any loss.
   * @param text the text, or the object it parses to
   * @throws {SyntaxError} when the text is not JSON
   * @throws {TypeError | RangeError} when it is not a path, or of a version this library does not know
   */
  static fromJSON<F extends AnyFit = Fit>(text: string | object): Path<F> {
    return pathWithClasses(pathFromJSON("Path.fromJSON", text)) as Path<never> as Path<F>;
  }
}

/** the path that these are the parts of, of labels if there are classes */
export function pathWithClasses({ parts, ...known }: PathWithClasses): Path<AnyFit> {
  return pathOf<AnyFit>(parts, makerOf(parts.common, known));
}

/** the path that these are the parts of */
export function pathOf<F>({ points, common }: PathParts, make: (parts: FitParts) => F): Path<F> {
  return new Path(points, { ...common, yardstick: Yardstick.of(common.yardstick), make });
}

/** a at t = 0, b at t = 1, never outside of them: a bound that binds at both ends binds between them */
function between(a: number, b: number, t: number): number {
  return Math.min(Math.max(a + t * (b - a), Math.min(a, b)), Math.max(a, b));
}
