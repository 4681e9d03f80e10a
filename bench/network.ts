// npm run bench -- network: an epoch of adam by batches of 32 against plain JavaScript that takes the same steps, tfjs on its wasm backend,
// scikit-learn's MLP and PyTorch on one thread.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { network as plain } from "../reference/plain.mjs";
import { normal } from "../reference/problems.js";
import { network } from "../src/network/index.js";
import { nextUniform, seeded, shuffle } from "../src/random.js";
import type { Group } from "./groups.js";
import { type Measured, measure, type Work } from "./measure.js";
import { spread } from "./show.js";

/** what a library of others needed for an epoch, or why it was not measured */
interface Other {
  work: string;
  library: string;
  ms?: number;
  why?: string;
}

interface Contents {
  methods: Measured[];
  others: Other[];
}

const HOW = [
  "`network` from rows, whole calls with reading, copying and the loss of all rows after every epoch, and plain JavaScript (reference/plain/network.mjs)",
  "on numbers that lie there already, with the same steps from the same weights on the same batches. Both objectives agree to 1e-9; ratios are",
  "plain JS / ours, quartiles. tfjs (32 bits) gets batches in the order of the rows and computes no loss of all rows; scikit-learn (64 bits, BLAS)",
  "is timed over fit with early stopping off; PyTorch (64 bits) takes the same steps without the loss of all rows; both on one thread.",
].join(" ");

const BUDGET_MS = 1500;
const [EPOCHS, BATCH, RATE, LAMBDA] = [10, 32, 0.003, 1e-4];
const SHAPES = [
  { name: "1797×64 → 32 → 10, relu, softmax", n: 1797, sizes: [64, 32, 10], tanh: false, classes: true },
  { name: "10000×100 → 64 → 32 → 1, tanh, squared", n: 10_000, sizes: [100, 64, 32, 1], tanh: true, classes: false },
];
type Shape = (typeof SHAPES)[number];

export const group: Group<Contents> = {
  title: "Networks",
  what: "an epoch of shrinkage/network against plain JavaScript, tfjs, scikit-learn and PyTorch",
  quick: false,
  minutes: 2,
  run: async ({ report }) => ({ methods: await run(report), others: others(report) }),
  tables: ({ methods, others }) => `${HOW}\n\n${tables(methods, others)}`,
};

export function works(): Work[] {
  return SHAPES.map((shape) => ({ name: shape.name, seed: 61, contenders: [ours(shape), theirs(shape)] }));
}

/** rows of normal numbers; classes are the largest of ten directions, numbers a bent direction */
function data({ n, sizes, classes }: Shape) {
  const next = normal(61);
  const p = sizes[0];
  const X = Float64Array.from({ length: n * p }, next);
  const directions = Array.from({ length: classes ? sizes[sizes.length - 1] : 1 }, () => Float64Array.from({ length: p }, next));
  const y = Float64Array.from({ length: n }, (_, i) => {
    const sums = directions.map((d) => d.reduce((sum, w, j) => sum + w * X[i * p + j], 0));
    return classes ? sums.indexOf(Math.max(...sums)) : Math.sin(sums[0]) + 0.1 * next();
  });
  return { X, y };
}

/** weights input by input, as plain JavaScript has them */
function begin(sizes: readonly number[]) {
  const random = seeded(5);
  return sizes.slice(1).map((units, l) => {
    const range = Math.sqrt(6 / (sizes[l] + units));
    return { W: Float64Array.from({ length: sizes[l] * units }, () => range * (2 * nextUniform(random) - 1)), b: new Float64Array(units) };
  });
}

function ours(shape: Shape): Work["contenders"][number] {
  const { sizes, tanh, classes } = shape;
  let last: Float64Array;
  return {
    name: "wasm",
    kind: "wasm",
    prepare() {
      const { X, y } = data(shape);
      const initial = begin(sizes).map(({ W, b }, l) => ({
        weights: Array.from(b, (_, j) => Float64Array.from({ length: sizes[l] }, (_, k) => W[k * b.length + j])),
        biases: b,
      }));
      const options = {
        ...{
          hidden: sizes.slice(1, -1),
          initial,
          activation: tanh ? ("tanh" as const) : ("relu" as const),
          loss: classes ? ("multinomial" as const) : ("squared" as const),
        },
        ...{ lambda: LAMBDA, learningRate: RATE, epochs: EPOCHS, batchSize: BATCH },
      };
      const rows = { data: X, shape: [shape.n, sizes[0]] };
      return {
        run() {
          last = network(rows, y, options).history.objective;
        },
        answer: () => [...last],
      };
    },
  };
}

function theirs(shape: Shape): Work["contenders"][number] {
  const { sizes, tanh, classes } = shape;
  let last: Float64Array;
  return {
    name: "plain JS",
    kind: "plain",
    prepare() {
      const { X, y } = data(shape);
      return {
        run() {
          const random = seeded(1, 1);
          const shuffled = (order: Int32Array) => void shuffle(order, random);
          last = plain(X, y, sizes, begin(sizes), { classes, tanh, lambda: LAMBDA, rate: RATE, epochs: EPOCHS, size: BATCH, shuffled });
        },
        answer: () => [...last],
      };
    },
  };
}

/** measures, and refuses objectives that differ */
async function run(report: (done: string) => void): Promise<Measured[]> {
  const measured = await measure(new URL(import.meta.url), works(), { budgetMs: BUDGET_MS, report });
  return measured.map((each) => {
    const [one, other] = Object.values(each.answers) as number[][];
    const difference = one.reduce((most, value, k) => Math.max(most, Math.abs(value / other[k] - 1)), 0);
    if (!(difference <= 1e-9)) throw new Error(`network: ${each.work} differs by ${difference} between its contenders`);
    return { ...each, answers: { difference } };
  });
}

function others(report: (done: string) => void): Other[] {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const python = process.env.BENCH_PYTHON ?? here(".venv/bin/python");
  const threads = Object.fromEntries(["OPENBLAS", "OMP", "MKL"].map((name) => [`${name}_NUM_THREADS`, "1"]));
  return SHAPES.flatMap(({ name, n, sizes, tanh, classes }) =>
    [
      {
        library: "tfjs wasm",
        command: process.execPath,
        script: "solvers/tfjsNetwork.mjs",
        missing: "npm install --prefix bench brings it",
      },
      { library: "scikit-learn", command: python, script: "solvers/sklearn_network.py", missing: "bench/requirements.txt names it" },
      { library: "PyTorch", command: python, script: "solvers/torch_network.py", missing: "bench/requirements.txt names it" },
    ].map(({ library, command, script, missing }): Other => {
      report(`${library}, ${name}`);
      if (!existsSync(command)) return { work: name, library, why: missing };
      const words = [here(script), n, sizes.join(), Number(tanh), Number(classes), BATCH, EPOCHS, RATE].map(String);
      const { stdout, status } = spawnSync(command, words, { encoding: "utf8", env: { ...process.env, ...threads }, timeout: 240_000 });
      const ms = Number.parseFloat(stdout);
      return status === 0 && ms > 0 ? { work: name, library, ms } : { work: name, library, why: missing };
    }),
  );
}

function tables(measured: readonly Measured[], others: readonly Other[]): string {
  const ms = (x: number) => `${x.toPrecision(3)} ms`;
  const rows = measured.map(({ work, times, ratios }) => {
    const mine = times.wasm.median / EPOCHS;
    const rest = ["tfjs wasm", "scikit-learn", "PyTorch"].map((library) => {
      const other = others.find((each) => each.work === work && each.library === library);
      return other?.ms ? `${ms(other.ms)} (${(other.ms / mine).toPrecision(2)})` : "not measured";
    });
    return `| ${[work, ms(mine), ms(times["plain JS"].median / EPOCHS), spread(ratios.wasm), ...rest].join(" | ")} |`;
  });
  return [
    "| rows×columns → units | wasm, an epoch | plain JS | ratio (quartiles) | tfjs wasm (ratio) | scikit-learn (ratio) | PyTorch (ratio) |",
    "|---|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}
