// Lasso paths of 100 λ against glmnet, scikit-learn, celer, skglm, adelie and plain JavaScript.
import { COMPETITORS, PLAIN } from "./competitors.js";
import { type Compared, Contest } from "./contest.js";
import { DESIGNS, type PathDesign } from "./designs.js";
import type { Fitting } from "./duel.js";
import { type Goal, type Judgeable, loosest, lowerBounds, type Score } from "./loosest.js";
import { LAUNCHES } from "./rivals/launches.js";
import { Absence, Late } from "./rivals/rival.js";

/** what is good enough, and our `tol` */
export const GOOD = 1e-6;
export const TIGHT = 1e-12;
const BUDGET_MS = 20_000;
/** a fit that takes longer is given up */
const LIMIT_MS = 100_000;

export const HOW = [
  "Every competitor runs in a process of its own with one thread, in the fastest of its modes, at the loosest tolerance that is good enough,",
  "and in turns with ours, A B A B. Good enough is a worst relative gap over the path of 1e-6, or in the second table a worst objective within",
  "1e-6 of the optimum, both relative to the null model and recomputed by reference/objective.ts; our tol is 1e-6 in the first and as loose as",
  "theirs may be in the second. All get the same λ's; reading the data, starting up and handing the answers over are not timed, nor is",
  "the centring of scikit-learn, celer and skglm, nor skglm's compilation. Times are medians, ratios theirs / ours pair by pair (quartiles,",
  "pairs): above 1 ours is faster. plain JS is reference/plain.mjs. Where a fit takes longer than the limit, every looser tolerance",
  "that ends in time has been judged and is not good enough: it stands as more than the limit.",
].join(" ");

/** ours where only the objective counts */
const LOOSER = [1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6];

export interface PathMeasured {
  design: string;
  seed: number;
  n: number;
  p: number;
  lambdaMax: number;
  lambdas: number;
  minRatio: number;
  /** of ours at GOOD, and of ours at TIGHT */
  score: Score;
  tightScore: Score;
  /** highest use of memory during the call beyond X */
  bytes: number;
  /** all with a gap of GOOD, by competitor; "rows" is ours from rows, "tight" ours at TIGHT */
  compared: Record<string, Compared>;
  /** all within GOOD of the optimum */
  within: Record<string, Compared>;
  /** what they do when nobody asks for more */
  byDefault: Record<string, Score & { tolerance: number; ms: number }>;
  /** competitor → why it is not there */
  absent: Record<string, string>;
  /** competitor → seconds that it was given and that were not enough, for the gap and for the objective */
  late: { compared: Record<string, number>; within: Record<string, number> };
  versions: string[];
}

export interface PathOptions {
  /** parts of designs' names; all designs where there are none */
  designs: readonly string[];
  /** names of competitors; all where there are none */
  only: readonly string[];
  /** seconds that a fit may take: one pair is enough then */
  limit?: number;
  commit: string;
}

/** the designs whose name has one of `parts` in it; all where there are none */
export function selection(parts: readonly string[]): PathDesign[] {
  return DESIGNS.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
}

export async function run(options: PathOptions, report: (done: PathMeasured | string) => void): Promise<PathMeasured[]> {
  const measured: PathMeasured[] = [];
  for (const design of selection(options.designs)) {
    const one = await play(design, options, report);
    if (one) measured.push(one);
    if (one) report(one);
  }
  return measured;
}

async function play(
  { name: design, seed, n, p, problem: make }: PathDesign,
  { only, limit, commit }: PathOptions,
  report: (done: string) => void,
): Promise<PathMeasured | undefined> {
  const problem: Judgeable = make();
  const { lambdas } = problem;
  const limitMs = limit === undefined ? LIMIT_MS : 1000 * limit;
  const contest = new Contest(problem, { commit, limitMs, budgetMs: Math.min(BUDGET_MS, limitMs), fewest: limit === undefined ? 3 : 1 });
  const seat = contest.seat(LAUNCHES.shrinkage);
  const ours: Fitting = { seat, mode: "matrix", tolerance: GOOD };
  try {
    const { bytes = Number.NaN } = await seat.fit(ours.mode, GOOD, limitMs);
    await seat.fit(ours.mode, TIGHT, limitMs);
    problem.optima = lowerBounds(problem, await seat.answers());
    const tight = await contest.judged({ ...ours, tolerance: TIGHT });
    const { relativeGap, excess } = await contest.judged(ours);
    const goal: Goal = { of: "excess", most: GOOD };
    const looser = (await loosest({ ...ours, tolerances: LOOSER }, { problem, limitMs, goal })) ?? ours;

    const [compared, within]: Record<string, Compared>[] = [{}, {}];
    const byDefault: PathMeasured["byDefault"] = {};
    const absent: PathMeasured["absent"] = {};
    const late: PathMeasured["late"] = { compared: {}, within: {} };
    for (const competitor of COMPETITORS.filter(({ launch }) => only.length === 0 || only.includes(launch.name))) {
      const { name } = competitor.launch;
      const tried = async (into: "compared" | "within", of: Goal, own: Fitting) => {
        try {
          report(`${design}: ${name}, ${of.of}`);
          const best = await contest.atItsBest(competitor, of);
          (into === "compared" ? compared : within)[name] = await contest.against(own, best);
        } catch (error) {
          if (error instanceof Late) late[into][name] = error.limitMs / 1000;
          else if (error instanceof Absence) absent[name] = error.message;
          else throw error;
        }
      };
      await tried("compared", { of: "relativeGap", most: GOOD }, ours);
      if (competitor === PLAIN || name in absent) continue;
      await tried("within", goal, looser);
      const [tolerance] = competitor.tolerances;
      const mode = (compared[name] ?? within[name])?.mode;
      if (!mode) continue;
      const score = await contest.judged({ seat: contest.seat(competitor.launch, mode), mode, tolerance });
      byDefault[name] = { tolerance, ms: score.ms, relativeGap: score.relativeGap, excess: score.excess };
    }
    compared.tight = await contest.against({ ...ours }, tight);
    // last: from then on the highest use of memory is that of X's copy
    compared.rows = await contest.against(ours, await contest.judged({ ...ours, mode: "rows" }));
    return {
      ...{ design, seed, n, p, lambdaMax: lambdas[0], lambdas: lambdas.length, minRatio: lambdas[lambdas.length - 1] / lambdas[0] },
      ...{ score: { relativeGap, excess }, tightScore: { relativeGap: tight.relativeGap, excess: tight.excess }, bytes },
      ...{ compared, within, byDefault, absent, late, versions: contest.versions() },
    };
  } catch (error) {
    if (!(error instanceof Absence)) throw error;
    report(`${design}: ours is ${error.message}`);
    return undefined;
  } finally {
    contest.clear();
  }
}

/** what was measured before, and this: competitors that this run left out keep their figures */
export function merged(before: PathMeasured | undefined, now: PathMeasured): PathMeasured {
  if (!before) return now;
  const kept = <T>(key: (one: PathMeasured) => Record<string, T> | undefined): Record<string, T> => {
    const again = new Set([now.compared, now.within, now.absent, now.late.compared, now.late.within].flatMap((each) => Object.keys(each)));
    const old = Object.entries(key(before) ?? {}).filter(([name]) => !again.has(name));
    return { ...Object.fromEntries(old), ...key(now) };
  };
  return {
    ...now,
    ...{ compared: kept((one) => one.compared), within: kept((one) => one.within), byDefault: kept((one) => one.byDefault) },
    absent: kept((one) => one.absent),
    late: { compared: kept((one) => one.late?.compared), within: kept((one) => one.late?.within) },
    versions: [...new Set([...before.versions, ...now.versions])],
  };
}
