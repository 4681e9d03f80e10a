import { describe, expect, test } from "vitest";
import {
  elasticNet,
  fromGlmnet,
  fromObjective,
  fromSklearnElasticNet,
  fromSklearnLogistic,
  fromSklearnRidge,
  fromTextbook,
  ridge,
  type TextbookForm,
  toGlmnet,
  toSklearnElasticNet,
  toSklearnLogistic,
  toSklearnRidge,
  toTextbook,
} from "../src/index.js";
import cancer from "./fixtures/breast_cancer.json" with { type: "json" };
import diabetes from "./fixtures/diabetes.json" with { type: "json" };
import glmnet from "./fixtures/glmnet_diabetes.json" with { type: "json" };

const { X, y } = diabetes;
const rows = X.length;

/** largest difference relative to the largest coefficient */
function apart(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const size = Math.max(...Array.from(expected, Math.abs));
  return Math.max(...Array.from(actual, (b, j) => Math.abs(b - expected[j]))) / size;
}

interface Case {
  model: string;
  alpha: number;
  l1Ratio?: number;
  sampleWeight?: number[];
  coef: number[];
}

describe("scikit-learn's α gives scikit-learn's coefficients", () => {
  const cases = diabetes.cases.filter(
    (c) => "alpha" in c && !("targets" in c || "fitIntercept" in c || "positive" in c),
  ) as unknown as Case[];
  test.each(cases)("$model, alpha $alpha", ({ model, alpha, l1Ratio, sampleWeight: weights, coef }) => {
    const total = weights?.reduce((sum, s) => sum + s, 0) ?? rows;
    const fit =
      model === "ridge"
        ? ridge(X, y, { lambda: fromSklearnRidge({ alpha, rows: total }).lambda, weights })
        : elasticNet(X, y, { ...fromSklearnElasticNet({ alpha, l1Ratio }), weights, tol: l1Ratio ? 1e-18 : 1e-12 });
    expect(apart(fit.coefficients, coef)).toBeLessThan(1e-8);
  });

  test("LogisticRegression(C): its answers satisfy the optimality conditions of our objective at λ = 1/(nC)", () => {
    const n = cancer.X.length;
    const columns = cancer.X[0].map((_, j) => cancer.X.map((row) => row[j]));
    const Z = columns.map((column) => {
      const mean = column.reduce((a, b) => a + b) / n;
      const sd = Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / n);
      return column.map((x) => (x - mean) / sd);
    });
    for (const { C, penalty, l1Ratio: mix, coef, intercept } of cancer.cases as (Omit<Case, "alpha"> & {
      C: number;
      penalty: string;
      intercept: number;
    })[]) {
      const { lambda, l1Ratio } = fromSklearnLogistic({ C, l1Ratio: { l1: 1, l2: 0, elasticnet: mix }[penalty], rows: n });
      const excess = cancer.y.map((t, i) => 1 / (1 + Math.exp(-coef.reduce((sum, b, j) => sum + b * Z[j][i], intercept))) - t);
      coef.forEach((b, j) => {
        const pull = -Z[j].reduce((sum, z, i) => sum + z * excess[i], 0) / n - lambda * (1 - l1Ratio) * b;
        const kkt = b === 0 ? Math.max(0, Math.abs(pull) - lambda * l1Ratio) : Math.abs(pull - lambda * l1Ratio * Math.sign(b));
        // the reference was solved to steps of 1e-12·‖w‖
        expect(kkt).toBeLessThan(1e-9 * lambda);
      });
    }
  });
});

describe("glmnet's lambda and alpha give glmnet's coefficients", () => {
  const weights = (diabetes.cases as { sampleWeight?: number[] }[]).find((c) => c.sampleWeight)?.sampleWeight;
  interface Path {
    alpha: number;
    standardize: boolean;
    penaltyFactor?: number[];
    weights?: number[];
    sdY?: number;
    path: { lambda: number[]; coefs: number[][] };
  }
  const cases = (glmnet.cases as unknown as (Path & { lowerLimits?: number })[]).filter((c) => c.path && c.lowerLimits === undefined);
  test.each(cases)("alpha $alpha, standardize $standardize, penalty.factor $penaltyFactor", (c) => {
    for (const k of [0, 9, 19, 29]) {
      const options = fromGlmnet({
        lambda: c.path.lambda[k],
        alpha: c.alpha,
        sdY: c.sdY,
        penaltyFactor: c.penaltyFactor,
        standardize: c.standardize,
      });
      const fit = elasticNet(X, y, { ...options, weights: c.weights ? weights : undefined, tol: c.alpha < 1 ? 1e-18 : 1e-12 });
      // glmnet's thresh of 1e-22 bounds squared steps, so that its answers are good to about 1e-10
      expect(apart(fit.coefficients, c.path.coefs[k])).toBeLessThan(1e-8);
    }
  });

  test("Infinity counts as 1 in the sum that penalty factors are rescaled by", () => {
    expect(fromGlmnet({ lambda: 1, penaltyFactor: [2, Number.POSITIVE_INFINITY, 1] }).penaltyFactors).toEqual(
      Float64Array.of(1.5, Number.POSITIVE_INFINITY, 0.75),
    );
  });
});

describe("the teaching texts' λ gives the minimiser of the teaching texts' objective", () => {
  // one column without an intercept: a Σ(y − xb)² + b₁|b| + c b² has the minimiser S(2aΣxy, b₁)/(2aΣx² + 2c)
  const x = [1, -2, 3, 0.5, 4];
  const t = [2, -1, 4, 1, 3];
  const n = x.length;
  const xy = x.reduce((sum, v, i) => sum + v * t[i], 0);
  const xx = x.reduce((sum, v) => sum + v * v, 0);
  const solve = (a: number, b: number, c: number) => Math.max(2 * a * xy - b, 0) / (2 * a * xx + 2 * c);
  const objectives: Record<TextbookForm, (lambda: number, norm: "l1" | "l2") => [number, number, number]> = {
    sum: (lambda, norm) => [1, norm === "l1" ? lambda : 0, norm === "l2" ? lambda : 0],
    halfSum: (lambda, norm) => [1 / 2, norm === "l1" ? lambda : 0, norm === "l2" ? lambda / 2 : 0],
    mean: (lambda, norm) => [1 / n, norm === "l1" ? lambda : 0, norm === "l2" ? lambda : 0],
    perRow: (lambda, norm) => [1 / (2 * n), norm === "l1" ? lambda / n : 0, norm === "l2" ? lambda / (2 * n) : 0],
  };
  const cases = (Object.keys(objectives) as TextbookForm[]).flatMap((form) => (["l1", "l2"] as const).map((norm) => ({ form, norm })));
  test.each(cases)("$form, $norm", ({ form, norm }) => {
    const lambda = 3;
    const fit = elasticNet(
      x.map((v) => [v]),
      t,
      { ...fromTextbook({ form, norm, lambda, rows: n }), fitIntercept: false, tol: 1e-14 },
    );
    expect(fit.coefficients[0]).toBeCloseTo(solve(...objectives[form](lambda, norm)), 13);
    const [squares, l1, l2] = objectives[form](lambda, norm);
    expect(fromObjective({ squares, l1, l2, rows: n }).lambda).toBeCloseTo(fromTextbook({ form, norm, lambda, rows: n }).lambda, 14);
  });
});

test("there and back again is the identity", () => {
  const lambda = 0.37;
  const close = (value: number) => expect(value).toBeCloseTo(lambda, 15);
  close(fromSklearnRidge({ ...toSklearnRidge({ lambda, rows }), rows }).lambda);
  close(fromSklearnElasticNet(toSklearnElasticNet({ lambda, l1Ratio: 0.2 })).lambda);
  close(fromSklearnLogistic({ ...toSklearnLogistic({ lambda, l1Ratio: 0.2, rows }), rows }).lambda);
  for (const form of ["sum", "halfSum", "mean", "perRow"] as const)
    for (const norm of ["l1", "l2"] as const) close(fromTextbook({ form, norm, ...toTextbook({ form, norm, lambda, rows }), rows }).lambda);
  for (const l1Ratio of [0, 0.2, 1]) {
    const back = fromGlmnet({ ...toGlmnet({ lambda, l1Ratio, sdY: 77 }), sdY: 77 });
    close(back.lambda);
    expect(back.l1Ratio).toBeCloseTo(l1Ratio, 15);
    expect(toGlmnet({ lambda: 0, l1Ratio, sdY: 77 })).toEqual({ lambda: 0, alpha: l1Ratio });
  }
});

test("what cannot be converted is refused", () => {
  expect(() => fromGlmnet({ lambda: 1, alpha: 0.5 })).toThrow(
    new TypeError("fromGlmnet: sdY is undefined, expected a finite number above 0"),
  );
  expect(() => fromSklearnRidge({ alpha: -1, rows })).toThrow(
    new RangeError("fromSklearnRidge: alpha is -1, expected a finite number ≥ 0"),
  );
  expect(() => fromSklearnRidge({ alpha: 1, rows: 0 })).toThrow(
    new RangeError("fromSklearnRidge: rows is 0, expected a finite number above 0"),
  );
  expect(() => toTextbook({ form: "sum", norm: "l3" as "l1", lambda: 1, rows })).toThrow(
    new TypeError('toTextbook: norm is "l3" (a string), expected "l1" or "l2"'),
  );
  expect(() => fromGlmnet({ lambda: 1, penaltyFactor: [-1, 3] })).toThrow(
    new RangeError("fromGlmnet: penaltyFactor has -1 at index 0, expected a number ≥ 0 or Infinity"),
  );
  expect(() => fromTextbook({ form: "Ng" as TextbookForm, norm: "l2", lambda: 1, rows })).toThrow(
    new TypeError('fromTextbook: form is "Ng" (a string), expected one of sum, halfSum, mean, perRow'),
  );
});
