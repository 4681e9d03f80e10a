// Kernels that read a table once for several vectors, against sums of their definitions.
import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { expectSum } from "../helpers/closeTo.js";
import { Arena, entry, kernels as k, shuffledColumns, skews } from "../helpers/kernels.js";

const random = normal(5);
const vector = (n: number) => Array.from({ length: n }, random);
const indices = (n: number) => Array.from({ length: n }, (_, i) => i);
/** vectors behind one another with `gap` numbers between them that nobody may read */
const apart = (vectors: number[][], gap: number) => vectors.flatMap((each) => [...each, ...new Array<number>(gap).fill(NaN)]);

describe.each(skews)("%s arrays", (_, skew) => {
  test("gemm and gemmT are gemv and gemvT of each vector, and write nothing between them", () => {
    for (const n of [1, 2, 3, 8, 13]) {
      for (let m = 0; m <= 9; m++) {
        for (let K = 1; K <= 9; K++) {
          const arena = new Arena(skew);
          const x = shuffledColumns(n, m, random);
          const [X, columns, means] = [arena.f64(x.X), arena.i32(x.columns), arena.f64(x.means)];
          const gap = (m + K) % 3;
          const [betas, etas] = [indices(K).map(() => vector(m)), indices(K).map(() => vector(n))];
          const [eta, out] = [arena.f64(apart(etas, gap)), arena.blank(K * (m + gap))];
          k.gemm(n, m, X, columns, means, K, arena.f64(apart(betas, gap)), m + gap, eta, n + gap);
          k.gemmT(n, m, X, columns, means, K, arena.f64(apart(etas, gap)), n + gap, out, m + gap);
          const [predicted, products] = [arena.read(eta, K * (n + gap)), arena.read(out, K * (m + gap))];
          for (let v = 0; v < K; v++) {
            const where = `n = ${n}, m = ${m}, vector ${v} of ${K}:`;
            for (let i = 0; i < n; i++)
              expectSum(predicted[v * (n + gap) + i], [etas[v][i], ...betas[v].map((b, j) => b * entry(x, i, j))], where);
            for (let j = 0; j < m; j++)
              expectSum(
                products[v * (m + gap) + j],
                etas[v].map((ri, i) => entry(x, i, j) * ri),
                where,
              );
            for (let g = 0; g < gap; g++) expect([predicted[v * (n + gap) + n + g], products[v * (m + gap) + m + g]]).toEqual([NaN, NaN]);
          }
          arena.checkGuards();
        }
      }
    }
  });

  test("outer4 adds Σ gₖdₖᵀ to a table", () => {
    for (const m of [0, 1, 2, 7]) {
      for (let R = 1; R <= 13; R++) {
        const arena = new Arena(skew);
        const gs = indices(4).map(() => vector(m));
        const [d, Y] = [vector(4 * R), vector(m * R)];
        const at = arena.f64(Y);
        const [g0, g1, g2, g3] = gs.map((g) => arena.f64(g));
        k.outer4(m, R, g0, g1, g2, g3, arena.f64(d), at);
        arena.read(at, m * R).forEach((actual, e) => {
          const [i, r] = [Math.floor(e / R), e % R];
          expectSum(actual, [Y[e], ...gs.map((g, t) => g[i] * d[t * R + r])], `m = ${m}, R = ${R}, ${i},${r}:`);
        });
        arena.checkGuards();
      }
    }
  });

  test("outerThenT adds gdᵀ to a table Y, then Yᵀh to a row", () => {
    for (const m of [0, 1, 2, 7]) {
      for (let R = 1; R <= 19; R++) {
        const arena = new Arena(skew);
        const [g, h, d, Y, row] = [vector(m), vector(m), vector(R), vector(m * R), vector(R)];
        const [at, out] = [arena.f64(Y), arena.f64(row)];
        k.outerThenT(m, R, arena.f64(g), arena.f64(d), arena.f64(h), at, out);
        arena.read(at, m * R).forEach((actual, e) => {
          expectSum(actual, [Y[e], g[Math.floor(e / R)] * d[e % R]], `m = ${m}, R = ${R}, number ${e}:`);
        });
        arena.read(out, R).forEach((actual, r) => {
          const terms = indices(m).flatMap((i) => [h[i] * Y[i * R + r], h[i] * g[i] * d[r]]);
          expectSum(actual, [row[r], ...terms], `m = ${m}, R = ${R}, sum ${r}:`);
        });
        arena.checkGuards();
      }
    }
  });
});
