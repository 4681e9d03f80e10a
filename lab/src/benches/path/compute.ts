// Every coefficient along λ, and the fit at one λ.
import { elasticNet, logistic, path, ridge } from "shrinkage";
import type { Data } from "../../data/load.js";

export type Penalty = "lasso" | "elasticNet" | "ridge" | "mcp";

export interface PathAsked {
  penalty: Penalty;
  l1Ratio: number;
  /** from the largest to the smallest */
  from: number;
  to: number;
  count: number;
}

export interface FitAsked {
  penalty: Penalty;
  l1Ratio: number;
  lambda: number;
}

const ratio = ({ penalty, l1Ratio }: { penalty: Penalty; l1Ratio: number }) =>
  penalty === "ridge" ? 0 : penalty === "elasticNet" ? l1Ratio : 1;

export function pathBench({ shape, X, y }: Data, asked: PathAsked) {
  const { from, to, count } = asked;
  const lambdas = Array.from({ length: count }, (_, k) => from * (to / from) ** (k / (count - 1)));
  const options = { lambdas, standardize: true, loss: shape.loss, tol: 1e-8 };
  const fits = asked.penalty === "mcp" ? path(X, y, { ...options, penalty: "mcp" }) : path(X, y, { ...options, l1Ratio: ratio(asked) });
  const { deviations } = shape;
  return {
    lambdas,
    /** per standard deviation of a column: [λ][column] */
    coefficients: lambdas.map((_, k) => Array.from(fits.coefficients(k), (value, j) => value * deviations[j])),
    nonzero: Array.from(fits.nonzero),
    explained: Array.from(fits.devianceExplained),
    relativeGaps: Array.from(fits.relativeGaps),
  };
}

export function pathFit({ shape, X, y }: Data, asked: FitAsked) {
  const fit = fitOf(shape.loss, asked, X, y);
  const { objective, gap, relativeGap, iterations, converged, stationarity, convexRegion } = fit.certificate;
  return {
    /** per standard deviation of a column */
    coefficients: Array.from(fit.coefficients, (value, j) => value * shape.deviations[j]),
    /** on the scale of the columns */
    raw: Array.from(fit.coefficients),
    intercept: fit.intercept,
    nonzero: fit.nonzero,
    /** R², or the share of right classes */
    score: fit.score(X, y),
    certificate: { objective, gap, relativeGap, iterations, converged, stationarity, convexRegion },
  };
}

function fitOf(loss: "squared" | "logistic", asked: FitAsked, X: Data["X"], y: Float64Array) {
  const { lambda, penalty } = asked;
  const options = { lambda, standardize: true, tol: 1e-8 };
  if (penalty === "mcp") return path(X, y, { lambdas: [lambda], standardize: true, tol: 1e-8, loss, penalty }).fit(0);
  if (loss === "logistic") return logistic(X, y, { ...options, l1Ratio: ratio(asked) });
  return penalty === "ridge" ? ridge(X, y, options) : elasticNet(X, y, { ...options, l1Ratio: ratio(asked) });
}
