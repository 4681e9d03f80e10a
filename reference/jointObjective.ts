// Objectives of several layers, of survival and of groups, written out from their definitions: what the library's own are held against.
// Plain doubles, sums by magnitude of the terms that the caller's tolerances know.

/** What is minimised. */
export interface JointProblem {
  X: number[][];
  /** one vector a layer of coefficients, and the intercepts */
  coefficients: readonly ArrayLike<number>[];
  intercepts: readonly number[];
  lambda: number;
  l1Ratio: number;
  standardize?: boolean;
  weights?: readonly number[];
  penaltyFactors?: readonly number[];
  /** a label a column; σ; factors by group, √size where there are none */
  groups?: readonly number[];
  groupSparsity?: number;
  groupFactors?: readonly number[];
  /** the layers of a column, or of a group's columns, are held together */
  grouped?: boolean;
}

/** weights that sum to n */
export function weightsOf({ X, weights }: Pick<JointProblem, "X" | "weights">): number[] {
  const n = X.length;
  if (!weights) return X.map(() => 1);
  const total = weights.reduce((a, b) => a + b);
  return weights.map((w) => (w * n) / total);
}

/** intercept + Xβ by layers */
export function layersOf({ X, coefficients, intercepts }: JointProblem): number[][] {
  return coefficients.map((beta, k) => X.map((row) => row.reduce((sum, x, j) => sum + x * beta[j], intercepts[k])));
}

/** (1/n) Σ sᵢ(log Σₖ exp ηᵢₖ − ηᵢ of the class of row i) */
export function multinomialLoss(problem: JointProblem, classes: readonly number[]): number {
  const eta = layersOf(problem);
  const s = weightsOf(problem);
  const loss = classes.map((own, i) => {
    const row = eta.map((layer) => layer[i]);
    const most = Math.max(...row);
    const rest = row.reduce((sum, value) => sum + Math.exp(value - most), -1);
    return most - row[own] + Math.log1p(Math.max(0, rest));
  });
  return loss.reduce((sum, value, i) => sum + (s[i] === 0 ? 0 : s[i] * value), 0) / loss.length;
}

/** (1/2n) Σₖ Σ sᵢ(yᵢₖ − ηᵢₖ)² */
export function targetsLoss(problem: JointProblem, Y: readonly (readonly number[])[]): number {
  const eta = layersOf(problem);
  const s = weightsOf(problem);
  return (
    Y.reduce((sum, row, i) => sum + (s[i] === 0 ? 0 : s[i] * row.reduce((square, y, k) => square + (y - eta[k][i]) ** 2, 0)), 0) /
    (2 * Y.length)
  );
}

/** minus the log partial likelihood by n, risk sets summed anew for every event */
export function coxLoss(
  problem: JointProblem,
  y: { time: readonly number[]; event: readonly number[]; start?: readonly number[]; strata?: readonly unknown[] },
  ties = "breslow",
): number {
  const [eta] = layersOf(problem);
  const s = weightsOf(problem);
  const rows = eta.map((_, i) => i);
  let sum = 0;
  for (const i of rows) {
    if (!y.event[i] || s[i] === 0) continue;
    const same = (j: number) => y.strata === undefined || y.strata[j] === y.strata[i];
    const there = rows.filter((j) => s[j] > 0 && same(j) && y.time[j] >= y.time[i] && (y.start?.[j] ?? -Infinity) < y.time[i]);
    const tied = there.filter((j) => y.event[j] && y.time[j] === y.time[i]);
    const most = Math.max(...there.map((j) => eta[j]));
    const h = (list: readonly number[]) => list.reduce((total, j) => total + s[j] * Math.exp(eta[j] - most), 0);
    const mean = tied.reduce((total, j) => total + s[j], 0) / tied.length;
    const whole = ties === "efron" ? h(there) - (tied.indexOf(i) / tied.length) * h(tied) : h(there);
    sum += (ties === "efron" ? mean : s[i]) * (Math.log(whole) + most) - s[i] * eta[i];
  }
  return sum / eta.length;
}

/** the penalty, λ included */
export function jointPenalty(problem: JointProblem): number {
  const { X, coefficients, lambda, l1Ratio, standardize, penaltyFactors, groups, groupSparsity: sigma = 0, grouped } = problem;
  const s = weightsOf(problem);
  const d = X[0].map((_, j) =>
    standardize
      ? sdOf(
          X.map((row) => row[j]),
          s,
        )
      : 1,
  );
  const v = X[0].map((_, j) => penaltyFactors?.[j] ?? 1);
  const t = coefficients.map((beta) => Array.from(beta, (b, j) => b * d[j]));
  const of = groups ?? X[0].map((_, j) => j);
  const labels = [...new Set(of)];
  let sum = 0;
  const block = (values: number[], u: number) => {
    const squares = values.reduce((total, x) => total + x * x, 0);
    // what is left out has no coefficient
    if (squares > 0) sum += u * ((1 - sigma) * l1Ratio * Math.sqrt(squares) + 0.5 * (1 - l1Ratio) * squares);
  };
  labels.forEach((label, g) => {
    const columns = of.flatMap((each, j) => (each === label ? [j] : []));
    const u = groups ? (problem.groupFactors?.[g] ?? Math.sqrt(columns.length)) : v[columns[0]];
    if (grouped)
      block(
        t.flatMap((layer) => columns.map((j) => layer[j])),
        u,
      );
    else
      for (const layer of t)
        block(
          columns.map((j) => layer[j]),
          u,
        );
  });
  if (groups) for (const layer of t) for (const [j, x] of layer.entries()) sum += x === 0 ? 0 : sigma * l1Ratio * v[j] * Math.abs(x);
  return lambda * sum;
}

/** population sd, weighted */
function sdOf(x: number[], s: number[]): number {
  const n = x.length;
  const mean = x.reduce((sum, value, i) => sum + s[i] * value, 0) / n;
  return Math.sqrt(x.reduce((sum, value, i) => sum + s[i] * (value - mean) ** 2, 0) / n);
}
