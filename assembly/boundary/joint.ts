// Losses whose layers or rows are coupled, and penalties whose entries are (../joint/joint.ts).
import { JointKind } from "../../src/kernels/abi";
import { AnyDesign } from "../design/anyDesign";
import { Joint, JointSizes, jointAt, jointBytes } from "../joint/joint";
import { at } from "../linear/lanes";
import { AnyJoint, fillJoint } from "../losses/anyJoint";
import { AnyLoss } from "../losses/anyLoss";
import { OneLayer } from "../losses/byRows";
import { Face } from "../path/face";
import { WorkingSet } from "../path/workingSet";
import { Blocks } from "../penalties/blocks";
import { Certificate } from "../proof/certificate";

/** a loss by rows as a joint one */
export function jointRows(loss: usize, n: i32, rows: usize): void {
  const f = changetype<AnyLoss>(rows);
  changetype<OneLayer>(fillJoint(loss, JointKind.Rows, n, 1, f.y, f.w, 0)).rows = f;
}

/** Σₖ ½ Σ wᵢ(yᵢₖ − ηᵢₖ)²; y: K layers */
export function jointTargets(loss: usize, n: i32, K: i32, y: usize, w: usize): void {
  fillJoint(loss, JointKind.Targets, n, K, y, w, 0);
}

/** coefficients in `count` blocks of rows of R numbers; flat: 0, or the elastic net over them where each is one number */
export function blocks(penalty: usize, count: i32, R: i32, starts: usize, norms: usize, ridges: usize, kinks: usize, flat: usize): void {
  const f = changetype<Blocks>(penalty);
  f.lambda = 0;
  f.count = count;
  f.R = R;
  f.starts = starts;
  f.norms = norms;
  f.ridges = ridges;
  f.kinks = kinks;
  f.flat = flat;
}

/** the λ of a penalty by blocks */
export function blocksLambda(penalty: usize, lambda: f64): void {
  changetype<Blocks>(penalty).lambda = lambda;
}

/** the sizes of a joint problem → a struct */
export function jointSizes(
  sizes: usize,
  n: i32,
  p: i32,
  K: i32,
  R: i32,
  count: i32,
  rows: i32,
  widest: i32,
  squares: f64,
  terms: i32,
  free: i32,
  intercepts: i32,
  flat: bool,
): void {
  const z = changetype<JointSizes>(sizes);
  z.n = n;
  z.p = p;
  z.K = K;
  z.R = R;
  z.blocks = count;
  z.rows = rows;
  z.widest = widest;
  z.squares = squares;
  z.terms = terms;
  z.free = free;
  z.intercepts = intercepts;
  z.flat = flat ? 1 : 0;
}

/** bytes of `joint` */
export function jointScratch(kind: JointKind, sizes: usize): f64 {
  return jointBytes(kind, changetype<JointSizes>(sizes));
}

/** lays the state out at `joint`, at 0; coefficients (rows·R) and positions of rows (i32) stay the caller's; offset: K layers, or 0 */
export function jointState(
  joint: usize,
  design: usize,
  loss: usize,
  penalty: usize,
  sizes: usize,
  entries: usize,
  scales: usize,
  offset: usize,
  t: usize,
  positions: usize,
): void {
  jointAt(
    joint,
    changetype<AnyDesign>(design),
    changetype<AnyJoint>(loss),
    changetype<Blocks>(penalty),
    changetype<JointSizes>(sizes),
    entries,
    scales,
    offset,
    t,
    positions,
  );
}

/** bytes of the room for `rows` rows of the working set */
export function jointRoom(joint: usize, rows: i32): f64 {
  return changetype<Joint>(joint).model.place(0, rows);
}

/** the room that `jointRoom` told the bytes of; L: rows of a factor behind one another, where blocks are single numbers */
export function jointGive(joint: usize, rows: i32, room: usize, L: usize): void {
  const j = changetype<Joint>(joint);
  j.model.place(room, rows);
  if (!j.newton.face) return;
  const face = changetype<Face>(j.newton.face);
  face.clear();
  for (let i = 0; i < rows; i++) {
    i32.store(face.L + ((<usize>i) << 2), <i32>L);
    L = at(L, i + 1);
  }
  face.capacity = rows;
}

/** the block joins the working set at 0 */
export function jointJoin(joint: usize, block: i32): void {
  const j = changetype<Joint>(joint);
  if (!j.W.has(block)) j.join(block);
}

/** the place in the working set of a block's first row, or −1 */
export function jointRow(joint: usize, block: i32): i32 {
  const W = changetype<Joint>(joint).W;
  return W.has(block) ? W.first(i32.load(W.where + ((<usize>block) << 2))) : -1;
}

/** rows of the working set */
export function jointSize(joint: usize): i32 {
  return changetype<Joint>(joint).W.m;
}

/** β ← the solution at the penalty's λ after at most `most` passes; `alone`: of the working set, without a proof where not `looks`. Returns 0, or the rows it needs room for. */
export function jointSolve(joint: usize, alone: bool, looks: bool, target: f64, most: i32, certificate: usize): i32 {
  return changetype<Joint>(joint).solve(alone, looks, target, most, changetype<Certificate>(certificate));
}

/** the smallest λ at which no further block leaves 0, at the state of the last solution */
export function jointLambdaMax(joint: usize): f64 {
  return changetype<Joint>(joint).proof.lambdaMax();
}

/** the factors of single numbers were given anew: W takes them over */
export function jointReweigh(joint: usize): void {
  const j = changetype<Joint>(joint);
  const W = j.W;
  for (let i = 0; i < W.m; i++) changetype<WorkingSet>(j.faceW).penalty.take(i, W.penalty.net(), W.block(i));
}

/** where −X̃ᵀ∇f/d is, by position, at the coefficients */
export function jointSlopes(joint: usize): usize {
  return changetype<Joint>(joint).slopes();
}

/** f at the coefficients of the last solution */
export function jointLoss(joint: usize): f64 {
  return changetype<Joint>(joint).s.value;
}

/** Ω/λ of the coefficients */
export function jointPenalty(joint: usize): f64 {
  const j = changetype<Joint>(joint);
  const lambda = j.W.penalty.lambda;
  j.W.penalty.lambda = 1;
  const omega = j.W.omega(j.s.t);
  j.W.penalty.lambda = lambda;
  return omega;
}

/** where the K intercepts are: those of the columns less their means; `given` at a start */
export function jointIntercepts(joint: usize, given: bool): usize {
  const j = changetype<Joint>(joint);
  if (given) {
    j.given = true;
    j.known = false;
  }
  return j.s.b;
}
