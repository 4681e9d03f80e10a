// Small dense least squares in plain JS.

/** the solution of Ax = b by elimination with partial pivoting */
export function solveLinear(A: readonly ArrayLike<number>[], b: ArrayLike<number>): Float64Array {
  const rows = A.map((row, i) => [...Array.from(row), b[i]]);
  const m = rows.length;
  for (let k = 0; k < m; k++) {
    const pivot = rows.reduce((best, row, i) => (i >= k && Math.abs(row[k]) > Math.abs(rows[best][k]) ? i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < m; i++) {
      const t = rows[i][k] / rows[k][k];
      for (let j = k; j <= m; j++) rows[i][j] -= t * rows[k][j];
    }
  }
  const x = new Float64Array(m);
  for (let k = m - 1; k >= 0; k--) {
    let rest = rows[k][m];
    for (let j = k + 1; j < m; j++) rest -= rows[k][j] * x[j];
    x[k] = rest / rows[k][k];
  }
  return x;
}

/** xᵢ − Σwx/Σw */
export function centre(x: ArrayLike<number>, w: ArrayLike<number>): Float64Array {
  const total = Array.from(w).reduce((sum, s) => sum + s, 0);
  const mean = Array.from(x).reduce((sum, value, i) => sum + (w[i] * value) / total, 0);
  return Float64Array.from(x, (value) => value - mean);
}

/** Σ wᵢuᵢvᵢ/Σw */
export function product(u: ArrayLike<number>, v: ArrayLike<number>, w: ArrayLike<number>): number {
  const total = Array.from(w).reduce((sum, s) => sum + s, 0);
  return Array.from(u).reduce((sum, value, i) => sum + (w[i] * value * v[i]) / total, 0);
}

/** argmin Σ wᵢ(yᵢ − β₀ − xᵢᵀβ)²/2Σw + ½ Σ cⱼβⱼ² by the normal equations of the centred columns */
export function normalEquations(
  columns: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  w: ArrayLike<number>,
  c: ArrayLike<number>,
): Float64Array {
  const centred = columns.map((x) => centre(x, w));
  const target = centre(y, w);
  const A = centred.map((u, j) => centred.map((v, k) => product(u, v, w) + (j === k ? c[j] : 0)));
  return solveLinear(
    A,
    centred.map((u) => product(u, target, w)),
  );
}
