// Proportional hazards against reference answers (the scores of survival::coxph decide), the partial likelihood written out, and relations.
import { describe, expect, test } from "vitest";
import { CoxFit, cox, crossValidate, Path, path, SparseMatrix } from "../../src/index.js";
import { concordance } from "../../src/losses/concordance.js";
import fixture from "../fixtures/cox.json" with { type: "json" };
import { type Case, expectProven, optionsOf, titleOf } from "../helpers/capabilities.js";
import { difference } from "../helpers/judging.js";
import { type Anything, refuses } from "../helpers/refuses.js";

interface CoxCase extends Case {
  time: string;
  status: string;
  ties?: "breslow" | "efron";
  strata?: string;
}

const cases = fixture.cases as unknown as CoxCase[];
const dataOf = (name: string) => (fixture.data as Anything)[name] as Record<string, Anything>;

describe.each(cases.map((one) => [titleOf(one), one] as const))("%s", (_, one) => {
  const data = dataOf(one.data);
  const X = data.X as number[][];
  const y = { time: data[one.time], event: data[one.status], ...(one.strata && { strata: data[one.strata] }) };
  const { fitIntercept: _none, ...common } = optionsOf(one, data);
  const options = { ...common, warmStart: undefined, l1Ratio: one.l1Ratio, ties: one.ties };
  const lambdas = one.path.map(({ lambda }) => lambda);
  const fits = path(X, y, { ...options, loss: "cox", lambdas });

  test("objectives, proofs and coefficients of the path", () => {
    one.path.forEach((answer, k) => {
      const fit = fits.fit(k);
      expectProven(fit.certificate, answer, one.nullObjective);
      expect(difference([...fit.coefficients, 1e-2], [...(answer.coefs as number[]), 1e-2])).toBeLessThan(1e-4);
    });
  });

  test("the objective is minus the log partial likelihood by n, written out, plus the penalty", () => {
    const k = lambdas.length - 1;
    const fit = fits.fit(k);
    const weights = (options.weights as number[] | undefined) ?? y.time.map(() => 1);
    expect(fit.certificate.objective).toBeCloseTo(
      writtenOut(X, y, weights, fit.coefficients, one.ties) + penaltyOf(X, weights, fit, one),
      10,
    );
  });

  test("one fit, dense and sparse, is the path's", () => {
    const lambda = lambdas[1];
    using sparse = SparseMatrix.fromRows(
      X.map((row) => Object.fromEntries(row.entries())),
      X[0].length,
    );
    for (const table of [X, sparse]) {
      const fit = cox(table, y, { ...options, lambda });
      expect(difference([...fit.coefficients, 1e-2], [...fits.coefficients(1), 1e-2])).toBeLessThan(1e-4);
    }
  });
});

/** −(1/n) Σ over events of sᵢ(ηᵢ − log Σ at risk), Σs = n */
function writtenOut(X: number[][], y: Anything, weights: number[], beta: Float64Array, ties = "breslow"): number {
  const n = X.length;
  const total = weights.reduce((a, b) => a + b);
  const s = weights.map((w) => (w * n) / total);
  const eta = X.map((row) => row.reduce((sum, x, j) => sum + x * beta[j], 0));
  const strata = y.strata ?? X.map(() => 0);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    if (!y.event[i]) continue;
    const atRisk = eta.map((_, j) =>
      strata[j] === strata[i] && y.time[j] >= y.time[i] && (y.start?.[j] ?? -Infinity) < y.time[i] ? 1 : 0,
    );
    const whole = eta.reduce((total, e, j) => total + atRisk[j] * s[j] * Math.exp(e), 0);
    const tied = eta.map((_, j) => j).filter((j) => y.event[j] && y.time[j] === y.time[i] && strata[j] === strata[i]);
    const own = tied.reduce((total, j) => total + s[j] * Math.exp(eta[j]), 0);
    const mean = tied.reduce((total, j) => total + s[j], 0) / tied.length;
    const l = ties === "efron" ? tied.indexOf(i) / tied.length : 0;
    sum += (ties === "efron" ? mean : s[i]) * Math.log(whole - l * own) - s[i] * eta[i];
  }
  return sum / n;
}

function penaltyOf(X: number[][], weights: number[], fit: CoxFit, { l1Ratio = 1, standardize, penaltyFactors }: Case): number {
  const total = weights.reduce((a, b) => a + b);
  return fit.coefficients.reduce((sum, b, j) => {
    const mean = X.reduce((m, row, i) => m + weights[i] * row[j], 0) / total;
    const sd = Math.sqrt(X.reduce((v, row, i) => v + weights[i] * (row[j] - mean) ** 2, 0) / total);
    const t = Math.abs(b) * (standardize ? sd : 1);
    return sum + fit.lambda * (penaltyFactors?.[j] ?? 1) * (l1Ratio * t + ((1 - l1Ratio) / 2) * t * t);
  }, 0);
}

const lung = dataOf("lung");
const X = lung.X as number[][];
const y = { time: lung.time as number[], event: lung.status as number[] };

test("delayed entry: the partial likelihood written out, and starts before all events change nothing", () => {
  const start = y.time.map((t, i) => (i % 3 === 0 ? t * 0.4 : -1));
  const fit = cox(X, { ...y, start }, { lambda: 0, tol: 1e-12 });
  const ones = y.time.map(() => 1);
  const at = (beta: Float64Array) => writtenOut(X, { ...y, start }, ones, beta);
  expect(fit.certificate.objective).toBeCloseTo(at(fit.coefficients), 10);
  // no small step along a column does better
  fit.coefficients.forEach((_, j) => {
    for (const step of [1e-4, -1e-4])
      expect(at(fit.coefficients.map((b, k) => (k === j ? b + step : b)))).toBeGreaterThan(fit.certificate.objective - 1e-13);
  });
  const early = cox(X, { ...y, start: y.time.map(() => -5) }, { lambda: 0.02 });
  expect(early.coefficients).toEqual(cox(X, y, { lambda: 0.02 }).coefficients);
});

test("survival: without coefficients it is Nelson and Aalen's estimate, and it falls with the hazard", () => {
  const none = cox(X, y, { lambda: 1e6 });
  const times = [50, 300, 800];
  const [row] = none.survival(X.slice(0, 1), times);
  times.forEach((t, k) => {
    const hazard = [...new Set(y.time.filter((at, i) => y.event[i] && at <= t))].reduce(
      (sum, at) => sum + y.time.filter((other, i) => y.event[i] && other === at).length / y.time.filter((other) => other >= at).length,
      0,
    );
    expect(row[k]).toBeCloseTo(Math.exp(-hazard), 12);
  });
  const fit = cox(X, y, { lambda: 0.01 });
  const risk = fit.predict(X);
  const curves = fit.survival(X, [300]);
  const order = [...risk.keys()].sort((a, b) => risk[a] - risk[b]);
  expect(curves[order[0]][0]).toBeGreaterThan(curves[order[order.length - 1]][0]);
  expect(fit.survival(X.slice(0, 1), [0])[0][0]).toBe(1);
});

test("survival: the baseline where risks are far apart, by Nelson and Aalen's estimate of those at risk", () => {
  const none = { lambda: 1e6 };
  // row 0 has e⁶⁰ times the risk of others, and enters after their events: nothing of it may be left in their sums
  const late = { time: [9, 1, 2, 3, 10], event: [1, 1, 1, 1, 0], start: [5, -1, -1, -1, -1] };
  const table = [[1], [2], [0.5], [-1], [0]];
  const few = cox(table, late, { ...none, offset: [60, 0, 0, 0, 0] }).survival([[0]], [1, 2, 3], { offset: [0] })[0];
  [1 / 4, 1 / 4 + 1 / 3, 1 / 4 + 1 / 3 + 1 / 2].forEach((hazard, k) => {
    expect(few[k]).toBeCloseTo(Math.exp(-hazard), 14);
  });
  // e¹⁰⁰⁰ is no number: the baseline is taken elsewhere
  const far = cox(table.slice(1), { time: [1, 2, 3, 4], event: [1, 1, 1, 0] }, { ...none, offset: [1000, 1000, 999, 0] });
  const again = CoxFit.fromJSON(JSON.stringify(far));
  for (const fit of [far, again]) {
    const [row] = fit.survival([[0]], [1, 2], { offset: [1000] });
    const first = 1 / (2 + Math.exp(-1));
    expect(row[0]).toBeCloseTo(Math.exp(-first), 12);
    expect(row[1]).toBeCloseTo(Math.exp(-first - 1 / (1 + Math.exp(-1))), 12);
  }
});

test("strata: a curve each, and labels are wanted", () => {
  const strata = X.map((_, i) => (i % 2 ? "b" : "a"));
  const fit = cox(X, { ...y, strata }, { lambda: 0.02 });
  const [a] = fit.survival(X.slice(0, 1), [300], { strata: ["a"] });
  const [b] = fit.survival(X.slice(0, 1), [300], { strata: ["b"] });
  expect(a[0]).not.toBe(b[0]);
  refuses(() => fit.survival(X, [1]), TypeError, "survival: strata is missing, expected the stratum of every row, as the fit has strata");
  expect(CoxFit.fromJSON(JSON.stringify(fit)).survival(X.slice(0, 1), [300], { strata: ["a"] })[0]).toEqual(a);
});

test("concordance: pairs counted one by one", () => {
  const eta = y.time.map((_, i) => Math.round(5 * Math.sin(i)));
  const survival = { time: Float64Array.from(y.time), event: Uint8Array.from(y.event) };
  let [right, all] = [0, 0];
  for (let i = 0; i < eta.length; i++) {
    if (!y.event[i]) continue;
    for (let j = 0; j < eta.length; j++) {
      const beyond = y.time[j] > y.time[i] || (y.time[j] === y.time[i] && !y.event[j]);
      if (!beyond) continue;
      all++;
      right += eta[i] > eta[j] ? 1 : eta[i] === eta[j] ? 0.5 : 0;
    }
  }
  expect(concordance(survival, eta)).toBeCloseTo(right / all, 14);
  const fit = cox(X, y, { lambda: 0.01 });
  expect(fit.score(X, y)).toBeGreaterThan(0.6);
});

test("cross-validation against cv.glmnet, and by concordance", () => {
  const [one] = fixture.crossValidation as unknown as Anything[];
  const data = dataOf(one.data);
  const { foldIds, l1Ratio, standardize, lambda } = one;
  // glmnet leaves a row censored at the time of an event out of the risk set: its answers were made with such times moved
  const target = { time: data[one.time], event: data[one.status] };
  const cv = crossValidate(data.X as number[][], target, { loss: "cox", foldIds, l1Ratio, standardize, lambdas: lambda, tol: 1e-12 });
  expect(difference(cv.means, one.mean)).toBeLessThan(1e-6);
  expect(difference(cv.standardErrors, one.standardError)).toBeLessThan(1e-5);
  expect(cv.min.lambda).toBe(one.lambdaMin);
  const ranked = crossValidate(X, y, { loss: "cox", folds: 4, count: 5, measure: "concordance" });
  expect(Math.max(...ranked.means)).toBeGreaterThan(0.55);
});

test("JSON of fits and paths is exact, and λ's between are proven", () => {
  const fits = path(X, y, { loss: "cox", count: 4, ties: "efron", tol: 1e-11 });
  const again = Path.fromJSON<CoxFit>(JSON.stringify(fits));
  expect(again.fit(3)).toEqual(fits.fit(3));
  expect(again.fit(3).survival(X, [200])).toEqual(fits.fit(3).survival(X, [200]));
  const lambda = 0.4 * fits.lambdas[0] + 0.6 * fits.lambdas[1];
  const { certificate } = cox(X, y, { lambda, ties: "efron", tol: 1e-11 });
  const between = fits.at(lambda).certificate;
  expect(between.objective - certificate.objective).toBeLessThanOrEqual(between.gap + 1e-12);
});

test.each<[unknown, object, new (message: string) => Error, string]>([
  [[1, 2], {}, TypeError, "cox: y is an array of 2, expected { time, event, start?, strata? } with one entry a row"],
  [{ time: [1, 2] }, {}, TypeError, "cox: y.event is undefined, expected an array of true or 1 for an event, false or 0 for censoring"],
  [{ event: [1, 0] }, {}, TypeError, "cox: y.time is missing, expected { time, event, start?, strata? } with one entry a row"],
  [
    { time: [1, 2], event: [1, 2] },
    {},
    TypeError,
    "cox: y.event has 2 at row 1, expected true or 1 for an event, false or 0 for censoring",
  ],
  [
    { time: [1, 2], event: [1, 0], start: [0, 2] },
    {},
    RangeError,
    "cox: y.start is 2 and y.time 2 at row 1, expected a start before the time",
  ],
  [
    { time: [1, 2], event: [1, 0], status: [1] },
    {},
    TypeError,
    "cox: y.status is not known, expected { time, event, start?, strata? } with one entry a row",
  ],
  [
    { time: [1, 2], event: [1, 0] },
    { fitIntercept: true },
    TypeError,
    'cox: fitIntercept is given with loss "cox", expected none: the baseline hazard takes the place of an intercept',
  ],
  [{ time: [1, 2], event: [1, 0] }, { ties: "exact" }, TypeError, 'cox: ties is "exact" (a string), expected "breslow" or "efron"'],
])("refused %#", (target, options, kind, message) => {
  refuses(() => cox([[1], [2]], target as Anything, { lambda: 0.1, ...options }), kind, message);
});
