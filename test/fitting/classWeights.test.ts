// classWeights is row weights, written out, to the bit; and what "balanced" means.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { crossValidate, gradientDescent, logistic, multinomial, path } from "../../src/index.js";
import { type Anything, refuses } from "../helpers/refuses.js";

const { columns, y } = autoregressive({ n: 60, p: 5, density: 0.6, seed: 3 });
const X = rowsOf(columns);
const two = Array.from(y, (value) => (value > 1 ? "rare" : "common"));
const three = Array.from(y, (value, i) => (value > 1.2 ? 7 : i % 3 ? 1 : 4));
const weights = Array.from(y, (_, i) => (i % 5 === 0 ? 0 : 1 + (i % 3)));

/** the weights of "balanced": Σs / (K·Σs of the class) */
function balanced(labels: readonly unknown[], own: readonly number[]): number[] {
  const classes = [...new Set(labels.filter((_, i) => own[i] > 0))];
  const whole = own.reduce((a, b) => a + b, 0);
  const of = (label: unknown) => own.reduce((sum, s, i) => sum + (labels[i] === label ? s : 0), 0);
  return own.map((s, i) => (s === 0 ? 0 : s * (whole / (classes.length * of(labels[i])))));
}

const ones = X.map(() => 1);
const JSONs = (one: unknown, other: unknown) => expect(JSON.stringify(one)).toBe(JSON.stringify(other));

describe.each([
  ["none", undefined, ones],
  ["some 0", weights, weights],
])("with weights: %s", (_, given, own) => {
  const of = (labels: readonly unknown[]) => ({ weights: balanced(labels, own) });
  const asked = { ...(given && { weights: given }), classWeights: "balanced" } as const;

  test("balanced is the weights written out", () => {
    JSONs(logistic(X, two, { lambda: 0.05, ...asked }), logistic(X, two, { lambda: 0.05, ...of(two) }));
    JSONs(multinomial(X, three, { lambda: 0.05, ...asked }), multinomial(X, three, { lambda: 0.05, ...of(three) }));
    for (const loss of ["logistic", "squaredHinge"] as const)
      JSONs(path(X, two, { loss, count: 5, ...asked }), path(X, two, { loss, count: 5, ...of(two) }));
    JSONs(path(X, three, { loss: "multinomial", count: 5, ...asked }), path(X, three, { loss: "multinomial", count: 5, ...of(three) }));
    const cv = { loss: "logistic", folds: 4, count: 5 } as const;
    JSONs(crossValidate(X, two, { ...cv, ...asked }), crossValidate(X, two, { ...cv, ...of(two) }));
    const descent = { loss: "logistic", method: "adam", lambda: 0.1, epochs: 3 } as const;
    JSONs(gradientDescent(X, two, { ...descent, ...asked }), gradientDescent(X, two, { ...descent, ...of(two) }));
  });
});

test("a weight a label; balanced gives an intercept alone even odds", () => {
  const own = two.map((label) => (label === "rare" ? 5 : 0.5));
  JSONs(logistic(X, two, { lambda: 0.05, classWeights: { rare: 5, common: 0.5 } }), logistic(X, two, { lambda: 0.05, weights: own }));
  expect(Math.abs(logistic(X, two, { lambda: 100, classWeights: "balanced" }).intercept)).toBeLessThan(1e-9);
  expect(Math.abs(logistic(X, two, { lambda: 100 }).intercept)).toBeGreaterThan(0.1);
});

test.each<[Anything, new (message: string) => Error, string]>([
  [
    { classWeights: "even" },
    TypeError,
    'logistic: classWeights is "even" (a string), expected "balanced" or an object with a weight for every label',
  ],
  [{ classWeights: { rare: 1 } }, TypeError, 'logistic: classWeights has no "common" (a string), expected a weight for every label'],
  [
    { classWeights: { rare: 1, common: -1 } },
    RangeError,
    'logistic: classWeights has -1 for "common" (a string), expected a finite number ≥ 0',
  ],
])("refused %#", (options, kind, message) => {
  refuses(() => logistic(X, two, { lambda: 1, ...options }), kind, message);
});

test("other losses have no classes", () => {
  refuses(
    () => path(X, y, { classWeights: "balanced" }),
    TypeError,
    'path: classWeights is given, expected it with loss "logistic", "squaredHinge" or "multinomial" only',
  );
});
