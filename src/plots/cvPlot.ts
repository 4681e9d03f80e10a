import { dot, link, ruleX, text } from "@observablehq/plot";
import { checkKind, lambdaAxis, MAIN, type Picture, type PlotStyle, QUIET, SECOND, short, styled, THIRD } from "./picture.js";

/** One of the two choices. */
export interface ChoiceLike {
  /** λ */
  readonly lambda: number;
  /** the error there */
  readonly mean: number;
  /** its standard error */
  readonly standardError: number;
}

/** What is asked of a result here, whoever made it. */
export interface CrossValidationLike {
  /** what the errors are */
  readonly measure: string;
  /** the λ's */
  readonly lambdas: ArrayLike<number>;
  /** the error at each λ */
  readonly means: ArrayLike<number>;
  /** its standard error */
  readonly standardErrors: ArrayLike<number>;
  /** the smallest error */
  readonly min: ChoiceLike;
  /** the largest λ within one standard error of it */
  readonly oneSe: ChoiceLike;
}

/**
 * The errors of a cross-validation by λ, each with one standard error to both sides, and lines at the smallest error and at the largest λ within
 * one standard error of it.
 * @param cv what `crossValidate` returned
 * @param options {@link PlotStyle}
 * @returns options for `Plot.plot`
 * @throws {TypeError | RangeError} when cv is no cross-validation, or an option is not what it should be
 */
export function cvPlot(cv: CrossValidationLike, options: PlotStyle = {}): Picture {
  const name = "cvPlot";
  checkKind(name, "cv", cv, ["lambdas", "means", "standardErrors", "min", "oneSe"], "what crossValidate returned");
  const frame = styled(name, options, 360);
  const points = Array.from(cv.lambdas, (lambda, k) => ({
    lambda,
    mean: cv.means[k],
    low: cv.means[k] - cv.standardErrors[k],
    high: cv.means[k] + cv.standardErrors[k],
  })).filter(({ lambda, mean }) => lambda > 0 && Number.isFinite(mean));
  const rules = [
    { lambda: cv.oneSe.lambda, name: "1-SE", colour: THIRD },
    { lambda: cv.min.lambda, name: "min", colour: SECOND },
  ];
  const same = cv.min.lambda === cv.oneSe.lambda;
  return {
    ...frame,
    ariaLabel: `Cross-validated ${cv.measure} by λ`,
    ariaDescription: `The best of ${points.length} λ is ${short(cv.min.lambda)}, ${cv.measure} ${short(cv.min.mean)} ± ${short(cv.min.standardError)}; within one standard error λ goes up to ${short(cv.oneSe.lambda)}, ${cv.measure} ${short(cv.oneSe.mean)}.`,
    marginLeft: 56,
    marginTop: 28,
    x: lambdaAxis,
    y: { label: cv.measure, labelArrow: "none", grid: true },
    marks: [
      ruleX(same ? rules.slice(1) : rules, { x: "lambda", stroke: "colour", strokeDasharray: "4 3" }),
      link(points, { x: "lambda", y1: "low", y2: "high", stroke: QUIET }),
      dot(points, { x: "lambda", y: "mean", fill: MAIN, r: 2.5 }),
      text(same ? [{ ...rules[1], name: "min, 1-SE" }] : rules, { x: "lambda", text: "name", fill: "colour", frameAnchor: "top", dy: -12 }),
    ],
  };
}
