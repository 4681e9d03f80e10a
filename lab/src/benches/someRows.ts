// Some rows of a table.
import { normals } from "shrinkage/theory";

/** the places of `count` rows, the first ones of a seeded order: tables may be sorted */
export function someRows(all: number, count: number): number[] {
  const next = normals(1);
  const keys = Array.from({ length: all }, () => next());
  return Array.from(keys.keys())
    .sort((i, j) => keys[i] - keys[j])
    .slice(0, count);
}
