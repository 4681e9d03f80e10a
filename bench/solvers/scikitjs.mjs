// scikitjs: RidgeRegression and LassoRegression, which train a tfjs layer by Adam. Only how far its answers are off is of interest. It is
// published with a broken ES module, so it is required. tolerance: none
import { createRequire } from "node:module";
import { rowsOf } from "../../reference/problems.ts";
import { absent, installed } from "../rivals/library.mjs";
import { serve } from "../rivals/protocol.ts";

const version = installed("scikitjs");
const require = createRequire(import.meta.url);
let sk;
try {
  // the very copies that it will use
  const own = createRequire(require.resolve("scikitjs"));
  const tf = { ...own("@tensorflow/tfjs-core"), ...own("@tensorflow/tfjs-layers") };
  require("@tensorflow/tfjs-backend-cpu");
  sk = require("scikitjs");
  sk.setBackend(tf);
} catch (error) {
  absent(`scikitjs does not load in Node ${process.versions.node}: ${String(error.message).split("\n")[0]}`);
}

const by = (model) => (problem) => {
  const rows = rowsOf(problem.columns);
  const target = Array.from(problem.y);
  return {
    async call() {
      const fits = [];
      for (const lambda of problem.lambdas) {
        const fitted = model(lambda);
        await fitted.fit(rows, target);
        fits.push(fitted);
      }
      return fits;
    },
    // its `coef` calls what its tfjs lacks
    answers: (fits) =>
      fits.map(({ model }) => {
        const [coefficients, [intercept]] = model.getWeights().map((each) => Float64Array.from(each.dataSync()));
        return { coefficients, intercept };
      }),
  };
};

serve(`scikitjs ${version}, Node ${process.version.slice(1)}`, {
  // mean squared error + α‖β‖², + α‖β‖₁: twice our objective
  ridge: by((lambda) => new sk.RidgeRegression({ alpha: lambda })),
  lasso: by((lambda) => new sk.LassoRegression({ alpha: 2 * lambda })),
});
