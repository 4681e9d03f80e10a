// Ridge by factorisations.
import { RidgeRoute } from "../../src/kernels/abi";
import { AnyDesign } from "../design/anyDesign";
import { at } from "../linear/lanes";
import { first } from "../linear/layout";
import { squareRoots } from "../linear/level1";
import { Squared } from "../losses/squared";
import { ElasticNet } from "../penalties/elasticNet";
import { Certificate } from "../proof/certificate";
import { stateAt, stateBytes } from "../proof/state";
import { Conjugate, conjugateAt, conjugateBytes } from "../ridge/conjugate";
import { Dual, dualAt, dualBytes } from "../ridge/dual";
import { Orthogonal, orthogonalAt, orthogonalBytes, orthogonalRows } from "../ridge/orthogonal";
import { Primal, primalAt, primalBytes } from "../ridge/primal";
import { newton } from "../ridge/ridge";
import { Route } from "../ridge/route";
import { span as spanOf } from "../ridge/span";
import { TOGETHER, Together, togetherAt, togetherBytes } from "../ridge/together";

/** bytes of the scratch of `ridge`; `free`: columns without a penalty, which decide how the route by QR looks */
export function ridgeScratch(route: RidgeRoute, n: i32, m: i32, free: i32, targets: i32): f64 {
  const common = stateBytes(n, m, 0) + 8 * (<f64>n + 8);
  if (route === RidgeRoute.Orthogonal) return common + orthogonalBytes(orthogonalRows(n, m, free < m), m);
  if (route === RidgeRoute.Dual) return common + dualBytes(n, m, free);
  // 32: what aligning the one behind the other takes
  return common + 32 + primalBytes(m) + (targets < TOGETHER ? 0 : togetherBytes(n, m));
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
  const x = changetype<AnyDesign>(design);
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
  const primal = primalAt(rest, x.m);
  const four: usize = targets < TOGETHER ? 0 : changetype<usize>(togetherAt((rest + <usize>primalBytes(x.m) + 15) & ~15, x.n, x.m));
  return solveTargets<Primal>(primal, rootW, design, loss, penalty, targets, beta, work, certificates, conditioning, four);
}

/** four: 0, or where the route is the primal one, what solves four targets together */
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
  four: usize = 0,
): i32 {
  const x = changetype<AnyDesign>(design);
  const f = changetype<Squared>(loss);
  route.x = x;
  route.penalty = changetype<ElasticNet>(penalty);
  route.rootW = rootW;
  const failed = route.factorise();
  if (failed) return failed;
  f64.store(conditioning, route.reciprocal);
  f64.store(conditioning, route.rank, 8);
  let k = 0;
  if (four) {
    for (; k + TOGETHER <= targets; k += TOGETHER) {
      changetype<Together>(four).solve(changetype<Primal>(route), f, at(beta, k * x.m), certificate(certificates, k));
      f.y = at(f.y, TOGETHER * x.n);
    }
  }
  for (; k < targets; k++) {
    const s = stateAt(work, x.n, x.m, 0, at(beta, k * x.m));
    route.begin();
    newton<R>(route, f, s, changetype<Certificate>(certificate(certificates, k)));
    f.y = at(f.y, x.n);
  }
  return 0;
}

function certificate(certificates: usize, k: i32): usize {
  return certificates + <usize>k * offsetof<Certificate>();
}

/** bytes of the state of `conjugate`; `free` bounds the number of columns without a penalty */
export function conjugateScratch(n: i32, m: i32, free: i32): f64 {
  return conjugateBytes(n, m, free);
}

/** lays the state of `conjugate` out, once; β (m) stays the caller's and is where every later call starts */
export function conjugateState(state: usize, n: i32, m: i32, free: i32, beta: usize): void {
  conjugateAt(state, n, m, free, beta);
}

/** β ← nearer to the argmin by at most `most` steps of conjugate gradients; h (m): x̃ⱼᵀWx̃ⱼ */
export function conjugate(
  state: usize,
  design: usize,
  loss: usize,
  penalty: usize,
  h: usize,
  target: f64,
  most: i32,
  certificate: usize,
): void {
  const q = changetype<Conjugate>(first(state));
  const out = changetype<Certificate>(certificate);
  q.solve(changetype<AnyDesign>(design), changetype<Squared>(loss), changetype<ElasticNet>(penalty), h, target, most, out);
}

/** Q (n × rank), of room for min(n, m) columns, ← columns that span what those of the design do; returns the rank. Its scratch is that of `ridge` by QR. */
export function span(design: usize, Q: usize, work: usize): i32 {
  const x = changetype<AnyDesign>(design);
  squareRoots(x.n, x.w, work);
  const q = orthogonalAt((at(work, x.n) + 15) & ~15, x.n, x.m);
  q.x = x;
  q.rootW = work;
  q.pivot();
  return spanOf(q, Q);
}
