// Ours, through the public API, in a process of its own. tolerance: tol

import { rowsOf } from "../../reference/problems.js";
import {
  configure,
  type Fit,
  type LogisticFit,
  lasso,
  logistic,
  Matrix,
  memoryUsage,
  type Path,
  path,
  ridge,
  SparseMatrix,
} from "../../src/index.js";
import { type Csc, type Loaded, serve } from "../rivals/protocol.js";

const { relaxedSimd } = configure({ relaxedSimd: process.argv[2] === "relaxed" });

serve(`shrinkage, ${relaxedSimd ? "relaxed" : "base"} build, Node ${process.version.slice(1)}`, {
  matrix: (problem) => pathOf(problem, matrixOf(problem)),
  rows: (problem) => pathOf(problem, rowsOf(problem.columns)),
  logistic: ({ columns, y, lambdas }) => {
    const X = matrixOf({ columns, y, lambdas });
    const one = lambdas.length === 1;
    return {
      call: (tol) => (one ? logistic(X, y, { lambda: lambdas[0], tol }) : path(X, y, { loss: "logistic", lambdas, tol })),
      answers: (result) => (one ? [result as LogisticFit] : Array.from(lambdas, (_, k) => (result as Path).fit(k))),
    };
  },
  sparse_squared: (problem) => sparsePath(problem, "squared"),
  sparse_logistic: (problem) => sparsePath(problem, "logistic"),
  sparsePoisson0: (problem) => sparsePath(problem, "poisson", 0),
  sparsePoisson1: (problem) => sparsePath(problem, "poisson", 1),
  lassoMatrix: (problem) => lassoOf(problem, matrixOf(problem)),
  ridgeMatrix: (problem) => ridgeOf(problem, matrixOf(problem)),
  ridgeRows: (problem) => ridgeOf(problem, rowsOf(problem.columns)),
});

type Table = Matrix | number[][];

function pathOf({ y, lambdas }: Loaded, X: Table) {
  const before = memoryUsage().used;
  return {
    call: (tol: number) => path(X, y, { lambdas, tol }),
    answers(result: unknown) {
      const fits = result as Path;
      return Array.from(lambdas, (_, k) => fits.fit(k));
    },
    bytes: () => memoryUsage().peak - before,
  };
}

function sparsePath({ sparse, y, lambdas }: Loaded, loss: "squared" | "logistic" | "poisson", l1Ratio = 1) {
  const X = SparseMatrix.from({ ...(sparse as Csc), format: "csc" });
  return {
    call: (tol: number) => path(X, y, { loss, lambdas, l1Ratio, tol }),
    answers(result: unknown) {
      const fits = result as Path;
      return Array.from(lambdas, (_, k) => fits.fit(k));
    },
  };
}

function lassoOf({ y, lambdas }: Loaded, X: Table) {
  return { call: (tol: number) => lasso(X, y, { lambda: lambdas[0], tol }), answers: (fit: unknown) => [fit as Fit] };
}

function ridgeOf({ y, lambdas }: Loaded, X: Table) {
  return { call: (tol: number) => ridge(X, y, { lambda: lambdas[0], tol }), answers: (fit: unknown) => [fit as Fit] };
}

/** filled column by column, so that the highest mark of the memory is not of a copy */
function matrixOf({ columns, y }: Loaded): Matrix {
  const X = new Matrix(y.length, columns.length);
  columns.forEach((column, j) => {
    X.column(j).set(column);
  });
  return X;
}
