// Competitors over one problem: each at its best, in turns with ours.
import { type Duel, duel, type Fitting, type Patience } from "./duel.js";
import { type Goal, type Judgeable, type Judged, loosest, type Score, worst } from "./loosest.js";
import { Folder } from "./rivals/folder.js";
import type { Launch } from "./rivals/launches.js";
import { Absence, Late } from "./rivals/rival.js";
import { Seat } from "./rivals/seat.js";

export interface Competitor {
  launch: Launch;
  modes(size: { n: number; p: number }): string[];
  /** its default first, then tighter ones */
  tolerances: readonly number[];
}

/** one competitor beside ours */
export interface Compared extends Duel, Score {
  mode: string;
  tolerance: number;
  ourTolerance: number;
  commit: string;
}

export class Contest {
  readonly problem: Judgeable;
  readonly patience: Patience;
  readonly #l1Ratio: number;
  readonly #commit: string;
  readonly #folder: Folder;
  readonly #seats = new Map<string, Seat>();

  constructor(problem: Judgeable, { l1Ratio = 1, commit, ...patience }: Patience & { l1Ratio?: number; commit: string }) {
    this.problem = problem;
    this.patience = patience;
    this.#l1Ratio = l1Ratio;
    this.#commit = commit;
    this.#folder = new Folder(problem);
  }

  /** its process for `mode`; several modes have one each, as long as the contest lasts */
  seat(launch: Launch, mode = ""): Seat {
    const key = `${launch.name}/${mode}`;
    const seat = this.#seats.get(key) ?? new Seat(launch, this.#folder);
    this.#seats.set(key, seat);
    return seat;
  }

  async judged(fitting: Fitting): Promise<Judged> {
    const { seat, mode, tolerance } = fitting;
    const { ms } = await seat.fit(mode, tolerance, this.patience.limitMs);
    return { seat, mode, tolerance, ms, ...worst(this.problem, await seat.answers(), { l1Ratio: this.#l1Ratio }) };
  }

  /**
   * The tolerance from the first mode that is in time, and the fastest of the modes after it at that tolerance.
   * @throws {Late} where every mode takes too long, {Absence} where none is good enough
   */
  async atItsBest({ launch, modes, tolerances }: Competitor, goal: Goal): Promise<Judged> {
    const { problem, patience } = this;
    let best: Judged | undefined;
    let late: Late | undefined;
    for (const mode of modes({ n: problem.y.length, p: problem.columns.length })) {
      const seat = this.seat(launch, mode);
      try {
        if (!best) {
          best = await loosest({ seat, mode, tolerances }, { problem, goal, limitMs: patience.limitMs, l1Ratio: this.#l1Ratio });
          continue;
        }
        // a mode that takes three times as long is not the faster one; the second fit is warm as the others are
        await seat.fit(mode, best.tolerance, Math.max(1000, 3 * best.ms));
        const other = await this.judged({ ...best, seat, mode });
        if (other[goal.of] <= goal.most && other.ms < best.ms) best = other;
      } catch (error) {
        if (error instanceof Late) late = error;
        else if (!best || !(error instanceof Absence)) throw error;
      }
    }
    if (best) return best;
    throw late ?? new Absence(`no ${goal.of} of ${goal.most} down to a tolerance of ${tolerances[tolerances.length - 1]}`);
  }

  async against(ours: Fitting, theirs: Judged): Promise<Compared> {
    const { mode, tolerance, relativeGap, excess } = theirs;
    const scores = { mode, tolerance, ourTolerance: ours.tolerance, relativeGap, excess, commit: this.#commit };
    return { ...scores, ...(await duel(ours, theirs, this.patience)) };
  }

  versions(): string[] {
    return [...new Set([...this.#seats.values()].map(({ versions }) => versions).filter(Boolean))];
  }

  clear(): void {
    for (const seat of this.#seats.values()) seat.end();
    this.#folder.remove();
  }
}
