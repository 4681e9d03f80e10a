import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { Design } from "./design";

/** t ← t + WX̃_L·a, with L the `count` columns whose places (i32) are in list, a by place in list; returns Σt */
export function addColumns<X extends Design>(x: X, count: i32, list: usize, a: usize, t: usize): f64 {
  let shift: f64 = 0;
  spend(count, x.n);
  for (let i = 0; i < count; i++) shift += x.step(i32.load(list + ((<usize>i) << 2)), f64.load(at(a, i)), t);
  x.settle(shift, t);
  return x.sum(t);
}
