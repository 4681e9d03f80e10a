// What the methods that look at all rows for every step share: where they stand, the metric that their steps are measured in, and what is
// written down of every step.
//     ‖d‖² = Σ dⱼ²/uⱼ     uⱼ = 1 over the curvature along coordinate j: the steps of columns that were scaled to be equally curved, X as it is
import { at } from "../linear/lanes";
import { AnyLoss } from "../losses/anyLoss";
import { evaluate, Smooth } from "./smooth";

/** numbers that are written down of a step: objective, loss, length of the (shortest sub)gradient, loss of the rows kept apart */
export const RECORD: i32 = 4;

@unmanaged
export class FullBatch {
  o: Smooth;
  loss: AnyLoss;
  /** the loss of the rows kept apart, 0 without any */
  apart: usize;
  /** m + 1: uⱼ, the intercept's behind those of the columns */
  metric: usize;
  /** m + 1 each: the answer so far, which is the caller's; where the last record was taken */
  b: usize;
  seen: usize;
  /** m + 1 and m + 2: a point under trial and ∇F there */
  next: usize;
  nextGrad: usize;
  /** m + 2: ∇F where the next step starts */
  grad: usize;
  /** F there */
  value: f64;
  /** steps that the last call has taken */
  taken: i32;
}

/** how many coordinates there are: the columns and the intercept */
export function size(s: FullBatch): i32 {
  return s.o.columns() + 1;
}

/** what is known of `point` goes to the record of this step; kinks: Σ aⱼ|βⱼ| that F does not have; norm: ‖∂‖ */
export function note(s: FullBatch, records: usize, point: usize, kinks: f64, norm: f64): void {
  const record = at(records, RECORD * s.taken);
  f64.store(record, s.value + kinks);
  f64.store(record, f64.load(at(s.grad, size(s))), 8);
  f64.store(record, norm, 16);
  f64.store(record, s.apart === 0 ? 0 : changetype<AnyLoss>(s.apart).value(s.o.eta), 24);
  memory.copy(s.seen, point, (<usize>size(s)) << 3);
  s.taken++;
}

/** F(next), ∇F(next) */
export function tried(s: FullBatch): f64 {
  return evaluate(s.o, s.loss, s.next, s.nextGrad);
}
