// Where the weights of a network stand in the one vector that steps move: layer by layer, panels of four units, then the biases.

/** A layer as people have it. */
export interface Layer {
  /** one Float64Array a unit: its weight for every input */
  readonly weights: readonly Float64Array[];
  /** one a unit */
  readonly biases: Float64Array;
}

/** Where a layer stands. */
export interface LayerShape {
  readonly inputs: number;
  readonly units: number;
  /** both padded to whole fours */
  readonly inner: number;
  readonly columns: number;
  /** where its numbers begin, and how many there are */
  readonly at: number;
  readonly size: number;
}

const padded = (n: number) => 4 * Math.ceil(n / 4);

/** the layers over p columns */
export function shapesOf(p: number, hidden: readonly number[], outputs: number): LayerShape[] {
  let at = 0;
  let inputs = p;
  return [...hidden, outputs].map((units) => {
    const [inner, columns] = [padded(inputs), padded(units)];
    const shape = { inputs, units, inner, columns, at, size: inner * columns + columns };
    at += shape.size;
    inputs = units;
    return shape;
  });
}

/** numbers of all layers */
export function sizeOf(shapes: readonly LayerShape[]): number {
  return shapes.reduce((sum, { size }) => sum + size, 0);
}

/** the place of the weight of input k in unit j */
export function placeOf({ at, inner }: LayerShape, k: number, j: number): number {
  return at + (j >> 2) * 4 * inner + 4 * k + (j & 3);
}

/** the place of the bias of unit j */
export function biasPlace({ at, inner, columns }: LayerShape, j: number): number {
  return at + inner * columns + j;
}

/** layers → the vector */
export function packed(shapes: readonly LayerShape[], layers: readonly Layer[]): Float64Array {
  const b = new Float64Array(sizeOf(shapes));
  for (const [l, shape] of shapes.entries())
    for (let j = 0; j < shape.units; j++) {
      for (let k = 0; k < shape.inputs; k++) b[placeOf(shape, k, j)] = layers[l].weights[j][k];
      b[biasPlace(shape, j)] = layers[l].biases[j];
    }
  return b;
}

/** the vector → layers */
export function unpacked(shapes: readonly LayerShape[], b: Float64Array): Layer[] {
  return shapes.map((shape) => ({
    weights: Array.from({ length: shape.units }, (_, j) => Float64Array.from({ length: shape.inputs }, (_, k) => b[placeOf(shape, k, j)])),
    biases: Float64Array.from({ length: shape.units }, (_, j) => b[biasPlace(shape, j)]),
  }));
}

/** `weight` at every weight, 0 at biases and in padding */
export function atWeights(shapes: readonly LayerShape[], weight: number): Float64Array {
  const out = new Float64Array(sizeOf(shapes));
  if (weight === 0) return out;
  for (const shape of shapes)
    for (let j = 0; j < shape.units; j++) for (let k = 0; k < shape.inputs; k++) out[placeOf(shape, k, j)] = weight;
  return out;
}
