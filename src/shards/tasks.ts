// What is computed of some rows, wherever they are.
import { scope } from "../kernels/scope.js";
import { noStatistics, type Statistics, statisticsOf } from "../problem/statistics.js";
import type { Linear, Rows, Target } from "./chunk.js";
import { type ClassProof, type ClassRound, classProof, classRound } from "./classTasks.js";
import { foldOf } from "./foldRule.js";
import { type Proof, proof, type Round, round } from "./roundTasks.js";
import { copyRows, settle } from "./someRows.js";
import type { Sum } from "./sum.js";

/** What is to be computed; plain data. */
export type Task =
  /** the second moments of every fold; numbers: the rows of positive weight */
  | { readonly kind: "moments"; readonly folds: number; readonly seed: number; readonly target?: Target }
  /** numbers: of every fold, for each of its models, Σ s(y − η)² */
  | {
      readonly kind: "errors";
      readonly folds: number;
      readonly seed: number;
      readonly models: readonly (readonly Linear[])[];
      readonly target?: Target;
    }
  | Round
  | Proof
  | ClassRound
  | ClassProof;

/** what the task finds in these rows */
export function runTask(name: string, task: Task, rows: Rows): Sum {
  switch (task.kind) {
    case "moments":
      return moments(name, task, rows);
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

function moments(name: string, { folds, seed }: { folds: number; seed: number }, rows: Rows): Sum {
  const { table, order, y, weights } = rows;
  const used = weights ? weights.reduce((count, s) => count + Number(s > 0), 0) : y.length;
  const sum = (statistics: Statistics[]) => ({ rows: y.length, statistics, numbers: Float64Array.of(used) });
  if (folds === 1) return sum([statisticsOf(name, table, order, y, weights)]);
  return scope((memory) => {
    const settled = settle(memory, table);
    const statistics = rowsOf(rows, seed, folds).map((of) => {
      if (of.length === 0) return noStatistics(order.length);
      const pick = (values: Float64Array) => Float64Array.from(of, (i) => values[i]);
      return scope((own) => statisticsOf(name, copyRows(own, settled, of), order, pick(y), weights && pick(weights)));
    });
    return sum(statistics);
  });
}

/** the rows of every fold */
function rowsOf({ part, row, y }: Rows, seed: number, folds: number): Int32Array[] {
  const lists: number[][] = Array.from({ length: folds }, () => []);
  for (let i = 0; i < y.length; i++) lists[foldOf(seed, part, row + i, folds)].push(i);
  return lists.map((list) => Int32Array.from(list));
}

function errors({ folds, seed, models }: Extract<Task, { kind: "errors" }>, rows: Rows): Sum {
  const { table, order, y, weights } = rows;
  const each = models[0].length;
  const numbers = new Float64Array(folds * each);
  rowsOf(rows, seed, folds).forEach((of, fold) => {
    models[fold].forEach(({ intercept, places, values }, k) => {
      let sum = 0;
      for (const i of of) {
        let r = y[i] - intercept;
        for (let a = 0; a < places.length; a++) r -= values[a] * (table.at(i, order[places[a]]) as number);
        sum += (weights ? weights[i] : 1) * r * r;
      }
      numbers[fold * each + k] = sum;
    });
  });
  return { rows: y.length, statistics: [], numbers };
}
