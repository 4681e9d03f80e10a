// Problems of the kinds that break proofs, as fast-check makes and shrinks them: what a problem is made of is arbitrary, its numbers follow
// from a seed.
import fc from "fast-check";
import { normal, uniform } from "../../reference/problems.js";
import type { LossName } from "../../src/index.js";

const COLUMNS = ["normal", "copy", "nearCopy", "sum", "constant", "nearlyConstant", "farMean", "dummy", "smooth", "zero"] as const;
const TARGETS = ["signal", "noise", "exact", "constant", "nearlyConstant", "zero"] as const;
const WEIGHTS = ["none", "uniform", "zeros", "one", "huge", "tiny", "wide"] as const;
const FACTORS = ["none", "uniform", "zeros", "allZero", "tiny", "infinite", "mixed"] as const;
const BOUNDS = ["none", "nonNegative", "nonPositive", "box", "one", "closed"] as const;
const SCALES = ["one", "all", "mixed", "extreme"] as const;
export const LOSSES = ["squared", "logistic", "huber", "poisson", "gamma", "squaredHinge"] as const;

/** What a problem is made of. */
export interface Recipe {
  n: number;
  columns: (typeof COLUMNS)[number][];
  seed: number;
  scale: (typeof SCALES)[number];
  /** powers of ten of X and y */
  power: number;
  yPower: number;
  target: (typeof TARGETS)[number];
  weights: (typeof WEIGHTS)[number];
  factors: (typeof FACTORS)[number];
  bounds: (typeof BOUNDS)[number];
  /** λ is 0, or 10^−this of about λmax */
  strength: number | "zero";
  l1Ratio: number;
  fitIntercept: boolean;
  standardize: boolean;
  tol: number;
  /** of coordinate descent or Newton's method at most: few, to see answers on the way */
  maxIterations?: number;
  loss: LossName;
  /** of "huber": 10^−this of the scale of y, or the default */
  cut: number | "default";
}

/** A problem in plain numbers. */
export interface HardProblem {
  X: number[][];
  y: number[];
  lambda: number;
  l1Ratio: number;
  loss: LossName;
  delta?: number;
  fitIntercept: boolean;
  standardize: boolean;
  tol: number;
  maxIterations?: number;
  weights?: number[];
  penaltyFactors?: number[];
  lower?: number | number[];
  upper?: number | number[];
}

/** the first of them is the plainest, to which counterexamples shrink, and comes most often */
const mostly = <T>(values: readonly T[]) =>
  fc.oneof({ weight: values.length, arbitrary: fc.constant(values[0]) }, { weight: values.length, arbitrary: fc.constantFrom(...values) });

const size = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 12 }) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 60 }) });

export const recipes: fc.Arbitrary<Recipe> = fc.record({
  n: size,
  columns: size.chain((p) => fc.array(mostly(COLUMNS), { minLength: 1, maxLength: p, size: "max" })),
  seed: fc.noShrink(fc.integer({ min: 1, max: 1_000_000 })),
  scale: mostly(SCALES),
  power: fc.integer({ min: -150, max: 150 }),
  yPower: fc.oneof(fc.constant(0), fc.integer({ min: -150, max: 150 })),
  target: mostly(TARGETS),
  weights: mostly(WEIGHTS),
  factors: mostly(FACTORS),
  bounds: mostly(BOUNDS),
  strength: fc.oneof(fc.constant("zero" as const), fc.integer({ min: -1, max: 14 }), fc.integer({ min: 0, max: 4 })),
  l1Ratio: fc.oneof(fc.constant(1), fc.constantFrom(0, 0.5, 0.1, 0.001, 1e-9), fc.double({ min: 0, max: 1, noNaN: true })),
  fitIntercept: fc.oneof(fc.constant(true), fc.boolean()),
  standardize: fc.boolean(),
  tol: fc.constantFrom(1e-7, 1e-7, 1e-10, 1e-4, 1e-13, 0.1),
  maxIterations: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) }),
  loss: fc.constantFrom(...LOSSES),
  cut: fc.oneof(fc.constant("default" as const), fc.integer({ min: -1, max: 5 })),
});

/** the problem of a recipe, with `loss` in place of the recipe's where it is given */
export function problemOf(recipe: Recipe, loss: LossName = recipe.loss): HardProblem {
  const { n, seed, fitIntercept, standardize, tol, maxIterations } = recipe;
  const random = uniform(seed);
  const gaussian = normal(seed + 1);
  const p = recipe.columns.length;
  const columns: number[][] = [];
  for (const kind of recipe.columns) columns.push(columnOf(kind, columns, n, random, gaussian));
  const signal = Array.from({ length: n }, (_, i) => columns.reduce((sum, x, j) => sum + (j % 3 ? 0 : x[i] / (1 + Math.abs(x[0]))), 0));
  const y = targetOf(recipe, loss, signal, random, gaussian);
  const powers = columns.map(() => powerOf(recipe, random));
  const X = Array.from({ length: n }, (_, i) => columns.map((x, j) => x[i] * 10 ** powers[j]));
  const weights = weightsOf(recipe.weights, n, random);
  const ofY = loss === "squared" || loss === "huber" ? Math.max(...y.map(Math.abs)) || 1 : 1;
  const ofX = standardize ? 1 : 10 ** powers[0];
  const lambda = recipe.strength === "zero" ? 0 : 10 ** -recipe.strength * ofX * ofY * (0.5 + random());
  return {
    ...{ X, y, lambda, l1Ratio: recipe.l1Ratio, loss, fitIntercept, standardize, tol, maxIterations, weights },
    ...(loss === "huber" && { delta: recipe.cut === "default" ? ofY / 2 : 10 ** -recipe.cut * ofY }),
    penaltyFactors: factorsOf(recipe.factors, p, random),
    ...boundsOf(recipe.bounds, p, ofY / 10 ** powers[0], random),
  };
}

type Random = () => number;

function columnOf(kind: Recipe["columns"][number], before: number[][], n: number, random: Random, gaussian: Random): number[] {
  const fresh = () => Array.from({ length: n }, gaussian);
  const other = before[Math.floor(random() * before.length)];
  switch (kind) {
    case "copy":
      return other ? [...other] : fresh();
    case "nearCopy": {
      const near = 10 ** -(4 + 11 * random());
      return other ? other.map((x) => x + near * gaussian()) : fresh();
    }
    case "sum":
      return other ? other.map((x, i) => (x + before[0][i]) / 2) : fresh();
    case "constant":
      return new Array(n).fill(1 + Math.floor(3 * random()));
    case "nearlyConstant": {
      const [at, near] = [gaussian(), 10 ** -(8 + 8 * random())];
      return Array.from({ length: n }, () => at * (1 + near * gaussian()));
    }
    case "farMean": {
      const mean = 10 ** (1 + 6 * random());
      return fresh().map((x) => x + mean);
    }
    case "dummy": {
      const share = random();
      return Array.from({ length: n }, () => Number(random() < share));
    }
    case "smooth":
      return Array.from({ length: n }, (_, i) => Math.exp(-((i - before.length) ** 2) / 32));
    case "zero":
      return new Array(n).fill(0);
    default:
      return fresh();
  }
}

function powerOf({ scale, power }: Recipe, random: Random): number {
  if (scale === "one") return 0;
  if (scale === "all") return power;
  return Math.round((scale === "mixed" ? 6 : 2 * Math.abs(power)) * (random() - 0.5));
}

function targetOf({ target, n, yPower }: Recipe, loss: LossName, signal: number[], random: Random, gaussian: Random): number[] {
  const noise = target === "exact" ? 0 : target === "signal" ? 0.3 : 1;
  const eta = signal.map((x) => (target === "noise" ? 0 : x) + noise * gaussian());
  if (loss === "logistic" || loss === "squaredHinge") {
    const labels: number[] = eta.map((value) => (value > (target === "nearlyConstant" ? 1.5 : 0) ? 1 : -1));
    // two kinds there must be
    if (n > 1 && labels.every((label) => label === labels[0])) labels[0] = -labels[0];
    return labels;
  }
  if (loss === "gamma") {
    const scaleOf = target === "constant" ? 1 : 10 ** Math.min(100, Math.max(-100, yPower));
    return eta.map((value) => scaleOf * (target === "constant" || target === "zero" ? 1 : Math.exp(Math.max(-3, Math.min(3, value)))));
  }
  if (target === "zero") return new Array(n).fill(0);
  if (loss === "poisson")
    return eta.map((value) => (target === "exact" ? Math.exp(Math.min(3, value)) : Math.floor(Math.exp(Math.min(3, value)) + random())));
  const scale = 10 ** yPower;
  if (target === "constant") return new Array(n).fill(scale);
  if (target === "nearlyConstant") return eta.map((value) => scale * (1 + 1e-9 * value));
  return eta.map((value) => scale * value);
}

function weightsOf(kind: Recipe["weights"], n: number, random: Random): number[] | undefined {
  if (kind === "none") return undefined;
  const kept = Math.floor(random() * n);
  const weight = (i: number) => {
    if (kind === "zeros") return i !== kept && random() < 0.5 ? 0 : random() + 0.01;
    if (kind === "one") return Number(i === kept);
    if (kind === "huge") return 1e300 * (random() + 0.01);
    if (kind === "tiny") return 1e-300 * (random() + 0.01);
    return kind === "wide" ? 10 ** (12 * random() - 6) : random() + 0.01;
  };
  return Array.from({ length: n }, (_, i) => weight(i));
}

function factorsOf(kind: Recipe["factors"], p: number, random: Random): number[] | undefined {
  if (kind === "none") return undefined;
  const tiny = () => 10 ** -Math.ceil(15 * random());
  const factor = () => {
    const u = random();
    if (kind === "allZero") return 0;
    if (kind === "zeros") return u < 0.4 ? 0 : 1;
    if (kind === "tiny") return tiny();
    if (kind === "infinite") return u < 0.4 ? Infinity : 1;
    if (kind === "mixed") return u < 0.2 ? 0 : u < 0.4 ? Infinity : u < 0.6 ? tiny() : u < 0.8 ? 1 / tiny() : 1;
    return 2 * u;
  };
  return Array.from({ length: p }, factor);
}

function boundsOf(kind: Recipe["bounds"], p: number, size: number, random: Random): Pick<HardProblem, "lower" | "upper"> {
  const each = () => Array.from({ length: p }, () => (random() < 0.5 ? 0 : size * random()));
  switch (kind) {
    case "nonNegative":
      return { lower: 0 };
    case "nonPositive":
      return { upper: 0 };
    case "box":
      return { lower: -0.3 * size, upper: 0.2 * size };
    case "one":
      return { lower: each().map((x) => (x === 0 ? 0 : -x)), upper: each().map((x) => (random() < 0.3 ? Infinity : x)) };
    case "closed":
      return { lower: 0, upper: each() };
    default:
      return {};
  }
}
