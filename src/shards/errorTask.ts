// What models are worth on the rows of a fold that they have not seen.
import { scope } from "../kernels/scope.js";
import type { Measure } from "../losses/loss.js";
import { errorOf } from "../losses/measures.js";
import type { Linear, Rows, Target } from "./chunk.js";
import { softmax } from "./classTasks.js";
import { Exactly } from "./families.js";
import { type Folds, foldsOf } from "./foldRule.js";
import { placed, predictors } from "./roundTasks.js";
import { copyRows, settle } from "./someRows.js";
import type { Sum } from "./sum.js";

/** The errors of every fold's models; each model is one linear predictor, or of "multinomial" one a class. */
export interface Errors extends Folds {
  readonly kind: "errors";
  /** [fold][model][layer] */
  readonly models: readonly (readonly (readonly Linear[])[])[];
  readonly target?: Target;
  readonly measure: Measure;
}

/** the rows of every fold */
export function rowsOf(rows: Rows, folds: Folds): Int32Array[] {
  const lists: number[][] = Array.from({ length: folds.folds }, () => []);
  for (const [i, fold] of foldsOf(folds, rows).entries()) lists[fold].push(i);
  return lists.map((list) => Int32Array.from(list));
}

/** numbers: of every fold, for each of its models, Σ s·error over the rows of the fold */
export function errors(task: Errors, rows: Rows): Sum {
  const { models } = task;
  const each = models[0].length;
  const numbers = new Float64Array(models.length * each);
  const { weights } = rows;
  const error = errorIn(task);
  scope((memory) => {
    const settled = settle(memory, rows.table);
    rowsOf(rows, task).forEach((of, fold) => {
      if (of.length === 0) return;
      const y = Float64Array.from(of, (i) => rows.y[i]);
      scope((own) => {
        const held = placed(own, { ...rows, y, table: copyRows(own, settled, of) });
        models[fold].forEach((layers, k) => {
          const etas = Array.from(predictors(own, held, layers), (eta) => eta.slice());
          const sum = new Exactly();
          for (let i = 0; i < y.length; i++) {
            const s = weights ? weights[of[i]] : 1;
            // a row of weight 0 has no say, however far off it is
            if (s > 0) sum.add(s * error(y[i], etas, i));
          }
          numbers[fold * each + k] = sum.value;
        });
      });
    });
  });
  return { rows: rows.y.length, statistics: [], numbers };
}

/** the error of row i, from the predictors of all rows */
function errorIn({ target, measure }: Errors): (y: number, etas: readonly Float64Array[], i: number) => number {
  if (target?.loss === "multinomial") {
    const [p, rest] = [0, 1].map(() => new Float64Array(target.classes?.length ?? 0));
    if (measure === "deviance") return (y, etas, i) => 2 * softmax(etas, i, y, p, rest);
    return (y, etas, i) => Number(etas.every((eta, k) => (k < y ? eta[i] < etas[y][i] : eta[i] <= etas[y][i])));
  }
  const one = errorOf({ loss: target?.loss ?? "squared" }, measure);
  // of two classes, numbered 0 and 1 here
  const truth = target?.loss === "logistic" ? (y: number) => 2 * y - 1 : (y: number) => y;
  return (y, [eta], i) => one(truth(y), eta[i]);
}
