// Second moments that were computed once: a second fit does not read the rows again.
import { merged } from "../choosing/folds/foldStatistics.js";
import type { Watch } from "../options/watch.js";
import type { Statistics } from "../problem/statistics.js";
import { type Engine, type Found, sumOf } from "./engine.js";
import type { Source } from "./source.js";
import type { Task } from "./tasks.js";

/** All rows' second moments, by the folds that they were asked for in. */
export class KeptMoments {
  readonly #source: Source;
  readonly #known = new Map<string, Found>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** the second moments of all rows */
  async all(name: string, watch: Watch, engine?: Engine): Promise<{ statistics: Statistics; names?: readonly string[]; used: number }> {
    const folded = this.#source.once ? [...this.#known.values()][0] : undefined;
    const { sum, columns } = folded ?? (await this.sum(name, { kind: "moments", folds: 1, seed: 1 }, watch, engine));
    return {
      statistics: merged(name, sum.statistics),
      names: columns.names,
      used: sum.numbers.reduce((total, used) => total + used, 0),
    };
  }

  /** computed once a task */
  async sum(name: string, task: Extract<Task, { kind: "moments" }>, watch: Watch, engine?: Engine): Promise<Found> {
    const key = `${task.folds} ${task.seed}`;
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#source.once && this.#known.size > 0)
      throw new RangeError(
        `${name}: the source was read to its end, expected a function that returns it anew, or the call of crossValidate before the others`,
      );
    const found = await sumOf(name, this.#source, task, watch, engine);
    const weight = found?.sum.statistics.reduce((total, { weightSum }) => total + weightSum, 0) ?? 0;
    if (!found || weight === 0)
      throw new RangeError(`${name}: the source has ${found?.sum.rows ?? 0} rows, expected at least one of positive weight`);
    this.#known.set(key, found);
    return found;
  }
}
