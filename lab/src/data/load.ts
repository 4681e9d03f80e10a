// In the worker: a source → columns of numbers in WebAssembly memory, and what the page is told about them.
import Papa from "papaparse";
import { Matrix, path } from "shrinkage";
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

/** what came out of a source before it is placed in WebAssembly memory */
interface Read extends Pick<Shape, "target" | "targets" | "loss" | "classes" | "remarks"> {
  columns: Record<string, Float64Array>;
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
  return { columns: X as Record<string, Float64Array>, y, target: "y", targets: ["y"], loss: "squared", remarks: [] };
}

function readCsv(name: string, text: string, wanted?: string): Read {
  const { data, meta } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  const fields = meta.fields ?? [];
  const target = wanted ?? fields[fields.length - 1];
  const column = (field: string) => Float64Array.from(data, (row) => Number(row[field]));
  const columns = Object.fromEntries(fields.filter((field) => field !== target).map((field) => [field, column(field)]));
  const labels = [...new Set(data.map((row) => row[target]))].sort();
  const numeric = labels.every((label) => Number.isFinite(Number(label)));
  if (!numeric && labels.length !== 2)
    throw new RangeError(`${name}: ${target} has ${labels.length} classes, expected numbers or two classes`);
  const about = { target, targets: fields, remarks: [] };
  if (numeric) return { ...about, columns, y: column(target), loss: "squared" };
  const y = Float64Array.from(data, (row) => labels.indexOf(row[target]));
  return { ...about, columns, y, loss: "logistic", classes: labels as [string, string] };
}

/** population sd */
function deviation(x: Float64Array): number {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  return Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length);
}
