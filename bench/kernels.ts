// The kernels beside plain JavaScript (kernelWorks.ts): rates and ratios.
import { difference } from "./agreement.js";
import type { Group } from "./groups.js";
import { works } from "./kernelWorks.js";
import { type Measured, measure, type Work } from "./measure.js";
import { spread } from "./show.js";

/** processes that a kernel is measured in */
const LIVES = 3;
/** milliseconds spent on the samples of one work */
const BUDGET_MS = 900;

export const HOW = [
  "wasm and plain JavaScript (reference/plain.mjs: the same algorithms, on Float64Array columns that are there already) run in a",
  "process each and take turns, A B A B, samples of at least 5 ms after warming up; kernels in three such pairs of processes, pooled.",
  "Times and rates are medians, ratios are plain JS / wasm of neighbouring samples: above 1 wasm is faster.",
].join(" ");

export const group: Group<{ kernels: Measured[] }> = {
  title: "Kernels",
  what: "one by one across the boundary, against plain JavaScript",
  quick: true,
  minutes: 1,
  run: async ({ report }) => ({ kernels: await run(BUDGET_MS, report) }),
  tables: ({ kernels }) => `${HOW}\n\n${tables(kernels)}`,
};

/** measures, and refuses kernels that disagree; in the place of the answers: how far apart they are, relative to the largest entry */
async function run(budgetMs: number, report: (done: string) => void): Promise<Measured[]> {
  const measured = await measure(new URL("kernelWorks.ts", import.meta.url), works(), { budgetMs, lives: LIVES, report });
  return measured.map((each) => {
    return { ...each, answers: { difference: difference(each) } };
  });
}

function tables(measured: readonly Measured[]): string {
  const list = works();
  const of = (name: string) => measured.filter(({ work, ratios }) => name in ratios && list.some((each) => each.name === work));
  const rate = (m: Measured, name: string) => {
    const work = list.find((each) => each.name === m.work) as Work;
    const perMs = (count = 0) => (count / m.times[name].median / 1e6).toPrecision(3);
    return `${perMs(work.flops)} GFLOP/s${work.bytes ? `, ${perMs(work.bytes)} GB/s` : ""}`;
  };
  return [
    "| work | wasm | plain JS | ratio (quartiles) |",
    "|---|---|---|---|",
    ...of("wasm").map((m) => `| ${m.work} | ${rate(m, "wasm")} | ${rate(m, "plain JS")} | ${spread(m.ratios.wasm)} |`),
    "",
    "| dot of two vectors in L1 and L2 | dot | dotCentred | time of dotCentred / dot |",
    "|---|---|---|---|",
    ...of("dot").map((m) => `| ${m.work} | ${rate(m, "dot")} | ${rate(m, "dotCentred")} | ${spread(m.ratios.dot)} |`),
  ].join("\n");
}

export { spread } from "./show.js";
