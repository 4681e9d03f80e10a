// Gradient methods over all rows.
import { AnyDesign } from "../design/anyDesign";
import { strips as intoStrips, STRIP, stripBytes } from "../design/strips";
import { largestCurvature } from "../gradient/curvature";
import { FullBatch } from "../gradient/fullBatch";
import { gapOf, powerGapOf, residual } from "../gradient/proof";
import { ProximalGradient, proximalGradientAt, proximalGradientBytes, proximalSteps } from "../gradient/proximalGradient";
import { quasiNewtonSteps as newtonSteps, QuasiNewton, quasiNewtonAt, quasiNewtonBytes } from "../gradient/quasiNewton";
import { evaluate as objective, Smooth } from "../gradient/smooth";
import { at } from "../linear/lanes";
import { AnyLoss } from "../losses/anyLoss";
import { ElasticNet } from "../penalties/elasticNet";
import { Certificate } from "../proof/certificate";

/**
 * what is differentiated: loss (n rows) of b₀ + X̃β, the l2 of `ridge`, the l1 of `slopes` to the power q; `strips`: X̃ in strips, or 0;
 * `work`: twice n rounded up to eights, zeros at first
 */
export function smooth(
  o: usize,
  design: usize,
  ridge: usize,
  slopes: usize,
  power: f64,
  intercept: bool,
  strips: usize,
  work: usize,
): void {
  const f = changetype<Smooth>(o);
  f.design = design;
  f.ridge = ridge;
  f.slopes = slopes;
  f.power = power;
  f.intercept = intercept ? 1 : 0;
  f.eta = work;
  f.g = at(work, (changetype<AnyDesign>(design).n + STRIP - 1) & ~(STRIP - 1));
  f.strips = strips;
}

/** bytes of X̃ in strips */
export function stripsScratch(n: i32, m: i32): f64 {
  return stripBytes(n, m);
}

/** out ← X̃ in strips */
export function strips(n: i32, m: i32, X: usize, columns: usize, means: usize, out: usize): void {
  intoStrips(n, m, X, columns, means, out);
}

/** F(b), grad (m + 2) ← ∇F(b), ∂F/∂b₀ and the loss alone */
export function evaluate(o: usize, loss: usize, b: usize, grad: usize): f64 {
  return objective(changetype<Smooth>(o), changetype<AnyLoss>(loss), b, grad);
}

/** objective and duality gap of b; partial: m + 1 numbers of scratch */
export function smoothGap(o: usize, loss: usize, penalty: usize, b: usize, partial: usize, certificate: usize): void {
  gapOf(
    changetype<Smooth>(o),
    changetype<AnyLoss>(loss),
    changetype<ElasticNet>(penalty),
    b,
    partial,
    changetype<Certificate>(certificate),
  );
}

/** the same where the penalty is the powers of `o` alone, q > 1 */
export function powerGap(o: usize, loss: usize, b: usize, partial: usize, certificate: usize): void {
  powerGapOf(changetype<Smooth>(o), changetype<AnyLoss>(loss), b, partial, changetype<Certificate>(certificate));
}

/** how far one step along each column alone would go from b; `grad` = ∇F(b), h (m): curvatures */
export function smoothResidual(o: usize, penalty: usize, h: usize, b: usize, grad: usize): f64 {
  return residual(changetype<Smooth>(o), changetype<ElasticNet>(penalty), h, b, grad);
}

/** λmax of X̃ᵀWX̃ in the metric (m) from below in at most `rounds` passes, from v; v: m + 1, the last 0; work: 2(m + 1) + 2·rounds */
export function curvature(o: usize, metric: usize, rounds: i32, v: usize, work: usize): f64 {
  return largestCurvature(changetype<Smooth>(o), metric, rounds, v, work);
}

/** bytes of `proximalGradient` */
export function proximalGradientScratch(m: i32): f64 {
  return proximalGradientBytes(m);
}

/**
 * gd, or fista with `momentum`, from b (m + 1, the caller's), steps of t, or `searching` for t from there, in the metric (m + 1); `apart`: the
 * loss of rows kept apart, or 0
 */
export function proximalGradient(
  run: usize,
  o: usize,
  loss: usize,
  apart: usize,
  kinks: usize,
  metric: usize,
  b: usize,
  t: f64,
  searching: bool,
  momentum: bool,
): void {
  const s = proximalGradientAt(run, changetype<Smooth>(o), changetype<AnyLoss>(loss), changetype<ElasticNet>(kinks), b);
  s.apart = apart;
  s.metric = metric;
  s.t = t;
  s.searching = searching;
  s.momentum = momentum;
}

/** b ← up to `steps` steps further, what is to be kept of each goes to `records` (4 a step) */
export function proximalGradientSteps(run: usize, steps: i32, records: usize): i32 {
  return proximalSteps(changetype<ProximalGradient>(run), steps, records);
}

/** bytes of `quasiNewton` */
export function quasiNewtonScratch(m: i32): f64 {
  return quasiNewtonBytes(m);
}

/** the same by L-BFGS, t its first step */
export function quasiNewton(run: usize, o: usize, loss: usize, apart: usize, metric: usize, b: usize, t: f64): void {
  const s = quasiNewtonAt(run, changetype<Smooth>(o), changetype<AnyLoss>(loss), b);
  s.apart = apart;
  s.metric = metric;
  s.first = t;
}

/** b ← up to `steps` steps further */
export function quasiNewtonSteps(run: usize, steps: i32, records: usize): i32 {
  return newtonSteps(changetype<QuasiNewton>(run), steps, records);
}

/** how many steps the last call has taken */
export function fullBatchTaken(run: usize): i32 {
  return changetype<FullBatch>(run).taken;
}

/** where the last record was taken: the address of m + 1 numbers */
export function fullBatchSeen(run: usize): usize {
  return changetype<FullBatch>(run).seen;
}
