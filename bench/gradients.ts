// npm run bench -- gradients: every method of gradientDescent against plain JavaScript that takes the same steps on the same batches and keeps
// the same history; and how much of a read-only stream a full gradient reaches.

import { miniBatch, proximalGradient, quasiNewton, type Trained } from "../reference/plain.mjs";
import { autoregressive, normal, rowsOf } from "../reference/problems.js";
import { type GradientMethod, type GradientOptions, gradientDescent, Matrix } from "../src/index.js";
import { nextUniform, seeded, shuffle } from "../src/random.js";
import { bytes } from "../test/generated/testing.js";
import { type Ceiling, table, turns } from "./ceilings.js";
import type { Group } from "./groups.js";
import { type Contender, type Measured, measure, type Work } from "./measure.js";
import { Memory } from "./memory.js";
import { spread } from "./show.js";

const HOW = [
  "gradientDescent from a Matrix, whole calls with copying and the certificate at the end (full batch methods: every tenth step), and plain",
  "JavaScript (bench/solvers/plain/) on rows that are there already, which takes the same steps from the same seeds. An epoch is one pass of",
  'a stochastic method over the rows, or one step of a full batch method; `single` is `precision: "single"`. All answers agree, to 1e-8 and',
  "single ones to 1e-6; ratios are plain JS / ours, quartiles.",
].join(" ");

const BUDGET_MS = 1500;

export const group: Group<{ bandwidths: Ceiling[]; methods: Measured[] }> = {
  title: "Gradient methods",
  what: "every method per epoch against plain JavaScript with the same steps; a gradient beside a read-only stream",
  quick: false,
  minutes: 3,
  run: async ({ report }) => ({ bandwidths: bandwidths(report), methods: await run(BUDGET_MS, report) }),
  tables: ({ bandwidths, methods }) => `${HOW}\n\n${table(bandwidths)}\n\n${tables(methods)}`,
};

const LOSSES = ["squared", "logistic"] as const;
type Loss = (typeof LOSSES)[number];
const FULL: readonly GradientMethod[] = ["gd", "fista", "lbfgs"];
const METHODS: readonly GradientMethod[] = [...FULL, "sgd", "momentum", "nesterov", "adam", "adamw"];
const SIZES = [
  { n: 5000, p: 100, seed: 51 },
  { n: 1000, p: 20, seed: 52 },
];
const [LAMBDA, BATCH, RATE, STEP] = [0.01, 32, 1e-3, 0.1];
/** steps of full batch methods (fewer of lbfgs, which would be at rounding), epochs of the others */
const [STEPS, FEW, EPOCHS] = [50, 15, 40];

interface Answer {
  coefficients: Float64Array;
  intercept: number;
}

const epochsOf = (method: GradientMethod) => (method === "lbfgs" ? FEW : FULL.includes(method) ? STEPS : EPOCHS);

export function works(): Work[] {
  return SIZES.flatMap(({ n, p, seed }) => LOSSES.flatMap((loss) => METHODS.map((method) => workOf(method, loss, n, p, seed))));
}

function workOf(method: GradientMethod, loss: Loss, n: number, p: number, seed: number): Work {
  const data = () => {
    const { columns, y } = autoregressive({ n, p, seed });
    return { columns, y: loss === "logistic" ? y.map((value) => (value > 0 ? 1 : -1)) : y };
  };
  const options = { lambda: LAMBDA, l1Ratio: method === "lbfgs" ? 0 : 0.5 };
  const ours = (name: string, more: Partial<GradientOptions>) => ({
    name,
    kind: "wasm" as const,
    prepare() {
      // nothing here is meant to converge, and this process has nothing else to warn of
      console.warn = () => {};
      const { columns, y } = data();
      const X = Matrix.from(rowsOf(columns));
      const steps = FULL.includes(method)
        ? { maxIterations: epochsOf(method), ...(method !== "lbfgs" && { learningRate: STEP }) }
        : { epochs: EPOCHS, batchSize: BATCH, learningRate: RATE };
      return calls(() => gradientDescent(X, y, { ...options, ...steps, ...more, loss, method, tol: 0 }));
    },
  });
  return {
    name: `${method}, ${loss}, ${n}×${p}`,
    seed,
    contenders: [
      ours("wasm", {}),
      ...(FULL.includes(method) ? [] : [ours("single", { precision: "single" })]),
      {
        name: "plain JS",
        kind: "plain",
        prepare() {
          const { columns, y } = data();
          const rows = rowsOf(columns).map((row) => Float64Array.from(row));
          return calls(() => plain(method, rows, y, { ...options, logistic: loss === "logistic" }));
        },
      },
    ],
  };
}

function plain(method: GradientMethod, rows: Float64Array[], y: Float64Array, options: Trained): Answer {
  if (method === "lbfgs") {
    const state = seeded(1);
    return quasiNewton(rows, y, options, () => nextUniform(state), FEW);
  }
  if (FULL.includes(method)) return proximalGradient(rows, y, options, method === "fista", STEP, STEPS);
  // gradientDescent's stream of numbers for the order of the rows, at its seed 1
  const random = seeded(1, 1);
  const plan = { rate: RATE, epochs: EPOCHS, size: BATCH, shuffled: (order: Int32Array) => void shuffle(order, random) };
  return miniBatch(rows, y, options, method, plan);
}

function calls(call: () => Answer): Contender {
  let last: Answer;
  const run = () => {
    last = call();
  };
  return { run, answer: () => [last.intercept, ...last.coefficients] };
}

/** measures, and refuses answers that differ; in their place: how far apart they are, relative to the largest entry */
async function run(budgetMs: number, report: (done: string) => void): Promise<Measured[]> {
  const measured = await measure(new URL(import.meta.url), works(), { budgetMs, report });
  return measured.map((each) => {
    const { wasm, single, "plain JS": theirs } = each.answers as Record<string, number[]>;
    const scale = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const off = (ours: number[]) => ours.reduce((most, value, k) => Math.max(most, Math.abs(value - theirs[k])), 0) / scale;
    const [difference, rounded] = [off(wasm), single ? off(single) : 0];
    if (!(difference <= 1e-8 && rounded <= 1e-6))
      throw new Error(`gradients: ${each.work} differs by ${difference} (single: ${rounded}) between its contenders`);
    return { ...each, answers: { difference, rounded } };
  });
}

/** a full gradient of the squared loss beside a stream over as many bytes as X has, through strips and over the columns */
function bandwidths(report: (done: string) => void): Ceiling[] {
  return [
    ["L2", 500, 100],
    ["memory", 200_000, 40],
    ["memory", 100_000, 100],
    ["memory", 50_000, 200],
    ["memory", 25_000, 400],
    ["memory", 8000, 1200],
  ].flatMap(([place, n, m]) => {
    report(`a gradient at ${n}×${m}`);
    return bandwidth(place as string, n as number, m as number);
  });
}

function bandwidth(place: string, n: number, m: number): Ceiling[] {
  const memory = new Memory(bytes);
  const k = memory.kernels;
  const fill = (count: number, value: number) => memory.fill(count, value);
  const X = memory.put(Float64Array.from({ length: n * m }, normal(n)));
  const [columns, means, y, w, work] = [memory.list(m), fill(m, 0.1), fill(n, 0.5), fill(n, 1 / n), fill(2 * Math.ceil(n / 8) * 8, 0)];
  const [b, grad, ones, low, high] = [fill(m + 1, 0.1), fill(m + 2, 0), fill(m, 1), fill(m, -Infinity), fill(m, Infinity)];
  const [design, loss, penalty, smooth] = [64, 64, 64, 64].map((size) => memory.bytes(size));
  const strips = memory.bytes(k.stripsScratch(n, m));
  k.dense(design, n, m, X, columns, means, w);
  k.squared(loss, n, y, w);
  k.elasticNet(penalty, 0, 0, ones, ones, low, high);
  k.strips(n, m, X, columns, means, strips);
  const stream = { count: 8 * n * m, run: () => void k.stream(n * m, X) };
  const over = { "through strips": strips, "over columns": 0 };
  return Object.entries(over).map(([way, at]) => {
    k.smooth(smooth, design, penalty, penalty, 1, true, at, work);
    const run = () => void k.evaluate(smooth, loss, b, grad);
    const [rate, ceiling, share] = turns({ count: 8 * n * m, run }, stream);
    return { build: "base", work: `∇F ${way}, ${n}×${m}, ${place}`, against: "stream", rate, ceiling, share };
  });
}

function tables(measured: readonly Measured[]): string {
  const each = ({ times, work }: Measured, name: string) => {
    const epochs = epochsOf(work.split(",")[0] as GradientMethod);
    return `${(times[name].median / epochs).toPrecision(3)} ms`;
  };
  return [
    "| method, loss, rows×columns | wasm, an epoch | single | plain JS | ratio (quartiles) | of single |",
    "|---|---|---|---|---|---|",
    ...measured.map((m) => {
      const [single, ratio] = "single" in m.ratios ? [each(m, "single"), spread(m.ratios.single)] : ["", ""];
      return `| ${m.work} | ${each(m, "wasm")} | ${single} | ${each(m, "plain JS")} | ${spread(m.ratios.wasm)} | ${ratio} |`;
    }),
  ].join("\n");
}
