// Rows of numbers, counts, labels and times that depend on two columns.
/** rows with targets of every family */
export function mixedRows(n: number): Record<string, string | number>[] {
  return Array.from({ length: n }, (_, i) => {
    const [a, b] = [Math.sin(i * 12.9898), Math.cos(i * i * 0.37)];
    const y = 1 + 2 * a - b + 0.3 * Math.sin(i * 3.7);
    const colour = ["red", "green", "blue"][y + Math.sin(i) > 2 ? 0 : y > 0.5 ? 1 : 2];
    return {
      a,
      b,
      y,
      count: Math.max(0, Math.round(y)),
      positive: Math.exp(y / 2),
      kind: y + Math.sin(7 * i) > 1 ? "yes" : "no",
      colour,
      died: i % 3 ? 1 : 0,
    };
  });
}
export function mixed(n: number): string {
  const rows = mixedRows(n);
  return [Object.keys(rows[0]).join(","), ...rows.map((row) => Object.values(row).join(","))].join("\n");
}
