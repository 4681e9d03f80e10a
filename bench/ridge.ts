// Ridge against what JavaScript has, and numpy with one BLAS thread, which is what there is. Each in its own process, in turns with ours
// (duel.ts), answers judged by objective.ts.

import { autoregressive } from "../reference/problems.js";
import { type Compared, Contest } from "./contest.js";
import type { Group } from "./groups.js";
import { LAUNCHES, type Launch } from "./rivals/launches.js";
import { Absence } from "./rivals/rival.js";

const LAMBDA = 0.1;
const TOL = 1e-7;
const BUDGET_MS = 3000;
/** what takes longer than this is not waited for */
const LIMIT_MS = 30_000;

interface Match {
  n: number;
  p: number;
  seed: number;
  ours: Launch;
  mode: "ridgeRows" | "ridgeMatrix";
  theirs: Launch;
  modes: string[];
  /** seconds of a run are short there: the others are for `bench:all` */
  quick: boolean;
}

const both = ["cholesky", "solve"];
const libraries = [
  { theirs: LAUNCHES.mlMatrix, modes: both, quick: true },
  { theirs: LAUNCHES.numpyTs, modes: ["solve"], quick: true },
  { theirs: LAUNCHES.deepbox, modes: ["auto", "cholesky"], quick: false },
  { theirs: LAUNCHES.mathjs, modes: ["solve"], quick: false },
  { theirs: LAUNCHES.tfjsCpu, modes: ["cholesky", "qr"], quick: false },
  { theirs: LAUNCHES.tfjsWasm, modes: ["cholesky", "qr"], quick: true },
];
const large = { n: 3000, p: 1000, seed: 62, mode: "ridgeMatrix", theirs: LAUNCHES.numpy, modes: both, quick: true } as const;

const MATCHES: readonly Match[] = [
  ...[
    { n: 1000, p: 100, seed: 60 },
    { n: 5000, p: 200, seed: 61 },
  ].flatMap((size) => libraries.map((each) => ({ ...size, ...each, ours: LAUNCHES.shrinkage, mode: "ridgeRows" as const }))),
  { ...large, ours: LAUNCHES.shrinkage },
  { ...large, ours: LAUNCHES.relaxed },
];

export interface RidgeMeasured {
  work: string;
  seed: number;
  ours: string;
  theirs: string;
  /** why there is nothing to compare with */
  absent?: string;
  compared?: Compared;
  /** worst relative gap of ours */
  gap?: number;
}

export const group: Group<{ ridge: RidgeMeasured[] }> = {
  title: "Ridge against JavaScript libraries and numpy",
  what: "ridge 1000×100, 5000×200 from rows; 3000×1000 beside numpy",
  quick: true,
  minutes: 1,
  async run({ report, commit, quick, before }) {
    const measured: RidgeMeasured[] = [];
    for (const match of MATCHES.filter((each) => each.quick || !quick)) {
      report(`${match.n}×${match.p}: ${match.ours.name} and ${match.theirs.name}`);
      measured.push(await play(match, commit));
    }
    // what a short run leaves out keeps its figures
    const kept = (before?.ridge ?? []).filter((old) => !measured.some((now) => now.work === old.work && name(now) === name(old)));
    return { ridge: [...measured, ...kept].sort((a, b) => place(a) - place(b)) };
  },
  tables: ({ ridge }) => tables(ridge),
};

const name = ({ theirs }: { theirs: string }) => theirs.split(/[ ,]/)[0];
const workOf = ({ n, p, mode, ours }: Match) =>
  `ridge ${n}×${p}, from ${mode === "ridgeRows" ? "rows" : "a Matrix"}${ours === LAUNCHES.relaxed ? ", relaxed SIMD" : ""}`;
const place = (one: RidgeMeasured) => MATCHES.findIndex((match) => workOf(match) === one.work && match.theirs.name === name(one));

async function play(match: Match, commit: string): Promise<RidgeMeasured> {
  const { n, p, seed, mode, ours: own, theirs, modes } = match;
  const { columns, y } = autoregressive({ n, p, seed });
  const contest = new Contest(
    { columns, y, lambdas: Float64Array.of(LAMBDA) },
    { l1Ratio: 0, commit, limitMs: LIMIT_MS, budgetMs: BUDGET_MS },
  );
  const entry = { work: workOf(match), seed };
  try {
    const ours = await contest.judged({ seat: contest.seat(own), mode, tolerance: TOL });
    const all: Compared[] = [];
    for (const each of modes) {
      const fitting = { seat: contest.seat(theirs), mode: each, tolerance: 0 };
      const first = await contest.judged(fitting);
      const fastest = Math.min(...all.map((one) => one.theirs.median));
      // the mode that is plainly the slower one needs no pairs
      if (first.ms < 3 * fastest) all.push(await contest.against(ours, first));
    }
    const [ourVersion, theirVersion] = [own, theirs].map((launch) => contest.seat(launch).versions);
    const [compared] = all.sort((a, b) => a.theirs.median - b.theirs.median);
    return { ...entry, ours: ourVersion, theirs: theirVersion, compared, gap: ours.relativeGap };
  } catch (error) {
    if (!(error instanceof Absence)) throw error;
    return { ...entry, ours: own.name, theirs: theirs.name, absent: error.message };
  } finally {
    contest.clear();
  }
}

function tables(measured: readonly RidgeMeasured[]): string {
  return [
    "| work | ours | theirs | ours, ms | theirs, ms | theirs / ours (quartiles, pairs) | worst gap ours / theirs |",
    "|---|---|---|---|---|---|---|",
    ...measured.map(({ work, ours, theirs, compared, gap, absent }) => {
      if (!compared || gap === undefined) return `| ${work} | ${ours} | ${theirs}: ${absent} | | | | |`;
      const [a, b] = [compared.ours, compared.theirs].map(({ median }) => median.toPrecision(3));
      const { low, median, high } = compared.ratio;
      const ratio = `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}, ${compared.pairs})`;
      const gaps = [gap, compared.relativeGap].map((each) => each.toExponential(0)).join(" / ");
      return `| ${work} | ${ours} | ${theirs}, ${compared.mode} | ${a} | ${b} | ${ratio} | ${gaps} |`;
    }),
  ].join("\n");
}
