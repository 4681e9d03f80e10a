/** the 64 bits of each double, as 16 hexadecimal digits; a NaN is NaN, whatever its bits */
export function hexOf(numbers: Iterable<number>): string {
  const values = Float64Array.from(numbers);
  const bits = new BigUint64Array(values.buffer);
  return Array.from(bits, (each, i) => (Number.isNaN(values[i]) ? "NaN" : each.toString(16).padStart(16, "0"))).join(" ");
}
