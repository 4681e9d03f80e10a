import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { expectSum } from "../helpers/closeTo.js";
import { Arena, entry, kernels as k, shuffledColumns, skews } from "../helpers/kernels.js";

/** covers 2 · block + 1 for the longest unrolled step, 8 */
const LENGTHS = Array.from({ length: 26 }, (_, n) => n);
const random = normal(1);
const vector = (n: number) => Array.from({ length: n }, random);
const indices = (n: number) => Array.from({ length: n }, (_, i) => i);

interface Vectors {
  w: number[];
  x: number[];
  y: number[];
  a: number;
  m: number;
}
type Pointers = { w: number; x: number; y: number };

const reductions: Record<string, { call: (n: number, p: Pointers, v: Vectors) => number; term: (v: Vectors, i: number) => number }> = {
  "dot is xᵀy": { call: (n, p) => k.dot(n, p.x, p.y), term: ({ x, y }, i) => x[i] * y[i] },
  "total is Σx": { call: (n, p) => k.total(n, p.x), term: ({ x }, i) => x[i] },
  "asum is Σ|x|": { call: (n, p) => k.asum(n, p.x), term: ({ x }, i) => Math.abs(x[i]) },
  "dotCentred is (x − m)ᵀy": { call: (n, p, { m }) => k.dotCentred(n, p.x, m, p.y), term: ({ x, y, m }, i) => (x[i] - m) * y[i] },
  "sumSquaresCentred is Σ wᵢ(xᵢ − m)²": {
    call: (n, p, { m }) => k.sumSquaresCentred(n, p.w, p.x, m),
    term: ({ w, x, m }, i) => w[i] * (x[i] - m) * (x[i] - m),
  },
};

const updates: Record<string, { call: (n: number, p: Pointers, v: Vectors) => void; step: (v: Vectors, i: number) => number }> = {
  "axpy adds a·x": { call: (n, p, { a }) => k.axpy(n, a, p.x, p.y), step: ({ a, x }, i) => a * x[i] },
  "axpyCentred adds a·(x − m)": { call: (n, p, { a, m }) => k.axpyCentred(n, a, p.x, m, p.y), step: ({ a, x, m }, i) => a * (x[i] - m) },
  "axpyWeighted adds a·w∘(x − m)": {
    call: (n, p, { a, m }) => k.axpyWeighted(n, a, p.w, p.x, m, p.y),
    step: ({ a, w, x, m }, i) => w[i] * (a * (x[i] - m)),
  },
};

describe.each(skews)("with arrays %i bytes past a multiple of 16,", (skew) => {
  /** calls `check` with fresh vectors of every length */
  function sweep(check: (n: number, vectors: Vectors, arena: Arena, pointers: Pointers) => void): void {
    for (const n of LENGTHS) {
      const vectors = { w: vector(n).map(Math.abs), x: vector(n), y: vector(n), a: random(), m: random() };
      const arena = new Arena(skew);
      check(n, vectors, arena, { w: arena.f64(vectors.w), x: arena.f64(vectors.x), y: arena.f64(vectors.y) });
      arena.checkGuards();
    }
  }

  test.each(Object.entries(reductions))("%s for every length", (_, { call, term }) => {
    sweep((n, vectors, _arena, pointers) => {
      expectSum(
        call(n, pointers, vectors),
        indices(n).map((i) => term(vectors, i)),
        `n = ${n}:`,
      );
    });
  });

  test.each(Object.entries(updates))("%s for every length", (_, { call, step }) => {
    sweep((n, vectors, arena, pointers) => {
      call(n, pointers, vectors);
      const after = arena.read(pointers.y, n);
      for (const i of indices(n)) expectSum(after[i], [vectors.y[i], step(vectors, i)], `n = ${n}, i = ${i}:`);
      expect(arena.read(pointers.x, n)).toEqual(Float64Array.from(vectors.x));
    });
  });

  test("dot4 writes four centred dot products and nothing else, for every length", () => {
    for (const n of LENGTHS) {
      const arena = new Arena(skew);
      const x = shuffledColumns(n, 4, random);
      const r = vector(n);
      const [x0, x1, x2, x3] = indices(4).map((j) => arena.f64(indices(n).map((i) => x.X[x.columns[j] * n + i])));
      const out = arena.blank(4);
      k.dot4(n, x0, x1, x2, x3, arena.f64(x.means), arena.f64(r), out);
      arena.read(out, 4).forEach((actual, j) => {
        expectSum(
          actual,
          r.map((ri, i) => entry(x, i, j) * ri),
          `n = ${n}, column ${j}:`,
        );
      });
      arena.checkGuards();
    }
  });

  test("axpy4 adds four centred columns, for every length", () => {
    for (const n of LENGTHS) {
      const arena = new Arena(skew);
      const x = shuffledColumns(n, 4, random);
      const a = vector(4);
      const eta = vector(n);
      const [x0, x1, x2, x3] = indices(4).map((j) => arena.f64(indices(n).map((i) => x.X[x.columns[j] * n + i])));
      const out = arena.f64(eta);
      k.axpy4(n, arena.f64(a), x0, x1, x2, x3, arena.f64(x.means), out);
      arena.read(out, n).forEach((actual, i) => {
        expectSum(actual, [eta[i], ...a.map((aj, j) => aj * entry(x, i, j))], `n = ${n}, i = ${i}:`);
      });
      arena.checkGuards();
    }
  });

  /** calls `check` with the listed columns of a matrix of every shape */
  function sweepShapes(check: (n: number, m: number, x: ReturnType<typeof shuffledColumns>, arena: Arena, X: number[]) => void): void {
    for (const n of LENGTHS) {
      for (let m = 0; m <= 9; m++) {
        const arena = new Arena(skew);
        const x = shuffledColumns(n, m, random);
        check(n, m, x, arena, [arena.f64(x.X), arena.i32(x.columns), arena.f64(x.means)]);
        arena.checkGuards();
      }
    }
  }

  // gemv passes over four zeros at a time
  test.each([
    ["all non-zero", () => true],
    ["all zero", () => false],
    ...[0, 1, 2, 3].map((place) => [`zero but for number ${place} of every four`, (j: number) => j % 4 === place] as const),
  ] as const)("gemv adds Σⱼ βⱼ(xⱼ − mⱼ) over the listed columns, coefficients %s", (_, keep) => {
    sweepShapes((n, m, x, arena, [X, columns, means]) => {
      const beta = vector(m).map((b, j) => (keep(j) ? b : 0));
      const eta = vector(n);
      const out = arena.f64(eta);
      k.gemv(n, m, X, columns, means, arena.f64(beta), out);
      arena.read(out, n).forEach((actual, i) => {
        expectSum(actual, [eta[i], ...beta.map((b, j) => b * entry(x, i, j))], `n = ${n}, m = ${m}, i = ${i}:`);
      });
    });
  });

  test("predict overwrites η with β₀ + Σⱼ βⱼ(xⱼ − mⱼ)", () => {
    sweepShapes((n, m, x, arena, [X, columns, means]) => {
      const beta = vector(m);
      const out = arena.blank(n);
      k.predict(n, m, X, columns, means, arena.f64(beta), 1.5, out);
      arena.read(out, n).forEach((actual, i) => {
        expectSum(actual, [1.5, ...beta.map((b, j) => b * entry(x, i, j))], `n = ${n}, m = ${m}, i = ${i}:`);
      });
    });
  });

  test("gemvT writes ((xⱼ − mⱼ)ᵀr)ⱼ over the listed columns and nothing else", () => {
    sweepShapes((n, m, x, arena, [X, columns, means]) => {
      const r = vector(n);
      const out = arena.blank(m);
      k.gemvT(n, m, X, columns, means, arena.f64(r), out);
      arena.read(out, m).forEach((actual, j) => {
        expectSum(
          actual,
          r.map((ri, i) => entry(x, i, j) * ri),
          `n = ${n}, m = ${m}, j = ${j}:`,
        );
      });
    });
  });
});
