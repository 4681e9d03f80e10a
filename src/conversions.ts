// λ in other people's words. Ours: (1/2n) Σ sᵢrᵢ² + λ Σ vⱼ(ρ|βⱼ| + (1−ρ)/2 βⱼ²) with Σs = n. Whatever is written as
//   a Σ sᵢrᵢ² + b‖β‖₁ + c‖β‖₂²   has the same minimiser where   λρ = b/(2an),  λ(1−ρ) = c/(an),
// which is all there is to it; the functions below only know who uses which a, b and c.
import { checkBoolean, checkNumber, checkVector, describe } from "./check.js";
import { checkL1Ratio } from "./options/commonOptions.js";

/** λ and ρ, ready to be spread into the options of a fit. */
export interface Strength {
  /** λ ≥ 0 */
  lambda: number;
  /** ρ from 0 (ridge) to 1 (lasso) */
  l1Ratio: number;
}

/** how many rows X has; with weights, their sum instead, for libraries that do not rescale them */
export interface Rows {
  /** n > 0, or Σs */
  rows: number;
}

/** scikit-learn's arguments of `ElasticNet`, and the `alpha` of `Ridge` and `Lasso`. */
export interface SklearnElasticNet {
  /** its strength ≥ 0: `alpha` */
  alpha: number;
  /** its mix, our ρ: `l1_ratio` */
  l1Ratio: number;
}

/** scikit-learn's arguments of `LogisticRegression`. */
export interface SklearnLogistic {
  /** its inverse strength, above 0: `C` */
  C: number;
  /** its mix, our ρ: `l1_ratio` */
  l1Ratio: number;
}

const positive = (name: string, option: string, value: unknown) =>
  checkNumber(name, option, value, (x) => x > 0 && x < Infinity, "a finite number above 0");

const nonNegative = (name: string, option: string, value: unknown) =>
  checkNumber(name, option, value, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0");

/** λρ = l1, λ(1−ρ) = l2 */
function strength(l1: number, l2: number): Strength {
  const lambda = l1 + l2;
  return { lambda, l1Ratio: lambda > 0 ? l1 / lambda : 1 };
}

/**
 * From any squared-error objective a Σ rᵢ² + b‖β‖₁ + c‖β‖₂²: λρ = b/(2an), λ(1−ρ) = c/(an).
 * @param form `squares` = a > 0, `l1` = b ≥ 0, `l2` = c ≥ 0 (default 0), `rows` = n
 * @throws {TypeError | RangeError} when a number is missing or out of range
 */
export function fromObjective(form: Rows & { squares: number; l1?: number; l2?: number }): Strength {
  const name = "fromObjective";
  const a = positive(name, "squares", form.squares);
  const n = positive(name, "rows", form.rows);
  const b = nonNegative(name, "l1", form.l1 ?? 0);
  const c = nonNegative(name, "l2", form.l2 ?? 0);
  return strength(b / (2 * a * n), c / (a * n));
}

/**
 * The teaching texts' objectives, λ as they write it:
 *
 * | form | objective | where |
 * |---|---|---|
 * | `"sum"` | Σ r² + λ‖β‖₂², Σ r² + λ‖β‖₁ | Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, eq. 3.41 |
 * | `"halfSum"` | ½ Σ r² + (λ/2)‖β‖₂², ½ Σ r² + λ‖β‖₁ | Bishop, Pattern Recognition, eq. 3.27; ESL eq. 3.52 |
 * | `"mean"` | (1/n) Σ r² + λ‖β‖₂², (1/n) Σ r² + λ‖β‖₁ | Goodfellow, Bengio, Courville, Deep Learning, eq. 5.18 |
 * | `"perRow"` | (1/2n) Σ r² + (λ/2n)‖β‖₂², (1/2n) Σ r² + (λ/n)‖β‖₁ | Nielsen, Neural Networks and Deep Learning, eq. 87 and 95 |
 */
export type TextbookForm = "sum" | "halfSum" | "mean" | "perRow";

/** a, b/λ and c/λ of a form */
const TEXTBOOK: Record<TextbookForm, (n: number) => { squares: number; l1: number; l2: number }> = {
  sum: () => ({ squares: 1, l1: 1, l2: 1 }),
  halfSum: () => ({ squares: 1 / 2, l1: 1, l2: 1 / 2 }),
  mean: (n) => ({ squares: 1 / n, l1: 1, l2: 1 }),
  perRow: (n) => ({ squares: 1 / (2 * n), l1: 1 / n, l2: 1 / (2 * n) }),
};

/** our λ and ρ for a textbook's λ of 1 */
function unitStrength(name: string, form: TextbookForm, norm: "l1" | "l2", rows: number): Strength {
  if (!Object.hasOwn(TEXTBOOK, form))
    throw new TypeError(`${name}: form is ${describe(form)}, expected one of ${Object.keys(TEXTBOOK).join(", ")}`);
  if (norm !== "l1" && norm !== "l2") throw new TypeError(`${name}: norm is ${describe(norm)}, expected "l1" or "l2"`);
  const { squares, l1, l2 } = TEXTBOOK[form](positive(name, "rows", rows));
  return fromObjective({ squares, l1: norm === "l1" ? l1 : 0, l2: norm === "l2" ? l2 : 0, rows });
}

/**
 * A textbook's λ → ours, see {@link TextbookForm}.
 * @param norm `"l1"` for its lasso, `"l2"` for its ridge
 * @throws {TypeError | RangeError} when the form is unknown or a number is missing or out of range
 */
export function fromTextbook({ form, norm, lambda, rows }: Rows & { form: TextbookForm; norm: "l1" | "l2"; lambda: number }): Strength {
  const name = "fromTextbook";
  const scale = nonNegative(name, "lambda", lambda);
  const unit = unitStrength(name, form, norm, rows);
  return { lambda: scale * unit.lambda, l1Ratio: unit.l1Ratio };
}

/**
 * Our λ → a textbook's, see {@link TextbookForm}.
 * @param norm `"l1"` for its lasso, `"l2"` for its ridge
 * @throws {TypeError | RangeError} when the form is unknown or a number is missing or out of range
 */
export function toTextbook({
  form,
  norm,
  lambda,
  rows,
}: Rows & { form: TextbookForm; norm: "l1" | "l2"; lambda: number }): Pick<Strength, "lambda"> {
  const name = "toTextbook";
  return { lambda: nonNegative(name, "lambda", lambda) / unitStrength(name, form, norm, rows).lambda };
}

/**
 * scikit-learn `Ridge(alpha)`: Σ sᵢrᵢ² + α‖β‖₂², so λ = α/n; with sample weights, which it does not rescale, λ = α/Σs.
 * @param rows n, or Σs
 * @throws {TypeError | RangeError} when a number is missing or out of range
 */
export function fromSklearnRidge({ alpha, rows }: Rows & { alpha: number }): Strength {
  return { lambda: nonNegative("fromSklearnRidge", "alpha", alpha) / positive("fromSklearnRidge", "rows", rows), l1Ratio: 0 };
}

/**
 * λ → scikit-learn `Ridge(alpha)`: α = nλ; with sample weights α = λΣs.
 * @param rows n, or Σs
 * @throws {TypeError | RangeError} when a number is missing or out of range
 */
export function toSklearnRidge({ lambda, rows }: Rows & { lambda: number }): Pick<SklearnElasticNet, "alpha"> {
  return { alpha: nonNegative("toSklearnRidge", "lambda", lambda) * positive("toSklearnRidge", "rows", rows) };
}

/**
 * scikit-learn `ElasticNet(alpha, l1_ratio)` and `Lasso(alpha)` (`l1Ratio` 1): the same objective as ours, λ = α and ρ = l1_ratio.
 * @throws {TypeError | RangeError} when a number is missing or out of range
 */
export function fromSklearnElasticNet({ alpha, l1Ratio = 1 }: { alpha: number; l1Ratio?: number }): Strength {
  const name = "fromSklearnElasticNet";
  return { lambda: nonNegative(name, "alpha", alpha), l1Ratio: checkL1Ratio(name, l1Ratio) };
}

/**
 * λ and ρ → scikit-learn `ElasticNet(alpha, l1_ratio)` and `Lasso(alpha)`: α = λ.
 * @throws {TypeError | RangeError} when a number is missing or out of range
 */
export function toSklearnElasticNet({ lambda, l1Ratio = 1 }: { lambda: number; l1Ratio?: number }): SklearnElasticNet {
  const name = "toSklearnElasticNet";
  return { alpha: nonNegative(name, "lambda", lambda), l1Ratio: checkL1Ratio(name, l1Ratio) };
}

/**
 * scikit-learn `LogisticRegression(C, l1_ratio)`: C Σ sᵢ log(1 + exp(−tᵢηᵢ)) + ρ‖β‖₁ + (1−ρ)/2 ‖β‖₂², so λ = 1/(nC); with sample
 * weights λ = 1/(CΣs).
 * @param rows n, or Σs
 * @throws {TypeError | RangeError} when a number is missing or out of range
 */
export function fromSklearnLogistic({ C, l1Ratio = 0, rows }: Rows & { C: number; l1Ratio?: number }): Strength {
  const name = "fromSklearnLogistic";
  return { lambda: 1 / (positive(name, "rows", rows) * positive(name, "C", C)), l1Ratio: checkL1Ratio(name, l1Ratio) };
}

/**
 * λ → scikit-learn `LogisticRegression(C, l1_ratio)`: C = 1/(nλ); with sample weights C = 1/(λΣs).
 * @param rows n, or Σs
 * @throws {TypeError | RangeError} when a number is missing or out of range
 */
export function toSklearnLogistic({ lambda, l1Ratio = 0, rows }: Rows & Strength): SklearnLogistic {
  const name = "toSklearnLogistic";
  return { C: 1 / (positive(name, "rows", rows) * positive(name, "lambda", lambda)), l1Ratio: checkL1Ratio(name, l1Ratio) };
}

/** glmnet's arguments that decide about λ. */
export interface GlmnetArguments {
  /** its λ ≥ 0 */
  lambda: number;
  /** its mix, our ρ (default 1) */
  alpha?: number;
  /** rescaled by glmnet to sum to p; Infinity excludes a column and counts as 1 in that sum */
  penaltyFactor?: ArrayLike<number>;
  /** population sd of y (weighted), needed where alpha < 1: glmnet's gaussian divides the ridge part by it; 1 for other families */
  sdY?: number;
  /** its default is true */
  standardize?: boolean;
}

/** What {@link fromGlmnet} returns: options of a fit, ready to be spread into them. */
export interface GlmnetEquivalent extends Strength {
  /** as glmnet had it */
  standardize: boolean;
  /** p numbers, rescaled to sum to p; there where `penaltyFactor` was given */
  penaltyFactors?: Float64Array;
}

/**
 * glmnet(x, y, lambda, alpha, penalty.factor, standardize) → the options of the same fit here: λρ = λα, λ(1−ρ) = λ(1−α)/sd(y),
 * vⱼ = vⱼ·p/Σv. That division is what its code does, not what its manual says (glmnet 4.1, gaussian family).
 * @throws {TypeError | RangeError} when a number is missing or out of range
 */
export function fromGlmnet(given: GlmnetArguments): GlmnetEquivalent {
  const name = "fromGlmnet";
  const lambda = nonNegative(name, "lambda", given.lambda);
  const alpha = checkNumber(name, "alpha", given.alpha ?? 1, (x) => x >= 0 && x <= 1, "a number from 0 to 1");
  const sdY = alpha < 1 ? positive(name, "sdY", given.sdY) : 1;
  const out = {
    ...strength(lambda * alpha, (lambda * (1 - alpha)) / sdY),
    standardize: checkBoolean(name, "standardize", given.standardize ?? true),
  };
  // at λ = 0 the mix is lost in λρ and λ(1−ρ)
  if (lambda === 0) out.l1Ratio = alpha;
  if (!given.penaltyFactor) return out;
  const { penaltyFactor } = given;
  const factors = checkVector(
    name,
    "penaltyFactor",
    penaltyFactor,
    penaltyFactor.length,
    "columns",
    (x) => x >= 0,
    "a number ≥ 0 or Infinity",
  );
  const total = factors.reduce((sum, v) => sum + (v === Infinity ? 1 : v), 0);
  return { ...out, penaltyFactors: factors.map((v) => (v * factors.length) / positive(name, "the sum of penaltyFactor", total)) };
}

/**
 * λ and ρ → glmnet's lambda and alpha for a gaussian fit: λα = λρ, λ(1−α) = λ(1−ρ)·sd(y).
 * @param sdY population sd of y (weighted), needed where `l1Ratio` < 1; 1 for other families
 * @throws {TypeError | RangeError} when a number is missing or out of range
 */
export function toGlmnet({
  lambda,
  l1Ratio = 1,
  sdY,
}: {
  lambda: number;
  l1Ratio?: number;
  sdY?: number;
}): Required<Pick<GlmnetArguments, "lambda" | "alpha">> {
  const name = "toGlmnet";
  const strengthOf = nonNegative(name, "lambda", lambda);
  const rho = checkL1Ratio(name, l1Ratio);
  const theirs = strength(strengthOf * rho, strengthOf * (1 - rho) * (rho < 1 ? positive(name, "sdY", sdY) : 1));
  return { lambda: theirs.lambda, alpha: strengthOf === 0 ? rho : theirs.l1Ratio };
}
