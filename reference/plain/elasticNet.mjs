// One λ, and a path, of the plain JavaScript opponent (../plain.mjs).
import { answer, centre } from "./centre.mjs";
import { descend, start } from "./descent.mjs";
import { gemvT } from "./level2.mjs";

/**
 * Elastic net at one λ > 0 by coordinate descent.
 * @param {readonly Float64Array[]} columns
 * @param {Float64Array} y
 * @param {{ lambda: number, l1Ratio?: number, tol?: number }} options
 * @returns {import("../plain.mjs").Answer}
 */
export function elasticNet(columns, y, { lambda, l1Ratio = 1, tol = 1e-7 }) {
  const s = start(columns, y);
  const gap = descend(s, lambda, l1Ratio, tol);
  return answer(s, s.beta, gap);
}

/**
 * The smallest λ at which every coefficient is 0.
 * @param {readonly Float64Array[]} columns
 * @param {Float64Array} y
 * @returns {number}
 */
export function lambdaMax(columns, y, l1Ratio = 1) {
  return largestLambda(centre(columns, y), l1Ratio);
}

function largestLambda({ n, p, X, y }, l1Ratio) {
  const correlations = new Float64Array(p);
  gemvT(X, y, correlations);
  const largest = correlations.reduce((most, z) => Math.max(most, Math.abs(z)), 0);
  return (largest / n / Math.max(l1Ratio, 1e-3)) * (1 + 4 * Number.EPSILON);
}

/**
 * Elastic nets at `lambdas`, else at `count` λ's from λmax down, each started from the one before.
 * @param {readonly Float64Array[]} columns
 * @param {Float64Array} y
 * @param {{ lambdas?: Float64Array, count?: number, minRatio?: number, l1Ratio?: number, tol?: number }} [options]
 * @returns {{ lambdas: Float64Array, coefficients: Float64Array[], intercepts: Float64Array, relativeGaps: Float64Array }}
 */
export function path(columns, y, options = {}) {
  const { l1Ratio = 1, tol = 1e-7 } = options;
  const s = start(columns, y);
  const lambdas = options.lambdas ?? grid(largestLambda(s, l1Ratio), options.count ?? 100, options.minRatio ?? (s.n < s.p ? 1e-2 : 1e-4));
  const answers = Array.from(lambdas, (lambda) => answer(s, s.beta, descend(s, lambda, l1Ratio, tol)));
  return {
    lambdas,
    coefficients: answers.map((each) => each.coefficients),
    intercepts: Float64Array.from(answers, (each) => each.intercept),
    relativeGaps: Float64Array.from(answers, (each) => each.relativeGap),
  };
}

/**
 * `count` λ's from `most` down to most · minRatio, in equal ratios
 * @param {number} most
 * @param {number} count
 * @param {number} minRatio
 * @returns {Float64Array}
 */
export function grid(most, count, minRatio) {
  return Float64Array.from({ length: count }, (_, k) => (k === 0 ? most : most * minRatio ** (k / (count - 1))));
}
