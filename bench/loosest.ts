// The loosest of a competitor's tolerances whose answers are all good enough, by reference/objective.ts. Only so are times comparable: a tolerance
// means something else to everybody.

import { referee } from "../reference/objective.js";
import type { Fitting } from "./duel.js";
import type { Answered, Loaded } from "./rivals/protocol.js";
import { Late } from "./rivals/rival.js";
import type { Seat } from "./rivals/seat.js";

/** the worst of a path, relative to the objective of the null model */
export interface Score {
  /** what an answer proves about itself */
  relativeGap: number;
  /** objective − optimum: what it is really off, often much less, but known only beside a better answer. NaN without `optima` */
  excess: number;
}

export interface Goal {
  of: keyof Score;
  most: number;
}

/** a problem and, where somebody has found them, lower bounds of the optimum at each λ */
export type Judgeable = Loaded & { optima?: Float64Array };

export type Judged = Fitting & Score & { ms: number };

/**
 * `tolerances` from loose to tight, searched by halving; undefined where even the tightest is not enough.
 * @throws {Late} when what is looser than the first that takes longer than `limitMs` is not good enough
 */
export async function loosest(
  { seat, mode, tolerances }: { seat: Seat; mode: string; tolerances: readonly number[] },
  { problem, goal, limitMs, l1Ratio = 1 }: { problem: Judgeable; goal: Goal; limitMs: number; l1Ratio?: number },
): Promise<Judged | undefined> {
  let best: Judged | undefined;
  let late: Late | undefined;
  for (let low = 0, high = tolerances.length; low < high; ) {
    const middle = (low + high) >> 1;
    const tolerance = tolerances[middle];
    try {
      const { ms } = await seat.fit(mode, tolerance, limitMs);
      const score = worst(problem, await seat.answers(), { l1Ratio, enough: goal });
      if (score[goal.of] <= goal.most) {
        best = { seat, mode, tolerance, ms, ...score };
        high = middle;
      } else low = middle + 1;
    } catch (error) {
      if (!(error instanceof Late)) throw error;
      late = error;
      high = middle;
    }
  }
  if (!best && late) throw late;
  return best;
}

/** the worst score of the answers, or of some of them once one misses `enough`: from the smallest λ on, which is usually the worst */
export function worst(
  { columns, y, lambdas, optima }: Judgeable,
  answers: readonly Answered[],
  { l1Ratio = 1, enough }: { l1Ratio?: number; enough?: Goal } = {},
): Score {
  const score = { relativeGap: 0, excess: optima ? 0 : Number.NaN };
  const judge = referee({ columns, y, l1Ratio });
  for (let k = lambdas.length - 1; k >= 0 && !(enough && score[enough.of] > enough.most); k--) {
    const { relativeGap, objective, nullObjective } = judge(lambdas[k], answers[k]);
    score.relativeGap = Math.max(score.relativeGap, relativeGap);
    if (optima) score.excess = Math.max(score.excess, (objective - optima[k]) / nullObjective);
  }
  return score;
}

/** objective − gap of each answer, below which no optimum is */
export function lowerBounds({ columns, y, lambdas }: Loaded, answers: readonly Answered[]): Float64Array {
  const judge = referee({ columns, y, l1Ratio: 1 });
  return lambdas.map((lambda, k) => {
    const { objective, gap } = judge(lambda, answers[k]);
    return objective - gap;
  });
}
