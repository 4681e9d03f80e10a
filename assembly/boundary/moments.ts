import { AnyDesign } from "../design/anyDesign";
import { scatterBytes, scatter as scatterOf, secondMoments } from "../design/secondMoments";
import { virtualRows as rowsOf } from "../design/virtualRows";

/** bytes of the scratch of `scatter` */
export function scatterScratch(n: i32, m: i32): f64 {
  return scatterBytes(n, m);
}

/** second moments of the columns of a design and of a centred y: packed lower triangle of order m + 1; off: what is missing from the means */
export function scatter(design: usize, y: usize, triangle: usize, off: usize, work: usize): void {
  scatterOf(changetype<AnyDesign>(design), y, triangle, off, work);
}

/** the same about the design's means, whatever those are: packed lower triangle of order m + 1 */
export function condense(design: usize, y: usize, triangle: usize, work: usize): void {
  secondMoments(changetype<AnyDesign>(design), y, triangle, work);
}

/** R (p + 1 rows and columns, y last) ← rows whose second moments are those in `triangle`; left (p + 1): scratch; returns the rank */
export function virtualRows(p: i32, triangle: usize, R: usize, left: usize): i32 {
  return rowsOf(p, triangle, R, left);
}
