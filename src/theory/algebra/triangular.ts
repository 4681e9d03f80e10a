/**
 * R of A = QR by Householder reflections (Golub, Van Loan, Matrix Computations, section 5.2): columns of min(rows, columns) numbers with
 * the same lengths and angles as A's, ‖Rv‖ = ‖Av‖ for every v.
 */
export function triangular(columns: readonly Float64Array[]): Float64Array[] {
  const A = columns.map((column) => column.slice());
  const n = A[0].length;
  const steps = Math.min(n, A.length);
  for (let k = 0; k < steps; k++) {
    const v = A[k].subarray(k).slice();
    let squares = 0;
    for (const x of v) squares += x * x;
    if (squares === 0) continue;
    v[0] += v[0] < 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
    // ‖v‖² after the change of its head
    let half = 0;
    for (const x of v) half += x * x;
    half /= 2;
    for (let j = k; j < A.length; j++) {
      const column = A[j];
      let along = 0;
      for (let i = 0; i < v.length; i++) along += v[i] * column[k + i];
      along /= half;
      for (let i = 0; i < v.length; i++) column[k + i] -= along * v[i];
    }
    // what the reflection leaves below the diagonal is rounding
    A[k].fill(0, k + 1);
  }
  return A.map((column) => column.slice(0, steps));
}
