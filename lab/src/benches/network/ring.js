import { normals } from "shrinkage/theory";

/** a heap, and a ring around it */
export function ring(noise) {
  const next = normals(3);
  const x1 = new Float64Array(150);
  const x2 = new Float64Array(150);
  const y = Array.from(x1, (_, i) => i % 2);
  for (const [i, outside] of y.entries()) {
    const angle = (2 * Math.PI * i) / 150;
    x1[i] = outside * 1.6 * Math.cos(angle) + (0.3 + noise) * next();
    x2[i] = outside * 1.6 * Math.sin(angle) + (0.3 + noise) * next();
  }
  return { points: { x1, x2 }, y };
}
