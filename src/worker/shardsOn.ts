// Shards on the workers of a pool: rows are read and checked here, and go to whichever worker is free.

import type { Rows } from "../shards/chunk.js";
import type { Engine } from "../shards/engine.js";
import type { Sum } from "../shards/sum.js";
import { runTask, type Task } from "../shards/tasks.js";
import { readTable } from "../tables/readTable.js";
import { asTable } from "../tables/recognise.js";
import type { Caller } from "./caller.js";
import type { Tagged } from "./serialise.js";
import { type KeptTable, plainTable, tagged } from "./tables.js";

export const SHARD = "a shard";

/** the function that messages are of, the task, the table as plain data, and the rest of the rows */
export type ShardValues = [name: string, task: Task, table: Tagged, rows: Omit<Rows, "table">];

/** the engine of a pool */
export function engineOn(callers: readonly Caller[]): Engine {
  const free = [...callers];
  const waiting: ((caller: Caller) => void)[] = [];
  const take = () => {
    const caller = free.pop();
    return caller ? Promise.resolve(caller) : new Promise<Caller>((resolve) => waiting.push(resolve));
  };
  const give = (caller: Caller) => {
    const next = waiting.shift();
    if (next) next(caller);
    else free.push(caller);
  };
  return {
    // one more than is worked on, so that nobody waits for rows
    width: callers.length + 1,
    async rows(name, task, { table, ...rows }) {
      const plain = plainTable(name, "X", { [asTable]: () => table });
      const caller = await take();
      try {
        return (await caller.call({ name: SHARD, values: [name, task, tagged(plain), rows] }, [plain.data.buffer])) as Sum;
      } finally {
        give(caller);
      }
    },
  };
}

/** the same in the worker, where the table has arrived */
export function shardFrom(values: ShardValues, matrix: KeptTable): Sum {
  const [name, task, , rows] = values;
  return runTask(name, task, { ...rows, table: readTable(name, "X", matrix) });
}
