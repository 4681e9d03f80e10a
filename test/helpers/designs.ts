// Problems that are hard on a path, and what every entry of any path has to be: feasible, proven, and as near to a fit by coordinate
// descent, which shares no solver with it, as the two gaps allow.
//
// Tolerances. The objective is strongly convex in η and, by the ridge part cⱼ, in β: ½‖η − η*‖² + ½Σcⱼ(βⱼ − βⱼ*)² ≤ objective − optimum ≤
// gap, so two proven answers are within √(2 gap) + √(2 gap′) of each other in that norm, whether or not the solution is unique.
// Rounding: x̃ⱼᵀθ comes with an error of nε‖xⱼ‖‖y‖, ‖xⱼ‖ before centring. Where it passes aⱼ = λρvⱼdⱼ, θ is shrunk by that share of aⱼ,
// and a share κ of θ is worth up to 2κ of the null objective.
import { expect } from "vitest";
import { judge } from "../../reference/objective.js";
import { autoregressive, equicorrelated, rowsOf, type Simulated, uniform } from "../../reference/problems.js";
import { type CommonOptions, elasticNet, type Path, path } from "../../src/index.js";
import { problemOf, quietly } from "./judging.js";

export interface HardCase {
  name: string;
  n: number;
  p: number;
  columns: Float64Array[];
  y: Float64Array;
  X: number[][];
}

type Change = (columns: Float64Array[], y: Float64Array) => { columns?: Float64Array[]; y?: Float64Array };

function hard(name: string, { columns, y }: Pick<Simulated, "columns" | "y">, change: Change = () => ({})): HardCase {
  const changed = { columns, y, ...change(columns, y) };
  return { name, n: changed.y.length, p: changed.columns.length, ...changed, X: rowsOf(changed.columns) };
}

const tall = () => autoregressive({ n: 60, p: 8, density: 0.5, seed: 61 });
const taller = () => autoregressive({ n: 300, p: 20, density: 0.5, seed: 62 });
const wide = () => autoregressive({ n: 30, p: 80, density: 0.1, seed: 63 });
const wider = () => autoregressive({ n: 40, p: 400, density: 0.02, seed: 64 });

/** designs as they come */
export const plainCases: HardCase[] = [
  hard("tall 60×8", tall()),
  hard("taller 300×20", taller()),
  hard("wide 30×80", wide()),
  hard("wider 40×400", wider()),
  hard("AR(0.9) 50×50", autoregressive({ n: 50, p: 50, rho: 0.9, seed: 65 })),
  hard("AR(0.9) 30×90", autoregressive({ n: 30, p: 90, rho: 0.9, seed: 66 })),
  hard("equicorrelated(0.9) 120×12", equicorrelated({ n: 120, p: 12, rho: 0.9, seed: 67 })),
  hard("equicorrelated(0.9) 25×60", equicorrelated({ n: 25, p: 60, rho: 0.9, seed: 68 })),
];

const uneven = uniform(69);
/** designs with something wrong with them */
export const oddCases: HardCase[] = [
  hard("tall, every column twice", tall(), (columns) => ({ columns: [...columns, ...columns] })),
  hard("wide, every column twice", wide(), (columns) => ({ columns: columns.flatMap((x) => [x, x]) })),
  hard("wide, columns and their negatives", wide(), (columns) => ({ columns: columns.flatMap((x) => [x, x.map((v) => -v)]) })),
  hard("tall, sums of others", tall(), (columns) => ({
    columns: [...columns, ...columns.map((x, j) => x.map((v, i) => v - 2 * columns[(j + 3) % 8][i]))],
  })),
  hard("wide, near-duplicates", wide(), (columns) => ({
    columns: columns.flatMap((x, j) => [x, x.map((v, i) => v + 1e-5 * columns[(j + 7) % 80][i])]),
  })),
  hard("a constant column and one of 0", tall(), (columns) => ({
    columns: columns.map((x, j) => (j === 2 ? x.map(() => 3) : j === 5 ? x.map(() => 0) : x)),
  })),
  hard("a column that is y", wide(), (columns, y) => ({ columns: columns.map((x, j) => (j === 7 ? y.slice() : x)) })),
  hard("two rows", autoregressive({ n: 2, p: 5, seed: 70 })),
  hard("one column", autoregressive({ n: 12, p: 1, density: 1, seed: 71 })),
  hard("one column of two rows", autoregressive({ n: 2, p: 1, density: 1, seed: 72 })),
  hard("y = 0", wide(), (_, y) => ({ y: y.map(() => 0) })),
  hard("a constant y", tall(), (_, y) => ({ y: y.map(() => 0.1) })),
  hard("whole numbers with ties", tall(), (columns, y) => ({
    columns: columns.map((x) => x.map((v) => Math.round(v))),
    y: y.map((v) => Math.round(v)),
  })),
  hard("factors as 0 and 1, wide", wide(), (columns, y) => ({
    columns: columns.map((x) => x.map((v) => Number(v > 0.4))),
    y: y.map((v) => Math.sign(v)),
  })),
  hard("columns of sizes from 1e-6 to 1e6", tall(), (columns) => ({
    columns: columns.map((x) => {
      const size = 10 ** Math.round(12 * uneven() - 6);
      return x.map((v) => size * v);
    }),
  })),
  hard("tall, every mean 1e8", taller(), (columns, y) => ({
    columns: columns.map((x) => x.map((v) => v + 1e8)),
    y: y.map((v) => v + 1e8),
  })),
  hard("wide, every mean 1e8", wide(), (columns) => ({ columns: columns.map((x) => x.map((v) => v + 1e8)) })),
];

/** what a path may be asked for, and which problem that makes */
export type Asked = CommonOptions & { l1Ratio?: number; lambdas?: ArrayLike<number>; count?: number; minRatio?: number };

const gaussian = (n: number) => Float64Array.from({ length: n }, (_, i) => (i % 7 === 3 ? 0 : 0.2 + ((i * 5) % 11)));

/** weights, a few of them 0; with two rows none */
export const weightsFor = ({ n }: HardCase) => gaussian(n).map((s) => (n > 4 ? s : s + 1));

/** what the rounding of X̃ᵀθ may do to the relative gap of an answer at λ, in multiples of what theory says for one such error */
export function rounding({ columns, y, n }: HardCase, asked: Asked, lambda: number, nullObjective: number): number {
  const { fitIntercept = true, l1Ratio = 1, penaltyFactors, weights, standardize = false } = asked;
  const total = weights ? Array.from(weights).reduce((a, b) => a + b, 0) : n;
  const share = (i: number) => (weights ? weights[i] : 1) / total;
  const yMean = fitIntercept ? y.reduce((sum, v, i) => sum + share(i) * v, 0) : 0;
  const ySize = Math.sqrt(y.reduce((sum, v, i) => sum + share(i) * (v - yMean) ** 2, 0));
  const yRaw = Math.sqrt(y.reduce((sum, v, i) => sum + share(i) * v * v, 0));
  const worst = columns.reduce((most, x, j) => {
    const v = penaltyFactors?.[j] ?? 1;
    if (v === 0 || v === Infinity) return most;
    const mean = x.reduce((sum, value, i) => sum + share(i) * value, 0);
    const variance = x.reduce((sum, value, i) => sum + share(i) * (value - mean) ** 2, 0);
    const size = Math.sqrt(variance + mean * mean);
    const slope = lambda * l1Ratio * v * (standardize ? Math.sqrt(variance) : 1);
    return slope > 0 ? Math.max(most, size / slope) : most;
  }, 0);
  const nullSize = Math.max(2 * nullObjective, Number.MIN_VALUE);
  return 1e-13 + (2 * n * Number.EPSILON * worst * ySize * Math.max(ySize, 64 * Number.EPSILON * yRaw) * ySize) / nullSize;
}

/** every entry of a path against the judge, and every `every`-th against coordinate descent; one that does not converge is marked at least */
export function expectProven(one: HardCase, asked: Asked, answers: Path, every = 1, converges = true): void {
  const { columns, y, X, n } = one;
  const { tol = 1e-7, l1Ratio = 1, lambdas: _, count: __, minRatio: ___, warmStart: ____, ...common } = asked;
  const raw = y.reduce((sum, v) => sum + v * v, 0) / n;
  for (let k = 0; k < answers.lambdas.length; k++) {
    const fit = answers.fit(k);
    const { lambda, certificate } = fit;
    const what = `${one.name}, λ number ${k} = ${lambda}`;
    const problem = problemOf(columns, y, common, { lambda, l1Ratio });
    const verdict = judge(problem, fit);
    expect(fit.l1Ratio).toBe(l1Ratio);
    if (!verdict.feasible) expect.fail(`${what}: not feasible, ${Array.from(fit.coefficients)}`);
    expect(certificate.gap, what).toBeGreaterThanOrEqual(0);
    if (converges) expect(certificate.converged, `${what}: gap ${certificate.relativeGap}`).toBe(true);
    expect(certificate.converged, what).toBe(certificate.relativeGap <= tol);
    const { nullObjective } = verdict;
    // where nothing is left to explain, there is nothing that a gap could be a share of
    if (certificate.converged && nullObjective > 64 * Number.EPSILON ** 2 * raw) {
      const noise = rounding(one, asked, lambda, nullObjective);
      expect(verdict.relativeGap, `${what}: judged`).toBeLessThanOrEqual(tol * (1 + 1e-6) + noise);
    }
    if (k % every > 0) continue;
    const single = quietly(() => elasticNet(X, y, { ...common, l1Ratio, lambda, tol: Math.min(tol, 1e-10) })).result;
    const best = judge(problem, single);
    // ȳ − Σ x̄ⱼβⱼ is rounded by ε of its largest terms, and a residual that is off by c costs ½c²
    const terms = columns.reduce((sum, x, j) => sum + Math.abs(x[0] * fit.coefficients[j]), 0);
    const room = 1e-13 * nullObjective + 64 * Number.EPSILON ** 2 * raw + (4 * Number.EPSILON * terms) ** 2;
    expect(Math.abs(certificate.objective - verdict.objective), `${what}: objective`).toBeLessThanOrEqual(certificate.gap + room);
    expect(verdict.objective - best.objective, `${what}: more above the optimum than its gap`).toBeLessThanOrEqual(certificate.gap + room);
    expect(distance(one, asked, fit, single), `${what}: from the fit of its own`).toBeLessThanOrEqual(
      Math.sqrt(2 * (certificate.gap + room)) + Math.sqrt(2 * (single.certificate.gap + room)),
    );
  }
}

export interface Answer {
  lambda: number;
  coefficients: ArrayLike<number>;
  intercept: number;
}

/** √(‖η − η′‖² + Σ cⱼ(βⱼ − βⱼ′)²) */
export function distance({ columns, n }: HardCase, asked: Asked, a: Answer, b: Answer): number {
  const { weights, fitIntercept = true, l1Ratio = 1, penaltyFactors, standardize = false } = asked;
  const total = weights ? Array.from(weights).reduce((sum, s) => sum + s, 0) : n;
  const w = Float64Array.from({ length: n }, (_, i) => (weights ? weights[i] : 1) / total);
  const eta = new Float64Array(n);
  let ridge = 0;
  columns.forEach((x, j) => {
    const apart = a.coefficients[j] - b.coefficients[j];
    if (apart === 0) return;
    const mean = x.reduce((sum, v, i) => sum + w[i] * v, 0);
    const variance = x.reduce((sum, v, i) => sum + w[i] * (v - mean) ** 2, 0);
    const d2 = standardize ? variance : 1;
    ridge += a.lambda * (1 - l1Ratio) * (penaltyFactors?.[j] ?? 1) * d2 * apart * apart;
    for (let i = 0; i < n; i++) eta[i] += (x[i] - (fitIntercept ? mean : 0)) * apart;
  });
  return Math.sqrt(eta.reduce((sum, v, i) => sum + w[i] * v * v, 0) + ridge);
}

/** the path, its warnings unseen */
export function quietPath({ X, y }: HardCase, asked: Asked): Path {
  return quietly(() => path(X, y, asked)).result;
}
