// Whole public calls against solvers/plain.mjs (fitWorks.ts): the same problem, the same tolerance, every answer judged by objective.ts.
import { isDeepStrictEqual } from "node:util";
import { gaps } from "./agreement.js";
import { TOL, works } from "./fitWorks.js";
import type { Group } from "./groups.js";
import { type Measured, measure } from "./measure.js";
import { spread } from "./show.js";

/** milliseconds spent on the samples of one work; a long one gets three samples whatever they take */
const BUDGET_MS = 2000;

const HOW = [
  "Whole public calls, checks included, from a Matrix and from an array of rows; plain JS is handed ready columns. Both sides stop at a",
  `relative gap of ${TOL}; the worst gap is recomputed by reference/objective.ts from the answers, after the timing.`,
].join(" ");

export const group: Group<{ fits: Measured[] }> = {
  title: "Fits",
  what: "ridge, lasso and paths against the same algorithms in plain JavaScript",
  quick: true,
  minutes: 1,
  run: async ({ report }) => ({ fits: await run(BUDGET_MS, report) }),
  tables: ({ fits }) => `${HOW}\n\n${tables(fits)}`,
};

/** measures, and puts the worst judged relative gap in the place of every contender's answers */
async function run(budgetMs: number, report: (done: string) => void): Promise<Measured[]> {
  const list = works();
  const measured = await measure(new URL("fitWorks.ts", import.meta.url), list, { budgetMs, report });
  return measured.map((each, k) => {
    const { Matrix, rows } = each.answers;
    if (!isDeepStrictEqual(Matrix, rows)) throw new Error(`fits: ${each.work} depends on where X comes from`);
    return { ...each, answers: gaps(list[k].data(), each) };
  });
}

function tables(measured: readonly Measured[]): string {
  const list = works();
  const ms = ({ times }: Measured, name: string) => `${times[name].median.toPrecision(3)} ms`;
  return [
    "| work | wasm, from a Matrix | wasm, from rows | plain JS | ratio, Matrix (quartiles) | ratio, rows (quartiles) | worst gap wasm / JS |",
    "|---|---|---|---|---|---|---|",
    ...measured
      .filter(({ work }) => list.some(({ name }) => name === work))
      .map((m) => {
        const gap = (name: string) => (m.answers[name] as number).toExponential(0);
        return `| ${m.work} | ${ms(m, "Matrix")} | ${ms(m, "rows")} | ${ms(m, "plain JS")} | ${spread(m.ratios.Matrix)} | ${spread(
          m.ratios.rows,
        )} | ${gap("wasm")} / ${gap("plain JS")} |`;
      }),
  ].join("\n");
}
