// One coefficient: how probable its values are before and after the data were seen, with a Gaussian and a Laplace prior.
import { lasso, ridge } from "shrinkage";
import { logPosterior, priorFromLambda } from "shrinkage/theory";
import type { Data } from "../../data/load.js";
import { someRows } from "../someRows.js";
import { standardised } from "../standardised.js";

export interface PriorsAsked {
  column: string;
  rows: number;
  lambda: number;
}

const POINTS = 401;

export function priors(data: Data, { column, rows, lambda }: PriorsAsked) {
  const chosen = someRows(data.y.length, rows);
  const x = standardised(
    column,
    Float64Array.from(chosen, (i) => data.columns[column][i]),
  );
  const y = Float64Array.from(chosen, (i) => data.y[i]);
  const X = { [column]: x };
  const fit = ridge(X, y, { lambda: 0 });
  const [optimum] = fit.coefficients;
  const residuals = fit.predict(X).map((value, i) => y[i] - value);
  const noiseVariance = residuals.reduce((sum, r) => sum + r * r, 0) / (rows - 2);
  if (!(noiseVariance > 0)) throw new RangeError(`${column} explains y without a rest in these rows: there is no noise to speak of`);
  const width = priorFromLambda({ lambda, noiseVariance, n: rows });
  const maps = [ridge(X, y, { lambda }).coefficients[0], lasso(X, y, { lambda, tol: 1e-12 }).coefficients[0]];
  const sd = Math.sqrt(noiseVariance / rows);
  const [low, high] = [Math.min(0, optimum) - 3.5 * sd, Math.max(0, optimum) + 3.5 * sd];
  const places = Array.from({ length: POINTS }, (_, k) => low + ((high - low) * k) / (POINTS - 1));
  const kinds = [
    { kind: "Gaussian", given: { gaussianVariance: width.gaussianVariance }, map: maps[0] },
    { kind: "Laplace", given: { laplaceScale: width.laplaceScale }, map: maps[1] },
  ];
  const { intercept } = fit;
  const densities = kinds.map(({ kind, given, map }) => {
    const posterior = places.map((w) => logPosterior(X, y, { coefficients: [w], intercept, noiseVariance, ...given } as never));
    const prior = places.map((w) => (kind === "Gaussian" ? (-w * w) / (2 * width.gaussianVariance) : -Math.abs(w) / width.laplaceScale));
    const likelihood = posterior.map((value, k) => value - prior[k]);
    return { kind, map, prior: relative(prior, 0), likelihood: relative(likelihood), posterior: relative(posterior) };
  });
  return { places, densities, optimum, noiseVariance, ...width };
}

/** exp of logs, 1 at the largest */
function relative(logs: readonly number[], most = logs.reduce((a, b) => Math.max(a, b))): number[] {
  return logs.map((value) => Math.exp(value - most));
}
