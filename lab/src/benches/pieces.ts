// Pieces of the code that benches offer: what the worker's own functions of these names do. Text alone, so that the page does not load the library.
import type { Point } from "./plane/columns.js";

export const STANDARDISED = `const standardised = (x) => {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const sd = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length);
  return Float64Array.from(x, (value) => (value - mean) / sd);
};`;

/** wants `normals` and `y` */
export const someRowsCode = (count: number): string => `const next = normals(1);
const keys = Array.from(y, () => next());
const chosen = Array.from(keys.keys()).sort((i, j) => keys[i] - keys[j]).slice(0, ${count});`;

/** the same in the code that a bench offers; `some`: of the rows in `chosen` */
export function planeCode(a: string, b: string, moved?: Point, some = false): string {
  const [first, second] = [a, b].map((name) => JSON.stringify(name));
  const of = (name: string) => (some ? `chosen.map((i) => X[${name}][i])` : `X[${name}]`);
  return `${STANDARDISED}
const pair = { ${first}: standardised(${of(first)}), ${second}: standardised(${of(second)}) };
${
  moved
    ? `const own = ridge(pair, y, { lambda: 0 }).coefficients;
const target = Float64Array.from(y, (value, i) => value + (${moved[0]} - own[0]) * pair[${first}][i] + (${moved[1]} - own[1]) * pair[${second}][i]);`
    : `const target = Float64Array.from(${some ? "chosen, (i) => y[i]" : "y"});`
}`;
}
