// Products of a chunk of rows with weights. Rows lie one behind the other, their length padded to fours with zeros; weights lie in panels of
// four columns, one row of a panel behind the other, so that a tile of 4 × 4 reads both in order and keeps its sums in registers.
import { spend } from "../linear/heed";
import { at, madd } from "../linear/lanes";

/** C ← 1bᵀ + AW: `rows` rows (whole fours), A with `inner` entries a row, W with `columns` columns (whole fours) */
export function product(rows: i32, inner: i32, A: usize, W: usize, bias: usize, columns: i32, C: usize): void {
  const down = (<usize>inner) << 3;
  const along = (<usize>columns) << 3;
  for (let j = 0; j < columns; j += 4, W += down << 2) {
    let a = A;
    let c = at(C, j);
    spend(rows, inner);
    for (let i = 0; i < rows; i += 4, a += down << 2, c += along << 2) times(down, a, W, at(bias, j), along, c);
  }
}

/** a tile of C ← bias + four rows of A times a panel of W */
function times(down: usize, A: usize, W: usize, bias: usize, along: usize, C: usize): void {
  let c00 = v128.load(bias);
  let c01 = v128.load(bias, 16);
  let c10 = c00;
  let c11 = c01;
  let c20 = c00;
  let c21 = c01;
  let c30 = c00;
  let c31 = c01;
  const second = A + down;
  const third = second + down;
  const fourth = third + down;
  for (let k: usize = 0; k < down; k += 8, W += 32) {
    const b0 = v128.load(W);
    const b1 = v128.load(W, 16);
    let x = v128.load64_splat(A + k);
    c00 = madd(c00, x, b0);
    c01 = madd(c01, x, b1);
    x = v128.load64_splat(second + k);
    c10 = madd(c10, x, b0);
    c11 = madd(c11, x, b1);
    x = v128.load64_splat(third + k);
    c20 = madd(c20, x, b0);
    c21 = madd(c21, x, b1);
    x = v128.load64_splat(fourth + k);
    c30 = madd(c30, x, b0);
    c31 = madd(c31, x, b1);
  }
  v128.store(C, c00);
  v128.store(C, c01, 16);
  v128.store(C + along, c10);
  v128.store(C + along, c11, 16);
  v128.store(C + 2 * along, c20);
  v128.store(C + 2 * along, c21, 16);
  v128.store(C + 3 * along, c30);
  v128.store(C + 3 * along, c31, 16);
}

/** G ← G + AᵀD in panels of four columns: `rows` rows, A with `inner` entries a row and D with `columns`, both whole fours */
export function outer(rows: i32, inner: i32, A: usize, columns: i32, D: usize, G: usize): void {
  for (let j = 0; j < columns; j += 4) {
    spend(rows, inner);
    for (let k = 0; k < inner; k += 4, G += 128) add(rows, (<usize>inner) << 3, at(A, k), (<usize>columns) << 3, at(D, j), G);
  }
}

/** four rows of a panel: G ← G + (four columns of A)ᵀ(four columns of D) */
function add(rows: i32, down: usize, A: usize, along: usize, D: usize, G: usize): void {
  let c00 = v128.load(G);
  let c01 = v128.load(G, 16);
  let c10 = v128.load(G, 32);
  let c11 = v128.load(G, 48);
  let c20 = v128.load(G, 64);
  let c21 = v128.load(G, 80);
  let c30 = v128.load(G, 96);
  let c31 = v128.load(G, 112);
  for (let i = 0; i < rows; i++, A += down, D += along) {
    const b0 = v128.load(D);
    const b1 = v128.load(D, 16);
    let x = v128.load64_splat(A);
    c00 = madd(c00, x, b0);
    c01 = madd(c01, x, b1);
    x = v128.load64_splat(A, 8);
    c10 = madd(c10, x, b0);
    c11 = madd(c11, x, b1);
    x = v128.load64_splat(A, 16);
    c20 = madd(c20, x, b0);
    c21 = madd(c21, x, b1);
    x = v128.load64_splat(A, 24);
    c30 = madd(c30, x, b0);
    c31 = madd(c31, x, b1);
  }
  v128.store(G, c00);
  v128.store(G, c01, 16);
  v128.store(G, c10, 32);
  v128.store(G, c11, 48);
  v128.store(G, c20, 64);
  v128.store(G, c21, 80);
  v128.store(G, c30, 96);
  v128.store(G, c31, 112);
}

/** b ← b + the sum of the rows of D */
export function addRows(rows: i32, columns: i32, D: usize, b: usize): void {
  const along = (<usize>columns) << 3;
  for (let j = 0; j < columns; j += 2) {
    let d = at(D, j);
    let sum = v128.load(at(b, j));
    for (let i = 0; i < rows; i++, d += along) sum = f64x2.add(sum, v128.load(d));
    v128.store(at(b, j), sum);
  }
}

/** T ← Wᵀ, both in panels: W has `inner` rows and `columns` columns, whole fours */
export function turn(inner: i32, columns: i32, W: usize, T: usize): void {
  for (let j = 0; j < columns; j += 4) {
    for (let k = 0; k < inner; k += 4, W += 128) {
      const to = T + ((<usize>(k * columns + 4 * j)) << 3);
      for (let c: usize = 0; c < 4; c += 2) {
        const from = W + (c << 3);
        for (let r: usize = 0; r < 4; r += 2) {
          const u = v128.load(from + (r << 5));
          const v = v128.load(from + ((r + 1) << 5));
          v128.store(to + (c << 5) + (r << 3), v128.shuffle<f64>(u, v, 0, 2));
          v128.store(to + ((c + 1) << 5) + (r << 3), v128.shuffle<f64>(u, v, 1, 3));
        }
      }
    }
  }
}
