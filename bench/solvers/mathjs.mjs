// mathjs: ridge by the normal equations of the centred rows, as its users write it. tolerance: none, the answer is direct
import { rowsOf } from "../../reference/problems.ts";
import { installed, library } from "../rivals/library.mjs";
import { serve } from "../rivals/protocol.ts";

const version = installed("mathjs");
const { all, create } = await library("mathjs");
const math = create(all, { matrix: "Array" });

const solve = ({ columns, y, lambdas }) => {
  const rows = rowsOf(columns);
  const target = Array.from(y);
  return {
    call() {
      const [n, p] = [rows.length, rows[0].length];
      const means = math.mean(rows, 0);
      const yMean = math.mean(target);
      const X = rows.map((row) => math.subtract(row, means));
      const Xt = math.transpose(X);
      const A = math.add(math.multiply(Xt, X), math.multiply(math.identity(p), n * lambdas[0]));
      const solution = math.lusolve(A, math.multiply(Xt, math.subtract(target, yMean)));
      const coefficients = Float64Array.from(solution, ([value]) => value);
      return [{ coefficients, intercept: yMean - math.dot(means, Array.from(coefficients)) }];
    },
    answers: (fits) => fits,
  };
};

serve(`mathjs ${version}, Node ${process.version.slice(1)}`, { solve });
