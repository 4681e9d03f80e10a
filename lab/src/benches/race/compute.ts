// The same lasso path by plain JavaScript and by the library, on the same columns, one after the other.
import { Matrix, path } from "shrinkage";
import { normals } from "shrinkage/theory";
// what the library is measured against in bench/ too: no code of it, and no WebAssembly
import { descend, start } from "../../../../reference/plain/descent.mjs";
import type { Data } from "../../data/load.js";
import type { Progress } from "../../worker/messages.js";
import { standardised } from "../standardised.js";

export interface RaceAsked {
  /** rows and columns of a table that is made; without it the reader's own is used */
  size?: readonly [number, number];
  lambdas: number;
  repeats: number;
  /** another number, another race */
  round: number;
}

/** how far below the smallest λ is, and what both stop at */
const LEAST = 1e-2;
const TOL = 1e-6;

interface Answered {
  /** of each run */
  milliseconds: number[];
  /** of the last λ */
  coefficients: number[];
  nonzero: number;
  /** the largest relative gap of the path */
  gap: number;
}

function problemOf(data: Data, { size, lambdas: count }: RaceAsked) {
  const { columns, y } = size ? made(...size) : own(data);
  const n = y.length;
  const mean = y.reduce((a, b) => a + b, 0) / n;
  const most = columns.reduce(
    (largest, x) => Math.max(largest, Math.abs(x.reduce((sum, value, i) => sum + value * (y[i] - mean), 0) / n)),
    0,
  );
  const lambdas = Float64Array.from({ length: count }, (_, k) => most * LEAST ** (k / (count - 1)));
  return { columns, y, lambdas };
}

const own = ({ shape, columns, y }: Data) => ({ columns: shape.names.map((name) => standardised(name, columns[name])), y });

/** seeded normal columns, of which ten matter */
function made(n: number, p: number) {
  const next = normals(5);
  const columns = Array.from({ length: p }, (_, j) => standardised(`x${j}`, Float64Array.from({ length: n }, next)));
  const step = Math.floor(p / 10);
  const y = Float64Array.from({ length: n }, (_, i) => {
    let sum = next();
    for (let k = 0; k < 10; k++) sum += (k % 2 ? -1 : 1) * columns[k * step][i];
    return sum;
  });
  return { columns, y };
}

export function racePlain(data: Data, asked: RaceAsked, onProgress: (progress: Progress) => void): Answered {
  const { columns, y, lambdas } = problemOf(data, asked);
  return race(
    asked,
    (report) => {
      let gap = 0;
      const state = start(columns, y);
      lambdas.forEach((lambda, k) => {
        gap = Math.max(gap, descend(state, lambda, 1, TOL) / state.nullObjective);
        report(k + 1);
      });
      return { coefficients: state.beta as Float64Array, gap };
    },
    onProgress,
  );
}

export function raceWasm(data: Data, asked: RaceAsked, onProgress: (progress: Progress) => void): Answered {
  const { columns, y, lambdas } = problemOf(data, asked);
  using X = Matrix.from(Object.fromEntries(columns.map((column, j) => [`x${j}`, column])));
  return race(
    asked,
    (report) => {
      const fits = path(X, y, { lambdas, tol: TOL, onProgress: ({ done }) => report(done) });
      const gap = fits.relativeGaps.reduce((a, b) => Math.max(a, b), 0);
      return { coefficients: fits.coefficients(lambdas.length - 1), gap };
    },
    onProgress,
  );
}

function race(
  { repeats, lambdas }: RaceAsked,
  run: (report: (done: number) => void) => { coefficients: Float64Array; gap: number },
  onProgress: (progress: Progress) => void,
): Answered {
  const milliseconds: number[] = [];
  let last: ReturnType<typeof run> | undefined;
  for (let k = 0; k < repeats; k++) {
    const begin = performance.now();
    last = run((done) => onProgress({ stage: "race", done: k * lambdas + done, total: repeats * lambdas }));
    milliseconds.push(performance.now() - begin);
  }
  const { coefficients, gap } = last as ReturnType<typeof run>;
  return { milliseconds, coefficients: Array.from(coefficients), nonzero: coefficients.filter((w) => w !== 0).length, gap };
}
