// Lasso paths of 100 λ against glmnet, scikit-learn and plain JavaScript.
import { DESIGNS, type PathDesign } from "./designs.js";
import { type Duel, duel, type Fitting } from "./duel.js";
import { type Goal, type Judgeable, type Judged, loosest, lowerBounds, type Score, worst } from "./loosest.js";
import { Folder } from "./rivals/folder.js";
import { LAUNCHES, type Launch } from "./rivals/launches.js";
import { Absence, Rival } from "./rivals/rival.js";

/** what is good enough, and our `tol` */
export const GOOD = 1e-6;
export const TIGHT = 1e-12;
const BUDGET_MS = 20_000;
/** a fit that takes longer is given up */
const LIMIT_MS = 100_000;

export const HOW = [
  "Every competitor runs in a process of its own with one thread, in the fastest of its modes, at the loosest tolerance that is good enough,",
  "and in turns with ours, A B A B. Good enough is a worst relative gap over the path of 1e-6, or in the second table a worst objective within",
  "1e-6 of the optimum, both relative to the null model and recomputed by bench/objective.ts; our tol is 1e-6 in the first and as loose as",
  "theirs may be in the second. All get the same λ's; reading the data, starting up and handing the answers over are not timed, nor is",
  "scikit-learn's centring. Times are medians, ratios theirs / ours pair by pair (quartiles, pairs): above 1 ours is faster. plain JS is",
  "bench/solvers/plain.mjs.",
].join(" ");

interface Competitor {
  launch: Launch;
  modes(design: PathDesign): string[];
  /** its default first, then tighter ones */
  tolerances: number[];
}

const RIVALS: readonly Competitor[] = [
  {
    launch: LAUNCHES.glmnet,
    // "covariance" keeps p² numbers
    modes: ({ p }) => (p <= 5000 ? ["naive", "covariance"] : ["naive"]),
    tolerances: [1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 3e-13, 1e-13, 3e-14, 1e-14, 3e-15, 1e-15, 3e-16, 1e-16, 1e-17],
  },
  {
    launch: LAUNCHES.sklearn,
    modes: ({ n, p }) => (n > p ? ["gram", "columns"] : ["columns"]),
    tolerances: [1e-4, 3e-5, 1e-5, 3e-6, 2e-6, 1e-6, 7e-7, 5e-7, 3e-7, 1e-7],
  },
];
const PLAIN: Competitor = { launch: LAUNCHES.plain, modes: () => ["columns"], tolerances: [GOOD] };
export const COMPETITORS = [...RIVALS, PLAIN].map(({ launch }) => launch.name);
/** ours where only the objective counts */
const LOOSER = [1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6];

export interface Compared extends Duel, Score {
  mode: string;
  tolerance: number;
  ourTolerance: number;
}

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
  versions: string[];
}

/** the designs whose name has one of `parts` in it; all where there are none */
export function selection(parts: readonly string[]): PathDesign[] {
  return DESIGNS.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
}

export async function run(designs: readonly PathDesign[], report: (done: PathMeasured | string) => void): Promise<PathMeasured[]> {
  const measured: PathMeasured[] = [];
  for (const design of designs) {
    const table = new Table(design);
    try {
      measured.push(await table.play(report));
      report(measured[measured.length - 1]);
    } catch (error) {
      if (!(error instanceof Absence)) throw error;
      report(`${design.name}: ours is ${error.message}`);
    } finally {
      table.clear();
    }
  }
  return measured;
}

/** where everybody meets over one design */
class Table {
  readonly #design: PathDesign;
  readonly #problem: Judgeable;
  readonly #folder: Folder;
  readonly #processes: Rival[] = [];

  constructor(design: PathDesign) {
    this.#design = design;
    this.#problem = design.problem();
    this.#folder = new Folder(this.#problem);
  }

  async play(report: (done: string) => void): Promise<PathMeasured> {
    const { seed, n, p, name: design } = this.#design;
    const { lambdas } = this.#problem;
    const rival = await this.#start(LAUNCHES.shrinkage);
    const ours: Fitting = { rival, mode: "matrix", tolerance: GOOD };
    const { bytes = Number.NaN } = await rival.fit(ours.mode, GOOD, LIMIT_MS);
    await rival.fit(ours.mode, TIGHT, LIMIT_MS);
    this.#problem.optima = lowerBounds(this.#problem, await rival.answers(this.#folder));
    const tight = await this.#judged({ ...ours, tolerance: TIGHT });
    const { relativeGap, excess } = await this.#judged(ours);

    const [compared, within]: Record<string, Compared>[] = [{}, {}];
    const byDefault: PathMeasured["byDefault"] = {};
    const absent: PathMeasured["absent"] = {};
    const against = async (name: string, theirs: Judged, own = ours): Promise<Compared> => {
      report(`${design}: ${name}`);
      const { mode, tolerance, relativeGap, excess } = theirs;
      return { mode, tolerance, ourTolerance: own.tolerance, relativeGap, excess, ...(await duel(own, theirs, BUDGET_MS, LIMIT_MS)) };
    };
    const search = { problem: this.#problem, folder: this.#folder, limitMs: LIMIT_MS };
    const goal: Goal = { of: "excess", most: GOOD };
    const looser = (await loosest({ ...ours, tolerances: LOOSER }, { ...search, goal })) ?? ours;
    for (const competitor of [...RIVALS, PLAIN]) {
      const { name } = competitor.launch;
      try {
        const best = await this.#atItsBest(competitor, { of: "relativeGap", most: GOOD });
        compared[name] = await against(name, best);
        if (competitor === PLAIN) continue;
        within[name] = await against(`${name}, by its objective`, await this.#atItsBest(competitor, goal), looser);
        const { tolerance, ms, ...score } = await this.#judged({ ...best, tolerance: competitor.tolerances[0] });
        byDefault[name] = { tolerance, ms, relativeGap: score.relativeGap, excess: score.excess };
      } catch (error) {
        if (!(error instanceof Absence)) throw error;
        absent[name] = error.message;
      }
    }
    compared.tight = await against("tight", tight);
    // last: from then on the highest use of memory is that of X's copy
    compared.rows = await against("rows", await this.#judged({ ...ours, mode: "rows" }));
    return {
      ...{ design, seed, n, p, lambdaMax: lambdas[0], lambdas: lambdas.length, minRatio: lambdas[lambdas.length - 1] / lambdas[0] },
      ...{ score: { relativeGap, excess }, tightScore: { relativeGap: tight.relativeGap, excess: tight.excess }, bytes },
      ...{ compared, within, byDefault, absent, versions: [...new Set(this.#processes.map(({ versions }) => versions))] },
    };
  }

  clear(): void {
    for (const each of this.#processes) each.end();
    this.#folder.remove();
  }

  async #start(launch: Launch): Promise<Rival> {
    const rival = await Rival.start(launch);
    this.#processes.push(rival);
    await rival.load(this.#folder);
    return rival;
  }

  async #judged(fitting: Fitting): Promise<Judged> {
    const { rival, mode, tolerance } = fitting;
    const { ms } = await rival.fit(mode, tolerance, LIMIT_MS);
    return { rival, mode, tolerance, ms, ...worst(this.#problem, await rival.answers(this.#folder)) };
  }

  /** the tolerance from the first mode, which takes the same steps as the others, and the fastest mode at it */
  async #atItsBest({ launch, modes, tolerances }: Competitor, goal: Goal): Promise<Judged> {
    const [first, ...others] = modes(this.#design);
    const rival = await this.#start(launch);
    const search = { problem: this.#problem, folder: this.#folder, goal, limitMs: LIMIT_MS };
    let best = await loosest({ rival, mode: first, tolerances }, search);
    if (!best) throw new Absence(`no ${goal.of} of ${goal.most} down to a tolerance of ${tolerances[tolerances.length - 1]}`);
    for (const mode of others) {
      const other = await this.#start(launch);
      try {
        // a mode that takes three times as long is not the faster one; the second fit is warm as the others are
        await other.fit(mode, best.tolerance, Math.max(1000, 3 * best.ms));
        const fitted = await this.#judged({ ...best, rival: other, mode });
        if (fitted[goal.of] <= goal.most && fitted.ms < best.ms) best = fitted;
      } catch (error) {
        if (!(error instanceof Absence)) throw error;
      }
    }
    return best;
  }
}
