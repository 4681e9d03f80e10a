import { normals, polynomialFeatures } from "shrinkage/theory";

const next = normals(11);
const x = Float64Array.from({ length: 40 }, (_, i) => (2 * i + 1) / 40 - 1);
export const X = polynomialFeatures(x, { degree: 9 });
export const y = x.map((value) => Math.sin(Math.PI * value) + 0.3 * next());
