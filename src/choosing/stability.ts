import { checkIndex } from "../check.js";
import { square } from "../elementary.js";
import { aligned, type Style, shown, written } from "../results/lines.js";

/** What a StabilitySelection is made of. */
export type StabilityParts = ConstructorParameters<typeof StabilitySelection>;

/** What {@link stabilitySelection} found. */
export class StabilitySelection {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "StabilitySelection";
  /** the λ's of every subsample's path */
  readonly lambdas: Float64Array;
  /** one entry a column: the share of subsamples that select it, at the λ where that is largest */
  readonly shares: Float64Array;
  /** the columns whose share reaches the threshold, in order */
  readonly selected: Int32Array;
  /** the share of subsamples from which a column counts as stable */
  readonly threshold: number;
  /** how many subsamples were drawn */
  readonly subsamples: number;
  /** q: how many columns a subsample selects at any of the λ's, on average */
  readonly averageSelected: number;
  /**
   * q²/((2·threshold − 1)p), the number of stable columns expected to be false at most, where false ones are exchangeable and no better
   * selected than by chance (Meinshausen, Bühlmann 2010, theorem 1); p counts the columns that may get a coefficient
   */
  readonly falseSelections: number;
  /** names of the columns, where X had them */
  readonly featureNames?: readonly string[];
  readonly #counts: readonly Int32Array[];
  readonly #candidates: number;

  /** @internal made by `stabilitySelection`; `counts`: one entry a λ, of how many subsamples select each of its columns; `candidates`: p */
  constructor(
    parts: Pick<StabilitySelection, "lambdas" | "threshold" | "subsamples" | "averageSelected" | "featureNames">,
    counts: readonly Int32Array[],
    candidates: number,
  ) {
    shown(this);
    this.lambdas = parts.lambdas;
    this.threshold = parts.threshold;
    this.subsamples = parts.subsamples;
    this.averageSelected = parts.averageSelected;
    if (parts.featureNames) this.featureNames = parts.featureNames;
    this.#counts = counts;
    this.#candidates = candidates;
    this.shares = Float64Array.from(counts[0], (_, j) => counts.reduce((most, each) => Math.max(most, each[j]), 0) / parts.subsamples);
    this.selected = Int32Array.from(this.shares.keys()).filter((j) => this.shares[j] >= parts.threshold);
    this.falseSelections = candidates > 0 ? square(parts.averageSelected) / ((2 * parts.threshold - 1) * candidates) : 0;
  }

  /** @internal what `summary` and the console show */
  summaryLines(style: Style): string[] {
    const { digits, rows } = style;
    const { shares, threshold, featureNames, selected } = this;
    const order = Array.from(shares.keys())
      .filter((j) => shares[j] > 0)
      .sort((a, b) => shares[b] - shares[a] || a - b);
    const more = order.length - Math.min(rows, order.length);
    return [
      `StabilitySelection: ${selected.length} of ${shares.length} columns in ${written(100 * threshold, digits)} % or more of ${this.subsamples} subsamples`,
      ...aligned([
        ["", "share", ""],
        ...order
          .slice(0, rows)
          .map((j) => [featureNames?.[j] ?? `x${j}`, written(shares[j], digits), shares[j] >= threshold ? "selected" : ""]),
      ]),
      ...(more > 0 ? [`… and ${more} more`] : []),
      `at most ${written(this.falseSelections, digits)} of them by chance, on average`,
    ];
  }

  /** @internal what the same one is made of */
  get parts(): StabilityParts {
    const { lambdas, threshold, subsamples, averageSelected, featureNames } = this;
    return [{ lambdas, threshold, subsamples, averageSelected, featureNames }, this.#counts, this.#candidates];
  }

  /**
   * The share of subsamples that select each column at λ number k; where a path had ended before, what it had selected last.
   * @param k the number of the λ, from 0
   * @throws {TypeError | RangeError} when there is no such λ
   */
  sharesAt(k: number): Float64Array {
    checkIndex("StabilitySelection.sharesAt", "k", k, this.lambdas.length);
    return Float64Array.from(this.#counts[k], (count) => count / this.subsamples);
  }
}
