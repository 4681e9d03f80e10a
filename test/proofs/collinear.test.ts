// Wide tables whose columns are a few ones and a ten-thousandth of something else: coefficients are thousands and cancel, so that rounding of β
// alone moves ∇f by more than a small gap allows. Every λ is proven all the same, and no proof is refuted in arithmetic of 106 bits.
import { expect, test } from "vitest";
import { normal, rowsOf, uniform } from "../../reference/problems.js";
import { rule } from "../../reference/refuter.js";
import { path } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";

/** p columns about one to three others, as near as 1e-3 to 3e-5 */
function nearlyCollinear(seed: number) {
  const draw = normal(seed);
  const random = uniform(seed + 1000);
  const n = 10 + Math.floor(30 * random());
  const distance = 10 ** (-3 - 1.5 * random());
  const base = Array.from({ length: 1 + (seed % 3) }, () => Float64Array.from({ length: n }, draw));
  const columns = Array.from({ length: 5 * n }, (_, j) => base[j % base.length].map((x) => x + distance * draw()));
  const y = Float64Array.from({ length: n }, (_, i) => base.reduce((sum, column) => sum + column[i], 0) + 0.3 * draw());
  return { X: rowsOf(columns), y };
}

test.each([
  ["lasso", { l1Ratio: 1, minRatio: 1e-6 }],
  ["lasso of standardised columns", { l1Ratio: 1, minRatio: 1e-6, standardize: true }],
  ["coefficients of at least 0", { l1Ratio: 1, minRatio: 1e-4, lower: 0 }],
] as const)("%s: nearly collinear paths are proven to 1e-9", (_, options) => {
  for (let seed = 0; seed < 30; seed++) {
    const { X, y } = nearlyCollinear(seed);
    const { result: found } = quietly(() => path(X, y, { ...options, count: 40, tol: 1e-9 }));
    expect(Array.from(found.converged), `seed ${seed}`).toEqual(new Array(40).fill(true));
    // where the point was found that the proof is made of
    if (seed % 10 !== 5) continue;
    const { coefficients, intercept, certificate, lambda } = found.fit(39);
    const { minRatio: _, ...rest } = options;
    const ruling = rule({ X, y, loss: "squared", lambda, ...rest }, { coefficients, intercept, ...certificate });
    expect(ruling?.refuted, `seed ${seed}`).not.toBe(true);
  }
});
