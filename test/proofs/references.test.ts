// Our answers against those of scikit-learn and glmnet (test/fixtures/make_reference.py and .R), with the judge between them.
//
// Tolerances. The lasso's gap is linear in what is left of the error, an elastic net's quadratic: coefficients good to about 1e-9 need
// a relative gap of 1e-12 and of 1e-16. A coordinate step wins distance²/2h, so a gap below tol leaves a KKT residual below about √tol.
// 1e-8 on the coefficients is the references' own accuracy: scikit-learn's were checked to a KKT residual of 1e-9, glmnet's (thresh
// 1e-22) have one of up to 1e-11 here, which the condition of XᵀX (some hundreds, standardised) turns into some 1e-9.
import { describe, expect, test } from "vitest";
import { judge } from "../../reference/objective.js";
import { type CommonOptions, elasticNet, type Fit, lasso, path, ridge } from "../../src/index.js";
import diabetes from "../fixtures/diabetes.json" with { type: "json" };
import glmnet from "../fixtures/glmnet_diabetes.json" with { type: "json" };
import golub from "../fixtures/golub.json" with { type: "json" };
import wide from "../fixtures/wide.json" with { type: "json" };
import { type Columns, columnsOf, difference, problemOf, verdictOn } from "../helpers/judging.js";

interface SklearnCase {
  model: "ridge" | "lasso" | "elasticNet" | "lassoPath" | "ridgeLoo";
  alpha: number;
  l1Ratio?: number;
  fitIntercept?: boolean;
  sampleWeight?: number[];
  positive?: boolean;
  targets?: number[][];
  coef: number[];
  intercept: number;
  objective?: number;
  alphas: number[];
  coefs: number[][];
  intercepts: number[];
}

interface GlmnetCase {
  alpha: number;
  standardize: boolean;
  sdY?: number;
  penaltyFactor?: number[];
  lowerLimits?: number;
  upperLimits?: number;
  weights?: number[];
  path: { lambda: number[]; intercepts: number[]; coefs: number[][] };
}

const LASSO_TOL = 1e-12;
const ELASTIC_NET_TOL = 1e-18;
const tolOf = (l1Ratio: number) => (l1Ratio === 1 ? LASSO_TOL : ELASTIC_NET_TOL);

/** the fit is proven and is the reference's answer */
function expectReference(columns: Columns, y: readonly number[], options: CommonOptions, fit: Fit, reference: SklearnCase): void {
  const tol = tolOf(fit.l1Ratio);
  const verdict = verdictOn(columns, y, options, fit);
  expect(difference(fit.coefficients, reference.coef)).toBeLessThan(1e-8);
  expect(Math.abs(fit.intercept - reference.intercept)).toBeLessThanOrEqual(1e-8 * Math.abs(reference.intercept));
  if (reference.objective) expect(Math.abs(fit.certificate.objective / reference.objective - 1)).toBeLessThan(1e-12);
  expect(fit.certificate.converged).toBe(true);
  expect(fit.certificate.gap).toBeLessThanOrEqual(tol * verdict.nullObjective);
  expect(verdict.relativeGap).toBeLessThanOrEqual(tol);
  expect(verdict.kkt).toBeLessThan(Math.sqrt(tol));
  expect(Math.abs(fit.certificate.objective / verdict.objective - 1)).toBeLessThan(1e-13);
}

const sets = { diabetes, wide } as unknown as Record<string, { X: number[][]; y: number[]; cases: SklearnCase[] }>;
describe.each(Object.entries(sets))("scikit-learn on %s", (_, { X, y, cases }) => {
  const columns = columnsOf(X);

  function optionsOf({ fitIntercept, sampleWeight, positive }: SklearnCase): CommonOptions {
    return {
      ...(fitIntercept !== undefined && { fitIntercept }),
      ...(sampleWeight && { weights: sampleWeight }),
      ...(positive && { lower: 0 }),
    };
  }

  function titleOf({ alpha, l1Ratio, fitIntercept, sampleWeight, positive }: SklearnCase): string {
    const extras = [fitIntercept === false && "no intercept", sampleWeight && "weights", positive && "positive"].filter(Boolean);
    return [`alpha ${Number(alpha.toPrecision(3))}`, l1Ratio && `l1Ratio ${l1Ratio}`, ...extras].filter(Boolean).join(", ");
  }

  // Σ sᵢ(yᵢ − …)² + α‖w‖², s as given, over 2Σs:  λ = α/Σs
  const ridgeLambda = ({ alpha, sampleWeight }: SklearnCase) => alpha / (sampleWeight?.reduce((sum, s) => sum + s, 0) ?? X.length);

  const single = cases.filter(({ model, targets }) => ["ridge", "lasso", "elasticNet"].includes(model) && !targets);
  test.each(single.map((reference) => [reference.model, titleOf(reference), reference] as const))("%s: %s", (model, _, reference) => {
    const options = { ...optionsOf(reference), tol: tolOf(model === "lasso" ? 1 : 0) };
    // Lasso and ElasticNet: (1/2n)Σ(…)² + α(…), s rescaled to sum to n:  λ = α
    const lambda = reference.alpha;
    const fit =
      model === "ridge"
        ? ridge(X, y, { ...options, lambda: ridgeLambda(reference) })
        : model === "lasso"
          ? lasso(X, y, { ...options, lambda })
          : elasticNet(X, y, { ...options, lambda, l1Ratio: reference.l1Ratio });
    expectReference(columns, y, options, fit, reference);
  });

  test.each(single.filter(({ model }) => model === "ridge").map((reference) => [titleOf(reference), reference] as const))(
    "ridge by coordinate descent, with bounds that do not bind: %s",
    (_, reference) => {
      // where only the penalty bends the objective, an error of δ costs λδ²/2: with the smallest λ here, 8e-3, 1e-8 in δ needs 1e-20
      const options = { ...optionsOf(reference), lower: -1e6, tol: 1e-20, maxIterations: 1e6 };
      const fit = ridge(X, y, { ...options, lambda: ridgeLambda(reference) });
      expectReference(columns, y, options, fit, reference);
    },
  );
});

test("ridge answers two targets as scikit-learn does", () => {
  const { targets, alpha, coef, intercept } = diabetes.cases.find((entry) => entry.targets) as unknown as {
    targets: number[][];
    alpha: number;
    coef: number[][];
    intercept: number[];
  };
  const fit = ridge(diabetes.X, targets, { lambda: alpha / diabetes.X.length });
  expect(fit.fits).toHaveLength(2);
  const columns = columnsOf(diabetes.X);
  columnsOf(targets).forEach((y, k) => {
    const reference = { coef: coef[k], intercept: intercept[k] } as SklearnCase;
    expectReference(columns, Array.from(y), {}, fit.fits[k], reference);
  });
});

test("path answers scikit-learn's lasso path, first λ all zeros", () => {
  const { alphas, coefs, intercepts } = diabetes.cases.find(({ model }) => model === "lassoPath") as unknown as SklearnCase;
  const answers = path(diabetes.X, diabetes.y, { lambdas: alphas, tol: LASSO_TOL });
  const columns = columnsOf(diabetes.X);
  // at λmax the reference's largest coefficient is 0 or rounding, and "relative to the largest" says nothing
  expect(Math.max(...Array.from(answers.coefficients(0), Math.abs))).toBeLessThan(1e-12);
  alphas.slice(1).forEach((_, k) => {
    expectReference(columns, diabetes.y, {}, answers.fit(k + 1), { coef: coefs[k + 1], intercept: intercepts[k + 1] } as SklearnCase);
  });
});

describe("glmnet on diabetes", () => {
  const { X, y } = diabetes;
  const p = X[0].length;
  const columns = columnsOf(X);
  const cases = (glmnet.cases as unknown as GlmnetCase[]).filter((reference) => reference.path);

  test("has seven paths in its file", () => expect(cases).toHaveLength(7));

  test.each(
    cases.map((reference) => {
      const { path: _, weights, ...rest } = reference;
      return [JSON.stringify({ ...rest, ...(weights && { weights: "given" }) }), reference] as const;
    }),
  )("path answers %s", (_, reference) => {
    const { alpha, standardize, sdY = 1, penaltyFactor, lowerLimits, upperLimits, weights } = reference;
    // glmnet's gaussian penalty is λ_g Σ vⱼ(α|dⱼβⱼ| + (1−α)/(2 sd(y)) (dⱼβⱼ)²):  λ = λ_g(α + (1−α)/sd(y)),  λρ = λ_gα
    const stretch = alpha + (1 - alpha) / sdY;
    const l1Ratio = alpha / stretch;
    // and its vⱼ are the given ones times p/Σv
    const total = penaltyFactor?.reduce((sum, v) => sum + v, 0) ?? p;
    const options: CommonOptions = {
      standardize,
      tol: tolOf(l1Ratio),
      ...(weights && { weights }),
      ...(penaltyFactor && { penaltyFactors: penaltyFactor.map((v) => (v * p) / total) }),
      ...(lowerLimits !== undefined && { lower: lowerLimits }),
      ...(upperLimits !== undefined && { upper: upperLimits }),
    };
    const lambdas = reference.path.lambda.map((lambda) => lambda * stretch);
    const answers = path(X, y, { ...options, l1Ratio, lambdas });
    expect(answers.lambdas).toEqual(Float64Array.from(lambdas));
    lambdas.forEach((_, k) => {
      const fit = answers.fit(k);
      const [coef, intercept] = [reference.path.coefs[k], reference.path.intercepts[k]];
      expectReference(columns, y, options, fit, { coef, intercept } as SklearnCase);
      // where the two differ, ours is the better one or as good up to rounding
      const theirs = judge(problemOf(columns, y, options, fit), { coefficients: coef, intercept });
      expect(fit.certificate.objective).toBeLessThanOrEqual(theirs.objective * (1 + 1e-14));
    });
  });

  test("path starts at glmnet's first automatic λ and goes down by its ratio", () => {
    const { automaticLambda } = glmnet.cases.find((entry) => "automaticLambda" in entry) as unknown as { automaticLambda: number[] };
    // glmnet stops early where the deviance stops falling; path() never does
    const { lambdas } = path(X, y, { standardize: true, count: 100, minRatio: 1e-4 });
    expect(automaticLambda).toHaveLength(86);
    expect(lambdas).toHaveLength(100);
    automaticLambda.forEach((lambda, k) => {
      expect(Math.abs(lambdas[k] / lambda - 1)).toBeLessThan(1e-13);
    });
  });
});

describe("golub, 38 × 3051, as a squared-error lasso on t ∈ {0, 1}", () => {
  const { X, y } = golub as unknown as { X: number[][]; y: number[] };
  const columns = columnsOf(X);
  const answers = path(X, y, { count: 20, tol: 1e-10 });

  test.each([1, 5, 10, 19])("the judge certifies λ number %i", (k) => {
    const fit = answers.fit(k);
    const verdict = verdictOn(columns, y, {}, fit);
    expect(fit.certificate.converged).toBe(true);
    expect(verdict.relativeGap).toBeLessThanOrEqual(1e-10);
    expect(verdict.kkt).toBeLessThan(1e-5);
    expect(Math.abs(fit.certificate.objective / verdict.objective - 1)).toBeLessThan(1e-13);
    // a lasso solution in general position has at most n − 1 non-zeros beside an intercept (Tibshirani 2013, lemma 14)
    expect(fit.nonzero).toBeLessThan(X.length);
  });
});
