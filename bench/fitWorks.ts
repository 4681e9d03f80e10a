// Whole public calls against solvers/plain.mjs: the same problem, the same tolerance, every answer judged by objective.ts.

import * as plain from "../reference/plain.mjs";
import { autoregressive, rowsOf } from "../reference/problems.js";
import { lasso, Matrix, path, ridge } from "../src/index.js";
import diabetes from "../test/fixtures/diabetes.json" with { type: "json" };
import type { Contender, Work } from "./interleave.js";

/** what both sides stop at: gap / objective of the null model */
export const TOL = 1e-7;
const RIDGE_LAMBDA = 0.1;

export interface Data {
  columns: Float64Array[];
  y: Float64Array;
}

/** one answer of a fit, a path has many */
export interface Answered {
  lambda: number;
  l1Ratio: number;
  coefficients: Float64Array;
  intercept: number;
}

export interface Fitting extends Work {
  data(): Data;
}

export function works(): Fitting[] {
  return [
    ridgeOf(1000, 100, 31),
    ridgeOf(5000, 200, 32),
    ridgeOf(200, 1000, 33),
    lassoOf(1000, 100, 34),
    lassoOf(200, 2000, 35),
    pathOf("1000×100", 36, () => autoregressive({ n: 1000, p: 100, seed: 36 })),
    pathOf("200×2000", 37, () => autoregressive({ n: 200, p: 2000, seed: 37 })),
    pathOf("diabetes 442×10", 0, real),
  ];
}

function ridgeOf(n: number, p: number, seed: number): Fitting {
  return fitting(
    `ridge ${n}×${p}`,
    seed,
    () => autoregressive({ n, p, seed }),
    (X, { y }) => [ridge(X, y, { lambda: RIDGE_LAMBDA, tol: TOL })],
    ({ columns, y }) => [{ ...plain.ridge(columns, y, { lambda: RIDGE_LAMBDA }), lambda: RIDGE_LAMBDA, l1Ratio: 0 }],
  );
}

function lassoOf(n: number, p: number, seed: number): Fitting {
  const data = () => autoregressive({ n, p, seed });
  const { columns, y } = data();
  const lambda = plain.lambdaMax(columns, y) / 10;
  return fitting(
    `lasso ${n}×${p}, λmax/10`,
    seed,
    data,
    (X, { y }) => [lasso(X, y, { lambda, tol: TOL })],
    ({ columns, y }) => [{ ...plain.elasticNet(columns, y, { lambda, tol: TOL }), lambda, l1Ratio: 1 }],
  );
}

function pathOf(name: string, seed: number, data: () => Data): Fitting {
  return fitting(
    `path ${name}, 100 λ`,
    seed,
    data,
    (X, { y }) => {
      const result = path(X, y, { tol: TOL });
      return Array.from(result.lambdas, (_, k) => result.fit(k));
    },
    ({ columns, y }) => {
      const { lambdas, coefficients, intercepts } = plain.path(columns, y, { tol: TOL });
      return coefficients.map((each, k) => ({ lambda: lambdas[k], l1Ratio: 1, coefficients: each, intercept: intercepts[k] }));
    },
  );
}

function real(): Data {
  const { X, y } = diabetes;
  return { columns: X[0].map((_, j) => Float64Array.from(X, (row) => row[j])), y: Float64Array.from(y) };
}

function fitting(
  name: string,
  seed: number,
  data: () => Data,
  ours: (X: Matrix | number[][], data: Data) => Answered[],
  theirs: (data: Data) => Answered[],
): Fitting {
  return {
    name,
    seed,
    data,
    contenders: [
      {
        name: "Matrix",
        kind: "wasm",
        prepare() {
          const numbers = data();
          const X = Matrix.from(rowsOf(numbers.columns));
          return calls(() => ours(X, numbers));
        },
      },
      {
        name: "rows",
        kind: "wasm",
        prepare() {
          const numbers = data();
          const X = rowsOf(numbers.columns);
          return calls(() => ours(X, numbers));
        },
      },
      {
        name: "plain JS",
        kind: "plain",
        prepare() {
          const numbers = data();
          return calls(() => theirs(numbers));
        },
      },
    ],
  };
}

function calls(call: () => Answered[]): Contender {
  let last: Answered[] = [];
  const run = () => {
    last = call();
  };
  const parts = ({ lambda, l1Ratio, coefficients, intercept }: Answered) => ({ lambda, l1Ratio, coefficients, intercept });
  return { run, answer: () => last.map(parts) };
}
