// One worker's share of a cross-validation: the rows placed once, then whichever units it is handed (choosing/folds/runUnit.ts).
import { statisticsOfFolds } from "../choosing/folds/foldStatistics.js";
import { assemble, fromMoments, unitsOf } from "../choosing/folds/plan.js";
import { placeRequest, type Request, readRequest } from "../choosing/folds/request.js";
import { runUnit } from "../choosing/folds/runUnit.js";
import type { FoldSource, Outcome, Unit } from "../choosing/folds/unit.js";
import { Scope } from "../kernels/scope.js";
import { type Progress, Stopping } from "../options/watch.js";
import type { Statistics } from "../problem/statistics.js";

/** How the call that a worker is at is watched. */
export interface Watching {
  signal?: Stopping;
  onProgress?: (progress: Progress) => void;
}

/** One watcher for all calls of a share of the work: that of the call at hand. */
class Relay extends Stopping {
  now: Watching = {};

  throwIfAborted(): void {
    this.now.signal?.throwIfAborted();
  }

  readonly onProgress = (progress: Progress) => this.now.onProgress?.(progress);
}

/** What there is to do: the number of folds of each repeat, and whether they are fitted to second moments. */
export interface Work {
  readonly folds: readonly number[];
  readonly moments: readonly boolean[];
}

/** The cross-validation of one call, as one worker knows it. */
export class FoldWork {
  readonly #memory = new Scope();
  readonly #request: Request;
  readonly #source: FoldSource;
  readonly #watcher = new Relay();
  /** the second moments that it has computed, and of which folds, by repeat */
  readonly #own: { from: number; parts: Statistics[] }[] = [];
  #units?: Generator<Unit, void, undefined>;
  /** how many units were taken off `units` */
  #taken = 0;

  constructor(X: unknown, y: unknown, options: object) {
    const watched: object = { ...options, signal: this.#watcher, onProgress: this.#watcher.onProgress };
    this.#request = readRequest("crossValidate", X, y, watched);
    try {
      this.#source = placeRequest(this.#memory, this.#request);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** what is done from here on is watched in this way */
  watch(watching: Watching): void {
    this.#watcher.now = watching;
  }

  work(): Work {
    const { plan } = this.#request;
    return { folds: plan.divisions.map(({ rows }) => rows.length), moments: fromMoments(this.#source, plan) };
  }

  /** the second moments of some folds of a repeat */
  moments(repeat: number, from: number, to: number): Statistics[] {
    const folds = this.#request.plan.divisions[repeat].rows.slice(from, to);
    const parts = folds.length > 0 ? statisticsOfFolds(this.#source, folds) : [];
    this.#own[repeat] = { from, parts };
    return parts;
  }

  /** takes the second moments of all folds that it has not computed itself, one entry a repeat */
  know(others: readonly (readonly (Statistics | undefined)[] | undefined)[]): void {
    const known = others.map((folds, r) => folds?.map((each, k) => each ?? this.#own[r].parts[k - this.#own[r].from]));
    this.#units = unitsOf(this.#source, this.#request.plan, known);
  }

  /** unit number k, which is none before the last one that was asked for */
  run(k: number): Outcome {
    let unit: Unit | undefined;
    for (; this.#taken <= k; this.#taken++) unit = this.#units?.next().value as Unit | undefined;
    if (!unit) throw new Error(`crossValidate: there is no unit ${k}`);
    return runUnit(this.#source, unit);
  }

  /** what all outcomes say */
  assemble(outcomes: readonly Outcome[]): unknown {
    return assemble(this.#source, this.#request.plan, outcomes);
  }

  /** gives the memory back */
  close(): void {
    this.#memory.release();
  }
}
