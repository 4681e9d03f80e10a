// Long work looks up: after so many entries of matrices it calls TypeScript, which throws if the call is to end. All that a kernel writes is
// scratch of that call, so it may end anywhere; where it does not, nothing has changed.

/** Entries between two looks: 0.4 ms of the Gram tile, 2 to 4 ms of passes from memory, 20 ms where entries are a row apart. */
const EACH: f64 = 4e6;

let left: f64 = EACH;

/** imported as heed.heed, which is in src/kernels/heed.ts: returns, or throws through everything that is on its way here */
declare function heed(): void;

/** a pass over so many rows and columns is about to be made, or has been; never inlined (scripts/families.mjs) */
export function spend(rows: i32, columns: i32): void {
  left -= <f64>rows * <f64>columns;
  if (left > 0) return;
  left = EACH;
  heed();
}

/** how many columns of n rows are worth a look, in whole groups of four */
export function columnsAtATime(n: i32): i32 {
  return max(4, <i32>(EACH / <f64>max(1, n)) & ~3);
}
