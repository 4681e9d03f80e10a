// X̃ᵀWX̃ of a sparse table, row by row and column by column, against the sums themselves. Tolerances: what is centred on sums is off by a
// rounding of Σ wᵢ(|xᵢⱼ| + |mⱼ|)(|xᵢₖ| + |mₖ|) ≤ ‖·‖‖·‖ a term; where the mean of one is large against its spread, of Σ wᵢ|x̃ᵢⱼ|(|xᵢₖ| + |mₖ|).
import { expect, test } from "vitest";
import { normal, uniform } from "../../reference/problems.js";
import { STRUCT_BYTES } from "../../src/kernels/abi.js";
import { expectClose } from "../helpers/closeTo.js";
import { Arena, kernels as k, skews } from "../helpers/kernels.js";

const next = normal(31);
const pick = uniform(32);
const indices = (n: number) => Array.from({ length: n }, (_, i) => i);

/** sparse, of ones, dense, empty, one entry a row of weight 0 but one, and one that is nearly constant under its weights */
const KINDS = ["sparse", "ones", "dense", "empty", "heavy"] as const;

interface Table {
  n: number;
  w: number[];
  columns: number[][];
  kinds: (typeof KINDS)[number][];
}

function table(n: number, m: number): Table {
  const w = indices(n).map(() => (pick() < 0.1 ? 0 : pick()));
  // nearly all of the weight is in every third row
  const kinds = indices(m).map((j) => KINDS[j % KINDS.length]);
  for (let i = 0; i < n; i += 3) w[i] *= 1e9;
  const columns = kinds.map((kind) =>
    indices(n).map((i) => {
      if (kind === "empty") return 0;
      if (kind === "dense") return 5 + next();
      if (kind === "heavy") return i % 3 === 0 ? 1 + 1e-4 * next() : 0;
      if (pick() > 0.2) return 0;
      return kind === "ones" ? 1 : next();
    }),
  );
  return { n, w, columns, kinds };
}

/** descriptions of the columns, as src/tables/sparseColumns.ts writes them */
function stored(arena: Arena, { columns, kinds }: Table): number {
  const places = columns.flatMap((column, j) => {
    if (kinds[j] === "dense") return [0, arena.f64(column), column.length, 0];
    const rows = indices(column.length).filter((i) => column[i] !== 0);
    const values = kinds[j] === "ones" ? 0 : arena.f64(rows.map((i) => column[i]));
    return [arena.i32(rows), values, rows.length, 0];
  });
  return arena.i32(places);
}

/** `byColumns`: a light column has gone against all others as it is, uncentred */
function expectProducts({ n, w, columns, kinds }: Table, means: number[], G: number[][], what: string, byColumns = false): void {
  const weight = w.reduce((sum, wi) => sum + wi, 0);
  G.forEach((row, a) => {
    row.forEach((value, b) => {
      const terms = w.map((wi, i) => wi * (columns[a][i] - means[a]) * (columns[b][i] - means[b]));
      const length = (j: number, mean: number) => Math.sqrt(w.reduce((sum, wi, i) => sum + wi * (columns[j][i] - mean) ** 2, 0));
      const whole = (j: number) => length(j, 0) + Math.abs(means[j]) * Math.sqrt(weight);
      const light = (j: number) => kinds[j] !== "heavy" && kinds[j] !== "dense";
      const scale =
        light(a) && (light(b) || byColumns)
          ? whole(a) * whole(b)
          : Math.max(light(a) ? 0 : length(a, means[a]) * whole(b), light(b) ? 0 : whole(a) * length(b, means[b]));
      expectClose(
        value,
        terms.reduce((sum, term) => sum + term, 0),
        4 * n,
        scale,
        `${what}, entry ${a}, ${b}`,
      );
    });
  });
}

test.each(skews)("all of them, in strips that hold few entries and many, arrays %i bytes past a multiple of 16", (skew) => {
  for (const [n, m] of [
    [1, 1],
    [7, 5],
    [100, 12],
    [301, 23],
  ]) {
    for (const entries of [m, m + 1, 64, 5000].filter((count) => count >= m)) {
      for (const centred of [true, false]) {
        const arena = new Arena(skew);
        const X = table(n, m);
        const weight = X.w.reduce((sum, wi) => sum + wi, 0);
        const means = X.columns.map((column) => (centred && weight > 0 ? column.reduce((sum, x, i) => sum + (X.w[i] / weight) * x, 0) : 0));
        const design = arena.bytes(STRUCT_BYTES);
        k.sparse(design, n, m, stored(arena, X), arena.i32(indices(m)), arena.f64(means), arena.f64(X.w));
        const rows = indices(m).map((j) => arena.blank(j + 1));
        const G = arena.i32(rows);
        k.sparseProducts(design, G, arena.bytes(k.productsBytes(m, entries)), entries);
        const read = rows.map((row, j) => Array.from(arena.read(row, j + 1)));
        expectProducts(X, means, read, `n = ${n}, m = ${m}, ${entries} entries, ${centred ? "centred" : "as they are"}`);
        arena.checkGuards();

        // newcomers, one by one and many together, beside rows that are there already
        for (const from of [0, m - 1, m - 3].filter((row) => row >= 0)) {
          for (let j = from; j < m; j++) new Float64Array(k.memory.buffer, rows[j], j + 1).fill(NaN);
          const t = arena.f64(new Float64Array(n));
          k.products(design, from, G, t, arena.bytes(k.workBytes(m)));
          expectProducts(
            X,
            means,
            rows.map((row, j) => Array.from(arena.read(row, j + 1))),
            `n = ${n}, m = ${m}, from ${from}, ${centred ? "centred" : "as they are"}`,
            from > 0,
          );
          expect(Array.from(arena.read(t, n)).every((value) => value === 0)).toBe(true);
          arena.checkGuards();
        }
      }
    }
  }
});

test.each(skews)("steps along columns, settled, add a·w∘x̃ to a gradient, arrays %i bytes past a multiple of 16", (skew) => {
  const [n, m] = [83, 11];
  const arena = new Arena(skew);
  const X = table(n, m);
  const weight = X.w.reduce((sum, wi) => sum + wi, 0);
  const means = X.columns.map((column) => column.reduce((sum, x, i) => sum + (X.w[i] / weight) * x, 0));
  const [a, g] = [indices(m).map(next), indices(n).map(next)];
  const design = arena.bytes(STRUCT_BYTES);
  k.sparse(design, n, m, stored(arena, X), arena.i32(indices(m)), arena.f64(means), arena.f64(X.w));
  const at = arena.f64(g);
  const shift = k.steps(design, arena.f64(a), at);
  const own = a.reduce((sum, aj, j) => sum + (X.kinds[j] === "dense" ? 0 : aj * means[j]), 0);
  expectClose(shift, own, m, Math.hypot(...means), "shift");
  arena.read(at, n).forEach((value, i) => {
    const added = a.reduce((sum, aj, j) => sum + aj * X.w[i] * (X.columns[j][i] - means[j]), 0);
    const size = a.reduce((sum, aj, j) => sum + Math.abs(aj) * X.w[i] * (Math.abs(X.columns[j][i]) + Math.abs(means[j])), Math.abs(g[i]));
    expectClose(value, g[i] + added, m + 2, size, `row ${i}`);
  });
  arena.checkGuards();
});
