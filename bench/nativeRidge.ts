// Ridge against ml-matrix, which is what JavaScript has, and numpy with one BLAS thread, which is what there is. Each in its own process, in
// turns with ours (duel.ts), answers judged by objective.ts.
import { type Duel, duel, type Fitting } from "./duel.js";
import { worst } from "./loosest.js";
import { autoregressive } from "./problems.js";
import { Folder } from "./rivals/folder.js";
import { LAUNCHES, type Launch } from "./rivals/launches.js";
import { Absence, Rival } from "./rivals/rival.js";

const LAMBDA = 0.1;
const TOL = 1e-7;
const BUDGET_MS = 4000;
const LIMIT_MS = 120_000;

interface Match {
  n: number;
  p: number;
  seed: number;
  ours: Launch;
  mode: "ridgeRows" | "ridgeMatrix";
  theirs: Launch;
  /** the ratio to reach */
  target: number;
}

const MODES = ["cholesky", "solve"];
const small = { n: 5000, p: 200, seed: 61, mode: "ridgeRows", theirs: LAUNCHES.mlMatrix } as const;
const large = { n: 3000, p: 1000, seed: 62, mode: "ridgeMatrix", theirs: LAUNCHES.numpy } as const;

const MATCHES: readonly Match[] = [
  { ...small, ours: LAUNCHES.shrinkage, target: 40 },
  { ...large, ours: LAUNCHES.shrinkage, target: 0.3 },
  { ...large, ours: LAUNCHES.relaxed, target: 0.4 },
];

export interface RidgeMeasured {
  work: string;
  seed: number;
  ours: string;
  theirs: string;
  target: number;
  /** why there is nothing to compare with */
  absent?: string;
  mode?: string;
  duel?: Duel;
  /** worst relative gap of ours and of theirs */
  gaps?: [number, number];
}

export async function run(report: (done: string) => void): Promise<RidgeMeasured[]> {
  const measured: RidgeMeasured[] = [];
  for (const match of MATCHES) {
    measured.push(await play(match));
    report(`ridge: ${match.ours.name} and ${match.theirs.name}`);
  }
  return measured;
}

async function play({ n, p, seed, mode, target, ours, theirs }: Match): Promise<RidgeMeasured> {
  const { columns, y } = autoregressive({ n, p, seed });
  const problem = { columns, y, lambdas: Float64Array.of(LAMBDA) };
  const folder = new Folder(problem);
  const entry = { work: `ridge ${n}×${p}, from ${mode === "ridgeRows" ? "rows" : "a Matrix"}`, seed, target };
  const processes: Rival[] = [];
  const start = async (launch: Launch) => {
    const rival = await Rival.start(launch);
    processes.push(rival);
    await rival.load(folder);
    return rival;
  };
  try {
    const own: Fitting = { rival: await start(ours), mode, tolerance: TOL };
    const rival = await start(theirs);
    const gap = async (fitting: Fitting) => {
      await fitting.rival.fit(fitting.mode, fitting.tolerance, LIMIT_MS);
      return worst(problem, await fitting.rival.answers(folder), { l1Ratio: 0 }).relativeGap;
    };
    const all: (RidgeMeasured & { duel: Duel })[] = [];
    for (const theirMode of MODES) {
      const other: Fitting = { rival, mode: theirMode, tolerance: 0 };
      const gaps: [number, number] = [await gap(own), await gap(other)];
      const versions = { ours: own.rival.versions, theirs: rival.versions };
      all.push({ ...entry, ...versions, mode: theirMode, gaps, duel: await duel(own, other, BUDGET_MS, LIMIT_MS) });
    }
    // against the faster of theirs
    return all.sort((a, b) => a.duel.theirs.median - b.duel.theirs.median)[0];
  } catch (error) {
    if (!(error instanceof Absence)) throw error;
    return { ...entry, ours: ours.name, theirs: theirs.name, absent: error.message };
  } finally {
    for (const each of processes) each.end();
    folder.remove();
  }
}

export function tables(measured: readonly RidgeMeasured[]): string {
  return [
    "| work | ours | theirs | ours, ms | theirs, ms | theirs / ours (quartiles, pairs) | target | worst gap ours / theirs |",
    "|---|---|---|---|---|---|---|---|",
    ...measured.map(({ work, ours, theirs, mode, duel, gaps, target, absent }) => {
      if (!duel || !gaps) return `| ${work} | ${ours} | ${theirs}: ${absent} | | | | ≥ ${target} | |`;
      const [a, b] = [duel.ours, duel.theirs].map(({ median }) => median.toPrecision(3));
      const { low, median, high } = duel.ratio;
      const ratio = `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}, ${duel.pairs})`;
      return `| ${work} | ${ours} | ${theirs}, ${mode} | ${a} | ${b} | ${ratio} | ≥ ${target} | ${gaps.map((gap) => gap.toExponential(0)).join(" / ")} |`;
    }),
  ].join("\n");
}
