// Coefficients of several layers (classes, targets): p a layer, one layer behind the other, as paths keep them.
import { offsetFor, plus } from "../tables/offset.js";
import { readForModel, type TableInput } from "../tables/readTable.js";
import { linearPredictors } from "./predictor.js";

/** the layers of p·K numbers */
export function layersOf(values: Float64Array, layers: number): Float64Array[] {
  const p = values.length / layers;
  return Array.from({ length: layers }, (_, k) => values.slice(k * p, (k + 1) * p));
}

/** layers of p numbers as p·K numbers */
export function oneBehindAnother(layers: readonly Float64Array[]): Float64Array {
  const p = layers[0].length;
  const all = new Float64Array(p * layers.length);
  for (const [k, layer] of layers.entries()) all.set(layer, k * p);
  return all;
}

/** intercept + Xβ by layers: one Float64Array a layer, one entry a row; X is read and stored once */
export function predictLayers(
  name: string,
  X: TableInput,
  coefficients: readonly Float64Array[],
  intercepts: ArrayLike<number>,
  featureNames?: readonly string[],
  offset: { hadOne?: boolean; given?: unknown } = {},
): Float64Array[] {
  const p = coefficients[0].length;
  const { table, order } = readForModel(name, X, p, featureNames);
  const more = offsetFor(name, offset.hadOne === true, offset.given, table.rows, coefficients.length);
  return plus(linearPredictors(table, order, coefficients, intercepts), more);
}
