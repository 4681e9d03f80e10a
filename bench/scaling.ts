// How time grows with n and with p: five points each, and the exponent that least squares fits to the logarithms.

import * as plain from "../reference/plain.mjs";
import { autoregressive } from "../reference/problems.js";
import { Contest } from "./contest.js";
import type { Group } from "./groups.js";
import type { Quartiles } from "./measure.js";
import { LAUNCHES } from "./rivals/launches.js";
import * as show from "./show.js";

const BUDGET_MS = 400;
const TOL = 1e-6;
const POINTS = [1, 2, 4, 8, 16];

const SERIES = [
  { work: "ridge, p = 100", along: "n", sizes: POINTS.map((k) => ({ n: 500 * k, p: 100 })) },
  { work: "ridge, n = 1000", along: "p", sizes: POINTS.map((k) => ({ n: 1000, p: 40 * k })) },
  { work: "path of 100 λ, p = 100", along: "n", sizes: POINTS.map((k) => ({ n: 500 * k, p: 100 })) },
  { work: "path of 100 λ, n = 200", along: "p", sizes: POINTS.map((k) => ({ n: 200, p: 250 * k })) },
] as const;

export interface Series {
  work: string;
  along: "n" | "p";
  seed: number;
  points: { n: number; p: number; ours: Quartiles; plain: Quartiles; ratio: Quartiles }[];
  /** time ∝ size^exponent */
  exponents: { ours: number; plain: number };
}

const SEED = 81;

export const group: Group<{ scaling: Series[] }> = {
  title: "Scaling in n and in p",
  what: "ridge and paths at five sizes each, fitted exponents",
  quick: false,
  minutes: 2,
  async run({ report, commit }) {
    const scaling: Series[] = [];
    for (const { work, along, sizes } of SERIES) {
      const points: Series["points"] = [];
      for (const size of sizes) {
        report(`${work}: ${size.n}×${size.p}`);
        points.push({ ...size, ...(await point(work.startsWith("ridge"), size, commit)) });
      }
      const slope = (of: "ours" | "plain") =>
        exponent(
          points.map((each) => each[along]),
          points.map((each) => each[of].median),
        );
      scaling.push({ work, along, seed: SEED, points, exponents: { ours: slope("ours"), plain: slope("plain") } });
    }
    return { scaling };
  },
  tables: ({ scaling }) =>
    show.table(
      ["work", "sizes", "ours", "plain JS", "ours grows as", "plain JS grows as"],
      scaling.map(({ work, along, points, exponents }) => [
        work,
        `${along} = ${points.map((each) => each[along]).join(", ")}`,
        points.map(({ ours }) => show.time(ours.median)).join(", "),
        points.map((each) => show.time(each.plain.median)).join(", "),
        `${along}^${exponents.ours.toFixed(2)}`,
        `${along}^${exponents.plain.toFixed(2)}`,
      ]),
    ),
};

async function point(isRidge: boolean, { n, p }: { n: number; p: number }, commit: string) {
  const { columns, y } = autoregressive({ n, p, seed: SEED });
  const most = plain.lambdaMax(columns, y);
  const lambdas = isRidge ? Float64Array.of(0.1) : plain.grid(most, 100, n < p ? 1e-2 : 1e-3);
  const contest = new Contest({ columns, y, lambdas }, { l1Ratio: isRidge ? 0 : 1, commit, limitMs: 100_000, budgetMs: BUDGET_MS });
  try {
    const ours = { seat: contest.seat(LAUNCHES.shrinkage), mode: isRidge ? "ridgeMatrix" : "matrix", tolerance: TOL };
    const theirs = { seat: contest.seat(LAUNCHES.plain), mode: isRidge ? "ridge" : "columns", tolerance: TOL };
    const compared = await contest.against(ours, await contest.judged(theirs));
    return { ours: compared.ours, plain: compared.theirs, ratio: compared.ratio };
  } finally {
    contest.clear();
  }
}

/** slope of log time over log size */
export function exponent(sizes: readonly number[], times: readonly number[]): number {
  const [x, t] = [sizes, times].map((values) => values.map(Math.log));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, mt] = [mean(x), mean(t)];
  return x.reduce((sum, each, k) => sum + (each - mx) * (t[k] - mt), 0) / x.reduce((sum, each) => sum + (each - mx) ** 2, 0);
}
