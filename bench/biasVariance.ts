// npm run bench -- biasVariance: bias and variance of ridge over 5000 universes at 50×10, against the same experiment with ml-matrix. Both
// draw their noise with the same generator; each is judged by ridge's closed form.

import { autoregressive, rowsOf } from "../reference/problems.js";
import { biasVariance, normals } from "../src/theory/index.js";
import type { Group } from "./groups.js";
import { type Contender, type Measured, measure, type Work } from "./measure.js";
import { aFitEach, installed, oneFactor, type Spread } from "./solvers/mlMatrixUniverses.mjs";

const [N, P, UNIVERSES, LAMBDA, NOISE, SEED] = [50, 10, 5000, 0.1, 1, 81];
/** theirs / ours that is asked for */
const TARGET = 20;

const HOW = [
  `biasVariance({ universes: ${UNIVERSES} }) of ridge, λ = ${LAMBDA}, on ${N}×${P}, whole calls from rows, against ml-matrix in a process of its`,
  "own, in turns. ml-matrix, a fit a universe: centre, XᵀX + nλI, CholeskyDecomposition, solve, predict, as its users write it; one",
  "factorisation: XᵀX and its Cholesky factor once, all universes as right-hand sides. All use the generator of shrinkage/theory. Bias² and",
  "variance are compared with the closed form, in Monte-Carlo standard errors; ratios are theirs / ours, quartiles.",
].join(" ");

const BUDGET_MS = 4000;

export const group: Group<{ works: BiasVarianceMeasured[] }> = {
  title: "Bias and variance over many universes",
  what: "5000 universes of ridge at 50×10 against ml-matrix",
  quick: false,
  minutes: 1,
  run: async ({ report }) => ({ works: await run(BUDGET_MS, report) }),
  tables: ({ works }) => `${HOW}\n\n${tables(works)}`,
};

interface BiasVarianceMeasured extends Measured {
  target: number;
  /** how far each is from the closed form, in its standard errors */
  deviations: Record<string, number>;
}

function experiment() {
  const { columns, truth: beta } = autoregressive({ n: N, p: P, density: 0.5, seed: SEED });
  const design = rowsOf(columns);
  const coefficients = Array.from(beta);
  return { design, coefficients, truth: design.map((row) => row.reduce((sum, x, j) => sum + x * coefficients[j], 0)) };
}

const ours = () => {
  const { design, coefficients } = experiment();
  const model = { lambda: LAMBDA, l1Ratio: 0 };
  return () => biasVariance({ truth: coefficients, design, noise: NOISE, model, universes: UNIVERSES, seed: SEED });
};

const theirs = (by: typeof aFitEach) => () => {
  const { design, truth } = experiment();
  return () => by({ design, truth, noise: NOISE, lambda: LAMBDA, universes: UNIVERSES }, normals(SEED));
};

const contender = (prepare: () => () => Spread) => (): Contender => {
  const run = prepare();
  let last: Spread;
  return {
    run: () => {
      last = run();
    },
    answer: () => ({ bias2: last.bias2, variance: last.variance }),
  };
};

export function works(): Work[] {
  const ways = { "a fit a universe": aFitEach, "one factorisation": oneFactor };
  return Object.entries(ways).map(([name, by]) => ({
    name: `ml-matrix, ${name}`,
    seed: SEED,
    contenders: [
      { name: "shrinkage", kind: "wasm", prepare: contender(ours) },
      { name: "ml-matrix", kind: "plain", prepare: contender(theirs(by)) },
    ],
  }));
}

async function run(budgetMs: number, report: (done: string) => void): Promise<BiasVarianceMeasured[]> {
  if (!installed()) {
    report("biasVariance: ml-matrix is absent, npm install --prefix bench brings it");
    return [];
  }
  const { exact, errors } = ours()();
  if (!exact) throw new Error("biasVariance: no closed form came");
  const measured = await measure(new URL(import.meta.url), works(), { budgetMs, report });
  return measured.map((each) => {
    const deviation = (answer: Spread) =>
      Math.max(Math.abs(answer.bias2 - exact.bias2) / errors.bias2, Math.abs(answer.variance - exact.variance) / errors.variance);
    const answers = Object.entries(each.answers as Record<string, Spread>);
    return { ...each, target: TARGET, deviations: Object.fromEntries(answers.map(([name, answer]) => [name, deviation(answer)])) };
  });
}

function tables(measured: readonly BiasVarianceMeasured[]): string {
  return [
    "| against | ours, ms | theirs, ms | theirs / ours (quartiles) | target | off the closed form, ours / theirs |",
    "|---|---|---|---|---|---|",
    ...measured.map(({ work, times, ratios, target, deviations }, k) => {
      const ms = (name: string) => times[name].median.toPrecision(3);
      const { low, median, high } = ratios.shrinkage;
      const off = Object.values(deviations).map((sds) => `${sds.toFixed(1)} sd`);
      const goal = k === 0 ? `≥ ${target}` : "";
      return `| ${work} | ${ms("shrinkage")} | ${ms("ml-matrix")} | ${median.toFixed(1)} (${low.toFixed(1)}–${high.toFixed(1)}) | ${goal} | ${off.join(" / ")} |`;
    }),
  ].join("\n");
}
