// Which columns reach 0 together.
import { checkBoolean, checkNumber, checkVector, describe, isArrayLike } from "../check.js";

/** Columns held together by groups. */
export interface Groups {
  /** the number of every column's group, from 0 */
  readonly of: Int32Array;
  /** u by group */
  readonly factors: Float64Array;
  /** σ: 0 group lasso, 1 lasso */
  readonly sparsity: number;
}

/** Columns that reach 0 together: the group lasso (Yuan, Lin 2006) and the sparse group lasso (Simon et al. 2013). */
export interface GroupOptions {
  /** a label a column: columns of one label are a group, penalised by λ u_g((1−σ)ρ‖β_g‖ + (1−ρ)/2 ‖β_g‖²) + λσρ Σ vⱼ|βⱼ| (default: no groups) */
  groups?: ArrayLike<number | string>;
  /** σ from 0 (group lasso) to 1 (lasso within groups); default 0 */
  groupSparsity?: number;
  /** u_g ≥ 0, one a group in the order of their first columns: 0 leaves a group unpenalised (default √ of its columns) */
  groupFactors?: ArrayLike<number>;
}

/** The layers (classes, targets) of a column that reach 0 together. */
export interface LayerOptions {
  /** true: the coefficients of a column, one a class or target, are penalised by vⱼ times their length and reach 0 together (default false) */
  grouped?: boolean;
}

/** whether the layers of a column are held together; they have no bounds then */
export function checkGrouped(name: string, grouped: unknown, bounded: boolean): boolean {
  const together = checkBoolean(name, "grouped", grouped ?? false);
  if (together && bounded)
    throw new TypeError(`${name}: lower or upper is given with grouped, expected one of them: groups have no bounds`);
  return together;
}

/** the penalty factors by column that groups of single columns are; undefined where a group has more. What `given` leaves out stays out. */
export function asFactors({ of, factors, sparsity }: Groups, given: Float64Array): Float64Array | undefined {
  if (factors.length < of.length || sparsity > 0) return undefined;
  return Float64Array.from(of, (group, j) => (given[j] === Infinity ? Infinity : factors[group]));
}

/** the names of {@link GroupOptions} */
export const GROUP_OPTIONS: readonly (keyof GroupOptions)[] = ["groups", "groupSparsity", "groupFactors"];

/** the names of {@link GroupOptions} and {@link LayerOptions} */
export const TOGETHER: readonly string[] = [...GROUP_OPTIONS, "grouped"];

/** the groups that were asked for; undefined where none were */
export function checkGroups(name: string, options: GroupOptions, columns: number, bounded: boolean): Groups | undefined {
  const { groups, groupSparsity, groupFactors } = options;
  if (groups === undefined) {
    const alone = groupSparsity !== undefined ? "groupSparsity" : groupFactors !== undefined ? "groupFactors" : undefined;
    if (alone) throw new TypeError(`${name}: ${alone} is given without groups, expected groups with one label a column`);
    return undefined;
  }
  if (!isArrayLike(groups)) throw new TypeError(`${name}: groups is ${describe(groups)}, expected an array with one label a column`);
  if (groups.length !== columns) throw new RangeError(`${name}: groups has ${groups.length} entries but X has ${columns} columns`);
  if (bounded) throw new TypeError(`${name}: lower or upper is given with groups, expected one of them: groups have no bounds`);
  const of = new Int32Array(columns);
  const places = new Map<unknown, number>();
  const sizes: number[] = [];
  for (let j = 0; j < columns; j++) {
    const label = groups[j];
    if (typeof label !== "string" && !(typeof label === "number" && Number.isFinite(label)))
      throw new TypeError(`${name}: groups has ${describe(label)} at index ${j}, expected a number or a string`);
    const known = places.get(label) ?? places.size;
    places.set(label, known);
    of[j] = known;
    sizes[known] = (sizes[known] ?? 0) + 1;
  }
  const sparsity = checkNumber(name, "groupSparsity", groupSparsity ?? 0, (x) => x >= 0 && x <= 1, "a number from 0 to 1");
  const factors = groupFactors === undefined ? Float64Array.from(sizes, Math.sqrt) : factorsOf(name, groupFactors, sizes.length);
  return { of, factors, sparsity };
}

function factorsOf(name: string, given: ArrayLike<number>, groups: number): Float64Array {
  if (isArrayLike(given) && given.length !== groups)
    throw new RangeError(`${name}: groupFactors has ${given.length} entries but there are ${groups} groups`);
  return checkVector(name, "groupFactors", given, groups, "groups", (x) => x >= 0 && x < Infinity, "a finite number ≥ 0");
}
