// ridgeCv hands out what the fits without each row predict there: the same as n refits.
import { describe, expect, it } from "vitest";
import { normal } from "../../reference/problems.js";
import { ridge, ridgeCv } from "../../src/index.js";

const random = normal(77);
const rows = (n: number, p: number) => Array.from({ length: n }, () => Array.from({ length: p }, random));

describe.each([
  [12, 3],
  [12, 11],
  [9, 20],
])("%i × %i", (n, p) => {
  const X = rows(n, p);
  const y = X.map((row) => 5 + row[0] - row[1] + random());
  const weights = y.map((_, i) => (i === 4 ? 0 : 1 + (i % 3)));
  for (const method of ["loo", "gcv"] as const)
    for (const options of [{}, { fitIntercept: false }, { weights }, { weights, fitIntercept: false }])
      it(`${method}, ${JSON.stringify(Object.keys(options))}: predictions of n refits`, () => {
        const { lambda, predictions } = ridgeCv(X, y, { lambdas: [0.05, 0.5], method, ...options });
        const s = "weights" in options && options.weights ? options.weights : y.map(() => 1);
        const total = s.reduce((a, b) => a + b, 0);
        expect(predictions).toHaveLength(n);
        const size = Math.max(...y.map(Math.abs));
        y.forEach((_, i) => {
          const rest = <T>(values: readonly T[]) => values.filter((_, k) => k !== i);
          const refit = ridge(rest(X), rest(y), { ...options, weights: rest(s), lambda: (lambda * total) / (total - s[i]) });
          // n + p roundings of numbers of this size, times the condition number, which λ keeps below some hundred
          expect(Math.abs(predictions[i] - refit.predict([X[i]])[0])).toBeLessThanOrEqual(1000 * (n + p) * Number.EPSILON * size);
        });
      });
});

it("the mean of their squared errors is the error of the chosen λ, whatever the sizes of X and y", () => {
  for (const [ofX, ofY] of [
    [1, 1],
    [2 ** 300, 2 ** -400],
    [2 ** -450, 2 ** 450],
  ]) {
    const X = rows(10, 4).map((row) => row.map((value) => value * ofX));
    const y = X.map((row) => (row[0] / ofX + random()) * ofY);
    const { predictions, errors, best } = ridgeCv(X, y);
    const mean = y.reduce((sum, value, i) => sum + ((value - predictions[i]) / ofY) ** 2, 0) / y.length;
    expect(Math.abs(errors[best] / ofY / ofY / mean - 1)).toBeLessThanOrEqual(1e-12);
  }
});
