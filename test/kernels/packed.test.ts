// Factors that grow and shrink by rows, against A = LLᵀ itself: L with a positive diagonal is unique.
// Tolerances: LLᵀ = A + δA with |δA| ≤ γₖ₊₁|L||L|ᵀ, and |δL||x| for the solves (Higham, Accuracy and Stability, theorems 10.3 and 8.5).
import { describe, expect, test } from "vitest";
import { normal, uniform } from "../../reference/problems.js";
import { expectClose, expectSum } from "../helpers/closeTo.js";
import { Arena, kernels as k, skews } from "../helpers/kernels.js";

const MOST = 40;
const next = normal(7);
const pick = uniform(8);
const vector = (n: number) => Array.from({ length: n }, next);
const indices = (n: number) => Array.from({ length: n }, (_, i) => i);

/** BBᵀ of random rows, ten more than there are, each of a length of its own from 1e-3 to 1e3 */
function positiveDefinite(size: number): number[][] {
  const B = indices(size).map(() => {
    const scale = 10 ** (6 * pick() - 3);
    return vector(size + 10).map((value) => scale * value);
  });
  return B.map((a) => B.map((b) => a.reduce((sum, value, i) => sum + value * b[i], 0)));
}

/** rows that lie anywhere, i + 1 entries each, and no more */
class Packed {
  readonly rows: number[];
  readonly table: number;
  readonly #arena: Arena;

  constructor(arena: Arena, size: number) {
    this.#arena = arena;
    const places = indices(size).sort(() => pick() - 0.5);
    const addresses: number[] = [];
    for (const i of places) addresses[i] = arena.blank(i + 1);
    this.rows = addresses;
    this.table = arena.i32(addresses);
  }

  put(i: number, values: number[]): void {
    new Float64Array(k.memory.buffer, this.rows[i], i + 1).set(values.slice(0, i + 1));
  }

  read(size: number): number[][] {
    return indices(size).map((i) => Array.from(this.#arena.read(this.rows[i], i + 1)));
  }
}

/** L of `size` rows for the rows and columns of A in `list` */
function expectFactor(L: number[][], A: number[][], list: number[], operations: number, what: string): void {
  list.forEach((a, i) => {
    if (!(L[i][i] > 0)) expect.fail(`${what}: the diagonal has ${L[i][i]} in row ${i}`);
    for (let j = 0; j <= i; j++) {
      const product = indices(j + 1).reduce((sum, c) => sum + L[i][c] * L[j][c], 0);
      // a rotation changes a row by a few ε of its length, which is √A; there are as many as rows
      const scale = Math.sqrt(A[a][a] * A[list[j]][list[j]]);
      expectClose(product, A[a][list[j]], (list.length + 1) * operations, scale, `${what}, entry ${i}, ${j}:`);
    }
  });
}

/** the naive factor */
function cholesky(A: number[][]): number[][] {
  const L: number[][] = [];
  A.forEach((a, i) => {
    L.push([]);
    for (let j = 0; j <= i; j++) {
      const rest = indices(j).reduce((sum, c) => sum - L[i][c] * L[j][c], a[j]);
      L[i].push(i === j ? Math.sqrt(rest) : rest / L[j][j]);
    }
  });
  return L;
}

describe.each(skews)("with arrays %i bytes past a multiple of 16,", (skew) => {
  test("appendRow makes the factor of every size from 1 to 40, row by row, and returns the squared pivot", () => {
    const A = positiveDefinite(MOST);
    const arena = new Arena(skew);
    const packed = new Packed(arena, MOST);
    const naive = cholesky(A);
    for (let size = 1; size <= MOST; size++) {
      const before = packed.read(size - 1);
      packed.put(size - 1, A[size - 1]);
      const pivot = k.appendRow(size - 1, packed.table, 0, 0);
      const L = packed.read(size);
      expectFactor(L, A, indices(size), 1, `size ${size}`);
      expectClose(pivot, L[size - 1][size - 1] ** 2, 1, pivot, "pivot");
      expect(L.slice(0, -1)).toEqual(before);
      // BBᵀ of random rows has a condition number below 1e4 once its diagonal is 1
      L[size - 1].forEach((value, j) => {
        expect(Math.abs(value - naive[size - 1][j])).toBeLessThan(1e4 * 8 * size * Number.EPSILON * Math.sqrt(A[size - 1][size - 1]));
      });
      arena.checkGuards();
    }
  });

  test("startFour and appendRow from there make four rows below every size from 0 to 36", () => {
    const A = positiveDefinite(MOST);
    for (let size = 0; size + 4 <= MOST; size++) {
      const arena = new Arena(skew);
      const packed = new Packed(arena, MOST);
      for (const i of indices(size)) {
        packed.put(i, A[i]);
        k.appendRow(i, packed.table, 0, 0);
      }
      const before = packed.read(size);
      // what stands from column `size` on is not looked at yet
      for (const e of indices(4)) packed.put(size + e, [...A[size + e].slice(0, size), ...indices(4).map(() => Number.NaN)]);
      k.startFour(size, packed.table);
      const begun = packed.read(size + 4).slice(size);
      begun.forEach((row, e) => {
        packed.put(size + e, [...row.slice(0, size), ...A[size + e].slice(size)]);
        expect(k.appendRow(size + e, packed.table, 0, size)).toBeGreaterThan(0);
      });
      const L = packed.read(size + 4);
      expectFactor(L, A, indices(size + 4), 1, `four below ${size}`);
      expect(L.slice(0, size)).toEqual(before);
      expect(L.slice(size).map((row) => row.slice(0, size))).toEqual(begun.map((row) => row.slice(0, size)));
      arena.checkGuards();
    }
  });

  test("solveLower and solveUpper solve Lx = b and Lᵀx = b, sizes 0 to 40", () => {
    const L = cholesky(positiveDefinite(MOST));
    for (let size = 0; size <= MOST; size++) {
      const arena = new Arena(skew);
      const packed = new Packed(arena, size);
      for (const i of indices(size)) packed.put(i, L[i]);
      const b = vector(size);
      const [lower, upper] = [arena.f64(b), arena.f64(b)];
      k.solveLower(size, packed.table, lower);
      k.solveUpper(size, packed.table, upper);
      const [x, z] = [arena.read(lower, size), arena.read(upper, size)];
      for (const i of indices(size)) {
        const forwards = indices(i + 1).map((j) => -L[i][j] * x[j]);
        const backwards = indices(size - i).map((c) => -L[i + c][i] * z[i + c]);
        for (const [terms, what] of [
          [forwards, "Lx"],
          [backwards, "Lᵀx"],
        ] as const)
          expectSum(0, [b[i], ...terms], `${what} − b of size ${size}, row ${i}:`);
      }
      arena.checkGuards();
    }
  });

  test.each([0, 0.5, 1])("symv adds Gd, sizes 0 to 40, a share of %d of d being 0", (zeros) => {
    const G = positiveDefinite(MOST);
    for (let size = 0; size <= MOST; size++) {
      const arena = new Arena(skew);
      const packed = new Packed(arena, size);
      for (const i of indices(size)) packed.put(i, G[i]);
      const y = vector(size);
      const d = vector(size).map((value) => (pick() < zeros ? 0 : value));
      const [at, out] = [arena.f64(d), arena.f64(y)];
      k.symv(size, packed.table, at, out);
      arena.read(out, size).forEach((actual, i) => {
        expectSum(actual, [y[i], ...d.map((value, j) => G[i][j] * value)], `size ${size}, row ${i}:`);
      });
      expect(Array.from(arena.read(at, size))).toEqual(d);
      arena.checkGuards();
    }
  });

  test("removeRow leaves the factor without any one row, sizes 1 to 40", () => {
    const A = positiveDefinite(MOST);
    const naive = cholesky(A);
    for (let size = 1; size <= MOST; size++) {
      for (let gone = 0; gone < size; gone += size < 12 ? 1 : 1 + Math.floor(4 * pick())) {
        const arena = new Arena(skew);
        const packed = new Packed(arena, size);
        for (const i of indices(size)) packed.put(i, naive[i]);
        k.removeRow(size, gone, packed.table, arena.blank(2 * size));
        const list = indices(size).filter((i) => i !== gone);
        expectFactor(packed.read(size - 1), A, list, 2, `row ${gone} of ${size} removed`);
        // rows above stay as they are
        expect(packed.read(Math.min(gone, size - 1))).toEqual(naive.slice(0, gone));
        arena.checkGuards();
      }
    }
  });

  test("any sequence of appends and removals leaves the factor of the rows that are there", () => {
    for (let run = 0; run < 12; run++) {
      const A = positiveDefinite(MOST);
      const arena = new Arena(skew);
      const packed = new Packed(arena, MOST);
      const scratch = arena.blank(2 * MOST);
      let list: number[] = [];
      const growing = 0.5 + 0.4 * pick();
      for (let operation = 1; operation <= 80; operation++) {
        const outside = indices(MOST).filter((i) => !list.includes(i));
        const grow = list.length === 0 || (outside.length > 0 && pick() < growing);
        const size = list.length;
        if (grow) {
          const joining = outside[Math.floor(pick() * outside.length)];
          list = [...list, joining];
          packed.put(
            size,
            list.map((i) => A[joining][i]),
          );
          expect(k.appendRow(size, packed.table, 0, 0)).toBeGreaterThan(0);
        } else {
          const gone = Math.floor(pick() * size);
          k.removeRow(size, gone, packed.table, scratch);
          list = list.filter((_, i) => i !== gone);
        }
        expectFactor(packed.read(list.length), A, list, operation + 1, `run ${run}, operation ${operation}`);
      }
      arena.checkGuards();
    }
  });
});

describe("a row that depends on the ones above", () => {
  /** L of `size` rows in memory; a row that has `share` of its square left when they are taken away */
  function prepared(size: number, share: number) {
    const arena = new Arena();
    const packed = new Packed(arena, size + 1);
    const L = cholesky(positiveDefinite(size));
    for (const i of indices(size)) packed.put(i, L[i]);
    const l = vector(size);
    const inside = l.reduce((sum, value) => sum + value * value, 0);
    const a = L.map((above) => above.reduce((sum, value, j) => sum + value * l[j], 0));
    packed.put(size, [...a, inside / (1 - share)]);
    return { arena, packed, L, a, left: (inside / (1 - share)) * share };
  }

  test.each([1, 2, 5, 16, 39])("is refused up to `least`, and holds L⁻¹a then: %i rows", (size) => {
    for (const [share, least, refused] of [
      [0, 0, true],
      [1e-6, 1.01e-6, true],
      [1e-6, 0.99e-6, false],
      [0.5, 0.51, true],
      [0.5, 0.49, false],
      [-1e-9, 0, true],
      [-0.5, 0, true],
    ] as const) {
      const { arena, packed, L, a, left } = prepared(size, share);
      const pivot = k.appendRow(size, packed.table, least, 0);
      const row = packed.read(size + 1)[size];
      // what is left is known to the rounding of the whole, and of L⁻¹a, by which the condition of L counts
      if (!refused) expect(Math.abs(pivot - left)).toBeLessThan(1e-9 * (left / share));
      if (!refused) expectClose(row[size], Math.sqrt(pivot), 1, row[size], "diagonal");
      if (refused) expect(pivot, `${share} left, ${least} wanted`).toBe(0);
      L.forEach((above, i) => {
        expectSum(0, [-a[i], ...above.map((value, j) => value * row[j])], `L(L⁻¹a) − a, row ${i}:`);
      });
      arena.checkGuards();
    }
  });

  test("is refused where nothing but rounding is left, 0 or NaN", () => {
    const arena = new Arena();
    const packed = new Packed(arena, 2);
    for (const [first, row, least] of [
      [1, [1, 1 + Number.EPSILON], 0],
      [1, [0, 0], 0],
      [1, [NaN, 1], 0],
      [1, [0, NaN], 0],
      [1, [0, -1], 0],
    ] as const) {
      packed.put(0, [first]);
      packed.put(1, [...row]);
      expect(k.appendRow(1, packed.table, least, 0)).toBe(0);
    }
    packed.put(0, [0]);
    expect(k.appendRow(0, packed.table, 0, 0)).toBe(0);
    packed.put(0, [1e-300]);
    expect(k.appendRow(0, packed.table, 0, 0)).toBe(1e-300);
  });
});
