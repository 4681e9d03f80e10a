// The lasso at one λ: time to a relative gap of 1e-4, 1e-6 and 1e-9, and the first call of a process.

import * as plain from "../reference/plain.mjs";
import { autoregressive } from "../reference/problems.js";
import { COMPETITORS, NAMES, PLAIN } from "./competitors.js";
import { type Compared, type Competitor, Contest } from "./contest.js";
import type { Fitting } from "./duel.js";
import type { Group } from "./groups.js";
import { LAUNCHES } from "./rivals/launches.js";
import { Absence, Late } from "./rivals/rival.js";
import * as show from "./show.js";

const GOALS = [1e-4, 1e-6, 1e-9];
const BUDGET_MS = 600;
/** what takes a thousand times as long as ours is not waited for */
const LIMIT_MS = 2000;

const DESIGNS = [
  { n: 1000, p: 100, ratio: 10, seed: 71 },
  { n: 200, p: 2000, ratio: 10, seed: 72 },
  { n: 200, p: 2000, ratio: 50, seed: 72 },
  { n: 5000, p: 500, ratio: 50, seed: 73 },
];

const tight = [1e-10, 1e-11, 1e-12];
/** to 1e-9 and not only to 1e-6 */
const ALL: readonly Competitor[] = [
  ...COMPETITORS.filter((each) => each !== PLAIN).map((each) => ({
    ...each,
    tolerances: each.launch === LAUNCHES.sklearn ? [...each.tolerances, 1e-8, 1e-9, ...tight] : each.tolerances,
  })),
  { ...PLAIN, tolerances: GOALS },
  { launch: LAUNCHES.deepbox, modes: () => ["lasso"], tolerances: [1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, ...tight] },
];

export interface LassoMeasured {
  work: string;
  seed: number;
  goal: number;
  /** competitor → what it took */
  compared: Record<string, Compared>;
  absent: Record<string, string>;
  /** seconds that were not enough */
  late: Record<string, number>;
}

export interface LassoResults {
  lasso: LassoMeasured[];
  /** milliseconds of the first call in a process, ours and theirs, at the first design */
  first: Record<string, number>;
  /** relative gaps of who is not in the race */
  off: Record<string, { work: string; relativeGap: number }>;
  versions: string[];
}

export const group: Group<LassoResults> = {
  title: "Lasso at one λ: time to a proven gap",
  what: "time to relative gaps 1e-4, 1e-6, 1e-9 against everybody; first calls; scikitjs's error",
  quick: false,
  minutes: 4,
  async run({ report, commit, words }) {
    const results: LassoResults = { lasso: [], first: {}, off: {}, versions: [] };
    for (const design of DESIGNS.slice(0, Number(words[0] ?? DESIGNS.length))) await meet(design, { results, commit, report });
    return results;
  },
  tables,
};

type Meeting = { results: LassoResults; commit: string; report(line: string): void };

async function meet({ n, p, ratio, seed }: (typeof DESIGNS)[number], { results, commit, report }: Meeting): Promise<void> {
  const { columns, y } = autoregressive({ n, p, seed });
  const lambdas = Float64Array.of(plain.lambdaMax(columns, y) / ratio);
  const contest = new Contest({ columns, y, lambdas }, { commit, limitMs: LIMIT_MS, budgetMs: BUDGET_MS });
  const work = `lasso ${n}×${p}, λmax/${ratio}`;
  try {
    for (const goal of GOALS) {
      const one: LassoMeasured = { work, seed, goal, compared: {}, absent: {}, late: {} };
      const ours: Fitting = { seat: contest.seat(LAUNCHES.shrinkage), mode: "lassoMatrix", tolerance: goal };
      for (const competitor of ALL) {
        const { name } = competitor.launch;
        report(`${work} to ${goal}: ${name}`);
        try {
          one.compared[name] = await contest.against(ours, await contest.atItsBest(competitor, { of: "relativeGap", most: goal }));
        } catch (error) {
          if (error instanceof Late) one.late[name] = error.limitMs / 1000;
          else if (error instanceof Absence) one.absent[name] = error.message;
          else throw error;
        }
      }
      results.lasso.push(one);
    }
    results.versions = [...new Set([...results.versions, ...contest.versions()])];
    if (results.lasso.length > GOALS.length) return;
    for (const [launch, mode] of [
      [LAUNCHES.shrinkage, "lassoMatrix"],
      ...ALL.map(({ launch, modes }) => [launch, modes({ n, p })[0]] as const),
    ] as const) {
      // the seat of another name starts a process of its own
      const seat = contest.seat(launch, "first");
      await seat.fit(mode, 1e-6, LIMIT_MS).catch(() => {});
      if (seat.first > 0) results.first[launch.name] = seat.first;
      seat.end();
    }
    const scikitjs = contest.seat(LAUNCHES.scikitjs);
    report(`${work}: how far scikitjs is off`);
    const judged = await contest.judged({ seat: scikitjs, mode: "lasso", tolerance: 0 }).catch(() => undefined);
    if (judged) results.off[scikitjs.versions] = { work, relativeGap: judged.relativeGap };
  } finally {
    contest.clear();
  }
}

function tables({ lasso, first, off, versions }: LassoResults): string {
  const names = [...NAMES, LAUNCHES.deepbox.name];
  const rows = lasso.map(({ work, goal, compared, absent, late }) => {
    const own = Object.values(compared)[0];
    const cells = names.map((name) => {
      const one = compared[name];
      if (one) return `${show.time(one.theirs.median)}, ${show.times(one.ratio.median)}`;
      return name in late ? `> ${late[name]} s` : name in absent ? "not reached or absent" : "";
    });
    return [work, show.power(goal), own ? show.time(own.ours.median) : "", ...cells];
  });
  const reasons = new Set(lasso.flatMap(({ absent }) => Object.entries(absent).map(([name, why]) => `- ${name}: ${why}`)));
  return [
    "Time, and time / ours in turns; each at its loosest tolerance whose judged gap is good enough. glmnet is given this λ alone.\n",
    show.table(["work", "relative gap", "ours", ...names], rows),
    ...(reasons.size ? ["", ...reasons] : []),
    "\nThe first call in a fresh process, data loaded:\n",
    show.table(
      ["competitor", "first call"],
      Object.entries(first).map(([name, ms]) => [name, show.time(ms)]),
    ),
    "\nNot in the race, for its answers are not the lasso's:\n",
    show.table(
      ["library", "work", "relative gap of its answer"],
      Object.entries(off).map(([name, one]) => [name, one.work, one.relativeGap.toPrecision(2)]),
    ),
    "",
    ...versions.map((line) => `- ${line}`),
  ].join("\n");
}
