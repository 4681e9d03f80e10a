// Where shards run, and how many are under way at a time.
import { describe, isObject, short } from "../check.js";
import type { Watch } from "../options/watch.js";
import { type Columns, type Rows, readChunk } from "./chunk.js";
import type { Chunks, Source } from "./source.js";
import { MergeTree, type Sum } from "./sum.js";
import { runTask, type Task } from "./tasks.js";

/** Something that computes shards elsewhere: the pool of `shrinkage/worker`, the queue of `shrinkage/queue`. */
export interface ShardRunner {
  /** how many shards it takes at a time */
  readonly size: number;
}

/** what such a runner has under {@link ENGINE} */
export interface Engine {
  /** how many shards may wait or be under way; the source is not read on beyond that */
  readonly width: number;
  /** what the task finds in rows that were read here */
  rows?(name: string, task: Task, rows: Rows): Promise<Sum>;
  /** what it finds in a part that is read elsewhere */
  part?(name: string, task: Task, part: unknown, index: number, watch: Watch): Promise<Found | undefined>;
}

/** What was found in a part. */
export interface Found {
  readonly sum: Sum;
  readonly columns: Columns;
}

/** the key of a runner's engine */
export const ENGINE: unique symbol = Symbol.for("shrinkage: engine of shards") as never;

/** how long at most no timer and no event is heeded, in ms */
const TURN = 50;

/** the engine of a runner; none where shards run in this thread */
export function engineOf(name: string, on: unknown): Engine | undefined {
  if (on === undefined) return undefined;
  const engine = isObject(on) ? (on as { [ENGINE]?: Engine })[ENGINE] : undefined;
  if (!engine) throw new TypeError(`${name}: on is ${describe(on)}, expected a pool of shrinkage/worker or a queue of shrinkage/queue`);
  return engine;
}

/** what the task finds in all rows of the source; undefined where there are none */
export async function sumOf(name: string, source: Source, task: Task, watch: Watch, engine?: Engine): Promise<Found | undefined> {
  const whole = new MergeTree(name);
  let columns: Columns | undefined;
  const take = (index: number, found: Found | undefined) => {
    if (found) whole.add(index, found.sum);
    columns ??= found?.columns;
    checkSame(name, columns, found?.columns, index);
    watch.report("shards", index + 1, source.parts.length);
  };
  if (engine?.part) {
    const part = engine.part.bind(engine);
    const found = new Map<number, Found | undefined>();
    await atMost(engine.width, source.parts.entries(), async ([index, each]) => {
      found.set(index, await part(name, task, each, index, watch));
    });
    // merging in the tree's own way needs no order, columns do: the first part says what they are
    for (const index of source.parts.keys()) take(index, found.get(index));
  } else
    for (const index of source.parts.keys()) {
      if (!source.open) throw new TypeError(`${name}: the parts have no read, expected one, or a queue whose workers read them`);
      take(index, await sumOfPart(name, await source.open(index), index, { task, watch, engine, columns, named: source.named }));
    }
  const sum = whole.total();
  return sum && columns && { sum, columns };
}

/** parts have the same columns, in the same order where they have names */
function checkSame(name: string, columns: Columns | undefined, other: Columns | undefined, index: number): void {
  if (!columns || !other) return;
  if (other.count !== columns.count)
    throw new RangeError(`${name}: part ${index} has ${other.count} columns but those before have ${columns.count}`);
  const odd = columns.names && other.names ? columns.names.findIndex((each, j) => each !== other.names?.[j]) : -1;
  if (columns.names && other.names && odd >= 0)
    throw new RangeError(
      `${name}: column ${odd} of part ${index} is called ${short(other.names[odd])}, expected ${short(columns.names[odd])}`,
    );
}

/** how a part is read */
interface Reading {
  task: Task;
  watch: Watch;
  engine?: Engine;
  columns?: Columns;
  named: boolean;
}

/** what the task finds in the rows of one part, chunk by chunk */
export async function sumOfPart(name: string, chunks: Chunks, part: number, reading: Reading): Promise<Found | undefined> {
  const { task, watch, engine, named } = reading;
  const tree = new MergeTree(name);
  let columns = reading.columns;
  let [row, index, since] = [0, 0, Date.now()];
  const compute = async (rows: Rows, at: number) => {
    tree.add(at, engine?.rows ? await engine.rows(name, task, rows) : runTask(name, task, rows));
    if (!named) watch.report("shards", tree.count, tree.count);
  };
  await atMost(engine?.rows ? engine.width : 1, chunks, async (chunk) => {
    watch.check();
    const rows = readChunk(name, chunk, { part, row }, named, columns, task.target);
    columns ??= { count: rows.order.length, names: rows.table.names };
    row += rows.y.length;
    const done = compute(rows, index++);
    // awaited below; what it fails with meanwhile is not lost, but Node would end the process over it
    done.catch(() => {});
    // whoever stops the work must get a turn
    if (Date.now() - since > TURN) {
      await new Promise((resolve) => setTimeout(resolve));
      since = Date.now();
    }
    await done;
  });
  const sum = tree.total();
  return sum && columns && { sum, columns };
}

/** `work` for every item, of which at most so many are under way; the first that fails ends it */
async function atMost<T>(many: number, items: Iterable<T> | AsyncIterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const under = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  for await (const item of items) {
    const one = work(item)
      .catch((error) => {
        failure ??= { error };
      })
      .finally(() => under.delete(one));
    under.add(one);
    if (under.size >= many) await Promise.race(under);
    if (failure) break;
  }
  await Promise.all(under);
  if (failure) throw failure.error;
}
