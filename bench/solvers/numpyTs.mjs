// numpy-ts: ridge by the normal equations of the centred rows, as its users write it. tolerance: none, the answer is direct
import { rowsOf } from "../../reference/problems.ts";
import { installed, library } from "../rivals/library.mjs";
import { serve } from "../rivals/protocol.ts";

const version = installed("numpy-ts");
const np = await library("numpy-ts");

const solve = ({ columns, y, lambdas }) => {
  const rows = rowsOf(columns);
  const target = Array.from(y);
  return {
    call() {
      const X = np.array(rows);
      const t = np.array(target);
      const [n, p] = X.shape;
      const means = np.mean(X, 0);
      const yMean = np.mean(t);
      const centred = np.subtract(X, means);
      const A = np.add(np.matmul(centred.T, centred), np.multiply(np.eye(p), n * lambdas[0]));
      const b = np.matmul(centred.T, np.subtract(t, yMean));
      const coefficients = Float64Array.from(np.linalg.solve(A, b).tolist());
      return [{ coefficients, intercept: yMean - means.tolist().reduce((sum, mean, j) => sum + mean * coefficients[j], 0) }];
    },
    answers: (fits) => fits,
  };
};

serve(`numpy-ts ${version}, Node ${process.version.slice(1)}`, { solve });
