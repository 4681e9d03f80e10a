// Calls that must be refused: a good one with one or two things wrong. One documented error about one of them, and nothing has changed.
import fc from "fast-check";
import * as library from "../../src/index.js";
import { heap } from "../../src/kernels/heap.js";
import { type Command, command, thrownBy } from "./call.js";
import { dataOf, frozen, type Problem, problems, tableOf } from "./problems.js";
import { assert, type World } from "./world.js";

// biome-ignore lint/suspicious/noExplicitAny: what may not be passed is passed on purpose
type Anything = any;

/** The arguments of a call, to be spoilt; `i` and `j` are places in X. */
interface Arguments {
  X: Anything;
  y: Anything;
  options: Anything;
}

/** what is wrong, and what the message says about it after the function's name */
type Fault = readonly [what: string, spoil: (a: Arguments, i: number, j: number) => Partial<Arguments>, says: RegExp];

const option = (key: string, value: unknown, says: RegExp): Fault => [`${key}: ${String(value)}`, changed(() => ({ [key]: value })), says];
/** options with something else in them, where there are any */
const changed = (wrong: (a: Arguments) => object) => (a: Arguments) => ({
  options: { ...Object.fromEntries(Object.entries(a.options)), ...wrong(a) },
});
const entry = (value: unknown, says: RegExp): Fault => [
  `${String(value)} in X`,
  ({ X }, i, j) => ({ X: X.map((row: unknown[], k: number) => (k === i ? row.with(j, value) : row)) }),
  says,
];

/** faults that every function has which fits X to y */
const COMMON: readonly Fault[] = [
  entry(Number.NaN, /^X has NaN at row \d+, column \d+, expected a finite number$/),
  entry(-Infinity, /^X has -Infinity at row \d+, column \d+, expected a finite number$/),
  entry("1", /^X has "1" \(a string\) at row \d+, column \d+, expected a finite number$/),
  [
    "a ragged row",
    ({ X }, i) => ({ X: X.map((row: unknown[], k: number) => (k === i ? [...row, 1] : row)) }),
    /^row \d+ of X has \d+ entries but row 0 has \d+$/,
  ],
  ["X is null", () => ({ X: null }), /^X is null, expected an array of rows/],
  ["X has no rows", () => ({ X: [] }), /^X is 0×0, expected at least one row and one column$/],
  ["X is a disposed Matrix", ({ X }) => ({ X: gone(X) }), /^X is a Matrix that was disposed of, make it again with Matrix.from$/],
  ["y is short", ({ y }) => ({ y: y.slice(1) }), /^y has \d+ entries but X has \d+ rows$/],
  ["y has NaN", ({ y }, i) => ({ y: [...y].with(i, Number.NaN) }), /^y has NaN at row \d+, expected a (finite )?number/],
  ["y is undefined", () => ({ y: undefined }), /^y is undefined, expected an array of /],
  ["options is null", () => ({ options: null }), /^options is null, expected an object( with lambda)?$/],
  option("alpha", 1, /^alpha is not an option, expected lambda for the strength/),
  option("lamda", 1, /^lamda is not an option, expected one of /),
  option("tol", -1, /^tol is -1, expected a finite number ≥ 0$/),
  option("weights", [1], /^weights has 1 entries but X has \d+ rows$/),
  ["weights of 0", changed(({ y }) => ({ weights: new Array(y?.length ?? 1).fill(0) })), /^weights (are all zero|has \d+ entries)/],
  ["a weight of -1", changed(({ y }) => ({ weights: new Array(y?.length ?? 1).fill(-1) })), /^weights has (-1 at index 0|\d+ entries)/],
  option("fitIntercept", 1, /^fitIntercept is 1, expected true or false$/),
  option("signal", {}, /^signal is an object, expected an AbortSignal$/),
  option("onProgress", "log", /^onProgress is "log" \(a string\), expected a function$/),
];

const LAMBDA: readonly Fault[] = [
  option("lambda", undefined, /^lambda is missing, expected a number ≥ 0$/),
  option("lambda", -0.1, /^lambda is -0.1, expected a finite number ≥ 0$/),
  option("lambda", "1", /^lambda is "1" \(a string\), expected a finite number ≥ 0$/),
];

const PENALTY: readonly Fault[] = [
  option("penaltyFactors", 2, /^penaltyFactors is 2, expected an array of numbers$/),
  option("standardize", "yes", /^standardize is "yes" \(a string\), expected true or false$/),
  option("lower", 0.5, /^lower is 0.5, expected a number ≤ 0$/),
  option("upper", Number.NaN, /^upper is NaN, expected a number ≥ 0$/),
  option("featureNames", [1], /^featureNames is an array of 1, expected an array of strings$/),
  option("maxIterations", 0, /^maxIterations is 0, expected a whole number from 1 to 2147483647$/),
];

const RATIO = option("l1Ratio", 1.5, /^l1Ratio (is|has) 1.5/);
const LAMBDAS = option("lambdas", [1, -1], /^lambdas\[1\] is -1, expected a finite number ≥ 0$/);

const { lasso, ridge, elasticNet, logistic, path, ridgePath, ridgeCv, ridgeInference, crossValidate, stabilitySelection, adaptiveLasso } =
  library;

/** every function that fits, with the faults that it has */
const FUNCTIONS: Record<
  string,
  { call: (X: Anything, y: Anything, options: Anything) => unknown; faults: readonly Fault[]; lambda?: true }
> = {
  lasso: { call: lasso, faults: [...COMMON, ...LAMBDA, ...PENALTY], lambda: true },
  ridge: { call: ridge, faults: [...COMMON.filter(([what]) => what !== "y is undefined"), ...LAMBDA, ...PENALTY], lambda: true },
  elasticNet: { call: elasticNet, faults: [...COMMON, ...LAMBDA, ...PENALTY, RATIO], lambda: true },
  logistic: { call: logistic, faults: [...COMMON, ...LAMBDA, ...PENALTY, RATIO], lambda: true },
  path: { call: path, faults: [...COMMON, ...PENALTY, RATIO, LAMBDAS] },
  ridgePath: { call: ridgePath, faults: [...COMMON, ...PENALTY, LAMBDAS] },
  ridgeCv: { call: ridgeCv, faults: [...COMMON, ...PENALTY, LAMBDAS] },
  ridgeInference: { call: ridgeInference, faults: [...COMMON, ...LAMBDA, ...PENALTY], lambda: true },
  crossValidate: { call: crossValidate, faults: [...COMMON, ...PENALTY, RATIO, LAMBDAS] },
  stabilitySelection: { call: stabilitySelection, faults: [...COMMON, ...PENALTY, RATIO, LAMBDAS] },
  adaptiveLasso: { call: adaptiveLasso, faults: [...COMMON, ...LAMBDA, ...PENALTY.slice(1)], lambda: true },
  gradientDescent: { call: library.gradientDescent, faults: [...COMMON, ...LAMBDA, ...PENALTY, RATIO], lambda: true },
};

function gone(X: Anything): library.Matrix {
  const matrix = library.Matrix.from(Array.isArray(X) && X.length > 0 ? [[1]] : [[1]]);
  matrix.dispose();
  return matrix;
}

/** an array, a typed array or an object as it is now */
const picture = (value: unknown) =>
  JSON.stringify(value, (_, each) =>
    typeof each === "number" ? String(each) : ArrayBuffer.isView(each) ? Array.from(each as Float64Array, String) : each,
  );

interface Parts {
  name: string;
  problem: Problem;
  i: number;
  j: number;
  faults: number[];
}

function refuse(world: World, { name, problem, i, j, faults }: Parts): void {
  const { call, faults: known, lambda } = FUNCTIONS[name];
  // the fewest rows that every function takes
  const { columns, y } = dataOf({ ...problem, n: Math.max(4, problem.n) });
  const target = name === "logistic" ? Array.from(y, (value) => Number(value > 2)) : Array.from(y);
  const wrong = [...new Set(faults.map((at) => known[at % known.length]))];
  let spoilt: Arguments = { X: tableOf("rows", columns), y: target, options: lambda ? { lambda: 0.1 } : {} };
  const matrices = library.memoryUsage().matrices;
  for (const [, spoil] of wrong) {
    // a second fault finds its place only where the first one has left it
    try {
      spoilt = { ...spoilt, ...spoil(spoilt, i % y.length, j % columns.length) };
    } catch {
      return;
    }
  }
  assert(library.memoryUsage().matrices === matrices, "the disposed Matrix lives");
  const { X, options } = spoilt;
  frozen([X, spoilt.y, options]);
  // what is found in the copy of X only was allocated for; it has been given back, and memory may have grown
  const late = wrong.some(([what]) => what.endsWith(" in X"));
  const state = () => {
    const { peak, bytes, ...usage } = library.memoryUsage();
    const layout = heap().layout();
    return picture([
      X,
      spoilt.y,
      options,
      world.accumulators,
      world.fits,
      usage,
      late ? layout.filter(({ free }) => !free) : [layout, peak, bytes],
    ]);
  };
  const before = state();
  const { error } = thrownBy(() => world.call(() => call(X, spoilt.y, options)));
  const said = error instanceof Error ? `${error.name}: ${error.message}` : `${error}`;
  const start = `${name}: `;
  const isDocumented = (error instanceof TypeError || error instanceof RangeError) && error.message.startsWith(start);
  const about = wrong.map(([what]) => what).join(" and ");
  assert(isDocumented && wrong.some(([, , says]) => says.test((error as Error).message.slice(start.length))), `${about} gave ${said}`);
  assert(world.warnings.length === 0, `${about} warned: ${world.warnings}`);
  assert(state() === before, `${about} changed something`);
  world.refused++;
}

export const refusals: fc.Arbitrary<Command> = fc
  .record({
    name: fc.constantFrom(...Object.keys(FUNCTIONS)),
    problem: problems,
    i: fc.nat(29),
    j: fc.nat(19),
    faults: fc.array(fc.nat(199), { minLength: 1, maxLength: 2 }),
  })
  .map((parts) => {
    const about = parts.faults.map((at) => FUNCTIONS[parts.name].faults[at % FUNCTIONS[parts.name].faults.length][0]);
    return command(`${parts.name} refuses ${about.join(" and ")}`, parts, (world) => refuse(world, parts));
  });
