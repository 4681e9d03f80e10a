// Two competitors fit in turns, A B A B: medians of both, and the ratio pair by pair, which noise that lasts longer than a pair leaves alone.
import { type Quartiles, quartiles } from "./measure.js";
import type { Seat } from "./rivals/seat.js";

/** a fit that somebody can be asked for */
export interface Fitting {
  seat: Seat;
  mode: string;
  tolerance: number;
  /** of a fit that was just made */
  ms?: number;
}

export interface Duel {
  pairs: number;
  /** milliseconds */
  ours: Quartiles;
  theirs: Quartiles;
  /** theirs / ours: above 1 ours is faster */
  ratio: Quartiles;
}

const FEWEST = 3;
const MOST = 15;

/** how long each is warmed up, one fit at least and 100 at most: a Node process compiles what it runs often */
const WARM_MS = 1000;
const WARM_FITS = 100;
/** a fit that took as long as this was warm */
const LONG_MS = 5000;

export interface Patience {
  /** for all the pairs */
  budgetMs: number;
  /** for one fit */
  limitMs: number;
  /** pairs at least (default 3) */
  fewest?: number;
}

/** as many pairs as `budgetMs` holds, `fewest` at least and 15 at most, but one where a pair takes three times as long as that */
export async function duel(ours: Fitting, theirs: Fitting, { budgetMs, limitMs, fewest = FEWEST }: Patience): Promise<Duel> {
  const fit = async ({ seat, mode, tolerance }: Fitting) => (await seat.fit(mode, tolerance, 3 * limitMs)).ms;
  let pairMs = 0;
  for (const each of [ours, theirs]) {
    let last = each.ms ?? 0;
    let [spent, fits] = [0, 0];
    while (last < LONG_MS && spent < WARM_MS && fits < WARM_FITS) {
      last = await fit(each);
      spent += last;
      fits++;
    }
    pairMs += last;
  }
  const pairs = pairMs > 3 * budgetMs ? 1 : Math.min(MOST, Math.max(fewest, Math.round(budgetMs / pairMs)));
  const times: [number[], number[]] = [[], []];
  for (let k = 0; k < pairs; k++) {
    times[0].push(await fit(ours));
    times[1].push(await fit(theirs));
  }
  const [a, b] = times;
  return { pairs, ours: quartiles(a), theirs: quartiles(b), ratio: quartiles(b.map((t, k) => t / a[k])) };
}
