import { normals } from "shrinkage/theory";

const next = normals(7); // 500 rows, 200 columns, neighbours correlate by 0.5
export const X = {};
let before;
for (let j = 0; j < 200; j++) {
  const last = before;
  before = Float64Array.from({ length: 500 }, (_, i) => (last ? 0.5 * last[i] + Math.sqrt(0.75) * next() : next()));
  X[`x${j}`] = before;
}
export const y = Float64Array.from({ length: 500 }, (_, i) => {
  let sum = 2 * next();
  for (let k = 0; k < 10; k++) sum += (k % 2 ? -1 : 1) * (1 + k / 5) * X[`x${20 * k}`][i];
  return sum;
});
