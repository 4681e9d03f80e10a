// Means and standard deviations.

/** mean and population sd; around the first number, so that those of a constant are exact */
export function moments(values: ArrayLike<number>): { mean: number; sd: number } {
  const n = values.length;
  const first = values[0] ?? 0;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (values[i] - first) / n;
  const mean = first + sum;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2 / n;
  return { mean, sd: Math.sqrt(squares) };
}
