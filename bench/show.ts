// How figures are written, everywhere the same.
import type { Quartiles } from "./interleave.js";

/** milliseconds */
export function time(ms: number): string {
  if (ms < 1) return `${(1000 * ms).toPrecision(3)} µs`;
  return ms < 1000 ? `${ms.toPrecision(3)} ms` : `${Number((ms / 1000).toPrecision(3))} s`;
}

export function power(x: number): string {
  return x === 0 ? "0" : x.toExponential(0);
}

/** theirs / ours */
export function times(ratio: number): string {
  return `${ratio < 100 ? ratio.toPrecision(2) : ratio.toFixed(0)} ×`;
}

/** median (quartiles) */
export function spread({ low, median, high }: Quartiles): string {
  const digits = (x: number) => (x < 10 ? x.toFixed(2) : x.toFixed(1));
  return `**${digits(median)}** (${digits(low)}–${digits(high)})`;
}

export function bytes(count: number): string {
  return count < 2 ** 20 ? `${(count / 1000).toFixed(1)} kB` : `${(count / 2 ** 20).toFixed(1)} MiB`;
}

/** a Markdown table */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [`| ${head.join(" | ")} |`, `|${"---|".repeat(head.length)}`, ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");
}
