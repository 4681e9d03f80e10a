// X̃ᵀWX̃ of columns that join others, by tiles: rows of up to 128 columns are packed once and multiplied in registers (linear/level3.ts),
// which is ten times the arithmetic a load that a product with one vector is.
import { at, padded } from "../linear/lanes";
import { gramBytes, panelBytes, syrk } from "../linear/level3";
import { row } from "../linear/packed";
import { Stored } from "./stored";

/** columns that join at a time, and columns before them that they meet; whole panels both */
const NEW: i32 = 32;
const OLD: i32 = 96;

/** bytes of `work` for products of up to m columns: tile, panels, list and means of the columns in it */
export function tileBytes(m: i32): f64 {
  const most = min(m, NEW + OLD);
  return gramBytes(most) + panelBytes(most) + 8 * <f64>(NEW + OLD) + 4 * <f64>(NEW + OLD);
}

/** rows `from` … m of G (packed.ts) ← X̃ᵀWX̃, rootW = √w; `work` has tileBytes(m) */
export function productsByTiles(x: Stored, from: i32, G: usize, rootW: usize, work: usize): void {
  const tile = work + 12 * (NEW + OLD);
  for (let i = from; i < x.m; i += NEW) {
    const fresh = min(NEW, x.m - i);
    for (let j = 0; j === 0 || j < i; j += OLD) {
      const old = min(OLD, i - j);
      list(x, j, old, 0, work);
      list(x, i, fresh, old, work);
      syrk(x.n, old + fresh, x.X, work, work + 4 * (NEW + OLD), rootW, tile, tile + <usize>gramBytes(old + fresh), old);
      keep(i, fresh, j, old, G, tile);
    }
  }
}

/** places and means of `count` columns from place j on stand in the list at `work`, behind those of `before` others */
function list(x: Stored, j: i32, count: i32, before: i32, work: usize): void {
  const means = work + 4 * (NEW + OLD);
  memory.copy(work + ((<usize>before) << 2), x.columns + ((<usize>j) << 2), (<usize>count) << 2);
  memory.copy(at(means, before), at(x.means, j), (<usize>count) << 3);
}

/** rows i … of G ← the products of so many new columns with the columns before them, from place j on, and with one another */
function keep(i: i32, fresh: i32, j: i32, old: i32, G: usize, tile: usize): void {
  const ld = padded(old + fresh);
  for (let k = 0; k < fresh; k++) {
    const from = at(tile, (old + k) * ld);
    memory.copy(at(row(G, i + k), j), from, (<usize>old) << 3);
    memory.copy(at(row(G, i + k), i), at(from, old), (<usize>(k + 1)) << 3);
  }
}
