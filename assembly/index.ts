// THE BOUNDARY: what src/ may call. Pointers are byte addresses of f64 vectors unless a name says otherwise; every pointer is the
// caller's, nothing here allocates. `design`, `loss` and `penalty` are structs of STRUCT_BYTES that the first seven functions fill in.
import { LossKind, PenaltyKind, RidgeRoute } from "../src/abi";
import { Dense } from "./design/dense";
import { descentOf, epochOf, evaluateOf, gapFor, glmOf, otherLossOf, sweepOf } from "./dispatch";
import { at } from "./lanes";
import { gemv } from "./level2";
import { Huber } from "./losses/huber";
import { Logistic } from "./losses/logistic";
import { Loss } from "./losses/loss";
import { Poisson } from "./losses/poisson";
import { Squared } from "./losses/squared";
import { SquaredHinge } from "./losses/squaredHinge";
import { moments as columnMoments } from "./moments";
import { ElasticNet } from "./penalties/elasticNet";
import { rowMajor as rows } from "./rowMajor";
import { Certificate } from "./solvers/certificate";
import { covarianceBytes, covariance as ridgeCovariance } from "./solvers/covariance";
import { Dual, dualAt, dualBytes } from "./solvers/dual";
import { Face } from "./solvers/face";
import { Glm, glmAt, glmBytes } from "./solvers/glm";
import { Curve, leaveOneOut as leaveOneOutAt, leverageBytes, projections } from "./solvers/leaveOneOut";
import { Orthogonal, orthogonalAt, orthogonalBytes, orthogonalRows } from "./solvers/orthogonal";
import { Path, pathAt, pathBytes } from "./solvers/path";
import { Primal, primalAt, primalBytes } from "./solvers/primal";
import { direction } from "./solvers/quasiNewton";
import { newton } from "./solvers/ridge";
import { Route, squareRoots } from "./solvers/route";
import { scatterBytes, scatter as scatterOf, secondMoments } from "./solvers/scatter";
import { roundedBytes } from "./solvers/screen";
import { largestCurvature, proximal, residual, Smooth } from "./solvers/smooth";
import { Spectrum, spectrumAt, spectrumBytes } from "./solvers/spectrum";
import { State, stateAt, stateBytes } from "./solvers/state";
import { Stochastic, stochasticAt, stochasticBytes } from "./solvers/stochastic";
import { virtualRows as rowsOf } from "./solvers/virtualRows";
import { WorkingSet } from "./solvers/workingSet";
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
  fillLoss(changetype<Squared>(loss), n, y, w);
}

/** Σ wᵢ log(1 + exp(−tᵢηᵢ)), t ∈ {−1, +1} */
export function logistic(loss: usize, n: i32, t: usize, w: usize): void {
  fillLoss(changetype<Logistic>(loss), n, t, w);
}

/** Σ wᵢ of ½rᵢ² where |rᵢ| ≤ δ, δ|rᵢ| − ½δ² beyond, r = η − y */
export function huber(loss: usize, n: i32, y: usize, w: usize, delta: f64): void {
  const f = changetype<Huber>(loss);
  fillLoss(f, n, y, w);
  f.delta = delta;
}

/** Σ wᵢ (exp(ηᵢ) − yᵢηᵢ), y ≥ 0 */
export function poisson(loss: usize, n: i32, y: usize, w: usize): void {
  fillLoss(changetype<Poisson>(loss), n, y, w);
}

/** ½ Σ wᵢ max(0, 1 − tᵢηᵢ)², t ∈ {−1, +1} */
export function squaredHinge(loss: usize, n: i32, t: usize, w: usize): void {
  fillLoss(changetype<SquaredHinge>(loss), n, t, w);
}

function fillLoss(f: Loss, n: i32, y: usize, w: usize): void {
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
  giveRoom(p.W, p.face, ofL, from, to, rows);
}

/** the same for fits with any loss; rows at 0: there is none to be had, and coordinate descent does without */
export function glmRoom(glm: usize, ofL: bool, from: i32, to: i32, rows: usize): void {
  const p = changetype<Glm>(glm);
  if (rows === 0) p.outgrown = true;
  else giveRoom(p.W, p.inner.face, ofL, from, to, rows);
}

function giveRoom(W: WorkingSet, face: Face, ofL: bool, from: i32, to: i32, rows: usize): void {
  const table = ofL ? face.L : W.G;
  for (let i = from; i < to; i++) {
    i32.store(table + ((<usize>i) << 2), <i32>rows);
    rows = at(rows, i + 1);
  }
  if (ofL) face.capacity = to;
  else W.capacity = to;
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

/** bytes of `glm` */
export function glmScratch(n: i32, m: i32, free: i32): f64 {
  return glmBytes(n, m, free);
}

/** lays the state of fits with any loss out at `glm`; β (m) and the places of its entries (m, i32) stay the caller's */
export function glmState(
  glm: usize,
  design: usize,
  loss: usize,
  penalty: usize,
  h: usize,
  intercept: bool,
  free: i32,
  beta: usize,
  places: usize,
): void {
  glmAt(glm, changetype<Dense>(design), loss, changetype<ElasticNet>(penalty), h, intercept, free, beta, places);
}

/** rounded ← the columns of the fits */
export function glmRound(glm: usize, rounded: usize): void {
  const p = changetype<Glm>(glm);
  p.screen.q = rounded;
  p.screen.stride = 2 * ((p.W.all.n + 7) & ~7);
  p.screen.round(p.W.all);
}

/** the columns at `count` places (i32) become entries of β, in this order */
export function glmJoin(glm: usize, places: usize, count: i32): void {
  changetype<Glm>(glm).W.enlist(places, count);
}

/** the intercept that belongs to β */
export function glmStart(glm: usize, intercept: f64): void {
  changetype<Glm>(glm).start(intercept);
}

/** how many entries β has */
export function glmSize(glm: usize): i32 {
  return changetype<Glm>(glm).W.x.m;
}

/** β ← the solution at the penalty's λ, ρ after at most `most` passes; `alone`: without the columns that are no entries of β
 * yet. Returns 0, or the number of rows that it needs room for to go on. */
export function glmSolve(lossKind: LossKind, glm: usize, alone: bool, target: f64, most: i32, certificate: usize): i32 {
  return glmOf(lossKind, changetype<Glm>(glm), alone, target, most, changetype<Certificate>(certificate));
}

/** the smallest λ at which no further coefficient leaves 0 */
export function glmLambdaMax(glm: usize): f64 {
  return changetype<Glm>(glm).lambdaMax();
}

/** β₀ */
export function glmIntercept(glm: usize): f64 {
  return changetype<Glm>(glm).intercept();
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

/** what is differentiated: loss (n rows) of c₀b₀ + X̃β, the l2 of `ridge`, the l1 of `bumps` to the power q; `work`: 2n */
export function smooth(o: usize, design: usize, ridge: usize, bumps: usize, power: f64, slant: f64, work: usize): void {
  const f = changetype<Smooth>(o);
  f.design = design;
  f.ridge = ridge;
  f.bumps = bumps;
  f.power = power;
  f.slant = slant;
  f.eta = work;
  f.g = at(work, changetype<Dense>(design).n);
}

/** F(b), grad (m + 2) ← ∇F(b), ∂F/∂b₀ and the loss alone */
export function evaluate(o: usize, lossKind: LossKind, loss: usize, b: usize, grad: usize): f64 {
  return evaluateOf(lossKind, loss, changetype<Smooth>(o), b, grad);
}

/** the value of `loss`, whose rows weigh something else, at the b of the last `evaluate` */
export function lossElsewhere(o: usize, lossKind: LossKind, loss: usize): f64 {
  return otherLossOf(lossKind, loss, changetype<Smooth>(o));
}

/** objective and duality gap of b; theta: n, partial: m numbers of scratch */
export function smoothGap(
  o: usize,
  lossKind: LossKind,
  loss: usize,
  penalty: usize,
  b: usize,
  theta: usize,
  partial: usize,
  certificate: usize,
): void {
  gapFor(lossKind, loss, changetype<Smooth>(o), changetype<ElasticNet>(penalty), b, theta, partial, changetype<Certificate>(certificate));
}

/** how far one step along each column alone would go from b; `grad` = ∇F(b), h (m): curvatures */
export function smoothResidual(o: usize, penalty: usize, h: usize, b: usize, grad: usize): f64 {
  return residual(changetype<Smooth>(o), changetype<ElasticNet>(penalty), h, b, grad);
}

/** λmax(X̃ᵀWX̃) from below by power iteration from v (m); next: m */
export function curvature(o: usize, rounds: i32, v: usize, next: usize): f64 {
  return largestCurvature(changetype<Smooth>(o), rounds, v, next);
}

/** next ← prox(b − t·grad, t) over m coefficients and the intercept; returns the penalty there */
export function proximalStep(penalty: usize, m: i32, t: f64, b: usize, grad: usize, next: usize): f64 {
  return proximal(changetype<ElasticNet>(penalty), m, t, b, grad, next);
}

/** d ← −H·grad of L-BFGS (quasiNewton.ts) */
export function quasiNewton(m: i32, size: i32, count: i32, newest: i32, S: usize, Y: usize, alphas: usize, grad: usize, d: usize): void {
  direction(m, size, count, newest, S, Y, alphas, grad, d);
}

/** out ← ((xᵢⱼ − mⱼ)/dⱼ) row by row */
export function rowMajor(n: i32, m: i32, X: usize, columns: usize, means: usize, scales: usize, out: usize): void {
  rows(n, m, X, columns, means, scales, out);
}

/** bytes of `s` */
export function stochasticScratch(m: i32, size: i32): f64 {
  return stochasticBytes(m, size);
}

/** mini-batches of up to `size` of the n rows at X (row-major, m wide); state (3m + 3): b, u, v; loss becomes that of a batch */
export function stochasticRows(
  s: usize,
  n: i32,
  m: i32,
  size: i32,
  intercept: bool,
  X: usize,
  y: usize,
  w: usize,
  state: usize,
  loss: usize,
): void {
  const f = changetype<Stochastic>(s);
  stochasticAt(f, m, size, changetype<Squared>(loss));
  f.n = n;
  f.intercept = intercept;
  f.X = X;
  f.y = y;
  f.w = w;
  f.b = state;
}

/** the rule of `Rule` with its parameters (β₁ is μ where there is momentum) and how the penalty's c = ridge, a = bumps (m + 1) come in */
export function stochasticRule(
  s: usize,
  rule: i32,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  ridge: usize,
  bumps: usize,
  power: f64,
  decoupled: bool,
  proximal: bool,
): void {
  const f = changetype<Stochastic>(s);
  f.rule = rule;
  f.beta1 = beta1;
  f.beta2 = beta2;
  f.epsilon = epsilon;
  f.ridge = ridge;
  f.bumps = bumps;
  f.power = power;
  f.decoupled = decoupled;
  f.proximal = proximal;
}

/** noise of sd `noise` on the rows, each entry kept with probability `keep` */
export function stochasticInputs(s: usize, noise: f64, keep: f64, seed: u32): void {
  const f = changetype<Stochastic>(s);
  f.noise = noise;
  f.keep = keep;
  f.state = seed;
}

/** w of the rows, for sweeps over others than those that train */
export function stochasticShares(s: usize, w: usize): void {
  changetype<Stochastic>(s).w = w;
}

/** one step for every batch of the `count` rows in `order` (i32), with the learning rates in `rates`; t: steps made before */
export function epoch(s: usize, lossKind: LossKind, loss: usize, order: usize, count: i32, rates: usize, t: f64): void {
  epochOf(lossKind, loss, changetype<Stochastic>(s), order, count, rates, t);
}

/** Σ wᵢℓ over the `count` rows in `order`, grad (m + 1) ← its gradient */
export function sweep(s: usize, lossKind: LossKind, loss: usize, order: usize, count: i32, grad: usize): f64 {
  const f = changetype<Stochastic>(s);
  const value = sweepOf(lossKind, loss, f, order, count);
  memory.copy(grad, f.d, (<usize>f.m + 1) << 3);
  return value;
}
