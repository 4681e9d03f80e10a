// Ridge of a sparse table with many rows and many columns: conjugate gradients (assembly/ridge/conjugate.ts), where a Gram matrix of either
// would be larger, and its factor slower, than many passes over the entries.
import { CertificateField, DesignKind } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import { type Scope, scope } from "../kernels/scope.js";
import { entries, RATES, SLICE } from "../problem/costs.js";
import { type Problem, select } from "../problem/problem.js";
import { dense, intercept, spread } from "../problem/solution.js";
import { Yardstick } from "../results/certificate.js";
import { Fit } from "../results/fit.js";
import { unpenalised } from "./coordinateDescent.js";
import { factorised, solvePlaced } from "./factorised.js";

/** Below this many rows or columns a factor is always made: it says how well conditioned the columns are. */
const SMALL = 1000;
/** Steps that a factor is worth, about: a gap of 1e-18 at a condition number of a few hundred. */
const STEPS = 300;
/** The gap that steps go for, as a share of the null model: coefficients to nine digits, as a factor would give them and more. */
const CLOSE = 1e-18;

/** one fit a target, without bounds: by a factor, or by conjugate gradients where that is cheaper */
export function solveRidge(memory: Scope, problem: Problem, lambda: number): Fit[] {
  return isLarge(problem, lambda) ? conjugateGradients(memory, problem, lambda) : solvePlaced(memory, problem, lambda);
}

function isLarge(problem: Problem, lambda: number): boolean {
  const { kind, n, included } = problem;
  const order = Math.min(n, included.length);
  if (kind !== DesignKind.Sparse || lambda === 0 || order <= SMALL) return false;
  // columns without a penalty are solved as a block: more of them than a factor takes would be one again
  if (unpenalised(problem).length > SMALL) return false;
  return (order * order * order) / 6 / RATES.factor > (STEPS * 4 * entries(problem)) / RATES.gather;
}

function conjugateGradients(memory: Scope, problem: Problem, lambda: number): Fit[] {
  const { n, p, y, w, included, settings, yHalfSquares, yRawHalfSquares } = problem;
  const { tol, maxIterations, watch, featureNames, offset } = settings;
  const free = unpenalised(problem);
  const nulls = free.length > 0 ? scope((own) => factorised(own, problem, free, 0).certificates) : undefined;
  const { design, loss, penalty, h: curvatures, penalise } = select(memory, problem, included);
  const m = included.length;
  const block = Math.min(settings.fitIntercept ? n - 1 : n, free.length);
  penalise(lambda, 0);
  // many steps end where rounding does: a slice is some passes over the entries
  const slice = Math.max(8, Math.ceil(SLICE / (4 * entries(problem))));
  return Array.from(yHalfSquares, (atZero, k) => {
    const yardstick = new Yardstick(nulls?.[k][CertificateField.Objective] ?? atZero, yRawHalfSquares[k]);
    const target = Math.min(yardstick.target(tol), CLOSE * atZero);
    const { beta, objective, gap, steps } = scope((own) => {
      const at = own.put(new Float64Array(m));
      const out = own.f64(CertificateField.Count);
      const state = own.bytes(kernels().conjugateScratch(n, m, block));
      kernels().conjugateState(state, n, m, block, at);
      kernels().squared(loss, n, y + 8 * n * k, w);
      for (let steps = 0; ; watch.report("descent", steps, maxIterations)) {
        const most = Math.min(slice, maxIterations - steps);
        kernels().conjugate(state, design, loss, penalty, curvatures, target, most, out);
        const [objective, gap, made] = view(out, CertificateField.Count);
        steps += made;
        if (gap <= target || made < most || steps >= maxIterations) return { beta: view(at, m).slice(), objective, gap, steps };
      }
    });
    const coefficients = spread({ places: included, values: beta }, p);
    const certificate = yardstick.certify(tol, objective, gap, steps);
    const beta0 = intercept(problem, dense(coefficients), k);
    return new Fit({ coefficients, intercept: beta0, lambda, l1Ratio: 0, certificate, featureNames, offset: offset !== undefined });
  });
}
