import { checkNumber } from "../../check.js";
import { readTable, readVector, type TableInput, type VectorInput } from "../../tables/readTable.js";
import { checkOptions } from "../checkOptions.js";

/** Columns at most: more are a mistake, not a model. */
const MOST = 100_000;

/**
 * All products of powers of the columns up to a degree, x, x², … of one variable; x, y, x², xy, y², … of several. A linear model of them is
 * a polynomial of the variables: capacity to choose, from too little to enough to go through every point (Goodfellow, Bengio, Courville,
 * Deep Learning, section 5.2; Bishop, Pattern Recognition and Machine Learning, section 1.1). The constant is left to the intercept.
 *
 * @param X one variable as n numbers, or a table of n rows and p columns
 * @param options `degree` from 1 to 50, required
 * @returns a record of C(p + degree, degree) − 1 columns of n numbers, called `x`, `x^2`, `x0*x1`, … or by the names of a record's columns:
 *   a table for every function here
 * @throws {TypeError | RangeError} when an argument is not what it should be, or a power is beyond the range of numbers
 */
export function polynomialFeatures(X: VectorInput | TableInput, options: { degree: number }): Record<string, Float64Array> {
  const name = "polynomialFeatures";
  checkOptions(name, options, ["degree"]);
  const { columns, names } = readVariables(name, X);
  const fits = (x: number) => Number.isInteger(x) && x >= 1 && x <= 50;
  const degree = checkNumber(name, "degree", options.degree, fits, "a whole number from 1 to 50");
  let count = 1;
  for (let k = 1; k <= degree; k++) count *= (columns.length + k) / k;
  if (count > MOST + 1)
    throw new RangeError(`${name}: degree ${degree} of ${columns.length} columns makes more than ${MOST} columns, expected fewer`);
  // a product of degree k is one of degree k − 1 times a variable not before its last one: every product once
  type Product = { values: Float64Array; powers: number[]; last: number };
  let before: Product[] = [{ values: new Float64Array(columns[0].length).fill(1), powers: columns.map(() => 0), last: 0 }];
  const out: Record<string, Float64Array> = {};
  for (let k = 1; k <= degree; k++) {
    const products: Product[] = [];
    for (const { values, powers, last } of before) {
      for (let j = last; j < columns.length; j++) {
        const product = {
          values: values.map((v, i) => v * columns[j][i]),
          powers: powers.map((power, i) => power + Number(i === j)),
          last: j,
        };
        const title = titleOf(product.powers, names);
        if (!product.values.every(Number.isFinite))
          throw new RangeError(`${name}: ${title} is beyond the range of numbers, expected smaller numbers or a smaller degree`);
        out[title] = product.values;
        products.push(product);
      }
    }
    before = products;
  }
  return out;
}

function readVariables(name: string, X: unknown): { columns: Float64Array[]; names: readonly string[] } {
  const one = readVector(name, "X", X);
  if (one && one.length > 0) return { columns: [one], names: ["x"] };
  const table = readTable(name, "X", X);
  const { rows: n, columns: p } = table;
  const all = new Float64Array(n * p);
  table.copyTo(all);
  const columns = Array.from({ length: p }, (_, j) => all.slice(j * n, (j + 1) * n));
  return { columns, names: table.names ?? (p === 1 ? ["x"] : columns.map((_, j) => `x${j}`)) };
}

/** `x0^2*x1` */
function titleOf(powers: readonly number[], names: readonly string[]): string {
  return powers.flatMap((power, j) => (power === 0 ? [] : [power === 1 ? names[j] : `${names[j]}^${power}`])).join("*");
}
