import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { Arena, kernels as k } from "../helpers/kernels.js";

const random = normal(3);
const upTo = (m: number) => Array.from({ length: m }, (_, i) => i + 1);
const padded = (m: number) => Math.ceil(m / 4) * 4;

/** Two ways to the same L: row by row, with rows of any length, and in blocks of 64, padded as syrk leaves it. */
interface Factorisation {
  ld(m: number): number;
  factor(m: number, A: number, arena: Arena): number;
  /** on both sides of whatever it unrolls or blocks */
  orders: number[];
}
const blocked = (m: number, A: number, arena: Arena) => k.factorBlocked(m, A, arena.bytes(k.panelBytes(m)));
const factorisations: [string, Factorisation][] = [
  ["factor", { ld: (m) => m, factor: (m, A) => k.factor(m, m, A), orders: [...upTo(20), 97, 100] }],
  ["factor in longer rows", { ld: (m) => m + 3, factor: (m, A) => k.factor(m, m + 3, A), orders: [...upTo(20), 97, 100] }],
  ["factorBlocked", { ld: padded, factor: blocked, orders: [...upTo(20), 63, 64, 65, 66, 67, 68, 69, 100, 127, 128, 129, 130, 197] }],
];

/** γₖ = ku/(1 − ku): Higham, Accuracy and Stability, section 3.1 */
function gamma(count: number): number {
  const ku = (count * Number.EPSILON) / 2;
  return ku / (1 - ku);
}

/** BᵀB for the rows of B */
function gram(B: number[][], m: number): number[][] {
  return upTo(m).map((i) => upTo(m).map((j) => B.reduce((sum, row) => sum + row[i - 1] * row[j - 1], 0)));
}

/** BᵀB + 0.01·I for a random square B */
function positiveDefinite(m: number): number[][] {
  const A = gram(
    upTo(m).map(() => upTo(m).map(random)),
    m,
  );
  for (let i = 0; i < m; i++) A[i][i] += 0.01;
  return A;
}

/** BᵀB for a tall B of small integers, so that A is exact; the column of B at place `at` is the sum of two that come before it */
function dependent(m: number, at: number): number[][] {
  const [left, right] = [0, Math.min(at, m - 1) >> 1];
  const B = upTo(2 * m).map(() => {
    const row = upTo(m - 1).map(() => Math.round(3 * random()));
    row.splice(at, 0, row[left] + row[right]);
    return row;
  });
  return gram(B, m);
}

/** the lower triangle of A in `rows` rows of length ld, everything else NaN */
function place(arena: Arena, A: number[][], ld: number, rows = padded(A.length)): number {
  const values = new Array<number>(rows * ld).fill(NaN);
  A.forEach((row, i) => {
    for (let j = 0; j <= i; j++) values[i * ld + j] = row[j];
  });
  return arena.f64(values);
}

describe.each(factorisations)("%s:", (_, { ld: length, factor, orders }) => {
  /** LLᵀ = A and A·solve(b) = b, as far as a backward stable algorithm must, one b alone and four together */
  function checkStability(m: number): void {
    const ld = length(m);
    const arena = new Arena(m % 2 ? 8 : 0);
    const A = positiveDefinite(m);
    const bs = upTo(4).map(() => upTo(m).map(random));
    const L = place(arena, A, ld);
    const x = arena.f64(bs[0]);
    const gap = m % 3;
    const four = arena.f64(bs.flatMap((b) => [...b, ...new Array<number>(gap).fill(NaN)]));
    expect(factor(m, L, arena), `order ${m}`).toBe(0);
    k.solve(m, ld, L, x);
    k.solveFour(m, ld, L, four, m + gap, arena.blank(4));
    arena.checkGuards();
    const l = arena.read(L, m * ld);
    const absolute = A.map((row) => row.map(() => 0));
    for (let i = 0; i < m; i++) {
      for (let j = 0; j <= i; j++) {
        let product = 0;
        for (let q = 0; q <= j; q++) {
          product += l[i * ld + q] * l[j * ld + q];
          absolute[i][j] += Math.abs(l[i * ld + q] * l[j * ld + q]);
        }
        absolute[j][i] = absolute[i][j];
        // theorem 10.3, |A − LLᵀ| ≤ γ(m+1)|L||Lᵀ|, and γ(m) for computing LLᵀ here
        const off = Math.abs(A[i][j] - product);
        if (!(off <= (gamma(m + 1) + gamma(m)) * absolute[i][j])) expect.fail(`order ${m}: LLᵀ is off by ${off} at ${i},${j}`);
      }
    }
    checkSolution(A, absolute, bs[0], arena.read(x, m));
    bs.forEach((b, t) => {
      checkSolution(A, absolute, b, arena.read(four + 8 * t * (m + gap), m));
    });
  }

  function checkSolution(A: number[][], absolute: number[][], b: number[], z: Float64Array): void {
    const m = A.length;
    for (let i = 0; i < m; i++) {
      let residual = b[i];
      let scale = Math.abs(b[i]);
      let bound = 0;
      for (let j = 0; j < m; j++) {
        residual -= A[i][j] * z[j];
        scale += Math.abs(A[i][j] * z[j]);
        bound += absolute[i][j] * Math.abs(z[j]);
      }
      // theorem 10.4, |b − Ax| ≤ γ(3m+1)|L||Lᵀ||x|, and γ(m+1) for computing the residual here
      if (!(Math.abs(residual) <= gamma(3 * m + 1) * bound + gamma(m + 1) * scale))
        expect.fail(`order ${m}: row ${i} of b − Ax is ${residual}`);
    }
  }

  test("every order is backward stable, and so is solve", () => {
    orders.forEach(checkStability);
  });

  test("returns 1 + the place of the first column that depends on those before it", () => {
    for (const m of [2, 3, 4, 5, 8, 13, 40, 70, 70, 70]) {
      for (const at of [1, 2, 3, 7, 12, 38, 39, 63, 64, 65, 66, 67, 68, 69].filter((place) => place < m)) {
        const arena = new Arena();
        expect(factor(m, place(arena, dependent(m, at), length(m)), arena), `order ${m}, column ${at}`).toBe(at + 1);
        arena.checkGuards();
      }
    }
  });

  test.each([
    ["negative", -1],
    ["zero", 0],
    ["too small for the rest of its row", 1e-3],
    ["NaN", NaN],
  ])("returns 1 + the place of a diagonal entry that is %s", (_, diagonal) => {
    for (const m of [1, 2, 5, 9, 70]) {
      for (const at of [0, 1, 3, 4, 8, 63, 64, 69].filter((at) => at < m)) {
        const arena = new Arena();
        const A = positiveDefinite(m);
        if (at > 0) A[at][0] = A[0][0];
        A[at][at] = at === 0 && diagonal > 0 ? -diagonal : diagonal;
        expect(factor(m, place(arena, A, length(m)), arena), `order ${m}, place ${at}`).toBe(at + 1);
        arena.checkGuards();
      }
    }
  });

  test("returns 1 + the row of a NaN left of the diagonal", () => {
    for (const [i, j] of [
      [1, 0],
      [4, 0],
      [4, 3],
      [65, 5],
      [69, 64],
    ]) {
      const arena = new Arena();
      const A = positiveDefinite(70);
      A[i][j] = NaN;
      expect(factor(70, place(arena, A, length(70)), arena), `NaN at ${i},${j}`).toBe(i + 1);
    }
  });

  test("an empty matrix has a factor", () => {
    const arena = new Arena();
    expect(factor(0, arena.f64([]), arena)).toBe(0);
  });
});

test("factor leaves what is above the diagonal and behind the rows alone", () => {
  const arena = new Arena();
  const L = place(arena, positiveDefinite(9), 12, 9);
  expect(k.factor(9, 12, L)).toBe(0);
  arena.checkGuards();
  expect([...arena.read(L, 9 * 12)].map(Number.isNaN)).toEqual(Array.from({ length: 9 * 12 }, (_, e) => e % 12 > Math.floor(e / 12)));
});
