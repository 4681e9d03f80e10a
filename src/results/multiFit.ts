import { describe } from "../check.js";
import { offsetFor } from "../tables/offset.js";
import { readForModel, type TableInput } from "../tables/readTable.js";
import type { Certificate } from "./certificate.js";
import { Fit, type FitParts } from "./fit.js";
import { fitLines } from "./fitLines.js";
import { certificateOf, inner, parsed, writtenCertificate } from "./json.js";
import { layersOf, predictLayers } from "./layers.js";
import { type Style, shown } from "./lines.js";

const FORMAT = "shrinkage/multi-fit";

/** Fits of several targets: one {@link Fit} each, and what they have in common with one entry a target. */
export class MultiFit {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "MultiFit";
  /** one fit a target */
  readonly fits: readonly Fit[];
  /** names of the targets, where y was a record of columns */
  readonly targetNames?: readonly string[];

  readonly #together?: Certificate;

  /** @internal made by `ridge`, `lasso`, `elasticNet`, `path` and `MultiFit.fromJSON`; `together`: the one proof of all targets */
  constructor(fits: readonly Fit[], targetNames?: readonly string[], together?: Certificate) {
    shown(this);
    this.fits = fits;
    if (targetNames) this.targetNames = targetNames;
    this.#together = together;
  }

  /** @internal what a copy of it is made from */
  get parts(): { fits: readonly Fit[]; targetNames?: readonly string[]; together?: Certificate } {
    return { fits: this.fits, targetNames: this.targetNames, together: this.#together };
  }

  /** λ of all targets */
  get lambda(): number {
    return this.fits[0].lambda;
  }

  /** ρ of all targets */
  get l1Ratio(): number {
    return this.fits[0].l1Ratio;
  }

  /** one Float64Array(p) a target */
  get coefficients(): Float64Array[] {
    return this.fits.map((fit) => fit.coefficients);
  }

  /** one intercept a target */
  get intercept(): number[] {
    return this.fits.map((fit) => fit.intercept);
  }

  /**
   * the proof for all targets together: of grouped targets the one that there is, which each of `fits` carries too; of others objectives and
   * gaps add up, `relativeGap` is the worst, `converged` means all
   */
  get certificate(): Certificate {
    if (this.#together) return { ...this.#together };
    const all = this.fits.map((fit) => fit.certificate);
    return {
      objective: all.reduce((sum, c) => sum + c.objective, 0),
      gap: all.reduce((sum, c) => sum + c.gap, 0),
      relativeGap: Math.max(...all.map((c) => c.relativeGap)),
      iterations: Math.max(...all.map((c) => c.iterations)),
      converged: all.every((c) => c.converged),
    };
  }

  /** @internal what `summary` and the console show */
  summaryLines(style: Style): string[] {
    const { lambda, l1Ratio, certificate } = this;
    const title = `MultiFit of ${this.fits.length} targets`;
    const headings = this.targetNames ?? this.fits.map((_, k) => `target ${k}`);
    const [layers, intercepts, { featureNames }] = [this.coefficients, this.intercept, this.fits[0]];
    return fitLines({ title, lambda, l1Ratio, layers, intercepts, headings, featureNames, certificate, scored: "R²" }, style);
  }

  /** how many coefficients are not exactly 0, over all targets */
  get nonzero(): number {
    return this.fits.reduce((sum, fit) => sum + fit.nonzero, 0);
  }

  /**
   * Predictions, one Float64Array a target with one entry a row of X.
   * @param X any table with as many columns as the model
   * @param options `offset`: a table of one column a target, wanted where the model was fitted with one; 0 leaves it out
   * @throws {TypeError | RangeError} as {@link Fit.predict}
   */
  predict(X: TableInput, options: { offset?: TableInput | 0 } = {}): Float64Array[] {
    const { featureNames, offset: hadOne } = this.fits[0];
    return predictLayers("predict", X, this.coefficients, this.intercept, featureNames, { hadOne, given: options.offset });
  }

  /**
   * The mean of the targets' R².
   * @param X any table with as many columns as the model
   * @param Y a table of n rows and one column a target; by name where both sides know names
   * @throws {TypeError | RangeError} as {@link Fit.score}
   */
  score(X: TableInput, Y: TableInput, options: { offset?: TableInput | 0 } = {}): number {
    const targets = this.fits.length;
    const { table, order } = readForModel("score", Y, targets, this.targetNames, `the model has ${targets} targets`, "y");
    const truth = new Float64Array(table.rows * table.columns);
    table.copyTo(truth);
    const column = (j: number) => truth.subarray(j * table.rows, (j + 1) * table.rows);
    const layers = offsetFor("score", this.fits[0].offset === true, options.offset, table.rows, targets);
    const each = this.fits.map((fit, k) => fit.score(X, column(order[k]), { offset: layers?.[k] ?? 0 }));
    return each.reduce((sum, r) => sum + r, 0) / targets;
  }

  /** A plain object for JSON.stringify; every number comes back exactly through {@link MultiFit.fromJSON}. */
  toJSON(): object {
    return {
      format: FORMAT,
      version: 1,
      fits: this.fits.map((fit) => fit.toJSON()),
      ...(this.#together && { certificate: writtenCertificate(this.#together) }),
      ...(this.targetNames && { targetNames: this.targetNames }),
    };
  }

  /**
   * The fits that were written by JSON.stringify.
   * @throws {SyntaxError} when the text is not JSON
   * @throws {TypeError} when it is not a MultiFit, or of a version this library does not know
   */
  static fromJSON(text: string | object): MultiFit {
    const name = "MultiFit.fromJSON";
    const value = parsed(name, text, FORMAT);
    if (!Array.isArray(value.fits) || value.fits.length === 0)
      throw new TypeError(`${name}: fits is ${describe(value.fits)}, expected an array with at least one fit`);
    const { targetNames } = value;
    if (targetNames !== undefined && !(Array.isArray(targetNames) && targetNames.every((x) => typeof x === "string")))
      throw new TypeError(`${name}: targetNames is ${describe(targetNames)}, expected an array of strings`);
    if (targetNames && targetNames.length !== value.fits.length)
      throw new TypeError(`${name}: targetNames has ${targetNames.length} entries but there are ${value.fits.length} fits`);
    if (targetNames && new Set(targetNames).size < targetNames.length)
      throw new TypeError(`${name}: targetNames has a name twice, expected every name once`);
    const together = value.certificate === undefined ? undefined : certificateOf(value.certificate);
    if (value.certificate !== undefined && !together)
      throw new TypeError(`${name}: certificate is ${describe(value.certificate)}, expected what JSON.stringify(fit) wrote`);
    const fits = value.fits.map((fit, k) => Fit.fromJSON(inner(name, `fits[${k}]`, fit)));
    const strange = fits.findIndex((fit) => modelOf(fit) !== modelOf(fits[0]));
    if (strange >= 0) throw new TypeError(`${name}: fits[${strange}] has other columns, λ or offset than fits[0], expected those of one X`);
    return new MultiFit(fits, targetNames && [...targetNames], together);
  }
}

/** what all targets have in common */
const modelOf = ({ coefficients, featureNames, lambda, l1Ratio, offset, link }: Fit) =>
  JSON.stringify([coefficients.length, featureNames, lambda, l1Ratio, offset, link]);

/** the fits of targets whose coefficients lie one behind the other, under one certificate */
export function multiFitOf(
  { coefficients, intercepts = [], ...rest }: FitParts,
  targets: number,
  targetNames?: readonly string[],
): MultiFit {
  const fits = layersOf(coefficients, targets).map((beta, k) => new Fit({ ...rest, coefficients: beta, intercept: intercepts[k] }));
  return new MultiFit(fits, targetNames, rest.certificate);
}
