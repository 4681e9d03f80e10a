/**
 * Pictures of results: functions that return the options of Observable Plot (`npm install @observablehq/plot`), as in
 * `Plot.plot(pathPlot(path))`. Every one has a text alternative, and colours that are told apart with any kind of colour blindness.
 *
 * @module shrinkage/plots
 */
export { type BarOptions, type CoefficientsLike, coefficientPlot, type StabilityLike, stabilityPlot } from "./bars.js";
export { type ClassifierLike, calibrationPlot, rocPlot } from "./classPlots.js";
export { type ChoiceLike, type CrossValidationLike, cvPlot } from "./cvPlot.js";
export { type PathLike, type PathPlotOptions, pathPlot } from "./pathPlot.js";
export type { Picture, PlotStyle } from "./picture.js";
export { residualPlot } from "./residualPlot.js";
