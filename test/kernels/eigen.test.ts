// The bounds are those of a backward stable algorithm (Golub, Van Loan, section 8.3): ‖A − QΛQᵀ‖ ≤ c·m·ε‖A‖ and ‖QᵀQ − I‖ ≤ c·m·ε, in the
// Frobenius norm. c = 10 is room for the products that the test itself computes; what was seen is below 1.
import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { Arena, kernels as k, skews } from "../helpers/kernels.js";

const random = normal(11);
const upTo = (m: number) => Array.from({ length: m }, (_, i) => i);
const padded = (m: number) => Math.ceil(m / 4) * 4;
const matrix = (m: number, entry: (i: number, j: number) => number) => upTo(m).map((i) => upTo(m).map((j) => entry(i, j)));
const norm = (values: number[][]) => Math.sqrt(values.flat().reduce((sum, x) => sum + x * x, 0));
const orders = [...upTo(20).map((i) => i + 1), 31, 64, 97, 100];

function symmetric(m: number): number[][] {
  const B = matrix(m, random);
  return matrix(m, (i, j) => B[Math.max(i, j)][Math.min(i, j)]);
}

/** an orthogonal matrix: Gram and Schmidt, twice, on random rows */
function orthogonal(m: number): number[][] {
  const Q: number[][] = [];
  for (let i = 0; i < m; i++) {
    const q = upTo(m).map(random);
    for (let pass = 0; pass < 2; pass++) {
      for (const other of Q) {
        const c = q.reduce((sum, x, j) => sum + x * other[j], 0);
        for (let j = 0; j < m; j++) q[j] -= c * other[j];
      }
    }
    const size = Math.hypot(...q);
    Q.push(q.map((x) => x / size));
  }
  return Q;
}

/** Σ λₖqₖqₖᵀ, exactly symmetric */
function withSpectrum(values: number[]): number[][] {
  const Q = orthogonal(values.length);
  const entry = (i: number, j: number) => values.reduce((sum, value, r) => sum + value * Q[r][i] * Q[r][j], 0);
  return matrix(values.length, (i, j) => entry(Math.max(i, j), Math.min(i, j)));
}

/** eigenvalues and eigenvectors (rows) of A from its lower triangle; everything else is NaN */
function eigen(A: number[][], skew: 0 | 8 = 0): { status: number; values: number[]; vectors: number[][] } {
  const m = A.length;
  const ld = padded(m);
  const arena = new Arena(skew);
  const place = new Float64Array(ld * ld).fill(NaN);
  for (let i = 0; i < m; i++) for (let j = 0; j <= i; j++) place[i * ld + j] = A[i][j];
  const [a, values, e] = [arena.f64(place), arena.blank(m), arena.blank(m)];
  const status = k.eigen(m, ld, a, values, e);
  arena.checkGuards();
  const rows = arena.read(a, ld * ld);
  return { status, values: [...arena.read(values, m)], vectors: upTo(m).map((i) => [...rows.slice(i * ld, i * ld + m)]) };
}

/** A = QΛQᵀ, QᵀQ = I, Λ ascending; returns Λ */
function checkDecomposition(A: number[][], what: string, skew: 0 | 8 = 0): number[] {
  const m = A.length;
  const { status, values, vectors } = eigen(A, skew);
  expect(status, what).toBe(0);
  const residual = matrix(m, (i, j) => A[i][j] - values.reduce((sum, value, r) => sum + value * vectors[r][i] * vectors[r][j], 0));
  const products = matrix(m, (i, j) => vectors[i].reduce((sum, x, r) => sum + x * vectors[j][r], i === j ? -1 : 0));
  const allowed = 10 * m * Number.EPSILON;
  // written so that NaN fails
  if (!(norm(residual) <= allowed * norm(A))) expect.fail(`${what}: ‖A − QΛQᵀ‖/‖A‖ is ${norm(residual) / norm(A)}`);
  if (!(norm(products) <= allowed)) expect.fail(`${what}: ‖QᵀQ − I‖ is ${norm(products)}`);
  for (let i = 1; i < m; i++) if (!(values[i - 1] <= values[i])) expect.fail(`${what}: eigenvalue ${i} is below the one before it`);
  return values;
}

/** |actual − expected| ≤ 10·m·ε·max |expected| (Weyl) */
function expectValues(actual: number[], expected: number[], what: string): void {
  const size = Math.max(...expected.map(Math.abs));
  const sorted = [...expected].sort((a, b) => a - b);
  actual.forEach((value, i) => {
    const off = Math.abs(value - sorted[i]);
    if (!(off <= 10 * actual.length * Number.EPSILON * size)) expect.fail(`${what}: eigenvalue ${i} is ${value}, expected ${sorted[i]}`);
  });
}

describe("eigen", () => {
  test("every order: A = QΛQᵀ with Q orthogonal and Λ ascending", () => {
    for (const m of orders) for (const skew of skews) checkDecomposition(symmetric(m), `order ${m}`, skew);
  });

  test("an empty matrix has no eigenvalues", () => {
    expect(eigen([])).toEqual({ status: 0, values: [], vectors: [] });
  });

  test.each<[string, (m: number) => number[]]>([
    ["distinct", (m) => upTo(m).map((i) => i - m / 3)],
    ["rank-deficient", (m) => upTo(m).map((i) => (i % 3 ? 0 : i + 1))],
    ["all equal", (m) => upTo(m).map(() => 3)],
    ["clustered", (m) => upTo(m).map((i) => (i % 2 ? 1 : 5) + 1e-13 * i)],
    ["graded over 16 decades", (m) => upTo(m).map((i) => 10 ** (8 - (16 * i) / m))],
    ["of one sign and far below the others", (m) => upTo(m).map((i) => (i === 0 ? -1e10 : 1e-3))],
  ])("eigenvalues that are %s come back", (name, spectrum) => {
    for (const m of orders) {
      const expected = spectrum(m);
      expectValues(checkDecomposition(withSpectrum(expected), `${name}, order ${m}`), expected, `${name}, order ${m}`);
    }
  });

  test.each<[string, (i: number, m: number) => number]>([
    ["the identity", () => 1],
    ["zero", () => 0],
    ["descending", (i, m) => m - i],
    ["graded from 1e8 to 1e-8", (i, m) => 10 ** (8 - (16 * i) / m)],
    ["near the largest numbers", (i) => 1e300 * (i + 1)],
    ["near the smallest numbers", (i) => 1e-300 * (i + 1)],
  ])("a diagonal matrix that is %s keeps its entries", (_, entry) => {
    for (const m of orders) {
      const expected = upTo(m).map((i) => entry(i, m));
      const { status, values } = eigen(matrix(m, (i, j) => (i === j ? expected[i] : 0)));
      expect(status).toBe(0);
      const sorted = [...expected].sort((a, b) => a - b);
      values.forEach((value, i) => {
        expect(Math.abs(value - sorted[i])).toBeLessThanOrEqual(2 * Number.EPSILON * Math.abs(sorted[i]));
      });
    }
  });

  test("rows and columns graded from 1e8 to 1e-8, either way", () => {
    for (const m of orders) {
      const A = symmetric(m);
      for (const way of [1, -1]) {
        const d = upTo(m).map((i) => 10 ** (way * (4 - (8 * i) / m)));
        checkDecomposition(
          matrix(m, (i, j) => A[i][j] * d[i] * d[j]),
          `order ${m}`,
        );
      }
    }
  });

  test("the second difference matrix has eigenvalues 2 − 2cos(πi/(m + 1))", () => {
    for (const m of [2, 3, 10, 50]) {
      const A = matrix(m, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0));
      const expected = upTo(m).map((i) => 2 - 2 * Math.cos((Math.PI * (i + 1)) / (m + 1)));
      expectValues(checkDecomposition(A, `order ${m}`), expected, `order ${m}`);
    }
  });

  test("a power of two changes exponents and nothing else, up to the ends of the range of numbers", () => {
    const A = symmetric(9);
    const plain = eigen(A);
    for (const power of [2 ** 1000, 2 ** -990]) {
      const { status, values, vectors } = eigen(A.map((row) => row.map((x) => x * power)));
      expect(status).toBe(0);
      expect(values).toEqual(plain.values.map((x) => x * power));
      expect(vectors).toEqual(plain.vectors);
    }
  });

  test.each([NaN, Infinity])("%s anywhere is a status, not an endless loop", (bad) => {
    for (const m of [1, 2, 5, 20]) {
      for (const at of [0, m - 1]) {
        const A = symmetric(m);
        A[m - 1][at] = bad;
        expect(eigen(A).status).toBeGreaterThan(0);
      }
    }
  });
});
