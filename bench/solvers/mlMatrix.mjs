// ml-matrix: ridge by the normal equations of the centred rows, as its users write it. tolerance: none, the answer is direct
import { rowsOf } from "../../reference/problems.ts";
import { installed, library } from "../rivals/library.mjs";
import { serve } from "../rivals/protocol.ts";

const version = installed("ml-matrix");
const { CholeskyDecomposition, Matrix, solve } = await library("ml-matrix");

const by = (solved) => (problem) => {
  const rows = rowsOf(problem.columns);
  const target = Array.from(problem.y);
  return {
    call() {
      const X = new Matrix(rows);
      const y = Matrix.columnVector(target);
      const means = X.mean("column");
      const yMean = y.mean();
      X.center("column", { center: means });
      y.sub(yMean);
      const Xt = X.transpose();
      const A = Xt.mmul(X).add(Matrix.eye(X.columns).mul(X.rows * problem.lambdas[0]));
      const coefficients = Float64Array.from(solved(A, Xt.mmul(y)).to1DArray());
      return [{ coefficients, intercept: yMean - means.reduce((sum, mean, j) => sum + mean * coefficients[j], 0) }];
    },
    answers: (fits) => fits,
  };
};

serve(`ml-matrix ${version}, Node ${process.version.slice(1)}`, {
  cholesky: by((A, b) => new CholeskyDecomposition(A).solve(b)),
  solve: by(solve),
});
