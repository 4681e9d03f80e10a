// Strided arrays: a shape, and how far apart entries lie.
import { describe, isArrayLike } from "../check.js";
import { settled } from "../kernels/heap.js";
import { spend } from "../kernels/heed.js";
import type { StridedArray } from "./foreignTables.js";
import { checkShape, copyRun, numberOr, type Table } from "./forms.js";

/** one dimension is read as one column */
export function ofStrides(name: string, what: string, source: StridedArray): Table {
  const data = settled(source.data);
  const { length } = data;
  const dimensions = Array.from(source.shape);
  if (dimensions.length < 1 || dimensions.length > 2)
    throw new RangeError(`${name}: ${what} has ${dimensions.length} dimensions, expected rows and columns`);
  checkShape(name, what, dimensions);
  const [rows, columns = 1] = dimensions;
  const given = source.strides ?? source.stride;
  if (given && !isArrayLike(given))
    throw new TypeError(`${name}: ${what} has strides ${describe(given)}, expected an array of whole numbers`);
  const strides = given
    ? Array.from(given)
    : defaultStrides(name, what, source.order ?? "row-major", rows, columns).slice(0, dimensions.length);
  if (strides.length !== dimensions.length)
    throw new RangeError(`${name}: ${what} has ${strides.length} strides but ${dimensions.length} dimensions`);
  if (!strides.every(Number.isInteger))
    throw new RangeError(`${name}: ${what} has strides ${strides.map((each) => describe(each)).join(", ")}, expected whole numbers`);
  const { offset = 0 } = source;
  if (!Number.isInteger(offset)) throw new RangeError(`${name}: ${what} has offset ${describe(offset)}, expected a whole number`);
  const [down, across = 1] = strides;
  const corners = [0, (rows - 1) * down, (columns - 1) * across, (rows - 1) * down + (columns - 1) * across].map((k) => offset + k);
  if (rows > 0 && columns > 0 && (Math.min(...corners) < 0 || Math.max(...corners) >= data.length))
    throw new RangeError(
      `${name}: ${what} has shape ${dimensions.join("×")} but its data has ${data.length} entries, the strides reach outside`,
    );
  const copyBlock: Table["copyBlock"] = (target, i, j, height, width) => {
    const start = offset + i * down + j;
    if (width === down) copyRun(target, 0, data, start, height * width);
    else for (let k = 0; k < height; k++) copyRun(target, k * width, data, start + k * down, width);
  };
  return {
    rows,
    columns,
    at: (i, j) => data[offset + i * down + j * across],
    changed: () => data.length !== length,
    bad() {
      for (let i = 0; i < rows; i++) {
        for (let j = 0, from = offset + i * down; j < columns; j++, from += across) {
          const x = data[from];
          if (typeof x !== "number" || x - x !== 0) return [i, j];
        }
      }
    },
    copyTo(target) {
      if (down === 1) {
        for (let j = 0; j < columns; j++) {
          spend(rows);
          copyRun(target, j * rows, data, offset + j * across, rows);
        }
      } else {
        for (let i = 0; i < rows; i++) {
          spend(columns);
          for (let j = 0, from = offset + i * down, to = i; j < columns; j++, from += across, to += rows) target[to] = numberOr(data[from]);
        }
      }
    },
    ...(across === 1 && down !== 1 && { copyBlock }),
  };
}

/** where no strides are given, the order decides */
function defaultStrides(name: string, what: string, order: string, rows: number, columns: number): number[] {
  if (order === "row-major" || order === "C") return [columns, 1];
  if (order === "column-major" || order === "F") return [1, rows];
  throw new TypeError(`${name}: ${what} has order ${describe(order)}, expected "row-major", "C", "column-major" or "F"`);
}
