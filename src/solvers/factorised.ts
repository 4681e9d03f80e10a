// Ridge without bounds by one factorisation: Cholesky of XᵀX or XXᵀ, QR of X where the columns are too nearly dependent for those.
import { square } from "../elementary.js";
import { CertificateField, ENTRY_ROUNDING, RidgeRoute } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import { type Scope, scope } from "../kernels/scope.js";
import { type Problem, select } from "../problem/problem.js";
import { isWithinRange, rescale } from "../problem/rescaled.js";
import { dense, intercept, spread } from "../problem/solution.js";
import { Yardstick } from "../results/certificate.js";
import { type Conditioning, Fit } from "../results/fit.js";
import { forRows } from "./rowsOfMoments.js";

/**
 * Below this reciprocal condition number of XᵀX + nλI, or of its dual (scaled to a unit diagonal), a refinement step of the normal
 * equations gains fewer than three or four digits (κ·ε ≈ 2e-4), and X itself is factorised by QR, which squares nothing.
 */
export const ILL_CONDITIONED = 1e-12;

/**
 * Columns without a penalty are solved as a block from this reciprocal condition number on: what a free block takes as independent
 * (assembly/proof/free.ts), with two digits to spare for weights that change.
 */
const SEPARATE = 1e-9;

/**
 * Refinement ends at gaps of about ε² of the objective at 0. One that stalls far above had rounding in its gradient or its factor that the
 * estimate above missed, and what it claims as gap may be too small: X itself is factorised then too. Of 35 000 fuzzed fits none is between
 * 1e-28 and 1e-20.
 */
export const STALLED = 1e-24;

/** one fit a target of a placed problem without bounds */
export function solvePlaced(memory: Scope, problem: Problem, lambda: number): Fit[] {
  const { included, settings, yHalfSquares, yRawHalfSquares } = problem;
  const { conditioning, coefficients, certificates } = factorised(memory, problem, included, lambda);
  const unpenalised = included.filter((j) => settings.penaltyFactors[j] === 0);
  // with unpenalised columns the null model is a least-squares fit of its own
  const nulls = unpenalised.length > 0 ? factorised(memory, problem, unpenalised, 0).certificates : undefined;
  return coefficients.map((beta, k) => {
    const [objective, gap, iterations] = certificates[k];
    const nullObjective = nulls ? nulls[k][CertificateField.Objective] : yHalfSquares[k];
    const yardstick = new Yardstick(nullObjective, yRawHalfSquares[k]);
    const solution = dense(beta);
    const proven = forRows(problem, { objective, gap }, solution, { lambda, l1Ratio: 0 }, yardstick.target(settings.tol), k);
    const certificate = yardstick.certify(settings.tol, proven.objective, proven.gap, iterations);
    const { featureNames, offset } = settings;
    const beta0 = intercept(problem, solution, k);
    if (!Number.isFinite(objective + gap + beta0) || !beta.every(Number.isFinite)) throw outOfRange(problem.name);
    return new Fit({
      coefficients: beta,
      intercept: beta0,
      lambda,
      l1Ratio: 0,
      certificate,
      featureNames,
      conditioning,
      offset: offset !== undefined,
    });
  });
}

const outOfRange = (name: string) =>
  new RangeError(`${name}: coefficients leave the range of numbers, expected X, y and lambda of sizes less far apart; rescale them`);

/** the certificate of the columns in `list` without a penalty and without bounds */
export const leastSquares = (problem: Problem, list: readonly number[]): Float64Array =>
  scope((memory) => factorised(memory, problem, list, 0).certificates[0]);

/** for every target the p coefficients of the columns in `list` and the certificate */
export function factorised(memory: Scope, problem: Problem, list: readonly number[], lambda: number) {
  if (isWithinRange(problem, list, lambda)) {
    const { conditioning, values, certificates } = solveAll(memory, problem, list, lambda);
    return { conditioning, coefficients: values.map((each) => spread({ places: list, values: each }, problem.p)), certificates };
  }
  const inside = rescale(memory, problem, list, lambda);
  const { conditioning, values, certificates } = solveAll(memory, inside.problem, inside.problem.included, 1);
  return {
    conditioning: { ...conditioning, columns: list.length },
    coefficients: values.map(inside.coefficients),
    certificates: certificates.map(([objective, gap, iterations], k) =>
      Float64Array.of(inside.square(objective, k), inside.square(gap, k) + inside.leftOut(k), iterations),
    ),
  };
}

/** true where no column of `list` depends on the others too nearly for normal equations */
export function isIndependent(problem: Problem, list: readonly number[]): boolean {
  const { reciprocal, rank } = scope((own) => factorised(own, problem, list, 0).conditioning);
  return rank === list.length && reciprocal >= SEPARATE;
}

/** for every target the coefficients of the columns in `list` and the certificate, by a route that reaches them */
function solveAll(memory: Scope, problem: Problem, list: readonly number[], lambda: number) {
  const { n, settings, centres, h, yHalfSquares } = problem;
  const targets = yHalfSquares.length;
  const m = list.length;
  const free = list.filter((j) => lambda * settings.penaltyFactors[j] === 0).length;
  const { design, loss, penalty, penalise } = select(memory, problem, list);
  const beta = memory.f64(m * targets);
  const out = memory.f64(CertificateField.Count * targets);
  const condition = memory.f64(2);
  penalise(lambda, 0);
  /** true where the factorisation went through */
  const attempt = (route: RidgeRoute) => {
    // a scope of its own: the scratch of a route that failed is free for the next one
    const failed = scope((own) => {
      const work = own.bytes(kernels().ridgeScratch(route, n, m, free, targets));
      kernels().squared(loss, n, problem.y, problem.w);
      return kernels().ridge(route, design, loss, penalty, free, targets, beta, work, out, condition);
    });
    return failed === 0;
  };
  const certificate = (k: number) => view(out + 8 * CertificateField.Count * k, CertificateField.Count);
  // where the smallest eigenvalue may be rounding of entries whose means are large, QR of X decides which columns stand out of theirs
  const uncertain = list.reduce((most, j) => Math.max(most, square(ENTRY_ROUNDING * centres[j]) / h[j]), ILL_CONDITIONED);
  const stalled = () => yHalfSquares.some((atZero, k) => certificate(k)[CertificateField.Gap] > STALLED * atZero);
  let route = m <= n ? RidgeRoute.Primal : RidgeRoute.Dual;
  // more free columns than rows depend on each other for certain; and the dual solution of so small a penalty is no number
  const hopeless = free > n || (route === RidgeRoute.Dual && isVanishing(problem, list, lambda));
  if (hopeless || !attempt(route) || view(condition, 1)[0] < uncertain || stalled()) {
    route = RidgeRoute.Orthogonal;
    attempt(route);
  }
  const [reciprocal, rank] = view(condition, 2);
  const conditioning: Conditioning = { route: ROUTES[route], reciprocal, rank, columns: m };
  const values = Array.from({ length: targets }, (_, k) => view(beta + 8 * m * k, m).slice());
  return { conditioning, values, certificates: values.map((_, k) => certificate(k).slice()) };
}

/** below this share of a column a penalty is nothing but the choice of the shortest solution */
const VANISHING = 1e-40;

function isVanishing({ settings, scales, h }: Problem, list: readonly number[], lambda: number): boolean {
  const penalty = (j: number) => lambda * settings.penaltyFactors[j] * square(scales[j] / Math.sqrt(h[j]));
  return list.some((j) => penalty(j) > 0 && penalty(j) < VANISHING);
}

export const ROUTES = { [RidgeRoute.Primal]: "primal", [RidgeRoute.Dual]: "dual", [RidgeRoute.Orthogonal]: "orthogonal" } as const;
