// Columns at mean 0 and standard deviation 1.

export function standardised(name: string, x: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(x);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  if (!(sd > 1e-12 * Math.abs(mean))) throw new RangeError(`${name} has one value in all rows: choose another column`);
  return values.map((value) => (value - mean) / sd);
}
