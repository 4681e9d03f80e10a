// Sums over spans of places and sums of spans in log(places) steps, without a difference: a binary tree over `leaves` places, a power of two,
// whose node k has the nodes 2k and 2k + 1 below it.
import { at } from "../linear/lanes";

/** tree ← x more over the places from … to − 1 */
export function spreadOver(tree: usize, leaves: i32, from: i32, to: i32, x: f64): void {
  let l = from + leaves;
  let r = to + leaves;
  for (; l < r; l >>= 1, r >>= 1) {
    if (l & 1) {
      f64.store(at(tree, l), f64.load(at(tree, l)) + x);
      l++;
    }
    if (r & 1) {
      r--;
      f64.store(at(tree, r), f64.load(at(tree, r)) + x);
    }
  }
}

/** what was spread over a place */
export function above(tree: usize, leaves: i32, place: i32): f64 {
  let sum: f64 = 0;
  for (let k = place + leaves; k > 0; k >>= 1) sum += f64.load(at(tree, k));
  return sum;
}

/** nodes ← sums of the first `count` leaves, the others 0 */
export function sumUp(tree: usize, leaves: i32, count: i32): void {
  for (let k = leaves + count; k < 2 * leaves; k++) f64.store(at(tree, k), 0);
  for (let k = leaves - 1; k > 0; k--) f64.store(at(tree, k), f64.load(at(tree, 2 * k)) + f64.load(at(tree, 2 * k + 1)));
}

/** the sum of the leaves from … to − 1 */
export function between(tree: usize, leaves: i32, from: i32, to: i32): f64 {
  let sum: f64 = 0;
  let l = from + leaves;
  let r = to + leaves;
  for (; l < r; l >>= 1, r >>= 1) {
    if (l & 1) sum += f64.load(at(tree, l++));
    if (r & 1) sum += f64.load(at(tree, --r));
  }
  return sum;
}
