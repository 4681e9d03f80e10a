// What is computed of some rows, wherever they are.
import { scope } from "../kernels/scope.js";
import { noStatistics, statisticsOf } from "../problem/statistics.js";
import type { Rows, Target } from "./chunk.js";
import { type ClassProof, type ClassRound, classProof, classRound } from "./classTasks.js";
import { type Errors, errors, rowsOf } from "./errorTask.js";
import type { Folds } from "./foldRule.js";
import { blocksOf } from "./margins.js";
import { type Proof, proof, type Round, round } from "./roundTasks.js";
import { copyRows, settle } from "./someRows.js";
import type { Sum } from "./sum.js";

/** What is to be computed; plain data. */
export type Task =
  /** the second moments of every fold; numbers: of each the rows of positive weight */
  | ({ readonly kind: "moments"; readonly target?: Target } & Folds)
  /** the same of blocks of columns, fold by fold */
  | ({ readonly kind: "margins"; readonly target: Target } & Folds)
  | Errors
  | Round
  | Proof
  | ClassRound
  | ClassProof;

/** what the task finds in these rows */
export function runTask(name: string, task: Task, rows: Rows): Sum {
  switch (task.kind) {
    case "moments":
      return moments(name, task, rows, [rows.order]);
    case "margins":
      return moments(name, task, rows, blocksOf(rows.order));
    case "errors":
      return errors(task, rows);
    case "round":
      return round(name, task, rows);
    case "proof":
      return proof(task, rows);
    case "classRound":
      return classRound(name, task, rows);
    case "classProof":
      return classProof(task, rows);
  }
}

function moments(name: string, folds: Folds, rows: Rows, blocks: readonly (readonly number[])[]): Sum {
  const { table, y, weights } = rows;
  const counted = (s: Float64Array | undefined, n: number) => (s ? s.reduce((count, each) => count + Number(each > 0), 0) : n);
  if (folds.folds === 1) {
    const numbers = Float64Array.of(counted(weights, y.length));
    return scope((memory) => {
      const settled = settle(memory, table);
      return { rows: y.length, statistics: blocks.map((order) => statisticsOf(name, settled, order, y, weights)), numbers };
    });
  }
  return scope((memory) => {
    const settled = settle(memory, table);
    const numbers = new Float64Array(folds.folds);
    const statistics = rowsOf(rows, folds).flatMap((of, fold) => {
      if (of.length === 0) return blocks.map((order) => noStatistics(order.length));
      const pick = (values: Float64Array) => Float64Array.from(of, (i) => values[i]);
      const s = weights && pick(weights);
      numbers[fold] = counted(s, of.length);
      return scope((own) => {
        const held = copyRows(own, settled, of);
        return blocks.map((order) => statisticsOf(name, held, order, pick(y), s));
      });
    });
    return { rows: y.length, statistics, numbers };
  });
}
