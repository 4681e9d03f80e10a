import { spend } from "./heed";

/** X ← Bᵀ: B holds n rows of p numbers behind one another, X p columns of n numbers that start ld apart */
export function transpose(n: i32, p: i32, ld: i32, B: usize, X: usize): void {
  spend(n, p);
  const across = (<usize>ld) << 3;
  const down = (<usize>p) << 3;
  const pairs = n & ~1;
  const quads = p & ~3;
  // four columns a turn read half a cache line of every row; with two, rows that are a power of two apart throw each other out of L1
  for (let j = 0; j < quads; j += 4) {
    let b = B + ((<usize>j) << 3);
    let x0 = X + <usize>j * across;
    let x1 = x0 + across;
    let x2 = x1 + across;
    let x3 = x2 + across;
    for (let i = 0; i < pairs; i += 2) {
      const a01 = v128.load(b);
      const a23 = v128.load(b, 16);
      const c01 = v128.load(b + down);
      const c23 = v128.load(b + down, 16);
      v128.store(x0, v128.shuffle<u64>(a01, c01, 0, 2));
      v128.store(x1, v128.shuffle<u64>(a01, c01, 1, 3));
      v128.store(x2, v128.shuffle<u64>(a23, c23, 0, 2));
      v128.store(x3, v128.shuffle<u64>(a23, c23, 1, 3));
      b += down << 1;
      x0 += 16;
      x1 += 16;
      x2 += 16;
      x3 += 16;
    }
    if (pairs < n) {
      f64.store(x0, f64.load(b));
      f64.store(x1, f64.load(b, 8));
      f64.store(x2, f64.load(b, 16));
      f64.store(x3, f64.load(b, 24));
    }
  }
  for (let j = quads; j < p; j++) {
    let b = B + ((<usize>j) << 3);
    let x = X + <usize>j * across;
    for (let i = 0; i < n; i++, b += down, x += 8) f64.store(x, f64.load(b));
  }
}
