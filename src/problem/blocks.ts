// How coefficients are held together: blocks of rows that reach 0 together, as the kernels see them (assembly/penalties/blocks.ts).
import { square } from "../elementary.js";
import { STRUCT_BYTES } from "../kernels/abi.js";
import { jointKernels } from "../kernels/families.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import type { Groups } from "../options/groups.js";
import type { Problem } from "./problem.js";

/** What is held together: the layers of a column (`grouped`), the columns of a group. */
export interface Together {
  readonly grouped: boolean;
  readonly groups?: Groups;
}

/** The blocks of a problem's penalty. */
export interface Blocks {
  /** true where every block is one number */
  readonly flat: boolean;
  readonly count: number;
  readonly rows: number;
  /** numbers of the widest block; Σq² over the blocks of more than one row, q rounded up to fours */
  readonly widest: number;
  readonly squares: number;
  /** addresses: the penalty's struct; k·p + j by row; dⱼ by column */
  readonly penalty: number;
  readonly entries: number;
  readonly scales: number;
  /** rows by block, as positions */
  readonly starts: Int32Array;
  /** k·p + j by position */
  readonly places: Int32Array;
  /** ρ → the struct */
  mix(l1Ratio: number): void;
  /** of single numbers: their factors → the struct */
  reweigh(factors: Float64Array): void;
  /** true where nothing is paid for the block */
  isFree(block: number): boolean;
}

/** the blocks over the included columns in `layers` layers, rows of `perRow` numbers */
export function blocksOf(memory: Scope, problem: Problem, { grouped, groups }: Together, layers: number, perRow: number): Blocks {
  const { included, settings, scales } = problem;
  const p = included.length;
  const factors = Float64Array.from(included, (j) => settings.penaltyFactors[j]);
  const repeats = perRow === 1 ? layers : 1;
  const flat = !groups && perRow === 1 && (layers === 1 || !grouped);
  const { places, starts, blockFactors } = groups ? byGroups(included, groups, grouped, repeats) : byColumns(factors, grouped, repeats);
  const count = blockFactors.length;
  const lengths = Int32Array.from(blockFactors, (_, b) => starts[b + 1] - starts[b]);
  const d = included.map((j) => scales[j]);
  const kinkFactors = Float64Array.from(places, (e) => (groups ? groups.sparsity * factors[e % p] : 0));
  const share = 1 - (groups?.sparsity ?? 0);
  const [norms, ridges, kinks] = [count, count, places.length].map((n) => memory.f64(n));
  const net = flat ? netOf(memory, problem, places, d) : undefined;
  const penalty = memory.bytes(STRUCT_BYTES);
  jointKernels().blocks(penalty, count, perRow, memory.putIntegers(starts), norms, ridges, kinks, net?.struct ?? 0);
  return {
    flat,
    count,
    rows: places.length,
    widest: perRow * lengths.reduce((most, length) => Math.max(most, length), 0),
    squares: lengths.reduce((sum, length) => sum + (length > 1 ? square(4 * Math.ceil(length / 4)) : 0), 0),
    penalty,
    entries: memory.putIntegers(places),
    scales: memory.put(d),
    starts,
    places,
    mix(l1Ratio) {
      view(norms, count).set(blockFactors.map((u) => share * l1Ratio * u));
      view(ridges, count).set(blockFactors.map((u) => (1 - l1Ratio) * u));
      view(kinks, places.length).set(kinkFactors.map((v) => l1Ratio * v));
      net?.mix(l1Ratio);
    },
    reweigh: (factors) => net?.reweigh(factors),
    isFree: (block) =>
      blockFactors[block] === 0 && places.subarray(starts[block], starts[block + 1]).every((_, i) => kinkFactors[starts[block] + i] === 0),
  };
}

/** rows by block and k·p + j by position, and what the blocks pay */
interface Places {
  readonly places: Int32Array;
  readonly starts: Int32Array;
  readonly blockFactors: Float64Array;
}

/** blocks of one column: all its layers together, or layer after layer, as looks at all columns have them */
function byColumns(factors: Float64Array, grouped: boolean, repeats: number): Places {
  const p = factors.length;
  const width = grouped ? repeats : 1;
  const count = (p * repeats) / width;
  return {
    places: Int32Array.from({ length: p * repeats }, (_, i) => (i % width) * p + Math.floor(i / width)),
    starts: Int32Array.from({ length: count + 1 }, (_, b) => b * width),
    blockFactors: Float64Array.from({ length: count }, (_, b) => factors[b % p]),
  };
}

/** blocks of a group's columns, layer by layer or all layers together */
function byGroups(included: readonly number[], groups: Groups, grouped: boolean, repeats: number): Places {
  const p = included.length;
  const list = columnsByGroup(included, groups).flatMap(({ columns, factor }) => {
    const across = Array.from({ length: repeats }, (_, k) => columns.map((j) => k * p + j));
    return (grouped ? [across.flat()] : across).map((entries) => ({ entries, factor }));
  });
  const starts = new Int32Array(list.length + 1);
  list.forEach(({ entries }, b) => {
    starts[b + 1] = starts[b] + entries.length;
  });
  const places = Int32Array.from(list.flatMap(({ entries }) => entries));
  return { places, starts, blockFactors: Float64Array.from(list, ({ factor }) => factor) };
}

/** included columns by their groups, in the order of the groups' first columns */
function columnsByGroup(included: readonly number[], { of, factors }: Groups): { columns: number[]; factor: number }[] {
  const found = new Map<number, { columns: number[]; factor: number }>();
  included.forEach((column, j) => {
    const group = of[column];
    const known = found.get(group);
    if (known) known.columns.push(j);
    else found.set(group, { columns: [j], factor: factors[group] });
  });
  return [...found.values()];
}

/** the elastic net over single numbers, on the scale of the penalty */
function netOf(memory: Scope, { included, settings }: Problem, places: Int32Array, d: readonly number[]) {
  const p = included.length;
  const of = (value: (j: number) => number) => memory.put(Float64Array.from(places, (e) => value(e % p)));
  const factors = of((j) => settings.penaltyFactors[included[j]]);
  const ones = of(() => 1);
  const lower = of((j) => settings.lower[included[j]] * d[j]);
  const upper = of((j) => settings.upper[included[j]] * d[j]);
  const struct = memory.bytes(STRUCT_BYTES);
  const reweigh = (values: Float64Array) => view(factors, places.length).set(values);
  return { struct, reweigh, mix: (l1Ratio: number) => kernels().elasticNet(struct, 1, l1Ratio, factors, ones, lower, upper) };
}
