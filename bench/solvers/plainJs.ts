// plain.mjs in a process of its own: its paths and ridge fits. tolerance: relative gap

import * as plain from "../../reference/plain.mjs";
import { type Answered, type Loaded, serve } from "../rivals/protocol.js";

const ridge = ({ columns, y, lambdas }: Loaded) => ({
  call: () => plain.ridge(columns, y, { lambda: lambdas[0] }),
  answers: (fit: unknown) => [fit as Answered],
});

serve(`reference/plain.mjs, Node ${process.version.slice(1)}`, {
  ridge,
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
