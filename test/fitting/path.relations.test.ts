// Answers that must follow from one another: the same problem said differently has the same optimum, and both paths are proven, so that
// they lie within √(2 gap) + √(2 gap′) of each other (see helpers/designs.ts).
import { describe, expect, test } from "vitest";
import { rowsOf, uniform } from "../../reference/problems.js";
import type { Path } from "../../src/index.js";
import { type Answer, type Asked, distance, type HardCase, oddCases, plainCases, quietPath, weightsFor } from "../helpers/designs.js";

const TOL = 1e-13;
const cases = [...plainCases, ...oddCases.filter(({ name }) => /twice|sums|constant column|whole numbers|0 and 1/.test(name))];
const named = cases.map((one) => [one.name, one] as const);
const pick = uniform(91);

const asked: ((one: HardCase) => Asked)[] = [
  () => ({}),
  (one) => ({ l1Ratio: 0.6, weights: weightsFor(one), standardize: true }),
  ({ p }) => ({ lower: -0.2, upper: 0.3, penaltyFactors: Float64Array.from({ length: p }, (_, j) => 0.5 + (j % 3)), fitIntercept: false }),
];

function shuffled(size: number): number[] {
  return Array.from({ length: size }, (_, i) => ({ i, key: pick() }))
    .sort((a, b) => a.key - b.key)
    .map(({ i }) => i);
}

function changed(one: HardCase, change: Partial<HardCase>): HardCase {
  const { columns = one.columns, y = one.y } = change;
  return { name: one.name, columns, y, n: y.length, p: columns.length, X: rowsOf(columns) };
}

const reorder = (values: ArrayLike<number>, order: number[]) => Float64Array.from(order, (i) => values[i]);

/** two paths that answer the same problem, the second one's coefficients as `back` turns them into the first one's */
function expectRelated(one: HardCase, given: Asked, a: Path, b: Path, back: (b: Answer) => Answer, scale = 1): void {
  const size = one.y.reduce((sum, v) => sum + v * v, 0) / one.n;
  for (let k = 0; k < a.lambdas.length; k++) {
    const [first, second] = [a.fit(k), b.fit(k)];
    const gaps = [first.certificate.gap, second.certificate.gap / scale ** 2];
    // what rounding of ½Σwr² may hide, as a share of ½Σwy²
    const room = 1e-14 * size;
    expect(Math.abs(first.certificate.objective - second.certificate.objective / scale ** 2), `objective ${k}`).toBeLessThanOrEqual(
      Math.max(...gaps) + room,
    );
    const apart = distance(one, given, first, back(second));
    expect(apart, `${one.name}, λ number ${k}`).toBeLessThanOrEqual(Math.sqrt(2 * (gaps[0] + room)) + Math.sqrt(2 * (gaps[1] + room)));
  }
}

describe.each(named)("%s", (_, one) => {
  const grids = asked.map((options) => {
    const given = { ...options(one), tol: TOL };
    const lambdas = quietPath(one, { ...given, count: 6, minRatio: 0.02 }).lambdas;
    return { given: { ...given, lambdas }, answers: quietPath(one, { ...given, lambdas }) };
  });

  test("rows in another order", () => {
    for (const { given, answers } of grids) {
      const order = shuffled(one.n);
      const other = changed(one, { columns: one.columns.map((x) => reorder(x, order)), y: reorder(one.y, order) });
      const weights = given.weights && reorder(given.weights, order);
      expectRelated(one, given, answers, quietPath(other, { ...given, weights }), (fit) => fit);
    }
  });

  test("columns in another order", () => {
    for (const { given, answers } of grids) {
      const order = shuffled(one.p);
      const other = changed(one, { columns: order.map((j) => one.columns[j]) });
      const penaltyFactors = given.penaltyFactors && reorder(given.penaltyFactors, order);
      const back = (fit: Answer) => ({ ...fit, coefficients: Float64Array.from(order, (_, j) => fit.coefficients[order.indexOf(j)]) });
      expectRelated(one, given, answers, quietPath(other, { ...given, penaltyFactors }), back);
    }
  });

  // the ridge part grows like c² by itself: λρ times |c|, λ(1−ρ) as it is
  test.each([3, 2 ** -20, -1e3])("y and λρ times c: β times c, c = %d", (c) => {
    for (const { given, answers } of grids) {
      const other = changed(one, { y: one.y.map((v) => c * v) });
      const size = Math.abs(c);
      const box = given.lower === undefined ? {} : { lower: c > 0 ? -0.2 * c : 0.3 * c, upper: c > 0 ? 0.3 * c : -0.2 * c };
      const { l1Ratio = 1 } = given;
      const factor = size * l1Ratio + 1 - l1Ratio;
      const scaled = { ...given, ...box, l1Ratio: (size * l1Ratio) / factor, lambdas: answers.lambdas.map((lambda) => factor * lambda) };
      const back = (fit: Answer) => ({ ...fit, coefficients: Float64Array.from(fit.coefficients, (b) => b / c) });
      expectRelated(one, given, answers, quietPath(other, scaled), back, size);
    }
  });

  test("a row that is there twice is a row of weight 2", () => {
    const { n } = one;
    const twice = [...Array(n).keys(), ...Array(n).keys()].filter((i, k) => k < n || i % 3 === 0);
    const other = changed(one, { columns: one.columns.map((x) => reorder(x, twice)), y: reorder(one.y, twice) });
    for (const { given } of grids) {
      const weights = Float64Array.from({ length: n }, (_, i) => (given.weights?.[i] ?? 1) * (i % 3 ? 1 : 2));
      const single = { ...given, weights };
      const double = { ...given, weights: given.weights && reorder(given.weights, twice) };
      expectRelated(one, single, quietPath(one, single), quietPath(other, double), (fit) => fit);
    }
  });
});

test("a power of two as c changes nothing but the exponents", () => {
  for (const one of [cases[0], cases[2]]) {
    const a = quietPath(one, { count: 20, tol: 1e-10 });
    const b = quietPath(changed(one, { y: one.y.map((v) => 8 * v) }), { count: 20, tol: 1e-10 });
    expect(b.lambdas).toEqual(a.lambdas.map((lambda) => 8 * lambda));
    for (let k = 0; k < 20; k++) expect(b.coefficients(k)).toEqual(a.coefficients(k).map((v) => 8 * v));
    expect(b.gaps).toEqual(a.gaps.map((gap) => 64 * gap));
    expect(b.iterations).toEqual(a.iterations);
  }
});
