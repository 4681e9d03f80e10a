// The pictures of shrinkage/plots for the docs, of the diabetes data.
import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { crossValidate, encode, logistic, path, ridgeInference, stabilitySelection } from "shrinkage";
import { calibrationPlot, coefficientPlot, cvPlot, pathPlot, residualPlot, rocPlot, stabilityPlot } from "shrinkage/plots";
import { svg } from "./svg.mjs";

/** file name → text */
export function plotPictures() {
  const { data } = Papa.parse(readFileSync(new URL("../examples/data/diabetes.csv", import.meta.url), "utf8"), {
    header: true,
    skipEmptyLines: true,
  });
  // coefficients are per standard deviation where the columns are
  const { X, y } = encode(data, { target: "progression", standardize: true });
  const cv = crossValidate(X, y, { folds: 10, seed: 1 });
  const fits = path(X, y, { count: 80, minRatio: 1e-3 });
  const median = Float64Array.from(y).sort()[y.length >> 1];
  const classes = Array.from(y, (value) => (value > median ? "above the median" : "below"));
  const fit = logistic(X, classes, { lambda: 0.02 });
  const small = { theme: "light", width: 420, height: 320 };
  const plots = {
    "lasso-path": pathPlot(fits, { lambda: cv.lambda, named: 10, theme: "light" }),
    cv: cvPlot(cv, { theme: "light" }),
    coefficients: coefficientPlot(ridgeInference(X, y, { lambda: 0.1 }), { theme: "light", height: 300 }),
    residuals: residualPlot(cv.fit, X, y, small),
    roc: rocPlot(fit, X, classes, small),
    calibration: calibrationPlot(fit, X, classes, small),
    stability: stabilityPlot(stabilitySelection(X, y, { threshold: 0.8, seed: 1 }), { theme: "light", height: 300 }),
  };
  return Object.fromEntries(
    Object.entries(plots).map(([name, plot]) => [`${name}.svg`, svg(plot, `${plot.ariaLabel}. ${plot.ariaDescription}`)]),
  );
}
