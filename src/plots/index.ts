/**
 * Pictures of results: functions that return the options of Observable Plot (`npm install @observablehq/plot`), as in
 * `Plot.plot(pathPlot(path))`. Every one has a text alternative, and colours that are told apart with any kind of colour blindness.
 *
 * @module shrinkage/plots
 */
export { type BarOptions, coefficientPlot, stabilityPlot } from "./bars.js";
export { calibrationPlot, rocPlot } from "./classPlots.js";
export { cvPlot } from "./cvPlot.js";
export { type PathPlotOptions, pathPlot } from "./pathPlot.js";
export type { Picture, PlotStyle } from "./picture.js";
export { residualPlot } from "./residualPlot.js";
