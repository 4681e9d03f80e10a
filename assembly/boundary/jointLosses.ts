// Losses whose layers or rows are coupled.
import { JointKind } from "../../src/kernels/abi";
import { at } from "../linear/lanes";
import { fillJoint } from "../losses/anyJoint";
import { Cox } from "../losses/cox";

/** Σ wᵢ (log Σₖ exp(ηᵢₖ) − ηᵢ of the class yᵢ); y: places of classes, as f64 */
export function multinomial(loss: usize, n: i32, K: i32, y: usize, w: usize): void {
  fillJoint(loss, JointKind.Multinomial, n, K, y, w, n);
}

/** Cox's partial likelihood (../losses/cox.ts); rows: first, last, event, stratum (i32, n each); times: strata, and (one more) starts of terms (i32) */
export function cox(
  loss: usize,
  n: i32,
  w: usize,
  times: i32,
  strata: i32,
  terms: i32,
  rows: usize,
  timeStratum: usize,
  termStart: usize,
  fraction: usize,
  D: usize,
  share: usize,
  sums: usize,
  tree: usize,
  leaves: i32,
): void {
  const f = changetype<Cox>(fillJoint(loss, JointKind.Cox, n, 1, 0, w, terms));
  f.times = times;
  f.strata = strata;
  f.first = rows;
  f.last = rows + ((<usize>n) << 2);
  f.event = rows + ((<usize>(2 * n)) << 2);
  f.stratum = rows + ((<usize>(3 * n)) << 2);
  f.timeStratum = timeStratum;
  f.termStart = termStart;
  f.fraction = fraction;
  f.D = D;
  f.share = share;
  f.sums = sums;
  f.range = 0;
  f.variance = 0;
  f.tree = tree;
  f.leaves = leaves;
  f.largest = at(sums, 2 * (times + 1));
}
