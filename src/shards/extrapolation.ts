// Anderson's acceleration of x ← F(x) (Walker, Ni 2011, Anderson acceleration for fixed-point iterations, section 1): of the last few x the
// combination whose F(x) − x would be shortest, were F linear there.

/** how many steps are remembered */
const DEPTH = 5;

/** Steps of one iteration, the last ones. */
export class Extrapolation {
  #seen: { readonly ahead: Float64Array; readonly step: Float64Array }[] = [];

  /** what to look at after `x`, whose F(x) is `ahead` */
  next(x: Float64Array, ahead: Float64Array): Float64Array {
    const step = ahead.map((value, i) => value - x[i]);
    this.#seen = [...this.#seen, { ahead, step }].slice(-DEPTH - 1);
    const before = this.#seen.slice(0, -1);
    if (before.length === 0) return ahead;
    const changes = before.map((each) => step.map((value, i) => value - each.step[i]));
    const gamma = leastSquares(changes, step);
    const out = ahead.slice();
    before.forEach((each, k) => {
      for (let i = 0; i < out.length; i++) out[i] -= gamma[k] * (ahead[i] - each.ahead[i]);
    });
    return out;
  }

  forget(): void {
    this.#seen = [];
  }
}

/** γ with the shortest b − Σ γₖaₖ, by the normal equations with a little on their diagonal */
function leastSquares(a: readonly Float64Array[], b: Float64Array): Float64Array {
  const m = a.length;
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, i) => sum + value * y[i], 0);
  const rows = a.map((each) => Float64Array.from([...a.map((other) => dot(each, other)), dot(each, b)]));
  const most = rows.reduce((largest, row, k) => Math.max(largest, row[k]), 0);
  if (!(most > 0)) return new Float64Array(m);
  for (let k = 0; k < m; k++) rows[k][k] += 1e-12 * most;
  for (let k = 0; k < m; k++)
    for (let i = k + 1; i < m; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= m; j++) rows[i][j] -= factor * rows[k][j];
    }
  const gamma = new Float64Array(m);
  for (let k = m - 1; k >= 0; k--) {
    let rest = rows[k][m];
    for (let j = k + 1; j < m; j++) rest -= rows[k][j] * gamma[j];
    gamma[k] = rest / rows[k][k];
  }
  return gamma;
}
