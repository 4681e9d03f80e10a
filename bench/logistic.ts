// npm run bench -- logistic: logistic lasso paths against glmnet's binomial family and plain JavaScript, and single fits against the latter.
import { readFileSync } from "node:fs";
import * as plain from "../reference/plain.mjs";
import { type Design, normal, uniform } from "../reference/problems.js";
import { atEqualGap, type Competitor, type Measured } from "./atEqualGap.js";
import type { Group } from "./groups.js";
import { relativeGap } from "./logisticJudge.js";
import { Folder } from "./rivals/folder.js";
import { LAUNCHES } from "./rivals/launches.js";
import type { Answered, Loaded } from "./rivals/protocol.js";

/** worst gaps of a path that everybody has to reach; ours is asked for them by `tol` */
const GOALS = [1e-6, 1e-7];
const THRESHOLDS = [1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16];

const HOW = [
  "Logistic lasso paths from λmax to a hundredth of it, everybody in a process with one thread, at the loosest tolerance whose worst relative",
  "gap over the path, recomputed by bench/logisticJudge.ts at the best intercept, is small enough; glmnet (family binomial) in the faster of",
  "its modes; in turns, A B A B. Reading, starting up and handing over are not timed. Ratios are theirs / ours pair by pair (quartiles).",
].join(" ");

export const group: Group<{ paths: LogisticMeasured[] }> = {
  title: "Logistic regression",
  what: "paths and single fits against glmnet's binomial family and plain JavaScript",
  quick: false,
  minutes: 5,
  run: async ({ report }) => ({ paths: await run(report) }),
  tables: ({ paths }) => `${HOW}\n\n${tables(paths)}`,
};

interface LogisticDesign {
  name: string;
  seed: number;
  problem(): Loaded;
}

export const DESIGNS: readonly LogisticDesign[] = [
  { name: "golub 38×3051, 100 λ", seed: 0, problem: () => withLambdas(golub(), 100) },
  simulated({ n: 72, p: 7000, rho: 0.6, seed: 61 }, 100),
  simulated({ n: 100, p: 3000, rho: 0.6, seed: 62 }, 100),
  simulated({ n: 5000, p: 100, rho: 0.6, seed: 63 }, 100),
  { name: "golub 38×3051, λmax/10", seed: 0, problem: () => withLambdas(golub(), 1) },
  simulated({ n: 100, p: 3000, rho: 0.6, seed: 62 }, 1),
];

/** genes in groups of 50 that vary together, 20 of them different in the two classes */
function simulated({ n, p, rho = 0.6, seed = 0 }: Design, count: number): LogisticDesign {
  const problem = () => {
    const [next, pick] = [normal(seed), uniform(seed)];
    const y = Float64Array.from({ length: n }, () => (pick() < 0.5 ? -1 : 1));
    let shared = new Float64Array(n);
    const columns = Array.from({ length: p }, (_, j) => {
      if (j % 50 === 0) shared = shared.map(() => next());
      const shift = j % Math.floor(p / 20) === 0 ? 0.7 : 0;
      return shared.map((z, i) => Math.sqrt(rho) * z + Math.sqrt(1 - rho) * next() + shift * y[i]);
    });
    return withLambdas({ columns, y }, count);
  };
  return { name: `${n}×${p}, groups ${rho}, ${count === 1 ? "λmax/10" : `${count} λ`}`, seed, problem };
}

function golub(): { columns: Float64Array[]; y: Float64Array } {
  const { X, y } = JSON.parse(readFileSync(new URL("../test/fixtures/golub.json", import.meta.url), "utf8")) as {
    X: number[][];
    y: number[];
  };
  return { columns: X[0].map((_, j) => Float64Array.from(X, (row) => row[j])), y: Float64Array.from(y, (value) => 2 * value - 1) };
}

function withLambdas({ columns, y }: { columns: Float64Array[]; y: Float64Array }, count: number): Loaded {
  const most = plain.logisticLambdaMax(columns, y);
  return { columns, y, lambdas: count === 1 ? Float64Array.of(most / 10) : plain.grid(most, count, 1e-2) };
}

export interface LogisticMeasured extends Measured {
  design: string;
  seed: number;
}

const PLAIN: Competitor = { launch: LAUNCHES.plain, modes: ["logistic"], tolerances: (goal) => [goal, goal / 10] };
const GLMNET: Competitor = { launch: LAUNCHES.glmnet, modes: ["Newton", "modified.Newton"], tolerances: () => THRESHOLDS };

async function run(report: (done: string) => void, goals = GOALS): Promise<LogisticMeasured[]> {
  const measured: LogisticMeasured[] = [];
  for (const design of DESIGNS) {
    for (const goal of goals) {
      measured.push(await play(design, goal));
      report(tables([measured[measured.length - 1]]));
    }
  }
  return measured;
}

async function play({ name, seed, problem }: LogisticDesign, goal: number): Promise<LogisticMeasured> {
  const loaded = problem();
  // nobody asks glmnet for one λ: it would go down from nowhere
  const rivals = loaded.lambdas.length > 1 ? [GLMNET, PLAIN] : [PLAIN];
  const gapOf = (answers: readonly Answered[]) => worst(loaded, answers);
  return { design: name, seed, ...(await atEqualGap(new Folder(loaded), { mode: "logistic", goal, rivals, gapOf })) };
}

function worst(problem: Loaded, answers: readonly Answered[]): number {
  return answers.reduce((most, answer, k) => Math.max(most, relativeGap(problem, problem.lambdas[k], answer)), 0);
}

function tables(measured: readonly LogisticMeasured[]): string {
  const names = [GLMNET, PLAIN].map(({ launch }) => launch.name);
  const time = (ms: number) => `${ms.toPrecision(3)} ms`;
  const versions = [...new Set(measured.flatMap((each) => each.versions))];
  return [
    `| design | worst gap at most | ours | our gap | ${names.map((name) => `${name} | ratio (quartiles)`).join(" | ")} |`,
    `|${"---|".repeat(4 + 2 * names.length)}`,
    ...measured.map(({ design, goal, ourGap, compared, absent }) => {
      const rivals = names.flatMap((name) => {
        const one = compared[name];
        if (!one) return [absent[name] ?? "", ""];
        const { low, median, high } = one.ratio;
        return [
          `${time(one.theirs.median)} (${one.mode}, ${one.tolerance})`,
          `**${median.toFixed(2)}** (${low.toFixed(2)}–${high.toFixed(2)})`,
        ];
      });
      const [first] = Object.values(compared);
      return `| ${[design, goal, first ? time(first.ours.median) : "", ourGap.toExponential(0), ...rivals].join(" | ")} |`;
    }),
    "",
    ...versions.map((line) => `- ${line}`),
  ].join("\n");
}
