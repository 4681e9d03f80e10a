// plain.mjs in a process of its own: its paths. tolerance: relative gap

import { type Answered, serve } from "../rivals/protocol.js";
import * as plain from "./plain.mjs";

serve(`bench/solvers/plain.mjs, Node ${process.version.slice(1)}`, {
  columns: ({ columns, y, lambdas }) => ({
    call: (tol) => plain.path(columns, y, { lambdas, tol }),
    answers(result) {
      const { coefficients, intercepts } = result as ReturnType<typeof plain.path>;
      return coefficients.map((each, k): Answered => ({ coefficients: each, intercept: intercepts[k] }));
    },
  }),
  logistic: ({ columns, y, lambdas }) => ({
    call: (tol) => plain.logisticPath(columns, y, { lambdas, tol }),
    answers(result) {
      const { coefficients, intercepts } = result as ReturnType<typeof plain.logisticPath>;
      return coefficients.map((each, k): Answered => ({ coefficients: each, intercept: intercepts[k] }));
    },
  }),
});
