import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { Arena, kernels as k } from "../helpers/kernels.js";

const random = normal(17);
const vector = (n: number) => Array.from({ length: n }, random);

/** columns of length `rows`, the last m − rank of them sums of the first ones */
function columnsOf(rows: number, m: number, rank = m): number[][] {
  const A = Array.from({ length: m }, () => vector(rows));
  for (let j = rank; j < m; j++) A[j] = A[j].map((_, i) => A[0][i] * (j + 1) - A[(j - rank) % rank][i]);
  return A;
}

function factorise(A: number[][]) {
  const [m, rows] = [A.length, A[0].length];
  const arena = new Arena(rows % 2 ? 8 : 0);
  const a = arena.f64(A.flat());
  const [tau, zeta, norms] = [Math.min(rows, m), m, m].map((count) => arena.blank(count));
  const order = arena.i32(new Array(m).fill(-1));
  const noise = Math.max(rows, m) * Number.EPSILON * Math.max(...A.map(norm));
  const rank = k.factorQR(rows, m, a, tau, order, norms, noise);
  return { arena, a, tau, zeta, order, rank, m, rows };
}

const dotOf = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, x, i) => sum + x * b[i], 0);
const norm = (a: ArrayLike<number>) => Math.sqrt(dotOf(a, a));
const places = (order: number, m: number) => Array.from(new Int32Array(k.memory.buffer, order, m));

const shapes = [1, 2, 3, 5, 8, 20].flatMap((rows) => [1, 2, 4, 7, 20].map((m) => [rows, m] as const));

describe("QR with column pivoting", () => {
  test.each(shapes)("%i × %i: Qᵀ keeps lengths and turns A into R, its diagonal falls", (rows, m) => {
    const A = columnsOf(rows, m);
    const { arena, a, tau, order, rank } = factorise(A);
    expect(rank).toBe(Math.min(rows, m));
    const pivots = places(order, m);
    expect([...pivots].sort((x, y) => x - y)).toEqual(Array.from({ length: m }, (_, j) => j));
    const R = arena.read(a, rows * m);
    let before = Infinity;
    pivots.forEach((j, place) => {
      const column = arena.f64(A[j]);
      k.applyQT(rows, rank, a, tau, order, column);
      const turned = arena.read(column, rows);
      const room = 16 * (rows + m) * Number.EPSILON * norm(A[j]);
      expect(Math.abs(norm(turned) - norm(A[j]))).toBeLessThanOrEqual(room);
      turned.forEach((value, i) => {
        const expected = i <= place && i < rank ? R[j * rows + i] : 0;
        expect(Math.abs(value - expected), `entry (${i}, ${place})`).toBeLessThanOrEqual(room);
      });
      if (place < rank) {
        const diagonal = Math.abs(R[j * rows + place]);
        expect(diagonal).toBeLessThanOrEqual(before * (1 + 1e-12));
        before = diagonal;
      }
    });
    arena.checkGuards();
  });

  test.each([
    [6, 4, 4],
    [20, 7, 7],
    [20, 7, 3],
    [9, 5, 1],
    [4, 9, 4],
    [5, 8, 2],
  ])("%i × %i of rank %i: the least-squares solution is orthogonal in its residual and the shortest", (rows, m, rank) => {
    const A = columnsOf(rows, m, rank);
    const found = factorise(A);
    expect(found.rank).toBe(rank);
    const { arena, a, tau, order, zeta } = found;
    if (rank < m) k.completeQR(rows, m, rank, a, order, zeta);
    const y = vector(rows);
    const [b, x] = [arena.f64(y), arena.blank(m)];
    k.applyQT(rows, rank, a, tau, order, b);
    k.solveQR(rows, m, rank, a, order, zeta, b, x);
    arena.checkGuards();
    const solution = arena.read(x, m);
    const residual = y.map((value, i) => value - A.reduce((sum, column, j) => sum + column[i] * solution[j], 0));
    // the normal equations hold to the rounding of a backward stable solve, a few ε times lengths
    for (const column of A) expect(Math.abs(dotOf(column, residual))).toBeLessThanOrEqual(1e-12 * norm(column) * norm(y));
    // shortest: in the span of the rows, so orthogonal to every null vector of A; those of `columnsOf` are known
    for (let j = rank; j < m; j++) {
      if (rank > rows || rows < m - (m - rank)) continue;
      const null_ = A.map((_, i) => (i === j ? -1 : 0) + (i === 0 ? j + 1 : 0) - (i === (j - rank) % rank ? 1 : 0));
      if (norm(A[0].map((_, i) => A.reduce((sum, column, q) => sum + column[i] * null_[q], 0))) > 1e-9) continue;
      expect(Math.abs(dotOf(null_, solution))).toBeLessThanOrEqual(1e-12 * norm(null_) * norm(solution));
    }
  });

  test("a matrix of zeros has rank 0, and its solution is 0", () => {
    const { arena, a, tau, order, zeta, rank, m, rows } = factorise([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(rank).toBe(0);
    k.completeQR(rows, m, rank, a, order, zeta);
    const [b, x] = [arena.f64([1, 2, 3]), arena.blank(m)];
    k.applyQT(rows, rank, a, tau, order, b);
    k.solveQR(rows, m, rank, a, order, zeta, b, x);
    expect([...arena.read(x, m)]).toEqual([0, 0]);
  });
});

describe("the condition estimate", () => {
  /** estimate for a symmetric A, full rows */
  function estimate(A: number[][]): number {
    const m = A.length;
    const arena = new Arena();
    const L = arena.f64(A.flat());
    const [roots, x, z] = [0, 1, 2].map(() => arena.blank(m));
    const size = k.scaledNorm(m, m, L, roots, x);
    expect(k.factor(m, m, L)).toBe(0);
    const reciprocal = k.reciprocalCondition(m, m, L, size, roots, x, z);
    arena.checkGuards();
    return reciprocal;
  }

  test("is 1 for a diagonal, however it is scaled", () => {
    expect(estimate([[5]])).toBe(1);
    expect(
      estimate([
        [1e-8, 0, 0],
        [0, 3, 0],
        [0, 0, 1e9],
      ]),
    ).toBeCloseTo(1, 14);
  });

  test.each([0.5, 0.99, 1 - 1e-6, 1 - 1e-12])("is the truth for two columns with correlation %f", (rho) => {
    // ‖B‖₁ = 1 + ρ, ‖B⁻¹‖₁ = 1/(1 − ρ); the entries carry the rounding of 1 − ρ
    const scaled = [
      [4, 6 * rho],
      [6 * rho, 9],
    ];
    expect(estimate(scaled) / ((1 - rho) / (1 + rho))).toBeCloseTo(1, rho > 0.999999 ? 3 : 9);
  });

  test("never claims less than a third of the true condition number, over 100 random matrices", () => {
    for (let trial = 0; trial < 100; trial++) {
      const m = 2 + (trial % 9);
      const B = Array.from({ length: m + 1 }, () => vector(m));
      const A = Array.from({ length: m }, (_, i) =>
        Array.from({ length: m }, (_, j) =>
          dotOf(
            B.map((r) => r[i]),
            B.map((r) => r[j]),
          ),
        ),
      );
      const scaled = A.map((row, i) => row.map((value, j) => value / Math.sqrt(A[i][i] * A[j][j])));
      const oneNorm = (M: number[][]) => Math.max(...M.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)));
      const truth = 1 / (oneNorm(scaled) * oneNorm(inverse(scaled)));
      const found = estimate(A);
      expect(found).toBeGreaterThanOrEqual(truth * (1 - 1e-6));
      expect(found).toBeLessThanOrEqual(3 * truth);
    }
  });

  /** by Gauss and Jordan, with pivots on the diagonal, which positive definite matrices allow */
  function inverse(M: number[][]): number[][] {
    const m = M.length;
    const T = M.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
    for (let q = 0; q < m; q++) {
      const pivot = T[q][q];
      T[q] = T[q].map((value) => value / pivot);
      for (let i = 0; i < m; i++) {
        const factor = T[i][q];
        if (i !== q) T[i] = T[i].map((value, j) => value - factor * T[q][j]);
      }
    }
    return T.map((row) => row.slice(m));
  }
});
