import { normals } from "shrinkage/theory";

/** two arms that wind about each other */
export function spirals(noise) {
  const next = normals(2);
  const x1 = new Float64Array(150);
  const x2 = new Float64Array(150);
  const y = Array.from(x1, (_, i) => i % 2);
  for (const [i, arm] of y.entries()) {
    const along = Math.floor(i / 2) / 75;
    const angle = Math.PI * (2.2 * along + arm);
    const radius = 0.3 + 1.7 * along;
    x1[i] = radius * Math.cos(angle) + noise * next();
    x2[i] = radius * Math.sin(angle) + noise * next();
  }
  return { points: { x1, x2 }, y };
}
