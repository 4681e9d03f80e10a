// Two competitors fit in turns, A B A B: medians of both, and the ratio pair by pair, which noise that lasts longer than a pair leaves alone.
import { type Quartiles, quartiles } from "./measure.js";
import type { Rival } from "./rivals/rival.js";

/** a fit that somebody can be asked for */
export interface Fitting {
  rival: Rival;
  mode: string;
  tolerance: number;
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

/** how long each is warmed up, one fit at least: a Node process compiles what it runs often */
const WARM_MS = 1000;

/** as many pairs as `budgetMs` holds, 3 at least and 15 at most, but one where a pair takes three times as long as that */
export async function duel(ours: Fitting, theirs: Fitting, budgetMs: number, limitMs: number): Promise<Duel> {
  const fit = async ({ rival, mode, tolerance }: Fitting) => (await rival.fit(mode, tolerance, limitMs)).ms;
  let pairMs = 0;
  for (const each of [ours, theirs]) {
    let last = 0;
    for (let spent = 0; spent < WARM_MS; spent += last) last = await fit(each);
    pairMs += last;
  }
  const pairs = pairMs > 3 * budgetMs ? 1 : Math.min(MOST, Math.max(FEWEST, Math.round(budgetMs / pairMs)));
  const times: [number[], number[]] = [[], []];
  for (let k = 0; k < pairs; k++) {
    times[0].push(await fit(ours));
    times[1].push(await fit(theirs));
  }
  const [a, b] = times;
  return { pairs, ours: quartiles(a), theirs: quartiles(b), ratio: quartiles(b.map((t, k) => t / a[k])) };
}
