// Penalties that leave large coefficients alone: MCP (Zhang 2010) and SCAD (Fan, Li 2001), of t ≥ 0 and a λ of the column.

/** the penalties of {@link path} that are not convex */
export type ConcaveName = "mcp" | "scad";

/** P and its derivative */
export interface Concave {
  value(t: number, lambda: number): number;
  slope(t: number, lambda: number): number;
  /** −P″ is nowhere more than this */
  readonly concavity: number;
}

/** the penalty with its γ */
export function concave(name: ConcaveName, gamma: number): Concave {
  if (name === "mcp")
    return {
      value: (t, lambda) => (t <= gamma * lambda ? lambda * t - (t * t) / (2 * gamma) : (gamma * lambda * lambda) / 2),
      slope: (t, lambda) => Math.max(0, lambda - t / gamma),
      concavity: 1 / gamma,
    };
  return {
    value(t, lambda) {
      if (t <= lambda) return lambda * t;
      if (t >= gamma * lambda) return (lambda * lambda * (gamma + 1)) / 2;
      return (2 * gamma * lambda * t - t * t - lambda * lambda) / (2 * (gamma - 1));
    },
    slope: (t, lambda) => (t <= lambda ? lambda : Math.max(0, (gamma * lambda - t) / (gamma - 1))),
    concavity: 1 / (gamma - 1),
  };
}
