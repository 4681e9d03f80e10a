import { dot, ruleY } from "@observablehq/plot";
import { describe } from "../check.js";
import { checkKind, MAIN, type Picture, type PlotStyle, QUIET, short, styled } from "./picture.js";

/**
 * What a fit leaves of y, by what it predicts.
 * @param fit a fit that predicts numbers
 * @param X a table; one the fit has not seen tells more
 * @param y one number a row
 * @param options {@link PlotStyle}
 * @returns options for `Plot.plot`
 * @throws {TypeError | RangeError} when the fit predicts no numbers, y does not go with X, or an option is not what it should be
 */
export function residualPlot<X>(fit: { predict(X: X): ArrayLike<unknown> }, X: X, y: ArrayLike<number>, options: PlotStyle = {}): Picture {
  const name = "residualPlot";
  checkKind(name, "fit", fit, ["predict"], "a fit");
  const frame = styled(name, options, 360);
  const predicted = fit.predict(X);
  if (typeof predicted[0] !== "number") throw new TypeError(`${name}: fit predicts ${describe(predicted[0])}, expected numbers`);
  if (y === null || typeof y !== "object" || y.length !== predicted.length)
    throw new RangeError(`${name}: y is ${describe(y)} for ${predicted.length} rows of X, expected one number a row`);
  const points = Array.from(predicted as ArrayLike<number>, (value, i) => ({ predicted: value, residual: y[i] - value }));
  const mean = points.reduce((sum, { residual }) => sum + residual, 0) / points.length;
  const deviation = Math.sqrt(points.reduce((sum, { residual }) => sum + (residual - mean) * (residual - mean), 0) / points.length);
  const largest = points.reduce((most, { residual }) => (Math.abs(residual) > Math.abs(most) ? residual : most), 0);
  return {
    ...frame,
    ariaLabel: "Residuals by prediction",
    ariaDescription: `${points.length} residuals with mean ${short(mean)} and standard deviation ${short(deviation)}; the largest is ${short(largest)}.`,
    marginLeft: 56,
    x: { label: "prediction", labelArrow: "none" },
    y: { label: "y − prediction", labelArrow: "none", grid: true },
    marks: [ruleY([0], { stroke: QUIET }), dot(points, { x: "predicted", y: "residual", stroke: MAIN, strokeOpacity: 0.7, r: 2.5 })],
  };
}
