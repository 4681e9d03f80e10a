// In the worker: a source → columns of numbers in WebAssembly memory, and what the page is told about them.
import { Matrix, path } from "shrinkage";
import { type Read, readCsv } from "./csv.js";
import type { Shape, Source } from "./source.js";

/** A table that the worker has. */
export interface Data {
  shape: Shape;
  /** all columns, in WebAssembly memory */
  X: Matrix;
  columns: Record<string, Float64Array>;
  /** numbers; of two classes 0 and 1 */
  y: Float64Array;
}

export async function load(source: Source): Promise<Data> {
  const { columns, y, ...about } = source.kind === "toy" ? await readToy(source.name) : readCsv(source.name, source.text, source.target);
  const names = Object.keys(columns);
  const X = Matrix.from(columns);
  const lambdaMax = path(X, y, { loss: about.loss, standardize: true, count: 1 }).lambdas[0];
  const deviations = names.map((name) => deviation(columns[name]));
  const shape = { key: source.key, rows: y.length, columns: names.length, names, deviations, lambdaMax, ...about };
  return { shape, X, columns, y };
}

async function readToy(name: "wide" | "polynomial"): Promise<Read> {
  const { X, y } = await (name === "wide" ? import("./toys/wide.js") : import("./toys/polynomial.js"));
  return { columns: X as Record<string, Float64Array>, y, target: "y", targets: ["y"], loss: "squared", ignored: [], remarks: [] };
}

/** population sd */
function deviation(x: Float64Array): number {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  return Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length);
}
