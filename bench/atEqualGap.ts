// Whole fits at an equal judged gap: each competitor at the loosest of its tolerances that reaches it, in the faster of its modes, in turns
// with ours.
import { type Duel, duel, type Fitting } from "./duel.js";
import type { Folder } from "./rivals/folder.js";
import { LAUNCHES, type Launch } from "./rivals/launches.js";
import type { Answered } from "./rivals/protocol.js";
import { Absence } from "./rivals/rival.js";
import { Seat } from "./rivals/seat.js";

const BUDGET_MS = 5000;
const LIMIT_MS = 60_000;

export interface Competitor {
  launch: Launch;
  modes: string[];
  /** from loose to tight */
  tolerances(goal: number): number[];
}

export interface Compared extends Duel {
  mode: string;
  tolerance: number;
  gap: number;
}

export interface Measured {
  goal: number;
  ourGap: number;
  /** by competitor */
  compared: Record<string, Compared>;
  absent: Record<string, string>;
  versions: string[];
}

interface Contest {
  /** of ours */
  mode: string;
  /** the gap to be reached, and `tol` of ours */
  goal: number;
  rivals: readonly Competitor[];
  /** the worst gap of the answers, by a judge */
  gapOf(answers: readonly Answered[]): number;
}

/** removes the folder in the end */
export async function atEqualGap(folder: Folder, { mode: own, goal, rivals, gapOf }: Contest): Promise<Measured> {
  const seats: Seat[] = [];
  const seatOf = (launch: Launch) => {
    const seat = new Seat(launch, folder);
    seats.push(seat);
    return seat;
  };
  const judged = async (seat: Seat) => gapOf(await seat.answers());
  const [compared, absent]: [Measured["compared"], Measured["absent"]] = [{}, {}];
  try {
    const ours: Fitting = { seat: seatOf(LAUNCHES.shrinkage), mode: own, tolerance: goal };
    await ours.seat.fit(ours.mode, goal, LIMIT_MS);
    const ourGap = await judged(ours.seat);
    for (const { launch, modes, tolerances } of rivals) {
      try {
        let best: (Fitting & { gap: number; ms: number }) | undefined;
        for (const mode of modes) {
          const seat = seatOf(launch);
          // the loosest that is good enough: a mode's steps need not be those of another
          for (const tolerance of tolerances(goal)) {
            const { ms } = await seat.fit(mode, tolerance, LIMIT_MS);
            const gap = await judged(seat);
            if (gap > goal) continue;
            const again = await seat.fit(mode, tolerance, LIMIT_MS);
            const took = Math.min(ms, again.ms);
            if (!best || took < best.ms) best = { seat, mode, tolerance, gap, ms: took };
            break;
          }
        }
        if (!best) throw new Absence(`no gap of ${goal}`);
        const { mode, tolerance, gap } = best;
        compared[launch.name] = { mode, tolerance, gap, ...(await duel(ours, best, { budgetMs: BUDGET_MS, limitMs: LIMIT_MS })) };
      } catch (error) {
        if (!(error instanceof Absence)) throw error;
        absent[launch.name] = error.message;
      }
    }
    return { goal, ourGap, compared, absent, versions: [...new Set(seats.map(({ versions }) => versions))] };
  } finally {
    for (const each of seats) each.end();
    folder.remove();
  }
}
