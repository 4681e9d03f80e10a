// Times of the demo: whole calls against Cholesky and coordinate descent in plain JavaScript (reference/plain.mjs), at sizes where a
// person waits.
import { elasticNet, Matrix, path, ridge } from "shrinkage";
import { normals } from "shrinkage/theory";
import * as plainly from "../reference/plain.mjs";

const cases = [
  { call: "ridge", n: 2000, p: 500, ours: (X, y) => ridge(X, y, { lambda: 0.1 }), plain: (X, y) => plainly.ridge(X, y, { lambda: 0.1 }) },
  {
    call: "elastic net, ρ = 0.5",
    ...{ n: 1000, p: 1000 },
    ours: (X, y) => elasticNet(X, y, { lambda: 0.1, l1Ratio: 0.5 }),
    plain: (X, y) => plainly.elasticNet(X, y, { lambda: 0.1, l1Ratio: 0.5 }),
  },
  { call: "lasso path, 100 λ", n: 2000, p: 100, ours: (X, y) => path(X, y), plain: (X, y) => plainly.path(X, y) },
  { call: "lasso path, 100 λ", n: 100, p: 300, ours: (X, y) => path(X, y), plain: (X, y) => plainly.path(X, y) },
];

/** median milliseconds of each case, ours and plain JS */
export function times() {
  return cases.map(({ call, n, p, ours, plain }) => {
    const { columns, y } = problem(n, p);
    const X = Matrix.from(Object.fromEntries(columns.map((column, j) => [`x${j}`, column])));
    const [mine, theirs] = interleaved(
      () => ours(X, y),
      () => plain(columns, y),
    );
    X.dispose();
    return { name: `${call}, ${n} × ${p}`, ours: mine, plain: theirs };
  });
}

/** columns with correlations 0.5^|i − j|, ten coefficients, and as much noise as signal */
function problem(n, p) {
  const next = normals(1);
  const columns = [];
  for (let j = 0; j < p; j++)
    columns.push(Float64Array.from({ length: n }, (_, i) => (j === 0 ? next() : 0.5 * columns[j - 1][i] + Math.sqrt(0.75) * next())));
  const signal = Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < 10; k++) sum += (k % 2 ? -1 : 1) * columns[Math.floor((k * p) / 10)][i];
    return sum;
  });
  const scale = Math.sqrt(signal.reduce((sum, value) => sum + value * value, 0) / n);
  return { columns, y: signal.map((value) => value + scale * next()) };
}

/** medians of A B A B … after a warm-up, for at least half a second and three rounds */
function interleaved(...competitors) {
  const seen = competitors.map(() => []);
  for (const work of competitors) work();
  for (const end = performance.now() + 500; performance.now() < end || seen[0].length < 3; )
    competitors.forEach((work, k) => {
      const start = performance.now();
      work();
      seen[k].push(performance.now() - start);
    });
  return seen.map((all) => all.sort((a, b) => a - b)[all.length >> 1]);
}
