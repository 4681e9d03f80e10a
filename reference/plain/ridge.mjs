// Ridge of the plain JavaScript opponent (../plain.mjs).
import { answer, centre } from "./centre.mjs";
import { factor, solve } from "./cholesky.mjs";
import { gram, square } from "./gram.mjs";
import { axpy, dot } from "./level1.mjs";
import { gemv, gemvT, residual, transpose } from "./level2.mjs";

/** Newton steps at most: the solution and three refinements (assembly/ridge/ridge.ts) */
const STEPS = 4;

/**
 * Ridge by Cholesky of X̃ᵀX̃ + nλI (n ≥ p) or X̃X̃ᵀ + nλI, refined until the gap ½dᵀA⁻¹d, d = ∇P, is rounding.
 * @param {readonly Float64Array[]} columns
 * @param {Float64Array} y
 * @param {{ lambda: number }} options
 * @returns {import("../plain.mjs").Answer}
 */
export function ridge(columns, y, { lambda }) {
  const problem = centre(columns, y);
  const { n, p, X } = problem;
  const wide = p > n;
  const A = square(wide ? n : p);
  gram(wide ? transpose(X) : X, A);
  for (let i = 0; i < A.length; i++) A[i][i] += n * lambda;
  factor(A);

  const beta = new Float64Array(p);
  const r = problem.y.slice();
  const d = new Float64Array(p);
  const step = new Float64Array(p);
  const dual = new Float64Array(wide ? n : 0);
  let gap = 0;
  for (let k = 0; ; k++) {
    if (k > 0) residual(X, beta, problem.y, r);
    gemvT(X, r, d);
    axpy(-n * lambda, beta, d);
    step.set(d);
    if (wide) solveDual(A, X, n * lambda, step, dual);
    else solve(A, step);
    const before = gap;
    gap = Math.max(0, (0.5 * dot(d, step)) / n);
    const objective = (0.5 * dot(r, r)) / n + 0.5 * lambda * dot(beta, beta);
    const settled = gap <= 4 * Number.EPSILON ** 2 * problem.nullObjective;
    if (objective === 0 || k === STEPS || (k > 0 && settled) || (k > 1 && gap > 0.25 * before)) break;
    axpy(1, step, beta);
  }
  return answer(problem, beta, gap);
}

/** d ← (X̃ᵀX̃ + cI)⁻¹d = (d − X̃ᵀ(X̃X̃ᵀ + cI)⁻¹X̃d)/c */
function solveDual(L, X, c, d, t) {
  t.fill(0);
  gemv(X, d, t);
  solve(L, t);
  const back = new Float64Array(d.length);
  gemvT(X, t, back);
  for (let j = 0; j < d.length; j++) d[j] = (d[j] - back[j]) / c;
}
