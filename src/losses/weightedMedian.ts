/**
 * The smallest value that has at least half of the weight at or below it: with whole weights the lower median of rows that stand there as
 * often as their weight says. Rows of weight 0 have no say, and the scale of the weights does not matter.
 */
export function weightedMedian(values: Float64Array, weights?: ArrayLike<number>): number {
  if (!weights) return middle(values.slice());
  const most = values.reduce((largest, _, i) => Math.max(largest, weights[i]), 0);
  if (values.every((_, i) => weights[i] === 0 || weights[i] === most)) return middle(values.filter((_, i) => weights[i] > 0));
  const rows = Array.from(values.keys()).filter((i) => weights[i] > 0);
  rows.sort((a, b) => values[a] - values[b]);
  // shares of the largest weight: their sum does not overflow
  const total = rows.reduce((sum, i) => sum + weights[i] / most, 0);
  // both sums are off by rounding, n·ε of the total at most: what is half but for that is half
  const half = total * (0.5 - rows.length * Number.EPSILON);
  let below = 0;
  return values[
    rows.find((i) => {
      below += weights[i] / most;
      return below >= half;
    }) as number
  ];
}

/** the middle one, or the lower of the two in the middle; sorts them in place */
function middle(values: Float64Array): number {
  return values.sort()[(values.length - 1) >> 1];
}
