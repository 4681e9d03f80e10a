// THE BOUNDARY: what src/ may call. Pointers are byte addresses of f64 vectors unless a name says otherwise; every pointer is the
// caller's, nothing here allocates. `design`, `loss` and `penalty` are structs of STRUCT_BYTES that the first three functions fill in.
import { LossKind, PenaltyKind, RidgeRoute } from "../src/abi";
import { Dense } from "./design/dense";
import { descentOf } from "./dispatch";
import { at } from "./lanes";
import { gemv } from "./level2";
import { Squared } from "./losses/squared";
import { moments as columnMoments } from "./moments";
import { ElasticNet } from "./penalties/elasticNet";
import { Certificate } from "./solvers/certificate";
import { covarianceBytes, covariance as ridgeCovariance } from "./solvers/covariance";
import { Dual, dualAt, dualBytes } from "./solvers/dual";
import { Curve, leaveOneOut as leaveOneOutAt, leverageBytes, projections } from "./solvers/leaveOneOut";
import { Orthogonal, orthogonalAt, orthogonalBytes, orthogonalRows } from "./solvers/orthogonal";
import { Path, pathAt, pathBytes } from "./solvers/path";
import { Primal, primalAt, primalBytes } from "./solvers/primal";
import { newton } from "./solvers/ridge";
import { Route, squareRoots } from "./solvers/route";
import { scatterBytes, scatter as scatterOf, secondMoments } from "./solvers/scatter";
import { roundedBytes } from "./solvers/screen";
import { Spectrum, spectrumAt, spectrumBytes } from "./solvers/spectrum";
import { State, stateAt, stateBytes } from "./solvers/state";
import { virtualRows as rowsOf } from "./solvers/virtualRows";
import { transpose as transposed } from "./transpose";

/** the first byte that belongs to the caller */
export const heapBase: usize = __heap_base;

/** X (n rows, column-major) through `columns` (i32, m places) and their `means`; w: curvatures, Σw = 1 */
export function dense(design: usize, n: i32, m: i32, X: usize, columns: usize, means: usize, w: usize): void {
  const x = changetype<Dense>(design);
  x.n = n;
  x.m = m;
  x.X = X;
  x.columns = columns;
  x.means = means;
  x.w = w;
}

/** ½ Σ wᵢ(yᵢ − ηᵢ)² */
export function squared(loss: usize, n: i32, y: usize, w: usize): void {
  const f = changetype<Squared>(loss);
  f.n = n;
  f.y = y;
  f.w = w;
}

/** λ Σ vⱼ(ρ|dⱼβⱼ| + (1−ρ)/2 (dⱼβⱼ)²) on lower ≤ β ≤ upper; factors v, scales d */
export function elasticNet(penalty: usize, lambda: f64, rho: f64, factors: usize, scales: usize, lower: usize, upper: usize): void {
  const omega = changetype<ElasticNet>(penalty);
  omega.lambda = lambda;
  omega.rho = rho;
  omega.factors = factors;
  omega.scales = scales;
  omega.lower = lower;
  omega.upper = upper;
}

/** means and variances of the p columns of X */
export function moments(n: i32, p: i32, X: usize, w: usize, means: usize, variances: usize): void {
  columnMoments(n, p, X, w, means, variances);
}

/** X ← Bᵀ: a block of rows as a block of columns, which are n apart in X */
export function transpose(rows: i32, columns: i32, n: i32, B: usize, X: usize): void {
  transposed(rows, columns, n, B, X);
}

/** η ← β₀ + Xβ */
export function predict(n: i32, m: i32, X: usize, columns: usize, means: usize, beta: usize, beta0: f64, eta: usize): void {
  for (let i = 0; i < n; i++) f64.store(at(eta, i), beta0);
  gemv(n, m, X, columns, means, beta, eta);
}

/** bytes of `state`; `free` bounds the number of columns without a penalty that are solved as a block */
export function descentScratch(n: i32, m: i32, free: i32): f64 {
  return stateBytes(n, m, free);
}

/** lays the solver's state out at `state`, once; `beta` (m) stays the caller's and is where every later call starts */
export function descentState(state: usize, n: i32, m: i32, free: i32, beta: usize): void {
  stateAt(state, n, m, free, beta);
}

/** β ← argmin by coordinate descent, from β; h (m): x̃ⱼᵀWx̃ⱼ; stops at gap ≤ target or after maxPasses */
export function descent(
  design: usize,
  lossKind: LossKind,
  loss: usize,
  penaltyKind: PenaltyKind,
  penalty: usize,
  h: usize,
  state: usize,
  target: f64,
  maxPasses: i32,
  certificate: usize,
): void {
  const x = changetype<Dense>(design);
  const out = changetype<Certificate>(certificate);
  descentOf(lossKind, loss, penaltyKind, penalty, x, h, changetype<State>(state), target, maxPasses, out);
}

/** bytes of `path` */
export function pathScratch(n: i32, m: i32, free: i32): f64 {
  return pathBytes(n, m, free);
}

/** lays the state of a path out at `path`; β (m) and the places of its entries among the m columns (m, i32) stay the caller's */
export function pathState(path: usize, design: usize, loss: usize, penalty: usize, h: usize, free: i32, beta: usize, places: usize): void {
  pathAt(path, changetype<Dense>(design), changetype<Squared>(loss), changetype<ElasticNet>(penalty), h, free, beta, places);
}

/** rows `from` … `to` of the path's G, or of its L, lie behind one another at `rows` */
export function pathRoom(path: usize, ofL: bool, from: i32, to: i32, rows: usize): void {
  const p = changetype<Path>(path);
  const table = ofL ? p.face.L : p.W.G;
  for (let i = from; i < to; i++) {
    i32.store(table + ((<usize>i) << 2), <i32>rows);
    rows = at(rows, i + 1);
  }
  if (ofL) p.face.capacity = to;
  else p.W.capacity = to;
}

/** bytes of the rounded columns by which `pathRound` makes the looks at all columns cheaper */
export function pathRounded(n: i32, m: i32): f64 {
  return roundedBytes(n, m);
}

/** rounded ← the columns of the path */
export function pathRound(path: usize, rounded: usize): void {
  const p = changetype<Path>(path);
  p.screen.q = rounded;
  p.screen.stride = 2 * ((p.W.all.n + 7) & ~7);
  p.screen.round(p.W.all);
}

/** X̃ᵀWX̃ is known already: a packed lower triangle over the columns of X */
export function pathKnow(path: usize, triangle: usize): void {
  changetype<Path>(path).W.known = triangle;
}

/** the columns at `count` places (i32) become entries of β, in this order, for which there is room; then all of β is given anew */
export function pathJoin(path: usize, places: usize, count: i32): void {
  const p = changetype<Path>(path);
  p.face.clear();
  p.W.join(places, count);
}

/** how many entries β has */
export function pathSize(path: usize): i32 {
  return changetype<Path>(path).W.x.m;
}

/** β ← the solution at the penalty's λ, ρ; at most `most` Newton steps. Returns 0, or the number of rows that it needs room for to go on. */
export function pathSolve(path: usize, target: f64, most: i32, certificate: usize): i32 {
  return changetype<Path>(path).solve(target, most, changetype<Certificate>(certificate));
}

/** the smallest λ at which no coefficient leaves the β of `state`, where all penalised ones are 0 */
export function lambdaMax(design: usize, loss: usize, penalty: usize, state: usize): f64 {
  const x = changetype<Dense>(design);
  const omega = changetype<ElasticNet>(penalty);
  const s = changetype<State>(state);
  s.evaluate(x, changetype<Squared>(loss));
  let lambda: f64 = 0;
  for (let j = 0; j < x.m; j++) if (!omega.free(j)) lambda = max(lambda, omega.lambdaMax(-f64.load(at(s.partial, j)), j));
  return lambda;
}

/** bytes of the scratch of `ridge`; `free`: columns without a penalty, which decide how the route by QR looks */
export function ridgeScratch(route: RidgeRoute, n: i32, m: i32, free: i32): f64 {
  const common = stateBytes(n, m, 0) + 8 * (<f64>n + 8);
  if (route === RidgeRoute.Orthogonal) return common + orthogonalBytes(orthogonalRows(n, m, free < m), m);
  return common + (route === RidgeRoute.Dual ? dualBytes(n, m, free) : primalBytes(m));
}

/**
 * β ← argmin for `targets` vectors y that lie behind one another, as do β and the certificates; conditioning ← reciprocal condition
 * number, rank. 0, or 1 + the place of the column whose pivot fails, and then nothing else is written.
 */
export function ridge(
  route: RidgeRoute,
  design: usize,
  loss: usize,
  penalty: usize,
  free: i32,
  targets: i32,
  beta: usize,
  work: usize,
  certificates: usize,
  conditioning: usize,
): i32 {
  const x = changetype<Dense>(design);
  const rootW = (work + <usize>stateBytes(x.n, x.m, 0) + 15) & ~15;
  const rest = at(rootW, x.n);
  squareRoots(x.n, x.w, rootW);
  if (route === RidgeRoute.Orthogonal) {
    const q = orthogonalAt(rest, orthogonalRows(x.n, x.m, free < x.m), x.m);
    return solveTargets<Orthogonal>(q, rootW, design, loss, penalty, targets, beta, work, certificates, conditioning);
  }
  if (route === RidgeRoute.Dual) {
    const dual = dualAt(rest, x.n, x.m, free);
    return solveTargets<Dual>(dual, rootW, design, loss, penalty, targets, beta, work, certificates, conditioning);
  }
  return solveTargets<Primal>(primalAt(rest, x.m), rootW, design, loss, penalty, targets, beta, work, certificates, conditioning);
}

function solveTargets<R extends Route>(
  route: R,
  rootW: usize,
  design: usize,
  loss: usize,
  penalty: usize,
  targets: i32,
  beta: usize,
  work: usize,
  certificates: usize,
  conditioning: usize,
): i32 {
  const x = changetype<Dense>(design);
  const f = changetype<Squared>(loss);
  route.x = x;
  route.penalty = changetype<ElasticNet>(penalty);
  route.rootW = rootW;
  const failed = route.factorise();
  if (failed) return failed;
  f64.store(conditioning, route.reciprocal);
  f64.store(conditioning, route.rank, 8);
  for (let k = 0; k < targets; k++) {
    const s = stateAt(work, x.n, x.m, 0, at(beta, k * x.m));
    newton<R>(route, f, s, changetype<Certificate>(certificates + <usize>k * offsetof<Certificate>()));
    f.y = at(f.y, x.n);
  }
  return 0;
}

/** bytes of the scratch of `scatter` */
export function scatterScratch(n: i32, m: i32): f64 {
  return scatterBytes(n, m);
}

/** second moments of the columns of a design and of a centred y: packed lower triangle of order m + 1; off: what is missing from the means */
export function scatter(design: usize, y: usize, triangle: usize, off: usize, work: usize): void {
  scatterOf(changetype<Dense>(design), y, triangle, off, work);
}

/** the same about the design's means, whatever those are: packed lower triangle of order m + 1 */
export function condense(design: usize, y: usize, triangle: usize, work: usize): void {
  secondMoments(changetype<Dense>(design), y, triangle, work);
}

/** R (p + 1 rows and columns, y last) ← rows whose second moments are those in `triangle`; left (p + 1): scratch; returns the rank */
export function virtualRows(p: i32, triangle: usize, R: usize, left: usize): i32 {
  return rowsOf(p, triangle, R, left);
}

/** bytes of the scratch of `covariance` */
export function covarianceScratch(n: i32, m: i32): f64 {
  return covarianceBytes(n, m);
}

/** V (m × m) ← A⁻¹GA⁻¹, df ← tr(A⁻¹G). 0, or 1 + the place of the column whose pivot fails. */
export function covariance(design: usize, penalty: usize, V: usize, df: usize, work: usize): i32 {
  return ridgeCovariance(changetype<Dense>(design), changetype<ElasticNet>(penalty), V, df, work);
}

/** bytes of `spectrum` */
export function spectrumScratch(n: i32, m: i32): f64 {
  return spectrumBytes(n, m);
}

/** spectrum, range ← decomposition of W½X̃C⁻½ and Λmin, Λmax of its square, C the curvatures at λ = 1. 0, or a status of `eigen`. */
export function spectrum(spectrum: usize, design: usize, loss: usize, penalty: usize, intercept: bool, range: usize): i32 {
  const s = spectrumAt(spectrum, changetype<Dense>(design), intercept);
  const failed = s.decompose(changetype<Squared>(loss), changetype<ElasticNet>(penalty));
  f64.store(range, s.smallest());
  f64.store(range, s.largest(), 8);
  return failed;
}

/** bytes of `work` of `spectralRidge` */
export function spectralRidgeScratch(n: i32, m: i32): f64 {
  return stateBytes(n, m, 0);
}

/** β ← argmin at the penalty's λ */
export function spectralRidge(spectrum: usize, loss: usize, penalty: usize, beta: usize, work: usize, certificate: usize): void {
  const s = changetype<Spectrum>(spectrum);
  const state = stateAt(work, s.x.n, s.x.m, 0, beta);
  s.fit(changetype<Squared>(loss), changetype<ElasticNet>(penalty), state, changetype<Certificate>(certificate));
}

/** bytes of `work` of `leaveOneOut` */
export function leaveOneOutScratch(n: i32, m: i32): f64 {
  return leverageBytes(n, m);
}

/** curves (3 a λ) ← degrees of freedom without the intercept, mean squared leave-one-out error, GCV, for `count` λ */
export function leaveOneOut(spectrum: usize, count: i32, lambdas: usize, work: usize, curves: usize): void {
  const s = changetype<Spectrum>(spectrum);
  const rho = work;
  const den = at(rho, s.x.n);
  const V = at(den, s.x.n);
  projections(s, V);
  for (let k = 0; k < count; k++) leaveOneOutAt(s, V, f64.load(at(lambdas, k)), rho, den, changetype<Curve>(at(curves, 3 * k)));
}
