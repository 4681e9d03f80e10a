// Memory: how far a process's resident peak rises above what it held with the data loaded, over its first fit. Whatever form of X a
// competitor makes for itself is counted, and so is what its engine compiles and leaves as garbage. Linux only.

import * as plain from "../reference/plain.mjs";
import { autoregressive } from "../reference/problems.js";
import { Contest } from "./contest.js";
import type { Group } from "./groups.js";
import { LAUNCHES, type Launch } from "./rivals/launches.js";
import { Absence } from "./rivals/rival.js";
import * as show from "./show.js";

const LIMIT_MS = 60_000;

interface Work {
  name: string;
  n: number;
  p: number;
  l1Ratio: 0 | 1;
  seed: number;
  who: [Launch, string][];
}

const WORKS: readonly Work[] = [
  {
    ...{ name: "ridge 5000×200", n: 5000, p: 200, l1Ratio: 0, seed: 91 },
    who: [
      [LAUNCHES.shrinkage, "ridgeMatrix"],
      [LAUNCHES.shrinkage, "ridgeRows"],
      [LAUNCHES.plain, "ridge"],
      [LAUNCHES.mlMatrix, "cholesky"],
      [LAUNCHES.numpyTs, "solve"],
      [LAUNCHES.deepbox, "auto"],
      [LAUNCHES.mathjs, "solve"],
      [LAUNCHES.tfjsWasm, "cholesky"],
      [LAUNCHES.numpy, "cholesky"],
    ],
  },
  {
    ...{ name: "path of 100 λ, 1000×5000", n: 1000, p: 5000, l1Ratio: 1, seed: 92 },
    who: [
      [LAUNCHES.shrinkage, "matrix"],
      [LAUNCHES.glmnet, "naive"],
      [LAUNCHES.sklearn, "columns"],
      [LAUNCHES.celer, "columns"],
      [LAUNCHES.skglm, "columns"],
      [LAUNCHES.adelie, "columns"],
    ],
  },
];

export interface Peak {
  work: string;
  competitor: string;
  mode: string;
  /** of X as 64-bit numbers */
  dataBytes: number;
  peakBytes?: number;
  absent?: string;
}

export const group: Group<{ memory: Peak[] }> = {
  title: "Memory",
  what: "highest resident memory above the loaded data, one fit in a fresh process",
  quick: false,
  minutes: 2,
  async run({ report, commit }) {
    const memory: Peak[] = [];
    for (const { name, n, p, l1Ratio, seed, who } of WORKS) {
      const { columns, y } = autoregressive({ n, p, seed, rho: 0.6 });
      const lambdas = l1Ratio === 0 ? Float64Array.of(0.1) : plain.grid(plain.lambdaMax(columns, y), 100, 1e-2);
      const contest = new Contest({ columns, y, lambdas }, { l1Ratio, commit, limitMs: LIMIT_MS, budgetMs: 0 });
      for (const [launch, mode] of who) {
        report(`${name}: ${launch.name}`);
        memory.push({ work: name, competitor: launch.name, mode, dataBytes: 8 * n * p, ...(await peak(contest, launch, mode)) });
      }
      contest.clear();
    }
    return { memory };
  },
  tables: ({ memory }) =>
    show.table(
      ["work", "competitor", "peak above the loaded data", "of X's own size"],
      memory.map(({ work, competitor, mode, dataBytes, peakBytes, absent }) => [
        work,
        `${competitor}, ${mode}`,
        peakBytes === undefined ? (absent ?? "") : show.bytes(peakBytes),
        peakBytes === undefined ? "" : (peakBytes / dataBytes).toFixed(1),
      ]),
    ),
};

async function peak(contest: Contest, launch: Launch, mode: string): Promise<{ peakBytes?: number; absent?: string }> {
  const seat = contest.seat(launch, mode);
  try {
    await seat.start();
    const before = seat.resident();
    await seat.fit(mode, 1e-4, LIMIT_MS);
    const after = seat.resident();
    return before && after ? { peakBytes: after.peak - before.now } : { absent: "this system does not tell" };
  } catch (error) {
    if (!(error instanceof Absence)) throw error;
    return { absent: error.message };
  } finally {
    seat.end();
  }
}
