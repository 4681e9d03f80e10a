// deepbox: its Ridge, and its Lasso at each λ. tolerance: Lasso's tol; Ridge is direct. Ridge(alpha) minimises Σr² + α‖β‖², Lasso ours
import { rowsOf } from "../../reference/problems.ts";
import { installed, library } from "../rivals/library.mjs";
import { serve } from "../rivals/protocol.ts";

const version = installed("deepbox");
const { Lasso, Ridge } = await library("deepbox/ml");
const { tensor } = await library("deepbox/ndarray");

const by = (fitted) => (problem) => {
  const rows = rowsOf(problem.columns);
  const target = Array.from(problem.y);
  return {
    call(tolerance) {
      const X = tensor(rows, { dtype: "float64" });
      const y = tensor(target, { dtype: "float64" });
      return Array.from(problem.lambdas, (lambda) => fitted(lambda, rows.length, tolerance).fit(X, y));
    },
    answers: (models) =>
      models.map(({ coef, intercept }) => ({
        coefficients: Float64Array.from(coef.toArray()),
        intercept: typeof intercept === "number" ? intercept : intercept.toArray()[0],
      })),
  };
};

const ridge = (solver) => by((lambda, n) => new Ridge({ alpha: n * lambda, solver }));

serve(`deepbox ${version}, Node ${process.version.slice(1)}`, {
  cholesky: ridge("cholesky"),
  auto: ridge("auto"),
  lasso: by((alpha, _, tol) => new Lasso({ alpha, tol, maxIter: 1e6 })),
});
